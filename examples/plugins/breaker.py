"""Stops asking a service that does not answer: after some failures in a row, for a while."""

import time
from collections.abc import Callable

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.define(eq=False)
class Breaker:
    name = "breaker"
    failures: int = 5
    seconds: float = 30.0
    clock: Callable[[], float] = time.monotonic
    count: int = attrs.field(default=0, init=False)
    until: float = attrs.field(default=0.0, init=False)

    @adlists.hookimpl(place="outside retry")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                if self.clock() < self.until:
                    raise adlists.ConnectionFailed("The service has failed; it is left alone.")
                try:
                    response = yield from proceed(request)
                except adlists.WireError:
                    self.failed()
                    raise
                self.failed() if response.status >= 500 else self.reset()
                return response

            return exchange

        return layer

    def failed(self) -> None:
        self.count += 1
        if self.count >= self.failures:
            self.until = self.clock() + self.seconds

    def reset(self) -> None:
        self.count = 0
