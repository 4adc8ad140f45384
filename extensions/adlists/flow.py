"""A call as a generator: it yields effects and receives what came of them.

    Flow[R]    yields effects, returns an R
    Exchange   request → Flow of the response
    Layer      an exchange → another exchange around it
    Perform    call → Flow of its result
    CallLayer  a perform → another perform around it

An effect is a value that says what to do; a driver performs it, blocking or awaiting
(`adlists._runtime.drivers`). So a layer is written once and serves both, and errors pass
through it as ordinary exceptions:

    def layer(proceed):
        def exchange(request):
            response = yield from proceed(request.with_header("x-team", "growth"))
            return response
        return exchange

Two rules keep a flow sound under cancellation: never catch BaseException, and never
yield in a `finally` (a closed generator may not yield again). A lock is therefore an
effect that encloses a whole flow, not a pair of effects to acquire and release it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

import attrs

from adlists.contract import Call
from adlists.errors import ConfigurationError
from adlists.messages import Request, Response

if TYPE_CHECKING:
    from concurrent.futures import Future

E = TypeVar("E")
F = TypeVar("F")
R = TypeVar("R")

_STUCK: Final = (
    "A blocking call waits for an async one of the same thread, which cannot go on until the "
    "blocking call returns. Await an async session there, or give each session a credential of "
    "its own."
)


@attrs.frozen(eq=False, repr=False, slots=False)  # one is made for each call: see `Request`
class Transmit:
    """Send a request; the driver answers with the response or throws a WireError.

    Attributes:
        request: what to send.
    """

    request: Request


@attrs.frozen(eq=False, repr=False)
class Sleep:
    """Let time pass.

    Attributes:
        seconds: how much of it.
    """

    seconds: float


@attrs.frozen(eq=False, repr=False)
class Exclusive:
    """Run a flow while no other flow holds the same lock; the answer is its result.

    Attributes:
        lock: the lock, which is not reentrant.
        flow: what to run.
    """

    lock: Lock
    flow: Generator[Effect, Any, Any]


@attrs.frozen(eq=False, repr=False)
class Block:
    """Call a function that blocks; where the flow is awaited, in a thread of its own.

    A flow that is cancelled meanwhile waits until the function is over: so nothing of a
    cancelled flow still runs behind its back.

    Attributes:
        function: what to call; the answer is its result.
        cancel: called where the flow is cancelled meanwhile, to bring the function to its end.
    """

    function: Callable[[], Any]
    cancel: Callable[[], None] | None = None


@attrs.frozen(eq=False, repr=False)
class Await:
    """Await what a function returns, such as `client.aclose`; the answer is its result.

    Where the flow is awaited, in its event loop; where it blocks, in a loop that all blocking
    flows of the process share, so that what is bound to a loop stays usable.

    Attributes:
        function: called for what to await.
    """

    function: Callable[[], Coroutine[Any, Any, Any]]


@attrs.frozen(eq=False, repr=False)
class Together:
    """Run flows side by side, in threads or as tasks, until all have ended.

    Attributes:
        flows: what to run.
        cancel: called when the first of them raises; the others have to hear it, and end.
    """

    flows: Sequence[Generator[Effect, Any, Any]]
    cancel: Callable[[], None]


Effect: TypeAlias = "Transmit | Sleep | Exclusive | Block | Await | Together"
Flow: TypeAlias = Generator[Effect, Any, R]
Exchange: TypeAlias = Callable[[Request], Flow[Response]]
Layer: TypeAlias = Callable[[Exchange], Exchange]
Perform: TypeAlias = Callable[[Call[Any]], Flow[Any]]
CallLayer: TypeAlias = Callable[[Perform], Perform]


def transmit(request: Request) -> Flow[Response]:
    """Send a request."""
    response: Response = yield Transmit(request)
    return response


def sleep(seconds: float) -> Flow[None]:
    """Let that many seconds pass."""
    yield Sleep(seconds)


def block(function: Callable[[], R], cancel: Callable[[], None] | None = None) -> Flow[R]:
    """Call what blocks."""
    result: R = yield Block(function, cancel)
    return result


def await_(function: Callable[[], Coroutine[Any, Any, R]]) -> Flow[R]:
    """Await what a function returns."""
    result: R = yield Await(function)
    return result


def exclusive(lock: Lock, flow: Flow[R]) -> Flow[R]:
    """Run a flow while no other flow holds the same lock. Not reentrant."""
    result: R = yield Exclusive(lock, flow)
    return result


def intercept(
    flow: Generator[E, Any, R], handle: Callable[[E], Generator[F, Any, Any]]
) -> Generator[F, Any, R]:
    """Run a generator with each of its effects through `handle`, itself a generator.

    `handle(effect)` yields whatever effects it likes instead, often the one it was given, and
    returns the answer; what it raises is thrown into the generator at the place of the effect.
    The flow within an `Exclusive` is intercepted too, before `handle` gets it.

        def handle(effect):
            if isinstance(effect, Sleep):
                return None             # no time passes
            return (yield effect)
    """
    try:
        effect = next(flow)
        while True:
            if isinstance(effect, Exclusive):
                inner: Any = intercept(effect.flow, cast("Callable[[Any], Any]", handle))
                effect = cast("E", Exclusive(effect.lock, inner))
            try:
                answer = yield from handle(effect)
            except BaseException as error:  # noqa: BLE001 - thrown on at once, as a driver does
                effect = flow.throw(error)
            else:
                effect = flow.send(answer)
    except StopIteration as stop:
        result: R = stop.value
        return result


class Lock:
    """A lock that threads and tasks of any event loop can wait for together.

    A thread waits for the future by `result()`, a task by `asyncio.wrap_future`; whoever
    gives up cancels its future, and `release` skips it. First come, first served.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._holder: int | None = None  # the thread that acquired what is held now
        self._waiting: deque[tuple[Future[None], int]] = deque()

    def acquire(self, *, blocking: bool = False) -> Future[None]:
        """Join the queue; the future is done once the lock is yours.

        Raises `ConfigurationError` where a *blocking* wait could never end: a task of the
        same thread is before it, and cannot go on while its thread waits.
        """
        from concurrent.futures import Future

        future: Future[None] = Future()
        here = threading.get_ident()
        with self._mutex:
            if self._holder is not None:
                before = {thread for other, thread in self._waiting if not other.cancelled()}
                if blocking and here in before | {self._holder}:
                    raise ConfigurationError(_STUCK)
                self._waiting.append((future, here))
                return future
            self._holder = here
        future.set_result(None)
        return future

    def release(self) -> None:
        """Hand the lock to the next in the queue that still waits for it."""
        with self._mutex:
            while self._waiting:
                future, self._holder = self._waiting.popleft()
                # False where its owner has given up: the lock goes to the one behind.
                if future.set_running_or_notify_cancel():
                    future.set_result(None)
                    return
            self._holder = None

    def cancel(self, future: Future[None]) -> None:
        """Give up waiting, or release the lock where it has come in the meantime."""
        if not future.cancel():
            self.release()
