"""What identifiers are read from."""

from __future__ import annotations

from adlists.errors import CallerError


class SourceError(CallerError):
    """A source cannot be read: which file, which line, which column, what was expected.

    `file`, `line` and `column` say where, as far as it is known. Never a value.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.file = file
        self.line = line
        self.column = column
