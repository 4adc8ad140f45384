"""What is wrong with a document, and where; what of it is left out, and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from adlists.errors import ConfigurationError


@attrs.frozen
class Problem:
    """What is wrong, and where: `place` is a JSON pointer, `line` counts from 1.

    `file` is given where the place is not in the document itself, but in one that it
    refers to.
    """

    message: str
    place: str = ""
    line: int | None = None
    file: Path | None = None

    @classmethod
    def at(
        cls, message: str, line: int | None, steps: Iterable[object], file: Path | None = None
    ) -> Problem:
        """Describe a problem at a path of keys and indexes."""
        return cls(message, pointer(*steps), line, file)

    def __str__(self) -> str:
        line = "" if self.line is None else f"line {self.line}"
        parts = ["" if self.file is None else str(self.file), line, self.place]
        where = ", ".join(part for part in parts if part)
        return f"{where}: {self.message}" if where else self.message


@attrs.frozen
class Missing:
    """What no code can be made of, as `what` names it: an operation, a parameter, a model."""

    what: str
    problem: Problem

    @classmethod
    def parameter(cls, name: str, operation: str, problem: Problem) -> Missing:
        """Describe a parameter that an operation is made without."""
        return cls(f"the parameter {name!r} of {operation}", problem)

    def __str__(self) -> str:
        return f"{self.problem} ({self.what} cannot be made)"


class Refusal(Exception):
    """A part of a document that no code can be made of; the rest goes on without it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class SpecError(ConfigurationError):
    """A document cannot be turned into a client; nothing was written.

    `document` is its path, `problems` is everything found wrong with it, and `missing` what
    of it cannot be made. Where that is all, the rest can be made with `allow_partial`, which
    `argument` then names.
    """

    def __init__(
        self, document: Path, problems: Iterable[Problem], missing: Iterable[Missing] = ()
    ) -> None:
        self.document = document
        self.missing = tuple(missing)
        self.problems = (*problems, *(part.problem for part in self.missing))
        told = [*self.problems[: len(self.problems) - len(self.missing)], *self.missing]
        lines = [f"{document}: {problem}" for problem in told]
        self.argument = "allow_partial" if 0 < len(told) == len(self.missing) else None
        if self.argument:
            lines.append(f"{document}: the rest can be made, if part of it may be missing.")
        super().__init__("\n".join(lines))


def pointer(*steps: object) -> str:
    """Write the JSON pointer of a path of keys and indexes."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps_of(reference: str) -> list[str]:
    """Return the keys and indexes that a JSON pointer names."""
    parts = reference.removeprefix("#").split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]
