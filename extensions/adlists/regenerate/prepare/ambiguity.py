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

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.problems import Problem

#: Stands on a union that was a `oneOf` without a discriminator; one within may have one.
EXCLUSIVE: Final = "x-exclusive"
_DEEPEST: Final = 3  # as far as a value is looked into: see `adlists.contract.choice`
_TOLD: Final = frozenset({"date", "date-time", "binary"})
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})


@attrs.define(eq=False)
class Ambiguity:
    """Looks for alternatives that nothing tells apart, in the schemas in form of one document.

    `named` has the classes to which the document has given a name: of two that have none it
    does not matter which one a value is.
    """

    document: Document
    classes: Mapping[str, Node]
    named: frozenset[str]
    # What can be seen of a value is a tree, which is large where models hold each other. Each
    # has a number, and a class is looked at once for each level.
    _numbers: dict[object, int] = attrs.field(init=False, factory=dict[object, int])
    _seen: dict[object, int] = attrs.field(init=False, factory=dict[object, int])

    def find(self, node: Any, *, textual: bool = False) -> Problem | None:
        """Return what is wrong with the first union in a schema that cannot be told apart.

        A schema is *textual* where it is read out of XML or a form.
        """
        for union in _unions(node):
            seen: dict[int, str] = {}
            pairs = mapping(mapping(union.get("discriminator")).get("mapping"))
            told = {str(reference).rpartition("/")[2] for reference in pairs.values()}
            for part in sequence(union["anyOf"]):
                name = str(mapping(part).get("$ref", "")).rpartition("/")[2]
                known = mapping(self.classes.get(name))
                if known.get("type") != "object" or name not in self.named:
                    continue
                look = self._look(part, 0, textual=textual)
                if look in seen and not {seen[look], name} <= told:
                    where = " in XML or a form" if textual else ""
                    message = (
                        f"nothing tells {seen[look]} and {name} apart{where}: they have the same "
                        "fields. "
                        "Give the oneOf a discriminator, or each of them a property with a const; "
                        "or make it an anyOf, if either will do"
                    )
                    return self.document.at(message, union)
                seen[look] = name
        return None

    def _look(self, node: Any, depth: int, *, textual: bool) -> int:
        """Return the number of what can be seen of a value from outside."""
        known = mapping(node)
        if "$ref" not in known:
            return self._look_at(known, depth, textual=textual)
        name = str(known["$ref"]).rpartition("/")[2]
        xml = mapping(known.get("xml"))
        key = name, depth, textual, xml.get("name"), bool(xml.get("wrapped"))
        if key not in self._seen:
            merged = {**mapping(self.classes.get(name)), **known}
            self._seen[key] = self._look_at(merged, depth, textual=textual)
        return self._seen[key]

    def _look_at(self, known: Node, depth: int, *, textual: bool) -> int:
        """Return the number of what can be seen; that of what is held is a part of it."""
        if known.get("type") == "array":
            items: Any = known.get("items") if depth < _DEEPEST else {}
            look = self._look(items, depth + 1, textual=textual)
            alike = textual and not mapping(known.get("xml")).get("wrapped")
            return look if alike else self._number(("array", look))
        return self._number(self._view(known, depth, textual=textual))

    def _number(self, view: object) -> int:
        return self._numbers.setdefault(view, len(self._numbers))

    def _view(self, known: Node, depth: int, *, textual: bool) -> object:
        if "anyOf" in known:
            parts = sequence(known["anyOf"])
            return "any", frozenset(self._look(part, depth, textual=textual) for part in parts)
        kind = known.get("type")
        if kind == "object":
            if depth == _DEEPEST:
                return "object"
            required = set(sequence(known.get("required")))
            fields = frozenset(
                (name, name in required, self._look(field, depth + 1, textual=textual))
                for name, field in mapping(known.get("properties")).items()
            )
            element = mapping(known.get("xml")).get("name")
            return fields, known.get("additionalProperties") is False, element
        form = known.get("format")
        values = [known["const"]] if "const" in known else sequence(known.get("enum"))
        if textual and kind in _SCALARS:
            kind = "text"
        return kind, form if form in _TOLD else None, frozenset(map(repr, values))


def _unions(node: Any) -> Iterator[Node]:
    if is_list(node):
        for item in node:
            yield from _unions(item)
    elif is_dict(node):
        if node.get(EXCLUSIVE):
            yield node
        for value in node.values():
            yield from _unions(value)
