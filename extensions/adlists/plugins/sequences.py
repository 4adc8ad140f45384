"""Sequences: lines of JSON (JSON Lines, NDJSON, RFC 7464), and events that a server sends.

    application/jsonl, application/x-ndjson, …    one value a line
    application/json-seq                          a record separator before each
    text/event-stream                             events (HTML, section 9.2)

Of an event the `data` is the item, as JSON where the document says that it is no text. An
item with a property `data` of its own is the whole event: `data`, `event`, `id`, `retry`.
A last `[DONE]`, as some services write it, ends the events and is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from adlists._runtime import scalars
from adlists._runtime.media import EVENTS, LINES, RECORDS
from adlists.contract import Schema, is_list
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, FindCodec, SequenceReader, hookimpl

_OPEN: Final = Schema("any")
_DONE: Final = object()
_LONGEST_MARK: Final = 4  # bytes
_LINE_END: Final = re.compile(rb"\n")
_EVENT_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_EVENT_FIELDS: Final = frozenset({"data", "event", "id", "retry"})


class SequencesCodec:
    """Offers a codec for each of the media types above."""

    name: Final = "sequences"

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str, find: FindCodec) -> Codec | None:
        """Return a codec for sequences of JSON, or of events."""
        if media_type == EVENTS:
            return _Events(find)
        if media_type in LINES or media_type in RECORDS:
            return _Lines(find, b"\x1e" if media_type in RECORDS else b"")
        return None


class _Lines:
    """Reads and writes one JSON value a line, each with a mark before it."""

    def __init__(self, find: FindCodec, mark: bytes) -> None:
        self._find: Final = find
        self._mark: Final = mark

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write a list, each item on a line of its own."""
        if not is_list(data):
            msg = f"a sequence is a list, not {type(data).__name__}"
            raise EncodingError(msg)
        inner, codec = schema.items or _OPEN, _json(self._find)
        lines: list[bytes] = []
        for index, item in enumerate(data):
            try:
                lines.append(self._mark + codec.encode(item, inner) + b"\n")
            except EncodingError as error:
                scalars.within(error, f"[{index}]")
        return b"".join(lines)

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the lines; blank ones are left out."""
        return _read_all(self.reader(schema, charset), content)

    def reader(self, schema: Schema | None, charset: str | None) -> SequenceReader:
        """Return a reader of lines."""
        return _LineReader(_json(self._find), schema.items if schema is not None else None, charset)


class _Events:
    """Reads and writes text/event-stream."""

    def __init__(self, find: FindCodec) -> None:
        self._find: Final = find

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write a list of events."""
        if not is_list(data):
            msg = f"events are a list, not {type(data).__name__}"
            raise EncodingError(msg)
        inner = schema.items or _OPEN
        return b"".join(self._event(item, inner) for item in data)

    def _event(self, item: Any, schema: Schema) -> bytes:
        event = item if _whole(schema) else {"data": item}
        lines: list[str] = []
        for name, value in event.items():
            text = value if isinstance(value, str) else self._written(value)
            lines += [f"{name}: {line}" for line in text.split("\n")]
        return ("\n".join(lines) + "\n\n").encode()

    def _written(self, value: Any) -> str:
        return _json(self._find).encode(value, _OPEN).decode()

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the events; comments are left out, and an event without data is none."""
        return _read_all(self.reader(schema, charset), content)

    def reader(self, schema: Schema | None, charset: str | None) -> SequenceReader:
        """Return a reader of events."""
        inner = schema.items if schema is not None and schema.items is not None else _OPEN
        return _EventReader(lambda event, number: self._item(event, inner, number), charset)

    def _item(self, event: dict[str, Any], inner: Schema, number: int) -> Any:
        """Return the item that an event stands for; `_DONE` where it ends them."""
        text = str(event["data"])
        if text == "[DONE]" and inner.kind != "string":
            return _DONE
        if not _whole(inner):
            return self._read(text, inner, number)
        fields = {field.name: field.schema for field in inner.fields}
        return {**event, "data": self._read(text, fields.get("data", _OPEN), number)}

    def _read(self, text: str, schema: Schema, number: int) -> Any:
        kinds = {schema.kind, *(variant.kind for variant in schema.variants)} - {"null"}
        if kinds == {"string"}:
            return text
        try:
            return _json(self._find).decode(text.encode(), schema, None)
        except DecodingError:
            if "string" in kinds or kinds == {"any"}:
                return text
            msg = "the data of an event is not JSON, or not all of it"
            raise DecodingError(msg, place=f"[{number}]") from None


def _whole(schema: Schema) -> bool:
    """Tell whether a schema describes events with their fields, or only their data."""
    names = {field.name for field in schema.fields}
    return "data" in names and names <= _EVENT_FIELDS


class _Text:
    """Bytes as lines of text while they come; what is not a whole line is kept back."""

    def __init__(self, charset: str | None, ends: re.Pattern[bytes]) -> None:
        self._charset = charset
        self._ends: Final = ends
        # Of text that is not ASCII and more, no byte tells where a line ends.
        self._wide = (charset or "").lower().startswith(("utf-16", "utf-32", "utf_"))
        self._kept = b""
        self._first = True

    @property
    def held(self) -> int:
        """The bytes of a line that is not whole yet."""
        return len(self._kept)

    def lines(self, content: bytes) -> list[str]:
        """Return the lines that are whole now."""
        self._kept += content
        if self._first:
            if len(self._kept) < _LONGEST_MARK and self._kept[:1] in b"\xef\xff\xfe\x00":
                return []
            self._look_at_mark()
        if self._wide:
            return []
        # A return at the very end may be half of a line's end.
        text = self._kept.removesuffix(b"\r")
        *whole, last = self._ends.split(text)
        self._kept = last + self._kept[len(text) :]
        return [scalars.decoded(line, self._charset) for line in whole]

    def rest(self) -> list[str]:
        """Return what is left, as lines."""
        if not self._kept:
            return []
        text, self._kept = scalars.decoded(self._kept, self._charset), b""
        return re.split(self._ends.pattern.decode(), text)

    def _look_at_mark(self) -> None:
        self._first = False
        content, encoding = scalars.marked(self._kept)
        if encoding is not None and not encoding.startswith("utf-8"):
            self._wide = True
        elif encoding is not None:
            self._kept, self._charset = content, encoding


class _LineReader:
    """Reads one JSON value a line."""

    def __init__(self, codec: Codec, inner: Schema | None, charset: str | None) -> None:
        self._codec: Final = codec
        self._inner: Final = inner
        self._text: Final = _Text(charset, _LINE_END)
        self._number = 0
        self.done = False

    @property
    def held(self) -> int:
        """The bytes of a line that is not whole yet."""
        return self._text.held

    def feed(self, content: bytes) -> list[Any]:
        """Return the values of the lines that are whole now."""
        return self._values(self._text.lines(content))

    def end(self) -> list[Any]:
        """Return the value of a last line that nothing ends."""
        return self._values(self._text.rest())

    def _values(self, lines: list[str]) -> list[Any]:
        values: list[Any] = []
        for line in lines:
            self._number += 1
            said = line.strip(" \t\r\x1e")
            if said:
                try:
                    values.append(self._codec.decode(said.encode(), self._inner, None))
                except DecodingError:
                    msg = "this is not JSON, or not all of it"
                    raise DecodingError(msg, place=f"line {self._number}") from None
        return values


class _EventReader:
    """Reads events; what is not ended by an empty line is left out, as it may not be whole."""

    def __init__(self, item: Callable[[dict[str, Any], int], Any], charset: str | None) -> None:
        self._item: Final = item
        self._text: Final = _Text(charset, _EVENT_LINE_END)
        self._event: dict[str, Any] = {}
        self._data: list[str] = []
        self._size = 0
        self._number = 0
        self.done = False

    @property
    def held(self) -> int:
        """The bytes of an event that is not whole yet."""
        return self._text.held + self._size

    def feed(self, content: bytes) -> list[Any]:
        """Return what the events hold that are whole now."""
        return self._items(self._text.lines(content))

    def end(self) -> list[Any]:
        """Return what was kept back, where it is whole."""
        return self._items(self._text.rest())

    def _items(self, lines: list[str]) -> list[Any]:
        items: list[Any] = []
        for line in lines:
            if self.done:
                break
            if line:
                self._line(line)
                continue
            if self._data:
                made = self._item({**self._event, "data": "\n".join(self._data)}, self._number)
                self._number += 1
                self.done = made is _DONE
                if not self.done:
                    items.append(made)
            self._event, self._data, self._size = {}, [], 0
        return items

    def _line(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        self._size += len(line)
        if name == "data":
            self._data.append(value)
        elif name == "retry":
            if value.isascii() and value.isdecimal():
                self._event["retry"] = int(value)
        elif name in {"event", "id"}:
            self._event[name] = value


def _read_all(reader: SequenceReader, content: bytes) -> list[Any]:
    return [*reader.feed(content), *reader.end()]


def _json(find: FindCodec) -> Codec:
    codec = find("application/json")
    if codec is None:
        msg = "the codec of application/json is left out, and this media type is made of JSON"
        raise EncodingError(msg)
    return codec
