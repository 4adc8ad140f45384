"""Which of several alternatives a value is: one chooser for JSON, XML, forms and models.

In this order: what the value is known to be (it came from a model, or stood in an element of
that name); the discriminator; the kind; `const` and `enum`; the required fields; the fields
that are known, and those that are not. Of two that fit alike the first is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

import attrs

from adlists.contract.schemas import Schema, is_dict, is_list
from adlists.contract.trees import read_time

_DEEPEST: Final = 3
_ENOUGH: Final = 8  # items of a list that are looked at
_LEAST: Final = (-9,)

Rank = tuple[int, ...]


def choose(schema: Schema, data: Any, *, textual: bool = False) -> Schema | None:
    """Return the alternative that plain data is of; None where it is of none.

    *textual* data comes from XML or a form, where one value and a list of one look the same.
    """
    candidates = schema.variants
    if is_dict(data):
        told = _told(schema, data)
        if told is not None:
            return told
    rank_of = _rank_of_text if textual else _rank
    ranked = [(rank_of(candidate, data, 0), candidate) for candidate in candidates]
    fitting = [(rank, item) for rank, item in ranked if rank is not None]
    if not fitting:
        return None
    rank, best = max(fitting, key=lambda pair: pair[0])
    several = sum(candidate.kind == "object" for candidate in candidates) > 1
    if best.kind == "object" and several and rank[0] < 0:
        return None  # each is told by a value, and this one has another
    return best


@cache
def one_list(lists: tuple[Schema, ...]) -> Schema:
    """Return one schema for several lists: its items may be those of any of them.

    Where data has no types, as in XML and forms, a list tells nothing before its items do.
    """
    if len(lists) == 1:
        return lists[0]
    held = [item.items or Schema("any") for item in lists]
    parts = list(dict.fromkeys(part for inner in held for part in inner.variants or (inner,)))
    if len(parts) == 1:
        return lists[0]
    told = [inner.discriminator for inner in held if inner.discriminator is not None]
    items = Schema(
        "any",
        nullable=any(inner.nullable for inner in held),
        xml=held[0].xml,
        variants=tuple(parts),
        discriminator=told[0] if len(told) == 1 else None,
    )
    return attrs.evolve(lists[0], items=items)


def _told(schema: Schema, data: dict[str, Any]) -> Schema | None:
    """Return the alternative of a model that is known, or of the discriminator's value."""
    model = getattr(data, "model", None)
    if model is not None:
        for variant in schema.variants:
            if variant.model is not None and variant.model() is model:
                return variant
    if schema.discriminator is None:
        return None
    told = schema.discriminator
    name = told.mapping.get(str(data.get(told.name)), told.default)
    for variant in schema.variants:
        if name is not None and variant.model is not None and variant.model().__name__ == name:
            return variant
    return None


def _rank(schema: Schema, data: Any, depth: int) -> Rank | None:
    """Return how well data fits a schema, more is better; None where it does not."""
    if schema.variants:
        ranks = [_rank(variant, data, depth) for variant in schema.variants]
        return max((rank for rank in ranks if rank is not None), default=None)
    if schema.kind == "any":
        return _LEAST
    if data is None:
        return (0,) if schema.nullable or schema.kind == "null" else None
    if is_dict(data):
        return _of_object(schema, data, depth) if schema.kind == "object" else None
    if is_list(data):
        return _of_list(schema, data, depth) if schema.kind == "array" else None
    return _of_scalar(schema, data)


def _rank_of_text(schema: Schema, data: Any, depth: int) -> Rank | None:
    """Return how well textual data fits: of a list that may be one value, and the reverse."""
    if is_dict(data) and schema.kind == "object" and not schema.variants:
        return _of_object(schema, data, depth, _rank_of_text)
    ranks = [_rank(schema, data, depth)]
    if not is_list(data):
        ranks.append(_rank(schema, [data], depth))
    elif len(data) == 1:
        ranks.append(_rank(schema, data[0], depth))
    return max((rank for rank in ranks if rank is not None), default=None)


