"""Options of the command line, made from schemas, and the values they give.

A value that the document marks sensitive may be given as `@FILE` or as `-` (standard
input), which keeps it out of the shell's history; a password may be given in no other way.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import click

from adlists.contract import Body, Field, File, MediaType, Operation, Parameter, Schema


class Integer(click.ParamType[int]):
    """A whole number of so many bits."""

    name = "integer"

    def __init__(self, bits: int) -> None:
        self.bits: Final = bits

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        try:
            number = int(value)
        except ValueError:
            self.fail("this is no whole number.", param, ctx)
        if not -(2 ** (self.bits - 1)) <= number < 2 ** (self.bits - 1):
            self.fail(f"this number takes more than {self.bits} bits.", param, ctx)
        return number


class Seconds(click.ParamType[float]):
    """A duration above zero."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number."""
        try:
            seconds = float(value)
        except ValueError:
            self.fail("this is no number of seconds.", param, ctx)
        if not 0 < seconds < float("inf"):
            self.fail("this has to be above zero.", param, ctx)
        return seconds


class Json(click.ParamType[Any]):
    """A value written as JSON: for whatever is no plain string or number."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the JSON; say where it breaks, never what it holds."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            self.fail(f"this is not JSON (column {error.pos + 1}): {error.msg}.", param, ctx)


class JsonOrText(click.ParamType[Any]):
    """A value of several kinds: JSON where it reads as such, the text itself otherwise."""

    name = "value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ARG002 - click's signature
        """Read JSON, or take the text."""
        try:
            return json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError:
            return value


class Guarded(click.ParamType[Any]):
    """A sensitive string: text, or `@FILE`, or `-`; as a list, one a line of the file."""

    name = "text|@file|-"

    def __init__(self, *, secret: bool, many: bool) -> None:
        self.secret: Final = secret
        self.many: Final = many
        if secret:
            self.name = "@file|-"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the file or standard input where it is named."""
        if not isinstance(value, str):
            return value
        if value != "-" and not value.startswith("@"):
            if self.secret:
                self.fail(
                    "a secret is read from @FILE or from standard input (-), so that it"
                    " stays out of the shell's history.",
                    param,
                    ctx,
                )
            return [value] if self.many else value
        text = content(value)
        return lines(text) if self.many else text.strip()


class Upload(click.ParamType[Any]):
    """A file as a part of a body: `@FILE`, which is read while it is sent, `-`, or its text."""

    name = "@file|-"

    def __init__(self, *, many: bool) -> None:
        self.many: Final = many

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ARG002 - click's signature
        """Name the file, once it is seen to be there."""
        if not isinstance(value, str):
            return value
        found = upload(value)
        return [found] if self.many else found


@attrs.frozen(eq=False)
class OptionTarget:
    """Where the value of an option goes: a parameter's argument, or a field of the body."""

    option: str
    name: str
    in_body: bool
    required: bool
    many: bool


def content(source: str) -> str:
    """Return the text of `@FILE` or `-`, or the text itself."""
    try:
        return octets(source).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = "standard input" if source == "-" else source[1:]
        msg = f"{where} is not UTF-8 (byte {error.start})."
        raise click.UsageError(msg) from None  # the original quotes the content
    except UnicodeEncodeError:  # what a shell gave that is no UTF-8
        return source


def octets(source: str) -> bytes:
    """Return the bytes of `@FILE` or `-`, or of the text itself."""
    if source == "-":
        return sys.stdin.buffer.read()
    if not source.startswith("@"):
        return source.encode()
    try:
        return Path(source[1:]).read_bytes()
    except OSError as error:
        msg = f"{source[1:] or '@'} cannot be read: {error.strerror}."
        raise click.UsageError(msg) from error


def upload(source: str) -> File:
    """Return `@FILE` as a file that is read while it is sent; else `-`, or the text, as one."""
    if not source.startswith("@"):
        return File(octets(source))
    path = Path(source[1:])
    if not path.is_file():
        octets(source)  # which says why it cannot be read, or reads a pipe
    return File(path)


