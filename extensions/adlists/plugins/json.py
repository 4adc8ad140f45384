"""JSON (RFC 8259), by orjson.

What orjson does quietly is refused or mended here: it writes NaN and infinities as null
(refused, but for a list that the document calls text, whose items are not looked at), and
reads integers beyond 64 bits as floats. Of a key that comes twice, the last one counts.

What it refuses to read and others do not is read by the slower reader: an integer of hundreds
of digits; half a surrogate pair, which services make where they cut a text in the middle of an
emoji, and which becomes U+FFFD, as no text has a form for it; and what some write though it is
no number of JSON's (NaN, Infinity, 1e999), which stays the text that it is. What is nested more
deeply than could be written again is refused.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, ClassVar, Final, NoReturn, TypeAlias, cast

import orjson

from adlists._runtime import scalars
from adlists.contract import Schema, is_dict, is_list
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, hookimpl

_NAMES: Final = frozenset({"application/json", "text/json"})
_PLAIN: Final = frozenset({None, "utf-8", "utf8", "us-ascii"})
_NO_NUMBERS: Final = frozenset({"string", "boolean", "null"})
_MARKED: Final = frozenset({b"\xef", b"\xff", b"\xfe", b"\x00"})
_LEAVES: Final = frozenset({str, int, bool, type(None)})
_SHORT: Final = 4096  # bytes
_DEEPEST: Final = 254  # what orjson writes; it reads 1,024 levels
# A pair, half of one, or any other escape: so that no half is found in what is escaped itself.
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_WHERE: Final = re.compile(r": line (\d+) column (\d+) \(char \d+\)$")


_Part: TypeAlias = "tuple[Any, Schema | None]"


class JsonCodec:
    """Reads and writes application/json, text/json and every type that ends in +json."""

    name: Final = "json"
    forgiving: ClassVar[bool] = True

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Return this codec for JSON's media types."""
        return self if media_type in _NAMES or media_type.endswith("+json") else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write the data; `EncodingError` for what JSON has no words for."""
        try:
            content = orjson.dumps(data)
        except TypeError as error:
            raise _refusal(data) from error.__cause__
        # orjson's word for what is not finite; in a long text the walk is quicker than the search.
        if (len(content) > _SHORT or b"null" in content) and _any_float(data, schema, _endless):
            raise _refusal(data)
        return content

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the bytes; `DecodingError` with line and column for what is not JSON."""
        source: bytes | str = content
        if charset not in _PLAIN or content[:1] in _MARKED:
            source = scalars.decoded(content, charset)
        try:
            data = orjson.loads(source)
        except orjson.JSONDecodeError as error:
            found = _WHERE.search(str(error))
            where = f"line {found[1]}, column {found[2]}" if found else ""
            try:
                data = _patiently(source, forgiving=self.forgiving)
            except (ValueError, RecursionError):
                msg = "this is not JSON, or not all of it"
                raise DecodingError(msg, place=where) from None  # both hold the document
        if len(source) > _DEEPEST and _is_deep(source, data):  # a short one cannot be
            msg = "the data is nested too deeply"
            raise DecodingError(msg) from None
        if _any_float(data, schema, _wide):
            return _exact(source, data)
        return data


class StrictJsonCodec(JsonCodec):
    """Reads as strictly as a service does: `NaN` and `Infinity` are refused."""

    forgiving: ClassVar[bool] = False


def _endless(number: float) -> bool:
    return not math.isfinite(number)


def _wide(number: float) -> bool:
    return abs(number) >= 2.0**63


