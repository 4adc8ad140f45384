"""Writes Python for schemas: their types, their `Schema` values, and conversions both ways.

Each function walks two descriptions of one schema side by side: the generator's property,
which knows the names of classes, and the document's node, which knows everything else.
Names of ours begin with an underscore, as no name of the generator's does.

Text of the document enters the code by `repr` alone.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs

from adlists.contract import read_time
from adlists.regenerate.documents import Document, Node, mapping, sensitive, sequence
from adlists.regenerate.properties import Property

NUMERIC_FORMATS: Final = frozenset({"int32", "int64", "float", "double"})
_PLAIN: Final = {
    "String": "str",
    "Int": "int",
    "Float": "float",
    "Boolean": "bool",
    "None": "None",
    "Any": "_Any",
    "DateTime": "_datetime.datetime",
    "Date": "_datetime.date",
    "Uuid": "str",
    "File": "bytes",
}

_JSON_TYPES: Final = {
    "Model": "object",
    "List": "array",
    "Int": "integer",
    "Float": "number",
    "Boolean": "boolean",
    "None": "null",
}
_BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
# What sets limits to a value, by its kind; how long a list may be stands elsewhere.
_LIMITS: Final = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": _BOUNDS,
    "number": _BOUNDS,
    "array": ("minItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}


def kind(prop: Property) -> str:
    """Return what sort of property the generator made: "Model", "List", "Union", and so on."""
    return type(prop).__name__.removesuffix("Property")


@attrs.frozen
class CodeContext:
    """Where code stands: what goes before a model's name, and whether enums are open.

    `sent` says that the code is of a body that leaves, `lenient` that what a service writes
    otherwise than its document says is kept as it is.
    """

    document: Document
    prefix: str = ""
    open_enums: bool = True
    sent: bool = False
    lenient: bool = False
    _alternatives: dict[str, str] = attrs.field(factory=dict[str, str])

    def alternatives(self, code: str) -> str:
        """Return the name of what chooses among the alternatives of a schema."""
        return self._alternatives.setdefault(code, f"_CHOOSE_{len(self._alternatives) + 1}")

    @property
    def constants(self) -> dict[str, str]:
        """What stands in front of the code, by its name."""
        return {name: f"_Alternatives({code})" for code, name in self._alternatives.items()}


def branches(prop: Property, node: Node, document: Document) -> Iterator[tuple[Property, Node]]:
    """Yield the alternatives of a union with their nodes, null left out."""
    nodes = sequence(document.resolve(node).get("anyOf")) or [node]
    for inner in prop.inner_properties:
        if kind(inner) != "None":
            yield inner, next((item for item in nodes if _fits(inner, item)), Node())


def _fits(prop: Property, node: Node) -> bool:
    """Tell whether a property was made of a node."""
    if kind(prop) in {"Model", "LiteralEnum"}:
        return str(node.get("$ref", "")).rpartition("/")[2] == str(prop.class_info.name)
    if "$ref" in node:
        return False
    if kind(prop) == "Const":
        return "const" in node and bool(node["const"] == prop.value.raw_value)
    if kind(prop) == "Any":
        return not _types(node)
    if kind(prop) == "List":
        return _types(node) == ["array"] and _fits_items(prop.inner_property, node["items"])
    if not isinstance(node.get("const"), float | None):
        return False
    form = node.get("format")
    wanted = {"DateTime": "date-time", "Date": "date", "Uuid": "uuid", "File": "binary"}
    if kind(prop) in wanted:
        return _types(node) == ["string"] and bool(form == wanted[kind(prop)])
    return _types(node) == [_JSON_TYPES.get(kind(prop), "string")] and not (
        kind(prop) == "String" and form in wanted.values()
    )


def _fits_items(prop: Property, node: Node) -> bool:
    if kind(prop) == "Union":
        return "anyOf" in node
    return _fits(prop, node)


def _types(node: Node) -> list[str]:
    declared = node.get("type", [])
    return [declared] if isinstance(declared, str) else sequence(declared)


def nullable(prop: Property) -> bool:
    """Tell whether null is one of a property's values."""
    if kind(prop) == "Union":
        return any(kind(field) == "None" for field in prop.inner_properties)
    return kind(prop) == "None"


def models_in(prop: Property) -> Iterator[Property]:
    """Yield every model that a property refers to."""
    if kind(prop) == "Model":
        yield prop
    elif kind(prop) == "List":
        yield from models_in(prop.inner_property)
    elif kind(prop) == "Union":
        for field in prop.inner_properties:
            yield from models_in(field)


def enums_in(prop: Property) -> Iterator[Property]:
    """Yield every enum that a property refers to."""
    if kind(prop) == "LiteralEnum":
        yield prop
    elif kind(prop) == "List":
        yield from enums_in(prop.inner_property)
    elif kind(prop) == "Union":
        for field in prop.inner_properties:
            yield from enums_in(field)


