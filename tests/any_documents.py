"""Hypothesis builds whole documents, small ones, with anything in them that we say we can do.

`documents()` draws one of OpenAPI 3.0, 3.1 or 3.2, and `split()` puts its models into a file of
their own. What no value could satisfy is not drawn: a model that has to hold itself, or an
`allOf` that adds a field to a model which admits no others.
"""

from __future__ import annotations

import copy
from typing import Any, Final

from hypothesis import strategies as st
from older_documents import in_3_0

from adlists.contract import is_dict, is_list

Node = dict[str, Any]
HOME: Final = "#/components/schemas/"
SHARED: Final = "#/x-shared/"
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
    {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9},
    {"type": "number", "default": 0.5, "maximum": 2},
    {"type": "boolean", "default": True, "deprecated": True},
    {"type": "string", "examples": ["for example"], "x-note": {"any": [1]}},
    {"type": "array", "items": {"type": "integer"}, "default": [1]},
    {"type": "string", "readOnly": True},
    {"type": "string", "minLength": 9, "maxLength": 12},
    {"type": "string", "pattern": r"^[A-Z]{3}-\d+$", "minLength": 8},
    {"type": "string", "format": "ipv4", "maxLength": 15},
    {"type": "integer", "minimum": 10, "multipleOf": 4},
    {"type": "number", "exclusiveMinimum": 2, "maximum": 2.5},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string"}},
    {"type": "string", "writeOnly": True, "description": "Lone \ud83d and 🚧."},
]


def _scalars() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(_SCALARS).map(copy.deepcopy)


def schemas(classes: tuple[str, ...], depth: int = 2) -> st.SearchStrategy[Node]:
    """Draw a schema; at its end it is a scalar or a reference."""
    references = st.sampled_from(classes).map(_reference)
    beside = references.map(lambda node: {**node, "description": "Beside."})
    offered = [_scalars(), references, beside, _copied({"$ref": f"{SHARED}Size"})]
    if not depth:
        return st.one_of(offered)
    inner = st.deferred(lambda: schemas(classes, depth - 1))
    more = _scalars().map(lambda node: Node(properties={"more": node}))
    return st.one_of(
        *offered,
        inner.map(lambda node: Node(type="array", items=node)),
        inner.map(lambda node: Node(type="object", additionalProperties=node)),
        inner.map(lambda node: Node(type="object", patternProperties={"^x": node})),
        inner.map(lambda node: Node(anyOf=[node, {"type": "null"}])),
        st.deferred(lambda: objects(classes, depth - 1)),
        *map(_copied, _MIXED),
        alternatives(),
        st.tuples(references, more).map(lambda parts: Node(allOf=[*parts])),
    )


def _reference(name: str) -> Node:
    return {"$ref": f"{HOME}{name}"}


def _copied(node: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(copy.deepcopy, st.just(node))


_MIXED: Final[list[dict[str, Any]]] = [
    {},
    {"type": ["string", "integer"]},
    {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
    {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}},
            {"type": "array", "items": {"type": "integer"}},
        ]
    },
]


@st.composite
def alternatives(draw: st.DrawFn) -> dict[str, Any]:
    """Draw one of two models, told by a constant or by a discriminator."""
    made: Node = {"oneOf": [{"$ref": f"{HOME}Cat"}, {"$ref": f"{HOME}Dog"}]}
    if draw(st.booleans()):
        mapping = {"cat": f"{HOME}Cat", "dog": f"{HOME}Dog"}
        made["discriminator"] = {"propertyName": "kind", "mapping": mapping}
    return made


def _animal(kind: str, **fields: Any) -> dict[str, Any]:
    """Return a model whose kind is a constant."""
    properties = {"kind": {"type": "string", "enum": [kind]}, **fields}
    return {"type": "object", "required": ["kind"], "properties": properties}


