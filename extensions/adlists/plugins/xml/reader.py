"""XML to trees: one compiled function per schema over the elements of lxml.

What is read:

- An element or attribute whose schema states a namespace is found by its qualified name,
  any other by its local name in whatever namespace. Order means nothing. Of an element
  that comes twice where there is one value, the last counts.
- An unknown element changes nothing that is declared. It becomes a member of its own, as
  unknown fields of JSON do, for models that keep them. Unknown attributes are dropped.
- What does not convert stays plain, as an odd value in JSON does: text where a number or
  elements were promised is text, and a wrapper in which nothing is called as the document says
  is open data. A document whose root is neither object nor list, as promised, is refused.
- An item inside a wrapper that is not called as the document says is otherwise dropped.
- Text is that of the element itself: comments, processing instructions and elements in it
  are left out, what is around them is joined.
- `xsi:nil="true"` is null; so is an empty element of a number or truth value that may be
  null. A list without a wrapper that is required and absent is empty.
- Open data: an element with elements in it is an object, or a list where a name comes
  twice; any other is text; `xsi:type` tells what the writer meant otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from adlists.contract import (
    Field,
    Kind,
    Known,
    Schema,
    Xml,
    choose,
    is_dict,
    is_list,
    read_first,
)
from adlists.plugins.xml import elements
from adlists.plugins.xml.elements import OPEN, Misfit
from adlists.plugins.xml.untyped import (
    BLANKS,
    Element,
    holds_something,
    is_null,
    marked,
    read_children,
    read_open,
    read_text,
    text_of,
)

_TREES: Final = ("object", "array")
Read: TypeAlias = Callable[[Element], Any]


@attrs.frozen(eq=False)
class _Members:
    """The fields of a model by element: with a namespace, and by local name alone."""

    qualified: dict[str, tuple[Field, Read]]
    local: dict[str, tuple[Field, Read]]
    attributes: tuple[tuple[str, Field], ...]
    known: frozenset[str]
    text: Field | None = None

    def find(self, tag: str) -> tuple[Field, Read] | None:
        """Return the field that an element stands for, and how to read it."""
        return self.qualified.get(tag) or self.local.get(tag.rpartition("}")[2])


class Reader:
    """Reads elements; keeps what it compiled for each schema."""

    def __init__(self) -> None:
        self._made: dict[tuple[Schema, str], Read] = {}
        self._members: dict[Schema, _Members] = {}

    def document(self, root: Element, schema: Schema | None) -> Any:
        """Return the tree of a document; `Misfit` where it does not fit the schema."""
        if schema is None:
            return read_open(root)
        local = root.tag.rpartition("}")[2]
        candidates = (schema,) if schema.xml.name or not schema.variants else schema.variants
        fitting = [
            candidate for candidate in candidates if self._is_root(candidate, root.tag, local)
        ]
        if not fitting:
            called = " or ".join(filter(None, map(elements.root_name, candidates)))
            msg = f"the root element is not {called} (with its namespace, where there is one)"
            raise Misfit(msg)
        if len(candidates) > 1 and len(fitting) == 1:  # the name of the root tells
            name = elements.root_name(fitting[0]) or local
            return told(self._element(fitting[0], name)(root), fitting[0])
        if len(candidates) > 1:
            schema = attrs.evolve(schema, variants=tuple(fitting))
            return self._alternatives(schema, local)(root)
        data = self._element(fitting[0], elements.root_name(fitting[0]) or local)(root)
        _check_root(fitting[0], data)
        return data

    def _is_root(self, schema: Schema, tag: str, local: str) -> bool:
        name = elements.root_name(schema)
        return name is None or _matches(schema.xml, name, tag, local)

    def _element(self, schema: Schema, name: str) -> Read:
        made = self._made.get((schema, name))
        if made is None:
            if schema.variants:
                made = self._alternatives(schema, name)
            elif schema.kind == "any":
                made = read_open
            elif schema.kind == "object":
                made = self._object(schema)
            elif schema.kind == "array":
                made = self._list(schema, name)
            else:
                made = _scalar(schema)
            self._made[schema, name] = made
        return made

    def _list(self, schema: Schema, name: str) -> Read:
        inner = schema.items or OPEN
        called = elements.item_name(schema, name)
        xml = inner.xml
        read_item: Read | None = None  # on first use, as models may hold themselves

        def read(element: Element) -> Any:
            nonlocal read_item
            if is_null(element):
                return None
            if read_item is None:
                read_item = self._element(inner, called)
            items: list[Any] = []
            for child in element:
                tag = child.tag
                if tag == called or _matches(xml, called, tag, tag.rpartition("}")[2]):
                    items.append(read_item(child))
            if not items and holds_something(element):
                return read_open(element)
            return items

        return read

    def _object(self, schema: Schema) -> Read:
        def read(element: Element) -> Any:
            if is_null(element):
                return None
            members = self._members.get(schema) or self._compile(schema)
            data: dict[str, Any] = {}
            unknown: list[Element] = []
            if members.text is not None:
                _read_own_text(element, members.text, data)
            elif not len(element) and holds_something(element):
                return text_of(element)
            for child in element:
                found = members.find(child.tag)
                if found is None:
                    unknown.append(child)
                    continue
                field, read_child = found
                if elements.is_loose(field.schema):
                    data.setdefault(field.name, []).append(read_child(child))
                else:
                    data[field.name] = read_child(child)
            _read_attributes(element, members, data)
            if unknown:
                data = {**read_children(unknown, members.known), **data}
            _settle(schema, data)
            return data

        return read

    def _compile(self, schema: Schema) -> _Members:
        qualified: dict[str, tuple[Field, Read]] = {}
        local: dict[str, tuple[Field, Read]] = {}
        attributes: list[tuple[str, Field]] = []
        text: Field | None = None
        for field in schema.fields:
            inner, xml = field.schema, field.schema.xml
            if elements.is_text(inner):
                text = text or field
                continue
            name = elements.declared(xml.name or field.name)
            if elements.is_attribute(inner):
                namespace = xml.namespace if xml.prefix else None
                attributes.append((f"{{{namespace}}}{name}" if namespace else name, field))
                continue
            if elements.is_loose(inner):
                name = elements.item_name(inner, field.name)
                inner = inner.items or OPEN
                xml = inner.xml
            entry = (field, self._element(inner, name))
            if xml.namespace:
                qualified.setdefault(f"{{{xml.namespace}}}{name}", entry)
            else:
                local.setdefault(name, entry)
        known = frozenset(field.name for field in schema.fields)
        members = _Members(qualified, local, tuple(attributes), known, text)
        self._members[schema] = members
        return members

    def _alternatives(self, schema: Schema, name: str) -> Read:
        kinds = elements.kinds(schema)

        def read(element: Element) -> Any:
            if is_null(element):
                return None
            kind = marked(element)
            if kind is None or (kind not in kinds and "any" not in kinds):
                kind = _kind(element, kinds)
            if kind == "object":
                chosen = elements.alternative(schema, kind, self._keys(schema, element))
                if chosen is not None:
                    return self._object_of(schema, chosen, name, element)
            elif kind == "array":
                tags = {child.tag for child in element}
                chosen = elements.list_called(schema, name, tags)
                if chosen is not None:
                    return self._element(chosen, name)(element)
            if kind is not None and kind in kinds:
                return read_text(element, kind)
            return read_open(element) if "any" in kinds else _read_first(element, schema)

        return read

    def _object_of(self, schema: Schema, first: Schema, name: str, element: Element) -> Any:
        """Return the object of an element, of the alternative that its values tell."""
        data = self._element(first, name)(element)
        chosen = choose(schema, data, textual=True)
        if chosen is None or chosen is first or chosen.kind != "object":
            return told(data, first)
        return told(self._element(chosen, name)(element), chosen)

    def _keys(self, schema: Schema, element: Element) -> set[str]:
        """Return the fields, of any alternative, that an element has."""
        keys: set[str] = set()
        for variant in schema.variants:
            if variant.kind == "object":
                members = self._members.get(variant) or self._compile(variant)
                found = (members.find(child.tag) for child in element)
                keys |= {entry[0].name for entry in found if entry is not None}
                if members.text is not None and text_of(element).strip(BLANKS):
                    keys.add(members.text.name)
                keys |= {
                    field.name
                    for name, field in members.attributes
                    if element.get(name) is not None
                }
        return keys


def told(data: Any, schema: Schema) -> Any:
    """Return the data of an object together with its model, which the data alone may not tell."""
    if schema.model is None or not is_dict(data):
        return data
    return Known(data, schema.model())


def _read_first(element: Element, schema: Schema) -> Any:
    kinds, text = elements.kinds(schema), text_of(element)
    try:
        return read_first(text, kinds)
    except ValueError:
        return None if schema.nullable and not text.strip(BLANKS) else text


def _kind(element: Element, kinds: set[Kind]) -> Kind | None:
    """Tell objects and lists from the looks of an element without a mark."""
    grouped: list[Kind] = [tree for tree in _TREES if tree in kinds]
    if not grouped:
        return None
    scalars = kinds.difference(_TREES)
    return grouped[0] if len(element) or not scalars else None


def _settle(schema: Schema, data: dict[str, Any]) -> None:
    """Give lists without a wrapper what XML has no words for: empty, and null."""
    for field in schema.fields:
        if elements.is_loose(field.schema):
            if field.name not in data:
                if field.required:
                    data[field.name] = []
            elif data[field.name] == [None] and field.schema.nullable:
                inner = field.schema.items or OPEN
                if not inner.nullable and inner.kind not in {"any", "null"}:
                    data[field.name] = None


def _read_attributes(element: Element, members: _Members, data: dict[str, Any]) -> None:
    for name, field in members.attributes:
        text = element.get(name)
        if text is None:
            continue
        schema = field.schema
        kinds: set[Kind] = elements.kinds(schema) or {schema.kind}
        try:
            data[field.name] = text if "any" in kinds else read_first(text, kinds)
        except ValueError:
            empty = schema.nullable and not text.strip(BLANKS)
            data[field.name] = None if empty else text


def _read_own_text(element: Element, field: Field, data: dict[str, Any]) -> None:
    """Read the text that an element has beside its children; one of blanks is there if demanded."""
    text = text_of(element)
    if text.strip(BLANKS):
        data[field.name] = read_text(element, field.schema.kind)
    elif field.required and field.schema.kind == "string":
        data[field.name] = ""


def _matches(xml: Xml, name: str, tag: str, local: str) -> bool:
    return tag == f"{{{xml.namespace}}}{name}" if xml.namespace else local == name


def _check_root(schema: Schema, data: Any) -> None:
    if schema.kind == "array" and not is_list(data) and data is not None:
        msg = "none of the elements in the root is called as the document says"
        raise Misfit(msg)
    if schema.kind == "object" and not is_dict(data) and data is not None:
        msg = "there is text where the document says elements"
        raise Misfit(msg)


def _scalar(schema: Schema) -> Read:
    kind = schema.kind

    def read(element: Element) -> Any:
        if is_null(element):
            return None
        if kind == "string":
            return text_of(element)
        if (schema.nullable or kind == "null") and not text_of(element).strip(BLANKS):
            return None
        return read_text(element, kind)

    return read
