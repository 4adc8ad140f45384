"""What DuckDB says went wrong, as errors of ours: its own texts quote rows, so none survives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from adlists.errors import AdlistsError, CallerError


@attrs.frozen
class Candidate:
    """A column to choose: its number, from 1, and its name where the file has a header."""

    number: int
    name: str | None = None

    def __str__(self) -> str:
        """Return how it is shown."""
        return f"{self.number}: {self.name!r:.80}" if self.name is not None else str(self.number)


class SourceError(CallerError):
    """A source cannot be read: which file, which line, which column, what was expected.

    `file`, `line` and `column` say where, as far as it is known. Never a value. `candidates`
    are the columns to choose from, where the answer is one; `argument` names one that answers.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | int | None = None,
        candidates: Iterable[Candidate] = (),
        argument: str | None = None,
    ) -> None:
        places = [f"line {line}" if line else "", f"column {column!r:.80}" if column else ""]
        where = ", ".join(place for place in (file or "", *places) if place)
        super().__init__(f"{where}: {message}" if where else message)
        self.file = file
        self.line = line
        self.column = column
        self.candidates = tuple(candidates)
        self.argument = argument


class EmptySourceError(SourceError):
    """A source has no rows at all."""


class ExtractError(CallerError):
    """The work does not fit into the memory or the temporary folder that it was given."""


NO_MEMORY: Final = (
    "the work does not fit into the memory that it, or this process, may take. Allow more, or"
    " fewer threads."
)
_NO_ROOM: Final = re.compile(
    r"No space left|max_temp_directory_size|failed to offload|Could not write|disk quota",
    re.IGNORECASE,
)
_NO_MEMORY: Final = re.compile(
    r"Out of Memory|could not allocate|failed to (pin|allocate)", re.IGNORECASE
)
_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")
_EXPECTED: Final = re.compile(r"Expected Number of Columns: (\d+)")

# The first that is found in DuckDB's text decides. {0} is the expected number of columns.
_FAULTS: Final = (
    ("Expected Number of Columns", "it has not the {0} columns that the first line has."),
    ("unterminated quote", "a quoted cell is never closed; expected a second quote."),
    ("Invalid unicode", "is not UTF-8. Convert the file first."),
    ("Invalid Unicode", "is not UTF-8. Convert the file first."),
    ("Maximum line size", "is longer than a line of identifiers can be."),
    (
        "state machine",
        (
            "is not CSV: quotes inside of cells are not doubled, or lines end now with CR LF, now"
            " with LF. Write it anew with one kind of line end."
        ),
    ),
    ("GZIP", "the gzip file is cut off or damaged. Fetch it again."),
    ("gzip", "the gzip file is cut off or damaged. Fetch it again."),
    ("zstd", "the zstd file is cut off or damaged. Fetch it again."),
    ("ZSTD", "the zstd file is cut off or damaged. Fetch it again."),
    ("Data corruption", "the compressed file is damaged. Fetch it again."),
    ("Malformed JSON", "a line is not JSON; expected an object or a string on every line."),
    ("arquet", "the Parquet file is cut off or damaged. Fetch it again."),
    ("Thrift", "the Parquet file is cut off or damaged. Fetch it again."),
    ("Permission denied", "cannot be read: permission denied."),
    ("No files found", "is not there any more."),
    ("open result", "is being read already; end that, or drop its iterator, first."),
    ("Cannot open file", "cannot be opened."),
)


def explain(said: str, names: Iterable[str]) -> AdlistsError:
    """Return the error that stands for DuckDB's text; `names` are the files it may be about."""
    if _NO_ROOM.search(said):
        msg = (
            "there is no room left in the temporary folder. Make some, or name another folder as"
            " the temporary one."
        )
        return ExtractError(msg)
    if _NO_MEMORY.search(said):
        return ExtractError(NO_MEMORY)
    known = list(names)
    file = next((name for name in known if name in said), known[0] if len(known) == 1 else None)
    at = _LINE.search(said)
    expected = _EXPECTED.search(said)
    text = next((text for mark, text in _FAULTS if mark in said), "could not be read.")
    text = text.format(expected[1] if expected else "same")
    return SourceError(text, file=file, line=int(at[1]) if at else None)
