"""Bodies of several parts: multipart/form-data (RFC 7578), multipart/mixed and its kin.

Every property of an object is a part of its own, of a list every item. What a part is
written as, the document's Encoding Object says; else bytes travel as
application/octet-stream with a file name, one value as plain text, an object as JSON.
A property with `style` or `explode` becomes pairs, as in a query.

The boundary is derived from the parts and occurs in none of them. A body begins with it, so
that whoever has the body knows it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import attrs

from adlists._runtime import scalars, styles
from adlists._runtime.call_options import TOKEN
from adlists._runtime.media import OCTETS, essence
from adlists._runtime.null_defaults import null_by_default
from adlists.contract import (
    Encoding,
    File,
    Kind,
    LongBody,
    Schema,
    is_dict,
    is_list,
    kinds_of,
    read_first,
    whole,
)
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, FindCodec, hookimpl
from adlists.messages import parse_content_type

_OPEN: Final = Schema("any")
_USUAL: Final = Encoding()
_BINARY: Final = Schema("string", "binary")
_END: Final = b"\r\n"
_NAMED: Final = re.compile(r';\s*(name|filename)="((?:[^"\\]|\\.)*)"')
_OWN: Final = frozenset({"content-disposition", "content-type"})  # by the name and the media type
_MOST: Final = 10_000  # parts that are read


@attrs.frozen
class _Part:
    """One part: the lines of its header, and its content."""

    name: str
    content: bytes | LongBody
    filename: str | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


class MultipartCodec:
    """Offers a codec for each media type of the family."""

    name: Final = "multipart"

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str, find: FindCodec) -> Codec | None:
        """Return a codec for multipart media types."""
        return _Multipart(media_type, find) if media_type.startswith("multipart/") else None


class _Multipart:
    """Reads and writes one media type of the family."""

    def __init__(self, media_type: str, find: FindCodec) -> None:
        self._media_type: Final = media_type
        self._find: Final = find
        self._kind: Final = "form-data" if media_type == "multipart/form-data" else "inline"

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write an object, or a list, as parts; `EncodingError` for what has no parts."""
        if is_list(data) and self._kind != "form-data":
            inner = schema.items or _OPEN
            parts = [self._part("", item, inner, _USUAL, f"[{n}]") for n, item in enumerate(data)]
        elif is_dict(data):
            parts = list(self._members(data, schema))
        else:
            msg = f"{self._media_type} holds an object, not {type(data).__name__}"
            raise EncodingError(msg)
        if not parts:
            msg = f"{self._media_type} needs a part; an empty object has none"
            raise EncodingError(msg)
        boundary = _boundary(parts)
        lines: list[bytes] = []
        long: list[bytes | LongBody] = []
        for part in parts:
            lines += [b"--" + boundary, *self._header(part), b""]
            if isinstance(part.content, bytes):
                lines.append(part.content)
            else:
                long += [_END.join([*lines, b""]), part.content]
                lines = [b""]
        end = _END.join([*lines, b"--" + boundary + b"--", b""])
        return cast("bytes", LongBody([*long, end])) if long else end

    def _members(self, data: dict[str, Any], schema: Schema) -> Iterator[_Part]:
        known = {field.name: field.schema for field in schema.fields}
        for name, value in data.items():
            declared = known.get(name, _OPEN)
            how = schema.encoding.get(name, _USUAL)
            if value is None:
                if name in null_by_default(schema):
                    continue
                scalars.refuse("null has no part; leave the field out", scalars.place([name]))
            if how.styled and self._kind == "form-data" and not how.media_types:
                yield from self._pairs(name, value, declared, how)
            elif is_list(value):
                if not value:
                    scalars.refuse("an empty list would vanish", scalars.place([name]))
                inner = _listed(declared).items or _OPEN
                for index, item in enumerate(value):
                    yield self._part(name, item, inner, how, scalars.place([name, index]))
            else:
                yield self._part(name, value, declared, how, scalars.place([name]))

    def _part(self, name: str, value: Any, schema: Schema, how: Encoding, place: str) -> _Part:
        try:
            return self._written(name, value, schema, how)
        except EncodingError as error:
            scalars.within(error, place)

    def _written(self, name: str, value: Any, schema: Schema, how: Encoding) -> _Part:
        wanted = how.media_types[0] if how.media_types and "*" not in how.media_types[0] else None
        if isinstance(value, bytes | bytearray | memoryview | File) or hasattr(value, "read"):
            file = value if isinstance(value, File) else File(cast("Any", value))
            media_type = file.media_type or wanted or OCTETS
            content = self._codec(OCTETS).encode(file, _BINARY)
            filename = file.filename or name or "file"
            return _Part(name, content, filename, media_type, {**how.headers, **file.headers})
        if wanted is None and not (is_dict(value) or is_list(value)):
            return _Part(name, _text(scalars.text(value, schema)), headers=how.headers)
        media_type = wanted or "application/json"
        label = essence(media_type)
        if label == "text/plain" or (isinstance(value, str) and self._is_text(label, schema)):
            written = _text(scalars.text(value, schema))
        else:
            written = self._codec(label).encode(value, schema)
        return _Part(name, written, media_type=media_type, headers=how.headers)

    def _pairs(self, name: str, value: Any, schema: Schema, how: Encoding) -> Iterator[_Part]:
        for key, text in styles.pairs(name, value, schema, how):
            yield _Part(key, _text(text))

    def _is_text(self, label: str, schema: Schema) -> bool:
        """Tell whether a text under a label stands there as it is, Base64 of an image included."""
        if schema.format == "binary":
            return False
        codec = self._find(label)
        return codec is None or (schema.kind == "string" and codec is self._find(OCTETS))

    def _codec(self, media_type: str) -> Codec:
        codec = self._find(media_type)
        if codec is None:
            msg = f"no codec for {media_type!r}, which the document has for this part"
            raise EncodingError(msg)
        return codec

    def _header(self, part: _Part) -> Iterator[bytes]:
        disposition = f"Content-Disposition: {self._kind}"
        if part.name:
            disposition += f'; name="{_quoted(part.name)}"'
        if part.filename is not None:
            disposition += f'; filename="{_quoted(part.filename)}"'
        yield _text(disposition)
        if part.media_type is not None:
            if not part.media_type.isprintable():
                scalars.refuse("the media type of a part holds a control character")
            yield _text(f"Content-Type: {part.media_type}")
        for name, value in part.headers.items():
            if not TOKEN.fullmatch(name) or name.lower() in _OWN:
                scalars.refuse(f"{name!r} is no header that a File may bring")
            if not (value.isascii() and value.isprintable()):
                scalars.refuse(f"the header {name} of a part must be printable ASCII")
            yield _text(f"{name}: {value}")

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the parts into an object; `DecodingError` for what has none."""
        declared = schema if schema is not None else _OPEN
        parts = list(_parts(content))
        if declared.kind == "array":
            inner = declared.items or _OPEN
            return [self._value(part, inner, charset) for part in parts]
        known = {field.name: field.schema for field in declared.fields}
        data: dict[str, Any] = {}
        for part in parts:
            owner, bracket, key = part.name.partition("[")
            if bracket and part.name not in known and owner in declared.encoding:  # deepObject
                inner = _member(known.get(owner, _OPEN), key.removesuffix("]"))
                data.setdefault(owner, {})[key.removesuffix("]")] = self._value(
                    part, inner, charset
                )
                continue
            field = known.get(part.name, _OPEN)
            lists = _listed(field)
            how = declared.encoding.get(part.name, _USUAL)
            if lists.kind == "array" and how.explode is False and not how.media_types:
                data[part.name] = self._split(part, lists.items or _OPEN, how, charset)
            elif lists.kind == "array":
                data.setdefault(part.name, []).append(
                    self._value(part, lists.items or _OPEN, charset)
                )
            else:
                value = self._value(part, field, charset)
                if part.name in data and part.name not in known:  # open data: a list, perhaps
                    before = data[part.name]
                    value = [*before, value] if is_list(before) else [before, value]
                data[part.name] = value
        return data

    def _split(self, part: _Part, schema: Schema, how: Encoding, charset: str | None) -> list[Any]:
        """Read a list that stands in one part, as its style has it."""
        delimiter = styles.delimiter(how.style).encode()
        texts = whole(part.content).split(delimiter)
        return [self._value(_Part(part.name, text), schema, charset) for text in texts]

    def _value(self, part: _Part, schema: Schema, charset: str | None) -> Any:
        label, own = parse_content_type(part.media_type or "")
        if schema.format == "binary" and schema.kind == "string":
            return part.content
        textual = schema.kind == "string" and label is not None and self._is_text(label, schema)
        if label is not None and label != "text/plain" and not textual:
            codec = self._find(label)
            if codec is not None and (schema.kind != "string" or label != OCTETS):
                return codec.decode(whole(part.content), schema, own or charset)
            if codec is not None or schema.kind != "string":  # what is text, is under any label
                return part.content
        if part.filename is not None and schema.kind == "any" and not schema.variants:
            return part.content
        label, content = own or charset, whole(part.content)
        if (label or "utf-8").lower().startswith(("utf-16", "utf-32")):
            text = scalars.decoded(content, label)
        else:  # in a part, a byte order mark is text
            text = scalars.decoded(b" " + content, label)[1:]
        try:
            return read_first(text, kinds_of(schema) if _typed(schema) else _TEXT)
        except ValueError:
            msg = "a part's text is no value of the kind that the document says"
            raise DecodingError(msg, place=scalars.place([part.name])) from None


_TEXT: Final[frozenset[Kind]] = frozenset({"string"})


def _member(schema: Schema, name: str) -> Schema:
    """Return what an object holds under a name."""
    return next((field.schema for field in schema.fields if field.name == name), _OPEN)


def _typed(schema: Schema) -> bool:
    return bool(schema.variants) or schema.kind != "any"


def _listed(schema: Schema) -> Schema:
    """Return a schema of lists, from alternatives too, or the schema as it is."""
    return next((item for item in (schema, *schema.variants) if item.kind == "array"), schema)


def _text(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        scalars.refuse("holds half a surrogate pair, which is no text")


def _quoted(name: str) -> str:
    """Escape a name as browsers do: RFC 7578 leaves it open, and servers follow them."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _boundary(parts: list[_Part]) -> bytes:
    """Return a line that is in no part; the same parts have the same."""
    from hashlib import blake2b  # slow to import; few bodies have parts

    held = [part.content for part in parts if isinstance(part.content, bytes)]
    if len(held) < len(parts):  # what a file holds is not known yet: nobody can have written it
        return f"adlists-{os.urandom(16).hex()}".encode()

    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(f"{part.name}\0{len(part.content)}\0".encode("utf-8", "replace"))
    while True:
        boundary = f"adlists-{digest.hexdigest()}".encode()
        if not any(boundary in content for content in held):
            return boundary
        digest.update(b"again")


def _parts(content: bytes) -> Iterator[_Part]:
    """Yield the parts; the first line tells the boundary."""
    first, _, _ = content.lstrip(b"\r\n").partition(_END)
    start = first.rstrip(b" \t")
    if not start.startswith(b"--") or len(start) < 3:
        msg = "this is no body of parts: it does not begin with a boundary"
        raise DecodingError(msg)
    pieces = (_END + content.lstrip(b"\r\n")).split(_END + start, _MOST)
    if not pieces[-1].startswith(b"--"):
        msg = "the last part is not ended, or there are too many"
        raise DecodingError(msg)
    for piece in pieces[1:-1]:
        head, found, body = piece.removeprefix(_END).partition(_END + _END)
        if not found:
            head, body = b"", piece.removeprefix(_END + _END)
        lines = scalars.decoded(head, None).split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in
                   (line.partition(":") for line in lines)}  # fmt: skip
        said = dict(_NAMED.findall(headers.get("content-disposition", "")))
        names = {key: _unquoted(value) for key, value in said.items()}
        yield _Part(names.get("name", ""), body, names.get("filename"), headers.get("content-type"))


def _unquoted(name: str) -> str:
    plain = re.sub(r"\\(.)", r"\1", name)
    return plain.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
