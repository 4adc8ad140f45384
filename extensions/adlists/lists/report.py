"""What a job did, and how far it is: values to show, to keep and to compare.

Nothing here holds an identifier of a person; the apps that a service did not take are
named, for app identifiers are public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import attrs

from adlists.errors import AdlistsError

#: done               everything was sent, and the service confirms it as far as it can
#: already done       the same content was the latest change to the list; nothing was sent
#: not verified       everything was sent and accepted; nobody can tell what the list holds now
#: not yet confirmed  likewise, and it can be asked later (`verify`)
#: unfinished         something is left to do, or does not agree; `notes` and `failures` say what
#: dry run            nothing was sent
Outcome = Literal[
    "done", "already done", "not verified", "not yet confirmed", "unfinished", "dry run"
]


@attrs.frozen
class Failure:
    """A batch that was not done: which, how many identifiers, and why.

    `again` tells whether the same batch may do better another time.
    """

    part: str
    number: int
    count: int
    reason: str
    again: bool = True


@attrs.frozen(kw_only=True)
class Report:
    """What a job did. Durations are in seconds, sizes in bytes.

    `credential` says where the credential stands, `hash` how identifiers left.
    read == sum(rejected) + duplicates + unique. `sent`, `valid`, `invalid`, `batches` and
    `attempts` count over every run of the job, `skipped` the batches that earlier runs had
    done, `seconds`, `waited` and `requests` this run only. `valid` and `invalid` are what the
    service counted, None where it gave no counts; `refused` counts the rows that it named.
    `size_before`, `size` and `expected` are the list's size as the service tells it, and what
    it should be: exactly, or at least and at most. `to_add` and `to_remove` count the
    difference where there is one; `adding` and `removing` name its members in a dry run of a
    list whose members are public, and `not_taken` and `not_removed` those about which the
    service did nothing. `refusal` is why the job that a dry run plans would be refused, "" where
    it would not. `limit` is the declared rate, `least_seconds` how long it makes the job
    take.
    """

    service: str
    address: str
    operation: str
    outcome: Outcome
    credential: str = ""
    list_id: str | None = None
    list_name: str | None = None
    identifier: str = ""
    hash: str | None = None
    inputs: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    files: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    read: int = 0
    rejected: Mapping[str, int] = attrs.field(factory=dict[str, int])
    duplicates: int = 0
    unique: int = 0
    sent: int = 0
    valid: int | None = None
    invalid: int | None = None
    refused: int = 0
    batches: int = 0
    skipped: int = 0
    attempts: int = 0
    requests: int = 0
    seconds: float = 0.0
    waited: float = 0.0
    bytes: int | None = None
    limit: str = ""
    least_seconds: float | None = None
    to_add: int | None = None
    to_remove: int | None = None
    size_before: int | None = None
    size: int | None = None
    expected: tuple[int, int] | None = None
    failures: tuple[Failure, ...] = ()
    adding: tuple[str, ...] = ()
    removing: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    not_removed: tuple[str, ...] = ()
    refusal: str = ""
    journal: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether nothing is left to do, and nothing would be refused."""
        return self.outcome != "unfinished" and not self.refusal

    @property
    def retries(self) -> int:
        """Return how many attempts were not the first of their batch."""
        return max(0, self.attempts - self.batches - len(self.failures))

    @property
    def rows_per_second(self) -> float:
        """Return how many rows a second this run took in."""
        return self.read / self.seconds if self.seconds else 0.0

    def _repr_html_(self) -> str:
        """Show itself as a small table in a notebook."""
        from adlists.lists.report_pages import table

        return table(self)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        data = attrs.asdict(self, filter=lambda _, value: value is not None)
        data |= {"ok": self.ok, "retries": self.retries}
        data |= {
            "seconds": round(self.seconds, 3),
            "waited": round(self.waited, 3),
            "rows_per_second": round(self.rows_per_second, 1),
        }
        return data


@attrs.frozen(kw_only=True)
class Progress:
    """How far a job is. `limit` says what slows it.

    `done` counts identifiers, `before` those of them that earlier runs had sent. `total` is
    nearly known from the number of rows, and exactly at the end; None where it is not.
    `sending` is for how long it sent, without the waits for a limit. `least_seconds` is how
    long the declared rates, and what the service asked for, make the rest take. `wait` is not
    0 where the job waits for so many seconds from now on, and `why` says why.
    """

    step: str
    done: int = 0
    before: int = 0
    total: int | None = None
    batches: int = 0
    failed: int = 0
    seconds: float = 0.0
    sending: float = 0.0
    limit: str = ""
    least_seconds: float = 0.0
    wait: float = 0.0
    why: str = ""

    @property
    def rate(self) -> float:
        """Return how many identifiers a second went out in this run."""
        return (self.done - self.before) / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Return how long it will take, by what was sent so far and by the declared rates.

        A wait for a limit slows nothing but what has to wait, so that this never grows by one.
        """
        sent = self.done - self.before
        if self.total is None or sent <= 0:
            return None
        return max(0.0, (self.total - self.done) * self.sending / sent, self.least_seconds)


Watch: TypeAlias = Callable[[Progress], object]


class JobStoppedError(AdlistsError):
    """A job ended before its end, and can be taken up again; `report` says how far it came.

    `again` tells whether the same job may do better as it is, with nothing mended.
    """

    def __init__(self, message: str, report: Report, *, again: bool = True) -> None:
        super().__init__(message)
        self.report = report
        self.again = again


def moment(at: float) -> str:
    """Return a time, in seconds since 1970, as reports and notes write it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
