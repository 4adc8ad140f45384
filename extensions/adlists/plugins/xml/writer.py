"""Trees to XML: one compiled function per schema, pieces of text, one join.

A list of strings is joined, checked and escaped as a whole: a loop over its items runs only
to find the place of one that XML cannot carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, cast

import attrs

from adlists._runtime import scalars
from adlists.contract import Field, Kind, Schema, Xml, choose, is_dict, is_list, read_first
from adlists.plugins.xml import elements
from adlists.plugins.xml.bulk import ESCAPES, Fragment, at_once
from adlists.plugins.xml.elements import OPEN, Misfit, Namespaces
from adlists.plugins.xml.untyped import BLANKS

WriteElement: TypeAlias = Callable[[Any, list[Fragment]], None]

_DECLARATION: Final = b'<?xml version="1.0" encoding="utf-8"?>'
_NIL: Final = ' xsi:nil="true"'
_UNSAFE: Final = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = str.maketrans(dict(ESCAPES))
_MARKS: Final[dict[Kind, str]] = {
    "string": ' xsi:type="xs:string"',
    "integer": ' xsi:type="xs:integer"',
    "number": ' xsi:type="xs:double"',
    "boolean": ' xsi:type="xs:boolean"',
    "array": ' xsi:type="array"',
    "object": ' xsi:type="object"',
}
_DEEPEST: Final = 100  # levels of open data; parsers stop at 256 elements


def escaped(text: str) -> str:
    """Return text as an element holds it; `Misfit` for what XML cannot carry."""
    if _UNSAFE.search(text) is None:
        return text
    if _ILLEGAL.search(text) is not None:
        msg = "XML cannot carry control characters, half surrogate pairs, U+FFFE or U+FFFF"
        raise Misfit(msg)
    return text.translate(_ESCAPE)


@attrs.frozen(eq=False)
class _Parts:
    """What writes the fields of a model, the names known, and the element names taken."""

    attributes: list[tuple[str, Callable[[Any], str]]]
    members: list[tuple[str, WriteElement]]
    known: frozenset[str]
    taken: frozenset[str]


class XmlWriter:
    """Writes documents; keeps what it compiled for each schema."""

    def __init__(self) -> None:
        self._made: dict[tuple[Schema, Xml, str, Namespaces, str], WriteElement] = {}
        self._roots: dict[tuple[Schema, Schema], Schema] = {}

    def document(self, data: Any, schema: Schema) -> bytes:
        """Return a document in UTF-8; `Misfit` for what it cannot hold."""
        xml, name = schema.xml, elements.root_name(schema) or "data"
        if schema.variants and schema.xml.name is None:  # each alternative has a root of its own
            chosen = _chosen(schema, data)
            if chosen is not None:
                xml, name = chosen.xml, elements.root_name(chosen) or "data"
                schema = self._root(schema, chosen, name)
        pieces: list[Fragment] = []
        self._element(schema, xml, name, Namespaces(), "")(data, pieces)
        text = [piece for piece in pieces if isinstance(piece, str)]
        if any("xsi:" in letter for letter in text):
            extra = f' xmlns:xsi="{elements.XSI}"'
            extra += (
                f' xmlns:xs="{elements.XS}"' if any('"xs:' in letter for letter in text) else ""
            )
            end = cast("re.Match[str]", re.match(r"<[^\s/>]+", text[0])).end()
            pieces[0] = f"{text[0][:end]}{extra}{text[0][end:]}"  # after the root's name
        written = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        return b"".join((_DECLARATION, *written))

    def _root(self, schema: Schema, chosen: Schema, name: str) -> Schema:
        """Return the alternatives that a root of that name may be, or the only one."""
        made = self._roots.get((schema, chosen))
        if made is None:
            alike = tuple(
                item for item in schema.variants if elements.root_name(item) in {None, name}
            )
            made = attrs.evolve(schema, variants=alike) if len(alike) > 1 else chosen
            self._roots[schema, chosen] = made
        return made

    def _element(
        self, schema: Schema, xml: Xml, name: str, scope: Namespaces, mark: str
    ) -> WriteElement:
        """Return what writes a value as one element, which bears `xml` and a mark."""
        made = self._made.get((schema, xml, name, scope, mark))
        if made is None:
            if schema.variants:
                made = self._alternatives(schema, xml, name, scope)
            elif schema.kind == "any":
                made = _open(elements.tag(xml, name, scope), mark)
            elif schema.kind == "object":
                made = self._object(schema, xml, name, scope, mark)
            elif schema.kind == "array":
                made = self._list(schema, xml, name, scope, mark)
            else:
                made = _scalar(schema, elements.tag(xml, name, scope), mark)
            self._made[schema, xml, name, scope, mark] = made
        return made

    def _list(
        self, schema: Schema, xml: Xml, name: str, scope: Namespaces, mark: str
    ) -> WriteElement:
        inner = schema.items or OPEN
        tag = elements.tag(xml, name, scope, (inner.xml,))
        items = self._items(schema, name, tag.scope)

        def write(value: Any, out: list[Fragment]) -> None:
            if value is None:
                out.append(f"{tag.start}{_NIL}/>")
                return
            out.append(f"{tag.start}{mark}>")
            items(value, out)
            out.append(tag.end)

        return write

    def _items(self, schema: Schema, name: str, scope: Namespaces) -> WriteElement:
        """Return what writes the items of a list, one element each, with nothing around."""
        inner = schema.items or OPEN
        called = elements.item_name(schema, name)
        one = self._element(inner, inner.xml, called, scope, "")
        tag = elements.tag(inner.xml, called, scope) if inner.kind == "string" else None

        def write(value: Any, out: list[Fragment]) -> None:
            if not is_list(value):
                raise Misfit(_unfit(value, "array"))
            bulk = at_once(value, tag.start + ">", tag.end) if tag is not None else None
            if bulk is not None:
                out.extend(bulk)
                return
            for index, item in enumerate(value):
                try:
                    one(item, out)
                except Misfit as misfit:
                    raise misfit.within(index)  # noqa: B904 - the same exception goes on

        return write

    def _loose(self, schema: Schema, name: str, scope: Namespaces) -> WriteElement:
        """Return what writes a list without a wrapper: null is a single item that is null."""
        inner = schema.items or OPEN
        called = elements.item_name(schema, name)
        items = self._items(schema, name, scope)
        null = f"{elements.tag(inner.xml, called, scope).start}{_NIL}/>"

        def write(value: Any, out: list[Fragment]) -> None:
            if value is not None:
                items(value, out)
            elif inner.nullable or inner.kind in {"any", "null"}:
                msg = "null for a list without a wrapper would read back as a list of null"
                raise Misfit(msg)
            else:
                out.append(null)

        return write

    def _object(
        self, schema: Schema, xml: Xml, name: str, scope: Namespaces, mark: str
    ) -> WriteElement:
        own = [field.schema.xml for field in schema.fields if elements.is_attribute(field.schema)]
        loose = [field.schema for field in schema.fields if elements.is_loose(field.schema)]
        around = own + [item.items.xml for item in loose if item.items is not None]
        tag = elements.tag(xml, name, scope, around)
        parts: _Parts | None = None  # on first use, as models may hold themselves

        def write(value: Any, out: list[Fragment]) -> None:
            nonlocal parts
            if value is None:
                out.append(f"{tag.start}{_NIL}/>")
                return
            if not is_dict(value):
                raise Misfit(_unfit(value, "object"))
            parts = parts or self._parts(schema, tag.scope)
            out.append(f"{tag.start}{_written_attributes(parts, value)}{mark}>")
            _write_members(parts, value, out)
            out.append(tag.end)

        return write

    def _parts(self, schema: Schema, scope: Namespaces) -> _Parts:
        attributes = [field for field in schema.fields if elements.is_attribute(field.schema)]
        children = [field for field in schema.fields if not elements.is_attribute(field.schema)]
        return _Parts(
            attributes=[(attribute.name, _attribute(attribute, scope)) for attribute in attributes],
            members=[(element.name, self._member(element, scope)) for element in children],
            known=frozenset(field.name for field in schema.fields),
            taken=frozenset(
                _called(field) for field in children if not elements.is_text(field.schema)
            ),
        )

    def _member(self, field: Field, scope: Namespaces) -> WriteElement:
        if elements.is_text(field.schema):
            return _text(field)
        if elements.is_loose(field.schema):
            return self._loose(field.schema, field.name, scope)
        name = elements.declared(field.schema.xml.name or field.name)
        return self._element(field.schema, field.schema.xml, name, scope, "")

    def _alternatives(self, schema: Schema, xml: Xml, name: str, scope: Namespaces) -> WriteElement:
        """Return what writes a value of several kinds; a mark tells where XML would not."""
        kinds = elements.kinds(schema)
        null = f"{elements.tag(xml, name, scope).start}{_NIL}/>"

        def write(value: Any, out: list[Fragment]) -> None:
            if value is None:
                out.append(null)
                return
            chosen = _chosen(schema, value)
            if chosen is None:
                raise Misfit(_unfit(value, *kinds))
            kind, mark = chosen.kind, ""
            if kind in {"object", "array"}:
                mark = _MARKS[kind] if len(kinds) > 1 else ""
                chosen = elements.list_of(schema, chosen) if kind == "array" else chosen
            elif kind != "any":
                text = scalars.written(value, kind)
                said = read_first(cast("str", text), kinds)
                mark = "" if type(said) is type(value) and said == value else _MARKS[kind]
            self._element(chosen, xml, name, scope, mark)(value, out)

        return write


def _written_attributes(parts: _Parts, value: dict[str, Any]) -> str:
    written = ""
    for name, attribute in parts.attributes:
        if name in value:
            try:
                written += attribute(value[name])
            except Misfit as misfit:
                raise misfit.within(name)  # noqa: B904 - the same exception goes on
    return written


def _write_members(parts: _Parts, value: dict[str, Any], out: list[Fragment]) -> None:
    """Write the declared members in the document's order, then the others in their own."""
    step: object = None
    try:
        for step, member in parts.members:
            if step in value:
                member(value[step], out)
        if not value.keys() <= parts.known:
            for step, inner in value.items():
                if step not in parts.known:
                    _write_open(inner, elements.undeclared(_key(step), parts.taken), out, 1)
    except Misfit as misfit:
        raise misfit.within(step)  # noqa: B904 - the same exception goes on


