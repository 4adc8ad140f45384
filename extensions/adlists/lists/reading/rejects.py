"""The rows that were rejected, in a file for whoever has to mend them.

It holds what they hold, so that only its owner may read it, and it is written on request alone:
beside its place and then renamed, so that it is there as a whole or not at all, and never in
place of what is being read. Blank rows and comments are not in it: there is nothing to mend.
"""

from __future__ import annotations

import contextlib
import csv
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import BinaryIO, Final

import attrs
import duckdb

from adlists.lists.reading.arrow import StreamError
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import ExtractError, SourceError, explain
from adlists.lists.reading.kinds import IGNORED
from adlists.lists.reading.rule import FIRST_REASON, Rule
from adlists.lists.reading.scans import Scan
from adlists.lists.reading.sources import Source

HEADER: Final = b"file,line,reason,value\r\n"
_PART: Final = ".part"


@attrs.frozen
class Rejects:
    """A CSV file of file, line, reason and value.

    `line` counts rows, the header as the first, which is the line as long as no cell spans
    several.
    """

    path: Path

    def check(self, source: Source, patterns: Iterable[Callable[[Path], bool]] = ()) -> None:
        """Refuse a path that the source reads, now or when its pattern is expanded next time.

        Raises:
            SourceError: the file is one of the sources, or would be.
        """
        for scan in source.scans:
            if scan.path is not None and self._is(scan.path):
                msg = "is to be read, so the rejects cannot be written there. Name another file."
                raise SourceError(msg, file=scan.name)
        if any(matches(self.path) for matches in patterns):
            msg = (
                "the rejects file lies where the pattern finds it, so that it would be read the"
                " next time. Name a file elsewhere."
            )
            raise SourceError(msg, file=str(self.path))

    def _is(self, path: Path) -> bool:
        try:
            return self.path.samefile(path)
        except OSError:
            return self.path.absolute() == path.absolute()

    def write(self, source: Source, rule: Rule, engine: Engine) -> None:
        """Write the file; one that is there is replaced at the end.

        Raises:
            ExtractError: the file cannot be written.
            SourceError: the source turned out to be broken.
        """

        def fill(file: BinaryIO) -> None:
            file.write(HEADER)
            for scan in source.scans:
                file.writelines(chunk.text for chunk in engine.chunks(_rejected(scan, rule)))

        try:
            self._replaced(fill)
        except (duckdb.Error, StreamError) as error:
            raise explain(str(error), [scan.name for scan in source.scans]) from None

    def add(self, rows: Sequence[tuple[str, int, str, str]]) -> None:
        """Add rows of file, line, reason and value behind what is there.

        Raises:
            ExtractError: the file cannot be written.
        """
        text = StringIO()
        csv.writer(text, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(self.path, flags, 0o600), "ab") as file:
                if not file.tell():
                    file.write(HEADER)
                file.write(text.getvalue().encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise self._cannot(error) from None

    def _replaced(self, fill: Callable[[BinaryIO], None]) -> None:
        """Write beside the file, for its owner alone, then let it take the place."""
        for left in self.path.parent.glob(f".{self.path.name}.*{_PART}"):
            with contextlib.suppress(OSError):
                left.unlink()  # of a job that was killed
        beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}{_PART}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
                fill(file)
            beside.replace(self.path)
        except OSError as error:
            raise self._cannot(error) from None
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()

    def _cannot(self, error: OSError) -> ExtractError:
        return ExtractError(
            f"the rejects file {self.path} cannot be written: {error.strerror}. Name another."
        )


def _rejected(scan: Scan, rule: Rule) -> str:
    said = " ".join(
        f"WHEN {number} THEN '{code}'"
        for number, (code, _) in enumerate(rule.reasons, FIRST_REASON)
        if code not in IGNORED
    )
    file = scan.name.replace('"', '""').replace("'", "''")
    return f"""
        SELECT '"{file}",' || (number + {scan.first - 1}) || ',' || reason
               || ',"' || replace(raw, '"', '""') || '"' || chr(13) || chr(10)
        FROM (SELECT number, raw, CASE state {said} END AS reason
              FROM (SELECT row_number() OVER () AS number, raw, state
                    FROM ({rule.classify(scan.query)})))
        WHERE reason IS NOT NULL"""
