"""Stops asking a service that does not answer: after some failures in a row, for a while."""

import time
from collections.abc import Callable

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class Breaker:
    name = "breaker"
    failures: int = 5
    seconds: float = 30.0
    clock: Callable[[], float] = time.monotonic
    failed: list[float] = attrs.field(factory=list, init=False)  # when, since the last success

    @adlists.hookimpl(place="outside retry")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                recent = [at for at in self.failed if self.clock() < at + self.seconds]
                if len(recent) >= self.failures:
                    raise adlists.ConnectionFailed("The service has failed; it is left alone.")
                try:
                    response = yield from proceed(request)
                except adlists.WireError:
                    self.failed.append(self.clock())
                    raise
                self.failed[:] = [*recent, self.clock()] if response.status >= 500 else []
                return response

            return exchange

        return layer
