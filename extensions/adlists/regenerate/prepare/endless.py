"""Models that have to hold themselves: no value could be complete, so one field gives way.

A list, a map, null or another alternative ends such a circle; what is left has no end. A field
that leads on for ever is taken as one that may be absent, and that is said.
"""

from __future__ import annotations

from typing import Any

from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare.classes import HOME


def settle(document: Document) -> None:
    """Take the required fields that have no end as optional, and say so."""
    classes: Node = document.root["components"]["schemas"]
    ending = _ending(classes)
    for name, node in classes.items():
        if name in ending:
            continue
        for wire in list(sequence(node.get("required"))):
            needed = _needed(mapping(node["properties"][wire]))
            if needed is not None and ending.isdisjoint(needed):
                node["required"].remove(wire)
                message = (
                    f"is required and leads back to {name} without end, so that no value could "
                    "be complete; it is taken as a field that may be absent"
                )
                document.say(message, node, "properties", wire)


def _ending(classes: Node) -> set[str]:
    """Return the classes that some value is of.

    Each class counts the required fields that have no end yet, and is told of each that has
    one: a chain of any length takes as long as it is.
    """
    open_fields = dict.fromkeys(classes, 0)
    waiting: dict[str, list[tuple[str, str]]] = {}
    for name, node in classes.items():
        fields = mapping(node.get("properties"))
        for wire in dict.fromkeys(sequence(node.get("required"))):
            needed = _needed(mapping(fields[wire]))
            if needed is None:
                continue
            open_fields[name] += 1
            for other in needed:
                waiting.setdefault(other, []).append((name, wire))
    found = {name for name, count in open_fields.items() if count == 0}
    queue, told = list(found), set[tuple[str, str]]()
    while queue:
        for field in waiting.get(queue.pop(), ()):
            if field in told:
                continue
            told.add(field)
            open_fields[field[0]] -= 1
            if open_fields[field[0]] == 0:
                found.add(field[0])
                queue.append(field[0])
    return found


def _needed(node: Any) -> set[str] | None:
    """Return the classes of which one has to end for a schema in form to; None where it does."""
    if "$ref" in node:
        return {str(node["$ref"]).removeprefix(HOME)}
    parts = [_needed(mapping(part)) for part in sequence(node.get("anyOf"))]
    if not parts or None in parts:
        return None
    return set[str]().union(*(part for part in parts if part is not None))
