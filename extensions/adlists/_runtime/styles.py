"""Parameters as the document styles them: one writer for every cell of OpenAPI's table.

The styles are expressions of RFC 6570, with four of OpenAPI's own (spaceDelimited,
pipeDelimited, deepObject, and cookie of version 3.2). A writer is made once for each
parameter; it takes a value and returns text, percent-encoded where its place demands that.

What a style cannot tell is refused: a list in a list, an item that holds the delimiter, an
empty list, and whatever is no value of the kind that the document says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

import attrs

from adlists._runtime import scalars
from adlists._runtime.null_defaults import null_by_default
from adlists._runtime.scalars import refuse
from adlists.contract import Encoding, Parameter, ReplyHeader, Schema, is_dict, is_list
from adlists.errors import EncodingError

WriteText: TypeAlias = Callable[[Any], str]
Pair: TypeAlias = "tuple[str, str]"

# What may stand unescaped where `allowReserved` is set: what RFC 3986 reserves, but for what
# would end this place or mean something else in it.
_RESERVED: Final = {"query": ":/?@!$'()*,;=", "path": ":@!$&'()*+,;=", "cookie": ":/?@!$'()*="}
_ESCAPED: Final = "0123456789ABCDEFabcdef"
_OPEN: Final = Schema("any")
_DEEPEST: Final = 32
_SMALL: Final = 2**63


@attrs.frozen
class _Form:
    """A row of the table: what stands before, between and within the parts."""

    first: str = ""
    between: str = ","
    named: bool = False
    equals: str = "="  # after a name with an empty value
    inside: str = ","  # between the parts where they are not exploded


FORMS: Final = {
    "simple": _Form(),
    "label": _Form(first=".", between="."),
    "matrix": _Form(first=";", between=";", named=True, equals=""),
    "form": _Form(between="&", named=True),
    "cookie": _Form(between="; ", named=True),
    "spaceDelimited": _Form(between="&", named=True, inside="%20"),
    "pipeDelimited": _Form(between="&", named=True, inside="%7C"),
}


def delimiter(style: str | None) -> str:
    """Return what stands between the parts of a list in one text; without a style, that of form."""
    return unquote(FORMS.get(style or "form", _Form()).inside)


def writer(parameter: Parameter) -> WriteText:
    """Return the function that writes the values of one parameter; it raises `EncodingError`."""
    if parameter.style == "deepObject":
        return _Deep(parameter)
    written = _Styled(parameter)
    return written.plain if _plain(parameter) else written


def header_writer(header: ReplyHeader[Any]) -> WriteText:
    """Return the function that writes a header of a reply, as a service does."""
    if header.media_type is not None and header.media_type.endswith("json"):
        from json import dumps

        return dumps
    return writer(
        Parameter(
            header.name,
            header.name,
            "header",
            required=header.required,
            schema=header.schema,
            explode=header.explode,
        )
    )


def encoded(name: str, schema: Schema, how: Encoding) -> WriteText:
    """Return the function that writes a property of a form as its Encoding Object says."""
    style: Any = how.style or "form"
    explode = style == "form" if how.explode is None else how.explode
    return writer(
        Parameter(
            name,
            name,
            "query",
            required=False,
            schema=schema,
            style=style,
            explode=explode,
            reserved=how.reserved,
        )
    )


def pairs(name: str, value: Any, schema: Schema, how: Encoding) -> Iterator[Pair]:
    """Yield the pairs that a property of a form becomes, with nothing escaped."""
    for pair in encoded(name, schema, how)(value).split("&"):
        key, _, text = pair.partition("=")
        yield unquote(key), unquote(text, errors="surrogateescape")


def _plain(parameter: Parameter) -> bool:
    """Tell whether a parameter is one value in a path or a header, with nothing around it."""
    return parameter.style == "simple" and not {"any", "array", "object"} & {parameter.schema.kind}


class _Quoting:
    """What all writers share: how a name and a text are escaped in their place."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter: Final = parameter
        place = parameter.place
        self._raw: Final = place == "header" or parameter.style == "cookie"
        self._safe: Final = _RESERVED.get(place, "") if parameter.reserved else ""
        self.name: Final = parameter.name if self._raw else quote(parameter.name, "")

    def quote(self, text: str) -> str:
        if self._raw:
            return text
        if self._safe and "%" in text:
            return "".join(self._triplets(text))
        try:
            return quote(text, self._safe)
        except UnicodeEncodeError:
            return _bytes(text, self._safe)

    def _triplets(self, text: str) -> Iterator[str]:
        """Yield the parts of a text; what is percent-encoded already stays (RFC 6570, 3.2.3)."""
        first, *others = text.split("%")
        yield quote(first, self._safe)
        for part in others:
            if len(part) > 1 and part[0] in _ESCAPED and part[1] in _ESCAPED:
                yield f"%{part[:2]}{quote(part[2:], self._safe)}"
            else:
                yield f"%25{quote(part, self._safe)}"


