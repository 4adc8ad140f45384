"""The cache: what it keeps, for how long, for whom, and when it forgets."""

from __future__ import annotations

from typing import Any

import pytest
from hand_made import CREATE, READ, UPLOAD, Api, call, operation, perform

from adlists import UNSET, ApiKey, ConfigurationError, connect
from adlists.plugins.cache import Cache
from adlists.testing.conformance import check_plugin
from adlists.testing.transport import FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("k")]


class Clock:
    moment = 0.0

    def __call__(self) -> float:
        return self.moment


def counting(**headers: str) -> Any:
    """Answer with the number of the request; with 304 where its ETag is still the one."""
    count = 0

    def answer(request: Any) -> Any:
        nonlocal count
        if "etag" in headers and request.headers.get("if-none-match") == headers["etag"]:
            return reply(304)
        count += 1
        return json_reply(count, headers={name.replace("_", "-"): v for name, v in headers.items()})

    return answer


@MODES
def test_what_has_an_etag_is_asked_for_anew_and_not_sent_again(mode: str) -> None:
    run = perform(mode, counting(etag='"v1"'), call(), call(), credentials=KEY, plugins=[Cache()])

    assert run.outcomes == [1, 1]
    assert [sent.headers.get("if-none-match") for sent in run.requests] == [None, '"v1"']


@pytest.mark.parametrize(
    ("headers", "seconds", "held"),
    [
        ({"cache_control": "private, max-age=60"}, 0, 59),
        ({}, 60, 59),
        ({"cache_control": "max-age=60", "etag": "x"}, 10, 59),
    ],
)
def test_what_still_holds_is_not_asked_for(headers: Any, seconds: float, held: float) -> None:
    clock = Clock()
    cache = Cache(seconds, clock=clock)
    transport = FakeTransport(counting(**headers))
    session = connect(Api, *KEY, plugins=[cache], transport=transport)

    assert session.send(call()) == 1
    clock.moment = held
    assert session.send(call()) == 1
    assert len(transport.requests) == 1
    clock.moment = held + 2
    session.send(call())
    assert len(transport.requests) == 2


@pytest.mark.parametrize("said", ["no-store", "no-cache, max-age=60", "max-age=0"])
def test_what_is_not_to_be_kept_is_not(said: str) -> None:
    run = perform(
        "sync", counting(cache_control=said), call(), call(), credentials=KEY, plugins=[Cache(60)]
    )
    assert run.outcomes == [1, 2]


@pytest.mark.parametrize("changing", [CREATE, UPLOAD, operation("odd", idempotent=False)])
def test_whatever_may_change_something_forgets_all(changing: Any) -> None:
    change = call(changing, body=["x"] if changing is UPLOAD else UNSET)
    calls = call(), change, change, call()
    run = perform("sync", counting(), *calls, credentials=KEY, plugins=[Cache(60)])

    assert run.outcomes == [1, 2, 3, 4]


def test_sessions_and_arguments_are_kept_apart() -> None:
    cache = Cache(60)
    first, second = (
        connect(Api, ApiKey(key), plugins=[cache], transport=FakeTransport([json_reply(key)]))
        for key in "ab"
    )
    assert (first.send(call()), second.send(call()), first.send(call())) == ("a", "b", "a")
    run = perform(
        "sync",
        counting(),
        call(thing="a"),
        call(thing="b"),
        call(thing="a"),
        credentials=KEY,
        plugins=[cache],
    )
    assert run.outcomes == [1, 2, 1]


def test_errors_are_not_kept_and_there_is_a_bound() -> None:
    answers = [reply(404), json_reply(1), json_reply(2), json_reply(3)]
    calls = call(), call(), call(thing="other"), call()
    run = perform("sync", answers, *calls, credentials=KEY, plugins=[Cache(60, 1)])
    assert run.outcomes[1:] == [1, 2, 3]
    with pytest.raises(ConfigurationError, match="seconds has to be a number"):
        Cache(-1)


def test_it_keeps_the_contract() -> None:
    check_plugin(Cache(), READ)
