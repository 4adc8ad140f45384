"""Models and plain data: dict, list, str, int, float, bool and None, both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, cast

from adlists.contract.schemas import UNSET, Model, Schema, is_dict, is_list

_BUILT: Final = frozenset({"any", "array", "object"})
_MOMENTS: Final = frozenset({"date", "date-time"})
_ODD: Final = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError)
_MINUTE: Final = timedelta(minutes=1)
_SLACK: Final = 64  # levels that are left, so that what was read can be written, from deeper too


def tree(value: Any, schema: Schema | None) -> Any:
    """Return the plain data of a body: models become dicts, plain lists stay as they are."""
    if schema is not None and schema.kind == "array" and isinstance(value, list | tuple):
        items = schema.items
        if items is None or not (items.kind in _BUILT or items.format in _MOMENTS):
            return cast("Any", value)  # plain strings by the thousand: no loop
        return [tree(item, items) for item in cast("list[Any]", value)]
    if schema is not None and (schema.variants or schema.kind == "any"):
        return known(value)
    return plain(value)


class Known(dict[str, Any]):
    """The plain data of an object of which the model is known."""

    __slots__ = ("model",)

    def __init__(self, data: Mapping[str, Any], model: type[Model]) -> None:
        super().__init__(data)
        self.model: Final = model

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def known(value: Any) -> Any:
    """Return the plain data of any value; that of a model remembers which model it was."""
    if isinstance(value, str):
        return value
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    if dump is not None:
        data = dump()
        return Known(data, cast("type[Model]", type(value))) if is_dict(data) else data
    try:
        if is_list(value):
            return [known(item) for item in value]
        if is_dict(value):
            return {key: known(item) for key, item in value.items()}
    except RecursionError:
        return value  # so deep that no model stands there: it is plain already
    return plain(value)


def optional(build: Callable[[Any], Any], data: Any) -> Any:
    """Build a value from plain data; null and an absent value stay what they are."""
    return data if data is None or data is UNSET else build(data)


def listed(data: Any) -> Any:
    """Build a list of plain data: leave it as it is. TypeError where there is no list."""
    if not isinstance(data, list | tuple):
        msg = "not a list"
        raise TypeError(msg)
    return data  # pyright: ignore[reportUnknownVariableType] - its items have no type yet


def each(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the items of a list; TypeError where there is no list."""
    return [build(item) for item in listed(data)]


def kept(build: Callable[[Any], Any], data: Any) -> Any:
    """Build a value of plain data; what does not convert stays plain.

    For models that are received: what a service adds to its replies, leaves out of them, or
    writes otherwise than its document says, may not lose the reply.
    """
    if data is None or data is UNSET:
        return data
    try:
        return build(data)
    except _ODD:
        return data
    except RecursionError as error:
        passed: int = getattr(error, "passed", 0)
        if passed < _SLACK:
            error.passed = passed + 1  # type: ignore[attr-defined]
            raise
        return data


def each_kept(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the items of a list; those that do not convert stay plain."""
    return [kept(build, item) for item in listed(data)]


def same(data: Any) -> Any:
    """Build a value that is plain data already."""
    return data


def read_time(data: str) -> datetime:
    """Read a date-time (RFC 3339); fractions of a second are cut to six digits.

    ValueError where there is no time zone, or one of seconds: such a value could not be
    written again.
    """
    made = datetime.fromisoformat(data.upper())
    if made.tzinfo is UTC:  # the usual case, at a quarter of the time
        return made
    offset = made.utcoffset()
    if offset is None or offset % _MINUTE:
        msg = "a date-time without a time zone of whole minutes"
        raise ValueError(msg)
    return made


def plain(value: Any) -> Any:
    """Return the plain data of a value inside a model: of models, dates and lists of them."""
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    if dump is not None:
        return dump()
    if is_list(value):
        try:
            return [plain(item) for item in value]
        except RecursionError:
            return value  # so deep that no model stands there
    if isinstance(value, datetime):
        return write_time(value)
    return value.isoformat() if isinstance(value, date) else value


def write_time(value: datetime) -> str:
    """Write a date-time (RFC 3339), whose offsets have no seconds; naive ones are refused."""
    offset = value.utcoffset()
    if offset is None:
        msg = "a date-time needs a time zone, such as tzinfo=datetime.UTC"
        raise ValueError(msg)
    try:
        return (value.astimezone(UTC) if offset % _MINUTE else value).isoformat()
    except OverflowError:
        msg = "a date-time before the year 1 or after the year 9999, in UTC"
        raise ValueError(msg) from None
