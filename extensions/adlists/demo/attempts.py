"""An observer that keeps what happened: the source of each status and time shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from adlists.events import AttemptFinished, Event, RetryScheduled
from adlists.hookspecs import hookimpl


class AttemptLog:
    """A plugin that keeps every attempt, and tells a listener of each that is repeated."""

    name: Final = "watch"

    def __init__(self, repeated: Callable[[RetryScheduled], None] | None = None) -> None:
        self.attempts: Final[list[AttemptFinished]] = []
        self._repeated: Final = repeated

    @hookimpl
    def adlists_event(self, event: Event) -> None:
        """Keep an attempt; pass on that another follows."""
        if isinstance(event, AttemptFinished):
            self.attempts.append(event)
        elif isinstance(event, RetryScheduled) and self._repeated is not None:
            self._repeated(event)

    @property
    def last(self) -> AttemptFinished | None:
        """The latest attempt, None before the first."""
        return self.attempts[-1] if self.attempts else None
