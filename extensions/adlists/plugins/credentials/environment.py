"""Credentials and addresses from the environment and the settings file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import attrs

from adlists._runtime import redaction
from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.plugins.credentials.oauth import ClientCredentials, RefreshToken
from adlists.plugins.credentials.plain import ApiKey, BasicAuth, BearerToken
from adlists.plugins.credentials.signing import Credential


@attrs.frozen
class Found:
    """What the environment and the settings file hold for a service.

    `advice` says what to set, for whoever finds that no credential is there.
    """

    credentials: tuple[Credential, ...]
    base_url: str | None
    advice: str
    server_variables: Mapping[str, str] = attrs.field(factory=dict[str, str])


_Kind: TypeAlias = "type[BearerToken | RefreshToken | ClientCredentials | BasicAuth | ApiKey]"

# In this order where several are set: what was obtained for the purpose comes first.
SETTINGS: Final[tuple[tuple[_Kind, tuple[str, ...]], ...]] = (
    (BearerToken, ("TOKEN",)),
    (RefreshToken, ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN")),
    (ClientCredentials, ("CLIENT_ID", "CLIENT_SECRET")),
    (BasicAuth, ("USERNAME", "PASSWORD")),
    (ApiKey, ("API_KEY",)),
)


def from_environment(service: Service, environ: Mapping[str, str]) -> Found:
    """Return the credentials and the address that are set for a service.

    They stand in variables `ADLISTS_<SERVICE>_TOKEN`, `_CLIENT_ID` and `_CLIENT_SECRET`,
    `_USERNAME` and `_PASSWORD`, `_API_KEY`, `_BASE_URL`, `_SERVER_<VARIABLE>`, or under the
    same names in the settings file. The environment wins, and an empty value counts as none.

    Raises `ConfigurationError` for a value that cannot be a credential, and for a settings
    file that is unsafe or cannot be read.
    """
    try:
        return _found(service, environ)
    except ConfigurationError as error:
        failed = error
    del environ  # as with the frames below: a traceback may be shown with its locals
    raise redaction.bare(failed)


def _found(service: Service, environ: Mapping[str, str]) -> Found:
    from adlists._runtime import settings

    file = settings.read(environ)
    prefix = f"ADLISTS_{service.name.upper()}_"

    def value(name: str) -> str | None:
        return environ.get(name) or file.get(name) or None

    credentials: list[Credential] = []
    ways: list[str] = []
    half = ""
    for kind, endings in SETTINGS:
        if not any(kind.fits(scheme) for scheme in service.schemes):
            continue
        names = [prefix + ending for ending in endings]
        ways.append(" and ".join(names))
        values = [found for name in names if (found := value(name)) is not None]
        if len(values) == len(names):
            credentials.append(_make(kind, names, values))
        elif values:
            given = next(name for name in names if value(name) is not None)
            missing = next(name for name in names if value(name) is None)
            half = f" {given} is set, but {missing} is not."
    wanted = ", or ".join(ways) or "nothing that a variable could hold"
    advice = (
        f"{service.name} needs a credential.{half} Set {wanted}, in the environment or in "
        f"{settings.path(environ)}, or pass a credential to connect()."
    )
    chosen = {
        variable.name: said
        for variable in service.server_variables
        if (said := value(server_setting(service, variable.name))) is not None
    }
    return Found(tuple(credentials), value(f"{prefix}BASE_URL"), advice, chosen)


def server_setting(service: Service, name: str) -> str:
    """Return the variable of the environment that holds a variable of the server's address."""
    return f"ADLISTS_{service.name}_SERVER_{re.sub(r'[^A-Za-z0-9]+', '_', name)}".upper()


def _make(kind: Callable[..., Credential], names: list[str], values: list[str]) -> Credential:
    try:
        return kind(*values)
    except ConfigurationError as error:
        msg = f"{' and '.join(names)} cannot be used. {error}"
        raise ConfigurationError(msg) from None
