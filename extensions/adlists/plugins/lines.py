r"""Plain text: a string as it stands, or a list with one item a line.

Lines are written with "\n" between them, none at the end, in UTF-8. What would become two
items or vanish is refused: an empty item, a padded one, one with a line break in it of any
kind that `str.splitlines` knows, as the reader's notion is unknown; a list of no items; a
byte order mark where the text begins.

Lines are read leniently: after "\n", "\r\n" or "\r", without padding, blank lines dropped,
so that every list that can be written reads back as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from adlists._runtime import scalars
from adlists.contract import Kind, Schema, read_scalar
from adlists.errors import EncodingError
from adlists.hookspecs import Codec, hookimpl


class LinesCodec:
    """Reads and writes text/plain."""

    name: Final = "lines"

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Return this codec for text/plain."""
        return self if media_type == "text/plain" else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write a list as lines, or one value as text."""
        if schema.kind == "array":
            return _lines(data, schema.items)
        text = _text(data, schema.kind)
        if text is None:
            raise EncodingError(_unfit(data, schema.kind))
        if text.startswith("\ufeff"):
            msg = "text that begins with a byte order mark would lose it"
            raise EncodingError(msg)
        try:
            return text.encode()
        except UnicodeEncodeError:
            msg = "half a surrogate pair is no text"
            raise EncodingError(msg) from None  # the original holds the text

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read lines into a list, or the whole text into one value."""
        text = scalars.decoded(content, charset)
        if schema is None:
            return text
        if schema.kind != "array":
            return _value(text, schema)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        items = [item for item in map(str.strip, text.split("\n")) if item]
        inner = schema.items
        if inner is None or inner.kind in {"string", "any"}:
            return items
        return [_value(item, inner) for item in items]


def _lines(data: Any, inner: Schema | None) -> bytes:
    if not isinstance(data, Sequence) or isinstance(data, str | bytes):
        raise EncodingError(_unfit(data, "array"))
    items: list[Any] = list(cast("list[Any]", data))
    if not items:
        msg = "a list of no items has no form in plain text; leave the call out"
        raise EncodingError(msg)
    kind = inner.kind if inner is not None else "any"
    if kind != "string":
        written = [_text(item, kind) for item in items]
        for index, item in enumerate(written):
            if item is None:
                raise EncodingError(_unfit(items[index], kind), place=f"[{index}]")
        items = list(written)
    try:  # all of them at once; one by one only to find the place
        joined = "\n".join(items)
        content = joined.encode()
        if joined.splitlines() == items == [*map(str.strip, items)] and all(items):
            if not joined.startswith("\ufeff"):
                return content
            msg = "a list that begins with a byte order mark would lose it"
            raise EncodingError(msg, place="[0]")
    except (TypeError, UnicodeEncodeError):
        pass
    raise next(filter(None, (_fault(item, index) for index, item in enumerate(items))))


def _fault(item: object, index: int) -> EncodingError | None:
    place = f"[{index}]"
    if not isinstance(item, str):
        return EncodingError(_unfit(item, "string"), place=place)
    if not item.strip():
        return EncodingError("an empty item would vanish between the lines", place=place)
    if item.splitlines() != [item]:
        return EncodingError("an item with a line break would become two", place=place)
    if item.strip() != item:
        return EncodingError("an item may not begin or end with blanks", place=place)
    try:
        item.encode()
    except UnicodeEncodeError:
        return EncodingError("half a surrogate pair is no text", place=place)
    return None


def _text(value: Any, kind: Kind) -> str | None:
    return scalars.written(value, "string" if kind == "any" else kind)


def _value(text: str, schema: Schema) -> Any:
    """Return what a text stands for; the text itself where it is none of its kind."""
    try:
        return read_scalar(text, "string" if schema.kind == "any" else schema.kind)
    except ValueError:
        return text


def _unfit(value: object, kind: Kind) -> str:
    if kind in {"object", "array"} and isinstance(value, dict | list):
        return "plain text holds one value, or a list of them; choose another media type"
    said = "a value that fits" if kind == "any" else kind
    return f"{type(value).__name__} is not {said} in plain text"
