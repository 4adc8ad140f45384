"""Which security schemes the credentials of a session meet, and what none of them does."""

from __future__ import annotations

from typing import Any

import attrs

from adlists.contract import Operation, Service
from adlists.errors import ConfigurationError
from adlists.plugins.credentials.signing import Credential


def check(credentials: tuple[Credential, ...], service: Service) -> None:
    """Refuse credentials that meet nothing, and two for the same schemes."""
    schemes = ", ".join(scheme.name for scheme in service.schemes) or "none"
    seen: dict[type[Credential], list[str | None]] = {}
    for credential in credentials:
        cls = type(credential)
        named: str | None = getattr(credential, "scheme", None)
        of = f"{cls.__name__} for {named!r}" if named else cls.__name__
        if getattr(credential, "signs_nothing", False):
            if len(credentials) > 1:
                msg = "Anonymous() signs nothing: pass it alone, or leave it out."
                raise ConfigurationError(msg)
            continue
        if not any(credential.fits(scheme) for scheme in service.schemes):
            msg = f"{of} fits no security scheme of {service.name}; it has {schemes}."
            raise ConfigurationError(msg)
        if hasattr(credential, "scheme") and named in seen.setdefault(cls, []):
            msg = (
                f"There are two of {of}. Name the security scheme that each is for, as "
                f"{cls.__name__}(…, scheme=NAME); {service.name} has {schemes}."
            )
            raise ConfigurationError(msg)
        seen.setdefault(cls, []).append(named)


def settled(
    operation: Operation[Any], service: Service, credentials: tuple[Credential, ...]
) -> Operation[Any]:
    """Return an operation with the one alternative of its security that the credentials meet.

    Where none is met whole, all stay: a plugin may sign, and else the service will say. What
    the transport meets, as with mutualTLS, needs no credential. A credential that `chooses`
    finds out itself what it can meet.
    """
    if len(operation.security) < 2:
        return operation
    kinds = {scheme.name: scheme for scheme in service.schemes}
    known = [credential for credential in credentials if not getattr(credential, "chooses", False)]

    def met(name: str) -> bool:
        scheme = kinds.get(name)
        return scheme is not None and (
            scheme.kind == "mutualTLS" or any(credential.fits(scheme) for credential in known)
        )

    whole = [alternative for alternative in operation.security if all(map(met, alternative))]
    chosen = next((alternative for alternative in whole if alternative), None)
    if chosen is None:
        chosen = () if () in whole else None
    return operation if chosen is None else attrs.evolve(operation, security=(chosen,))


def needs(security: tuple[tuple[str, ...], ...], service: Service) -> bool:
    """Tell whether an operation of such alternatives cannot be called without a credential."""
    kinds = {scheme.name: scheme.kind for scheme in service.schemes}
    return bool(security) and not any(
        all(kinds.get(name) == "mutualTLS" for name in alternative) for alternative in security
    )
