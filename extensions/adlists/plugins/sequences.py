"""Sequences: lines of JSON (JSON Lines, NDJSON, RFC 7464), and events that a server sends.

    application/jsonl, application/x-ndjson, …    one value a line
    application/json-seq                          a record separator before each
    text/event-stream                             events (HTML, section 9.2)

Of an event the `data` is the item, as JSON where the document says that it is no text. An
item with a property `data` of its own is the whole event: `data`, `event`, `id`, `retry`.
A last `[DONE]`, as some services write it, ends the events and is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from adlists._runtime import scalars
from adlists.contract import Schema, is_list
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, FindCodec, hookimpl

_LINES: Final = frozenset(
    {
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
    }
)
_RECORDS: Final = frozenset({"application/json-seq", "application/geo+json-seq"})
_EVENTS: Final = "text/event-stream"
_OPEN: Final = Schema("any")
_EVENT_FIELDS: Final = frozenset({"data", "event", "id", "retry"})


class SequencesCodec:
    """Offers a codec for each of the media types above."""

    name: Final = "sequences"

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str, find: FindCodec) -> Codec | None:
        """Return a codec for sequences of JSON, or of events."""
        if media_type == _EVENTS:
            return _Events(find)
        if media_type in _LINES or media_type in _RECORDS:
            return _Lines(find, b"\x1e" if media_type in _RECORDS else b"")
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
                scalars.refuse(str(error), f"[{index}]")
        return b"".join(lines)

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the lines; blank ones are left out."""
        inner = schema.items if schema is not None else None
        codec = _json(self._find)
        items: list[Any] = []
        for number, line in enumerate(scalars.decoded(content, charset).split("\n"), 1):
            said = line.strip(" \t\r\x1e")
            if said:
                try:
                    items.append(codec.decode(said.encode(), inner, None))
                except DecodingError:
                    msg = "this is not JSON, or not all of it"
                    raise DecodingError(msg, place=f"line {number}") from None
        return items


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
        inner = schema.items if schema is not None and schema.items is not None else _OPEN
        items: list[Any] = []
        for number, event in enumerate(_events(scalars.decoded(content, charset))):
            text = str(event["data"])
            if text == "[DONE]" and inner.kind != "string":
                break
            if _whole(inner):
                fields = {field.name: field.schema for field in inner.fields}
                known = fields.get("data", _OPEN)
                items.append({**event, "data": self._read(text, known, number)})
            else:
                items.append(self._read(text, inner, number))
        return items

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
    """Tell whether items are events with their fields, and not what these hold."""
    names = {field.name for field in schema.fields}
    return "data" in names and names <= _EVENT_FIELDS


def _events(text: str) -> Iterator[dict[str, Any]]:
    """Yield the fields of each event that has data."""
    event: dict[str, Any] = {}
    data: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line:
            if data:
                yield {**event, "data": "\n".join(data)}
            event, data = {}, []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "retry":
            if value.isascii() and value.isdecimal():
                event["retry"] = int(value)
        elif name in {"event", "id"}:
            event[name] = value
    # What is not ended by an empty line is left out: it may not be whole.


def _json(find: FindCodec) -> Codec:
    codec = find("application/json")
    if codec is None:
        msg = "the codec of application/json is left out, and this media type is made of JSON"
        raise EncodingError(msg)
    return codec
