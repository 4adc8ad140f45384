"""Forms (application/x-www-form-urlencoded), for objects.

A list is one `identifiers=…` pair for each item, as OpenAPI's default for forms has it
(style form, explode true). Of an object in an object every field is a pair
`owner[name]=…`, of lists of objects or of lists `lines[0][name]=…`, as ASP.NET and most
other frameworks read them. A space is written %20, as "+" means a space only to readers of
forms; both are read. `list[]=…` is read as well.

A form holds nothing but text: values are typed by the schema, and what the schema does not
know (unknown fields, open data) reads back as text. A form cannot tell null from empty
text, nor an empty list from an absent one. So null is written, as empty text, only where
the schema allows numbers or truth values besides, and is left out where it is the default;
an empty list is left out where the schema requires a list. Elsewhere both are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final, NoReturn, TypeAlias, Union, cast
from urllib.parse import quote_from_bytes, unquote_to_bytes

from adlists._runtime import scalars, styles
from adlists._runtime.media import essence
from adlists._runtime.null_defaults import null_by_default
from adlists.contract import Kind, Known, Schema, choose, is_dict, is_list, read_first
from adlists.contract.choice import one_list
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, FindCodec, hookimpl

_OPEN: Final = Schema("any")
_OPEN_KINDS: Final[frozenset[Kind]] = frozenset(("string", "number", "boolean"))
_TEXTLESS: Final[frozenset[Kind]] = frozenset(("integer", "number", "boolean"))
_SAFE: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_ESCAPE: Final = re.compile(rb"%[0-9A-Fa-f]{2}")
_KEY: Final = re.compile(r"([^\[\]]*)((?:\[[^\[\]]*\])*)")
_DEEPEST: Final = 32
_MANY: Final = 100  # replacing distinct bytes one after the other pays up to here

# What pairs say before the schema gives it types: texts under a key, or further keys.
Node: TypeAlias = Union[list[str], dict[str, "Node"]]  # noqa: UP007 - a string takes no "|"


class FormCodec:
    """Reads and writes application/x-www-form-urlencoded."""

    name: Final = "form"

    def __init__(self, find: FindCodec | None = None) -> None:
        self._find: Final = find

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str, find: FindCodec) -> Codec | None:
        """Return this codec for forms."""
        return FormCodec(find) if media_type == "application/x-www-form-urlencoded" else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write an object as pairs; `EncodingError` for what a form cannot tell."""
        if not is_dict(data):
            msg = f"a form holds an object, not {type(data).__name__}; choose another media type"
            raise EncodingError(msg)
        pairs: list[bytes] = []
        try:
            if schema.encoding:
                pairs += self._encoded(data, schema)
                data = {name: data[name] for name in data if name not in schema.encoding}
            _write_members(data, _variant(schema, data), "", [], pairs)
        except RecursionError:
            msg = "the data is nested too deeply, or holds itself"
            raise EncodingError(msg) from None
        return b"&".join(pairs)

    def _encoded(self, data: dict[str, Any], schema: Schema) -> Iterator[bytes]:
        """Yield the pairs of the properties that the document has an Encoding Object for."""
        known = {field.name: field.schema for field in schema.fields}
        for name, how in schema.encoding.items():
            if name not in data:
                continue
            value, declared = data[name], known.get(name, _OPEN)
            if value is None and name in null_by_default(schema):
                continue
            media_type = essence(how.media_types[0]) if how.media_types else "text/plain"
            try:
                if media_type == "text/plain":
                    yield styles.encoded(name, declared, how)(value).encode()
                else:
                    yield _quoted(name, []) + b"=" + self._as(media_type, value, declared)
            except EncodingError as error:
                scalars.within(error, scalars.place([name]))

    def _as(self, media_type: str, value: Any, schema: Schema) -> bytes:
        codec = self._find(media_type) if self._find is not None else None
        if codec is None:
            msg = f"no codec for {media_type!r}, which the document has for this field"
            raise EncodingError(msg)
        return quote_from_bytes(codec.encode(value, schema), "").encode()

    def _read_encoded(self, grouped: dict[str, list[str]], schema: Schema) -> dict[str, Any]:
        """Take what is written by an Encoding Object out of the pairs, and read it."""
        known = {field.name: field.schema for field in schema.fields}
        found: dict[str, Any] = {}
        for name, how in schema.encoding.items():
            declared = known.get(name, _OPEN)
            media_type = essence(how.media_types[0]) if how.media_types else "text/plain"
            codec = self._find(media_type) if self._find and media_type != "text/plain" else None
            if name in grouped and codec is not None:
                found[name] = codec.decode(grouped.pop(name)[-1].encode(), declared, None)
            elif name in grouped and declared.kind == "array" and how.explode is False:
                delimiter = styles.delimiter(how.style)
                said = grouped.pop(name)[-1].split(delimiter)
                found[name] = _shaped(said, declared)
        return found

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read pairs into an object; `DecodingError` for what has no such shape."""
        declared = schema if schema is not None else _OPEN
        root: dict[str, Node] = {}
        names = {field.name for field in declared.fields}
        grouped = _grouped(content, charset)
        read = self._read_encoded(grouped, declared) if declared.encoding else {}
        for key, said in grouped.items():
            _plant(root, [key] if key in names else _path(key), said)
        if declared.kind not in {"object", "any"}:
            msg = f"a form holds an object where the document says {declared.kind}"
            raise DecodingError(msg)
        data = _shaped(root, declared)
        return {**data, **read} if read else data


def _write(value: Any, schema: Schema, key: str, steps: list[object], pairs: list[bytes]) -> None:
    """Add the pairs of one value, which stands under `key`."""
    schema = _variant(schema, value)
    if is_dict(value):
        if not value:
            _refuse("an empty object would vanish from a form", steps)
        _write_members(value, schema, key, steps, pairs)
    elif is_list(value):
        if not value:
            _refuse("an empty list would vanish from a form", steps)
        _write_items(value, schema, key, steps, pairs)
    else:
        text = _text(value, schema, steps)
        pairs.append(_quoted(key, steps) + b"=" + _quoted(text, steps))


def _write_members(
    data: dict[str, Any], schema: Schema, key: str, steps: list[object], pairs: list[bytes]
) -> None:
    if len(steps) > _DEEPEST:
        _refuse("the data is nested too deeply for a form", steps[:_DEEPEST])
    for field in schema.fields:
        if field.name in data:
            value = data[field.name]
            if value is None and field.name in null_by_default(schema):
                continue  # reads back as null, as it is by default
            if field.required and is_list(value) and not value:
                continue  # reads back as empty, because it is required
            name = f"{key}[{field.name}]" if key else field.name
            _write(value, field.schema, name, [*steps, field.name], pairs)
    known = {field.name for field in schema.fields}
    for name, value in data.items():
        if name not in known:
            if not isinstance(cast("object", name), str):
                _refuse("a key is not text", [*steps, name])
            if re.search(r"[\[\]]", name) or (key and not name):
                _refuse("a key of a form is text without brackets", [*steps, name])
            _write(value, _OPEN, f"{key}[{name}]" if key else name, [*steps, name], pairs)


def _write_items(
    items: list[Any], schema: Schema, key: str, steps: list[object], pairs: list[bytes]
) -> None:
    inner = schema.items or _OPEN
    bulk = _bulk(items, _quoted(key, steps)) if inner.kind == "string" and len(items) > 16 else None
    if bulk is not None:
        pairs.append(bulk)
        return
    grouped = any(is_dict(item) or is_list(item) for item in items)
    for index, item in enumerate(items):
        name = f"{key}[{index}]" if grouped else key
        _write(item, inner, name, [*steps, index], pairs)


def _bulk(items: list[Any], key: bytes) -> bytes | None:
    """Write a long list of strings at once; None where it takes a closer look."""
    try:
        joined = "\0".join(items).encode()
    except (TypeError, UnicodeEncodeError):
        return None
    special = set(joined.translate(None, _SAFE)) - {0}
    if len(special) > _MANY or joined.count(b"\0") != len(items) - 1:
        return None
    for byte in sorted(special, key=lambda item: item != ord("%")):  # "%" before it is added
        joined = joined.replace(bytes((byte,)), b"%%%02X" % byte)
    return key + b"=" + joined.replace(b"\0", b"&" + key + b"=")


def _quoted(text: str, steps: list[object]) -> bytes:
    try:
        return quote_from_bytes(text.encode(), "").encode()
    except UnicodeEncodeError:
        _refuse("half a surrogate pair is no text", steps)


def _text(value: Any, schema: Schema, steps: list[object]) -> str:
    kinds = _kinds(schema) or _OPEN_KINDS
    if value is None:
        if schema.nullable and kinds <= _TEXTLESS:
            return ""
        _refuse("null has no form here; leave the field out", steps)
    found = next(
        (text for kind in kinds if (text := scalars.written(value, kind)) is not None), None
    )
    if schema.variants and isinstance(value, str) and read_first(value, kinds) != value:
        _refuse("this text would read back as a number or a truth value", steps)
    if found is None:
        said = " or ".join(sorted(kinds))
        _refuse(f"{type(value).__name__} is no {said} that a form can hold", steps)
    return found


def _kinds(schema: Schema) -> AbstractSet[Kind]:
    """Return the kinds of text that a schema admits; none for open data."""
    if schema.variants:
        return {
            variant.kind
            for variant in schema.variants
            if variant.kind not in {"object", "array", "null"}
        }
    return set[Kind]() if schema.kind == "any" else {schema.kind}


def _variant(schema: Schema, value: Any) -> Schema:
    """Return the alternative that an object or a list fits, or the schema as it is."""
    if not schema.variants or not (is_dict(value) or is_list(value)):
        return schema
    chosen = choose(schema, value) or schema
    return one_list(_lists(schema)) if chosen.kind == "array" else chosen


def _lists(schema: Schema) -> tuple[Schema, ...]:
    """Return the lists that a value may be."""
    return tuple(item for item in (schema, *schema.variants) if item.kind == "array")


def _refuse(message: str, steps: list[object]) -> NoReturn:
    raise EncodingError(message, place=scalars.place(steps)) from None  # a cause may quote text


def _grouped(content: bytes, charset: str | None) -> dict[str, list[str]]:
    """Return the texts of every key, in their order."""
    charset = charset or "utf-8"
    raw = scalars.marked(content.strip(b" \t\r\n"))[0].replace(b"+", b" ")
    grouped: dict[str, list[str]] = {}
    whole = _unquoted(raw, charset)
    if whole is not None:
        for pair in filter(None, whole.split("\0")):
            key, _, text = pair.partition("=")
            grouped.setdefault(key, []).append(text)
        return grouped
    for part in filter(None, raw.split(b"&")):
        halves = part.partition(b"=")[::2]
        key, text = (_said(unquote_to_bytes(half), charset) for half in halves)
        grouped.setdefault(key, []).append(text)
    return grouped


def _unquoted(raw: bytes, charset: str) -> str | None:
    """Undo every escape at once, with NUL between the pairs; None where that is not safe."""
    escapes: set[bytes] = set(_ESCAPE.findall(raw))
    sound = sum(raw.count(escape) for escape in escapes) == raw.count(b"%")
    if not sound or len(escapes) > _MANY or b"\0" in raw or escapes & {b"%00", b"%3D", b"%3d"}:
        return None
    raw = raw.replace(b"&", b"\0")
    for escape in sorted(escapes, key=lambda item: item == b"%25"):  # "%" after the others
        raw = raw.replace(escape, bytes((int(escape[1:], 16),)))
    return _said(raw, charset)


def _said(raw: bytes, charset: str) -> str:
    return scalars.decoded(b" " + raw, charset)[1:]  # an escaped byte order mark is text


def _path(key: str) -> list[str]:
    found = _KEY.fullmatch(key)
    if found is None:
        return [key]
    return [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]


def _plant(root: dict[str, Node], path: list[str], said: list[str]) -> None:
    if path[1:] and path[-1] == "":
        path = path[:-1]  # list[]=… is list=…
    if len(path) > _DEEPEST:
        msg = "the keys of the form are nested too deeply"
        raise DecodingError(msg)
    node = root
    for item in path[:-1]:
        inner = node.setdefault(item, {})
        if isinstance(inner, list):
            raise _contradiction()
        node = inner
    leaf = node.setdefault(path[-1], [])
    if isinstance(leaf, dict):
        raise _contradiction()
    leaf.extend(said)


def _contradiction() -> DecodingError:
    return DecodingError("a key of the form is both a value and a group of values")


def _shaped(node: Node, schema: Schema) -> Any:
    """Give the texts of a node the shape and the types of a schema."""
    if isinstance(node, dict):
        return _shaped_group(node, schema)
    lists = _lists(schema)
    if lists:
        inner = one_list(lists).items or _OPEN
        if inner.kind == "string":
            return node
        return [_value(text, inner) for text in node]
    if schema.kind == "any" and not schema.variants and len(node) > 1:
        return node
    return _value(node[-1], schema)


def _shaped_group(node: dict[str, Node], schema: Schema) -> Any:
    """Shape an object or a list, of several alternatives as its values tell."""
    first = _read_variant(schema, node)
    if first.kind == "array":
        return _shaped_items(node, one_list(_lists(schema)))
    if first.kind not in {"object", "any"}:
        return _shaped_members(node, _OPEN)  # a group where one value was promised
    data = _shaped_members(node, first)
    if not schema.variants or first.model is None:
        return data
    chosen = choose(schema, data, textual=True) or first
    if chosen is not first and chosen.kind == "object" and chosen.model is not None:
        return Known(_shaped_members(node, chosen), chosen.model())
    return Known(data, first.model())


def _shaped_members(node: dict[str, Node], schema: Schema) -> dict[str, Any]:
    known = {field.name: field for field in schema.fields}
    data = {
        name: _shaped(inner, known[name].schema if name in known else _OPEN)
        for name, inner in node.items()
    }
    for field in schema.fields:
        if field.required and field.schema.kind == "array":
            data.setdefault(field.name, [])
    return data


def _read_variant(schema: Schema, node: dict[str, Node]) -> Schema:
    digits = bool(node) and all(map(str.isdecimal, node))
    kind = (
        "array"
        if digits and any(variant.kind == "array" for variant in schema.variants)
        else "object"
    )
    fitting = [variant for variant in schema.variants if variant.kind == kind]
    return max(fitting, key=lambda item: _fit(item, set(node)), default=schema)


def _fit(schema: Schema, keys: set[str]) -> tuple[bool, int]:
    complete = all(field.name in keys for field in schema.fields if field.required)
    return complete, len(keys & {field.name for field in schema.fields})


def _shaped_items(node: dict[str, Node], schema: Schema) -> Any:
    if not all(key.isascii() and key.isdecimal() and len(key) < 10 for key in node):
        return _shaped_members(node, _OPEN)
    ordered = sorted(node.items(), key=lambda item: int(item[0]))
    inner = schema.items or _OPEN
    return [_shaped(item, inner) for _, item in ordered]


def _value(text: str, schema: Schema) -> Any:
    kinds = _kinds(schema)
    if not kinds and not schema.variants:
        return text
    if text == "" and schema.nullable and kinds <= _TEXTLESS:
        return None
    try:
        return read_first(text, kinds)
    except ValueError:
        return text  # as an odd value in JSON stays what it is
