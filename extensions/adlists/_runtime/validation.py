"""Whether the plain data of a body is of the kinds that its schema says, before it is written.

Readers are lenient and codecs write what they are given: `"7"` or `true` where an integer
belongs, a text where a list belongs, an item too many. None of them would be noticed here,
and the service would guess. Null is let through: models keep it where a reply had it.

It happens on every call, so there are two: a quick look, compiled once for a schema, that
knows data which is surely right, and a slow one for all other data, which decides and knows
the place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias

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
_SCALARS: Final = frozenset({"string", "boolean", "integer", "number"})
_BINARY: Final = (bytes, bytearray, memoryview, File)
_DEEPEST: Final = 1000
_OTHERS: Final = None  # stands for the members that an object does not name

Verify: TypeAlias = Callable[[Any], None]
_Look: TypeAlias = Callable[[Any], bool]


def checker(schema: Schema) -> Verify:
    """Compile `check` for one schema."""
    surely = _look(schema, {})

    def verify(data: Any) -> None:
        try:
            if surely(data):
                return
        except RecursionError:  # nested too deeply for a quick look
            pass
        check(data, schema)

    return verify


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
    """Tell whether all are text, by the thousand: joining looks at each faster than any loop.

    It takes 5 ns for each; to write one as JSON takes 6. Ways that copy no text (a tuple, and
    `str.startswith`) are as fast on an idle machine, and half as fast on a busy one.
    """
    try:
        "".join(values)
    except TypeError:
        return False
    return True


def _look(schema: Schema, known: dict[Schema, _Look]) -> _Look:
    """Compile a quick test: True where data surely fits a schema, False where `check` decides."""
    if schema not in known:
        if schema.variants:
            known[schema] = _look_by_check(schema)
        elif schema.kind == "array":
            known[schema] = _look_at_list(schema, known)
        elif schema.kind == "object":
            known[schema] = _look_at_object(schema, known)
        else:
            are = _look_at_scalars(schema)
            known[schema] = lambda value: are((value,))
    return known[schema]


def _look_by_check(schema: Schema) -> _Look:
    def look(value: Any) -> bool:
        try:
            check(value, schema)
        except EncodingError:
            return False
        return True

    return look


def _look_at_object(schema: Schema, known: dict[Schema, _Look]) -> _Look:
    wanted: dict[str | None, type | _Look | None] = {}  # filled late: models refer to models

    def look(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        if not wanted:
            extra = _extra(schema)
            learnt: dict[str | None, type | _Look | None] = {
                field.name: _exact(field.schema) or _look(field.schema, known)
                for field in schema.fields
            }
            learnt[_OTHERS] = None if extra is None else _look(extra, known)
            wanted.update(learnt)  # in one step: another thread must not find a part of them
        others = wanted[_OTHERS]
        members: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType] - as `is_dict` says
        for name, member in members.items():
            expected = wanted.get(name, others)
            if type(member) is expected or member is None or expected is None:
                continue
            if isinstance(expected, type) or not expected(member):
                return False
        return True

    return look


def _look_at_list(schema: Schema, known: dict[Schema, _Look]) -> _Look:
    most, are = schema.max_items, _look_at_items(schema.items, known)

    def look(value: Any) -> bool:
        return is_list(value) and (most is None or len(value) <= most) and are(value)

    return look


def _look_at_items(items: Schema | None, known: dict[Schema, _Look]) -> _Look:
    if items is None:
        return _anything
    if not items.variants and items.kind not in {"array", "object"}:
        return _look_at_scalars(items)
    look = _look(items, known)
    return lambda values: all(item is None or look(item) for item in values)


def _look_at_scalars(schema: Schema) -> _Look:
    """Compile a quick test of a whole list of single values."""
    if schema.kind not in _SCALARS:
        return _anything
    if schema.format in _MOMENTS:
        form = schema.format
        return lambda values: all(_is_moment(value, form) for value in values)
    if schema.kind == "string":
        return _are_texts
    types = frozenset({*_TYPES[schema.kind], type(None)})
    finite = schema.kind != "number"

    def are(values: Any) -> bool:
        return {*map(type, values)} <= types and (finite or all(map(_is_finite, values)))

    return are


def _is_moment(value: Any, form: str) -> bool:
    return value is None or (isinstance(value, str) and not scalars.fault(value, form))


def _exact(schema: Schema) -> type | None:
    """Return the type that a member has if it is surely of the schema; None for none."""
    return None if schema.format in _MOMENTS else _EXACT.get(schema.kind)


def _anything(_: object) -> bool:
    return True


def _is_finite(number: float | None) -> bool:
    return number is None or -math.inf < number < math.inf


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
