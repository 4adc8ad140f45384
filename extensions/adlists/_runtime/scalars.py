"""Text on the wire: bytes to text by charset, values to text by kind, places in errors."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from adlists.contract import Kind
from adlists.errors import DecodingError

# A byte order mark is the surest sign of an encoding (RFC 7303, section 3.2), so it goes
# before the charset that a Content-Type names. UTF-32's little-endian mark begins with UTF-16's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python's that are no charsets: they read escapes, or host names.
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "unicodeescape"}
)
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,4000}")  # Python refuses to read more digits
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
_BLANKS: Final = " \t\r\n"
_TELLING: Final = re.compile(r"[\w-]{1,64}", re.ASCII)


def marked(content: bytes) -> tuple[bytes, str | None]:
    """Return the bytes without their byte order mark, and the encoding that it stands for."""
    if content[:1] in b"\xef\xff\xfe\x00":
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return content[len(mark) :], encoding
    return content, None


def decoded(content: bytes, charset: str | None) -> str:
    """Return the bytes as text: by their byte order mark, else by *charset*, else as UTF-8.

    Raises `DecodingError` with the offset of the first byte that does not fit.
    """
    content, encoding = marked(content)
    encoding = encoding or charset or "utf-8"
    unknown = "the charset is unknown; those that Python has a text encoding for are read"
    if encoding.lower().replace("_", "-") in _NO_CHARSETS:
        raise DecodingError(unknown)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        msg = "the bytes are not of the charset that they are said to be"
        raise DecodingError(msg, place=f"byte {error.start}") from None  # it quotes the bytes
    except (LookupError, ValueError):
        raise DecodingError(unknown) from None


def written(value: Any, kind: Kind) -> str | None:
    """Return the text of one value; None where it is not of that kind, or not finite."""
    if isinstance(value, str):
        return value if kind == "string" else None
    if isinstance(value, bool):
        return str(value).lower() if kind == "boolean" else None
    if isinstance(value, int):
        return _digits(value) if kind in {"integer", "number"} else None
    if isinstance(value, float):
        return repr(value) if kind == "number" and math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) and kind == "string" else None


def _digits(value: int) -> str | None:
    return str(value) if value.bit_length() < 13_000 else None  # not more than can be read


def read(text: str, kind: Kind) -> Any:
    """Return the value that a text stands for; ValueError for a text not of that kind."""
    if kind == "string":
        return text
    said = text.strip(_BLANKS)
    if kind in {"integer", "number"} and _INTEGER.fullmatch(said):
        return int(said)
    if kind == "number" and _NUMBER.fullmatch(said) and math.isfinite(value := float(said)):
        return value
    if kind == "boolean" and said in _TRUTHS:
        return _TRUTHS[said]
    raise ValueError(kind)


def read_first(text: str, kinds: Collection[Kind]) -> Any:
    """Return what a text stands for where several kinds are possible; ValueError if none."""
    for kind in ("integer", "number", "boolean", "string"):
        if kind in kinds:
            try:
                return read(text, kind)
            except ValueError:
                continue
    raise ValueError(text[:0])


def step(key: object) -> str:
    """Return one step of a place: `[41]` for an index, `.name` for a key.

    A key that does not look like a field's name may be personal itself, and is shown as `*`.
    """
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if isinstance(key, str) and _TELLING.fullmatch(key) else ".*"


def place(steps: list[object]) -> str:
    """Return a place, `audiences[3].name`, from its keys and indexes, outermost first."""
    return "".join(step(one) for one in steps).removeprefix(".")
