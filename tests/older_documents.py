"""A document of OpenAPI 3.1 in the words of 3.0, where 3.0 has words for it."""

from __future__ import annotations

import copy
from typing import Any

from adlists.contract import is_dict, is_list


def in_3_0(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of OpenAPI 3.0 that says the same, or less where it has no words."""
    made: dict[str, Any] = _older(copy.deepcopy(document))
    made["openapi"] = "3.0.3"
    made.pop("webhooks", None)
    schemes = made["components"]["securitySchemes"]
    newer = {name for name, node in schemes.items() if node["type"] == "mutualTLS"}
    for name in newer:
        del schemes[name]
    for item in made["paths"].values():
        for node in item.values():
            if is_dict(node) and "security" in node:
                node["security"] = [asked for asked in node["security"] if not asked.keys() & newer]
    return made


def _older(node: Any) -> Any:
    if is_list(node):
        return [_older(item) for item in node]
    if not is_dict(node):
        return node
    if isinstance(node.get("$ref"), str):
        return {"$ref": node["$ref"]}  # nothing can stand beside it
    return _schema({key: _older(value) for key, value in node.items()})


def _schema(node: dict[str, Any]) -> dict[str, Any]:
    """Return an object in the words of 3.0; one that is no schema as it is."""
    parts = node.get("anyOf")
    if is_list(parts) and {"type": "null"} in parts:
        inner: dict[str, Any] = parts[0]
        return {"allOf": [inner], "nullable": True} if "$ref" in inner else _nullable(inner)
    if is_list(node.get("type")):
        return {"anyOf": [{"type": kind} for kind in node["type"]]}
    if "const" in node:
        node = {"type": "string", "enum": [node.pop("const")], **node}
    if node.pop("prefixItems", None) is not None:
        node["items"] = {}
    if (patterns := node.pop("patternProperties", None)) is not None:
        node["additionalProperties"] = next(iter(patterns.values()))
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if exclusive in node:
            node |= {bound: node[exclusive], exclusive: True}
    if is_list(node.get("examples")):
        node["example"] = node.pop("examples")[0]
    return node


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that may be null too; a set of values has to list it."""
    made = {**node, "nullable": True}
    if is_list(node.get("enum")):
        made["enum"] = [*node["enum"], None]
    return made
