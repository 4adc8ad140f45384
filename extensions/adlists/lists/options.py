"""What a job may be told: every option once, for Python, the command line and the check.

The signature of `JobOptions` is that of `upload()` and `sync()`; the notes beside its hints make
the options of the commands. An option's value is checked here, whoever gave it.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin
from typing import get_type_hints as hints_of

import attrs

from adlists.errors import ArgumentError
from adlists.lists.engines.seam import JobEngine
from adlists.lists.reading.columns import Format
from adlists.lists.report import Watch
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.rate import Rate

Operation = Literal["add", "remove", "replace"]
InputValue: TypeAlias = str | int | float | bool


@attrs.frozen
class Option:
    """How the commands show an option: what it does, and what stands for its value.

    `flag` is its name there where that differs; one that begins with `no-` or `keep-` switches
    off what is on by default. `only` names the one command that has it; "" none of both.
    """

    help: str
    metavar: str | None = None
    flag: str | None = None
    least: float | None = None
    only: Literal["upload", "sync", ""] | None = None
    env: str | None = None


class JobOptions:
    """What is to be done, and how. `inputs` are those that the service's document declares."""

    def __init__(
        self,
        *,
        identifier: Annotated[
            str | None, Option("What the identifiers are; may be left out where there is one type.")
        ] = None,
        operation: Annotated[
            Operation,
            Option("What to do: they join the list, leave it, or are all it holds.", only="upload"),
        ] = "add",
        hash: Annotated[
            str | None,
            Option(
                "How personal identifiers leave. There is no default: it is yours to say.",
                metavar="MODE",
                env="ADLISTS_HASH",
            ),
        ] = None,
        prehashed: Annotated[
            bool, Option("They are hashed already, as hexadecimal digits.")
        ] = False,
        column: Annotated[
            str | int | None,
            Option("The column, by name or by number from 1.", metavar="NAME|N"),
        ] = None,
        header: Annotated[
            bool | None, Option("Whether the first row names the columns.  [default: by rule]")
        ] = None,
        format: Annotated[
            Format | None, Option("What the files are.  [default: told from their names]")
        ] = None,
        sheet: Annotated[
            str | int | None,
            Option("The sheet of a workbook.  [default: the one in use]", metavar="NAME|N"),
        ] = None,
        query: Annotated[
            str | None,
            Option("A select, asked of a database: a file, or an address.", metavar="SQL"),
        ] = None,
        exclude: Annotated[
            Path | str | None,
            Option(
                "Leave out whoever stands in this file, such as people who withdrew.",
                metavar="FILE",
            ),
        ] = None,
        accept_urls: Annotated[
            bool,
            Option(
                "Refuse addresses in a store instead of taking the app's id out of them.",
                flag="no-accept-urls",
            ),
        ] = True,
        deduplicate: Annotated[
            bool, Option("Stream the rows as they are.", flag="keep-duplicates")
        ] = True,
        create: Annotated[bool, Option("Make the list if there is none of that name.")] = False,
        description: Annotated[
            str | None, Option("What to say of a list that is made.", metavar="TEXT")
        ] = None,
        prune: Annotated[
            bool, Option("Take off the list what the file has not.", only="sync")
        ] = False,
        max_removals: Annotated[
            float,
            Option(
                "The largest part of a list that is pruned unasked.",
                metavar="PERCENT",
                only="sync",
                least=0,
            ),
        ] = 50.0,
        snapshot: Annotated[
            bool, Option("Keep what was sent, hashed, for a later replace.", only="upload")
        ] = False,
        replace_all: Annotated[
            bool, Option("Replace without a snapshot: empty the list first.", only="upload")
        ] = False,
        once: Annotated[
            bool,
            Option("Send nothing where the same content was the latest change to the list."),
        ] = False,
        restart: Annotated[bool, Option("Forget an unfinished job, and begin anew.")] = False,
        wait: Annotated[
            bool,
            Option(
                "Do not wait until the service has worked through what it took.", flag="no-wait"
            ),
        ] = True,
        dry_run: Annotated[bool, Option("Say what would be done, and change nothing.")] = False,
        batch: Annotated[
            int | None, Option("Identifiers in one request.  [default: the document's]", least=1)
        ] = None,
        max_bytes: Annotated[
            int | None,
            Option("The longest request.  [default: the document's, or 10 MB]", least=1000),
        ] = None,
        content_type: Annotated[
            str | None,
            Option("The media type of requests, of those that the document lists.", metavar="TYPE"),
        ] = None,
        parallel: Annotated[
            int | None, Option("Requests on their way at once.  [default: 4]", least=1)
        ] = None,
        rate: Annotated[
            Rate | str | None,
            Option(
                "At most so many requests: 250/min, 5/s.  [default: the document's]",
                metavar="N/min",
            ),
        ] = None,
        max_wait: Annotated[
            float,
            Option("Seconds to wait at a time; for more, the job ends unfinished.", least=0),
        ] = 900.0,
        delivery: Annotated[DeliveryOptions | None, Option("", only="")] = None,
        memory: Annotated[str, Option("What reading may take before it spills to disk.")] = "300MB",
        threads: Annotated[
            int | None, Option("Cores for reading.  [default: all]", least=1)
        ] = None,
        rejects: Annotated[
            Path | str | None,
            Option("Write rows that cannot be identifiers there.", metavar="FILE"),
        ] = None,
        state: Annotated[
            Path | str | None,
            Option(
                "The folder of journals and snapshots, or the postgresql:// address of a database "
                "that machines share.  [default: the platform's own folder]",
                metavar="FOLDER",
                env="ADLISTS_STATE",
            ),
        ] = None,
        engine: Annotated[
            JobEngine | str | None,
            Option(
                "What reads and sends the source in parts: dask://host:8786.  [default: local]",
                metavar="ADDRESS",
                only="upload",
            ),
        ] = None,
        partition_by: Annotated[
            str | None,
            Option(
                "The column of whole numbers by whose ranges an engine asks a query in parts.",
                metavar="NAME",
                only="upload",
            ),
        ] = None,
        partitions: Annotated[
            int | None, Option("How many ranges those are.  [default: 16]", least=1, only="upload")
        ] = None,
        watch: Annotated[Watch | None, Option("", only="")] = None,
        of_run: Annotated[str | None, Option("", only="")] = None,
        **inputs: InputValue,
    ) -> None:
        given = {name: value for name, value in locals().items() if name in option_types()}
        for name, value in given.items():
            _check(name, value)
        self.identifier: Final = identifier
        self.operation: Final[Operation] = operation
        self.hash: Final = hash
        self.prehashed: Final = prehashed
        self.column: Final = column
        self.header: Final = header
        self.format: Final[Format | None] = format
        self.sheet: Final = sheet
        self.query: Final = query
        self.exclude: Final = _path_or_address(exclude)
        self.accept_urls: Final = accept_urls
        self.deduplicate: Final = deduplicate
        self.create: Final = create
        self.description: Final = description
        self.prune: Final = prune
        self.max_removals: Final = max_removals
        self.snapshot: Final = snapshot
        self.replace_all: Final = replace_all
        self.once: Final = once
        self.restart: Final = restart
        self.wait: Final = wait
        self.dry_run: Final = dry_run
        self.batch: Final = batch
        self.max_bytes: Final = max_bytes
        self.content_type: Final = content_type
        self.parallel: Final = parallel
        self.rate: Final = Rate.parse(rate) if isinstance(rate, str) else rate
        self.max_wait: Final = max_wait
        self.delivery: Final = delivery
        self.memory: Final = memory
        self.threads: Final = threads
        self.rejects: Final = _path(rejects)
        state = state or None  # an empty text names nothing, least of all the current folder
        self.state: Final = _path_or_address(state)
        self.engine: Final = None if engine == "local" else engine
        self.partition_by: Final = partition_by
        self.partitions: Final = partitions
        self.watch: Final = watch
        self.of_run: Final = of_run
        self.inputs: Final[Mapping[str, InputValue]] = inputs

    def with_operation(self, operation: Operation) -> JobOptions:
        """Return the same options with another operation."""
        given: dict[str, Any] = {name: getattr(self, name) for name in option_types()}
        given |= {**self.inputs, "operation": operation}
        return JobOptions(**given)

    def __repr__(self) -> str:
        return f"<JobOptions {self.operation}>"


