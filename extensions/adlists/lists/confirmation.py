"""Whether the service says that a list holds what it should after a job."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from adlists.errors import AdlistsError
from adlists.flow import Flow
from adlists.lists.report import Outcome, moment
from adlists.lists.sending.throttle import spoken
from adlists.lists.sending.verification import Expectation
from adlists.lists.service.protocol import ListSize

if TYPE_CHECKING:
    from adlists.lists.run import Run

_TRIALS: Final = 4  # times that a size is asked for before it is held to be wrong


def ask_size(run: Run, *, once: bool = False) -> Flow[int | None]:
    """Ask the service how many identifiers the list holds; None where it does not tell."""
    lists = run.job.lists
    if not lists.offers("size") or any(name not in run.job.inputs for name in lists.takes("size")):
        return None
    try:
        found: ListSize | None = yield from run.delivery.converse(lists.size(run.scope), once=once)
    except AdlistsError:
        if once:
            return None
        raise
    return None if found is None else found.count


def confirm(run: Run, expected: Expectation | None) -> Flow[Outcome]:
    """Ask for the list's size, and compare it with what it should be.

    Of a size that lags only one that has moved says anything: the one from before may be told
    still, and agree by chance.
    """
    delay = run.job.lists.delay
    run.expected = expected
    told = run.job.lists.offers("size") and run.size_before is not None
    if expected is None or not (told or expected.exact):
        run.expected = None
        run.notes.append(_untold(run))
        return "not verified"
    run.delivery.tell("asking for the size")
    for trial in range(_TRIALS):
        run.size = yield from ask_size(run)
        if run.size is None:
            run.notes.append(_untold(run))
            return "not verified"
        if (expected.admits(run.size) and (expected.exact or not delay)) or delay:
            break
        if trial < _TRIALS - 1:
            pause = run.job.delivery.wait * 2.0**trial
            yield from run.delivery.throttle.sleep(pause, "before the size is asked for again")
    assert run.size is not None  # noqa: S101 - asked for above
    fits = expected.admits(run.size)
    moved = not delay or run.size != run.size_before
    sure = expected.exact or (not delay and expected.certain and run.certain)
    if fits and moved and sure:
        return "done"
    if delay:
        run.notes.append(
            f"The list holds {run.size:,}, expected {expected}; its size lags behind by up to "
            f"{spoken(delay)}, so ask again after {moment(time.time() + delay)}."
        )
        return "not yet confirmed"
    if fits:
        run.notes.append(
            f"The list holds {run.size:,}, which fits ({expected}) and proves nothing: the "
            "job was broken off, and what others did to the list meanwhile is not seen. Run "
            "again, it sends everything."
        )
        return "not verified"
    run.notes.append(
        f"The list holds {run.size:,} identifiers, expected {expected}: something else "
        "changed it, or the service did not do what it said. Run again, the job sends "
        "everything."
    )
    return "unfinished"


def _untold(run: Run) -> str:
    noun, lists = run.job.lists.noun, run.job.lists
    missing = [name for name in lists.takes("size") if name not in run.job.inputs]
    if lists.offers("size") and missing:
        return f"Without {' and '.join(missing)}, nobody can check how many the {noun} holds."
    return f"The service does not tell how many identifiers the {noun} holds."
