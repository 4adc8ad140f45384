"""Parameters: those of an operation and of its path, written out, each once."""

from __future__ import annotations

import re
from typing import Final

from adlists._runtime.call_options import WRITTEN
from adlists._runtime.requests import EXPANSION
from adlists.contract import is_dict
from adlists.regenerate.documents import Document, Node, ignored, mapping, sequence
from adlists.regenerate.prepare import json_types
from adlists.regenerate.prepare.classes import Spot
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.prepare.shaper import Shaper
from adlists.regenerate.problems import Missing, Refusal

PLACES: Final = ("path", "query", "querystring", "header", "cookie")
STYLES: Final = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "querystring": (),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


def of(document: Document, item: Node, raw: Node) -> list[Node]:
    """Return the parameters of an operation, its path's included, references followed.

    Header parameters called Accept, Content-Type and Authorization are left out, as the
    specification demands (Parameter Object, `name`).
    """
    found: dict[tuple[str, str], Node] = {}
    for owner in (raw, item):
        for given in sequence(owner.get("parameters")):
            if not is_dict(given):
                document.refuse("holds a parameter that is no object", owner, "parameters")
            node = at(given, document.resolve(given))
            if not ignored(node):
                name, place = str(node.get("name")), str(node.get("in"))
                # The name of a header has no case (RFC 9110, 5.1).
                found.setdefault((name.lower() if place == "header" else name, place), node)
    return list(found.values())


def settle(
    document: Document, shaper: Shaper, title: str, item: Node, raw: Node, name: str
) -> list[Node]:
    """Return the parameters of an operation in form: those of the path first, in its order.

    *title* is its method and its path. An optional parameter that cannot be made is listed,
    and the operation goes on without it.
    """
    path = title.partition(" ")[2]
    made: list[Node] = []
    for node in of(document, item, raw):
        wire, place = str(node.get("name") or ""), node.get("in")
        if not wire:
            document.refuse("has no name", node)
        if place not in PLACES:
            message = f"parameter {wire!r} stands in {place!r}; OpenAPI knows {', '.join(PLACES)}"
            document.refuse(message, node, "in")
        if place == "path" and wire not in PLACEHOLDER.findall(path):
            message = f"parameter {wire!r} is nowhere in {path}, so that it is left out"
            document.say(message, node, "name")
            continue
        if place == "header" and wire.lower() in WRITTEN:
            document.say(
                f"{wire} is written by the transport, so that it is left out", node, "name"
            )
            continue
        kept = {key: value for key, value in node.items() if key not in {"schema", "examples"}}
        required = place == "path" or node.get("required") is True
        try:
            _styled(document, node)
            raw_schema = _schema(document, node)
            kept["schema"] = shaper.shape(raw_schema, Spot(name, wire))
        except Refusal as refusal:
            if required:
                raise
            document.missing.append(Missing.parameter(wire, title, refusal.problem))
            continue
        _tell_undefined(document, node, raw_schema)
        made.append(at(node, {**kept, "required": required}))
    _one_query(document, made)
    declared = {node["name"]: node for node in made if node["in"] == "path"}
    order = _placeholders(document, path, raw, made)
    for placeholder in order:
        if placeholder not in declared:
            message = f"{{{placeholder}}} stands in the path, but no parameter says what it is"
            document.refuse(message, raw)
    made.sort(key=lambda node: PLACES.index(node["in"]))  # stable: the document's order
    return [
        *(declared[name] for name in order),
        *(element for element in made if element["in"] != "path"),
    ]


def _placeholders(document: Document, path: str, raw: Node, made: list[Node]) -> list[str]:
    """Return the names that stand in a path, each once.

    In a query that is part of it they stand for values, and a parameter of the query may
    have one of them: `/pets?kind={kind}`, or `/pets{?kind}`.
    """
    own = {node["name"] for node in made if node["in"] == "query"}
    whole = path.partition("#")[0]
    expanded = [name for names in EXPANSION.findall(whole) for name in names.split(",")]
    plain, _, query = EXPANSION.sub("", whole).partition("?")
    found = PLACEHOLDER.findall(plain) + [name for name in expanded if name not in own]
    for pair in query.split("&"):
        name, _, text = pair.partition("=")
        if "{" in name:
            document.refuse(f"{name} stands in the query of the path in place of a name", raw)
        held = PLACEHOLDER.findall(text)
        if held != [name] or text != f"{{{name}}}" or name not in own:
            found += held
    return list(dict.fromkeys(found))


def _one_query(document: Document, made: list[Node]) -> None:
    """Demand that a parameter which is the whole query is the only one there."""
    whole = [node for node in made if node["in"] == "querystring"]
    others = [node for node in made if node["in"] == "query"]
    for node in whole:
        if len(whole) > 1 or others:
            message = "is the whole query (querystring), so that no other parameter can be in it"
            document.refuse(message, node, "in")
        if "content" not in node:
            document.refuse("has no content, which a querystring is written by", node)


def _tell_undefined(document: Document, node: Node, schema: object) -> None:
    """Say how a parameter is written for which OpenAPI leaves that undefined."""
    if node.get("style") != "deepObject" or not is_dict(schema):
        return
    kinds = json_types.named(document.resolve(schema))
    if kinds and "object" not in kinds:
        name = node["name"]
        message = f"has the style deepObject and is no object: a list is written as {name}[0]=…"
        document.say(f"{message}, a value as {name}=…", node, "style")


def _styled(document: Document, node: Node) -> None:
    """Demand a style that OpenAPI has for the place of a parameter."""
    place, style = node["in"], node.get("style")
    if style is not None and style not in STYLES[place]:
        known = ", ".join(STYLES[place])
        document.refuse(f"has the style {style!r}; in a {place} there are {known}", node, "style")
    if not isinstance(node.get("explode", True), bool):
        document.refuse("has to be true or false", node, "explode")
    if len(mapping(node.get("content"))) > 1:
        document.refuse("lists several media types; a parameter has one", node, "content")


def _schema(document: Document, node: Node) -> object:
    """Return the schema of a parameter, or that of the one media type it is written in."""
    if "schema" in node:
        return node["schema"]
    content = list(mapping(node.get("content")).values())
    if not content:
        document.refuse(f"parameter {node.get('name')!r} has no schema", node)
    return document.resolve(content[0]).get("schema", {})