@st.composite
def objects(draw: st.DrawFn, classes: tuple[str, ...], depth: int = 1) -> dict[str, Any]:
    """Draw a schema of an object."""
    properties = draw(st.dictionaries(_NAMES, schemas(classes, max(depth, 0)), max_size=4))
    made: dict[str, Any] = {"type": "object", "properties": properties}
    required = [  # nothing may hold itself
        name
        for name in properties
        if draw(st.booleans()) and not properties[name].keys() & {"$ref", "allOf"}
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
    listed = {"type": "object", "properties": {"l": {"type": "array", "items": {"type": "string"}}}}
    told: dict[str, Any] = {"l": {"style": "pipeDelimited", "explode": False}}
    part: dict[str, Any] = {"n": {"contentType": "application/json"}}
    offered: list[tuple[str, Any]] = [
        ("application/json", {"schema": draw(schemas(classes))}),
        ("application/json; charset=utf-8", {"schema": reference}),
        ("application/vnd.x+json", {"schema": reference}),
        ("application/x-www-form-urlencoded", {"schema": flat}),
        ("application/x-www-form-urlencoded", {"schema": listed, "encoding": told}),
        ("multipart/form-data", {"schema": file}),
        ("multipart/form-data", {"schema": file, "encoding": part}),
        ("application/xml", {"schema": reference}),
        ("application/problem+json", {"schema": draw(alternatives())}),
        ("application/*+json", {"schema": reference}),
        ("*/*", {}),
        ("application/octet-stream", {}),
        ("image/*", {"schema": binary}),
        ("text/plain", {}),
        ("application/jsonl", {"schema": reference}),
        ("text/event-stream", {"schema": reference}),
    ]
    chosen = draw(
        st.lists(st.sampled_from(range(len(offered))), min_size=1, max_size=2, unique=True)
    )
    return {offered[index][0]: copy.deepcopy(offered[index][1]) for index in sorted(chosen)}


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
    method = draw(st.sampled_from(["get", "post", "put", "patch", "delete", "head", "options"]))
    if method in {"post", "put", "patch"} and draw(st.booleans()):
        made["requestBody"] = {"content": draw(contents(classes)), "required": draw(st.booleans())}
    problem = {"$ref": "#/components/responses/Problem"}
    status = draw(st.sampled_from(["200", "201", "2XX", "204", "299"]))
    made["responses"] = {status: draw(replies(classes, status)), "default": problem}
    if draw(st.booleans()):
        made["operationId"] = path.strip("/").replace("/", "-")
    if draw(st.booleans()):
        made["tags"] = [draw(st.sampled_from(["pets", "Async", "send"]))]
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from([*_SCHEMES]), max_size=2, unique=True))
        asked = [{name: ["read"] if name == "oauth" else []} for name in names]
        made["security"] = draw(st.sampled_from([asked, [*asked, {}], _BOTH, _KEYS]))
    item: dict[str, Any] = {method: made}
    _sometimes(draw, made, _TOLD)
    _sometimes(draw, made, {"callbacks": _CALLBACKS})
    servers = [{"url": draw(st.sampled_from(["https://other.example/z", "/z"]))}]
    _sometimes(draw, draw(st.sampled_from([made, item])), {"servers": servers})
    _sometimes(draw, item, {"parameters": [{"$ref": "#/components/parameters/Trace"}]})
    return path, item


@st.composite
def replies(draw: st.DrawFn, classes: tuple[str, ...], status: str) -> dict[str, Any]:
    """Draw what a status means."""
    made: dict[str, Any] = {"description": "Done. 🚧"}
    if status != "204":
        made["content"] = draw(contents(classes))
    if draw(st.integers(0, 2)) == 0:
        names = draw(st.lists(st.sampled_from(_HEADERS), max_size=2, unique=True))
        made["headers"] = {
            name: {"required": draw(st.booleans()), "schema": draw(schemas(classes))}
            for name in names
        }
    return made


_HEADERS: Final = ("X-Left", "ETag", "Operation", "X-Rate.Left")