def annotation(prop: Property, node: Node, scope: CodeContext) -> str:
    """Write the type of a value that is present."""
    node = scope.document.resolve(node)
    if kind(prop) == "Union":
        parts = [
            annotation(branch, part, scope) for branch, part in branches(prop, node, scope.document)
        ]
        return " | ".join(dict.fromkeys([*parts, *(["None"] if nullable(prop) else [])]))
    if kind(prop) == "List":
        return f"list[{annotation(prop.inner_property, mapping(node.get('items')), scope)}]"
    if kind(prop) == "Model":
        return f"{scope.prefix}{prop.class_info.name}"
    if kind(prop) == "LiteralEnum":
        name = f"{scope.prefix}{prop.class_info.name}"
        return f"{name} | {prop.value_type.__name__}" if scope.open_enums else name
    if kind(prop) == "Const":
        return f"_Literal[{prop.value.raw_value!r}]"
    if kind(prop) == "File" and (scope.sent or not scope.prefix):
        return "bytes | _File"
    plain = _PLAIN[kind(prop)]
    known = sequence(node.get("x-known-values")) if plain in {"str", "int"} else []
    return f"_Literal[{', '.join(map(repr, known))}] | {plain}" if known else plain


def build(prop: Property, node: Node, scope: CodeContext, *, null: bool = False) -> str | None:
    """Write the function that builds a value from plain data; None where it is plain.

    With *null*, whoever calls it has dealt with null already.
    """
    node = scope.document.resolve(node)
    if kind(prop) == "Union":
        parts = list(branches(prop, node, scope.document))
        builds = [build(item, part, scope) for item, part in parts]
        if not any(builds):
            return None
        made = builds[0] if len(builds) == 1 else scope.alternatives(schema(prop, node, scope))
        return f"lambda _value: _optional({made}, _value)" if nullable(prop) and not null else made
    if kind(prop) == "List":
        inner = build(prop.inner_property, mapping(node.get("items")), scope)
        each = "_each_kept" if scope.lenient else "_each"
        return "_listed" if inner is None else f"lambda _list: {each}({inner}, _list)"
    if kind(prop) == "Model":
        return f"{scope.prefix}{prop.class_info.name}.from_dict"
    return {
        "DateTime": "_read_time",
        "Date": "_datetime.date.fromisoformat",
    }.get(kind(prop))


def dump(prop: Property, value: str) -> str:
    """Write the expression that turns a value, present and of its type, into plain data."""
    if not _converted(prop):
        return value
    return f"_known({value})" if _several(prop) else f"_plain({value})"


def _several(prop: Property) -> bool:
    """Tell whether a value may be of several models, and nothing else that is converted."""
    if kind(prop) == "List":
        return _several(prop.inner_property)
    models = [item for item in getattr(prop, "inner_properties", ()) if _converted(item)]
    return len(models) > 1 and all(kind(model) == "Model" for model in models)


def _converted(prop: Property) -> bool:
    if kind(prop) == "Union":
        return any(_converted(field) for field in prop.inner_properties)
    if kind(prop) == "List":
        return _converted(prop.inner_property)
    return kind(prop) in {"Model", "DateTime", "Date"}


def schema(
    prop: Property, node: Node, scope: CodeContext, *, null: bool = False, extra: str = ""
) -> str:
    """Write the `Schema` of a value; *extra* is that of a model's unknown fields."""
    node = scope.document.resolve(node)
    if kind(prop) == "Union":
        return _union(prop, node, scope, null=null)
    more: dict[str, str] = {}
    if kind(prop) == "List":
        more["items"] = schema(prop.inner_property, mapping(node.get("items")), scope)
    elif kind(prop) == "Model":
        more["model"] = f"lambda: {scope.prefix}{prop.class_info.name}"
    if extra:
        more["extra"] = extra
    return f"_Schema({_given(node, _json_type(prop), null=null, **more)})"


def _union(prop: Property, node: Node, scope: CodeContext, *, null: bool) -> str:
    parts = list(branches(prop, node, scope.document))
    null = null or nullable(prop)
    if len(parts) == 1:
        marks = ("xml", "x-sensitive", "writeOnly")
        beside: Node = {key: node[key] for key in marks if key in node}
        return schema(parts[0][0], {**parts[0][1], **beside}, scope, null=null)
    variants = ", ".join(schema(item, part, scope) for item, part in parts)
    more = {"variants": f"({variants},)"}
    if found := mapping(node.get("discriminator")):
        pairs = {
            str(value): str(reference).rpartition("/")[2]
            for value, reference in mapping(found.get("mapping")).items()
        }
        told = [repr(str(found.get("propertyName"))), repr(pairs)]
        if found.get("defaultMapping"):
            told.append(repr(str(found["defaultMapping"]).rpartition("/")[2]))
        more["discriminator"] = f"_Discriminator({', '.join(told)})"
    return f"_Schema({_given(node, 'any', null=null, **more)})"


