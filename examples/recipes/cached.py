"""Answers a question that was asked before from memory, for some seconds; once for a session."""

import time
from collections.abc import Callable
from typing import Any

import attrs

import adlists
from adlists.contract import Operation
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class Cached:
    name = "cached"
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic

    @adlists.hookimpl(place="outside retry")
    def adlists_layer(self, operation: Operation[Any]) -> Layer | None:
        known: dict[str, tuple[float, adlists.Response]] = {}  # the operation's, of this session

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                until, response = known.get(request.url, (0.0, None))
                if response is None or until <= self.clock():
                    response = yield from proceed(request)
                    if response.status == 200:
                        known[request.url] = self.clock() + self.seconds, response
                return response

            return exchange

        return layer if operation.method == "GET" and operation.idempotent else None
