"""What only one side sends: `readOnly` is never demanded in a request, `writeOnly` in a reply.

A class may serve both. A required field that only replies have is then one that a caller
may leave out; a required field that only requests have is one that a caller must give, and
that a reply may lack (`x-may-be-absent`). A class that only replies have is marked as such
(`x-only-received`): it is read leniently, also where the document closes it.
"""

from __future__ import annotations

from typing import Final

from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.prepare.classes import classes_in

ABSENT: Final = "x-may-be-absent"
RECEIVED: Final = "x-only-received"


def settle(document: Document) -> None:
    """Mark the required fields of every class by the side that sends it."""
    classes: Node = document.root["components"]["schemas"]
    sent, received = set[str](), set[str]()
    for _, _, node in document.operations():
        bodies = [mapping(node.get("requestBody"))]
        sent |= held(bodies) | {
            name for item in node["parameters"] for name in classes_in(item["schema"])
        }
        received |= held([*node["responses"].values()])
    sent, received = closure(sent, classes), closure(received, classes)
    for name, node in classes.items():
        if name in received and name not in sent:
            node[RECEIVED] = True
        fields = mapping(node.get("properties"))
        for wire in list(node.get("required", ())):
            field = document.resolve(fields[wire])
            if field.get("readOnly") is True and name in sent:
                node["required"].remove(wire)
            elif field.get("writeOnly") is True and name in received:
                node["required"].remove(wire)
                if name in sent:
                    fields[wire] = {**fields[wire], ABSENT: True}


def held(owners: list[Node]) -> set[str]:
    """Return the classes that bodies or replies hold, themselves, and headers of replies."""
    return {
        name
        for owner in owners
        for part in ("content", "headers")
        for inner in mapping(owner.get(part)).values()
        for name in classes_in(inner["schema"])
    }


def closure(names: set[str], classes: Node) -> set[str]:
    """Return classes with all that they refer to."""
    found, queue = set[str](), list(names)
    while queue:
        name = queue.pop()
        if name not in found and name in classes:
            found.add(name)
            queue += classes_in(classes[name])
    return found
