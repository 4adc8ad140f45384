"""The rows that were rejected, in a file for whoever has to mend them.

It holds what they hold, so that only its owner may read it, and it is written on request alone.
Blank rows and comments are not in it: there is nothing to mend.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from adlists.lists.reading.engine import Engine
from adlists.lists.reading.faults import ExtractError, explain
from adlists.lists.reading.identifiers import FIRST_REASON, IGNORED, Rule
from adlists.lists.reading.sources import Opened
from adlists.lists.reading.streams import StreamError

HEADER = b"file,line,reason,value\r\n"


def write_rejects(path: Path, opened: Opened, how: Rule, engine: Engine) -> None:
    """Write a CSV file of file, line, reason and value; a file that is there is replaced.

    `line` counts rows, the header as the first, which is the line as long as no cell spans
    several.

    Raises:
        ExtractError: the file cannot be written.
        SourceError: the source turned out to be broken.
    """
    try:
        path.unlink(missing_ok=True)  # with a new one, nobody has it open or may read it
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(HEADER)
            for scan in opened.scans:
                query = _rejected(scan.query, scan.name, scan.first, how)
                for chunk in engine.chunks(query):
                    file.write(chunk.text)
    except OSError as error:
        msg = f"the rejects file {path} cannot be written: {error.strerror}."
        raise ExtractError(msg) from None
    except (duckdb.Error, StreamError) as error:
        raise explain(str(error), [scan.name for scan in opened.scans]) from None


def _rejected(query: str, name: str, first: int, how: Rule) -> str:
    said = " ".join(
        f"WHEN {number} THEN '{code}'"
        for number, (code, _) in enumerate(how.reasons, FIRST_REASON)
        if code not in IGNORED
    )
    file = name.replace('"', '""').replace("'", "''")
    return f"""
        SELECT '"{file}",' || (number + {first - 1}) || ',' || reason
               || ',"' || replace(raw, '"', '""') || '"' || chr(13) || chr(10)
        FROM (SELECT number, raw, CASE state {said} END AS reason
              FROM (SELECT row_number() OVER () AS number, raw, state
                    FROM ({how.classify(query)})))
        WHERE reason IS NOT NULL"""
