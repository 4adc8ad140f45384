"""The body of a call, from `--body` and from the options of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from adlists._runtime.registry import Registry
from adlists.cli.schema_options import content, flag, lines
from adlists.contract import Body, Schema, is_dict
from adlists.errors import DecodingError, EncodingError
from adlists.plugins import builtins


def build(body: Body, source: str | None, fields: Mapping[str, Any]) -> Any:
    """Return the Python value of a body; a field's option wins over the same field in the text.

    Raises click's UsageError where the text is of the wrong shape or a field is missing.
    """
    data: Any = {} if source is None else read(content(source), body)
    if body.schema.kind == "object":
        if not is_dict(data):
            msg = "--body has to hold an object, not a list."
            raise click.UsageError(msg)
        data = whole = {**data, **fields}
        missing = [
            field.name for field in body.schema.fields if field.required and field.name not in whole
        ]
        if missing:
            names = ", ".join(flag(name) for name in missing)
            msg = f"The body lacks {names}. Give the option, or the field in --body."
            raise click.UsageError(msg)
    try:
        return body.parse(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        # The original quotes the value, which may be personal.
        msg = "The body does not have the shape that the document describes; see --help."
        raise click.UsageError(msg) from None


def read(text: str, body: Body) -> Any:
    """Read a body by its first sign: JSON, XML, lines for a list, otherwise a form."""
    sign = text.lstrip()[:1]
    if sign in {"{", "["}:
        return _decode(text, "application/json", body.schema)
    if sign == "<":
        return _decode(text, "application/xml", body.schema)
    if body.schema.kind == "array":
        return lines(text)
    return _decode(text, "application/x-www-form-urlencoded", body.schema)


def _decode(text: str, media_type: str, schema: Schema) -> Any:
    codec = Registry(builtins()).codec(media_type)
    if codec is None:
        msg = f"--body looks like {media_type}, for which there is no codec."
        raise click.UsageError(msg)
    try:
        return codec.decode(text.encode(), schema, "utf-8")
    except (DecodingError, EncodingError, UnicodeEncodeError) as error:
        detail = "it holds a lone surrogate" if isinstance(error, UnicodeEncodeError) else error
        msg = f"--body was read as {media_type}: {detail}"
        raise click.UsageError(msg) from None  # the original may quote the content
