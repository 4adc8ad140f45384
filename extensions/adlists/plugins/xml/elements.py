"""What writer and reader share: element names, namespaces, and alternatives.

The name of an element is its schema's `xml.name`, else the name of the field. Items are
named by `items.xml.name`, else like the list: like its wrapper where it is wrapped, by the
field's name where it is not (the list's own `xml.name` then names nothing, as OpenAPI has
it). A root is named by `xml.name`, else by its model.

A namespace without a prefix becomes the default one and holds for what is inside, as XML
itself has it; one with a prefix holds for its own element only.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

import attrs

from adlists._runtime import scalars
from adlists.contract import Kind, Schema, Xml
from adlists.contract.choice import one_list

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XS: Final = "http://www.w3.org/2001/XMLSchema"
OPEN: Final = Schema("any")
ITEM: Final = "item"
_VALUES: Final = frozenset({"boolean", "integer", "number", "string"})

# https://www.w3.org/TR/xml/#NT-NameStartChar, without the colon
_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_REST: Final = _START + "0-9.\xb7\u0300-\u036f\u203f\u2040-"
# A pattern that `re` keeps once it is asked for: to compile it takes longer than the whole module.
_UNFIT: Final = f"^[^{_START}]|[^{_REST}]"
# Names that no document declares stay within ASCII, which older parsers read as well.
_UNFIT_KEY: Final = re.compile(r"^[^A-Za-z_]|[^A-Za-z0-9_.-]|_(?=x)|^(?=[Xx][Mm][Ll])")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{0,6})_")
_LONGEST: Final = 40_000  # characters; libxml2 reads names of up to 50,000


class Misfit(Exception):
    """A value that cannot be written or read; `steps` leads to it, outermost first."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message: Final = message
        self.steps: list[object] = []

    def within(self, step: object) -> Misfit:
        """Return the misfit, seen from the outside of one key or index."""
        self.steps.insert(0, step)
        return self

    @property
    def place(self) -> str:
        """The place as errors name it."""
        return scalars.place(self.steps)


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_" if found[0] else "_x_"


def declared(name: str) -> str:
    """Return the XML name of a name in the document; what XML forbids becomes `_xHHHH_`."""
    return re.sub(_UNFIT, _escape, name) or "_x_"


def undeclared(key: str, taken: Collection[str]) -> str:
    """Return the XML name of a key that no schema declares, other than those taken."""
    name = _UNFIT_KEY.sub(_escape, key) or "_x_"
    if name in taken:
        name = f"_x{ord(key[0]):04X}_{_UNFIT_KEY.sub(_escape, key)[1:]}"
    if len(name) > _LONGEST:
        msg = "the key is too long for an XML name"
        raise Misfit(msg)
    return name


def key(name: str) -> str:
    """Return the key that an undeclared XML name stands for."""
    return _ESCAPED.sub(_unescape, name) if "_x" in name else name


def _unescape(found: re.Match[str]) -> str:
    code = int(found[1] or "110000", 16)
    if not found[1]:
        return ""
    return chr(code) if code < 0x110000 else found[0]


def root_name(schema: Schema) -> str | None:
    """Return what the document calls the root element; None where it does not say."""
    name = schema.xml.name or (schema.model().__name__ if schema.model is not None else None)
    return None if name is None else declared(name)


def item_name(schema: Schema, name: str) -> str:
    """Return the XML name of a list's items; `name` is that of the field, or of the root."""
    inner = schema.items or OPEN
    around = schema.xml.name if schema.xml.wrapped else None
    return declared(inner.xml.name or around or name)


def is_attribute(schema: Schema) -> bool:
    """Tell whether a field is an attribute; only what is one text can be."""
    kinds = {variant.kind for variant in schema.variants or (schema,)}
    return schema.xml.attribute and not kinds & {"object", "array"}


def is_text(schema: Schema) -> bool:
    """Tell whether a field is the text of its object's element; only one value can be."""
    return schema.xml.text is not None and schema.kind in _VALUES


def is_loose(schema: Schema) -> bool:
    """Tell whether a field is a list whose items stand among its neighbours."""
    return schema.kind == "array" and not schema.xml.wrapped