def _called(field: Field) -> str:
    """Return the element name that a field takes."""
    if elements.is_loose(field.schema):
        return elements.item_name(field.schema, field.name)
    return elements.declared(field.schema.xml.name or field.name)


def _key(key: object) -> str:
    if not isinstance(key, str):
        msg = "a key is not text"
        raise Misfit(msg)
    return key


def _chosen(schema: Schema, value: Any) -> Schema | None:
    """Return the alternative that a value fits; None where there is none."""
    if is_dict(value) or is_list(value):
        return choose(schema, value)
    for variant in schema.variants:
        if variant.kind == "null" and value is None:
            return variant
        if scalars.written(value, variant.kind) is not None:
            return variant
    return elements.alternative(schema, "any", ())


def _scalar(schema: Schema, tag: elements.Tag, mark: str) -> WriteElement:
    kind = schema.kind
    start, end, null = f"{tag.start}{mark}>", tag.end, f"{tag.start}{_NIL}/>"

    def write(value: Any, out: list[Fragment]) -> None:
        if value is None:
            out.append(null)
            return
        text = scalars.written(value, kind)
        if text is None:
            raise Misfit(_unfit(value, kind))
        out.append(f"{start}{escaped(text)}{end}")

    return write


def _text(field: Field) -> WriteElement:
    """Return what writes a field as the text of the element around; null leaves it out."""
    kind, section = field.schema.kind, field.schema.xml.text == "cdata"

    def write(value: Any, out: list[Fragment]) -> None:
        if value is None:
            return
        text = scalars.written(value, kind)
        if text is None:
            raise Misfit(_unfit(value, kind))
        if not text.strip(BLANKS) and (text or not field.required):
            msg = "a text of nothing but blanks would vanish; leave it out"
            raise Misfit(msg)
        plain = escaped(text)  # refuses what XML cannot carry
        if section and "\r" not in text:  # which a parser would take for a line feed
            plain = f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
        out.append(plain)

    return write


