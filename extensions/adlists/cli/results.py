"""Results for people and for programs, without what the document marks sensitive."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Final

import click

from adlists.contract import Schema, is_dict, is_list, redacted

_SENSITIVE: Final = Schema("any", sensitive=True)


def redact(data: Any, schema: Schema | None) -> Any:
    """Return the data with every sensitive value replaced by a mark."""
    if schema is None or data is None:
        return data
    if schema.sensitive:
        return redacted(data)
    if is_list(data) and schema.items is not None:
        return [redact(item, schema.items) for item in data]
    if is_dict(data):
        known = {field.name: field.schema for field in schema.fields}
        # What the document does not describe is as sensitive as what it stands beside.
        beside = any(element.sensitive for element in known.values())
        return {
            name: redacted(value)
            if beside and name not in known
            else redact(value, known.get(name))
            for name, value in data.items()
        }
    return data


def show(data: Any) -> None:
    """Print a result: a tree with tables on a terminal, plain lines in a pipe."""
    if data is None:
        return
    if terminal():
        from rich.console import Console

        console = Console(highlight=False)
        console.print(_rich(data, console.width))
        return
    for line in _lines(data, ""):
        click.echo(line)


def dump(data: Any) -> None:
    """Print JSON: one line in a pipe, indented on a terminal."""
    indent = 2 if terminal() else None
    click.echo(_escaped(json.dumps(data, ensure_ascii=False, indent=indent)))


def _escaped(text: str) -> str:
    """Return JSON with what commands a terminal written as escapes: the same JSON still."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1]
        for letter in text
    )


def styled(text: str, **style: Any) -> str:
    """Colour a text, unless NO_COLOR is set (https://no-color.org); a pipe gets it plain."""
    return text if os.environ.get("NO_COLOR") else click.style(text, **style)


def terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def plain(text: str) -> str:
    """Return a text without control characters: a reply must not command a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _lines(data: Any, indent: str) -> Iterator[str]:
    if is_dict(data):
        for name, value in data.items():
            if isinstance(value, dict | list) and value:
                yield f"{indent}{name}:"
                yield from _lines(value, f"{indent}  ")
            else:
                yield f"{indent}{name}: {_text(value)}"
    elif columns := _columns(data):
        yield indent + "\t".join(columns)
        for row in data:
            yield indent + "\t".join(_cell(row, name) for name in columns)
    elif is_list(data):
        for item in data:
            yield from _lines(item, indent)
    else:
        yield f"{indent}{_text(data)}"


def _columns(data: Any) -> list[str]:
    """Return the names of a table's columns, or none where the data is no table."""
    if not is_list(data):
        return []
    names: dict[str, None] = {}
    for row in data:
        if not is_dict(row) or any(isinstance(value, dict | list) for value in row.values()):
            return []
        names.update(dict.fromkeys(row))
    return list(names)


def _cell(row: dict[str, Any], name: str) -> str:
    return _text(row[name]) if name in row else ""


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return _escaped(json.dumps(value, ensure_ascii=False))
    return plain(str(value))


def _rich(data: Any, width: int) -> Any:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if is_dict(data):
        parts: list[Any] = []
        grid = Table.grid(padding=(0, 2))
        for name, value in data.items():
            if isinstance(value, dict | list) and value:
                parts += [
                    Text(name, style="bold cyan"),
                    Padding(_rich(value, width - 2), (0, 0, 0, 2)),
                ]
            else:
                grid.add_row(Text(name, style="cyan"), Text(_text(value)))
        return Group(grid, *parts) if grid.row_count else Group(*parts)
    if columns := _columns(data):
        cells = [[_cell(row, name) for name in columns] for row in data]
        widest = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
        if sum(widest) + 2 * len(widest) > width:  # too wide for a table: one block a row
            return Group(*(Padding(_rich({**row}, width), (0, 0, 1, 0)) for row in data))
        table = Table(box=None, header_style="cyan", padding=(0, 2, 0, 0), pad_edge=False)
        for name in columns:
            numbers = all(isinstance(row.get(name), int | float | None) for row in data)
            table.add_column(name, justify="right" if numbers else "left")
        for row in cells:
            table.add_row(*map(Text, row))
        return table
    if is_list(data):
        return Group(*(_rich(item, width) for item in data))
    return Text(_text(data))
