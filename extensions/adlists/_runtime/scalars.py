"""Text on the wire: bytes to text by charset, values to text by kind, places in errors."""

from __future__ import annotations

import codecs
import math
import re
from binascii import b2a_base64
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, NoReturn

from adlists.contract import Kind, Schema, is_dict, is_list, kinds_of, read_time, write_time
from adlists.errors import DecodingError, EncodingError

# A byte order mark is the surest sign of an encoding (RFC 7303, section 3.2), so it goes
# before the charset that a Content-Type names. UTF-32's little-endian mark begins with UTF-16's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python's that are no charsets, as they read escapes or host names; and UTF-7, which
# browsers refuse as well: it hides text from whoever looks, and makes halves of characters.
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
)
_SCALARS: Final[frozenset[Kind]] = frozenset({"string", "integer", "number", "boolean"})
_OF_KIND: Final[dict[Kind, Schema]] = {
    "string": Schema("string"),
    "integer": Schema("integer"),
    "number": Schema("number"),
    "boolean": Schema("boolean"),
}
_MOMENTS: Final = frozenset({"date", "date-time"})
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
    try:
        refused = encoding != "utf-8" and codecs.lookup(encoding).name in _NO_CHARSETS
        text = "" if refused else content.decode(encoding)
    except UnicodeDecodeError as error:
        msg = "the bytes are not of the charset that they are said to be"
        raise DecodingError(msg, place=f"byte {error.start}") from None  # it quotes the bytes
    except (LookupError, ValueError):
        refused, text = True, ""
    if refused:
        raise DecodingError(unknown) from None
    return text


def refuse(message: str, place: str = "") -> NoReturn:
    """Raise an `EncodingError`; the message never holds the value."""
    raise EncodingError(message, place=place) from None  # a cause may quote the value


def within(error: EncodingError, place: str) -> NoReturn:
    """Raise an error again, as seen from the outside of a place."""
    inner = error.place
    message = str(error).removeprefix(f"{inner}: ")
    joint = "" if not inner or inner.startswith((".", "[")) else "."
    raise EncodingError(message, place=f"{place}{joint}{inner}") from None


def text(value: Any, schema: Schema) -> str:
    """Return the text of one value, as it stands in a path, a query, a header or a form.

    Bytes that are no text are kept as half surrogate pairs (PEP 383). Raises `EncodingError`.
    """
    kinds = kinds_of(schema)
    for types, wanted, write in _WRITERS:
        if isinstance(value, types):
            if kinds.isdisjoint(wanted):
                break
            return write(value, schema.format, kinds)
    if value is None:
        refuse("is None, which has no text; leave it out")
    if is_list(value) or is_dict(value) or hasattr(value, "to_dict"):
        name = "object" if is_dict(value) else type(value).__name__
        refuse(f"is {_article(name)}, where one value is wanted")
    found = _of_library(value, kinds)
    return found or refuse(f"has to be {_named(schema, kinds)}, not {type(value).__name__}")


def _article(name: str) -> str:
    return f"an {name}" if name[:1] in "aeiouAEIOU" else f"a {name}"


def _named(schema: Schema, kinds: frozenset[str]) -> str:
    form = schema.format
    if kinds == frozenset({"string"}) and form in {"date", "date-time", "uuid", "binary", "byte"}:
        return f"a {form}"
    return " or ".join(_article(kind) for kind in sorted(kinds)) or _article(schema.kind)


def fault(value: object, form: str | None) -> str:
    """Say what is wrong with the text of a date or a time; nothing for all others."""
    try:
        if form == "date" and isinstance(value, str):
            date.fromisoformat(value)
        elif form == "date-time" and isinstance(value, str):
            read_time(value)
    except (ValueError, OverflowError):
        return "is no date" if form == "date" else "is no date-time with a time zone"
    return ""


def _of_text(value: str, form: str | None, _: frozenset[str]) -> str:
    """Return text as it is; of a date or a time, only what is one."""
    if form in _MOMENTS and (found := fault(value, form)):
        refuse(found)
    return value


def _of_truth(value: bool, _form: str | None, _kinds: frozenset[str]) -> str:
    return "true" if value else "false"


def _of_integer(value: int, _form: str | None, _kinds: frozenset[str]) -> str:
    return _digits(value) or refuse("is longer than the integers that can be read")


def _of_float(value: float, _form: str | None, _kinds: frozenset[str]) -> str:
    return repr(value) if math.isfinite(value) else refuse("is not finite")


def _of_day(value: date, form: str | None, _: frozenset[str]) -> str:
    if not isinstance(value, datetime):
        if form == "date-time":
            refuse("is a date, where a date-time is wanted")
        return value.isoformat()
    if form == "date":
        refuse("is a date-time, where a date is wanted; take its date()")
    if value.utcoffset() is None:
        refuse("is a date-time without a time zone, such as tzinfo=datetime.UTC")
    return write_time(value)


def _of_bytes(value: bytes, form: str | None, _: frozenset[str]) -> str:
    if form in {"byte", "base64"}:
        return b2a_base64(value, newline=False).decode("ascii")
    return bytes(value).decode("utf-8", "surrogateescape")


def _of_library(value: Any, kinds: frozenset[str]) -> str | None:
    """Write a UUID or a decimal; their modules are loaded where such a value is, not here."""
    module, name = type(value).__module__, type(value).__name__
    if (module, name) == ("uuid", "UUID") and "string" in kinds:
        return str(value)
    if name == "Decimal" and module.lstrip("_") in {"decimal", "pydecimal"}:
        if kinds.isdisjoint({"string", "number"}):
            return None
        return str(value) if value.is_finite() else refuse("is not finite")
    return None


# A bool is an int as well, and a datetime a date: the order decides.
_WRITERS: Final[tuple[tuple[Any, frozenset[str], Callable[..., str]], ...]] = (
    (str, frozenset({"string"}), _of_text),
    (bool, frozenset({"boolean"}), _of_truth),
    (int, frozenset({"integer", "number"}), _of_integer),
    (float, frozenset({"number"}), _of_float),
    (date, frozenset({"string"}), _of_day),
    (bytes | bytearray | memoryview, frozenset({"string"}), _of_bytes),
)


def written(value: Any, kind: Kind) -> str | None:
    """Return the text of one value; None where it is not of that kind, or not finite."""
    if isinstance(value, str):
        return value if kind == "string" else None
    if kind not in _SCALARS:
        return None
    try:
        return text(value, _OF_KIND[kind])
    except EncodingError:
        return None


def _digits(value: int) -> str | None:
    return str(value) if value.bit_length() < 13_000 else None  # not more than can be read


def step(key: object) -> str:
    """Return one step of a place: `[41]` for an index, `.name` for a key.

    A key that does not look like a field's name may be personal itself, and is shown as `*`.
    """
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if isinstance(key, str) and _TELLING.fullmatch(key) else ".*"


def place(steps: list[object]) -> str:
    """Return a place, `audiences[3].name`, from its keys and indexes, outermost first."""
    return "".join(step(item) for item in steps).removeprefix(".")
