"""Performs the effects of a generator: once blocking, once awaiting.

The two loops differ by `await` alone. Whatever performing an effect raises is thrown into
the generator at the place of the effect, so that a layer sees it as an ordinary exception.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

from adlists.flow import Effect, Exclusive, Flow, Sleep, Transmit
from adlists.messages import AsyncTransport, Transport

E = TypeVar("E")
R = TypeVar("R")


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
    return drive(flow, lambda effect: _perform(effect, transport))


def _perform(effect: Effect, transport: Transport) -> Any:
    if isinstance(effect, Transmit):
        return transport.send(effect.request)
    if isinstance(effect, Sleep):
        time.sleep(effect.seconds)
        return None
    return _hold(effect, transport)


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


async def run_async(flow: Flow[R], transport: AsyncTransport) -> R:
    """Drive a flow to its end over a transport, awaiting."""
    return await drive_async(flow, lambda effect: _perform_async(effect, transport))


async def _perform_async(effect: Effect, transport: AsyncTransport) -> Any:
    if isinstance(effect, Transmit):
        return await transport.send(effect.request)
    if isinstance(effect, Sleep):
        import asyncio

        await asyncio.sleep(effect.seconds)
        return None
    return await _hold_async(effect, transport)


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
