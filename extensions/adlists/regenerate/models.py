"""Plans the class of one model, for the template `model.py.jinja`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

import attrs

from adlists.regenerate import expressions
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.expressions import CodeContext
from adlists.regenerate.prepare.classes import classes_in
from adlists.regenerate.prepare.directions import ABSENT, RECEIVED
from adlists.regenerate.properties import Property
from adlists.regenerate.sensitivity import sensitive_inside
from adlists.regenerate.texts import attributes, docstring

OWN_NAMES: Final = frozenset({"SCHEMA", "additional_properties", "from_dict", "to_dict"})


@attrs.frozen
class FieldCode:
    """One field: all of it is Python source, except `name` and `wire`.

    `shown` is the function that stands in for its `repr`, nothing where it may be seen.
    """

    name: str
    wire: str
    required: bool
    annotation: str
    default: str | None
    schema: str
    shown: str
    load: str
    dump: str
    description: str


@attrs.frozen
class ModelCode:
    """One class, ready to be written. `extra` is the type of unknown fields, None if closed.

    Imports are pairs of a class and its module.
    """

    name: str
    docstring: str
    schema: str
    fields: tuple[FieldCode, ...]
    extra: str | None
    extra_load: str | None
    extra_dump: str
    extra_sensitive: bool
    constants: dict[str, str]
    top_imports: tuple[tuple[str, str], ...]
    bottom_imports: tuple[tuple[str, str], ...]


def model(prop: Property, node: Node, document: Document, hiding: AbstractSet[str]) -> ModelCode:
    """Plan the class of a model; `node` is its schema in the prepared document.

    *hiding* are the classes that hold what must never be shown.
    """
    extra = prop.additional_properties
    lenient = extra is not None or bool(node.get(RECEIVED))
    scope = CodeContext(document, open_enums=extra is not None, lenient=lenient)
    parts = {
        field.name.get_untrusted_value(): field
        for field in [*prop.required_properties, *prop.optional_properties]
    }
    nodes = mapping(node.get("properties"))
    fields = tuple(_field(parts[wire], wire, nodes[wire], scope, hiding) for wire in nodes)
    used = [*parts.values(), *([extra] if extra is not None else [])]
    enums = [item for part in used for item in expressions.enums_in(part)]
    others = [item for part in used for item in expressions.models_in(part)]
    extra_node = mapping(node.get("additionalProperties"))
    load = None if extra is None else expressions.build(extra, extra_node, scope, null=True)
    return ModelCode(
        name=prop.class_info.name,
        docstring=docstring(
            str(node.get("description") or node.get("title") or f"{prop.class_info.name}."),
            *attributes((field.name, field.description) for field in fields),
        ),
        schema=expressions.schema(prop, node, scope, extra=_extra(extra, extra_node, scope)),
        fields=fields,
        extra=None if extra is None else _quoted(extra, extra_node, scope, "dict[str, {}]"),
        extra_load=load,
        extra_dump="_value" if extra is None else expressions.dump(extra, "_value"),
        extra_sensitive=bool(_shown(extra_node, document, hiding)),
        constants=scope.constants,
        top_imports=_imports(prop, enums),
        bottom_imports=_imports(prop, others),
    )


def _extra(extra: Property | None, node: Node, scope: CodeContext) -> str:
    """Write the `Schema` of unknown fields; nothing where there are none, or of any sort."""
    if extra is None or expressions.kind(extra) == "Any":
        return ""
    return expressions.schema(extra, node, scope)


def _field(
    prop: Property, wire: str, node: Node, scope: CodeContext, hiding: AbstractSet[str]
) -> FieldCode:
    name = f"{prop.python_name}_" if prop.python_name in OWN_NAMES else str(prop.python_name)
    default = expressions.default(prop, node, scope)
    if default is None and not prop.required and not node.get(ABSENT):
        default = "_UNSET"
    source = f"src_dict[{wire!r}]" if prop.required else f"src_dict.get({wire!r}, _UNSET)"
    build = expressions.build(prop, node, scope, null=True)
    optional = "_kept" if scope.lenient else "_optional"
    resolved = scope.document.resolve(node)
    return FieldCode(
        name=name,
        wire=wire,
        required=prop.required,
        annotation=_quoted(prop, node, scope, "{}" if prop.required else "{} | _Unset"),
        default=default,
        schema=expressions.schema(prop, node, scope),
        shown=_shown(node, scope.document, hiding),
        load=source if build is None else f"{optional}({build}, {source})",
        dump=expressions.dump(prop, f"self.{name}"),
        description=" ".join(str(resolved.get("description", "")).split()),
    )


def _shown(node: Node, document: Document, hiding: AbstractSet[str]) -> str:
    if sensitive_inside(node, document):
        return "_redacted"
    return "" if hiding.isdisjoint(classes_in(node)) else "_guarded"


def _quoted(prop: Property, node: Node, scope: CodeContext, form: str) -> str:
    """Write an annotation; in quotes where it names a class that is imported at the bottom."""
    written = form.format(expressions.annotation(prop, node, scope))
    # With the quotes and backslashes of its own escaped, such as those of a `const`.
    return repr(written) if any(True for _ in expressions.models_in(prop)) else written


def _imports(model: Property, used: list[Property]) -> tuple[tuple[str, str], ...]:
    found = {
        (str(item.class_info.name), str(item.class_info.module_name))
        for item in used
        if item.class_info.name != model.class_info.name
    }
    return tuple(sorted(found))