def lines(text: str) -> list[str]:
    """Return the items of a text: one a line, trimmed, without blanks and `#` comments."""
    items = (line.strip() for line in text.splitlines())
    return [item for item in items if item and not item.startswith("#")]


def flag(name: str) -> str:
    """Write a wire name or an argument as an option: `advertiserId` → `--advertiser-id`."""
    parts: list[str] = []
    for at, letter in enumerate(name):
        if letter.isupper() and at and (name[at - 1].islower() or name[at - 1].isdigit()):
            parts.append("-")
        parts.append(letter.lower() if letter.isalnum() else "-")
    return f"--{''.join(parts).strip('-')}"


def options(
    operation: Operation[Any], taken: Iterable[str]
) -> list[tuple[OptionTarget, click.Option]]:
    """Return an option for each parameter and each field of an object body.

    *taken* are options that mean something else; whatever collides is called `--query-…`
    or `--body-…`.
    """
    used = {*taken}
    made: list[tuple[OptionTarget, click.Option]] = []
    for parameter in operation.parameters:
        name = _free(flag(parameter.argument), parameter.place, used)
        made.append(_option(name, parameter.argument, parameter, in_body=False))
    for field, media, only in _fields(operation.body):
        name = _free(flag(field.name), "body", used)
        file = media.form.startswith("multipart/")
        target, option = _option(name, field.name, field, in_body=True, file=file)
        if only:
            option.help = f"{option.help or ''}  [{media.name}]".strip()
        made.append((target, option))
    return made


def _fields(body: Body | None) -> Iterator[tuple[Field, MediaType, bool]]:
    """Yield the fields of a body in all its media types; True where others have none of them."""
    if body is None:
        return
    several = any(media.schema is not None for media in body.media_types)
    seen = set[str]()
    for media in body.media_types:
        for field in (media.schema or body.schema).fields:
            if field.name not in seen:
                seen.add(field.name)
                yield field, media, several


def _free(name: str, place: str, used: set[str]) -> str:
    while name in used:
        name = f"--{place}-{name[2:]}"
    used.add(name)
    return name


def _option(
    name: str,
    destination: str,
    described: Parameter | Field,
    *,
    in_body: bool,
    file: bool = False,
) -> tuple[OptionTarget, click.Option]:
    schema = described.schema
    many = schema.kind == "array" and schema.items is not None and _plain(schema.items)
    item = schema.items if many and schema.items is not None else schema
    kind: click.ParamType[Any] = (
        Upload(many=many)
        if file and item.format == "binary"
        else _kind(item, sensitive=schema.sensitive or item.sensitive, many=many)
    )
    notes = [described.description.strip()]
    if many:
        notes.append("Repeat for several.")
    if schema.max_items is not None:
        notes.append(f"At most {schema.max_items:,}.")
    target = OptionTarget(
        f"target_{name[2:].replace('-', '_')}", destination, in_body, described.required, many
    )
    option = click.Option(
        [name, target.option],
        type=kind,
        multiple=many,
        # A body may come whole by --body, so its fields are asked for later.
        required=described.required and not in_body,
        help=" ".join(note for note in notes if note) or None,
        metavar=None if isinstance(kind, click.Choice) else kind.name.upper(),
    )
    if described.required and in_body:
        option.help = f"{option.help or ''}  [required]".strip()
    return target, option


def _plain(schema: Schema) -> bool:
    return schema.kind in {"string", "integer", "number", "boolean"}


def _kind(schema: Schema, *, sensitive: bool, many: bool) -> click.ParamType[Any]:
    if schema.kind == "string":
        if sensitive:
            return Guarded(secret=schema.format == "password", many=many)
        known = [value for value in schema.enum if isinstance(value, str)]
        return click.Choice(known) if known else click.STRING
    if schema.kind == "integer":
        return Integer(32 if schema.format == "int32" else 64)
    if schema.kind == "number":
        return click.FLOAT
    if schema.kind == "boolean":
        return click.BOOL
    if schema.kind in {"object", "array"}:
        return Json()
    return JsonOrText()
