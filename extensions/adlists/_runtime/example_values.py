"""Values that fit a schema, made up: for replies of the sandbox, and for calls that are tried."""

from __future__ import annotations

from typing import Any, Final

from adlists._runtime.contradictions import contradiction
from adlists._runtime.example_scalars import number, text
from adlists._runtime.value_checks import NO_LIMITS
from adlists.contract import Schema, choose, is_dict, is_list, load
from adlists.errors import AdlistsError

#: How deep what may be left out is filled in.
DEEPEST: Final = 4
_ROUNDS: Final = 8  # and lists are filled in down to there, where none may be empty
_ENDLESS: Final = 20  # what is demanded deeper than this refers to itself
_DEEP: Final = 200  # and more than that nobody demands in earnest
_ANYTHING: Final = Schema("any")
_MOST_ITEMS: Final = 1_000  # of a list that has to have more


class EndlessError(Exception):
    """No finite value fits a schema: something that it requires requires it in turn."""

    def __init__(self) -> None:
        super().__init__("no finite value fits: something that is required requires it in turn")


def example(
    schema: Schema,
    depth: int = 0,
    *,
    deepest: int = DEEPEST,
    trail: frozenset[object] = frozenset(),
) -> Any:
    """Return a value that fits a schema. What refers to itself ends after a few rounds.

    What may be left out is there down to *deepest* levels: with 0, only what is demanded is.
    Deep down *trail* has the models around, to which no alternative may lead back.
    Raises `EndlessError` where no value fits, as each would have to hold another.
    """
    for value in schema.enum:
        if not contradiction(value, schema):  # a document may list texts for an integer
            return value
    if depth > _ENDLESS and schema.nullable:
        return None
    if depth > _DEEP:
        raise EndlessError
    if schema.variants:
        endless = depth > _ENDLESS
        fitting = (item for item in schema.variants if not endless or _ends(item, trail))
        chosen = next(fitting, schema.variants[0])
        return _told(schema, chosen, example(chosen, depth, deepest=deepest, trail=trail))
    if schema.kind == "array":
        return _items(schema, depth, deepest)
    if schema.kind == "object":
        around = trail | {_model(schema)} if depth > _ENDLESS else trail
        return _members(schema, depth, deepest, around)
    return _scalar(schema)


def _scalar(schema: Schema, nth: int = 0) -> Any:
    """Return one value, of several the *nth*."""
    if schema.kind in {"integer", "number"}:
        return number(schema, nth)
    if schema.kind in {"boolean", "null"}:
        return None if schema.kind == "null" else nth % 2 == 0
    if schema.format == "binary" and schema.kind == "string":
        return b"example"
    return text(schema, nth)


def _items(schema: Schema, depth: int, deepest: int) -> list[Any]:
    """Return the items of a list: one, or as many as there have to be."""
    limits = schema.limits or NO_LIMITS
    least = limits.get("min_items", 0) if depth < _ENDLESS else 0
    count = min(max(least, 1 if depth < DEEPEST and schema.items else 0), _MOST_ITEMS)
    if schema.max_items is not None:
        count = min(count, schema.max_items)
    inner = schema.items or _ANYTHING
    found = [example(inner, depth + 1, deepest=deepest) for _ in range(count)]
    if limits.get("unique_items"):
        return [_another(item, inner, nth) for nth, item in enumerate(found)]
    return found


def _another(item: Any, schema: Schema, nth: int) -> Any:
    """Return the *nth* of values that differ, where a schema has as many."""
    if schema.enum:
        return schema.enum[nth % len(schema.enum)]
    if schema.variants:
        fitting = (part for part in schema.variants if not contradiction(item, part))
        return _another(item, next(fitting, schema.variants[0]), nth)
    if is_dict(item):
        known = {field.name: field.schema for field in schema.fields}
        return {
            name: _another(value, known[name], nth) if name in known else value
            for name, value in item.items()
        }
    if is_list(item) or item is None:
        return item
    return _scalar(schema, nth)