@cache
def option_types() -> dict[str, Any]:
    """Return every option's type and note, in their order."""
    hints = hints_of(JobOptions.__init__, include_extras=True)
    return {
        name: hints[name]
        for name, parameter in inspect.signature(JobOptions.__init__).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }


def plain_types() -> dict[str, Any]:
    """Return every option's type, without its note."""
    return {name: get_args(hint)[0] for name, hint in option_types().items()}


def note_of(hint: Any) -> Option:
    """Return the note beside a type."""
    return next(note for note in get_args(hint) if isinstance(note, Option))


def _path_or_address(value: Path | str | None) -> Path | str | None:
    return value if isinstance(value, str) and "://" in value else _path(value)


def _path(value: Path | str | None) -> Path | None:
    return None if value is None else Path(value)


def _check(name: str, value: Any) -> None:
    """Refuse a value that is not of an option's type, or too small."""
    hint = option_types()[name]
    note, kinds = note_of(hint), _kinds(get_args(hint)[0])
    choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
    if choices and isinstance(value, str):
        if value not in choices:
            msg = f"{name} is one of {', '.join(choices)}, not {value[:40]!r}."
            raise ArgumentError(msg)
        return
    if not any(_fits(value, kind) for kind in kinds):
        wanted = " or ".join("nothing" if kind is NoneType else _name(kind) for kind in kinds)
        msg = f"{name} takes {wanted}, not {type(value).__name__}."
        raise ArgumentError(msg)
    if note.least is not None and value is not None and not value >= note.least:
        msg = f"{name} is at least {note.least:g}."
        raise ArgumentError(msg)
    if isinstance(value, str) and "\0" in value:
        msg = f"{name} holds a NUL character."
        raise ArgumentError(msg)


def _kinds(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _fits(value: Any, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return False
    if not isinstance(kind, type):
        return callable(value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is str:
        return type(value) is str
    if kind is Path:
        return isinstance(value, os.PathLike)
    try:
        return isinstance(value, kind)
    except Exception:  # noqa: BLE001 - a protocol's attributes are looked for, and may raise
        return False


def _name(kind: Any) -> str:
    names = {"str": "text", "int": "an integer", "float": "a number", "bool": "True or False"}
    plain = getattr(kind, "__name__", "a function")
    return names.get(plain, plain)
