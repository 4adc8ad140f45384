"""Lets nothing through that would change anything, and says what it held back."""

from typing import Any

import attrs

import adlists
from adlists.contract import Call, Operation
from adlists.flow import CallLayer, Flow, Perform


@attrs.frozen(eq=False)
class DryRun:
    name = "dry-run"
    held: list[str] = attrs.field(factory=list)

    @adlists.hookimpl(tryfirst=True)
    def adlists_call(self, operation: Operation[Any]) -> CallLayer | None:
        def layer(_: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                self.held.append(call.operation.id)
                raise adlists.ConfigurationError(f"Dry run: {call.operation.id} is not sent.")
                yield  # it is a generator all the same

            return perform

        return None if operation.method == "GET" and operation.idempotent else layer