def _members(schema: Schema, depth: int, deepest: int, trail: frozenset[object]) -> dict[str, Any]:
    """Return the members of an object: those demanded, and others as deep as they are asked for."""
    limits = schema.limits or NO_LIMITS
    least, most = limits.get("min_properties", 0), limits.get("max_properties")
    fields = [field for field in schema.fields if field.required or depth < deepest]
    spare = [field for field in schema.fields if field not in fields] if least else []
    fields += spare[: max(0, least - len(fields))]
    if most is not None:
        fields.sort(key=lambda field: not field.required)
        fields = fields[:most]
    found = {
        field.name: example(field.schema, depth + 1, deepest=deepest, trail=trail)
        for field in fields
    }
    if depth < _ENDLESS and len(found) < least:
        extra = _extra(schema)
        for nth in range(min(least - len(found), _MOST_ITEMS)):
            made = example(extra, depth + 1, deepest=deepest, trail=trail)
            found[f"example{nth or ''}"] = made
    return found


def filled(data: Any, schema: Schema = _ANYTHING, depth: int = 0) -> Any:
    """Return data in what a form has words for: no empty object, and no list that may be missing.

    Of an object that would be empty then, one member is there, as its schema has it. Raises
    `EndlessError` where that would have to hold another without end.
    """
    chosen = choose(schema, data) or _ANYTHING if schema.variants else schema
    if is_list(data):
        return [filled(item, chosen.items or _ANYTHING, depth + 1) for item in data]
    if not is_dict(data):
        return data
    fields = {field.name: field for field in chosen.fields}
    extra = _extra(chosen)
    found: dict[str, Any] = {}
    spare: str | None = None
    for name, value in data.items():
        field = fields.get(name)
        held = value
        if field is not None and value == []:
            if not field.required:
                spare = name
                continue
            held = _one(field.schema) if depth < _ROUNDS else value
        try:
            found[name] = filled(held, extra if field is None else field.schema, depth + 1)
        except EndlessError:
            if field is None or field.required:
                raise
    if found:
        return found
    if depth > _ENDLESS:
        raise EndlessError
    name = spare or next(iter(fields), "example")
    inner = fields[name].schema if fields else extra
    made = example(inner, deepest=0)
    return {name: filled(_one(inner) if made == [] else made, inner, depth + 1)}


def _one(schema: Schema) -> list[Any]:
    """Return a list of one item."""
    lists = (part for part in (schema, *schema.variants) if part.kind == "array")
    return [example(next(lists, schema).items or _ANYTHING, deepest=0)]


def _extra(schema: Schema) -> Schema:
    """Return what the members of an object hold that it does not name."""
    extra = schema.extra if schema.model is None else schema.model().SCHEMA.extra
    return extra or _ANYTHING


def argument(schema: Schema) -> Any:
    """Return a value for a parameter: an object that is not empty, where its schema allows one."""
    made = example(schema)
    try:
        return load(schema, filled(made, schema))
    except (AdlistsError, EndlessError):
        return load(schema, made)


def _ends(schema: Schema, trail: frozenset[object]) -> bool:
    """Tell whether a value can be complete without any of the models of a trail."""
    if schema.variants:
        return schema.nullable or any(_ends(item, trail) for item in schema.variants)
    if schema.kind != "object" or schema.nullable or schema.model is None:
        return True
    model = _model(schema)
    return model not in trail and all(
        _ends(field.schema, trail | {model}) for field in schema.fields if field.required
    )


def _told(schema: Schema, chosen: Schema, data: Any) -> Any:
    """Return an alternative's value with what the discriminator tells it by."""
    how = schema.discriminator
    if how is None or not is_dict(data) or chosen.model is None:
        return data
    name = chosen.model().__name__
    own = next((field.schema for field in chosen.fields if field.name == how.name), None)
    values = [value for value, model in how.mapping.items() if model == name]
    if not values or (own is not None and (own.enum or own.kind != "string")):
        return data
    return {**data, how.name: values[0]}


def _model(schema: Schema) -> object:
    return None if schema.model is None else schema.model()
