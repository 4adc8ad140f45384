"""Hypothesis builds whole documents, small ones, and edits of real ones; a second judge looks on.

`documents()` draws an OpenAPI document with anything in it that we say we can do. `holds()`
makes a client of one and checks every law there is; `replayed()` edits one, and checks that
whatever breaks is not called compatible.
"""

from __future__ import annotations

import copy
import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import jsonschema
from hypothesis import strategies as st

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

HOME: Final = "#/components/schemas/"
PACKAGE: Final = "any_clients"
_NAMES: Final = st.sampled_from(
    ["id", "class", "aB", "a_b", "naïve", "x-y", "1st", "self", "None", "items", "to_dict", "ID"]
)
_CLASSES: Final = ("Pet", "pet", "List", "Any", "Model-1", "Schema", "datetime")
_SCALARS: Final[list[dict[str, Any]]] = [
    {"type": "string"},
    {"type": "integer", "format": "int64"},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid", "default": "07ef8b4d-aa09-4ffa-898d-c710796aff41"},
    {"type": "string", "enum": ["a", "b c", "é"]},
    {"type": "integer", "enum": [1, 2], "default": 2},
    {"const": "only"},
]


def _scalars() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(_SCALARS).map(copy.deepcopy)


@st.composite
def schemas(draw: st.DrawFn, classes: tuple[str, ...], depth: int = 2) -> dict[str, Any]:
    """Draw a schema; at its end it is a scalar or a reference."""
    kinds = ["scalar", "reference"] if classes else ["scalar"]
    if depth:
        kinds += ["array", "object", "map", "nullable", "union", "tuple", "any", "all"]
    kind = draw(st.sampled_from(kinds))
    inner = schemas(classes, max(depth - 1, 0))
    if kind == "reference":
        return {"$ref": f"{HOME}{draw(st.sampled_from(classes))}"}
    if kind == "array":
        return {"type": "array", "items": draw(inner)}
    if kind == "map":
        return {"type": "object", "additionalProperties": draw(inner)}
    if kind == "nullable":
        return {"anyOf": [draw(inner), {"type": "null"}]}
    if kind == "union":
        return {"type": ["string", "integer"]}
    if kind == "tuple":
        return {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}
    if kind == "all" and classes:
        reference = {"$ref": f"{HOME}{draw(st.sampled_from(classes))}"}
        return {"allOf": [reference, {"properties": {"more": draw(_scalars())}}]}
    if kind == "any":
        return {}
    return draw(objects(classes, depth - 1)) if kind == "object" else draw(_scalars())


@st.composite
def objects(draw: st.DrawFn, classes: tuple[str, ...], depth: int = 1) -> dict[str, Any]:
    """Draw a schema of an object."""
    properties = draw(st.dictionaries(_NAMES, schemas(classes, max(depth, 0)), max_size=4))
    made: dict[str, Any] = {"type": "object", "properties": properties}
    required = [
        name
        for name in properties
        if draw(st.booleans()) and "$ref" not in properties[name]  # nothing may hold itself
    ]
    if required:
        made["required"] = required
    if draw(st.booleans()):
        made["additionalProperties"] = False
    if draw(st.integers(0, 4)) == 0:
        made["xml"] = {"name": "element", "namespace": "urn:x", "prefix": "p"}
    return made


_PLACED: Final[list[dict[str, Any]]] = [
    {"in": "query"},
    {"in": "query", "explode": False},
    {"in": "query", "style": "pipeDelimited"},
    {"in": "query", "style": "spaceDelimited", "explode": False},
    {"in": "query", "style": "deepObject"},
    {"in": "query", "allowReserved": True},
    {"in": "header"},
    {"in": "header", "explode": True},
    {"in": "cookie"},
    {"in": "path"},
    {"in": "path", "explode": True},
    {"in": "path", "style": "label"},
    {"in": "path", "style": "label", "explode": True},
    {"in": "path", "style": "matrix"},
    {"in": "path", "style": "matrix", "explode": True},
]


@st.composite
def parameters(draw: st.DrawFn, index: int) -> dict[str, Any]:
    """Draw a parameter of any place and style, of a value that the style has words for."""
    how = dict(draw(st.sampled_from(_PLACED)))
    plain = st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "boolean"}])
    flat = {"type": "object", "additionalProperties": False, "properties": {"r": draw(plain)}}
    shapes = [draw(plain), {"type": "array", "items": draw(plain)}, flat]
    if how.get("style") == "deepObject":
        shapes = [flat]
    elif "Delimited" in how.get("style", "") or how["in"] == "cookie":
        shapes = shapes[1:2] if how["in"] == "query" else shapes[:1]
    schema = draw(st.sampled_from(shapes))
    required = how["in"] == "path" or draw(st.booleans())
    if draw(st.integers(0, 6)) == 0 and how["in"] == "query":
        how = {"in": "query", "content": {"application/json": {"schema": schema}}}
        return {"name": f"p{index}", "required": required, **how}
    return {"name": f"p{index}", "required": required, "schema": schema, **how}


