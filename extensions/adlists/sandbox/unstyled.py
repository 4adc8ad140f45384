"""Arguments out of a request: what `style` and `explode` have made of them, undone.

The table of OpenAPI's parameter styles, read from the other end. A value that holds the
delimiter of its style cannot be told from two; texts are of the kind that the schema says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qsl

from adlists.contract import Operation, Parameter, Schema, Service, is_dict

Read = Callable[[str, Schema], Any]
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_STEP: Final = re.compile(r"\[([^\[\]]*)\]")
_TEXT: Final = Schema("string")


def others(parameter: Parameter, service: Service, operation: Operation[Any]) -> frozenset[str]:
    """Return the names in a parameter's place that are none of the members of its open object."""
    if not _is_spread(parameter) or _shape(parameter.schema).kind != "object":
        return frozenset()
    place = parameter.place
    found = {scheme.parameter for scheme in service.schemes if scheme.place == place}
    if place == "query":
        found |= dict(parse_qsl(operation.path.partition("?")[2], keep_blank_values=True)).keys()
    for other in operation.parameters:
        if other.place == place and other.name != parameter.name:
            found |= {other.name, *(field.name for field in _shape(other.schema).fields)}
    return frozenset(filter(None, found))


def _is_spread(parameter: Parameter) -> bool:
    """Tell whether the members of an object stand among the other parameters."""
    return parameter.style in {"form", "cookie"} and parameter.explode


def value(
    parameter: Parameter,
    texts: Sequence[str],
    around: Mapping[str, Sequence[str]],
    read: Read,
    others: frozenset[str] = frozenset(),
) -> Any:
    """Return the value of a parameter, None where there is none; ValueError for what is none.

    *texts* is what stands under its name, *around* all that stands in the same place, *others*
    the names there that are not of it; *read* makes a value of the text of one.
    """
    shape = _shape(parameter.schema)
    if parameter.style == "deepObject" and shape.kind in {"object", "array"}:
        found = _deep(parameter.name, around, shape, read)
        if found is not None or shape is parameter.schema:
            return found
    elif shape.kind == "object":
        return _object(parameter, shape, texts, around, read, others)
    if not texts:
        return None
    if shape.kind == "array" and parameter.style != "deepObject":
        inner = shape.items or _TEXT
        try:
            return [read(text, inner) for text in _items(parameter, texts)]
        except ValueError:
            if shape is parameter.schema:
                raise  # elsewhere it may be another of the alternatives
    return read(_bare(parameter, texts[0]), parameter.schema)


def _shape(schema: Schema) -> Schema:
    """Return the alternative that is written in parts, if there is one."""
    parts = (item for item in schema.variants if item.kind in {"object", "array"})
    return schema if schema.kind != "any" else next(parts, schema)


def _bare(parameter: Parameter, text: str) -> str:
    if parameter.style == "label":
        return text.removeprefix(".")
    if parameter.style == "matrix":
        return text.removeprefix(f";{parameter.name}").removeprefix("=")
    return text


def _items(parameter: Parameter, texts: Sequence[str]) -> list[str]:
    """Return the texts of a list's items."""
    style, text = parameter.style, texts[0]
    if style == "matrix" and parameter.explode:
        return [part.partition("=")[2] for part in text.split(";")[1:]]
    if style in {"form", "cookie"} and parameter.explode:
        return list(texts)
    if style in _DELIMITERS:
        return list(texts) if parameter.explode else text.split(_DELIMITERS[style])
    text = _bare(parameter, text)
    return text.split("." if style == "label" and parameter.explode else ",")


def _object(
    parameter: Parameter,
    shape: Schema,
    texts: Sequence[str],
    around: Mapping[str, Sequence[str]],
    read: Read,
    others: frozenset[str],
) -> Any:
    fields = {field.name: field.schema for field in shape.fields}
    if _is_spread(parameter):
        extra = _extra(shape)
        if extra is not None:
            free = (name for name in around if name.partition("[")[0] not in others)
            fields |= {name: extra for name in free if name not in fields}
        found = {
            name: [read(text, inner.items or _TEXT) for text in around[name]]
            if inner.kind == "array"
            else _first(around[name], inner, read)
            for name, inner in fields.items()
            if name in around
        }
        return found or None
    if not texts:
        return None
    text, style = texts[0], parameter.style
    if not parameter.explode:
        parts = _bare(parameter, text).split(_DELIMITERS.get(style, ","))
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
    else:
        mark = {"label": ".", "matrix": ";"}.get(style, ",")
        held = text.removeprefix(mark).split(mark)
        pairs = [(name, said) for name, _, said in (part.partition("=") for part in held)]
    return {name: read(said, fields.get(name, _TEXT)) for name, said in pairs}


def _extra(schema: Schema) -> Schema | None:
    """Return what the members of an object hold that it does not name, None where none may be."""
    if schema.model is None:
        return schema.extra or _TEXT
    model = schema.model()
    return model.SCHEMA.extra or _TEXT if hasattr(model, "additional_properties") else None


def _first(texts: Sequence[str], schema: Schema, read: Read) -> Any:
    """Read the first text that is a value: two objects may each have a member of one name."""
    for text in texts[:-1]:
        with suppress(ValueError):
            return read(text, schema)
    return read(texts[-1], schema)


def _deep(name: str, around: Mapping[str, Sequence[str]], shape: Schema, read: Read) -> Any:
    made: dict[str, Any] = {}
    for key, texts in around.items():
        steps = _STEP.findall(key.removeprefix(name))
        if not (key.startswith(f"{name}[") and steps):
            continue
        node = made
        for step in steps[:-1]:
            node = node.setdefault(step, {})
        node[steps[-1]] = list(texts)
    return _built(made, shape, read) if made else None


def _built(node: Any, schema: Schema, read: Read) -> Any:
    """Return nested pairs as the schema has them: numbered ones as a list."""
    shape = _shape(schema)
    if is_dict(node):
        if shape.kind == "array":
            return [_built(item, shape.items or _TEXT, read) for item in node.values()]
        known = {field.name: field.schema for field in shape.fields}
        return {key: _built(item, known.get(key, _TEXT), read) for key, item in node.items()}
    if shape.kind == "array":
        return [read(text, shape.items or _TEXT) for text in node]
    return read(node[0], schema)
