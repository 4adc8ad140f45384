"""Values that fit a schema, made up: for replies of the sandbox, and for calls that are tried."""

from __future__ import annotations

from typing import Any, Final

from adlists.contract import Schema

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
_COMPOSED: Final = frozenset({"array", "object"})


class EndlessError(Exception):
    """No value fits a schema: what it demands demands itself."""

    def __init__(self) -> None:
        super().__init__("no value fits: what is demanded demands itself, without end")


def example(schema: Schema, depth: int = 0, *, deepest: int = DEEPEST) -> Any:
    """Return a value that fits a schema. What refers to itself ends after a few rounds.

    What may be left out is there down to *deepest* levels: with 0, only what is demanded is.
    Raises `EndlessError` where no value fits, as each would have to hold another.
    """
    if schema.enum:
        return schema.enum[0]
    if depth > _ENDLESS and schema.nullable:
        return None
    if depth > _DEEP:
        raise EndlessError
    if schema.variants:
        return example(_variant(schema, depth), depth, deepest=deepest)
    if schema.kind == "array":
        items = schema.items if depth < DEEPEST else None
        return [] if items is None else [example(items, depth + 1, deepest=deepest)]
    if schema.kind == "object":
        return {
            field.name: example(field.schema, depth + 1, deepest=deepest)
            for field in schema.fields
            if field.required or depth < deepest
        }
    if schema.format == "binary" and schema.kind == "string":
        return b"example"
    return _VALUES.get(schema.kind, _TEXTS.get(schema.format or "", "example"))


def _variant(schema: Schema, depth: int) -> Schema:
    """Return the first alternative; deep down one that holds no other, where there is one."""
    flat = (variant for variant in schema.variants if variant.kind not in _COMPOSED)
    return schema.variants[0] if depth <= _ENDLESS else next(flat, schema.variants[0])
