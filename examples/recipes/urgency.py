"""Options of single calls: `api.with_options(tags={"urgency": "high"})` becomes a header."""

from typing import Any

import adlists
from adlists.contract import Call
from adlists.flow import CallLayer, Exchange, Flow, Layer, Perform


class Urgency:
    name = "urgency"

    def __init__(self) -> None:
        self.calls: dict[int, str] = {}

    @adlists.hookimpl
    def adlists_call(self) -> CallLayer:
        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                self.calls[call.number] = call.tags.get("urgency", "low")
                try:
                    return (yield from proceed(call))
                finally:
                    self.calls.pop(call.number)

            return perform

        return layer

    @adlists.hookimpl
    def adlists_layer(self) -> Layer:
        return lambda proceed: lambda request: self.exchange(proceed, request)

    def exchange(self, proceed: Exchange, request: adlists.Request) -> Flow[adlists.Response]:
        urgency = self.calls.get(request.call, "low")
        return (yield from proceed(request.with_header("x-urgency", urgency)))
