"""A job as a generator: it wishes for work, for calls, and for several flows at once.

    Work(function)      run it; in a thread of its own where the job is awaited
    Perform(flow)       drive a flow of calls over the session
    Together(plans)     run them side by side, in threads or as tasks

A driver grants the wishes, blocking or awaiting; the job is written once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Generator, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from adlists._runtime import drivers
from adlists.contract import AsyncClient, Client
from adlists.errors import ArgumentError
from adlists.flow import Flow
from adlists.lists.sending.throttle import Gate
from adlists.session import AsyncSession, Session

R = TypeVar("R")

# Of any API: a generic class makes the type checkers ask for its parameter.
_SYNC: Final[Any] = Session
_ASYNC: Final[Any] = AsyncSession
_GRACE: Final = 3.0  # seconds that requests on their way are given when a job is interrupted


@attrs.frozen(eq=False)
class Work:
    """Something that blocks: reading, writing, computing."""

    function: Callable[[], Any]


@attrs.frozen(eq=False)
class Perform:
    """Calls to make; the answer is what the flow returns, or it raises."""

    flow: Flow[Any]


@attrs.frozen(eq=False)
class Together:
    """Plans to run side by side; the first that raises ends the others."""

    plans: Sequence[Plan[Any]]
    gate: Gate


Wish: TypeAlias = "Work | Perform | Together"
Plan: TypeAlias = Generator[Wish, Any, R]


def work(function: Callable[[], R]) -> Plan[R]:
    """Run what blocks."""
    result: R = yield Work(function)
    return result


def perform(flow: Flow[R]) -> Plan[R]:
    """Make the calls of a flow."""
    result: R = yield Perform(flow)
    return result


def session_of(api: Client | Session[Any]) -> Session[Any]:
    """Return the session behind an API: its requests have to pass the job's limiter."""
    owner: Any = api if isinstance(api, Session) else getattr(api.send, "__self__", None)
    if not isinstance(owner, _SYNC):
        msg = "Pass the API of a session that adlists.connect() opened."
        raise ArgumentError(msg)
    session: Session[Any] = owner
    return session


def async_session_of(api: AsyncClient | AsyncSession[Any]) -> AsyncSession[Any]:
    """Return the session behind an async API."""
    owner: Any = api if isinstance(api, AsyncSession) else getattr(api.send, "__self__", None)
    if not isinstance(owner, _ASYNC):
        msg = "Pass the API of a session that adlists.connect_async() opened."
        raise ArgumentError(msg)
    session: AsyncSession[Any] = owner
    return session


def run(plan: Plan[R], session: Session[Any]) -> R:
    """Drive a plan to its end, blocking."""
    return drivers.drive(plan, lambda wish: _grant(wish, session))


def _grant(wish: Wish, session: Session[Any]) -> Any:
    if isinstance(wish, Work):
        return wish.function()
    if isinstance(wish, Perform):
        return session.run(wish.flow)
    _side_by_side(wish, session)
    return None


def _side_by_side(wish: Together, session: Session[Any]) -> None:
    failures: list[BaseException] = []

    def one(plan: Plan[Any]) -> None:
        try:
            run(plan, session)
        except BaseException as error:  # noqa: BLE001 - raised where the job waits
            failures.append(error)
            wish.gate.stop()

    threads = [threading.Thread(target=one, args=(plan,), daemon=True) for plan in wish.plans]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.2)  # in pieces, so that Ctrl-C is heard on every platform
    except BaseException:
        wish.gate.stop()
        ends = time.monotonic() + _GRACE
        for thread in threads:
            if thread.ident is not None:
                thread.join(max(0.0, ends - time.monotonic()))
        raise
    if failures:
        raise failures[0]


async def run_async(plan: Plan[R], session: AsyncSession[Any]) -> R:
    """Drive a plan to its end, awaiting."""
    return await drivers.drive_async(plan, lambda wish: _grant_async(wish, session))


async def _grant_async(wish: Wish, session: AsyncSession[Any]) -> Any:
    if isinstance(wish, Work):
        return await asyncio.to_thread(wish.function)
    if isinstance(wish, Perform):
        return await session.run(wish.flow)
    tasks = [asyncio.ensure_future(run_async(plan, session)) for plan in wish.plans]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        wish.gate.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    return None
