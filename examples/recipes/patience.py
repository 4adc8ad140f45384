"""A retry of one's own: it has the built-in's name, and so takes its place."""

import attrs

import adlists
from adlists.contract import Operation
from adlists.flow import Exchange, Flow, Layer, sleep


@attrs.frozen(eq=False)
class Patience:
    name = "retry"
    attempts: int = 10
    seconds: float = 5.0

    @adlists.hookimpl
    def adlists_layer(self, operation: Operation[object]) -> Layer | None:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                for attempt in range(1, self.attempts):
                    response = yield from proceed(attrs.evolve(request, attempt=attempt))
                    if response.status not in {429, 502, 503, 504}:
                        return response
                    yield from sleep(self.seconds)
                return (yield from proceed(attrs.evolve(request, attempt=self.attempts)))

            return exchange

        return layer if operation.idempotent else None