def _bytes(text: str, safe: str) -> str:
    try:
        return quote(text, safe, errors="surrogateescape")
    except UnicodeEncodeError:
        refuse("holds half a surrogate pair, which is no text")


class _Styled(_Quoting):
    """Writes a value, a list or an object in a style of RFC 6570, or delimited."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        form = FORMS[parameter.style]
        if parameter.place == "cookie" and form.between == "&":
            form = attrs.evolve(form, between="; ")  # each pair is a cookie (RFC 6265, 4.2.1)
        self._form: Final = form
        self._integer: Final = parameter.schema.kind == "integer"
        self._delimiters: Final = self._inner_delimiters(parameter, form)

    def _inner_delimiters(self, parameter: Parameter, form: _Form) -> str:
        """Return the characters that would be read as ends of a part, as they are not escaped."""
        if parameter.style in {"spaceDelimited", "pipeDelimited"}:
            return "" if parameter.explode else {"%20": " ", "%7C": "|"}[form.inside]
        if parameter.style == "label":
            return "." if parameter.explode else ""
        if self._raw:
            return ";," if parameter.style == "cookie" else ","
        return ""

    def plain(self, value: Any) -> str:
        if type(value) is int and self._integer and 0 <= value < _SMALL:  # an id: the usual case
            return str(value)
        return self.quote(scalars.text(value, self.parameter.schema))

    def __call__(self, value: Any) -> str:
        schema, form = self.parameter.schema, self._form
        if is_list(value):
            return self._list(value, _of_kind(schema, "array"))
        members = _members(value, schema)
        if members is not None:
            return self._object(members)
        text = self.quote(scalars.text(value, schema))
        return form.first + (self._pair(self.name, text) if form.named else text)

    def _pair(self, name: str, text: str) -> str:
        return f"{name}={text}" if text else f"{name}{self._form.equals}"

    def _list(self, items: Any, schema: Schema) -> str:
        inner = schema.items or _OPEN
        texts = [self._part(item, inner, f"[{index}]") for index, item in enumerate(items)]
        if not texts:
            refuse("is an empty list, which has no form here; leave it out")
        if schema.max_items is not None and len(texts) > schema.max_items:
            refuse(f"holds {len(texts)} items; the document allows {schema.max_items}")
        form = self._form
        if not self.parameter.explode:
            return self._whole(form.inside.join(texts))
        if form.named:
            texts = [self._pair(self.name, text) for text in texts]
        return form.first + form.between.join(texts)

    def _object(self, members: dict[str, tuple[Any, Schema]]) -> str:
        form, explode = self._form, self.parameter.explode
        pairs: list[Pair] = []
        for key, (value, schema) in members.items():
            name, place = self._escaped(key, f".{key}"), f".{key}"
            if self._raw and "=" in name:
                refuse("a key with '=' would end there", place)
            if explode and form.named and is_list(value):
                if not value:
                    refuse("an empty list would vanish", place)
                inner = _of_kind(schema, "array").items or _OPEN
                pairs += [
                    (name, self._part(item, inner, f"{place}[{index}]"))
                    for index, item in enumerate(value)
                ]
            else:
                pairs.append((name, self._part(value, schema, place)))
        if not pairs:
            refuse("is an empty object, which has no form here; leave it out")
        if not explode:
            return self._whole(form.inside.join(part for pair in pairs for part in pair))
        if form.named:
            return form.first + form.between.join(self._pair(*pair) for pair in pairs)
        return form.first + form.between.join(f"{name}={text}" for name, text in pairs)

    def _whole(self, text: str) -> str:
        form = self._form
        return form.first + (self._pair(self.name, text) if form.named else text)

    def _part(self, value: Any, schema: Schema, place: str) -> str:
        try:
            return self._escaped(scalars.text(value, schema), "")
        except EncodingError as error:
            scalars.within(error, place)

    def _escaped(self, text: str, place: str) -> str:
        for delimiter in self._delimiters:
            if delimiter in text:
                style = self.parameter.style
                refuse(f"holds {delimiter!r}, which ends a part in the style {style}", place)
        if self._raw and (text != text.strip() or not text):
            refuse("is empty, or begins or ends with a blank", place)
        quoted = self.quote(text)
        if self._safe and not self._raw:  # what is reserved may be a delimiter too
            quoted = quoted.replace(",", "%2C").replace(";", "%3B")
        return quoted


class _Deep(_Quoting):
    """Writes `filter[color]=red`; lists and objects within as forms have them.

    OpenAPI leaves what is nested undefined. As most frameworks read it, a list of values is
    one pair for each (`filter[size]=1&filter[size]=2`), and every step further in adds a key
    in brackets, of a list of objects its number (`filter[lines][0][name]=a`). What is no object
    has no keys: a list numbers its items (`expand[0]=a`), a value stands by itself (`to=a`).
    """

    def __call__(self, value: Any) -> str:
        schema, name = self.parameter.schema, self.parameter.name
        members = _members(value, schema)
        if members is not None:
            pairs = list(self._pairs(members, name, "", 0))
        elif is_list(value):
            inner = _of_kind(schema, "array").items or _OPEN
            pairs = [
                pair
                for index, item in enumerate(value)
                for pair in self._value(item, inner, f"{name}[{index}]", f"[{index}]", 1)
            ]
        else:
            return f"{self.name}={self.quote(scalars.text(value, schema))}"
        if not pairs:
            kind = "an empty list" if members is None else "an empty object"
            refuse(f"is {kind}, which has no form here; leave it out")
        return "&".join(pairs)

    def _pairs(
        self, members: dict[str, tuple[Any, Schema]], owner: str, place: str, depth: int
    ) -> Iterator[str]:
        if depth > _DEEPEST:
            refuse("is nested too deeply, or holds itself")
        for key, (value, schema) in members.items():
            if "[" in key or "]" in key or not key:
                refuse("a key is text without brackets", place)
            yield from self._value(value, schema, f"{owner}[{key}]", f"{place}.{key}", depth)

    def _value(
        self, value: Any, schema: Schema, name: str, place: str, depth: int
    ) -> Iterator[str]:
        inner = _members(value, schema)
        if inner is not None:
            if not inner:
                refuse("an empty object would vanish", place)
            yield from self._pairs(inner, name, place, depth + 1)
        elif is_list(value):
            if not value:
                refuse("an empty list would vanish", place)
            items = _of_kind(schema, "array").items or _OPEN
            nested = any(is_list(item) or _is_object(item) for item in value)
            for index, item in enumerate(value):
                numbered = f"{name}[{index}]" if nested else name
                yield from self._value(item, items, numbered, f"{place}[{index}]", depth + 1)
        else:
            try:
                yield f"{self._key(name)}={self.quote(scalars.text(value, schema))}"
            except EncodingError as error:
                scalars.within(error, place)

    def _key(self, name: str) -> str:
        return quote(name, "")


def _is_object(value: Any) -> bool:
    return is_dict(value) or hasattr(value, "to_dict")


def _of_kind(schema: Schema, kind: str) -> Schema:
    """Return a schema of lists or of objects, from alternatives too; refuse where there is none."""
    if schema.kind == kind:
        return schema
    if schema.kind == "any" and not schema.variants:
        return _OPEN
    found = next((variant for variant in schema.variants if variant.kind == kind), None)
    if found is None:
        wanted = f"{schema.kind}" if schema.kind != "any" else "one value"
        name = "a list" if kind == "array" else "an object"
        refuse(f"is {name}, where the document says {wanted}")
    return found


def _members(value: Any, schema: Schema) -> dict[str, tuple[Any, Schema]] | None:
    """Return the members of an object with their schemas; None where it is none."""
    if not _is_object(value):
        if schema.kind == "object":
            refuse(f"has to be an object, not {type(value).__name__}")
        if schema.kind == "array" and not is_list(value):
            refuse(f"has to be a list, not {type(value).__name__}")
        return None
    declared = schema
    if schema.kind != "object":
        declared = _of_kind(schema, "object")
    try:
        data: dict[Any, Any] = value if is_dict(value) else value.to_dict()
    except ValueError as error:
        refuse(str(error))
    known = {field.name: field for field in declared.fields}
    found: dict[str, tuple[Any, Schema]] = {}
    for key, member in data.items():
        if not isinstance(key, str):
            refuse("has a key that is no text")
        field = known.get(key)
        if field is not None and field.required and is_list(member) and not member:
            continue  # reads back as empty, because it is required
        if member is None and key in null_by_default(declared):
            continue
        found[key] = (member, _OPEN if field is None else field.schema)
    return found
