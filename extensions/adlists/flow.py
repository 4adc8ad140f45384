"""A call as a generator: it yields what it wishes for and receives what came of it.

    Flow[R]    yields effects, returns an R
    Exchange   request → Flow of the response
    Layer      an exchange → another exchange around it

An effect is a wish; a driver grants it, blocking or awaiting (`adlists._runtime.drivers`). So a
layer is written once and serves both, and errors pass through it as ordinary exceptions:

    def layer(proceed):
        def exchange(request):
            response = yield from proceed(request.with_header("x-team", "growth"))
            return response
        return exchange

Two rules keep a flow sound under cancellation: never catch BaseException, and never
yield in a `finally` (a closed generator may not yield again). A lock is therefore an
effect that encloses a whole flow, not a pair of acquire and release.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs

from adlists.errors import ConfigurationError
from adlists.messages import Request, Response

if TYPE_CHECKING:
    from concurrent.futures import Future

R = TypeVar("R")

_STUCK: Final = (
    "A blocking call waits for an async one of the same thread, which cannot go on until the "
    "blocking call returns. Await an async session there, or give each session a credential of "
    "its own."
)


@attrs.frozen(eq=False, repr=False)
class Transmit:
    """Send a request; the driver answers with the response or throws a WireError."""

    request: Request


@attrs.frozen(eq=False, repr=False)
class Sleep:
    """Let that many seconds pass."""

    seconds: float


@attrs.frozen(eq=False, repr=False)
class Exclusive:
    """Run a flow while no other flow holds the same turn; the answer is its result."""

    turn: Turn
    flow: Generator[Effect, Any, Any]


Effect: TypeAlias = "Transmit | Sleep | Exclusive"
Flow: TypeAlias = Generator[Effect, Any, R]
Exchange: TypeAlias = Callable[[Request], Flow[Response]]
Layer: TypeAlias = Callable[[Exchange], Exchange]


def transmit(request: Request) -> Flow[Response]:
    """Send a request."""
    response: Response = yield Transmit(request)
    return response


def sleep(seconds: float) -> Flow[None]:
    """Let that many seconds pass."""
    yield Sleep(seconds)


def exclusive(turn: Turn, flow: Flow[R]) -> Flow[R]:
    """Run a flow while no other flow holds the same turn. Not reentrant."""
    result: R = yield Exclusive(turn, flow)
    return result


class Turn:
    """A lock that threads and tasks of any event loop can wait for together.

    A thread waits for the future by `result()`, a task by `asyncio.wrap_future`; whoever
    gives up cancels its future, and `pass_on` skips it. First come, first served.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._holder: int | None = None  # the thread that asked for the turn now held
        self._waiting: deque[tuple[Future[None], int]] = deque()

    def ask(self, *, blocking: bool = False) -> Future[None]:
        """Join the queue; the future is done once it is your turn.

        Raises `ConfigurationError` where a *blocking* wait could never end: a task of the
        same thread is before it, and cannot go on while its thread waits.
        """
        from concurrent.futures import Future  # noqa: PLC0415 - brings logging, at import time

        future: Future[None] = Future()
        here = threading.get_ident()
        with self._guard:
            if self._holder is not None:
                before = {ident for one, ident in self._waiting if not one.cancelled()}
                if blocking and here in before | {self._holder}:
                    raise ConfigurationError(_STUCK)
                self._waiting.append((future, here))
                return future
            self._holder = here
        future.set_result(None)
        return future

    def pass_on(self) -> None:
        """Give the turn to the next in the queue that still waits for it."""
        with self._guard:
            while self._waiting:
                future, self._holder = self._waiting.popleft()
                # False where its owner has given up: the turn goes to the one behind.
                if future.set_running_or_notify_cancel():
                    future.set_result(None)
                    return
            self._holder = None

    def leave(self, future: Future[None]) -> None:
        """Give up waiting, or pass the turn on where it has come in the meantime."""
        if not future.cancel():
            self.pass_on()
