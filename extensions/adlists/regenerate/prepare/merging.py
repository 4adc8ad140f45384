"""Merges the parts of an `allOf` into one schema, and what stands beside a `$ref`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from adlists.contract import is_dict
from adlists.regenerate.document_files import Placed
from adlists.regenerate.documents import Node, mapping, sequence

_SMALLEST: Final = frozenset(
    {"exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum"}
)
_LARGEST: Final = frozenset(
    {"exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum"}
)


def at(place: Node, items: Node) -> Node:
    """Return an object that stands where another one stands in the file."""
    if not isinstance(place, Placed):
        return items
    made = Placed(place.file, place.steps)
    made.update(items)
    return made


def merge(parts: list[Node], place: Node) -> Node:
    """Return one schema that demands what all parts demand; of two words, the later counts.

    Properties of several parts are left as an `allOf` of their own.
    """
    found: Node = {}
    for part in parts:
        for key, value in part.items():
            found[key] = _both(key, found[key], value) if key in found else value
    closed = [part.get("additionalProperties") for part in parts if _is_object(part)]
    if found.get("additionalProperties") is False and any(said is not False for said in closed):
        # One part alone is closed: the others' properties would have no place in it.
        del found["additionalProperties"]
    return at(place, found)


def _is_object(part: Node) -> bool:
    return "properties" in part or "additionalProperties" in part or part.get("type") == "object"


def _both(key: str, first: Any, second: Any) -> Any:
    """Return what two parts say by one keyword, both together."""
    if first == second:
        return second
    if key in _RULES:
        return _RULES[key](first, second)
    if isinstance(first, int | float) and isinstance(second, int | float):
        if key in _SMALLEST:
            return min(first, second)
        if key in _LARGEST:
            return max(first, second)
    return second


def _schemas(first: Any, second: Any) -> Any:
    return {"allOf": [first, second]} if is_dict(first) and is_dict(second) else second


def _values(first: Any, second: Any) -> Any:
    return [value for value in sequence(first) if value in sequence(second)] or second


def _alternatives(first: Any, second: Any) -> Any:
    return [{"allOf": [left, right]} for left in sequence(first) for right in sequence(second)]


def _names(first: Any, second: Any) -> Any:
    return list(dict.fromkeys([*sequence(first), *sequence(second)]))


def _objects(first: Any, second: Any) -> Any:
    return {**mapping(first), **mapping(second)}


def _properties(first: Any, second: Any) -> Any:
    found: Node = dict(mapping(first))
    for name, node in mapping(second).items():
        if name not in found or found[name] == node or found[name] is True:
            found[name] = node
        elif node is not True:
            found[name] = {"allOf": [found[name], node]}
    return found


def _additional(first: Any, second: Any) -> Any:
    if is_dict(first) and is_dict(second):
        return {"allOf": [first, second]}
    return first if is_dict(first) else second if is_dict(second) else first and second


def _types(first: Any, second: Any) -> Any:
    """Return the types that both allow; `integer` is a `number`."""
    left = [first] if isinstance(first, str) else sequence(first)
    right = [second] if isinstance(second, str) else sequence(second)
    shared = [name for name in right if name in left or (name == "integer" and "number" in left)]
    shared += [name for name in left if name == "integer" and "number" in right]
    kept = list(dict.fromkeys(shared)) or right
    return kept[0] if len(kept) == 1 else kept


_RULES: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "additionalProperties": _additional,
    "anyOf": _alternatives,
    "enum": _values,
    "items": _schemas,
    "not": _schemas,
    "oneOf": _alternatives,
    "patternProperties": _properties,
    "properties": _properties,
    "required": _names,
    "type": _types,
    "xml": _objects,
}
