"""The demo on the screen: one table that fills as it happens, or plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, Protocol

import click

from adlists.demo.records import Mode, Record

_MODES: Final[tuple[Mode, ...]] = ("sync", "async")


class Display(Protocol):
    """Shows records as they come."""

    def show(self, record: Record) -> None:
        """Show one more record."""
        ...

    def open(self) -> Any:
        """Return a context in which records are shown."""
        ...


class NoDisplay:
    """Shows nothing: for `--json`."""

    def show(self, record: Record) -> None:
        """Show nothing."""

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing."""
        yield


class LineDisplay:
    """One line for each request."""

    def show(self, record: Record) -> None:
        """Print the line."""
        click.echo(_line(record))

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing: lines need no closing."""
        yield


class TableDisplay:
    """A live table: a row for each step, a column for each way of running it."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._width = 0

    def show(self, record: Record) -> None:
        """Keep the record; the table is drawn in a thread of its own, to cost no step time."""
        self._records.append(record)

    @contextmanager
    def open(self) -> Generator[None]:
        """Keep the table in place while the block lasts."""
        from rich.console import Console
        from rich.live import Live

        console = Console(highlight=False)
        self._width = console.width
        with Live(
            console=console,
            get_renderable=self._table,
            refresh_per_second=15,
            vertical_overflow="visible",
        ):
            yield

    def _table(self) -> Any:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column("step", no_wrap=True)
        # This column gives way in a narrow window: the others take 75 cells.
        table.add_column("request", no_wrap=True, max_width=max(6, self._width - 75))
        for mode in _MODES:
            table.add_column(mode, no_wrap=True, justify="right")
        table.add_column("checked", no_wrap=True)
        service = ""
        for row in self._rows():
            first = next(iter(row.values()))
            if first.service != service:
                service = first.service
                table.add_row(Text(service, style="bold"))
            request = Text(first.method, style="cyan")
            if self._width >= 90:
                request = Text.assemble((f"{first.method:<6} ", "cyan"), (first.operation, "dim"))
            cells = [_cell(row.get(mode)) for mode in _MODES]
            table.add_row(Text(f"  {first.title}"), request, *cells, _checks(row))
        return table

    def _rows(self) -> list[dict[Mode, Record]]:
        """Return the records of one step side by side, services and steps in order."""
        records = tuple(self._records)  # more may come while this is drawn
        rows: dict[tuple[str, int, str], dict[Mode, Record]] = {}
        counts: dict[tuple[str, str, str], int] = {}
        for record in records:
            seen = (record.mode, record.service, record.title)
            counts[seen] = counts.get(seen, 0) + 1
            rows.setdefault((record.service, counts[seen], record.title), {})[record.mode] = record
        services = list(dict.fromkeys(record.service for record in records))
        return sorted(
            rows.values(), key=lambda row: services.index(next(iter(row.values())).service)
        )


def _cell(record: Record | None) -> Any:
    from rich.text import Text

    if record is None:
        return Text("")
    status = str(record.status or "failed")
    return Text.assemble(
        (status, "green" if record.error is None else "bold red"),
        f"{record.seconds * 1000:6.1f} ms " if record.status else " ",
        ("✓", "green") if record.good else ("✗", "bold red"),
    )


def _checks(row: dict[Mode, Record]) -> Any:
    from rich.text import Text

    first = next(iter(row.values()))
    held = first.checks[-1].title if first.checks else ""
    return Text(held, style="dim" if all(record.good for record in row.values()) else "bold red")


def _line(record: Record) -> str:
    checks = ", ".join(
        f"{check.title}: {'ok' if check.difference is None else f'DIFFERS, {check.difference}'}"
        for check in record.checks
    )
    outcome = record.error or checks
    status = record.status or "-"
    return (
        f"{record.mode:<5}  {record.service:<11}  {record.title:<27}  {record.method:<6}"
        f" {record.operation:<28}  {status}  {record.seconds * 1000:6.1f} ms  {outcome}"
    ).rstrip()
