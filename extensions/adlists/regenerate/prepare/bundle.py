"""Other files that a document refers to: each is read once, and joined to the tree.

A reference such as `models/pet.yaml#/Pet` is relative to the file that it stands in. It
becomes a pointer into `x-files`, a key of the root that no document of ours can have. An
address on another machine is left alone: whoever needs it is told that it leads elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, mapping
from adlists.regenerate.files import Placed, read
from adlists.regenerate.problems import SpecError, pointer

JOINED: Final = "x-files"
_DATA: Final = frozenset({"example", "examples", "default", "const", "enum", "value"})


def files(document: Document) -> None:
    """Join every file that a reference names, and those that they name in turn."""
    known: dict[Path, str] = {document.path.resolve(): ""}
    joined: dict[str, Any] = {}
    queue: list[tuple[Path, Placed | dict[str, Any]]] = [(document.path, document.root)]
    while queue:
        path, tree = queue.pop(0)
        home = known[path.resolve()]
        for node in _recursive(tree):
            place = _around(tree, node)
            if place is not None:
                del node["$recursiveRef"]
                node["$ref"] = place
        for node in _referring(tree):
            address, _, fragment = str(node["$ref"]).partition("#")
            if urlsplit(address).scheme not in {"", "file"}:
                continue
            target = (path.parent / unquote(address)).resolve() if address else path.resolve()
            if target not in known:
                if not target.is_file():
                    continue
                known[target] = pointer(JOINED, str(len(joined)))
                try:
                    grown = read(target).grow()
                except SpecError as error:
                    told = [f"{problem}" for problem in error.problems]
                    message = f"{address}: {'; '.join(told)}"
                    raise SpecError(document.path, [document.at(message, node, "$ref")]) from error
                joined[str(len(joined))] = grown
                queue.append((target, grown))
            prefix = known[target]
            if fragment and not fragment.startswith("/"):
                place = _anchor(target, fragment, document, joined, known)
                node["$ref"] = place or node["$ref"]
            elif prefix or home or address:
                node["$ref"] = f"{prefix or '#'}{fragment}"
    if joined:
        document.root[JOINED] = joined


def _recursive(tree: Any) -> list[dict[str, Any]]:
    return [node for node in _nodes(tree) if "$recursiveRef" in node]


def _around(tree: Any, node: dict[str, Any]) -> str | None:
    """Return the pointer of the nearest schema around that is one to refer back to."""
    steps = node.steps if isinstance(node, Placed) else ()
    found, place = None, tree
    for count, step in enumerate(steps):
        if mapping(place).get("$recursiveAnchor") is True:
            found = pointer(*steps[:count])
        place = place[step]
    return found


def _referring(tree: Any) -> list[dict[str, Any]]:
    """Return all nodes with a `$ref`; a `$dynamicRef` is one to the anchor of its name."""
    found: list[dict[str, Any]] = []
    for node in _nodes(tree):
        if "$dynamicRef" in node and "$ref" not in node:
            node["$ref"] = node.pop("$dynamicRef")
        if isinstance(node.get("$ref"), str):
            found.append(node)
    return found


def _nodes(tree: Any) -> list[dict[str, Any]]:
    """Return all objects of a tree; what stands under a key for data is none."""
    found: list[dict[str, Any]] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, names = stack.pop()
        if is_list(node):
            stack += [(item, False) for item in node]
        elif is_dict(node):
            if not names:
                found.append(node)
            for key, value in node.items():
                if names or key not in _DATA:
                    stack.append((value, not names and key in _NAMES))
    return found


# Keys whose value is an object of names: the keys below are no keywords.
_NAMES: Final = frozenset(
    {
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "paths",
        "responses", "schemas", "parameters", "requestBodies", "headers", "securitySchemes",
        "links", "callbacks", "pathItems", "content", "encoding", "webhooks", "mediaTypes",
    }
)  # fmt: skip


def _anchor(
    target: Path, name: str, document: Document, joined: dict[str, Any], known: dict[Path, str]
) -> str | None:
    """Return the pointer of the schema that calls itself by an `$anchor`."""
    prefix = known[target]
    tree: Any = joined[prefix.rpartition("/")[2]] if prefix else document.root
    stack = [tree]
    while stack:
        node = stack.pop()
        if is_dict(node) and name in {node.get("$anchor"), node.get("$dynamicAnchor")}:
            steps = node.steps if isinstance(node, Placed) else ()
            return f"{prefix or '#'}{pointer(*steps)[1:]}"
        stack += [*mapping(node).values()] if is_dict(node) else [*node] if is_list(node) else []
    return None
