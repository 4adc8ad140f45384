"""A list that can be read, and a source: compared live, until there is no difference left.

    list its members → add, remove → list them again → report

What the service did not take is told by the second listing. That also answers for a lost
reply: nothing is repeated blindly, the difference is taken anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from adlists.errors import ArgumentError
from adlists.flow import Flow, block
from adlists.lists.job import PUBLIC
from adlists.lists.removals import ask_about_removals
from adlists.lists.report import Report
from adlists.lists.run import Run
from adlists.lists.sending import folders
from adlists.lists.sending.throttle import HaltError
from adlists.lists.service.protocol import Part

_ROUNDS = 5
_PIECE = 50_000

Difference = Mapping[Part, Sequence[str]]


@attrs.frozen(eq=False, repr=False)
class MemberBatch:
    """Some members of a list, as a batch."""

    number: int
    digest: str
    rows: bytes
    members: list[str]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.members)

    def values(self) -> list[str]:
        """Return them."""
        return self.members


def send(run: Run) -> Flow[Report]:
    """Make a list that can be read what a source says."""
    wanted = yield from block(lambda: values(run))
    yield from block(run.source.verify)
    begun = False
    first: Difference | None = None
    left: Difference = {}
    for number in range(_ROUNDS):
        run.delivery.tell("listing" if number == 0 else "listing again")
        held: list[str] = yield from run.delivery.converse(run.job.lists.members(run.scope))
        left = apart(run, wanted, set(held))
        if first is None:
            first = left
            run.difference = len(left["add"]), len(left["remove"])
            run.size_before = len(held)
            ask_about_removals(run.job, len(left["remove"]), len(held))
        run.size = len(held)
        if not any(left.values()) or (number and not run.delivery.doubtful):
            break
        if number:
            pause = min(30.0, run.job.delivery.wait * 2.0 ** (number - 1))
            yield from run.delivery.throttle.sleep(pause, "before the list is read again")
        run.delivery.doubtful = 0
        if not begun:
            begun = True
            yield from block(lambda: run.begin("live", {}))
        yield from _round(run, left)
    if run.delivery.doubtful and any(left.values()):
        msg = f"In {_ROUNDS} rounds the service lost replies every time. Try again later."
        raise HaltError(msg)
    return (yield from _report(run, left))


def values(run: Run) -> list[str]:
    """Read a source's identifiers as they stand on the list."""
    found = [value for batch in run.source.batches(_PIECE) for value in batch.values()]
    run.source.check()
    return found


def apart(run: Run, wanted: Sequence[str], held: set[str]) -> dict[Part, list[str]]:
    """Return what is missing on a list, in the source's order, and what is too much."""
    operation = run.job.options.operation
    if operation == "remove":
        return {"add": [], "remove": [value for value in wanted if value in held]}
    missing = [value for value in wanted if value not in held]
    extra = sorted(held.difference(wanted)) if operation == "replace" else []
    return {"add": missing, "remove": extra}


def _round(run: Run, left: Difference) -> Flow[None]:
    sent = len(run.journal.entries)
    total = sum(map(len, left.values()))
    for part, members in left.items():
        if not members:
            continue
        request = run.request(part)
        pieces = list(batches(run, part, members, sent))
        sent += len(pieces)
        run.delivery.tell({"add": "adding", "remove": "removing"}[part])
        yield from run.delivery.send(iter(pieces), request, run.journal, lambda: total)


def batches(run: Run, part: Part, members: Sequence[str], first: int) -> Iterator[MemberBatch]:
    """Cut members into batches, as the limits allow, numbered from *first*.

    Raises `ArgumentError` where there is no room for one.
    """
    frame, size = run.frame(part), run.job.batch_items
    room = run.job.batch_bytes - frame.size
    waiting = [list(members[start : start + size]) for start in range(0, len(members), size)][::-1]
    number = first
    while waiting:
        piece = waiting.pop()
        rows = frame.rows(piece)
        if len(rows) > room:
            if len(piece) == 1:
                msg = "The bytes allowed for a batch are too few for one identifier; allow more."
                raise ArgumentError(msg)
            middle = len(piece) // 2
            waiting += [piece[middle:], piece[:middle]]
            continue
        yield MemberBatch(number, folders.key(piece), rows, piece)
        number += 1


def _report(run: Run, left: Difference) -> Flow[Report]:
    equal = not any(left.values())
    names = run.job.kind.name in PUBLIC
    report = run.report("done" if equal else "unfinished")
    if equal:  # whatever went wrong on the way is mended
        report = attrs.evolve(report, failures=())
        if run.begun:
            yield from block(lambda: run.journal.end({"outcome": "done", "size": run.size}))
    elif not names:
        note = (
            f"The service did not take {len(left['add']):,} and did not remove "
            f"{len(left['remove']):,}."
        )
        report = attrs.evolve(report, notes=(*report.notes, note))
    return attrs.evolve(
        report,
        not_taken=tuple(left["add"]) if names else (),
        not_removed=tuple(left["remove"]) if names else (),
    )
