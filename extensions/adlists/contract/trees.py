"""Models and plain data: dict, list, str, int, float, bool and None, both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from adlists.contract.schemas import Schema, Unset, is_list


def tree(value: Any, schema: Schema | None) -> Any:
    """Return the plain data of a body: models become dicts, plain lists stay as they are."""
    if schema is not None and schema.kind == "array" and isinstance(value, list | tuple):
        items = schema.items
        if items is None or (items.model is None and items.kind not in {"any", "array"}):
            return cast("Any", value)  # plain strings by the thousand: no loop
        return [tree(item, items) for item in cast("list[Any]", value)]
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    return value if dump is None else dump()


def optional(build: Callable[[Any], Any], data: Any) -> Any:
    """Build a value from plain data; null and an absent value stay what they are."""
    return data if data is None or isinstance(data, Unset) else build(data)


def listed(data: Any) -> Any:
    """Build a list of plain data: leave it as it is. TypeError where there is no list."""
    if not isinstance(data, list | tuple):
        msg = "not a list"
        raise TypeError(msg)
    return data  # pyright: ignore[reportUnknownVariableType] - its items have no type yet


def each(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the items of a list; TypeError where there is no list."""
    return [build(item) for item in listed(data)]


def first(builds: tuple[Callable[[Any], Any], ...], data: Any) -> Any:
    """Build the first of several alternatives that the data fits; ValueError if none."""
    for build in builds:
        try:
            return build(data)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    msg = "none of the alternatives fits"
    raise ValueError(msg)


def same(data: Any) -> Any:
    """Build a value that is plain data already."""
    return data


def read_time(data: str) -> datetime:
    """Read a date-time (RFC 3339); fractions of a second are cut to six digits."""
    return datetime.fromisoformat(data.upper())


def plain(value: Any) -> Any:
    """Return the plain data of a value inside a model: of models, dates and lists of them."""
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    if dump is not None:
        return dump()
    if is_list(value):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return write_time(value)
    return value.isoformat() if isinstance(value, date) else value


def write_time(value: datetime) -> str:
    """Write a date-time (RFC 3339), whose offsets have no seconds; naive ones are refused."""
    offset = value.utcoffset()
    if offset is None:
        msg = "a date-time needs a time zone, such as tzinfo=datetime.UTC"
        raise ValueError(msg)
    return (value.astimezone(UTC) if offset % timedelta(minutes=1) else value).isoformat()
