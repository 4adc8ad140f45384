"""Replies for services that the sandbox knows no rules of: an example of what is documented."""

from __future__ import annotations

from typing import Any, Final

from adlists.contract import Operation, Schema
from adlists.sandbox.backends import Answer

_DEEPEST: Final = 4
_TEXTS: Final = {
    "byte": "ZXhhbXBsZQ==",
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "user@example.com",
    "uri": "https://example.com/",
    "uuid": "3f097372-f01e-4b64-984c-395ae5828ee6",
}
_VALUES: Final[dict[str, Any]] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}


def answer(operation: Operation[Any]) -> Answer:
    """Return the first success that the operation lists, with an example of its body.

    Where it lists none, a success is what its default describes.
    """
    success = [reply for reply in operation.replies if reply.low // 100 == 2]
    reply = success[0] if success else operation.reply(200)
    if reply is None:
        return Answer(200)
    data = example(reply.schema) if reply.schema is not None and reply.media_types else None
    return Answer(reply.low if success else 200, data, is_example=True)


def example(schema: Schema, depth: int = 0) -> Any:
    """Return a value that fits a schema. What refers to itself ends after a few rounds."""
    if schema.enum:
        return schema.enum[0]
    if schema.variants:
        return example(schema.variants[0], depth)
    if schema.kind == "array":
        shallow = schema.items is not None and depth < _DEEPEST
        return [example(schema.items, depth + 1)] if shallow and schema.items else []
    if schema.kind == "object":
        return {
            field.name: example(field.schema, depth + 1)
            for field in schema.fields
            if field.required or depth < _DEEPEST
        }
    if schema.format == "binary" and schema.kind == "string":
        return b"example"
    return _VALUES.get(schema.kind, _TEXTS.get(schema.format or "", "example"))
