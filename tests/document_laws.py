"""What has to hold for any document, and for any edit of one; a second judge looks on.

`holds()` makes a client of a document and checks every law there is; `replayed()` edits one,
and checks that whatever breaks is not called compatible.
"""

from __future__ import annotations

import copy
import importlib
import json
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import jsonschema
import openapi_spec_validator
from any_documents import split
from openapi_schema_validator import OAS30Validator

import adlists
from adlists.contract import UNSET, Call, Operation, Service, Unset, is_dict, is_list, load
from adlists.errors import AdlistsError
from adlists.messages import Request, Response
from adlists.regenerate import regenerate
from adlists.regenerate.changes import verdict
from adlists.regenerate.changes.change import Severity
from adlists.sandbox import Sandbox
from adlists.sandbox.examples import example
from adlists.testing import laws
from adlists.transports.in_process import InProcess

PACKAGE: Final = "any_clients"
OVERLAY: Final = {
    "overlay": "1.0.0",
    "info": {"title": "Any", "version": "1"},
    "actions": [{"target": "$.info", "update": {"description": "Laid over."}}],
}
_POINTED: Final = ("components", "paths", "x-shared")


@contextmanager
def imported(folder: Path) -> Generator[None]:
    """Import generated packages from a folder, and forget them again."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        importlib.invalidate_caches()


def holds(document: dict[str, Any], folder: Path, *, apart: bool = False) -> int:
    """Check every law for what is made of a document; return how many laws there were.

    Where *apart* says so, its models stand in a file of their own, and an overlay beside it.
    """
    path = folder / "any.json"
    openapi_spec_validator.validate(document)
    files = {path.name: document}
    if apart:
        files[path.name], files["models.json"] = split(document, "models.json")
        files["any.overlay.json"] = OVERLAY
    for name, content in files.items():
        path.with_name(name).write_text(json.dumps(content), encoding="utf-8")
    report = regenerate([path], folder / PACKAGE)
    assert report.missing == ()
    with imported(folder):
        count = 0
        service: Service = importlib.import_module(f"{PACKAGE}.any").SERVICE
        assert service.description == ("Laid over." if apart else "")
        for law in laws.laws(f"{PACKAGE}.any", examples=3):
            law()
            count += 1
        return count + judged(importlib.import_module(f"{PACKAGE}.any"), document)


def judged(module: Any, document: dict[str, Any]) -> int:
    """Let JSON Schema say whether what is sent and answered in JSON is what was described."""
    count = 0
    for operation in module.SERVICE.operations:
        if not laws.may_be_signed(module.SERVICE, operation):
            continue
        seen: list[tuple[Request, Response]] = []
        sandbox, credentials, base_url = laws.sandbox_for(module.SERVICE, operation)

        def handle(request: Request, core: Sandbox = sandbox, seen: Any = seen) -> Response:
            response = core.handle(request)
            seen.append((request, response))
            return response

        session = adlists.connect(
            module.Api, *credentials, base_url=base_url, transport=InProcess(handle)
        )
        node = document["paths"][operation.path][operation.method.lower()]
        for call in laws.calls(operation, sandbox):
            session.send(call)
            request, response = seen[-1]
            reply = next(iter(node["responses"].values()))
            for owner, message in ((node.get("requestBody"), request), (reply, response)):
                count += _judge(owner or {}, message, document)
        session.close()
    return count


def _judge(owner: dict[str, Any], message: Request | Response, document: dict[str, Any]) -> int:
    media = _media(owner.get("content", {}), message.headers.get("content-type", ""))
    if media is None or not message.content or "schema" not in media:
        return 0
    schema = {**media["schema"], **{key: document[key] for key in _POINTED if key in document}}
    older = document["openapi"].startswith("3.0")
    judge: Any = OAS30Validator if older else jsonschema.Draft202012Validator
    judge(_as_meant(schema) if older else schema).validate(json.loads(message.content))
    return 1


def _as_meant(node: Any) -> Any:
    """Let null stand where 3.0 has `nullable` beside `allOf`: whoever writes that means so.

    By its letter the parts of `allOf` would have to take null themselves, so that a field which
    demands its own kind could never end.
    """
    if is_list(node):
        return [_as_meant(item) for item in node]
    if not is_dict(node):
        return node
    made = {key: _as_meant(value) for key, value in node.items()}
    if made.get("nullable") is True and is_list(made.get("allOf")) and "type" not in made:
        return {"anyOf": [made, {"enum": [None]}]}
    return made


def _media(content: dict[str, Any], header: str) -> dict[str, Any] | None:
    """Return what a document says of a message in JSON, of two labels the one that is meant."""
    said = "".join(header.lower().split())
    label = said.partition(";")[0]
    if not label.endswith("json"):
        return None
    written = {"".join(name.split()): media for name, media in content.items()}
    alike = (media for name, media in written.items() if name.partition(";")[0] == label)
    found: dict[str, Any] | None = written.get(said) or next(alike, None)
    return found


# Replaying


def _nodes(node: Any, trail: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield trail, node
    if is_dict(node):
        for key, value in node.items():
            yield from _nodes(value, (*trail, key))
    elif is_list(node):
        for index, value in enumerate(node):
            yield from _nodes(value, (*trail, index))


def edits(document: dict[str, Any]) -> list[tuple[str, tuple[Any, ...]]]:
    """Return what may be changed in a document: a word for it, and the place."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for trail, node in _nodes({key: document[key] for key in ("paths", "components")}):
        if not is_dict(node) or "example" in trail or "examples" in trail:
            continue
        if "properties" in node and is_dict(node["properties"]) and trail[-1:] != ("properties",):
            found.append(("a new required field", trail))
            found.append(("a new optional field", trail))
            found += [
                ("no such field", (*trail, "properties", name)) for name in node["properties"]
            ]
        a_schema = trail[-1:] != ("properties",) and "securitySchemes" not in trail
        if isinstance(node.get("type"), str) and a_schema:
            found.append(("another type", trail))
        if is_list(node.get("enum")) and len(node["enum"]) > 1:
            found.append(("a value less", trail))
        if "in" in node and "name" in node and node["in"] != "path":
            found.append(("required now", trail))
            found.append(("another name", trail))
        if "responses" in node:
            found.append(("a new parameter", trail))
            found.append(("no operation", trail))
            if "requestBody" in node:
                found.append(("no body", trail))
    return found


