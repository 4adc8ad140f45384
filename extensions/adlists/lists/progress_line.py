"""A job's progress as one line that is written over: in a terminal, a notebook, a log.

    upload(api, "VIP", "people.csv", …, watch=ProgressLine())

It needs nothing of a notebook but what every kernel does with a carriage return.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Final, TextIO

from adlists.lists.report import Progress
from adlists.lists.sending.throttle import spoken

_OFTEN: Final = 0.2  # seconds between two lines
_WIDTH: Final = 100


def told(progress: Progress) -> list[str]:
    """Say how far a job is: how many, how fast, how long still, what failed, what limits it."""
    parts = [f"{progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")]
    if progress.rate:
        parts.append(f"{progress.rate:,.0f}/s")
    left = progress.seconds_left
    if left is not None and progress.total != progress.done:
        parts.append(f"{spoken(left)} left")
    if progress.failed:
        parts.append(f"{progress.failed} batches failed")
    parts.append(progress.limit)
    return parts


class ProgressLine:
    """Shows a job on one line; pass it as *watch*. `stream` is standard error where not given."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream: Final = stream
        self._mutex: Final = threading.Lock()
        self._shown = float("-inf")
        self._step = ""

    def __call__(self, progress: Progress) -> None:
        """Write the line anew where there is something new to say."""
        now = time.monotonic()
        ended = progress.done > 0 and progress.done == progress.total
        with self._mutex:
            same = progress.step == self._step and not progress.wait and not ended
            if same and now - self._shown < _OFTEN:
                return
            self._step, self._shown = progress.step, now
            text = f"{progress.step}: {', '.join(told(progress))}"
            if progress.wait:
                text = f"waiting {spoken(progress.wait)}: {progress.why}"
            stream = self._stream or sys.stderr
            stream.write(f"\r{text[:_WIDTH]:<{_WIDTH}}")
            stream.flush()