def _sometimes(draw: st.DrawFn, node: dict[str, Any], more: dict[str, Any]) -> None:
    """Add to an object, once in six times."""
    if draw(st.integers(0, 5)) == 0:
        node |= copy.deepcopy(more)


_NOTHING: Final = {"200": {"description": "Heard."}}
_CALLBACKS: Final = {"told": {"{$request.body#/url}": {"post": {"responses": _NOTHING}}}}
_TOLD: Final = {
    "summary": "Does it.",
    "description": "*Does* it.",
    "deprecated": True,
    "x-owner": {"team": ["any"]},
}
_BOTH: Final[list[dict[str, Any]]] = [{"key": [], "bearer": []}]
_KEYS: Final[list[dict[str, Any]]] = [{"key": [], "sid": []}, {"basic": []}]


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
    servers = draw(st.sampled_from([[server], [server], [{"url": "/v1"}], []]))
    problem = {"type": "object", "properties": {"title": {"type": "string"}}}
    content = {"application/problem+json": {"schema": problem}}
    made: dict[str, Any] = {
        "openapi": draw(st.sampled_from(["3.0.3", "3.1.0", "3.1.1", "3.2.0"])),
        "info": {"title": "Any 🚧", "version": "1"},
        **({"servers": servers} if servers else {}),
        "paths": paths,
        "components": {
            "schemas": {
                **{name: draw(objects(classes)) for name in classes},
                "Cat": _animal("cat", lives={"type": "integer"}),
                "Dog": _animal("dog", tail={"type": "boolean"}),
            },
            "securitySchemes": dict(_SCHEMES),
            "responses": {"Problem": {"description": "Not done.", "content": content}},
            "parameters": {
                "Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string"}}
            },
        },
        "x-shared": {"Size": {"type": "string", "enum": ["s", "m"]}},
    }
    _opened(made)
    if made["openapi"].startswith("3.0"):
        return in_3_0(made)
    if made["openapi"].startswith("3.2"):
        _newest(draw, made)
    if draw(st.integers(0, 4)) == 0:
        made["webhooks"] = {"told": {"post": {"operationId": "told", "responses": _NOTHING}}}
    return made


def _newest(draw: st.DrawFn, document: dict[str, Any]) -> None:
    """Add what OpenAPI 3.2 has words for: items of sequences, and a whole query."""
    for node in _nodes(document["paths"]):
        for label in ("application/jsonl", "text/event-stream"):
            if label in node and draw(st.booleans()):
                node[label]["itemSchema"] = node[label].pop("schema")
        taken = node.get("parameters", [])
        if "responses" in node and all(item.get("in") != "query" for item in taken):
            _sometimes(draw, node, {"parameters": [*taken, _QUERY]})


_QUERY: Final = {
    "name": "all",
    "in": "querystring",
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"q": {"type": "string"}}}
        }
    },
}


def _opened(document: dict[str, Any]) -> None:
    """Open the models that an `allOf` adds fields to: closed ones would admit none of them."""
    known = document["components"]["schemas"]
    for node in _nodes(document):
        for part in node.get("allOf", []):
            known.get(part.get("$ref", "").removeprefix(HOME), {}).pop("additionalProperties", None)


def _nodes(node: Any) -> list[dict[str, Any]]:
    """Return all objects in a document."""
    inner = node.values() if is_dict(node) else node if is_list(node) else ()
    own = [node] if is_dict(node) else []
    return [*own, *(held for value in inner for held in _nodes(value))]


def split(document: dict[str, Any], name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a document whose models stand in another file, of that name, and this file."""
    made = copy.deepcopy(document)
    other = {"components": {"schemas": made["components"].pop("schemas")}}
    for node in _nodes(made):
        for key, value in node.items():
            if isinstance(value, str) and value.startswith(HOME):
                node[key] = f"{name}{value}"
    for node in _nodes(other):
        if str(node.get("$ref", "")).startswith(SHARED):
            node["$ref"] = f"any.json{node['$ref']}"
    return made, other
