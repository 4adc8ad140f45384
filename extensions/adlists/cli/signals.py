"""Signals that end a process, heard as Ctrl-C is: what was done is kept, and said."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


class TerminatedError(KeyboardInterrupt):
    """The process was told to end by a signal, and ends as by Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Let SIGTERM and SIGHUP end a job as Ctrl-C does."""
    heard: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        heard.append(number)
        raise TerminatedError(number)

    names = ("SIGTERM", "SIGHUP")  # the latter is not everywhere
    numbers = [number for name in names if (number := getattr(signal, name, None)) is not None]
    try:
        former = {
            number: signal.signal(number, end)
            for number in numbers
            if signal.getsignal(number) is signal.SIG_DFL
        }
    except ValueError:  # not the main thread
        former = {}
    try:
        yield
    except KeyboardInterrupt as error:
        if heard and not isinstance(error, TerminatedError):  # an event loop made it another
            raise TerminatedError(heard[0]) from None
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
