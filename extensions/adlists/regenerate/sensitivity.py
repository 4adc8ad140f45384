"""What a document says must never be shown, for the `repr` of the models made of it."""

from __future__ import annotations

from adlists.regenerate.documents import Document, Node, mapping, sensitive, sequence
from adlists.regenerate.prepare.classes import classes_in


def sensitive_inside(node: Node, document: Document) -> bool:
    """Tell whether a value, or what it holds beside classes, must never be shown."""
    if sensitive(document.resolve(node)):
        return True
    parts = [mapping(node.get("items")), *map(mapping, sequence(node.get("anyOf")))]
    return any(sensitive_inside(part, document) for part in parts if part)


def hiding(document: Document) -> frozenset[str]:
    """Return the classes that hold what must never be shown, themselves or in others.

    Their own `repr` hides it; that of what stands in their place, as it was received, cannot.
    """
    found, waiting = set[str](), list[str]()
    users: dict[str, list[str]] = {}
    for name, node in mapping(document.root["components"]["schemas"]).items():
        held = [*mapping(node.get("properties")).values(), node.get("additionalProperties")]
        if any(sensitive_inside(mapping(part), document) for part in held):
            waiting.append(name)
        for used in classes_in(node):
            users.setdefault(used, []).append(name)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += users.get(name, ())
    return frozenset(found)
