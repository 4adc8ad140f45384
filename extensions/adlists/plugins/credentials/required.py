"""What each security scheme of a service asks of a caller, and where the environment has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from adlists._runtime import scheme_settings
from adlists.contract import Service
from adlists.plugins.credentials.oauth import ServiceAccount
from adlists.plugins.credentials.ways import ways

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


def requirements(
    service: Service, alternatives: Iterable[Iterable[str]] | None = None
) -> tuple[Requirement, ...]:
    """Return what each scheme of a service asks for.

    *alternatives* are those of the service's operations, unless given: where one of them has
    several keys, each has a variable of its own.
    """
    prefix = f"ADLISTS_{service.name.upper()}_"
    paired = {name for group in scheme_settings.together(service, alternatives) for name in group}
    found: list[Requirement] = []
    for scheme in service.schemes:
        fitting = [
            way
            for way in ways(service)
            if way.fits(scheme) and (way.scheme is not None or scheme.name not in paired)
        ]
        fitting.sort(key=lambda way: way.scheme is not None)  # of a usual credential first
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
                tuple(way.kind for way in fitting),
                tuple(tuple(prefix + ending for ending in way.endings) for way in fitting),
                advice,
            )
        )
    return tuple(found)
