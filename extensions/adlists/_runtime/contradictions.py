"""Whether data contradicts a schema, and where: the judge of what a document has as examples.

Stricter than what reads replies, which bears much: null, what is missing and what is of
another kind count, and items too many. Values that no set of values has do not.
"""

from __future__ import annotations

from typing import Any, Final

from adlists._runtime import scalars
from adlists.contract import Schema, choose, is_dict, is_list

_MOMENTS: Final = frozenset({"date", "date-time"})
_DEEPEST: Final = 50


def contradiction(value: Any, schema: Schema, place: str = "it", depth: int = 0) -> str:
    """Say where a value is not what its schema says; nothing where it is."""
    if (schema.kind == "any" and not schema.variants) or depth > _DEEPEST:
        return ""
    if value is None:
        nulls = any(variant.nullable or variant.kind == "null" for variant in schema.variants)
        return "" if schema.nullable or schema.kind == "null" or nulls else f"{place} is null"
    if schema.variants:
        found = [contradiction(value, variant, place, depth + 1) for variant in schema.variants]
        chosen = choose(schema, value) if "" in found else None
        if chosen is None:
            return "" if "" in found else found[0]
        return contradiction(value, chosen, place, depth + 1)
    if not _is(value, schema.kind):
        return f"{place} is not {'an' if schema.kind[0] in 'aeio' else 'a'} {schema.kind}"
    if schema.format in _MOMENTS and isinstance(value, str):
        fault = scalars.fault(value, schema.format)
        return f"{place} {fault}" if fault else ""
    if is_dict(value):
        return _of_members(value, schema, place, depth)
    return _of_items(value, schema, place, depth) if is_list(value) else ""


def _of_items(value: list[Any], schema: Schema, place: str, depth: int) -> str:
    items, most = schema.items, schema.max_items
    if most is not None and len(value) > most:
        return f"{place} holds {len(value)} items, and {most} are allowed"
    if items is None:
        return ""
    found = (
        contradiction(item, items, f"{place}[{index}]", depth + 1)
        for index, item in enumerate(value)
    )
    return next(filter(None, found), "")


def _of_members(value: dict[str, Any], schema: Schema, place: str, depth: int) -> str:
    known = {field.name: field for field in schema.fields}
    extra = schema.extra if schema.model is None else schema.model().SCHEMA.extra
    for name, field in known.items():
        if field.required and name not in value:
            return f"{place}.{name} is missing"
    for name, member in value.items():
        inner = known[name].schema if name in known else extra
        if inner is not None and (
            said := contradiction(member, inner, f"{place}.{name}", depth + 1)
        ):
            return said
    return ""


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "object":
        return is_dict(value)
    if kind == "array":
        return is_list(value)
    if kind == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if kind == "number":
        return isinstance(value, int | float)
    return kind == "string" and isinstance(value, str)
