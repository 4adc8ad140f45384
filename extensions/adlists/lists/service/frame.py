"""A body with one hole, written once and split there: a batch is head, rows and tail.

The codec of the body's media type writes the body three times, with no row, one and two that
are easy to find again; the differences tell the constant bytes around the hole, around each row
and between two. So whatever a codec does (JSON, XML, forms, lines), a batch of a million rows
costs what copying its bytes costs.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final
from urllib.parse import quote

import attrs
import orjson

from adlists.errors import ConfigurationError
from adlists.lists.reading.rows import Escape, RowFormat

_FIRST: Final = "4dL1StsF1rstR0w"
_SECOND: Final = "4dL1StsSec0ndR0w"
_ESCAPES: Final[dict[str, Escape]] = {
    "application/x-www-form-urlencoded": "form",
    "application/x-ndjson": "json",
    "application/jsonl": "json",
}
_WRITERS: Final[dict[Escape, Callable[[str], str]]] = {
    "json": lambda value: orjson.dumps(value).decode()[1:-1],
    "xml": lambda value: escape(value, quote=False).replace("\r", "&#13;"),
    "form": lambda value: quote(value, safe=""),
    "lines": str,
}


@attrs.frozen(repr=False)
class Frame:
    """The constant bytes around a batch, and how one row is written."""

    media_type: str
    head: bytes
    tail: bytes
    row: RowFormat

    @property
    def size(self) -> int:
        """Return how many bytes a body takes beside its rows."""
        return len(self.head) + len(self.tail)

    def rows(self, values: list[str]) -> bytes:
        """Write a few rows, as the source writes many of them."""
        write = _WRITERS[self.row.escape]
        texts = [f"{self.row.before}{write(value)}{self.row.after}" for value in values]
        return self.row.separator.join(texts).encode()

    def body(self, rows: bytes) -> bytes:
        """Return the body of a batch."""
        return b"".join((self.head, rows, self.tail))


def split(
    encode: Callable[[list[Any]], bytes], item: Callable[[str], Any], media: str, form: str
) -> Frame:
    """Return the frame of a body of a media type, which is written in another's form.

    *encode* writes the body around rows, *item* makes a row of a value.

    Raises `ConfigurationError` where the rows cannot be told from what is around them.
    """
    one, two = (encode([item(mark) for mark in marks]) for marks in (_marks(1), _marks(2)))
    first, second = _FIRST.encode(), _SECOND.encode()
    try:
        head_before, after_tail = _parted(one, first)
        _, rest = _parted(two, first)
        between, after_second = _parted(rest, second)
    except ValueError:
        msg = f"The rows of a batch cannot be told apart in {media}; choose another media type."
        raise ConfigurationError(msg) from None
    if after_second != after_tail:
        msg = f"The rows of a batch do not stand side by side in {media}; choose another."
        raise ConfigurationError(msg)
    return _cut(media, form, head_before, between, after_tail)


def _cut(media: str, form: str, head: bytes, between: bytes, tail: bytes) -> Frame:
    """Divide what stands between two rows into the end of one, a separator, the next's begin."""
    begin = _common_end(head, between)
    if len(begin) == len(between):  # a separator there must be
        begin = begin[1:]
    rest = between[: len(between) - len(begin)]
    end = _common_start(tail, rest)
    if len(end) == len(rest):
        end = b""
    separator = rest[len(end) :]
    before, after, sep = begin.decode(), end.decode(), separator.decode()
    return Frame(
        media,
        head[: len(head) - len(begin)],
        tail[len(end) :],
        RowFormat(before, after, sep, _escape(form)),
    )


def _marks(count: int) -> tuple[str, ...]:
    return (_FIRST, _SECOND)[:count]


def _parted(content: bytes, mark: bytes) -> tuple[bytes, bytes]:
    """Return what is before and behind a mark that stands there once; ValueError otherwise."""
    before, behind = content.split(mark)
    return before, behind


def _common_end(left: bytes, right: bytes) -> bytes:
    size = 0
    while size < min(len(left), len(right)) and left[-1 - size] == right[-1 - size]:
        size += 1
    return right[len(right) - size :]


def _common_start(left: bytes, right: bytes) -> bytes:
    size = 0
    while size < min(len(left), len(right)) and left[size] == right[size]:
        size += 1
    return right[:size]


def _escape(form: str) -> Escape:
    if form in _ESCAPES:
        return _ESCAPES[form]
    if form.endswith(("/xml", "+xml")):
        return "xml"
    return "json" if form.endswith(("/json", "+json")) else "lines"
