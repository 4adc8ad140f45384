"""Follows a JSON pointer into the schema of a reply, as it would be followed into the reply."""

from __future__ import annotations

from typing import Any

from adlists.contract import is_list
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.problems import steps_of
from adlists.regenerate.x_lists.shapes import suggestion

_COMBINERS = ("oneOf", "anyOf", "allOf")


class NowhereError(Exception):
    """A pointer leads to nothing that the schema declares; the text says where it ends."""


def follow(document: Document, schema: Any, pointer: str) -> Node:
    """Return the schema of what a pointer leads to, `*` standing for every item of a list.

    Raises `NowhereError`; what no schema describes may hold anything.
    """
    node = document.resolve(schema)
    walked = ""
    for step in steps_of(f"#{pointer}"):
        found = _step(document, node, step)
        if found is None:
            raise NowhereError(_nowhere(document, node, step, walked))
        node = document.resolve(found)
        walked = f"{walked}/{step}"
    return node


def items(document: Document, schema: Node) -> Any:
    """Return the schema of a list's items, None where it is no list."""
    if is_anything(schema):
        return {}
    for branch in branches(document, schema):
        if "array" in types(branch):
            return branch.get("items", {})
    return None


def branches(document: Document, schema: Node) -> list[Node]:
    """Return the alternatives of a schema, or the schema itself."""
    found = [schema]
    for combiner in _COMBINERS:
        for branch in sequence(schema.get(combiner)):
            found += branches(document, document.resolve(branch))
    return found


def types(schema: Node) -> list[str]:
    """Return the types that a schema names."""
    kind = schema.get("type")
    if isinstance(kind, str):
        return [kind]
    return [*kind] if is_list(kind) else ["object"] if "properties" in schema else []


def is_anything(schema: Node) -> bool:
    """Tell whether a schema says nothing of what a value is."""
    said = {"type", "properties", "items", "enum", "const", "$ref", *_COMBINERS}
    return said.isdisjoint(schema)


def _step(document: Document, schema: Node, step: str) -> Any:
    if is_anything(schema):
        return {}
    for branch in branches(document, schema):
        known = mapping(branch.get("properties"))
        if step in known:
            return known[step]
        if (step == "*" or step.isdigit()) and "array" in types(branch):
            return branch.get("items", {})
        if isinstance(branch.get("additionalProperties"), dict):
            return branch["additionalProperties"]
        if "object" in types(branch) and not known and branch.get("additionalProperties") is True:
            return {}
    return None


def _nowhere(document: Document, schema: Node, step: str, walked: str) -> str:
    where = f"at {walked}" if walked else "in the reply"
    kinds = [kind for branch in branches(document, schema) for kind in types(branch)]
    known = [
        name for branch in branches(document, schema) for name in mapping(branch.get("properties"))
    ]
    if known:
        return f"leads nowhere: the object {where} has no {step!r}{suggestion(step, known)}"
    if "array" in kinds:
        return f"leads nowhere: {where} is a list; an index, or * for every item, has to follow"
    return f"leads nowhere: {where} is no object"
