"""Whether the arguments and the body of a request are what the document says they are.

Everything here refuses with 400 and names the place, never the value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from adlists._runtime.value_checks import excess, first_excess, limits_of
from adlists.contract import Parameter, Schema, is_dict, is_list
from adlists.hookspecs import FindCodec
from adlists.sandbox import unstyled
from adlists.sandbox.rejections import RefusedError, abort, documented
from adlists.sandbox.router import Route


class ExcessError(ValueError):
    """An argument breaks a limit of its schema; the message says which."""


_BITS: Final = {"int32": 31, "int64": 63}
_TYPES: Final[dict[str, type[Any] | tuple[type[Any], ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def arguments(route: Route, headers: Mapping[str, str], find: FindCodec) -> dict[str, Any]:
    """Return a request's arguments by their wire names, read by kind.

    An argument that cannot be read is 400 where the operation lists it. Elsewhere it names
    an object that does not exist: 404, or 403 where that is all there is.
    """
    found: dict[str, Any] = {}
    for parameter in route.operation.parameters:
        try:
            value = _argument(parameter, route, headers, find)
            if value is not None:
                if is_dict(value) or is_list(value):
                    check(value, parameter.schema, parameter.name)
                found[parameter.name] = value
                continue
        except (ValueError, RefusedError) as error:
            order = (404, 400, 403) if parameter.place == "path" else (400, 404, 403)
            said = f"{parameter.name} is not {_described(parameter.schema)}."
            if isinstance(error, ExcessError):
                said = f"{parameter.name} {error}."
            elif isinstance(error, RefusedError):
                said = error.text
            abort(documented(route.operation, *order), "argument-invalid", said)
        if parameter.required:
            status = documented(route.operation, 400, 404, 403)
            abort(status, "argument-missing", f"{parameter.name} is missing.")
    return found


def _argument(
    parameter: Parameter, route: Route, headers: Mapping[str, str], find: FindCodec
) -> Any:
    """Return the value of one parameter; None where there is none."""
    around = _around(parameter, route, headers)
    name = parameter.name.lower() if parameter.place == "header" else parameter.name
    texts = around.get(name, ())
    if parameter.place == "querystring":
        texts = [route.text] if route.text else []
    if texts and parameter.required and texts[0] == "":
        return None
    if parameter.media_type is None:
        others = unstyled.others(parameter, route.service, route.operation)
        return unstyled.value(parameter, texts, around, _value, others)
    codec = find(parameter.media_type)
    if not texts or codec is None:
        return None
    text = texts[0]
    if parameter.place == "querystring" and not parameter.media_type.endswith("urlencoded"):
        text = unquote(text)
    return codec.decode(text.encode(), parameter.schema, None)


def _around(
    parameter: Parameter, route: Route, headers: Mapping[str, str]
) -> Mapping[str, Sequence[str]]:
    """Return all that stands in the place of a parameter, by name."""
    if parameter.place == "path":
        return {name: [text] for name, text in route.path.items()}
    if parameter.place == "query":
        return route.query
    if parameter.place == "header":
        return {name: [text] for name, text in headers.items()}
    found: dict[str, list[str]] = {}
    for name, text in _cookie_pairs(headers):
        found.setdefault(name, []).append(unquote(text))
    return found


def _cookie_pairs(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    return [(name, value) for name, _, value in pairs if name]


def cookies(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies of a request."""
    return dict(_cookie_pairs(headers))


def _value(text: str, schema: Schema) -> Any:
    """Read one text by kind; ValueError where it does not fit."""
    if schema.variants:
        return _alternative(text, schema)
    value: Any = text
    if schema.kind == "integer":
        digits = re.fullmatch(r"(-?[0-9]{1,20})(?:\.0{1,20})?", text, re.ASCII)
        if digits is None:
            raise ValueError
        value = int(digits[1])
    elif schema.kind == "number":
        value = float(text)
    elif schema.kind == "boolean":
        value = {"true": True, "false": False}.get(text.lower())
    if _fault(value, schema) is not None:
        raise ValueError
    if (said := _excess(value, schema)) is not None:
        raise ExcessError(said)
    return value


