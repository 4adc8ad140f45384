"""Writes Python for schemas: their types, their `Schema` values, and conversions both ways.

Each function walks two descriptions of one schema side by side: the generator's property,
which knows the names of classes, and the document's node, which knows everything else.
Names of ours begin with an underscore, as no name of the generator's does.

Text of the document enters the code by `repr` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

import attrs
from openapi_python_client.parser import properties as kinds

from adlists.regenerate.documents import Document, Node

NUMERIC_FORMATS: Final = frozenset({"int32", "int64", "float", "double"})
_PLAIN: Final = {
    kinds.StringProperty: "str",
    kinds.IntProperty: "int",
    kinds.FloatProperty: "float",
    kinds.BooleanProperty: "bool",
    kinds.NoneProperty: "None",
    kinds.AnyProperty: "_Any",
    kinds.DateTimeProperty: "_datetime.datetime",
    kinds.DateProperty: "_datetime.date",
    kinds.UuidProperty: "_UUID",
    kinds.FileProperty: "bytes",
}

Property = Any  # the generator's properties share a protocol that leaves their fields out


@attrs.frozen
class Scope:
    """Where code stands: what goes before a model's name, and whether enums are open."""

    document: Document
    prefix: str = ""
    open_enums: bool = True


def branches(prop: Property, node: Node, document: Document) -> Iterator[tuple[Property, Node]]:
    """Yield the alternatives of a union with their nodes, null left out."""
    nodes: list[Node] = []

    def collect(one: Node) -> None:
        one = document.resolve(one)
        listed = [*one.get("anyOf", []), *one.get("oneOf", [])]
        listed += [{**one, "type": kind} for kind in _types(one)] if len(_types(one)) > 1 else []
        for part in listed:
            collect(part)
        if not listed:
            nodes.append(one)

    collect(node)
    for inner in prop.inner_properties:
        if isinstance(inner, kinds.NoneProperty):
            continue
        kind = _kind_of(inner)
        fitting = [one for one in nodes if kind in {None, *_types(one)}] or nodes
        if isinstance(inner, kinds.ModelProperty) and len(fitting) > 1:
            fitting = [one for one in fitting if _same_model(inner, one)] or fitting
        yield inner, fitting[0] if fitting else {}


def _same_model(prop: Property, node: Node) -> bool:
    declared = {str(name.get_untrusted_value()) for name in prop.data.properties or {}}
    return declared == set(node.get("properties", {}))


def _kind_of(prop: Property) -> str | None:
    if isinstance(prop, kinds.ModelProperty):
        return "object"
    if isinstance(prop, kinds.ListProperty):
        return "array"
    names = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
    return names.get(_PLAIN.get(cast("Any", type(prop)), ""), None)


def _types(node: Node) -> list[str]:
    kind = node.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def nullable(prop: Property) -> bool:
    """Tell whether null is one of a property's values."""
    if isinstance(prop, kinds.UnionProperty):
        return any(isinstance(one, kinds.NoneProperty) for one in prop.inner_properties)
    return isinstance(prop, kinds.NoneProperty)


def models_in(prop: Property) -> Iterator[Property]:
    """Yield every model that a property refers to."""
    if isinstance(prop, kinds.ModelProperty):
        yield prop
    elif isinstance(prop, kinds.ListProperty):
        yield from models_in(prop.inner_property)
    elif isinstance(prop, kinds.UnionProperty):
        for one in prop.inner_properties:
            yield from models_in(one)


def enums_in(prop: Property) -> Iterator[Property]:
    """Yield every enum that a property refers to."""
    if isinstance(prop, kinds.LiteralEnumProperty):
        yield prop
    elif isinstance(prop, kinds.ListProperty):
        yield from enums_in(prop.inner_property)
    elif isinstance(prop, kinds.UnionProperty):
        for one in prop.inner_properties:
            yield from enums_in(one)


def annotation(prop: Property, node: Node, scope: Scope) -> str:
    """Write the type of a value that is present."""
    node = scope.document.resolve(node)
    if isinstance(prop, kinds.UnionProperty):
        parts = [annotation(one, part, scope) for one, part in branches(prop, node, scope.document)]
        return " | ".join(dict.fromkeys([*parts, *(["None"] if nullable(prop) else [])]))
    if isinstance(prop, kinds.ListProperty):
        return f"list[{annotation(prop.inner_property, node.get('items', {}), scope)}]"
    if isinstance(prop, kinds.ModelProperty):
        return f"{scope.prefix}{prop.class_info.name}"
    if isinstance(prop, kinds.LiteralEnumProperty):
        name = f"{scope.prefix}{prop.class_info.name}"
        return f"{name} | {prop.value_type.__name__}" if scope.open_enums else name
    if isinstance(prop, kinds.ConstProperty):
        return f"_Literal[{prop.value.raw_value!r}]"
    plain = _PLAIN[cast("Any", type(prop))]
    known = node.get("x-known-values", []) if plain in {"str", "int"} else []
    return f"_Literal[{', '.join(map(repr, known))}] | {plain}" if known else plain


