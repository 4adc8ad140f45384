"""What the demo did: one record per request, and what was checked after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, cast

import attrs

from adlists.demo.attempts import AttemptLog
from adlists.demo.scenarios import Action, Check
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
        return self.error is None and all(check.difference is None for check in self.checks)


class Transcript:
    """Every record of a demo, in the order of the events; a listener gets each once complete."""

    def __init__(self, store: Store, listener: Callable[[Record], None]) -> None:
        self.store: Final = store
        self.records: Final[list[Record]] = []
        self.listener: Final = listener

    @property
    def good(self) -> bool:
        """Tell whether there are records and nothing went wrong in any of them."""
        return bool(self.records) and all(record.good for record in self.records)


class SessionTranscript:
    """The part of a transcript that one session writes: it turns its events into records."""

    def __init__(self, transcript: Transcript, mode: Mode, service: str) -> None:
        self.log: Final = AttemptLog()
        self.mode: Final = mode
        self.service: Final = service
        self._transcript = transcript
        self._seen = 0
        self._open: Record | None = None

    def done(self, action: Action, error: AdlistsError | None = None) -> None:
        """Record the requests of an action: the last is its own, a token's may come before."""
        events = self.log.attempts[self._seen :]
        self._seen = len(self.log.attempts)
        operation = action.call.operation
        if not events:  # an error before anything was sent
            method, path = operation.method, operation.path
            events = [AttemptFinished(self.service, operation.id, method, path, 0, 0.0, 0)]
        for event in events:
            self.close()
            own = event.operation == operation.id
            self._open = self._record(event, action.title if own else "obtain a token")
            self._transcript.records.append(self._open)
        if error is not None and self._open is not None:
            self._open.error = f"{type(error).__name__}: {error}"

    def check(self, check: Check) -> None:
        """Ask what is there, and note the outcome with the request it follows."""
        if self._open is not None:
            found = check.found(self._transcript.store)
            same = found == check.expected
            difference = None if same else differ(check.expected, found)
            self._open.checks.append(Checked(check.title, difference))

    def close(self) -> None:
        """Hand on the latest record: nothing more will be noted with it."""
        if self._open is not None:
            self._transcript.listener(self._open)
            self._open = None

    def _record(self, event: AttemptFinished, title: str) -> Record:
        return Record(
            self.mode,
            self.service,
            title,
            event.operation,
            event.method,
            event.path,
            event.status,
            event.seconds,
        )


def differ(expected: object, found: object) -> str:
    """Tell how two values differ, by counts where they are sets: members may be people."""
    sides = [_members(side) for side in (expected, found)]
    if sides[0] is not None and sides[1] is not None:
        wanted, there = sides[0], sides[1]
        return (
            f"the files say {len(wanted)}, there are {len(there)}"
            f" ({len(wanted - there)} missing, {len(there - wanted)} too many)"
        )
    return f"expected {_brief(expected)}, found {_brief(found)}"


def _members(value: object) -> frozenset[object] | None:
    if isinstance(value, set | frozenset):
        return frozenset(cast("frozenset[object]", value))
    return None


def _brief(value: object) -> str:
    if value is None:
        return "nothing"
    return repr(value) if isinstance(value, int | str) else f"a {type(value).__name__}"
