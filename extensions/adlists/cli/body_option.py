"""The body of a call, from `--body` and from the options of its fields.

what the document says of it     what `--body` holds
an object, a list                JSON, XML, a form, lines: told by its first sign
a text                           the text, as it is but for a byte order mark
a file                           its bytes, as they are
anything                         JSON where it reads as such, else the text
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from adlists._runtime import media
from adlists._runtime.registry import Registry
from adlists.cli.schema_options import content, flag, lines, octets, upload
from adlists.contract import Body, MediaType, Schema, is_dict
from adlists.errors import DecodingError, EncodingError
from adlists.plugins import builtins

_SIGNS = {"{": "application/json", "[": "application/json", "<": "application/xml"}


def chosen(body: Body, asked: str | None, fields: Mapping[str, Any]) -> MediaType:
    """Return the media type that was asked for; else the first that has all *fields* given."""
    if asked is not None:
        found = media.listed(body.media_types, media.essence(asked), asked)
        if found is None:
            names = ", ".join(known.name for known in body.media_types)
            msg = f"--content-type is one of {names}."
            raise click.UsageError(msg)
        return found
    for known in body.media_types:
        if fields.keys() <= {field.name for field in schema_of(body, known).fields}:
            return known
    return body.media_types[0]


def schema_of(body: Body, chosen: MediaType) -> Schema:
    """Return the schema of a body in one of its media types."""
    return chosen.schema or body.schema


def build(body: Body, chosen: MediaType, source: str | None, fields: Mapping[str, Any]) -> Any:
    """Return the Python value of a body; a field's option wins over the same field in the text.

    Raises click's UsageError where the text is of the wrong shape or a field is missing.
    """
    schema = schema_of(body, chosen)
    data: Any = {} if source is None else _whole(source, schema, chosen.form)
    if schema.kind == "object":
        if not is_dict(data):
            msg = "--body has to hold an object, not a list."
            raise click.UsageError(msg)
        data = whole = {**data, **fields}
        missing = [
            field.name for field in schema.fields if field.required and field.name not in whole
        ]
        if missing:
            names = ", ".join(flag(name) for name in missing)
            msg = f"The body lacks {names}. Give the option, or the field in --body."
            raise click.UsageError(msg)
    elif fields:
        names = " and ".join(flag(name) for name in fields)
        msg = f"Sent as {chosen.name}, the body is given whole, by --body: leave out {names}."
        raise click.UsageError(msg)
    parse = chosen.parse or body.parse
    try:
        return parse(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        # The original quotes the value, which may be personal.
        msg = "The body does not have the shape that the document describes; see --help."
        raise click.UsageError(msg) from None


def _whole(source: str, schema: Schema, form: str) -> Any:
    if schema.kind == "string" and schema.format == "binary":
        return upload(source) if source.startswith("@") else octets(source)
    if schema.kind == "string":
        return content(source)
    return read(content(source), schema, form)


def read(text: str, schema: Schema, form: str) -> Any:
    """Read a body by its first sign: JSON, XML, lines for a list, otherwise a form."""
    sign = text.lstrip()[:1]
    if schema.kind == "array":
        if sign == "{" and form not in _SIGNS.values():
            return _decode(text, form, schema)  # values one a line
        return _decode(text, _SIGNS[sign], schema) if sign in _SIGNS else lines(text)
    if schema.kind != "object":
        return _value(text)
    return _decode(text, _SIGNS.get(sign, "application/x-www-form-urlencoded"), schema)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


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


def options_of(body: Body) -> list[click.Option]:
    """Return the options of a whole body, and of how it is sent."""
    kinds = {_form_of(schema_of(body, known)): None for known in body.media_types}
    said = f" Where it is {' or '.join(kinds)}: text, @FILE, or - for standard input."
    if any(schema_of(body, known).kind in {"object", "array"} for known in body.media_types):
        said += " An object or a list is read as JSON where it begins with { or [, as XML"
        said += " where it begins with <."
    names = [known.name for known in body.media_types]
    ranges = any("*" in name for name in names)
    return [
        click.Option(
            ["--body"],
            metavar="TEXT|@FILE|-",
            help=f"{body.description} The whole body.{said}".strip(),
        ),
        click.Option(
            ["--content-type"],
            type=str if ranges else click.Choice(names, case_sensitive=False),
            metavar="MEDIA-TYPE",
            help=f"How the body is sent: {_default_first(names)}",
        ),
    ]


def _form_of(schema: Schema) -> str:
    if schema.kind == "object":
        return "an object"
    if schema.kind == "array":
        return "a list, one item a line"
    if schema.kind == "string":
        return "a file" if schema.format == "binary" else "a text"
    return "a value"


def _default_first(names: list[str]) -> str:
    first, *others = names
    usual = f"any of {first}" if "*" in first else f"{first} (unless you say otherwise)"
    return ", ".join([usual, *others]) + "."


def sent_as(body: Body, chosen: MediaType, asked: str | None) -> str | None:
    """Return the media type to name in a call; None leaves it to the session."""
    if asked is not None or chosen is body.media_types[0]:
        return asked
    return chosen.name
