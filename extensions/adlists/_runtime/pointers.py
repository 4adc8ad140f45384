"""JSON pointers (RFC 6901) into plain data and into schemas; a `*` stands for every item."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from adlists.contract import Schema, is_dict, is_list


@lru_cache(maxsize=1024)
def steps(pointer: str) -> tuple[str, ...]:
    """Return the steps of a pointer; none for the empty one, which is the whole."""
    if not pointer:
        return ()
    return tuple(
        step.replace("~1", "/").replace("~0", "~") for step in pointer.removeprefix("/").split("/")
    )


def find(data: Any, pointer: str) -> Any:
    """Return the first thing that a pointer leads to, None where there is nothing."""
    found = find_all(data, pointer)
    return found[0] if found else None


def find_all(data: Any, pointer: str) -> list[Any]:
    """Return everything that a pointer leads to, in order."""
    found = [data]
    for step in steps(pointer):
        found = [child for value in found for child in _children(value, step)]
    return found


def items(data: Any, pointer: str) -> list[Any]:
    """Return the items of all the lists that a pointer leads to."""
    found: list[Any] = []
    for value in find_all(data, pointer):
        found.extend(value if is_list(value) else () if value is None else [value])
    return found


def _children(value: Any, step: str) -> list[Any]:
    if is_dict(value):
        if step == "*":
            return list(value.values())
        return [value[step]] if step in value else []
    if is_list(value):
        if step == "*":
            return list(value)
        return [value[int(step)]] if step.isdecimal() and int(step) < len(value) else []
    return []


def put(data: Any, pointer: str, value: Any) -> Any:
    """Set what a pointer leads to, and make what is missing on the way; return the whole.

    A number, or a `*`, stands for an item of a list: the `*` for its first.
    """
    return _put(data, steps(pointer), value)


def _put(data: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    if step == "*" or (step.isdecimal() and not is_dict(data)):
        index = 0 if step == "*" else int(step)
        items = list(data) if is_list(data) else []
        items.extend([None] * (index + 1 - len(items)))
        items[index] = _put(items[index], tuple(rest), value)
        return items
    members = data if is_dict(data) else {}
    members[step] = _put(members.get(step), tuple(rest), value)
    return members


@lru_cache(maxsize=4096)
def schema_at(schema: Schema | None, pointer: str) -> Schema | None:
    """Return the schema of what a pointer leads to; None where the document says nothing."""
    for step in steps(pointer):
        schema = _part(schema, step)
    return schema


def _part(schema: Schema | None, step: str) -> Schema | None:
    if schema is None:
        return None
    if schema.kind == "array":
        return schema.items
    for field in schema.fields:
        if field.name == step:
            return field.schema
    return next(filter(None, (_part(variant, step) for variant in schema.variants)), None)


def leaves(template: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything in a tree that is neither an object nor a list, with its pointer."""
    if is_dict(template):
        for name, value in template.items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from leaves(value, f"{pointer}/{step}")
    elif is_list(template):
        for index, value in enumerate(template):
            yield from leaves(value, f"{pointer}/{index}")
    else:
        yield pointer, template
