"""Fills in an argument where the caller leaves it out: `Defaults({"advertiser_id": 7})`."""

from collections.abc import Mapping
from typing import Any

import attrs

import adlists
from adlists.contract import Call, Operation
from adlists.flow import CallLayer, Flow, Perform


@attrs.frozen(eq=False)
class Defaults:
    name = "defaults"
    values: Mapping[str, Any]

    @adlists.hookimpl
    def adlists_call(self, operation: Operation[Any]) -> CallLayer | None:
        named = {parameter.argument for parameter in operation.parameters}
        known = {name: value for name, value in self.values.items() if name in named}

        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                filled = {**known, **call.arguments}
                return (yield from proceed(attrs.evolve(call, arguments=filled)))

            return perform

        return layer if known else None
