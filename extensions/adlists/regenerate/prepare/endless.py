"""Models that have to hold themselves: no value could be complete, so one field gives way.

A list, a map, null or another alternative ends such a circle; what is left has no end. A field
that leads on for ever is taken as one that may be absent, and that is said.
"""

from __future__ import annotations

from collections.abc import Container
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
            if not _ends(mapping(node["properties"][wire]), ending):
                node["required"].remove(wire)
                message = (
                    f"is required and leads back to {name} without end, so that no value could "
                    "be complete; it is taken as a field that may be absent"
                )
                document.say(message, node, "properties", wire)


def _ending(classes: Node) -> set[str]:
    """Return the classes that some value is of."""
    found = set[str]()
    waiting = dict(classes)
    while waiting:
        new = {name for name, node in waiting.items() if _is_complete(node, found)}
        if not new:
            break
        found |= new
        for name in new:
            del waiting[name]
    return found


def _is_complete(node: Node, ending: Container[str]) -> bool:
    fields = mapping(node.get("properties"))
    return all(_ends(mapping(fields[wire]), ending) for wire in sequence(node.get("required")))


def _ends(node: Any, ending: Container[str]) -> bool:
    """Tell whether some value is of a schema in form."""
    if "$ref" in node:
        return str(node["$ref"]).removeprefix(HOME) in ending
    parts = sequence(node.get("anyOf"))
    return not parts or any(_ends(mapping(part), ending) for part in parts)