def _attribute(field: Field, scope: Namespaces) -> Callable[[Any], str]:
    """Return what writes a field as an attribute; null leaves it out, as XML has none there."""
    xml, schema = field.schema.xml, field.schema
    prefix = elements.prefixed(xml)
    local = elements.declared(xml.name or field.name)
    known = prefix and any(prefix == item for item, _ in scope.prefixes)
    name = f"{prefix}:{local}" if known else local
    kinds: set[Kind] = elements.kinds(schema) or {schema.kind}
    if schema.kind == "any" and not schema.variants:
        kinds = {"string"}

    def write(value: Any) -> str:
        if value is None:
            return ""
        written = (scalars.written(value, kind) for kind in kinds)
        text = next((item for item in written if item is not None), None)
        if text is None:
            raise Misfit(_unfit(value, *kinds))
        if isinstance(value, str) and len(kinds) > 1 and read_first(text, kinds) != value:
            msg = "as an attribute this text would read back as a number or a truth value"
            raise Misfit(msg)
        escaped(text)  # refuses what XML cannot carry
        return f' {name}="{elements.quoted(text)}"'

    return write


def _open(tag: elements.Tag, mark: str) -> WriteElement:
    """Return what writes a value of any kind, which the schema says nothing of."""
    name = tag.end[2:-1]
    head = tag.start[1 + len(name) :]

    def write(value: Any, out: list[Fragment]) -> None:
        _write_open(value, name, out, 1, head + mark)

    return write


