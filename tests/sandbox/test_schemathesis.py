"""An independent judge: what schemathesis makes of the documents, and of the replies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from at_length import TIMES

from adlists._runtime import pointers
from adlists.contract import Service
from adlists.contract.list_steps import Input, Lists
from adlists.sandbox import Sandbox, running
from adlists.sandbox.templates import ROW, is_expression
from adlists.testing import strategies

HERE = Path(__file__).parent
SPEC = HERE.parent.parent / "spec"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
SERVICES: list[Service] = [import_module(name).SERVICE for name in strategies.packages()]
STEPS = ("find", "create", "add", "remove", "clear", "replace", "members", "size", "status")
COUNT = 400


def row(item: Any, value: str) -> Any:
    """Put a value into the template of a row."""
    if item is None or item == ROW:
        return value
    if isinstance(item, dict):
        return {name: row(inner, value) for name, inner in item.items()}
    return [row(inner, value) for inner in item] if isinstance(item, list) else item


def known(argument: Input) -> object:
    if argument.values or argument.default is not None:
        return argument.default or argument.values[0]
    return {"string": "1", "integer": 1, "number": 1.0, "boolean": True}[argument.type]


def places(service: Service, lists: Lists) -> dict[str, dict[str, dict[str, str]]]:
    """Return where the expressions stand in the requests of each operation."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    homes = set()
    for name in STEPS:
        step = getattr(lists, name)
        if step is None:
            continue
        operation = service.operation(step.operation)
        homes |= {operation.path} if name in {"find", "create"} else set()
        plan = found.setdefault(operation.document_id, {"parameters": {}, "body": {}})
        plan["parameters"] |= {k: v for k, v in step.parameters.items() if is_expression(v)}
        plan["body"] |= {k: v for k, v in pointers.leaves(step.body) if is_expression(v)}
    for operation in service.operations:
        home, _, last = operation.path.rpartition("/")
        if home in homes and last.startswith("{"):
            plan = found.setdefault(operation.document_id, {"parameters": {}, "body": {}})
            plan["parameters"][last[1:-1]] = "$list.id"
    for plan in found.values():
        for part in plan.values():
            for name in [name for name, value in part.items() if value == "$dry"]:
                del part[name]
            for name in [name for name, value in part.items() if value == "$list.description"]:
                del part[name]
    return found


def plan(sandbox: Sandbox, service: Service) -> dict[str, Any]:
    """Make lists, and say where in which call what stands for one to succeed."""
    lists = service.lists
    if lists is None:
        return {"operations": {}, "values": {"$list.id": [""]}, "lists": 1}
    inputs = {argument.name: known(argument) for argument in lists.inputs}
    kind = lists.identifiers[0]
    plain = {"email": "a@example.com", "madid": "3f097372-f01e-4b64-984c-395ae5828ee6"}
    text = plain.get(kind.name, "com.example.app")
    value = text if not kind.hash or "none" in kind.hash else sha256(b"a").hexdigest()
    names = [f"list {number}" for number in range(COUNT)]
    values: dict[str, Any] = {f"$inputs.{name}": value for name, value in inputs.items()}
    of_type = {argument.name for argument in lists.inputs if argument.identifiers}
    for name in of_type - {name for name in of_type if kind.name == name}:
        values[f"$inputs.{name}"] = None
    values |= {
        "$list.id": [sandbox.create_list(service.name, name, **inputs) for name in names],
        "$identifiers": [row(kind.item, value)],
        "$identifierType": kind.value,
        "$identifierType.list": kind.list,
        "$outputs.key": "planted",
    }
    if lists.status is not None:
        with sandbox.store.transaction():
            facts = {"lists": ["1"], "end": "partly", "asks": 1, "rejected": [0], "count": 1}
            sandbox.store.put_job(service.name, "planted", 0.0, facts)
    return {"operations": places(service, lists), "values": values, "lists": COUNT}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_reply_is_as_the_document_says(service: Service, tmp_path: Path) -> None:
    sandbox = Sandbox()
    seen = tmp_path / "seen.txt"
    with running(sandbox) as server:
        info = server.services[service.name]
        (tmp_path / "plan.json").write_text(json.dumps(plan(sandbox, service)))
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py"),
            "SANDBOX_PLAN": str(tmp_path / "plan.json"),
            "SANDBOX_SEEN": str(seen),
        }
        parameters = [
            f'{scheme.parameter} = "{info["api_key"]}"'
            for scheme in service.schemes
            if scheme.kind == "apiKey"
        ]
        (tmp_path / "settings.toml").write_text("\n".join(["[parameters]", *parameters, ""]))
        token = sandbox._tokens.issue(service.name)
        done = subprocess.run(
            [
                *(
                    str(Path(sys.executable).parent / "schemathesis"),
                    "--config-file",
                    "settings.toml",
                ),
                *("run", str(SPEC / f"{service.name.replace('_', '-')}.yaml")),
                *("--url", info["base_url"], "-H", f"Authorization: Bearer {token}"),
                *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
                *("--max-examples", str(25 * TIMES), "--seed", str(TIMES), "--no-shrink"),
            ],
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stdout + done.stderr
    replies = [line.split() for line in seen.read_text().splitlines()]
    served = {operation for operation, status in replies if status[0] == "2"}
    assert served == {operation.document_id for operation in service.operations}
    assert len(replies) >= 20 * len(served)
