"""What may not be shown, taken out of texts that came from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from adlists.contract import UNSET, Call, Schema, Unset, is_dict, is_list, tree
from adlists.messages import Request

_LONGEST: Final = 300
#: What looks like an address or a hash; compiled by the first error, not at import time.
_PERSONAL: Final = (
    r"[^\s\"'<>(),;:]+@[^\s\"'<>(),;]+|\b[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12,}\b"
)


def mask(text: str, call: Call[Any], request: Request | None) -> str:
    """Replace in a text whatever the call holds that must not be shown, and cut it short."""
    text = text[: 20 * _LONGEST]  # a body of megabytes, searched for thousands of people
    for secret in sorted(set(_secrets(call, request)), key=len, reverse=True):
        text = text.replace(secret, "[secure]")
    text = "".join(one if one.isprintable() else " " for one in re.sub(_PERSONAL, "[secure]", text))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _secrets(call: Call[Any], request: Request | None) -> Iterator[str]:
    """Yield the sensitive strings of a call: of its body, and what its layers added."""
    operation = call.operation
    if operation.body is not None and given(call.body):
        schema = operation.body.schema
        yield from _sensitive(tree(call.body, schema), schema, marked=False)
    for parameter in operation.parameters:
        value = call.arguments.get(parameter.argument, UNSET)
        if parameter.schema.sensitive and given(value):
            yield str(value)
    if request is not None:
        shown = set(map(str, call.arguments.values()))
        for part in re.split(r"[?&]", request.url)[1:]:
            value = part.partition("=")[2]
            yield from (
                one for one in (value, unquote(value)) if len(one) >= 4 and one not in shown
            )
        for name, value in request.headers.items():
            if name not in {"accept", "content-type", "user-agent"}:
                words = [*value.split(), *re.split(r"[\s;=]+", value)]
                yield from (one for word in words for one in (word, unquote(word)) if len(one) >= 8)


def _sensitive(data: Any, schema: Schema, *, marked: bool) -> Iterator[str]:
    marked = marked or schema.sensitive
    if isinstance(data, str):
        if marked and data.strip():
            yield data
    elif is_list(data) and schema.items is not None:
        for item in data:
            yield from _sensitive(item, schema.items, marked=marked)
    elif is_dict(data):
        for field in schema.fields:
            if field.name in data:
                yield from _sensitive(data[field.name], field.schema, marked=marked)


def given(value: object) -> bool:
    """Tell whether an argument or a body was given."""
    return not (value is None or isinstance(value, Unset))
