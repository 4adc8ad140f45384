"""Alternatives that nothing tells apart: two models of a `oneOf` that look the same.

A `oneOf` without a discriminator says that exactly one of its schemas holds. Where two of them
are objects of the same fields, of the same kinds and constants, a value would silently become
the first. So a reply that holds such a one is refused, with the way to mend it. In a request
the caller's model tells; an `anyOf` may hold for both.

In XML and in forms everything is text, and a list of one looks like its item. What only kinds
tell apart is told in JSON alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.problems import Problem

#: Stands on a union that was a `oneOf` without a discriminator.
EXCLUSIVE: Final = "x-exclusive"
_DEEPEST: Final = 3  # as far as a value is looked into: see `adlists.contract.choice`
_TOLD: Final = frozenset({"date", "date-time", "binary"})
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})


def ambiguous(
    document: Document,
    classes: Mapping[str, Node],
    named: frozenset[str],
    node: Any,
    *,
    textual: bool = False,
) -> Problem | None:
    """Return what is wrong with the first union in a schema in form that cannot be told apart.

    A schema is *textual* where it is read out of XML or a form.

    *named* has the classes to which the document has given a name: of two that have none it
    does not matter which one a value is.
    """
    for union in _unions(node):
        seen: dict[Any, str] = {}
        for part in sequence(union["anyOf"]):
            name = str(mapping(part).get("$ref", "")).rpartition("/")[2]
            known = mapping(classes.get(name))
            if known.get("type") != "object" or name not in named:
                continue
            look = _look(part, classes, 0, textual=textual)
            if look in seen:
                where = " in XML or a form" if textual else ""
                message = (
                    f"nothing tells {seen[look]} and {name} apart{where}: they have the same "
                    "fields. "
                    "Give the oneOf a discriminator, or each of them a property with a const; "
                    "or make it an anyOf, if either will do"
                )
                return document.at(message, union)
            seen[look] = name
    return None


def _unions(node: Any) -> Iterator[Node]:
    if is_list(node):
        for item in node:
            yield from _unions(item)
    elif is_dict(node):
        if node.get(EXCLUSIVE):
            yield node
        for value in node.values():
            yield from _unions(value)


def _look(node: Any, classes: Mapping[str, Node], depth: int, *, textual: bool) -> Any:
    """Return what can be seen of a value from outside."""
    known = mapping(node)
    if "$ref" in known:
        known = {**mapping(classes.get(str(known["$ref"]).rpartition("/")[2])), **known}
    if "anyOf" in known:
        return frozenset(
            _look(part, classes, depth, textual=textual) for part in sequence(known["anyOf"])
        )
    kind = known.get("type")
    values = [known["const"]] if "const" in known else sequence(known.get("enum"))
    if kind == "object":
        if depth == _DEEPEST:
            return "object"
        required = set(sequence(known.get("required")))
        fields = frozenset(
            (name, name in required, _look(field, classes, depth + 1, textual=textual))
            for name, field in mapping(known.get("properties")).items()
        )
        element = mapping(known.get("xml")).get("name")
        return fields, known.get("additionalProperties") is False, element
    if kind == "array":
        items: Any = known.get("items") if depth < _DEEPEST else {}
        look = _look(items, classes, depth + 1, textual=textual)
        return look if textual and not mapping(known.get("xml")).get("wrapped") else ("array", look)
    form = known.get("format")
    if textual and kind in _SCALARS:
        kind = "text"
    return kind, form if form in _TOLD else None, frozenset(map(repr, values))
