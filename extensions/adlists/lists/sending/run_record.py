"""What came of the jobs of a manifest's latest run, written down as each ends.

It holds no identifier. In a folder it is a file of JSON, a line for each job; machines that
share their state share it, too (`shared_record`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol, Self
from uuid import uuid4

import attrs

from adlists.errors import AdlistsError

_RUN: Final = ""  # the name of no job


@attrs.frozen
class RunLine:
    """What came of one job: its name, what stands for all that it is told, and how it ended."""

    name: str
    digest: str
    outcome: str
    ok: bool

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the line of a file. Raises `ValueError` for one that is none."""
        try:
            found = json.loads(text)
            return cls(**{key: found[key] for key in ("name", "digest", "outcome", "ok")})
        except (TypeError, KeyError):
            raise ValueError from None


def run_of(record: RunRecord, lines: Iterable[RunLine]) -> str:
    """Return what tells a run from others: of a record's lines, or of a run that begins.

    A job that has ended and whose line a kill has cut off is known by it in its list's journal.
    """
    for line in lines:
        if line.name == _RUN:
            return line.digest
    begun = RunLine(_RUN, uuid4().hex, "begun", ok=True)
    record.add(begun)
    return begun.digest


class RunRecord(Protocol):
    """The lines of one manifest."""

    def lines(self) -> Iterator[RunLine]:
        """Yield what is known; of a job that is named twice, the last counts."""
        ...

    def clear(self) -> None:
        """Forget all of them: another run begins."""
        ...

    def add(self, line: RunLine) -> None:
        """Keep a line. Raises `AdlistsError`."""
        ...

    def close(self) -> None:
        """Give up what is held."""
        ...


class FileRecord:
    """A file beside the journals."""

    def __init__(self, path: Path) -> None:
        self._path: Final = path

    def lines(self) -> Iterator[RunLine]:
        """Yield the lines; one that a kill has cut is none, so that its job runs again."""
        try:
            text = self._path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            try:
                yield RunLine.read(line)
            except ValueError:
                continue

    def clear(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)

    def add(self, line: RunLine) -> None:
        """Append a line; the file is private to the user."""
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        try:
            with os.fdopen(os.open(self._path, flags, 0o600), "ab") as file:
                file.write(json.dumps(attrs.asdict(line)).encode() + b"\n")
        except OSError as error:
            msg = f"{self._path} cannot be written: {error.strerror}. Make room, and go on."
            raise AdlistsError(msg) from None

    def close(self) -> None:
        """Do nothing: the file is open for each line alone."""
