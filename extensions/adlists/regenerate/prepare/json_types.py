"""The JSON types that a schema allows, as it says them or as its other keywords mean them."""

from __future__ import annotations

from typing import Any, Final

from adlists.contract import is_dict, is_list
from adlists.regenerate import keywords
from adlists.regenerate.documents import Document, Node, mapping, sequence

NULL: Final[Node] = {"type": "null"}
_CLASSES: Final = (
    ("boolean", bool), ("integer", int), ("number", float), ("string", str), ("array", list)
)  # fmt: skip


def type_of(value: Any) -> str:
    """Return the JSON type of a value."""
    if value is None:
        return "null"
    return next((name for name, kind in _CLASSES if isinstance(value, kind)), "object")


def named(node: Node) -> list[Any]:
    """Return the types that a schema names, be it one or several; they may be no types at all."""
    said = node.get("type")
    return [said] if isinstance(said, str) else [*sequence(said)]


def types(document: Document, flat: Node) -> list[str]:
    """Return the types of a schema without `allOf`; Refusal for a word that is none."""
    kinds = named(flat)
    for kind in kinds:
        if kind not in keywords.TYPES:
            message = f"{kind!r} is no type; JSON Schema knows {', '.join(keywords.TYPES)}"
            document.refuse(message, flat, "type")
    kinds = kinds or _meant(flat)
    if "enum" in flat and kinds:
        held = {type_of(value) for value in sequence(flat["enum"])}
        kinds = [kind for kind in kinds if kind in held or _wider(kind, held)] or kinds
    return list(dict.fromkeys(kinds))


def _meant(flat: Node) -> list[str]:
    """Return the types that a schema means which does not name any."""
    if is_list(flat.get("enum")) and flat["enum"]:
        return list(dict.fromkeys(map(type_of, flat["enum"])))
    if "const" in flat:
        return [type_of(flat["const"])]
    if "properties" in flat or is_dict(flat.get("additionalProperties")):
        return ["object"]
    if "patternProperties" in flat:
        return ["object"]
    return ["array"] if "items" in flat or "prefixItems" in flat else []


def values_of(document: Document, flat: Node, kind: str) -> list[Any]:
    """Return the values of a set that are of its type; the others are said."""
    for value in flat["enum"]:
        if value is not None and type_of(value) != kind:
            message = f"{value!r} is no {kind}, so that it is no value; write it in quotes"
            document.say(message, flat, "enum")
    return [value for value in flat["enum"] if type_of(value) == kind]


def narrowed(flat: Node, kind: str) -> Node:
    """Return what a schema of several types says of one of them."""
    if "enum" not in flat:
        return flat
    values = [
        value for value in flat["enum"] if type_of(value) == kind or _wider(kind, {type_of(value)})
    ]
    return {**flat, "enum": values}


def without_null(kinds: list[str]) -> Any:
    """Return types as a schema says them, one by itself, without that of null."""
    kept = [kind for kind in kinds if kind != "null"]
    return kept[0] if len(kept) == 1 else kept


def constants(parts: list[Any]) -> list[Any]:
    """Return the values of a union of constants, if it is one, all texts or all integers."""
    values: list[Any] = []
    for part in parts:
        node = mapping(part)
        if "const" not in node or any(
            name not in {"const", "type"} and not keywords.light(name) for name in node
        ):
            return []
        values.append(node["const"])
    kinds = {type_of(value) for value in values}
    return values if len(kinds) == 1 and kinds <= {"string", "integer"} else []


def is_null(part: Any) -> bool:
    """Tell whether a schema allows null and nothing else."""
    node = mapping(part)
    return (
        node.get("type") in ("null", ["null"])
        or ("const" in node and node["const"] is None)
        or ("enum" in node and node["enum"] == [None])
    )


def _wider(kind: str, held: set[str]) -> bool:
    return kind == "number" and "integer" in held