@st.composite
def contents(draw: st.DrawFn, classes: tuple[str, ...]) -> dict[str, Any]:
    """Draw the media types of a body."""
    reference = {"$ref": f"{HOME}{draw(st.sampled_from(classes))}"}
    flat = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    binary = {"type": "string", "format": "binary"}
    file = {"type": "object", "required": ["f"], "properties": {"f": binary, "n": flat}}
    offered: list[tuple[str, Any]] = [
        ("application/json", {"schema": draw(schemas(classes))}),
        ("application/json; charset=utf-8", {"schema": reference}),
        ("application/vnd.x+json", {"schema": reference}),
        ("application/x-www-form-urlencoded", {"schema": flat}),
        ("multipart/form-data", {"schema": file}),
        ("application/octet-stream", {}),
        ("image/*", {"schema": binary}),
        ("text/plain", {}),
        ("application/jsonl", {"schema": reference}),
        ("text/event-stream", {"schema": reference}),
    ]
    chosen = draw(
        st.lists(st.sampled_from(range(len(offered))), min_size=1, max_size=2, unique=True)
    )
    return dict(offered[index] for index in sorted(chosen))


_SCHEMES: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "sid": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "https://id.example/t", "scopes": {"read": "Read."}}
        },
    },
    "open": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example/known"},
    "cert": {"type": "mutualTLS"},
}


@st.composite
def operations(draw: st.DrawFn, classes: tuple[str, ...], path: str) -> tuple[str, Any]:
    """Draw an operation, and the path that its parameters make."""
    taken = [draw(parameters(index)) for index in range(draw(st.integers(0, 3)))]
    for parameter in taken:
        if parameter["in"] == "path":
            path += f"/{{{parameter['name']}}}"
    made: dict[str, Any] = {"parameters": taken} if taken else {}
    method = draw(st.sampled_from(["get", "post", "put", "patch", "delete"]))
    if method in {"post", "put", "patch"} and draw(st.booleans()):
        made["requestBody"] = {"content": draw(contents(classes)), "required": draw(st.booleans())}
    status = draw(st.sampled_from(["200", "201", "2XX", "204"]))
    reply: dict[str, Any] = {"description": "Done. 🚧"}
    if status != "204":
        reply["content"] = draw(contents(classes))
    made["responses"] = {status: reply, "default": {"description": "Not done."}}
    if draw(st.booleans()):
        made["operationId"] = path.strip("/").replace("/", "-")
    if draw(st.booleans()):
        made["tags"] = [draw(st.sampled_from(["pets", "Async", "send"]))]
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from([*_SCHEMES]), max_size=2, unique=True))
        made["security"] = [{name: ["read"] if name == "oauth" else []} for name in names]
    if draw(st.integers(0, 5)) == 0:
        made["servers"] = [{"url": "https://other.example/z"}]
    return path, {method: made}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a whole document."""
    classes = tuple(draw(st.lists(st.sampled_from(_CLASSES), min_size=1, max_size=4, unique=True)))
    paths = dict(
        draw(operations(classes, f"/{name}"))
        for name in draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
    )
    server = {
        "url": "https://{region}.example/v1",
        "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
    }
    return {
        "openapi": draw(st.sampled_from(["3.1.0", "3.1.1", "3.2.0"])),
        "info": {"title": "Any 🚧", "version": "1"},
        "servers": [server],
        "paths": paths,
        "components": {
            "schemas": {name: draw(objects(classes)) for name in classes},
            "securitySchemes": _SCHEMES,
        },
    }


# Checking


@contextmanager
def imported(folder: Path) -> Iterator[None]:
    """Import generated packages from a folder, and forget them again."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        importlib.invalidate_caches()


def holds(document: dict[str, Any], folder: Path) -> int:
    """Check every law for what is made of a document; return how many laws there were."""
    path = folder / "any.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    report = regenerate([path], folder / PACKAGE)
    assert report.missing == ()
    with imported(folder):
        count = 0
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
    label = message.headers.get("content-type", "").partition(";")[0]
    for name, media in owner.get("content", {}).items():
        plain = label == name.partition(";")[0] and label.endswith("json")
        if plain and message.content and "schema" in media:
            schema = {**media["schema"], "components": document["components"]}
            jsonschema.Draft202012Validator(schema).validate(json.loads(message.content))
            return 1
    return 0


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
        if isinstance(node.get("type"), str) and trail[-1:] != ("properties",):
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
