"""How much of a list may be pruned unasked: a file that lost its rows must not empty a list."""

from __future__ import annotations

from typing import Final

from adlists.errors import ArgumentError
from adlists.lists.job import Job

_FEW: Final = 10  # removals that nobody is asked about


def ask_about_removals(job: Job, count: int, held: int) -> None:
    """Refuse to prune a large part of a list, unless the caller has said how much.

    Raises `ArgumentError` with what to say.
    """
    options = job.options
    if not options.prune or count < _FEW or count * 100 <= options.max_removals * held:
        return
    msg = (
        f"{count:,} of the {held:,} members of the {job.lists.noun} would be removed, which is "
        f"more than {options.max_removals:g} percent. Look at a dry run, then allow it "
        f"(max_removals={min(100, -(-count * 100 // held))})."
    )
    raise ArgumentError(msg, argument="max_removals")


def ask_about_exchange(job: Job, count: int, held: int | None) -> None:
    """Refuse to prune a list by giving it new contents, where that may remove a large part.

    *held* is how many the list holds, None where nobody knows.
    """
    if held is not None:
        ask_about_removals(job, max(0, held - count), held)
    elif job.options.prune and job.options.max_removals < 100:
        msg = (
            f"Nobody knows how many members the {job.lists.noun} has, so that all of them may be "
            f"removed but the source's {count:,}. If that is right, allow it (max_removals=100)."
        )
        raise ArgumentError(msg)
