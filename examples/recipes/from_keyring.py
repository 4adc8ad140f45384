"""A token out of the system's keyring, read when it is first needed, and never shown."""

import attrs
import keyring

import adlists
from adlists.contract import Scheme, Service
from adlists.flow import Exchange, Flow, Layer, block


@attrs.define(eq=False)
class FromKeyring:
    name = "from-keyring"
    entry: str = "adlists"
    held: str = attrs.field(default="", init=False, repr=False)

    def fits(self, scheme: Scheme) -> bool:
        return scheme.kind == "oauth2" or scheme.scheme == "bearer"

    @adlists.hookimpl(place="credentials")
    def adlists_layer(self, service: Service) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                if not self.held:
                    self.held = yield from block(lambda: self.found(service.name))
                signed = request.with_header("authorization", f"Bearer {self.held}")
                return (yield from proceed(signed))

            return exchange

        return layer

    def found(self, service: str) -> str:
        if token := keyring.get_password(self.entry, service):
            return token
        raise adlists.ConfigurationError(f"The keyring has no {self.entry!r} of {service}.")
