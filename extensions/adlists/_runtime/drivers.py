"""Grants what a flow wishes for: once blocking, once awaiting.

The two loops differ by `await` alone. Whatever a transport raises is thrown into the
flow at the place of the wish, so that a layer sees it as an ordinary exception.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

from adlists.flow import Effect, Exclusive, Flow, Sleep, Transmit
from adlists.messages import AsyncTransport, Transport

R = TypeVar("R")
W = TypeVar("W")


def drive(wishes: Generator[W, Any, R], grant: Callable[[W], Any]) -> R:
    """Drive a generator to its end, blocking: grant each wish, send it what came of it."""
    try:
        wish = next(wishes)
        while True:
            try:
                answer = grant(wish)
            except BaseException as error:  # noqa: BLE001 - thrown on, KeyboardInterrupt too
                wish = wishes.throw(error)
            else:
                wish = wishes.send(answer)
    except StopIteration as stop:
        result: R = stop.value
        return result


def run(flow: Flow[R], transport: Transport) -> R:
    """Drive a flow to its end, blocking."""
    return drive(flow, lambda effect: _grant(effect, transport))


def _grant(effect: Effect, transport: Transport) -> Any:
    if isinstance(effect, Transmit):
        return transport.send(effect.request)
    if isinstance(effect, Sleep):
        time.sleep(effect.seconds)
        return None
    return _hold(effect, transport)


def _hold(effect: Exclusive, transport: Transport) -> Any:
    turn = effect.turn.ask(blocking=True)
    try:
        turn.result()
    except BaseException:
        effect.turn.leave(turn)
        raise
    try:
        return run(effect.flow, transport)
    finally:
        effect.turn.pass_on()


async def drive_async(wishes: Generator[W, Any, R], grant: Callable[[W], Awaitable[Any]]) -> R:
    """Drive a generator to its end, awaiting."""
    try:
        wish = next(wishes)
        while True:
            try:
                answer = await grant(wish)
            except BaseException as error:  # noqa: BLE001 - thrown on, CancelledError too
                wish = wishes.throw(error)
            else:
                wish = wishes.send(answer)
    except StopIteration as stop:
        result: R = stop.value
        return result


async def run_async(flow: Flow[R], transport: AsyncTransport) -> R:
    """Drive a flow to its end, awaiting."""
    return await drive_async(flow, lambda effect: _grant_async(effect, transport))


async def _grant_async(effect: Effect, transport: AsyncTransport) -> Any:
    if isinstance(effect, Transmit):
        return await transport.send(effect.request)
    if isinstance(effect, Sleep):
        import asyncio  # noqa: PLC0415 - a sync program never pays for an event loop

        await asyncio.sleep(effect.seconds)
        return None
    return await _hold_async(effect, transport)


async def _hold_async(effect: Exclusive, transport: AsyncTransport) -> Any:
    turn = effect.turn.ask()
    try:
        if not turn.done():
            import asyncio  # noqa: PLC0415 - a sync program never pays for an event loop

            await asyncio.wrap_future(turn)
    except BaseException:
        effect.turn.leave(turn)
        raise
    try:
        return await run_async(effect.flow, transport)
    finally:
        effect.turn.pass_on()
