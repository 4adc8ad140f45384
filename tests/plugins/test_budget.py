"""The budget: no more requests than it allows, whoever sends them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hand_made import READ, Api, AsyncApi, call, perform

from adlists import ApiKey, ConfigurationError, Retry, connect, connect_async
from adlists.plugins.budget import Budget
from adlists.testing.conformance import check_plugin
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("k")]


@MODES
def test_what_is_beyond_the_budget_waits_retries_too(mode: str) -> None:
    answers = [reply(503), json_reply(1), json_reply(2), json_reply(3)]
    plugins = [Budget("2/second", key=f"test {mode}"), Retry(draw=lambda: 0)]
    began = time.monotonic()
    if mode == "sync":
        session = connect(Api, *KEY, plugins=plugins, transport=FakeTransport(answers))
        outcomes = [session.send(call()) for _ in "123"]
    else:
        outcomes = asyncio.run(_awaited(plugins, answers))

    assert outcomes == [1, 2, 3]
    assert time.monotonic() - began >= 0.9  # four requests at two a second


async def _awaited(plugins: list[Any], answers: list[Any]) -> list[Any]:
    transport = AsyncFakeTransport(answers)
    session: Any = connect_async(AsyncApi, *KEY, plugins=plugins, transport=transport)
    return [await session.send(call()) for _ in "123"]


def test_two_sessions_share_one_budget() -> None:
    budget = Budget("1/hour", key="shared", longest_wait=1)
    first = perform("sync", [json_reply(1)], call(), credentials=KEY, plugins=[budget])
    second = perform("sync", [json_reply(1)], call(), credentials=KEY, plugins=[budget])

    assert first.outcome == 1
    assert type(second.outcome) is ConfigurationError
    assert "1/hour is spent for" in str(second.outcome)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": "often"}, "'often' is no rate"),
        ({"rate": "1/hour", "storage": "nowhere://planted@x"}, "the storage cannot be used"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        Budget(**options)
    assert "planted" not in str(caught.value)


def test_it_keeps_the_contract() -> None:
    check_plugin(Budget("1000/second"), READ)
