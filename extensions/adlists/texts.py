"""Text on the wire: bytes to text by charset, and the places that errors name."""

from __future__ import annotations

import codecs
import re
from typing import Final

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