def _of_object(
    schema: Schema,
    data: dict[str, Any],
    depth: int,
    rank: Callable[[Schema, Any, int], Rank | None] = _rank,
) -> Rank:
    wrong = missing = empty = odd = told = seen = 0
    for field in schema.fields:
        if field.name not in data:
            if rank is _rank_of_text and field.schema.kind == "array":
                empty += field.required  # no text tells an empty list from none
            else:
                missing += field.required
            continue
        seen += 1
        value, inner = data[field.name], field.schema
        if inner.enum and not is_list(value) and not is_dict(value):
            if value in inner.enum:
                told += 1
            elif len(inner.enum) == 1 and value is not None:
                wrong += 1  # a constant tells; a set of values may grow
        elif value is not None and depth < _DEEPEST and rank(inner, value, depth + 1) is None:
            odd += 1
    unknown = len(data) - seen
    refused = unknown if unknown and _closed(schema) else 0
    return (-wrong, -missing, -refused, -odd, told, -empty, seen - unknown)


def _closed(schema: Schema) -> bool:
    model = schema.model() if schema.model is not None else None
    return model is not None and not hasattr(model, "additional_properties")


def _of_list(schema: Schema, data: Any, depth: int) -> Rank | None:
    if schema.items is None or depth >= _DEEPEST or not data:
        return (0, 0)
    ranks = [_rank(schema.items, item, depth + 1) for item in data[:_ENOUGH]]
    odd = sum(rank is None for rank in ranks)
    if odd == len(ranks):
        return None
    return (-odd, *min(rank for rank in ranks if rank is not None))


def _of_scalar(schema: Schema, data: Any) -> Rank | None:
    kind = schema.kind
    if isinstance(data, bool):
        return _listed(schema, data, 1) if kind == "boolean" else None
    if isinstance(data, int | float):
        whole = isinstance(data, int) or data.is_integer()
        if kind == "integer":
            return _listed(schema, data, 2 if isinstance(data, int) else 0) if whole else None
        return _listed(schema, data, 1) if kind == "number" else None
    if kind != "string":
        return None
    if not isinstance(data, str):
        return (2,) if schema.format == "binary" else (0,)
    if schema.format in {"date", "date-time"}:
        return (2,) if _is_moment(data, schema.format) else None
    if schema.format == "uuid":
        return (2,) if len(data) == 36 and data.count("-") == 4 else (0,)
    return _listed(schema, data, 1)


def _listed(schema: Schema, data: Any, otherwise: int) -> Rank:
    if not schema.enum:
        return (otherwise,)
    return (3,) if data in schema.enum else (-1,)


def _is_moment(text: str, form: str) -> bool:
    try:
        if form == "date":
            date.fromisoformat(text)
        else:
            read_time(text)
    except (ValueError, OverflowError):
        return False
    return True


def load(schema: Schema, data: Any) -> Any:
    """Build the Python value of plain data by its schema alone; ValueError where none fits."""
    if schema.variants:
        chosen = choose(schema, data)
        if chosen is None:
            if data is None:
                return None
            msg = "none of the alternatives fits"
            raise ValueError(msg)
        return load(chosen, data)
    if data is None:
        return None
    if schema.kind == "array":
        items = schema.items
        loads = items is not None and _builds(items)
        return [load(items, item) for item in data] if items and loads else data
    if schema.model is not None:
        return schema.model().from_dict(data)
    read = _READERS.get(schema.format or "") if isinstance(data, str) else None
    return data if read is None else read(data)


_READERS: Final = {"date-time": read_time, "date": date.fromisoformat}


def _builds(schema: Schema) -> bool:
    """Tell whether values of a schema are something else than plain data."""
    if schema.variants:
        return any(map(_builds, schema.variants))
    if schema.kind == "array":
        return schema.items is not None and _builds(schema.items)
    return schema.model is not None or schema.format in {"date", "date-time"}


class Alternatives:
    """Builds a value that is one of several; a module keeps one for each place."""

    def __init__(self, schema: Schema) -> None:
        self.schema: Final = schema

    def __call__(self, data: Any) -> Any:
        """Build the alternative that plain data is of."""
        return load(self.schema, data)
