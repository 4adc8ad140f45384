"""Writes a line for each call that may change something: who, what, and what came of it."""

import json
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
        if operation.method == "GET" and operation.idempotent:
            return None

        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                row = {"operation": operation.id, **call.tags}
                try:
                    result = yield from proceed(call)
                except adlists.AdlistsError as error:
                    failed = {**row, "error": type(error).__name__}
                    yield from block(lambda: self.write(failed))
                    raise
                yield from block(lambda: self.write(row))
                return result

            return perform

        return layer

    def write(self, row: dict[str, str]) -> None:
        with self.file.open("a") as file:
            file.write(json.dumps(row) + "\n")
