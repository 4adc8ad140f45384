"""Performs the effects of a generator: once blocking, once awaiting.

The two loops differ by `await` alone. Whatever performing an effect raises is thrown into
the generator at the place of the effect, so that a layer sees it as an ordinary exception.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any, Final, TypeVar

from adlists.errors import PluginError
from adlists.flow import Await, Block, Effect, Exclusive, Flow, Sleep, Together, Transmit
from adlists.messages import AsyncTransport, Transport

E = TypeVar("E")
R = TypeVar("R")

_PIECE: Final = 0.2
_GRACE: Final = 3.0  # seconds that requests on their way are given when flows are interrupted


def drive(effects: Generator[E, Any, R], perform: Callable[[E], Any]) -> R:
    """Drive a generator to its end, blocking: perform each effect, send it what came of it."""
    try:
        effect = next(effects)
        while True:
            try:
                answer = perform(effect)
            except BaseException as error:  # noqa: BLE001 - thrown on, KeyboardInterrupt too
                effect = effects.throw(error)
            else:
                effect = effects.send(answer)
    except StopIteration as stop:
        result: R = stop.value
        return result


async def drive_async(effects: Generator[E, Any, R], perform: Callable[[E], Awaitable[Any]]) -> R:
    """Drive a generator to its end, awaiting."""
    try:
        effect = next(effects)
        while True:
            try:
                answer = await perform(effect)
            except BaseException as error:  # noqa: BLE001 - thrown on, CancelledError too
                effect = effects.throw(error)
            else:
                effect = effects.send(answer)
    except StopIteration as stop:
        result: R = stop.value
        return result


def run(flow: Flow[R], transport: Transport) -> R:
    """Drive a flow to its end over a transport, blocking."""

    def perform(effect: Effect) -> Any:
        if isinstance(effect, Transmit):
            return transport.send(effect.request)
        if isinstance(effect, Sleep):
            time.sleep(effect.seconds)
            return None
        if isinstance(effect, Exclusive):
            return _hold(effect, transport)
        if isinstance(effect, Block):
            return effect.function()
        if isinstance(effect, Await):
            from adlists._runtime.private_loop import wait_for

            return wait_for(effect.function)
        return _run_together(_last(effect), transport)

    return drive(flow, perform)


def _last(effect: object) -> Together:
    """Return the last kind of effect; where it is none, refuse what no driver performs."""
    if isinstance(effect, Together):
        return effect
    kind = type(effect).__name__
    advice = "; write `yield from` where a flow is run" if isinstance(effect, Generator) else ""
    msg = f"A flow yielded a {kind}, which is no effect{advice}."
    raise PluginError(msg)


def _hold(effect: Exclusive, transport: Transport) -> Any:
    acquired = effect.lock.acquire(blocking=True)
    try:
        acquired.result()
    except BaseException:
        effect.lock.cancel(acquired)
        raise
    try:
        return run(effect.flow, transport)
    finally:
        effect.lock.release()


def _run_together(effect: Together, transport: Transport) -> None:
    failures: list[BaseException] = []

    def perform(flow: Flow[Any]) -> None:
        try:
            run(flow, transport)
        except BaseException as error:  # noqa: BLE001 - raised where the flow waits
            failures.append(error)
            effect.cancel()

    threads = [threading.Thread(target=perform, args=(flow,), daemon=True) for flow in effect.flows]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(_PIECE)  # in pieces, so that Ctrl-C is heard on every platform
    except BaseException:
        effect.cancel()
        ends = time.monotonic() + _GRACE
        for thread in threads:
            if thread.ident is not None:
                thread.join(max(0.0, ends - time.monotonic()))
        raise
    if failures:
        raise failures[0]


async def run_async(flow: Flow[R], transport: AsyncTransport) -> R:
    """Drive a flow to its end over a transport, awaiting."""

    async def perform(effect: Effect) -> Any:
        if isinstance(effect, Transmit):
            return await transport.send(effect.request)
        if isinstance(effect, Sleep):
            import asyncio

            await asyncio.sleep(effect.seconds)
            return None
        if isinstance(effect, Exclusive):
            return await _hold_async(effect, transport)
        if isinstance(effect, Block):
            return await _block_async(effect)
        if isinstance(effect, Await):
            return await effect.function()
        return await _run_together_async(_last(effect), transport)

    return await drive_async(flow, perform)


async def _hold_async(effect: Exclusive, transport: AsyncTransport) -> Any:
    acquired = effect.lock.acquire()
    try:
        if not acquired.done():
            import asyncio

            await asyncio.wrap_future(acquired)
    except BaseException:
        effect.lock.cancel(acquired)
        raise
    try:
        return await run_async(effect.flow, transport)
    finally:
        effect.lock.release()


async def _block_async(effect: Block) -> Any:
    import asyncio

    thread = asyncio.ensure_future(asyncio.to_thread(effect.function))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        if effect.cancel is not None:
            effect.cancel()
        while not thread.done():  # also where it is cancelled once more
            with suppress(BaseException):
                await asyncio.wait([thread])
        if not thread.cancelled():
            thread.exception()  # looked at, so that nobody is warned of it
        raise


async def _run_together_async(effect: Together, transport: AsyncTransport) -> None:
    import asyncio

    tasks = [asyncio.ensure_future(run_async(flow, transport)) for flow in effect.flows]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        effect.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
