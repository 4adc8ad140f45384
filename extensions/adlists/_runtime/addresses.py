"""Which address a service and each of its operations are called at.

The document's first server counts, its variables filled in by the caller, by the environment
or by their defaults; an operation may have a server of its own. A base URL stands in place of
the service's address: an operation's own server on the same host moves along with it, and one
on another host is replaced by it, so that nothing leaves for where nobody meant it to go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import urljoin, urlsplit

import attrs

from adlists._runtime.requests import server
from adlists.contract import Operation, Server, Service
from adlists.errors import ConfigurationError
from adlists.messages import origin


class Settings(Protocol):
    """What the environment and the settings file say of an address."""

    @property
    def base_url(self) -> str | None:
        """The whole address."""
        ...

    @property
    def server_variables(self) -> Mapping[str, str]:
        """The variables in the document's address."""
        ...


class Addresses:
    """The addresses of one session; `base` is that of the service."""

    def __init__(
        self, service: Service, base_url: str | None, variables: Mapping[str, str], setting: str
    ) -> None:
        """Find the address; *setting* names the variable of the environment that holds one.

        Raises `ConfigurationError` for a variable that no server has, a value that it may not
        have, and where nothing says where the service is.
        """
        _check(service, variables)
        self._service: Final = service
        self._values: Final = variables
        self._setting: Final = setting
        self._moved: Final = base_url is not None
        if base_url is None:
            first = (*service.servers, Server(service.server))[0]
            base_url = self._filled(first, service.name)
        if not self._moved and not urlsplit(base_url).scheme:
            said = f"only says {base_url!r}" if base_url else "does not say"
            msg = (
                f"The document of {service.name} {said} where the service is. Pass "
                f"base_url='https://…' to connect(), or set {setting}."
            )
            raise ConfigurationError(msg)
        self.base: Final = server(base_url)

    def of(self, operation: Operation[Any]) -> str:
        """Return the address that an operation is called at, without a slash at its end."""
        if not operation.servers:
            return self.base
        own = operation.servers[0]
        if self._moved:
            return along(own.address(), self._service.server, self.base)
        return server(urljoin(f"{self.base}/", self._filled(own, operation.id)))

    def _filled(self, described: Server, whose: str) -> str:
        for variable in described.variables:
            if variable.default is None and variable.name not in self._values:
                msg = (
                    f"The address of {whose} is {described.url}. Pass "
                    f"server_variables={{{variable.name!r}: …}} or a base_url to connect(), or "
                    f"set {self._setting}."
                )
                raise ConfigurationError(msg)
        return described.address(self._values)


def of_session(
    service: Service,
    base_url: str | None,
    variables: Mapping[str, str] | None,
    found: Settings,
) -> Addresses:
    """Return the addresses that a caller chose; what was not is taken from the environment."""
    if base_url is not None and variables:
        msg = "base_url is the whole address; leave out server_variables, or base_url."
        raise ConfigurationError(msg)
    setting = f"ADLISTS_{service.name.upper()}_BASE_URL"
    if variables:
        return Addresses(service, None, {**found.server_variables, **variables}, setting)
    base_url = base_url or found.base_url
    known = dict[str, str]() if base_url else found.server_variables
    return Addresses(service, base_url or None, known, setting)


def moved(service: Service, base: str) -> Service:
    """Return a service at another address, with what it has beside its calls there as well.

    A token's address on the service's own host moves along; one on another host stays, and a
    relative one is made whole.
    """
    here = service.server

    def there(url: str | None) -> str | None:
        if url is None:
            return None
        if here and url.startswith(f"{here}/"):
            return f"{base}{url.removeprefix(here)}"
        return urljoin(f"{base}/", url)

    schemes = tuple(
        attrs.evolve(
            scheme,
            token_url=there(scheme.token_url),
            refresh_url=there(scheme.refresh_url),
            discovery_url=there(scheme.discovery_url),
        )
        for scheme in service.schemes
    )
    return attrs.evolve(service, server=base, schemes=schemes)


def along(own: str, home: str, base: str) -> str:
    """Return where an operation's own server is, once the service's has moved to *base*."""
    there, here = urlsplit(own), urlsplit(home)
    if there.scheme and (not here.scheme or origin(own) != origin(home)):
        return base
    path = here.path.rstrip("/")
    return base[: len(base) - len(path)] + there.path.rstrip("/") if base.endswith(path) else base


def _check(service: Service, values: Mapping[str, str]) -> None:
    known = {variable.name: variable for variable in service.server_variables}
    for name, value in values.items():
        variable = known.get(name)
        if variable is None:
            names = ", ".join(known) or "none"
            msg = f"{service.name} has no server variable {name!r}; it has {names}."
            raise ConfigurationError(msg)
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - a caller's
            msg = f"The server variable {name!r} has to be text, not {type(value).__name__}."
            raise ConfigurationError(msg)
        if variable.enum and value not in variable.enum:
            values_named = ", ".join(map(repr, variable.enum))
            msg = f"The server variable {name!r} may not be {value!r}; it is one of {values_named}."
            raise ConfigurationError(msg)
