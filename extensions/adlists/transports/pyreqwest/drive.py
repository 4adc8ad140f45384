"""Runs a coroutine of a Rust library without an event loop.

pyo3 asks a loop for two things: a future to wait on, and a way to be woken from another
thread. Here both are a queue, whose `get` a signal interrupts; so what a handler raises,
KeyboardInterrupt first of all, ends the call, and closing the coroutine cancels it.
"""

from __future__ import annotations

import asyncio
import os
import queue
from collections.abc import Coroutine, Iterator
from typing import Any, Final, TypeVar

T = TypeVar("T")

# On Windows a signal is only heard between two waits.
_TICK: Final = 0.5 if os.name == "nt" else None


class _Future:
    """What a Rust future waits on: the least that pyo3 asks of an asyncio.Future."""

    _asyncio_future_blocking = False

    def __iter__(self) -> Iterator[_Future]:
        yield self


class _Loop:
    """The least that pyo3 asks of an event loop: its wakes, as a queue for one thread."""

    def __init__(self) -> None:
        self.wakes: queue.SimpleQueue[None] = queue.SimpleQueue()

    def create_future(self) -> _Future:
        return _Future()

    def call_soon_threadsafe(self, *_: object) -> None:
        """Wake the thread. It steps again, which needs no result on the future."""
        self.wakes.put(None)


def drive(coroutine: Coroutine[Any, None, T]) -> T:
    """Run the coroutine to its end, blocking, in any thread.

    It may run beneath a running event loop, and costs a fraction of starting one.
    """
    loop, outer = _Loop(), asyncio._get_running_loop()  # noqa: SLF001 - meant for event loops
    try:
        while True:
            asyncio._set_running_loop(loop)  # type: ignore[arg-type]  # noqa: SLF001 - likewise
            try:
                waits = coroutine.send(None)
            finally:
                asyncio._set_running_loop(outer)  # noqa: SLF001 - likewise
            if waits is not None:  # None: woken during the step itself
                _wait(loop.wakes)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        coroutine.close()


def _wait(wakes: queue.SimpleQueue[None]) -> None:
    while True:
        try:
            return wakes.get(timeout=_TICK)
        except queue.Empty:
            continue