def _any_float(data: Any, schema: Schema | None, condition: Callable[[float], bool]) -> bool:
    """Tell whether a float of the tree meets the condition.

    A list of which the document says that it holds text is taken at its word: a look at each
    of 50,000 identifiers would take longer than writing them.
    """
    waiting: list[_Part] = [(data, schema)]
    while waiting:
        value, schema = waiting.pop()
        if isinstance(value, dict):
            members: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType] - as `is_dict` says
            for name, item in members.items():
                if type(item) not in _LEAVES and item:  # what is empty holds none; 0.0 is harmless
                    waiting.append((item, _field(schema, name)))
        elif isinstance(value, float):
            if condition(value):
                return True
        elif is_list(value):
            items = schema.items if schema else None
            if items is None or items.kind not in _NO_NUMBERS:
                waiting.extend((item, items) for item in value if type(item) not in _LEAVES)
    return False


def _field(schema: Schema | None, name: str) -> Schema | None:
    fields = schema.fields if schema else ()
    return next((field.schema for field in fields if field.name == name), None)


def _patiently(source: bytes | str, *, forgiving: bool) -> Any:
    """Read what the quick reader refuses; ValueError or RecursionError where it was right."""
    text = source if isinstance(source, str) else source.decode()
    whole = _ESCAPE.sub(lambda found: "\\ufffd" if found["half"] else found[0], text)
    if not forgiving:
        return json.loads(whole, parse_constant=_no_number, parse_float=_finite)
    return json.loads(
        whole,
        parse_constant=str,
        parse_float=lambda text: number if math.isfinite(number := float(text)) else text,
    )


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _is_deep(source: bytes | str, data: Any) -> bool:
    """Tell whether data is nested more deeply than it could be written."""
    if isinstance(source, bytes):
        opened = source.count(b"[") + source.count(b"{")
    else:
        opened = source.count("[") + source.count("{")
    if opened <= _DEEPEST:
        return False
    try:
        orjson.dumps(data)
    except TypeError:  # an integer beyond 64 bits is one as well
        return _levels(data) > _DEEPEST
    return False


def _levels(data: Any) -> int:
    """Return how deeply data is nested; counting ends at one level too many."""
    level, count = [data], 0
    while level and count <= _DEEPEST:
        inner = [item for item in level if is_dict(item) or is_list(item)]
        level = [part for item in inner for part in (item.values() if is_dict(item) else item)]
        count += bool(inner)
    return count


def _exact(source: bytes | str, data: Any) -> Any:
    """Read once more, with integers of any length."""
    try:
        return json.loads(source)
    except (ValueError, RecursionError):  # thousands of digits, or too deep for this reader
        return data


def _refusal(data: Any) -> EncodingError:
    """Find what JSON cannot say, and where."""
    waiting: list[tuple[Any, list[object]]] = [(data, [])]
    while waiting:
        value, steps = waiting.pop()
        reason = _reason(value)
        if len(steps) > _DEEPEST:
            return EncodingError("the data is nested too deeply, or holds itself")
        if reason:
            return EncodingError(reason, place=scalars.place(steps))
        children: list[tuple[object, Any]] = []
        if isinstance(value, dict):
            children = list(cast("dict[object, Any]", value).items())
        elif isinstance(value, list | tuple):
            children = list(enumerate(cast("list[Any]", value)))
        waiting.extend((child, [*steps, key]) for key, child in reversed(children))
    return EncodingError("the data holds what JSON cannot say")


def _reason(value: Any) -> str | None:
    if isinstance(value, str):
        return None if _encodable(value) else "half a surrogate pair is no text"
    if isinstance(value, float):
        return None if math.isfinite(value) else "JSON has no NaN and no infinity"
    if isinstance(value, int):
        fits = -(2**63) <= value < 2**64
        return None if fits else "the integer is beyond 64 bits; send it as text"
    if isinstance(value, dict):
        for key in cast("dict[object, Any]", value):
            if not isinstance(key, str):
                return f"a key is {type(key).__name__}, not text"
            if not _encodable(key):
                return "half a surrogate pair in a key is no text"
        return None
    if value is None or isinstance(value, list | tuple):
        return None
    try:
        orjson.dumps(value)
    except TypeError:
        return f"{type(value).__name__} has no form in JSON"
    return None


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