def kinds(schema: Schema) -> set[Kind]:
    """Return the kinds that the alternatives of a schema have, null left aside."""
    return {variant.kind for variant in schema.variants if variant.kind != "null"}


def alternative(schema: Schema, kind: Kind, keys: Collection[str]) -> Schema | None:
    """Return the alternative of a kind: of several objects the one that the keys fit best.

    That is one with all of its required fields, and of those the one that knows most keys.
    """
    fitting = [variant for variant in schema.variants if variant.kind == kind]
    return max(fitting, key=lambda variant: _fit(variant, keys), default=None)


def list_of(schema: Schema, chosen: Schema) -> Schema:
    """Return what stands for all lists among the alternatives whose items are called alike."""
    called = _item_tag(chosen)
    alike = (variant for variant in schema.variants if variant.kind == "array")
    return one_list(tuple(variant for variant in alike if _item_tag(variant) == called))


def list_called(schema: Schema, name: str, tags: Collection[str]) -> Schema | None:
    """Return the list among the alternatives whose items have one of the tags, else the first."""
    lists = [variant for variant in schema.variants if variant.kind == "array"]
    if not lists:
        return None
    names = {tag.rpartition("}")[2] for tag in tags}
    fitting = [variant for variant in lists if item_name(variant, name) in names]
    return list_of(schema, fitting[0] if fitting else lists[0])


def _item_tag(schema: Schema) -> tuple[str | None, str | None]:
    inner = schema.items or OPEN
    around = schema.xml.name if schema.xml.wrapped else None
    return inner.xml.name or around, inner.xml.namespace


def _fit(schema: Schema, keys: Collection[str]) -> tuple[bool, int]:
    required = [field for field in schema.fields if field.required and not is_loose(field.schema)]
    complete = all(field.name in keys for field in required)
    return complete, sum(field.name in keys for field in schema.fields)


@attrs.frozen
class Namespaces:
    """The namespaces in force: the default one, and those with prefixes."""

    default: str = ""
    prefixes: frozenset[tuple[str, str]] = frozenset({("xsi", XSI), ("xs", XS)})

    def bind(self, prefix: str, namespace: str) -> Namespaces:
        """Return the scope inside an element that declares a prefix."""
        others = {(other, uri) for other, uri in self.prefixes if other != prefix}
        return attrs.evolve(self, prefixes=frozenset({*others, (prefix, namespace)}))


@attrs.frozen
class Tag:
    """A start tag without its ">", the end tag, and the scope inside."""

    start: str
    end: str
    scope: Namespaces


def prefixed(xml: Xml) -> str | None:
    """Return the prefix of an element or attribute, free of clashes with our own."""
    if not xml.prefix:
        return None
    prefix = declared(xml.prefix)
    clash = prefix.lower().startswith("xml") or (
        prefix in {"xsi", "xs"} and xml.namespace not in {None, XSI, XS}
    )
    return f"_{prefix}_" if clash else prefix


def quoted(text: str) -> str:
    """Return text as an attribute's value; blanks survive a parser's normalising."""
    if _UNQUOTED.search(text) is None:
        return text
    return text.translate(_QUOTES)


_UNQUOTED: Final = re.compile(r'[&<>"\t\n\r]')
_QUOTES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {blank: f"&#{ord(blank)};" for blank in "\t\n\r"}
)


def tag(xml: Xml, name: str, scope: Namespaces, around: Collection[Xml] = ()) -> Tag:
    """Return the tags of an element; it declares the prefixes of those it stands *around*."""
    prefix = prefixed(xml)
    declarations = ""
    for described in (xml, *around):
        own, namespace = prefixed(described), described.namespace
        if own and namespace and (own, namespace) not in scope.prefixes:
            if f' xmlns:{own}="' in declarations:
                continue  # two namespaces under one prefix: the second declares its own
            scope = scope.bind(own, namespace)
            declarations += f' xmlns:{own}="{quoted(namespace)}"'
    if xml.namespace and not prefix and scope.default != xml.namespace:
        scope = attrs.evolve(scope, default=xml.namespace)
        declarations += f' xmlns="{quoted(xml.namespace)}"'
    known = prefix and (xml.namespace or any(prefix == other for other, _ in scope.prefixes))
    full = f"{prefix}:{name}" if known else name
    return Tag(f"<{full}{declarations}", f"</{full}>", scope)
