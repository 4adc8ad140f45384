"""What a document must say so that the whole of it can become a client.

A rule is a function from a document to its problems. The generator has rules of its own,
less clear about places; whatever passes here and not there is an error all the same.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterator
from typing import Any, Final

from adlists.regenerate.documents import (
    METHODS,
    Document,
    Problem,
    SpecError,
    mapping,
    sequence,
    steps_of,
    walk,
)

Rule = Callable[[Document], Iterator[Problem]]
# The kinds of security schemes, and what each must say.
_SCHEMES: Final = {
    "apiKey": ("in", "name"),
    "http": ("scheme",),
    "oauth2": ("flows",),
    "openIdConnect": (),
    "mutualTLS": (),
}


def check(document: Document) -> None:
    """Raise one SpecError with all that is wrong; the later rules rely on the earlier ones."""
    for group in (_FIRST, _THEN):
        problems = [one for rule in group for one in rule(document)]
        if problems:
            raise SpecError(document.path, problems)


def is_openapi_3_1(document: Document) -> Iterator[Problem]:
    """Demand `openapi: 3.1.x`, and the parts that everything below reads."""
    version = document.root.get("openapi")
    if not (isinstance(version, str) and version.startswith("3.1.")):
        said = "says nothing of its version" if version is None else f"says {version!r}"
        yield document.problem(f"has to be OpenAPI 3.1 (openapi: 3.1.0), but {said}", "openapi")
    for name in ("info", "paths"):
        if not isinstance(document.root.get(name), dict):
            yield document.problem(f"has no {name}", name)
    servers = sequence(document.root.get("servers"))
    if not (servers and "url" in mapping(servers[0])):
        yield document.problem("names no server; the first one becomes the base URL", "servers")


def references_resolve(document: Document) -> Iterator[Problem]:
    """Demand that every `$ref` leads somewhere in the same document, and not in a circle."""
    for place, node in walk(document.root):
        reference = node.get("$ref")
        if not isinstance(reference, str):
            continue
        if not reference.startswith("#/"):
            message = f"$ref to another document is not supported: {reference}"
            yield document.problem(message, *place, "$ref")
            continue
        seen: set[str] = set()
        while isinstance(reference, str):
            if reference in seen:
                yield document.problem(f"$ref leads in a circle: {reference}", *place, "$ref")
                break
            seen.add(reference)
            try:
                target = document.find(reference)
            except KeyError:
                yield document.problem(f"$ref leads nowhere: {reference}", *place, "$ref")
                break
            reference = mapping(target).get("$ref")


def operations_have_names_of_their_own(document: Document) -> Iterator[Problem]:
    """Demand an operationId for each operation, each name once and fit for Python."""
    taken: dict[str, str] = {}
    for path, method, node in document.operations():
        place = ("paths", path, method)
        if not isinstance(node.get("operationId"), str):
            yield document.problem("has no operationId, which names the method", *place)
            continue
        methods = mapping(node.get("x-methods")) or {node["operationId"]: {}}
        for name in methods:
            if name in taken:
                message = f"the name {name!r} is taken by {taken[name]}"
                yield document.problem(message, *place, "operationId")
            taken[name] = f"{method.upper()} {path}"
            if "x-methods" in node and (not name.isidentifier() or keyword.iskeyword(name)):
                yield document.problem(f"{name!r} is no Python name", *place, "x-methods", name)


def paths_are_written_out(document: Document) -> Iterator[Problem]:
    """Demand what the generator passes over in silence: paths in place, schemas, statuses."""
    for path, item in mapping(document.root.get("paths")).items():
        if "$ref" in mapping(item):
            yield document.problem("a path by $ref is not supported", "paths", path, "$ref")
        for method in METHODS:
            place = ("paths", path, method)
            statuses: dict[Any, Any] = mapping(mapping(mapping(item).get(method)).get("responses"))
            for status in statuses:
                if not isinstance(status, str):
                    message = f'the status has to be text: "{status}", in quotes'
                    yield document.problem(message, *place, "responses", status)
    for path, method, _ in document.operations():
        for one in document.parameters(path, method):
            if not mapping(one.get("schema")):
                message = f"parameter {one.get('name')!r} has no schema"
                yield document.problem(message, "paths", path, method, "parameters")


def methods_fit_their_operation(document: Document) -> Iterator[Problem]:
    """Demand that `x-methods` names parameters and schemas that exist."""
    for path, method, node in document.operations():
        if "x-methods" in node and not mapping(node["x-methods"]):
            message = "has to name at least one method"
            yield document.problem(message, "paths", path, method, "x-methods")
        for name, entry in mapping(node.get("x-methods")).items():
            place = ("paths", path, method, "x-methods", name)
            known = {one["name"] for one in document.parameters(path, method)}
            for one, need in mapping(mapping(entry).get("parameters")).items():
                if one not in known:
                    message = f"the operation has no parameter {one!r}"
                    yield document.problem(message, *place, "parameters", one)
                if need not in {"required", "optional"}:
                    message = f'has to be "required" or "optional", not {need!r}'
                    yield document.problem(message, *place, "parameters", one)
            if "reply" in mapping(entry):
                yield from _reply_exists(document, str(entry["reply"]), place)


def _reply_exists(
    document: Document, reference: str, place: tuple[object, ...]
) -> Iterator[Problem]:
    try:
        found = mapping(document.find(reference))
    except KeyError:
        found = {}
    an_object = found.get("type") == "object" or not found.keys().isdisjoint(
        {"properties", "allOf"}
    )
    if steps_of(reference)[:2] != ["components", "schemas"] or not an_object:
        message = f"has to point to an object (#/components/schemas/…), but is {reference!r}"
        yield document.problem(message, *place, "reply")


def contents_have_one_schema(document: Document) -> Iterator[Problem]:
    """Demand one schema for all media types of a body: a method has one type for each."""
    for place, content in document.contents():
        schemas = [(name, mapping(media).get("schema")) for name, media in content.items()]
        for name, schema in schemas:
            if schema is None:
                yield document.problem("has no schema", *place, name)
            elif schema != schemas[0][1]:
                message = f"has another schema than {schemas[0][0]}; all media types share one"
                yield document.problem(message, *place, name, "schema")
            elif len(schemas) > 1 and "properties" in mapping(schema):
                message = "is written out under several media types; name it in components/schemas"
                yield document.problem(message, *place, name, "schema")


def security_is_declared(document: Document) -> Iterator[Problem]:
    """Demand that every scheme is of a known kind, and that operations name only those."""
    schemes = mapping(mapping(document.root.get("components")).get("securitySchemes"))
    for name, node in schemes.items():
        where = ("components", "securitySchemes", name)
        if mapping(node).get("type") not in _SCHEMES:
            message = f"is of no kind that OpenAPI 3.1 knows: {mapping(node).get('type')!r}"
            yield document.problem(message, *where)
            continue
        for key in _SCHEMES[node["type"]]:
            if key not in node:
                yield document.problem(f"has no {key}", *where)
        for flow, given in mapping(node.get("flows")).items():
            if flow == "clientCredentials" and "tokenUrl" not in mapping(given):
                yield document.problem("has no tokenUrl", *where, "flows", flow)
    used = [(("paths", path, method), node) for path, method, node in document.operations()]
    for place, node in [*used, ((), document.root)]:
        for name in (name for one in sequence(node.get("security")) for name in mapping(one)):
            if name not in schemes:
                message = f"names the security scheme {name!r}, which components do not declare"
                yield document.problem(message, *place, "security")


_FIRST: Final[tuple[Rule, ...]] = (is_openapi_3_1, references_resolve)
_THEN: Final[tuple[Rule, ...]] = (
    operations_have_names_of_their_own,
    paths_are_written_out,
    methods_fit_their_operation,
    contents_have_one_schema,
    security_is_declared,
)
