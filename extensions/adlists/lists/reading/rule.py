"""How the rows of a query become identifiers of one kind, as expressions of SQL."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Final, Self

import attrs

from adlists.contract.list_steps import IdentifierType
from adlists.lists.reading.kinds import CONVERSIONS, EXCLUDED, HashMode, Kind, digest
from adlists.lists.reading.patterns import AROUND
from adlists.lists.reading.rows import RowFormat
from adlists.lists.reading.sql import composed, replaced

#: The state of a row: an identifier; rejected for a reason; an identifier that was converted.
KEPT: Final = 0
FIRST_REASON: Final = 1
FIRST_CONVERSION: Final = 200
#: The state of a row of which nothing is known but that it is not clean: as if it were rejected.
UNSURE: Final = FIRST_CONVERSION - 1

_CONVERSIONS: Final = tuple(CONVERSIONS)


@attrs.frozen
class Rule:
    """How the rows of a query become identifiers: expressions of SQL.

    `clean` holds of a `raw` that needs nothing but `quick`, which makes `v` of it; any other
    is stripped to `t`, of which `normal` makes `v`, and `conversion` the number of what was
    converted, 0 for nothing; `tidy` then makes the last of `v`. It is kept when `good` holds of
    `v`, and else rejected for the first of `reasons` whose condition holds, or for the last.

    A row that would be kept is left out instead where `left_out` holds of its `v`.

    `value` is what leaves for `v`, `width` bytes long where all are; `plain` says that there is
    nothing in it to escape. With `in_python`, `v` itself leaves the database, to be hashed.
    `setup` are statements to run first. Both it and `normal` may be long for the sake of a few rows
    that hold `mark`, in any case; `unmarked` is `normal` for all others.
    """

    identifier: IdentifierType
    kind: Kind
    mode: HashMode
    clean: str
    quick: str
    normal: str
    conversion: str
    good: str
    reasons: tuple[tuple[str, str], ...]
    value: str
    width: int | None = None
    plain: bool = False
    conversions: tuple[str, ...] = ()
    in_python: bool = False
    setup: tuple[str, ...] = ()
    mark: bytes | None = None
    unmarked: str = ""
    tidy: str | None = None
    left_out: str | None = None

    def sparing(self, lacks: Callable[[bytes], bool]) -> Self:
        """Return the same rule, shorter where no row of a source holds the mark.

        To plan what is done for it takes longer than all else that is done for a small file.
        """
        if self.mark is None or not lacks(self.mark):
            return self
        return attrs.evolve(self, normal=self.unmarked, setup=(), mark=None)

    def classify(self, query: str) -> str:
        """Return a query of what becomes of each row of another: `raw`, `v` and `state`."""
        cases = " ".join(
            f"WHEN {condition} THEN {number}"
            for number, (_, condition) in enumerate(self.reasons[:-1], FIRST_REASON)
        )
        last = FIRST_REASON + len(self.reasons) - 1
        kept = f"CASE x WHEN 0 THEN {KEPT} ELSE {FIRST_CONVERSION} + x END"
        rows = f"SELECT raw, {self.clean} AS c FROM ({query})"
        rows = (
            f"SELECT raw, c, CASE WHEN c THEN raw ELSE {composed(stripped('raw'))} END AS t"
            f" FROM ({rows})"
        )
        rows = (
            f"SELECT raw, c, CASE WHEN c THEN {self.quick} ELSE {self.normal} END AS v,"
            f" CASE WHEN c THEN 0 ELSE {self.conversion} END AS x FROM ({rows})"
        )
        if self.tidy is not None:  # by itself: said within, `normal` would be written each time
            rows = f"SELECT raw, c, {self.tidy} AS v, x FROM ({rows})"
        out = ""
        if self.left_out is not None:
            out = f"WHEN (c OR {self.good}) AND {self.left_out} THEN {last + 1} "
        return (
            f"SELECT raw, v, (CASE {out}WHEN c THEN {KEPT} WHEN {self.good} THEN {kept} {cases}"
            f" ELSE {last} END)::UTINYINT AS state FROM ({rows})"
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """What rows are not kept for, in the order of their states, from FIRST_REASON on."""
        codes = tuple(code for code, _ in self.reasons)
        return codes if self.left_out is None else (*codes, EXCLUDED)

    def hopeful(self, query: str) -> str | None:
        """Return the query that `classify` comes to where all rows are clean; others are UNSURE.

        To plan all that is done for the others takes longer than to read a small file twice.
        None where no row can be told to be clean, or one that is may be left out.
        """
        if self.clean == "false" or self.left_out is not None:
            return None
        rows = f"SELECT raw, raw AS t, {self.clean} AS c FROM ({query})"
        state = f"(CASE WHEN c THEN {KEPT} ELSE {UNSURE} END)::UTINYINT"
        rows = f"SELECT raw, {self.quick} AS v, {state} AS state FROM ({rows})"
        return rows if self.tidy is None else f"SELECT raw, {self.tidy} AS v, state FROM ({rows})"

    def written(self, row: RowFormat) -> str:
        """Return SQL for the row of `v`, with the separator behind it."""
        if self.in_python:
            return "v || chr(10)"
        plain = self.is_word if row.escape == "form" else self.plain
        return row.written(self.value, plain=plain)

    def state_of(self, conversion: str) -> int:
        """Return the number of the state of a row with this conversion."""
        return FIRST_CONVERSION + _CONVERSIONS.index(conversion) + 1

    @property
    def is_word(self) -> bool:
        """Tell whether what leaves are letters and digits, which no encoding escapes."""
        return self.plain and self.identifier.encode == "hex" and self.value.find("'+'") < 0

    def leave(self, value: str) -> str:
        """Return what is sent for a value of `v` that only Python can hash."""
        found = digest(self.mode, f"+{value}" if "'+'" in self.value else value)
        if self.identifier.encode == "hex":
            return found
        return b64encode(bytes.fromhex(found)).decode()


def stripped(column: str) -> str:
    """Return SQL for a column without the blanks around it.

    Most texts begin and end with a printable character, which is found out first.
    """
    ends = f"ascii({column}) BETWEEN 33 AND 126 AND ascii(right({column}, 1)) BETWEEN 33 AND 126"
    return f"CASE WHEN {ends} THEN {column} ELSE {replaced(column, f'^{AROUND}|{AROUND}$')} END"
