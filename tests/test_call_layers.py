"""Layers around whole calls: what they see, what they may change, and what is told of a call."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest
from hand_made import READ, UPLOAD, Api, call, perform

from adlists import (
    UNSET,
    ApiKey,
    AttemptFinished,
    CallFinished,
    ClientCredentials,
    ConnectionLost,
    DecodingError,
    RetryScheduled,
    connect,
    hookimpl,
)
from adlists.testing.transport import FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("planted-key")]


class Watching:
    """Remembers what goes in and what comes out of each call."""

    def __init__(self, name: str = "watching") -> None:
        self.name = name
        self.seen: list[Any] = []

    @hookimpl
    def adlists_call(self, operation: Any) -> Any:
        def layer(proceed: Any) -> Any:
            def perform(call: Any) -> Any:
                self.seen.append((operation.id, dict(call.arguments), call.body))
                try:
                    result = yield from proceed(call)
                except Exception as error:
                    self.seen.append(error)
                    raise
                self.seen.append(result)
                return result

            return perform

        return layer


@MODES
def test_a_layer_around_a_call_sees_it_once_however_often_it_is_sent(mode: str) -> None:
    watching = Watching()
    answers = [reply(503), json_reply([7])]
    run = perform(mode, answers, call(READ), credentials=KEY, plugins=[watching])

    assert len(run.requests) == 2
    assert watching.seen == [
        ("read", {"thing": "planted-thing"}, UNSET),
        [7],
    ]
    assert run.outcome == [7]


@MODES
@pytest.mark.parametrize(
    "answer", [ConnectionLost("x"), reply(404), reply(200, "no", "application/json")]
)
def test_it_sees_every_error_one_of_decoding_too(mode: str, answer: Any) -> None:
    watching = Watching()
    made = call(UPLOAD, body=["planted"])
    run = perform(mode, [answer] * 4, made, credentials=KEY, plugins=[watching])

    assert type(watching.seen[1]) is type(run.outcome)
    assert watching.seen[1].operation == "upload"
    assert watching.seen[1].attempts == run.outcome.attempts >= 1


@MODES
def test_a_layer_may_change_the_call_answer_it_or_make_it_again(mode: str) -> None:
    class Odd:
        @hookimpl
        def adlists_call(self) -> Any:
            def layer(proceed: Any) -> Any:
                def perform(call: Any) -> Any:
                    if call.arguments["thing"] == "known":
                        return "answered"
                    first = yield from proceed(call)
                    changed = {**call.arguments, "note": "twice"}
                    return first, (yield from proceed(attrs.evolve(call, arguments=changed)))

                return perform

            return layer

    calls = call(thing="known"), call(thing="new")
    run = perform(mode, [json_reply(1), json_reply(2)], *calls, credentials=KEY, plugins=[Odd()])

    assert run.outcomes == ["answered", (1, 2)]
    assert [sent.url.partition("?")[2] for sent in run.requests] == ["", "note=twice"]
    ends = [event for event in run.events if isinstance(event, CallFinished)]
    assert [end.attempts for end in ends] == [0, 2]


@MODES
def test_events_of_one_call_have_its_number_and_its_arguments(mode: str) -> None:
    token = json_reply({"access_token": "t", "expires_in": 300})
    answers: list[Any] = [token, reply(503), json_reply(1), json_reply("no"), ConnectionLost("x")]
    run = perform(
        mode,
        answers,
        call(arguments={"thing": "planted", "note": "planted@example.com"}),
        call(arguments={"thing": "planted", "note": "a note"}),
        credentials=[ClientCredentials("id", "secret")],
    )

    ends = [event for event in run.events if isinstance(event, CallFinished)]
    assert len({end.call for end in ends}) == 3  # the token's call has a number of its own
    assert ends[1].arguments == {"thing": "[secure]", "note": "[secure]"}
    assert ends[2].arguments == {"thing": "[secure]", "note": "a note"}
    (waited,) = [event for event in run.events if isinstance(event, RetryScheduled)]
    attempts = [event.call for event in run.events if isinstance(event, AttemptFinished)]
    assert attempts == [ends[0].call, ends[1].call, ends[1].call, ends[2].call]
    assert waited.call == ends[1].call


def test_a_call_that_ends_in_decoding_is_told_to_have_failed() -> None:
    broken = reply(200, "{", "application/json")
    run = perform("sync", [broken], call(), credentials=KEY)

    assert type(run.outcome) is DecodingError
    attempt, end = run.events
    assert isinstance(attempt, AttemptFinished)
    assert isinstance(end, CallFinished)
    assert (attempt.status, end.error, end.call) == (200, "DecodingError", attempt.call)


def test_plugins_are_asked_once_however_many_threads_make_the_first_call() -> None:
    asked: list[str] = []
    together = threading.Barrier(16)

    class Slow:
        @hookimpl
        def adlists_layer(self, operation: Any) -> Any:
            asked.append("layer")
            threading.Event().wait(0.05)
            return lambda proceed: proceed

        @hookimpl
        def adlists_call(self, operation: Any) -> Any:
            asked.append("call")
            return lambda proceed: proceed

        @hookimpl
        def adlists_codec(self, media_type: str) -> None:
            asked.append(media_type)
            threading.Event().wait(0.05)

    session = connect(Api, *KEY, plugins=[Slow()], transport=FakeTransport(lambda _: json_reply(1)))

    def first(_: int) -> Any:
        together.wait()
        return session.send(call())

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(first, range(16))) == [1] * 16
    session.explain(call())
    assert asked[:2] == ["layer", "call"]
    assert sorted({*asked}) == sorted(asked)  # each media type once, too


def test_an_explanation_goes_through_the_layers_around_the_call() -> None:
    class Default:
        name = "default"

        @hookimpl
        def adlists_call(self) -> Any:
            def layer(proceed: Any) -> Any:
                def perform(call: Any) -> Any:
                    changed = {**call.arguments, "note": "by-default"}
                    return (yield from proceed(attrs.evolve(call, arguments=changed)))

                return perform

            return layer

    transport = FakeTransport([])
    told = connect(Api, *KEY, plugins=[Default()], transport=transport).explain(call())

    assert told.url.endswith("?note=by-default")
    assert told.around == ("default",)
    assert "default (around the call)" in told.text()
