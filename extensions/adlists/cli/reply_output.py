"""What becomes of a reply: shown to a person, printed for a program, or written into a file.

a file      its bytes: into a pipe or by --output, never onto a terminal
a text      as it came into a pipe or a file
a stream    item by item, while it arrives
else        as lines or a table; by --json, or in a file, as JSON
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from adlists._runtime import secrecy
from adlists.cli import private_file, results
from adlists.contract import Operation, Reply, Schema, Stream, tree
from adlists.errors import AdlistsError


@attrs.frozen(kw_only=True)
class ReplyOutput:
    """Where a reply goes: as JSON or not, with what is sensitive or not, into a file or not."""

    as_json: bool
    show_sensitive: bool
    path: Path | None

    def check(self, operation: Operation[Any], accept: str | None) -> None:
        """Refuse, before the call, a file for a terminal, or a sensitive one that nobody asked for.

        Parts of a file cannot be hidden.
        """
        sensitive = any(map(secrecy.holds, _of_success(operation, accept)))
        file = is_file(operation, accept)
        if file and sensitive and self.path is not None and not self.show_sensitive:
            msg = "The reply is a file that is sensitive. To write it, say --show-sensitive."
            raise click.UsageError(msg)
        if self.path is None and not self.as_json and results.terminal():
            if file:
                msg = "The reply is a file. Name one by --output, or send standard output into one."
                raise click.UsageError(msg)
        elif self.path is not None and not self.path.absolute().parent.is_dir():
            msg = f"--output: there is no folder {self.path.absolute().parent}."
            raise click.UsageError(msg)

    def put(self, result: Any, schema: Schema | None) -> bool:
        """Put a result there; return False where the reply was empty."""
        if isinstance(result, Stream):
            items: Stream[Any] = result  # pyright: ignore[reportUnknownVariableType] - of any operation
            self._put_items(items, schema)
            return True
        data = self._plain(result, schema)
        if data is None:
            return False
        if self.path is not None:
            self._write([_octets(data)])
        elif self.as_json:
            results.dump(_texts(data))
        elif isinstance(data, bytes):
            _print_octets(data)
        elif isinstance(data, str) and not results.terminal():
            _print_octets(data.encode("utf-8", "surrogatepass"))
        elif isinstance(data, str):
            click.echo(results.lines_of(data))
        else:
            results.show(_texts(data))
        return True

    def keep(self, pieces: Iterable[bytes]) -> None:
        """Write a file while it arrives."""
        self._write(pieces)

    def _put_items(self, items: Stream[Any], schema: Schema | None) -> None:
        inner = None if schema is None else schema.items
        every = (self._plain(item, inner) for item in items)
        if self.path is not None:
            self._write(_lines(every))
            return
        for data in every:
            if self.as_json:
                click.echo(results.escaped(json.dumps(_texts(data))))
            else:
                results.show(_texts(data))

    def _plain(self, value: Any, schema: Schema | None) -> Any:
        data = tree(value, schema)
        return data if self.show_sensitive else results.redact(data, schema)

    def _write(self, pieces: Iterable[bytes]) -> None:
        assert self.path is not None  # noqa: S101 - asked for
        try:
            private_file.write(self.path, pieces)
        except OSError as error:
            msg = f"The reply was not kept: {self.path} cannot be written: {error.strerror}."
            raise AdlistsError(msg) from None


def is_file(operation: Operation[Any], accept: str | None) -> bool:
    """Tell whether all that a success may be is a file."""
    schemas = _of_success(operation, accept)
    return bool(schemas) and all(
        schema.kind == "string" and schema.format == "binary" for schema in schemas
    )


def _of_success(operation: Operation[Any], accept: str | None) -> list[Schema]:
    return [
        schema
        for reply in operation.replies
        if reply.low // 100 == 2
        for name, schema in _schemas(reply)
        if accept is None or name == accept
    ]


def schema_of(operation: Operation[Any], result: object, status: int | None) -> Schema | None:
    """Return the schema of a result; of several media types, what each of them may be."""
    own: Schema | None = getattr(result, "SCHEMA", None)
    if own is not None:
        return own
    reply = operation.reply(status) if status is not None else None
    replies = [reply] if reply is not None else []
    replies += [known for known in operation.replies if known.low // 100 == 2]
    for known in replies:
        schemas = dict.fromkeys(schema for _, schema in _schemas(known))
        if isinstance(result, Stream):
            schemas = {schema: None for schema in schemas if schema.kind == "array"}
        if len(schemas) == 1:
            return next(iter(schemas))
        if schemas and isinstance(result, Stream):
            items = tuple(schema.items for schema in schemas if schema.items is not None)
            return Schema("array", items=Schema("any", variants=items))
        if schemas:
            return Schema("any", variants=tuple(schemas))
    return None


def _schemas(reply: Reply) -> Iterator[tuple[str, Schema]]:
    if not reply.media_types and reply.schema is not None:
        yield "", reply.schema
    for media in reply.media_types:
        schema = media.schema or reply.schema
        if schema is not None:
            yield media.name, schema


def _octets(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass")
    return next(_lines([data]))


def _lines(items: Iterable[Any]) -> Iterator[bytes]:
    for data in items:
        yield data if isinstance(data, bytes) else json.dumps(_texts(data)).encode() + b"\n"


def _texts(data: Any) -> Any:
    """Return plain data with the bytes in it as base64, which JSON has no other way to hold."""
    if isinstance(data, bytes | bytearray):
        return b64encode(data).decode()
    if isinstance(data, dict):
        return {name: _texts(value) for name, value in data.items()}  # pyright: ignore[reportUnknownVariableType] - plain data
    if isinstance(data, list):
        return [_texts(item) for item in data]  # pyright: ignore[reportUnknownVariableType] - plain data
    return data


def _print_octets(data: bytes) -> None:
    if results.terminal():
        click.echo(f"{len(data):,} bytes, not shown: --output writes them into a file.")
        return
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a stand-in that takes text alone
        click.echo(data.decode("utf-8", "replace"), nl=False)
        return
    binary.write(data)
    binary.flush()
