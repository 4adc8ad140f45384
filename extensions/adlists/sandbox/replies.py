"""Replies as the document describes them: what it requires, and what a backend has to say."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from adlists._runtime import pointers
from adlists.contract import Operation, Reply, Schema, is_dict, is_list
from adlists.sandbox import checks, examples


@lru_cache(maxsize=1024)
def success(operation: Operation[Any], *, quiet: bool = False) -> Reply:
    """Return the reply to a call that went well, of those listed.

    The first that has a body; where there is nothing to tell (*quiet*), one that has none: 204
    before any other.
    """
    good = [reply for reply in operation.replies if reply.low // 100 == 2]
    if not good:
        return Reply(200, 200)
    if quiet:
        return min(good, key=lambda reply: (bool(reply.media_types), reply.low != 204))
    return next((reply for reply in good if reply.media_types), good[0])


def skeleton(schema: Schema | None) -> Any:
    """Return the least that fits a schema: the required fields, with examples in them."""
    if schema is None:
        return None
    schema = _plain(schema)
    if schema.kind == "object":
        return {
            field.name: None if field.schema.nullable else skeleton(field.schema)
            for field in schema.fields
            if field.required
        }
    return [] if schema.kind == "array" else examples.example(schema)


def put(data: Any, pointer: str, value: Any, schema: Schema | None) -> Any:
    """Set what a pointer leads to, as the kind of value that the schema has there.

    What has to be made on the way is made with its required fields.
    """
    reached = ""
    for step in pointers.steps(pointer)[:-1]:
        reached = f"{reached}/{step.replace('~', '~0').replace('/', '~1')}"
        if pointers.find(data, reached) is None and "*" not in reached:
            made = skeleton(pointers.schema_at(schema, reached))
            if made is not None:
                data = pointers.put(data, reached, made)
    return pointers.put(data, pointer, cast(value, pointers.schema_at(schema, pointer)))


def cast(value: Any, schema: Schema | None) -> Any:
    """Return a number as text, or digits as a number, where that is what the schema wants."""
    if schema is None or checks.is_valid(value, schema):
        return value
    if isinstance(value, int | float) and checks.is_valid(str(value), schema):
        return str(value)
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value) if checks.is_valid(int(value), schema) else value
    return value


def project(data: Any, schema: Schema | None) -> Any:
    """Return the part of some data that a schema has a place for; None where that is nothing."""
    if schema is None or data is None:
        return None
    schema = _plain(schema)
    if schema.kind == "object" and is_dict(data):
        parts = {field.name: project(data.get(field.name), field.schema) for field in schema.fields}
        return {name: part for name, part in parts.items() if part is not None}
    if schema.kind == "array" and is_list(data):
        parts_of_list = [project(item, schema.items) for item in data]
        return [part for part in parts_of_list if part is not None]
    data = cast(data, schema)
    return data if checks.is_valid(data, schema) else None


def merge(data: Any, more: Any) -> Any:
    """Lay one tree over another; lists are taken as a whole."""
    if is_dict(data) and is_dict(more):
        return {**data, **{name: merge(data.get(name), value) for name, value in more.items()}}
    return data if more is None else more


def _plain(schema: Schema) -> Schema:
    """Return the first alternative that is more than null."""
    for variant in schema.variants:
        if variant.kind != "null":
            return _plain(variant)
    return schema
