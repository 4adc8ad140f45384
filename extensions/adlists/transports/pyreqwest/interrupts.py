"""Lets Ctrl-C end a blocking call into a library that does not listen for it.

Python runs signal handlers only between its own steps, and a call into Rust is one step.
So while such a call blocks the main thread, SIGINT is noted by a handler that raises
nothing (raising within the library would abort the process), and its number arrives on
Python's wakeup socket, where a thread waits that makes the library give up. The handler
that was there before then gets the signal, once the call has returned.

A few microseconds a call; only for the main thread, as no other runs signal handlers.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any, Final, TypeVar

from adlists.transports.forks import depth

T = TypeVar("T")

_SIGINT: Final = int(signal.SIGINT)
# Those whose handlers raise now and then: to end the program, or to limit the time.
_OTHERS: Final = [
    int(getattr(signal, name))
    for name in ("SIGTERM", "SIGALRM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
    if hasattr(signal, name)
]
# What `signal` wraps: the same functions without its enums, at a tenth of the cost.
_signal: Final[Any] = import_module("_signal")


class Interrupts:
    """The wakeup socket of one process, and the thread that listens to it."""

    def __init__(self) -> None:
        self.depth: Final = depth()
        self._guard = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._struck: list[int] = []
        self._wakes, self._wakeup = socket.socketpair()
        self._wakeup.settimeout(0)
        self._descriptor = self._wakeup.fileno()
        threading.Thread(target=self._listen, name="adlists-interrupts", daemon=True).start()

    def _listen(self) -> None:
        while numbers := self._wakes.recv(64):
            if signal.SIGINT in numbers:
                with self._guard:
                    if self._stop is not None:
                        self._stop()
                        self._stop = None

    def _note(self, number: int, _: FrameType | None) -> None:
        self._struck.append(number)

    def run(self, call: Callable[[], T], stop: Callable[[], None]) -> T:
        """Run a call; on Ctrl-C call `stop` from another thread, and raise when it returns."""
        held = _signal.set_wakeup_fd(self._descriptor, warn_on_full_buffer=False)
        before = _signal.signal(_SIGINT, self._note)
        self._stop = stop
        try:
            return call()
        finally:
            with self._guard:
                self._stop = None
            _signal.signal(_SIGINT, before)
            _signal.set_wakeup_fd(held)
            if self._struck:
                self._struck.clear()
                raise KeyboardInterrupt from None


_current: Interrupts | None = None


def interrupts() -> Interrupts:
    """Return the one of this process; for the main thread, as only it needs one."""
    global _current  # noqa: PLW0603 - a process has one wakeup socket
    if _current is None or _current.depth != depth():
        _current = Interrupts()
    return _current


def in_main_thread() -> bool:
    """Tell whether signal handlers run in this thread."""
    return threading.get_ident() == threading.main_thread().ident


def are_default() -> bool:
    """Tell whether Ctrl-C raises KeyboardInterrupt, and no other signal is likely to raise."""
    get = _signal.getsignal
    if get(_SIGINT) is not signal.default_int_handler:
        return False
    for other in _OTHERS:  # noqa: SIM110 - once per call; `any` takes twice as long
        if callable(get(other)):
            return False
    return True
