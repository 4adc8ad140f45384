"""What each security scheme of a service asks of a caller, and where the environment has it."""

from __future__ import annotations

from typing import Final

import attrs

from adlists.contract import Service
from adlists.plugins.credentials.environment import SETTINGS
from adlists.plugins.credentials.oauth import ServiceAccount

_ELSE: Final = "no credential of ours: pass a plugin that signs"
_CERTIFICATE: Final = "a client certificate: pass a client of your own that has one, as transport"


@attrs.frozen
class Requirement:
    """What meets one scheme.

    `variables` are those of the environment, one tuple for each credential that fits, in the
    order in which they are looked for; `credentials` are the names of these. `advice` is there
    where no variable could hold what is asked for.
    """

    scheme: str
    kind: str
    credentials: tuple[str, ...] = ()
    variables: tuple[tuple[str, ...], ...] = ()
    advice: str = ""

    def __str__(self) -> str:
        ways = [
            f"{' and '.join(names)} ({credential})"
            for credential, names in zip(self.credentials, self.variables, strict=True)
        ]
        return f"{self.scheme} ({self.kind}): {', or '.join(ways) or self.advice}"


def requirements(service: Service) -> tuple[Requirement, ...]:
    """Return what each scheme of a service asks for."""
    prefix = f"ADLISTS_{service.name.upper()}_"
    found: list[Requirement] = []
    for scheme in service.schemes:
        fitting = [(kind, endings) for kind, endings in SETTINGS if kind.fits(scheme)]
        kind = f"{scheme.kind} {scheme.scheme}" if scheme.scheme else scheme.kind
        advice = ""
        if not fitting:
            advice = _CERTIFICATE if scheme.kind == "mutualTLS" else _ELSE
            if ServiceAccount.fits(scheme):
                advice = "a ServiceAccount, in code"
        found.append(
            Requirement(
                scheme.name,
                kind,
                tuple(credential.__name__ for credential, _ in fitting),
                tuple(tuple(prefix + ending for ending in endings) for _, endings in fitting),
                advice,
            )
        )
    return tuple(found)
