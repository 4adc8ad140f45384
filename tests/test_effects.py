"""What plugins may ask for: to await, to block, and to end what they began, in both modes."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from hand_made import Api, AsyncApi, call, perform

from adlists import ApiKey, ConfigurationError, PluginError, connect, connect_async, hookimpl
from adlists.flow import Await, Block, await_, block
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("k")]


def asking(effect: Any) -> Any:
    """Make a plugin whose layer yields an effect before each request, and sends the answer."""

    class Asking:
        name = "asking"

        @hookimpl
        def adlists_layer(self) -> Any:
            def layer(proceed: Any) -> Any:
                def exchange(request: Any) -> Any:
                    answer = yield effect
                    return (yield from proceed(request.with_header("x-answer", str(answer))))

                return exchange

            return layer

    return Asking()


@MODES
def test_an_awaited_function_keeps_its_loop_from_call_to_call(mode: str) -> None:
    loops: list[Any] = []

    async def secret() -> str:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0)
        return "from the store"

    answers = [json_reply(1), json_reply(2)]
    run = perform(mode, answers, call(), call(), credentials=KEY, plugins=[asking(Await(secret))])

    assert [sent.headers["x-answer"] for sent in run.requests] == ["from the store"] * 2
    assert loops[0] is loops[1]


async def test_a_blocking_session_awaits_even_where_a_loop_runs() -> None:
    async def secret() -> int:
        return 7

    transport = FakeTransport([json_reply(1)])
    connect(Api, *KEY, plugins=[asking(Await(secret))], transport=transport).send(call())

    assert transport.requests[0].headers["x-answer"] == "7"


@MODES
def test_what_an_awaited_function_raises_comes_out_of_the_call(mode: str) -> None:
    async def secret() -> str:
        msg = "the store is locked"
        raise ConfigurationError(msg)

    run = perform(mode, [], call(), credentials=KEY, plugins=[asking(Await(secret))])

    assert str(run.outcome) == "the store is locked"


def test_an_awaited_function_that_blocks_in_its_turn_is_told_so() -> None:
    async def inner() -> int:
        return 1

    async def outer() -> Any:
        plugins = [asking(Await(inner))]
        return connect(Api, *KEY, plugins=plugins, transport=FakeTransport([])).send(call())

    session = connect(Api, *KEY, plugins=[asking(Await(outer))], transport=FakeTransport([]))
    with pytest.raises(ConfigurationError, match="made a blocking call itself"):
        session.send(call())


async def test_what_blocks_does_so_beside_the_loop() -> None:
    threads: list[str] = []
    plugin = asking(Block(lambda: threads.append(threading.current_thread().name)))
    transport = AsyncFakeTransport([json_reply(1)])
    await connect_async(AsyncApi, *KEY, plugins=[plugin], transport=transport).send(call())

    assert threads != [threading.current_thread().name]


class Closing:
    """Remembers being closed, awaiting and blocking on the way; a plugin of that name."""

    def __init__(self, name: str, closed: list[str], error: Exception | None = None) -> None:
        self.name = name
        self._closed = closed
        self._error = error

    @hookimpl
    def adlists_close(self, session: Any) -> Any:
        yield from block(lambda: None)
        yield from await_(self._end)
        if self._error is not None:
            raise self._error

    async def _end(self) -> None:
        self._closed.append(self.name)


def test_plugins_are_closed_once_with_their_session() -> None:
    closed: list[str] = []
    session = connect(Api, *KEY, plugins=[Closing("a", closed)], transport=FakeTransport([]))
    assert closed == []
    session.close()
    session.close()
    assert closed == ["a"]


async def test_plugins_of_an_async_session_are_closed_once_in_its_loop() -> None:
    closed: list[str] = []
    plugins = [Closing("a", closed), Closing("b", closed)]
    async with connect_async(AsyncApi, *KEY, plugins=plugins, transport=AsyncFakeTransport([])):
        pass
    assert closed == ["b", "a"]


def test_an_error_at_the_end_keeps_nobody_else_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    transport = FakeTransport([])
    monkeypatch.setattr("adlists.transports.open_sync", lambda wanted, timeout: transport)
    plugins = [Closing("a", closed), Closing("b", closed, ValueError("planted"))]
    session = connect(Api, *KEY, plugins=plugins)
    with pytest.raises(PluginError, match="Plugin 'b' raised ValueError from adlists_close"):
        session.close()
    assert closed == ["b", "a"]
    assert transport.closed


def test_a_plugin_may_still_send_while_its_session_is_closed() -> None:
    class Farewell:
        @hookimpl
        def adlists_close(self, session: Any) -> None:
            session.send(call())

    transport = FakeTransport([json_reply(1)])
    session = connect(Api, *KEY, plugins=[Farewell()], transport=transport)
    session.close()
    assert len(transport.requests) == 1
    with pytest.raises(ConfigurationError, match="session is closed"):
        session.send(call())