def build(prop: Property, scope: Scope, *, null: bool = False) -> str | None:
    """Write the function that builds a value from plain data; None where it is plain.

    With *null*, whoever calls it has dealt with null already.
    """
    if isinstance(prop, kinds.UnionProperty):
        parts = [one for one in prop.inner_properties if not isinstance(one, kinds.NoneProperty)]
        builds = [build(one, scope) for one in parts]
        if not any(builds):
            return None
        if len(builds) == 1:
            made = builds[0]
        else:
            made = f"lambda _data: _first(({', '.join(one or '_same' for one in _plain_last(builds))},), _data)"
        return f"lambda _value: _optional({made}, _value)" if nullable(prop) and not null else made
    if isinstance(prop, kinds.ListProperty):
        return f"lambda _list: _each({build(prop.inner_property, scope)}, _list)"
    if isinstance(prop, kinds.ModelProperty):
        return f"{scope.prefix}{prop.class_info.name}.from_dict"
    return {
        kinds.DateTimeProperty: "_read_time",
        kinds.DateProperty: "_datetime.date.fromisoformat",
        kinds.UuidProperty: "_UUID",
    }.get(cast("Any", type(prop)))


def _plain_last(builds: Iterable[str | None]) -> list[str | None]:
    return sorted(builds, key=lambda one: one is None)


def dump(prop: Property, value: str, scope: Scope) -> str:
    """Write the expression that turns a value, present and of its type, into plain data."""
    if isinstance(prop, kinds.UnionProperty):
        made = value
        for one in prop.inner_properties:
            inner = dump(one, value, scope)
            if inner != value:
                made = f"{inner} if isinstance({value}, {_class_of(one, scope)}) else {made}"
        return f"({made})" if made != value else value
    if isinstance(prop, kinds.ListProperty):
        inner = dump(prop.inner_property, "_item", scope)
        return value if inner == "_item" else f"[{inner} for _item in {value}]"
    if isinstance(prop, kinds.ModelProperty):
        return f"{value}.to_dict()"
    if isinstance(prop, kinds.DateTimeProperty):
        return f"_write_time({value})"
    if isinstance(prop, kinds.DateProperty):
        return f"{value}.isoformat()"
    return f"str({value})" if isinstance(prop, kinds.UuidProperty) else value


def _class_of(prop: Property, scope: Scope) -> str:
    if isinstance(prop, kinds.ModelProperty):
        return f"{scope.prefix}{prop.class_info.name}"
    return "list" if isinstance(prop, kinds.ListProperty) else _PLAIN[cast("Any", type(prop))]


def schema(prop: Property, node: Node, scope: Scope, *, null: bool = False) -> str:
    """Write the `Schema` of a value."""
    node = scope.document.resolve(node)
    single = node.get("allOf", [])
    if len(single) == 1 and not node.get("properties"):
        node = scope.document.resolve(
            {**single[0], **{k: v for k, v in node.items() if k != "allOf"}}
        )
    if isinstance(prop, kinds.UnionProperty):
        parts = list(branches(prop, node, scope.document))
        null = null or nullable(prop)
        if len(parts) == 1:
            beside = {key: node[key] for key in ("xml", "x-sensitive", "writeOnly") if key in node}
            return schema(parts[0][0], {**parts[0][1], **beside}, scope, null=null)
        variants = ", ".join(schema(one, part, scope) for one, part in parts)
        given = _given(node, "any", null=null, variants=f"({variants},)")
        return f"_Schema({given})"
    more: dict[str, str] = {}
    kind = _kind_of(prop)
    if isinstance(prop, kinds.ListProperty):
        more["items"] = schema(prop.inner_property, node.get("items", {}), scope)
    elif isinstance(prop, kinds.ModelProperty):
        more["model"] = f"lambda: {scope.prefix}{prop.class_info.name}"
    elif kind is None:
        kind = "null" if isinstance(prop, kinds.NoneProperty) else _scalar(prop, node)
    return f"_Schema({_given(node, kind, null=null, **more)})"


def _scalar(prop: Property, node: Node) -> str:
    if isinstance(prop, kinds.AnyProperty):
        return "any"
    value = prop.value.raw_value if isinstance(prop, kinds.ConstProperty) else None
    if isinstance(prop, kinds.LiteralEnumProperty):
        value = prop.value_type()
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    declared = [one for one in _types(node) if one != "null"]
    return declared[0] if declared else "string"


def _given(node: Node, kind: str, *, null: bool, **more: str) -> str:
    arguments = [repr(kind)]
    form = node.get("format")
    if form and kind != "any" and (form in NUMERIC_FORMATS) == (kind in {"integer", "number"}):
        arguments.append(f"format={form!r}")
    if null:
        arguments.append("nullable=True")
    if sensitive(node):
        arguments.append("sensitive=True")
    if isinstance(node.get("maxItems"), int) and kind == "array":
        arguments.append(f"max_items={node['maxItems']}")
    values = [node["const"]] if "const" in node else node.get("enum", [])
    if present := [one for one in values if one is not None]:
        arguments.append(f"enum=({', '.join(map(repr, present))},)")
    if written := xml(node.get("xml")):
        arguments.append(f"xml={written}")
    arguments += [f"{name}={value}" for name, value in more.items()]
    return ", ".join(arguments)


def sensitive(node: Node) -> bool:
    """Tell whether the document says that a value must never be shown."""
    return bool(
        node.get("x-sensitive") or node.get("writeOnly") or node.get("format") == "password"
    )


def xml(node: Any) -> str:
    """Write an XML Object; nothing where it says nothing."""
    if not isinstance(node, dict):
        return ""
    known = cast("Node", node)
    keys = ("name", "namespace", "prefix", "attribute", "wrapped")
    arguments = ", ".join(f"{key}={known[key]!r}" for key in keys if known.get(key))
    return f"_Xml({arguments})" if arguments else ""
