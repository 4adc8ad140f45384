"""What the demo did: one record per request, and what was checked after it."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Any, Final, Literal

import attrs

from adlists.cli.jobs import Check, Step
from adlists.cli.watch import Watch
from adlists.errors import AdlistsError
from adlists.events import AttemptFinished
from adlists.sandbox import Store

Mode = Literal["sync", "async"]


@attrs.frozen
class Checked:
    """A check and its outcome. `difference` tells how they differ, never in whose values."""

    title: str
    difference: str | None


@attrs.define(eq=False)
class Record:
    """One request of a job. Status and time are those of the event that observed it."""

    mode: Mode
    service: str
    title: str
    operation: str
    method: str
    path: str
    status: int | None
    seconds: float
    error: str | None = None
    checks: list[Checked] = attrs.field(factory=list[Checked])

    @property
    def good(self) -> bool:
        """Tell whether the request was answered with success and every check held."""
        return self.error is None and all(one.difference is None for one in self.checks)


class Journal:
    """Every record of a demo, in the order of the events; tells a listener of each change."""

    def __init__(self, store: Store, listener: Callable[[Record], None]) -> None:
        self.records: Final[list[Record]] = []
        self._store = store
        self._tell = listener

    @property
    def good(self) -> bool:
        """Tell whether there are records and nothing went wrong in any of them."""
        return bool(self.records) and all(one.good for one in self.records)

    def add(self, record: Record) -> None:
        """Append a record."""
        self.records.append(record)
        self._tell(record)

    def changed(self, record: Record) -> None:
        """Tell the listener that a record has more to say."""
        self._tell(record)

    def check(self, record: Record, check: Check) -> None:
        """Ask what is there, and note the outcome with the request it followed."""
        found = check.found(self._store)
        same = found == check.expected
        record.checks.append(Checked(check.title, None if same else differ(check.expected, found)))
        self._tell(record)


class Page:
    """The part of a journal that one session writes: it turns its events into records."""

    def __init__(self, journal: Journal, mode: Mode, service: str) -> None:
        self.watch: Final = Watch()
        self.mode: Final = mode
        self.service: Final = service
        self._journal = journal
        self._seen = 0
        self._last: Record | None = None

    def done(self, step: Step, error: AdlistsError | None = None) -> None:
        """Record the requests of a step: the last is its own, a token's may come before."""
        events = self.watch.attempts[self._seen :]
        self._seen = len(self.watch.attempts)
        for event in events:
            own = event.operation == step.call.operation.id
            self._add(event, step.title if own else "obtain a token")
        if error is not None:
            if self._last is None or not events:  # nothing was sent
                operation = step.call.operation
                event = AttemptFinished(
                    self.service, operation.id, operation.method, operation.path, 0, 0, 0
                )
                self._add(event, step.title)
            if self._last is not None:
                self._last.error = f"{type(error).__name__}: {error}"
                self._journal.changed(self._last)

    def check(self, check: Check) -> None:
        """Note a check with the latest record."""
        if self._last is not None:
            self._journal.check(self._last, check)

    def _add(self, event: AttemptFinished, title: str) -> None:
        self._last = Record(
            self.mode,
            self.service,
            title,
            event.operation,
            event.method,
            event.path,
            event.status,
            event.seconds,
        )
        self._journal.add(self._last)


def differ(expected: object, found: object) -> str:
    """Tell how two values differ, by counts where they are sets: members may be people."""
    if isinstance(expected, set | frozenset) and isinstance(found, set | frozenset):
        return (
            f"the files say {len(expected)}, there are {len(found)}"
            f" ({len(expected - found)} missing, {len(found - expected)} too many)"
        )
    return f"expected {_brief(expected)}, found {_brief(found)}"


def _brief(value: object) -> Any:
    if value is None:
        return "nothing"
    if isinstance(value, Sized) and not isinstance(value, str):
        return f"{len(value)} of them"
    return repr(value)
