"""Bytes stand in a body of their own, or in a part of a multipart body; elsewhere is text.

JSON, XML and a plain form have no word for bytes, whatever the format of a string says: a
`format: binary` there is text that the service made of them. A class that is sent there, and in
no multipart body, is one of text.
"""

from __future__ import annotations

from typing import Any, Final

from adlists._runtime.media import essence
from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare.classes import HOME, classes_in
from adlists.regenerate.prepare.directions import closure
from adlists.regenerate.prepare.merging import at

_GONE: Final = object()


def settle(document: Document) -> None:
    """Remove the format of bytes where a value is part of JSON, XML or a form."""
    classes: Node = document.root["components"]["schemas"]
    parts: list[Node] = []
    trees: list[Node] = []
    for _, _, node in document.operations():
        trees += node["parameters"]
        for owner in (mapping(node.get("requestBody")), *node["responses"].values()):
            for label, media in mapping(owner.get("content")).items():
                (parts if essence(label).startswith("multipart/") else trees).append(media)
    for name in _classes(trees, classes) - _classes(parts, classes):
        classes[name] = _texts(classes[name])
    for media in trees:
        schema = mapping(media["schema"])
        if not _is_binary(schema):
            media["schema"] = _texts(schema)


def _classes(owners: list[Node], classes: Node) -> set[str]:
    return closure({name for owner in owners for name in classes_in(owner["schema"])}, classes)


def _is_binary(node: Node) -> bool:
    """Tell whether a schema is that of bytes, or of nothing else but null."""
    kinds = [part for part in sequence(node.get("anyOf")) if mapping(part).get("type") != "null"]
    return any(mapping(part).get("format") == "binary" for part in kinds or [node])


def _texts(node: Any) -> Any:
    """Return a schema in form in which a string is text; itself where nothing changes."""
    if is_list(node):
        made = [_texts(part) for part in node]
        return made if any(new is not old for new, old in zip(made, node, strict=True)) else node
    if not is_dict(node) or str(node.get("$ref", "")).startswith(HOME):
        return node
    changed: Node = {}
    for key in ("items", "additionalProperties", "anyOf"):
        if key in node and (new := _texts(node[key])) is not node[key]:
            changed[key] = new
    if node.get("type") == "object":
        fields = mapping(node.get("properties"))
        texts = {name: _texts(field) for name, field in fields.items()}
        if any(texts[name] is not field for name, field in fields.items()):
            changed["properties"] = texts
    if node.get("type") == "string" and node.get("format") == "binary":
        changed["format"] = _GONE
    if not changed:
        return node
    return at(
        node, {key: value for key, value in {**node, **changed}.items() if value is not _GONE}
    )