def _json_type(prop: Property) -> str:
    """Return the JSON Schema type of a property that is no union."""
    if kind(prop) == "Any":
        return "any"
    if kind(prop) == "LiteralEnum":
        return "integer" if prop.value_type is int else "string"
    if kind(prop) == "Const":
        names = {"bool": "boolean", "int": "integer", "float": "number"}
        return names.get(type(prop.value.raw_value).__name__, "string")
    return _JSON_TYPES.get(kind(prop), "string")


def _given(node: Node, name: str, *, null: bool, **more: str) -> str:
    arguments = [repr(name)]
    form = node.get("format")
    if (
        isinstance(form, str)
        and name != "any"
        and (form in NUMERIC_FORMATS) == (name in {"integer", "number"})
    ):
        arguments.append(f"format={form!r}")
    if null:
        arguments.append("nullable=True")
    if sensitive(node):
        arguments.append("sensitive=True")
    if isinstance(node.get("maxItems"), int) and name == "array":
        arguments.append(f"max_items={node['maxItems']}")
    if demanded := limits(node, name):
        arguments.append(f"limits={demanded}")
    values = [node["const"]] if "const" in node else sequence(node.get("enum"))
    if present := [item for item in values if item is not None]:
        arguments.append(f"enum=({', '.join(map(literal, present))},)")
    if written := xml(node.get("xml"), array=name == "array"):
        arguments.append(f"xml={written}")
    arguments += [f"{key}={value}" for key, value in more.items()]
    return ", ".join(arguments)


def limits(node: Node, name: str) -> str:
    """Write the `ValueLimits` of a value by its kind; nothing where its schema sets none."""
    if "const" in node or node.get("enum"):
        return ""
    given: list[str] = []
    for word in _LIMITS.get(name, ()):
        value = _limit(word, node.get(word))
        if value is not None:
            snake = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", word)
            given.append(f"{literal(snake)}: {literal(value)}")
    return f"{{{', '.join(given)}}}" if given else ""


def _limit(word: str, value: Any) -> Any:
    """Return what a keyword sets as a limit; None where it sets none."""
    if word == "pattern":
        return value if isinstance(value, str) else None
    if word == "uniqueItems":
        return True if value is True else None
    if type(value) not in {int, float} or not math.isfinite(value):
        return None
    if word in _BOUNDS:
        return value
    whole = value >= 0 and value == int(value) and (value or word.startswith("max"))
    return int(value) if whole else None


def literal(value: Any) -> str:
    """Write a value of the document: what `repr` writes, and what is no number as well."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    return repr(value)


def default(prop: Property, node: Node, scope: CodeContext) -> str | None:
    """Write the default of a field; None where it has none that can be written down.

    A list or an object is left to the service, and so is what is no value of the type.
    """
    node = scope.document.resolve(node)
    if kind(prop) == "Const" and (prop.required or "default" in node):
        return repr(prop.value.raw_value)
    if "default" not in node or node.get("readOnly"):
        return None
    value = node["default"]
    if kind(prop) != "Union":
        return _value(prop, value)
    if value is None:
        return "None" if nullable(prop) else None
    written = (_value(field, value) for field in prop.inner_properties)
    return next((item for item in written if item is not None), None)


def _value(prop: Property, value: Any) -> str | None:
    made = kind(prop)
    if isinstance(value, bool):
        return repr(value) if made in {"Boolean", "Any"} else None
    if made == "LiteralEnum":
        return repr(value) if type(value) is prop.value_type and value in prop.values else None
    if made == "Const":
        return repr(value) if value == prop.value.raw_value else None
    if isinstance(value, int | float):
        fits = made in {"Float", "Any"} or (made == "Int" and isinstance(value, int))
        return literal(value) if fits else None
    if not isinstance(value, str):
        return None
    if made in {"String", "Uuid", "Any"}:
        return repr(value)
    with contextlib.suppress(ValueError):
        if made == "DateTime" and read_time(value).tzinfo is not None:
            return f"_read_time({value!r})"
        if made == "Date":
            date.fromisoformat(value)
            return f"_datetime.date.fromisoformat({value!r})"
    return None


def xml(node: Any, *, array: bool = False) -> str:
    """Write an XML Object, of a list's where *array*; nothing where it says nothing."""
    known = dict(mapping(node))
    if known.get("nodeType") == "attribute":  # OpenAPI 3.2 says it so
        known["attribute"] = True
    elif known.get("nodeType") == "element" and array:
        known["wrapped"] = True
    texts = [
        f"{key}={str(known[key])!r}" for key in ("name", "namespace", "prefix") if known.get(key)
    ]
    if known.get("nodeType") in {"text", "cdata"}:
        texts.append(f"text={known['nodeType']!r}")
    flags = [f"{key}=True" for key in ("attribute", "wrapped") if known.get(key) is True]
    arguments = ", ".join([*texts, *flags])
    return f"_Xml({arguments})" if arguments else ""
