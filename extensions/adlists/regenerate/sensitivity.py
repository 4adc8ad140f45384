"""What a document says must never be shown, for the `repr` of the models made of it."""

from __future__ import annotations

from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare.classes import classes_in


def sensitive(node: Node) -> bool:
    """Tell whether the document says that a value must never be shown."""
    return bool(
        node.get("x-sensitive") or node.get("writeOnly") or node.get("format") == "password"
    )


def sensitive_inside(node: Node, document: Document) -> bool:
    """Tell whether a value, or what it holds beside classes, must never be shown."""
    if sensitive(document.resolve(node)):
        return True
    parts = [mapping(node.get("items")), *map(mapping, sequence(node.get("anyOf")))]
    return any(sensitive_inside(part, document) for part in parts if part)


def in_classes(node: Node, document: Document) -> bool:
    """Tell whether the classes that a value is of hold anything that must never be shown.

    Their own `repr` hides it; that of what stands in their place, as it was received, cannot.
    """
    classes: Node = mapping(document.root["components"]["schemas"])
    seen, waiting = set[str](), classes_in(node)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        found = mapping(classes.get(name))
        held = [*mapping(found.get("properties")).values(), found.get("additionalProperties")]
        if any(sensitive_inside(mapping(part), document) for part in held):
            return True
        waiting |= classes_in(found)
    return False
