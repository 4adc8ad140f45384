"""The demo's files: customers and apps, shipped with the package, and how they are read.

An e-mail address is trimmed, lower-cased and hashed with SHA-256: the service needs no
more, and an address that never leaves cannot leak.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from importlib.resources import files
from typing import Final

import attrs

# Enough to keep a slip of the pen out of a hash, which no service could tell from a person.
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


@attrs.frozen
class Customers:
    """Who is in the table: hashed addresses in its order, and who takes back consent.

    `malformed` and `duplicates` are line numbers, the heading being line 1.
    """

    rows: int
    hashes: tuple[str, ...]
    withdrawn: frozenset[str]
    malformed: tuple[int, ...]
    duplicates: tuple[int, ...]


@attrs.frozen
class Apps:
    """The identifiers of the list, in its order, and those of them that iOS uses."""

    ids: tuple[str, ...]
    ios: frozenset[str]


def text(name: str) -> str:
    """Return a shipped file."""
    return files("adlists.demo").joinpath("data", name).read_text(encoding="utf-8")


def customers(table: str) -> Customers:
    """Read a customer table with the columns `email` and `consent` (yes or no)."""
    reader = csv.DictReader(io.StringIO(table, newline=""))
    hashes: dict[str, None] = {}
    withdrawn: set[str] = set()
    malformed: list[int] = []
    duplicates: list[int] = []
    rows = 0
    for row in reader:
        rows += 1
        address = (row["email"] or "").strip().lower()
        if not _ADDRESS.fullmatch(address):
            malformed.append(reader.line_num)
            continue
        hashed = hashlib.sha256(address.encode()).hexdigest()
        if hashed in hashes:
            duplicates.append(reader.line_num)
        hashes[hashed] = None
        if row["consent"] == "no":  # of two rows of one person, the refusal counts
            withdrawn.add(hashed)
    return Customers(rows, tuple(hashes), frozenset(withdrawn), tuple(malformed), tuple(duplicates))


def apps(listing: str) -> Apps:
    """Read a list of app identifiers, one a line; each counts once."""
    trimmed = (line.strip() for line in listing.splitlines())
    ids = tuple(dict.fromkeys(line for line in trimmed if line and line[0] != "#"))
    return Apps(ids, frozenset(identifier for identifier in ids if identifier.isdigit()))
