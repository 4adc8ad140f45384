"""Results for people and for programs, without what the document marks sensitive."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Final

import click

from adlists._runtime import secrecy
from adlists.contract import Schema, is_dict, is_list, redacted

_DEEPEST: Final = 12  # levels that are laid out; what is within them stands in a line


def redact(data: Any, schema: Schema | None) -> Any:
    """Return the data with every sensitive value replaced by a mark."""
    return data if schema is None else secrecy.veiled(data, schema, redacted)


def show(data: Any) -> None:
    """Print a result: a tree with tables on a terminal, plain lines in a pipe."""
    if data is None:
        return
    if terminal():
        from rich.console import Console

        console = Console(highlight=False)
        console.print(_rich(data, console.width))
        return
    for line in _lines(data):
        click.echo(line)


def dump(data: Any) -> None:
    """Print JSON: one line in a pipe, indented on a terminal."""
    indent = 2 if terminal() else None
    whole = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(escaped(json.dumps(data, ensure_ascii=not whole, indent=indent)))


def lines_of(text: str) -> str:
    """Return a text of several lines without control characters but their ends and tabs."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)


def escaped(text: str) -> str:
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


def _lines(data: Any, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    if is_dict(data):
        for name, value in data.items():
            if isinstance(value, dict | list) and value and depth < _DEEPEST:
                yield f"{indent}{plain(name)}:"
                yield from _lines(value, depth + 1)
            else:
                yield f"{indent}{plain(name)}: {_text(value)}"
    elif columns := _columns(data):
        yield indent + "\t".join(map(plain, columns))
        for row in data:
            yield indent + "\t".join(_cell(row, name) for name in columns)
    elif is_list(data):
        for item in data:
            if is_list(item):
                yield indent + _text(item)
            else:
                yield from _lines(item, depth)
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
        return escaped(json.dumps(value, ensure_ascii=False))
    return plain(str(value))


def _rich(data: Any, width: int, depth: int = 0) -> Any:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if is_dict(data):
        parts: list[Any] = []
        grid = Table.grid(padding=(0, 2))
        for name, value in data.items():
            if isinstance(value, dict | list) and value and depth < _DEEPEST:
                parts += [
                    Text(plain(name), style="bold cyan"),
                    Padding(_rich(value, width - 2, depth + 1), (0, 0, 0, 2)),
                ]
            else:
                grid.add_row(Text(plain(name), style="cyan"), Text(_text(value)))
        return Group(grid, *parts) if grid.row_count else Group(*parts)
    if columns := _columns(data):
        cells = [[_cell(row, name) for name in columns] for row in data]
        named = [plain(name) for name in columns]
        widest = [max(map(len, column)) for column in zip(named, *cells, strict=True)]
        if sum(widest) + 2 * len(widest) > width:  # too wide for a table: one block a row
            return Group(*(Padding(_rich({**row}, width, depth), (0, 0, 1, 0)) for row in data))
        table = Table(box=None, header_style="cyan", padding=(0, 2, 0, 0), pad_edge=False)
        for name, title in zip(columns, named, strict=True):
            numbers = all(isinstance(row.get(name), int | float | None) for row in data)
            table.add_column(Text(title), justify="right" if numbers else "left")
        for row in cells:
            table.add_row(*map(Text, row))
        return table
    if is_list(data):
        rows = (Text(_text(item)) if is_list(item) else _rich(item, width, depth) for item in data)
        return Group(*rows)
    return Text(_text(data))
