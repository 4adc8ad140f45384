"""Which settings make which credential of a service: by their kind, or for one of its schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import attrs

from adlists._runtime import scheme_settings
from adlists.contract import Scheme, Service
from adlists.plugins.credentials.oauth import ClientCredentials, RefreshToken
from adlists.plugins.credentials.plain import ApiKey, BasicAuth, BearerToken
from adlists.plugins.credentials.signing import Credential


@attrs.frozen
class Way:
    """A credential that settings make.

    `endings` are those of its variables, one for each argument. `scheme` names the one that it
    is for, where the service has several of its kind; `takes` tells which it meets.
    """

    kind: str
    endings: tuple[str, ...]
    make: Callable[..., Credential]
    takes: Callable[[Scheme], bool]
    scheme: str | None = None

    def fits(self, scheme: Scheme) -> bool:
        """Tell whether the credential meets a scheme."""
        return self.scheme in {None, scheme.name} and self.takes(scheme)

    def of(self, scheme: str, endings: Iterable[str]) -> Way:
        """Return the way to a credential of this kind for one scheme alone."""
        make = partial(self.make, scheme=scheme)
        return attrs.evolve(self, endings=tuple(endings), make=make, scheme=scheme)


def _way(cls: Any, takes: Callable[[Scheme], bool], *endings: str) -> Way:
    return Way(cls.__name__, endings, cls, takes)


# In this order where several are set: what was obtained for the purpose comes first.
WAYS: Final = (
    _way(BearerToken, BearerToken.takes, "TOKEN"),
    _way(RefreshToken, RefreshToken.fits, "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"),
    _way(ClientCredentials, ClientCredentials.fits, "CLIENT_ID", "CLIENT_SECRET"),
    _way(BasicAuth, BasicAuth.takes, "USERNAME", "PASSWORD"),
    _way(ApiKey, ApiKey.takes, "API_KEY"),
)

#: Those that may be for one scheme alone.
_PLAIN: Final = frozenset({"BearerToken", "BasicAuth", "ApiKey"})


def ways(service: Service) -> list[Way]:
    """Return the ways to the credentials of a service, in the order in which they count.

    One that is for a single scheme comes before one of the same kind that is for any.
    """
    known = scheme_settings.keys(service)
    found: list[Way] = []
    for way in WAYS:
        fitting = [scheme for scheme in service.schemes if way.takes(scheme)]
        if way.kind in _PLAIN:
            found += [
                way.of(scheme.name, map(str.upper, known[scheme.name]))
                for scheme in fitting
                if len(known.get(scheme.name, ())) == len(way.endings)
            ]
        if fitting:
            found.append(way)
    return found


def offers(
    service: Service, alternatives: Iterable[Iterable[str]] | None = None
) -> list[tuple[str, ...]]:
    """Return what to set for a service, each together: the endings of its variables.

    A key for one scheme stands with those that its calls need beside, and one key for several
    is not offered where every call needs several. *alternatives* are those of the service's
    operations, unless given.
    """
    groups = scheme_settings.together(service, alternatives)
    paired = {name for group in groups for name in group}
    found: list[tuple[str, ...]] = []
    for way in ways(service):
        if way.kind == "ApiKey" and way.scheme in paired:
            continue
        alone = way.kind != "ApiKey" or way.scheme is not None
        if alone or any(way.fits(known) and known.name not in paired for known in service.schemes):
            found.append(way.endings)
    keys = {way.scheme: way.endings for way in ways(service) if way.kind == "ApiKey"}
    found += [tuple(ending for name in group for ending in keys[name]) for group in groups]
    return found
