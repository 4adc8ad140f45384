"""No credential, and on purpose: for what a service lets anyone do."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from adlists.contract import Operation, Scheme, Service
from adlists.errors import ConfigurationError
from adlists.flow import Layer
from adlists.hookspecs import hookimpl
from adlists.messages import Request
from adlists.plugins.credentials import fitting
from adlists.plugins.credentials.signing import signing


@attrs.frozen
class Anonymous:
    """The choice to sign nothing, whatever the environment holds.

    Operations that need no credential are called as they are; one that needs some is a
    `ConfigurationError` before anything is sent.
    """

    name: ClassVar[str] = "anonymous"
    signs_nothing: ClassVar[bool] = True

    @staticmethod
    def fits(scheme: Scheme) -> bool:  # noqa: ARG004 - the protocol's signature
        """Meet no security scheme."""
        return False

    @hookimpl(place="credentials")
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that refuses an operation that needs a credential."""
        if not fitting.needs(operation.security, service):
            return None

        def refuse(_: Request) -> Request:
            msg = f"{operation.id} needs a credential, and this session is Anonymous()."
            raise ConfigurationError(msg)

        return signing(service, refuse)
