"""Values that fit a schema, made up: for replies of the sandbox, and for calls that are tried."""

from __future__ import annotations

from typing import Any, Final

from adlists._runtime.contradictions import contradiction
from adlists.contract import Schema, is_dict, is_list, load
from adlists.errors import AdlistsError

#: How deep what may be left out is filled in.
DEEPEST: Final = 4
_ENDLESS: Final = 20  # what is demanded deeper than this refers to itself
_DEEP: Final = 200  # and more than that nobody demands in earnest
_TEXTS: Final = {
    "byte": "ZXhhbXBsZQ==",
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "user@example.com",
    "uri": "https://example.com/",
    "uuid": "3f097372-f01e-4b64-984c-395ae5828ee6",
}
_VALUES: Final[dict[str, Any]] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}


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
        items = schema.items if depth < DEEPEST else None
        return [] if items is None else [example(items, depth + 1, deepest=deepest)]
    if schema.kind == "object":
        around = trail | {_model(schema)} if depth > _ENDLESS else trail
        return {
            field.name: example(field.schema, depth + 1, deepest=deepest, trail=around)
            for field in schema.fields
            if field.required or depth < deepest
        }
    if schema.format == "binary" and schema.kind == "string":
        return b"example"
    return _VALUES.get(schema.kind, _TEXTS.get(schema.format or "", "example"))


def filled(data: Any) -> Any:
    """Return data without an empty object, which a form has no words for."""
    if is_dict(data):
        return {name: filled(value) for name, value in data.items()} or {"example": "example"}
    return [filled(item) for item in data] if is_list(data) else data


def argument(schema: Schema) -> Any:
    """Return a value for a parameter: an object that is not empty, where its schema allows one."""
    made = example(schema)
    try:
        return load(schema, filled(made))
    except AdlistsError:
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
