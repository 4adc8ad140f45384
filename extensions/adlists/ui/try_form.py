"""A form that calls an operation: its fields, and the request that they make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs
import orjson

from adlists._runtime import requests
from adlists.contract import Operation, Parameter, Schema, Service
from adlists.errors import ArgumentError
from adlists.hookspecs import FindCodec
from adlists.messages import Request

_PREFIX: Final = "argument."
_CHOICES: Final = 40


@attrs.frozen
class FormField:
    """One field: its name in the form, its label, and what it takes.

    `control` is a line of text, several lines (one value each, or JSON), or a choice.
    """

    name: str
    label: str
    control: Literal["line", "lines", "choice"]
    required: bool
    hint: str
    choices: tuple[str, ...] = ()


def fields(operation: Operation[Any]) -> list[FormField]:
    """Return a field for each parameter."""
    return [_field(parameter) for parameter in operation.parameters]


def _field(parameter: Parameter) -> FormField:
    schema = parameter.schema
    choices = tuple(str(value) for value in schema.enum[:_CHOICES])
    control: Literal["line", "lines", "choice"] = "line"
    kind = schema.kind
    if schema.kind == "boolean":
        choices = ("true", "false")
    if choices:
        control, kind = "choice", "string"
    elif schema.kind == "array":
        control, kind = "lines", "string"
        said = "One value a line."
    elif schema.kind == "object":
        control = "lines"
    said = {"array": "One value a line.", "object": "JSON."}.get(schema.kind, "")
    if kind in {"integer", "number"}:
        said = f"A number ({kind})."
    hint = " ".join(part for part in (said, f"In the {parameter.place}.") if part)
    return FormField(
        f"{_PREFIX}{parameter.argument}",
        parameter.name,
        control,
        parameter.required,
        f"{parameter.description.strip()} {hint}".strip(),
        choices,
    )


def request(
    service: Service, operation: Operation[Any], form: Mapping[str, str], find: FindCodec
) -> Request:
    """Return the request that a form makes. Raises `ArgumentError` for what cannot be one."""
    arguments: dict[str, Any] = {}
    for parameter in operation.parameters:
        text = form.get(f"{_PREFIX}{parameter.argument}", "")
        if text != "":
            arguments[parameter.argument] = _value(parameter, text)
    base = f"http://sandbox/{service.name}"
    url, headers = requests.Address(operation, find).locate(base, arguments)
    content = b""
    if operation.body is not None:
        content = form.get("body", "").replace("\r\n", "\n").encode()
        headers["content-type"] = form.get("type") or operation.body.media_types[0].name
    if form.get("accept"):
        headers["accept"] = form["accept"]
    return Request(operation.method, url, headers, content)


def _value(parameter: Parameter, text: str) -> Any:
    schema = parameter.schema
    try:
        if schema.kind == "array":
            items = schema.items or Schema("string")
            return [_scalar(items, line.strip()) for line in text.splitlines() if line.strip()]
        return _scalar(schema, text.strip())
    except ValueError:
        msg = f"{parameter.name} has to be of the kind {schema.kind}."
        raise ArgumentError(msg) from None


def _scalar(schema: Schema, text: str) -> Any:
    if schema.kind == "integer":
        return int(text)
    if schema.kind == "number":
        return float(text)
    if schema.kind == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(text)
        return text == "true"
    if schema.kind in {"object", "any"} and text[:1] in {"{", "["}:
        return orjson.loads(text)
    return text


def legible(content: bytes) -> str:
    """Return a body as a person may edit it: JSON with line ends, the rest as it is."""
    text = content.decode()
    if text[:1] in {"{", "["}:
        try:
            return orjson.dumps(orjson.loads(content), option=orjson.OPT_INDENT_2).decode()
        except orjson.JSONDecodeError:
            return text
    return text