def edited(document: dict[str, Any], edit: tuple[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Return a document with one edit."""
    made: dict[str, Any] = copy.deepcopy(document)
    word, trail = edit
    node: Any = made
    for step in trail[:-1]:
        node = node[step]
    around, key = node, trail[-1]
    node = around[key]
    if word in {"no such field", "no operation"}:
        del around[key]
    elif word in {"a new required field", "a new optional field"}:
        node["properties"]["planted"] = {"type": "string"}
        if word == "a new required field":
            node["required"] = [*node.get("required", []), "planted"]
    elif word == "another type":
        node["type"] = "boolean" if node["type"] != "boolean" else "integer"
        for name in ("enum", "const", "default", "format", "items"):
            node.pop(name, None)
    elif word == "a value less":
        node["enum"] = node["enum"][1:]
        node.pop("default", None)
    else:
        _edit_operation(node, word)
    return made


def _edit_operation(node: dict[str, Any], word: str) -> None:
    """Edit an operation or a parameter in place."""
    if word == "required now":
        node["required"] = True
    elif word == "another name":
        node["name"] = "planted"
    elif word == "a new parameter":
        added = {"name": "planted", "in": "query", "required": True, "schema": {"type": "string"}}
        node["parameters"] = [*node.get("parameters", []), added]
    elif word == "no body":
        del node["requestBody"]


def yesterday(service: Service) -> list[tuple[str, dict[str, Any], Any]]:
    """Return a call for each operation, as plain data: its name, its arguments, its body."""
    return [
        (
            operation.id,
            {item.argument: example(item.schema) for item in operation.parameters},
            UNSET if operation.body is None else example(operation.body.schema),
        )
        for operation in service.operations
    ]


def replayed(
    document: dict[str, Any], changed: dict[str, Any], folder: Path, name: str = "any"
) -> tuple[Severity | None, str]:
    """Return what the report says of a change, and the first of yesterday's calls that fails."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    regenerate([path], folder / PACKAGE)
    with imported(folder):
        calls = yesterday(importlib.import_module(f"{PACKAGE}.{name}").SERVICE)
    path.write_text(json.dumps(changed), encoding="utf-8")
    report = regenerate([path], folder / PACKAGE, allow_partial=True)
    if report.missing:
        return Severity.BREAKING, "it cannot be made"
    with imported(folder):
        module = importlib.import_module(f"{PACKAGE}.{name}")
        failed = next(filter(None, (_failed(module, *call) for call in calls)), "")
    return verdict(report.changes), failed


def _failed(module: Any, name: str, arguments: dict[str, Any], body: Any) -> str:
    try:
        operation: Operation[Any] = module.SERVICE.operation(name)
    except KeyError:
        return f"{name} is gone"
    if not laws.may_be_signed(module.SERVICE, operation):
        return ""
    known = {item.argument: item.schema for item in operation.parameters}
    sandbox, credentials, base_url = laws.sandbox_for(module.SERVICE, operation)
    session = adlists.connect(
        module.Api, *credentials, base_url=base_url, transport=InProcess(sandbox.handle)
    )
    try:
        given = {
            key: load(known[key], data) if key in known else data for key, data in arguments.items()
        }
        value = body
        if is_dict(body):  # a token is given to those alone whom the sandbox knows
            account = sandbox.account
            told = {"client_id": account.client_id, "client_secret": account.client_secret}
            body |= {key: told[key] for key in body if key in told}
        if operation.body is not None and not isinstance(body, Unset):
            value = operation.body.parse(body)
        elif operation.body is None and not isinstance(body, Unset):
            return f"{name} takes no body"
        session.send(Call(operation, given, value))
    except (AdlistsError, KeyError, TypeError, ValueError) as error:
        return f"{name}: {type(error).__name__}: {error}"
    finally:
        session.close()
    return ""
