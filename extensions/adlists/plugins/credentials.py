"""Credentials, as layers: each signs the requests of the operations that ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import attrs

from adlists.contract import Scheme, Service


class Credential(Protocol):
    """A plugin that can say which security schemes it meets."""

    def fits(self, scheme: Scheme) -> bool:
        """Tell whether this credential meets a security scheme."""
        ...


@attrs.frozen
class Found:
    """What the environment and the settings file hold for a service."""

    credentials: tuple[Credential, ...] = ()
    base_url: str | None = None
    advice: str = ""


def from_environment(service: Service, environ: Mapping[str, str]) -> Found:
    """Return what is set for a service."""
    return Found(advice=f"No credentials for {service.name}.")


class _Later:
    name: Final = "later"

    def __init__(self, *_: str) -> None: ...

    def fits(self, scheme: Scheme) -> bool:
        """Fit nothing yet."""
        return False


class ClientCredentials(_Later): ...


class BearerToken(_Later): ...


class ApiKey(_Later): ...


class BasicAuth(_Later): ...