def _write_open(value: Any, name: str, out: list[Fragment], depth: int, head: str = "") -> None:
    """Write a value of any kind; `head` is what the start tag bears."""
    if depth > _DEEPEST:
        msg = "the data is nested too deeply, or holds itself"
        raise Misfit(msg)
    if value is None:
        out.append(f"<{name}{head}{_NIL}/>")
        return
    children: Sequence[tuple[object, Any]]
    if is_dict(value):
        mark, children = "" if value else _MARKS["object"], list(value.items())
    elif is_list(value):
        mark, children = _MARKS["array"], list(enumerate(value))
    else:
        kind, text = _telling(value)
        mark = "" if kind == "string" else _MARKS[kind]
        out.append(f"<{name}{head}{mark}>{escaped(text)}</{name}>")
        return
    out.append(f"<{name}{head}{mark}>")
    for step, inner in children:
        try:
            called = elements.ITEM if is_list(value) else elements.undeclared(_key(step), ())
            _write_open(inner, called, out, depth + 1)
        except Misfit as misfit:
            raise misfit.within(step)  # noqa: B904 - the same exception goes on
    out.append(f"</{name}>")


def _telling(value: Any) -> tuple[Kind, str]:
    """Return the kind and the text of a value that the schema says nothing of."""
    for kind in _SCALARS:
        text = scalars.written(value, kind)
        if text is not None:
            return kind, text
    raise Misfit(_unfit(value, *_SCALARS))


_SCALARS: Final[tuple[Kind, ...]] = ("string", "integer", "number", "boolean")


def _unfit(value: object, *kinds: Kind) -> str:
    said = " or ".join(sorted(kinds))
    return f"{type(value).__name__} stands where the document says {said}"
