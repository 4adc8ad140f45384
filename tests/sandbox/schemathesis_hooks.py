"""Hooks of schemathesis: calls that reach what exists, and JSON under a label of its own.

Left to itself, schemathesis invents ids and meets little but 404. Every second call is filled
with values that the sandbox knows, where the document's x-lists says that they stand. What came
back is written to a file, for the test to look at.
"""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path
from typing import Any

import schemathesis

PLAN = json.loads(Path(os.environ["SANDBOX_PLAN"]).read_text())
SEEN = Path(os.environ["SANDBOX_SEEN"])
NUMBERS = itertools.count()


@schemathesis.deserializer("text/html")
def read_html(context: Any, response: Any) -> Any:
    return json.loads(response.content)


def fill(data: Any, steps: list[str], value: Any) -> None:
    """Set what a pointer leads to, where the way to it is there."""
    *way, last = steps
    for step in way:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
    if isinstance(data, dict):
        data[last] = value
    elif isinstance(data, list) and last.isdecimal() and int(last) < len(data):
        data[int(last)] = value


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    number = next(NUMBERS)
    if number % 2:
        return
    plan = PLAN["operations"].get(case.operation.definition.raw["operationId"], {})
    kinds = {name: value for name, value in PLAN["values"].items() if name != "$list.id"}
    values = {**kinds, "$list.id": PLAN["values"]["$list.id"][number % PLAN["lists"]]}
    values["$list.name"] = f"made {number}"
    for name, expression in plan.get("parameters", {}).items():
        for place in (case.path_parameters, case.query, case.headers):
            if place and name in place:
                place[name] = str(values[expression])
    for pointer, expression in plan.get("body", {}).items():
        if pointer == "" and expression in values:
            case.body = values[expression]
        elif case.body is not None:
            fill(case.body, pointer.split("/")[1:], values[expression])


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    with SEEN.open("a") as file:
        file.write(f"{case.operation.definition.raw['operationId']} {response.status_code}\n")
