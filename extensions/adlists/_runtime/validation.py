"""Whether the plain data of a body is of the kinds that its schema says, before it is written.

Readers are lenient and codecs write what they are given: `"7"` or `true` where an integer
belongs, a text where a list belongs, an item too many. None of them would be noticed here,
and the service would guess. Null is let through: models keep it where a reply had it.
"""

from __future__ import annotations

import math
from typing import Any, Final

from adlists._runtime import scalars
from adlists.contract import File, Schema, choose, is_dict, is_list
from adlists.errors import EncodingError

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list, tuple),
    "object": (dict,),
}
_EXACT: Final = {"string": str, "boolean": bool, "integer": int}
_MOMENTS: Final = frozenset({"date", "date-time"})
_BINARY: Final = (bytes, bytearray, memoryview, File)
_DEEPEST: Final = 1000


def check(data: Any, schema: Schema) -> None:
    """Refuse data of another kind than the schema's: `EncodingError` with the place."""
    waiting: list[tuple[Any, Schema, tuple[object, ...]]] = [(data, schema, ())]
    while waiting:
        value, schema, steps = waiting.pop()
        if value is None:
            continue
        if schema.variants:
            schema = _variant(value, schema, steps)
        kind = schema.kind
        if kind in {"any", "null"}:
            continue
        if not _is(value, schema):
            scalars.refuse(
                f"has to be {_article(schema)}, not {_said(value)}", scalars.place([*steps])
            )
        if schema.format in _MOMENTS and (fault := scalars.fault(value, schema.format)):
            scalars.refuse(fault, scalars.place([*steps]))
        if kind == "array":
            _items(value, schema, steps, waiting)
        elif kind == "object" and len(steps) < _DEEPEST:
            _members(value, schema, steps, waiting)


def _members(
    value: Any,
    schema: Schema,
    steps: tuple[object, ...],
    waiting: list[tuple[Any, Schema, tuple[object, ...]]],
) -> None:
    for field in schema.fields:
        member, inner = value.get(field.name), field.schema
        # Most members are of just the right type; only the others are looked at again.
        if member is not None and (
            type(member) is not _EXACT.get(inner.kind) or inner.format in _MOMENTS
        ):
            waiting.append((member, inner, (*steps, field.name)))
    if (extra := _extra(schema)) is not None:
        known = {field.name for field in schema.fields}
        waiting += [
            (member, extra, (*steps, name)) for name, member in value.items() if name not in known
        ]


def _extra(schema: Schema) -> Schema | None:
    """Return what the members of an object hold that it does not name; None for anything."""
    if schema.extra is None and schema.model is not None:
        return schema.model().SCHEMA.extra
    return schema.extra


def _items(
    value: Any,
    schema: Schema,
    steps: tuple[object, ...],
    waiting: list[tuple[Any, Schema, tuple[object, ...]]],
) -> None:
    if schema.max_items is not None and len(value) > schema.max_items:
        reason = f"holds {len(value):,} items; the document allows {schema.max_items:,}"
        scalars.refuse(reason, scalars.place([*steps]))
    inner = schema.items
    if inner is None or (inner.kind == "any" and not inner.variants):
        return
    if inner.kind == "string" and inner.format not in _MOMENTS and _are_texts(value):
        return
    waiting.extend((item, inner, (*steps, index)) for index, item in enumerate(value))


def _are_texts(values: Any) -> bool:
    """Tell whether all are text, by the thousand: joining looks at each faster than any loop."""
    try:
        "".join(values)
    except TypeError:
        return False
    return True


def _is(value: Any, schema: Schema) -> bool:
    kind = schema.kind
    if kind == "string" and isinstance(value, _BINARY):
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float) and kind == "number" and not math.isfinite(value):
        raise EncodingError(_ENDLESS) from None
    return isinstance(value, _TYPES[kind])


def _variant(value: Any, schema: Schema, steps: tuple[object, ...]) -> Schema:
    """Return the alternative that a value is of; any passes where that cannot be told."""
    chosen = choose(schema, value)
    if chosen is None and not any(
        variant.kind in {"any", "null"} or _is(value, variant) for variant in schema.variants
    ):
        names = " or ".join(dict.fromkeys(_article(variant) for variant in schema.variants))
        scalars.refuse(f"has to be {names}, not {_said(value)}", scalars.place([*steps]))
    return chosen or _OPEN


_OPEN: Final = Schema("any")
_ENDLESS: Final = "is not finite, and no media type has a number for it"


def _article(schema: Schema) -> str:
    names = {"array": "a list", "object": "an object", "integer": "an integer"}
    return names.get(schema.kind, f"a {schema.kind}")


def _said(value: Any) -> str:
    if is_list(value):
        return "a list"
    return "an object" if is_dict(value) else type(value).__name__
