"""Writes a line for each call that may change something: which, and what came of it."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import attrs

import adlists
from adlists.contract import Call, Operation
from adlists.flow import CallLayer, Flow, Perform, block


@attrs.frozen(eq=False)
class Audit:
    name = "audit"
    file: Path

    @adlists.hookimpl
    def adlists_call(self, operation: Operation[Any]) -> CallLayer | None:
        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                row = {"operation": operation.id, **call.tags}
                try:
                    result = yield from proceed(call)
                except adlists.AdlistsError as error:
                    yield from block(partial(self.write, row, type(error).__name__))
                    raise
                yield from block(partial(self.write, row, "done"))
                return result

            return perform

        return None if operation.method == "GET" and operation.idempotent else layer

    def write(self, row: dict[str, str], outcome: str) -> None:
        with self.file.open("a") as file:
            file.write(json.dumps({**row, "outcome": outcome}) + "\n")
