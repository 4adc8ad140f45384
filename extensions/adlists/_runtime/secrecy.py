"""Which parts of a value a document marks sensitive: the one walk for all that is shown.

A mark holds for all within it. It may stand on a field, on the items of a list, on what an
object holds beside its fields, or on one of several alternatives; which of these a value is
may be doubtful, so that of alternatives any mark counts. What a document does not describe
is as sensitive as what it stands beside, and a value of another kind than the document says
is as sensitive as anything that should stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from adlists.contract import Schema, is_dict, is_list

Mask = Callable[[Any], Any]

_ANY: Final = Schema("any")
_SINGLE: Final = (
    Schema("string", sensitive=True),
    Schema("integer", sensitive=True),
    Schema("number", sensitive=True),
    Schema("boolean", sensitive=True),
)
_HIDDEN: Final = (Schema("any", sensitive=True),)
_MANY: Final = 4096  # schemas that are remembered
_DEEPEST: Final = 300  # levels: more than a codec reads


def veiled(data: Any, schema: Schema, mask: Mask) -> Any:
    """Return plain data with *mask* in place of every value that is sensitive."""
    return _veiled(data, _flat(schema), mask, 0)


def sensitive(data: Any, schema: Schema) -> Iterator[str]:
    """Yield the texts and numbers of plain data that are sensitive."""
    found: list[Any] = []
    veiled(data, schema, found.append)
    while found:
        value = found.pop()
        if is_list(value):
            found += value
        elif is_dict(value):
            found += value.values()
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value)
            if text.strip():
                yield text


def _veiled(data: Any, possible: tuple[Schema, ...], mask: Mask, depth: int) -> Any:
    if data is None:
        return None
    fitting = [schema for schema in possible if _fits(schema, data)]
    if any(schema.sensitive for schema in fitting):
        return mask(data)
    if not fitting or depth > _DEEPEST:
        return mask(data) if any(map(holds, possible)) else data
    if is_list(data):
        items = tuple(
            item for schema in fitting if schema.items is not None for item in _flat(schema.items)
        )
        if any(item.sensitive for item in items):
            return mask(data)
        if not any(map(holds, items)):
            return data
        return [_veiled(item, items, mask, depth + 1) for item in data]
    if is_dict(data):
        known, beside = _members(tuple(fitting))
        return {
            name: _veiled(value, known.get(name, beside), mask, depth + 1)
            for name, value in data.items()
        }
    return data


@lru_cache(_MANY)
def _flat(schema: Schema) -> tuple[Schema, ...]:
    """Return the alternatives of a schema, none of which has alternatives itself.

    A mark on the whole is one on each; one on a single value is one on all single values.
    """
    if schema.sensitive:
        return _HIDDEN
    if not schema.variants:
        return (schema,)
    found = tuple(item for variant in schema.variants for item in _flat(variant))
    if any(item.sensitive and item.kind not in {"object", "array"} for item in found):
        return (*found, *_SINGLE)
    return found


@lru_cache(_MANY)
def _members(
    schemas: tuple[Schema, ...],
) -> tuple[dict[str, tuple[Schema, ...]], tuple[Schema, ...]]:
    """Return what the fields of objects may be, by name, and what stands beside them."""
    known: dict[str, tuple[Schema, ...]] = {}
    beside: tuple[Schema, ...] = ()
    for schema in schemas:
        for field in schema.fields:
            known[field.name] = (*known.get(field.name, ()), *_flat(field.schema))
        extra = schema.extra
        if extra is None and schema.model is not None:
            extra = schema.model().SCHEMA.extra
        beside = (*beside, *_flat(extra or _ANY))
    if any(_marked(schema) for found in known.values() for schema in found):
        beside = _HIDDEN
    return known, beside


def _marked(schema: Schema) -> bool:
    """Tell whether a schema, its items or its alternatives are marked; models are not searched."""
    return (
        schema.sensitive
        or any(map(_marked, schema.variants))
        or (schema.items is not None and _marked(schema.items))
    )


@lru_cache(_MANY)
def holds(schema: Schema) -> bool:
    """Tell whether anything within a schema is sensitive."""
    seen: set[Schema] = set()
    waiting = [schema]
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        if found.sensitive:
            return True
        if found.model is not None:
            own = found.model().SCHEMA
            waiting += [own] if own is not found else []
        waiting += [*found.variants, *(field.schema for field in found.fields)]
        waiting += [inner for inner in (found.items, found.extra) if inner is not None]
    return False


def _fits(schema: Schema, data: Any) -> bool:
    kind = schema.kind
    if kind == "any":
        return True
    if is_dict(data) or is_list(data):
        return kind == ("object" if is_dict(data) else "array")
    if isinstance(data, bool):
        return kind == "boolean"
    if isinstance(data, int | float):
        return kind in {"integer", "number"}
    return kind == "string"
