"""What a worker does beside its work: it tells how far that is, and ends it with the run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from adlists.lists.engines.lifeline import Tie
from adlists.lists.fleet_report import JobResult
from adlists.lists.manifest import ManifestJob
from adlists.lists.report import Progress

#: Seconds between two looks whether the run is there.
HEARTBEAT: Final = 1.0
#: Seconds for the lock of a worker that died to be given up.
TAKING_OVER: Final = 60.0

_OFTEN: Final = 0.5  # seconds between two words of a job

R = TypeVar("R")


async def while_held(work: Coroutine[Any, Any, R], tie: Tie) -> R:
    """Await some work; where the run is gone, cancel it."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=HEARTBEAT)
            if not task.done() and not await asyncio.to_thread(tie.holds):
                task.cancel()
                await asyncio.wait({task})
    finally:
        task.cancel()
    return await task


class WorkerWatch:
    """Tells the run how far a job is, now and then."""

    def __init__(self, tie: Tie, number: int) -> None:
        self._tie = tie
        self._number = number
        self._step = ""
        self._told = float("-inf")

    def __call__(self, _: ManifestJob, news: Progress | JobResult) -> None:
        """Tell what a job of a manifest tells."""
        if isinstance(news, Progress):
            self.tell(news)

    def tell(self, news: Progress) -> None:
        """Tell it, unless that was done just now."""
        now = time.monotonic()
        if news.wait or news.step != self._step or now > self._told + _OFTEN:
            self._step, self._told = news.step, now
            self._tie.tell(self._number, news)