def _alternative(text: str, schema: Schema) -> Any:
    """Read one text as the first alternative that it fits."""
    fault = ValueError()
    for variant in schema.variants:
        try:
            return _value(text, variant)
        except ExcessError as error:
            fault = error
        except ValueError:
            continue
    raise fault


def check(data: Any, schema: Schema, place: str = "") -> None:
    """Refuse a body that is not what the schema says, with 400 and the place.

    A field that the schema does not know is ignored, and null is the same as nothing for a
    field that may be left out: so do the usual readers of JSON on the server's side.
    """
    fault = _fault(data, schema)
    if fault is not None:
        abort(400, fault[0], f"{place or 'The body'} {fault[1]}.")
    if (said := _excess(data, schema)) is not None:
        abort(400, "limit-broken", f"{place or 'The body'} {said}.")
    if is_dict(data):
        for field in schema.fields:
            inner = f"{place}.{field.name}" if place else field.name
            value = data.get(field.name)
            if value is not None:
                check(value, field.schema, inner)
            elif field.required and not field.schema.nullable:
                abort(400, "field-missing", f"{inner} is missing.")
    elif is_list(data) and schema.items is not None:
        _check_items(data, schema.items, place)


def _check_items(data: list[Any], schema: Schema, place: str) -> None:
    if schema.kind == "string" and not schema.enum and set(map(type, data)) <= {str}:
        # Fifty thousand identifiers at once.
        if (odd := first_excess(data, limits_of(schema))) is not None:
            check(data[odd], schema, f"{place}[{odd}]")
        return
    for index, item in enumerate(data):
        check(item, schema, f"{place}[{index}]")


def _excess(data: Any, schema: Schema) -> str | None:
    """Return in words which limit a value breaks; of alternatives that fit, each has to."""
    if data is None and schema.nullable:
        return None
    if not schema.variants:
        return excess(data, schema)
    fitting = [variant for variant in schema.variants if _fault(data, variant) is None]
    broken = [_excess(data, variant) for variant in fitting]
    return None if None in broken else broken[0]


def is_valid(data: Any, schema: Schema) -> bool:
    """Tell whether a value itself, without its parts, is what the schema says."""
    return _fault(data, schema) is None


def _fault(data: Any, schema: Schema) -> tuple[str, str] | None:
    """Return the code and the words for what is wrong with a value itself, without its parts."""
    if data is None and schema.nullable:
        return None
    if schema.variants:
        faults = [_fault(data, variant) for variant in schema.variants]
        return None if None in faults else ("value-invalid", "is none of the kinds listed")
    if not _is(data, schema):
        return "value-invalid", f"is not {_described(schema)}"
    if schema.enum and data not in schema.enum:
        return "value-unknown", f"is not {_described(schema)}"
    if schema.max_items is not None and is_list(data) and len(data) > schema.max_items:
        return "too-many-items", f"holds {len(data)} items; {schema.max_items} are allowed"
    return None


def _is(data: Any, schema: Schema) -> bool:
    """Tell whether a value is of its schema's kind and width."""
    kind = schema.kind
    if kind in {"object", "array"}:
        return is_dict(data) if kind == "object" else is_list(data)
    if kind == "any":
        return True
    if kind == "integer" and isinstance(data, float) and data.is_integer():
        data = int(data)  # 5.0 is an integer, in JSON Schema and in JSON
    if isinstance(data, bytes):
        return kind == "string" and schema.format == "binary"
    if not isinstance(data, _TYPES[kind]) or (isinstance(data, bool) and kind != "boolean"):
        return False
    if isinstance(data, int):
        limit = 1 << _BITS.get(schema.format or "", 1024)
        return -limit <= data < limit
    return not isinstance(data, float) or math.isfinite(data)


def _described(schema: Schema) -> str:
    if schema.enum:
        return "one of " + ", ".join(map(str, schema.enum))
    if schema.variants:
        return " or ".join(dict.fromkeys(map(_described, schema.variants)))
    kind = f"{schema.format} {schema.kind}" if schema.format in _BITS else schema.kind
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
