"""Copies of a session with options of their own, and replies beside their results."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hand_made import READ, Api, AsyncApi, call

from adlists import (
    ApiKey,
    CallFinished,
    ClientCredentials,
    ConfigurationError,
    NotFound,
    Timeout,
    connect,
    connect_async,
    hookimpl,
)
from adlists.contract import RawReply
from adlists.testing.observers import Recorder
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply, reply

KEY = ApiKey("planted-key")


def session(*answers: Any, plugins: Any = (), **options: Any) -> Any:
    transport = FakeTransport(list(answers) or (lambda _: json_reply(1)))
    return connect(Api, KEY, transport=transport, plugins=plugins, **options), transport


def test_a_copy_sends_what_it_was_given_over_the_same_transport() -> None:
    opened, transport = session()
    copy = opened.with_options(
        timeout=7, headers={"X-Team": "growth", "Accept": "x/y"}, query={"note": "mine", "q": "ü"}
    )

    assert copy.api.send(call(arguments={"thing": "a", "note": "theirs"})) == 1
    opened.send(call())
    first, second = transport.requests
    assert first.url.partition("?")[2] == "note=mine&q=%C3%BC"
    assert (first.headers["x-team"], first.headers["accept"]) == ("growth", "x/y")
    assert first.headers["x-api-key"] == "planted-key"
    assert first.timeout == Timeout(7, 7, 7, 7, 120)
    assert (first.seconds, second.seconds, second.timeout) == (120, 120, None)
    assert "x-team" not in second.headers


@pytest.mark.parametrize(
    ("timeout", "seconds"),
    [(300, 300), (0.5, 120), (Timeout(total=3), 3), (Timeout(total=None), float("inf"))],
)
def test_a_longer_timeout_lets_the_whole_attempt_take_as_long(timeout: Any, seconds: float) -> None:
    opened, transport = session(plugins=["no:retry"])
    opened.with_options(timeout=timeout).send(call())

    assert transport.requests[0].seconds == seconds


@pytest.mark.parametrize("timeout", [-1, 0, float("nan"), float("inf"), "3", True])
def test_a_timeout_that_is_none_is_refused(timeout: Any) -> None:
    with pytest.raises(ConfigurationError, match="number of seconds, more than 0"):
        session()[0].with_options(timeout=timeout)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"headers": {"a b": "x"}}, "'a b' is no header"),
        ({"headers": {"Content-Length": "7"}}, "'Content-Length' is no header that a caller"),
        ({"headers": {"x": "planted\r\ny"}}, "'x' must be printable"),
        ({"headers": {"x": 7}}, "'x' has to be text, not int"),
        ({"query": {"x": None}}, "query: the value of 'x' has to be text"),
        ({"tags": {"x": []}}, "tags: the value of 'x' has to be text"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(options: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        session()[0].with_options(**options)
    assert "planted" not in str(caught.value)


def test_copies_of_copies_add_up_and_a_call_has_the_last_word() -> None:
    opened, transport = session()
    copy = opened.with_options(headers={"a": "1", "b": "1"}).with_options(headers={"B": "2"})
    copy.send(call())

    assert (transport.requests[0].headers["a"], transport.requests[0].headers["b"]) == ("1", "2")


def test_tags_stand_in_the_end_of_a_call_and_in_the_call_that_plugins_see() -> None:
    seen: list[Any] = []

    class Seeing:
        @hookimpl
        def adlists_call(self) -> Any:
            def layer(proceed: Any) -> Any:
                def perform(call: Any) -> Any:
                    seen.append((call.tags, call.number))
                    return (yield from proceed(call))

                return perform

            return layer

    recorder = Recorder()
    opened, _ = session(plugins=[recorder, Seeing()])
    opened.with_options(tags={"job": "nightly"}).send(call())

    (end,) = recorder.of(CallFinished)
    assert end.tags == {"job": "nightly"}
    assert seen == [({"job": "nightly"}, end.call)]


def test_the_call_that_fetches_a_token_has_none_of_the_options() -> None:
    token = json_reply({"access_token": "t", "expires_in": 300})
    transport = FakeTransport([token, json_reply(1)])
    opened = connect(Api, ClientCredentials("id", "secret"), transport=transport)
    opened.with_options(headers={"x-team": "growth"}, plugins=[Recorder()]).send(call())

    assert [request.headers.get("x-team") for request in transport.requests] == [None, "growth"]


def test_plugins_of_a_copy_come_in_beside_those_that_are_there_and_end_with_it() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        @hookimpl
        def adlists_layer(self) -> Any:
            def layer(proceed: Any) -> Any:
                def exchange(request: Any) -> Any:
                    return (yield from proceed(request.with_header(f"x-{self.name}", "1")))

                return exchange

            return layer

        @hookimpl
        def adlists_close(self, session: Any) -> None:
            closed.append(self.name)

    closed: list[str] = []
    opened, transport = session(plugins=[Named("base")])
    with opened.with_options(plugins=[Named("more")]) as api:
        api.send(call())
    opened.send(call())
    opened.close()

    added = [{name for name in sent.headers if name[:2] == "x-"} for sent in transport.requests]
    assert added == [{"x-api-key", "x-base", "x-more"}, {"x-api-key", "x-base"}]
    assert closed == ["more", "base"]


def test_a_codec_of_a_copy_reads_the_replies_of_the_copy_alone() -> None:
    class Shouting:
        @hookimpl
        def adlists_codec(self, media_type: str) -> Any:
            return self if media_type == "application/json" else None

        def encode(self, data: Any, schema: Any) -> bytes:
            return b"LOUD"

        def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
            return "READ"

    opened, _ = session()
    assert opened.send(call()) == 1
    assert opened.with_options(plugins=[Shouting()]).send(call()) == "READ"
    assert opened.send(call()) == 1


def test_a_copy_of_a_closed_session_says_so_and_closing_a_copy_closes_nothing_else() -> None:
    opened, _ = session()
    opened.with_options(timeout=1).close()
    assert opened.send(call()) == 1
    copy = opened.with_options(timeout=1)
    opened.close()
    with pytest.raises(ConfigurationError, match="session is closed"):
        copy.send(call())


def test_options_of_a_copy_are_explained_but_not_shown() -> None:
    opened, _ = session()
    copy = opened.with_options(headers={"x-team": "planted"}, query={"q": "planted"})

    told = copy.explain(call())
    assert told.headers["x-team"] == "[secure]"
    assert told.url.endswith("?q=[secure]")
    assert "planted" not in told.text()
    assert copy.explain(call(), show_sensitive=True).headers["x-team"] == "planted"


def test_a_client_gives_a_client_of_its_own_kind() -> None:
    opened, transport = session()
    api = opened.api.with_options(headers={"x-team": "growth"})

    assert type(api) is Api
    assert api.send(call()) == 1
    assert transport.requests[0].headers["x-team"] == "growth"
    with pytest.raises(TypeError, match="made by hand"):
        Api(lambda call: call).with_options(timeout=1)


def test_a_raw_reply_has_the_result_and_what_it_was_read_of() -> None:
    answer = json_reply({"a": 1}, 201, {"X-Request-Id": "r-7", "ETag": "v1"})
    opened, _ = session(reply(503), answer)

    raw = opened.raw(call(READ))
    assert (raw.result, raw.status, raw.request_id, raw.attempts) == ({"a": 1}, 201, "r-7", 2)
    assert raw.headers["etag"] == raw.headers["ETag"] == "v1"
    assert raw.content == answer.content
    assert repr(raw) == "<RawReply 201, 8 bytes>"


def test_a_raw_call_that_fails_raises_as_ever() -> None:
    opened, _ = session(reply(404))
    with pytest.raises(NotFound):
        opened.raw(call())


def test_a_layer_that_answers_by_itself_leaves_no_reply() -> None:
    class Answering:
        @hookimpl
        def adlists_call(self) -> Any:
            def layer(proceed: Any) -> Any:
                def perform(call: Any) -> Any:
                    return 7
                    yield

                return perform

            return layer

    opened, _ = session(plugins=[Answering()])
    assert opened.send(call()) == 7
    with pytest.raises(ConfigurationError, match="answered by itself"):
        opened.raw(call())


async def test_async_sessions_have_copies_and_raw_replies_too() -> None:
    transport = AsyncFakeTransport(lambda _: json_reply(1))
    recorder = Recorder()
    opened: Any = connect_async(AsyncApi, KEY, transport=transport, plugins=[recorder])
    copy = opened.with_options(headers={"x-team": "growth"}, tags={"a": "b"})
    raw = await copy.raw(call())

    assert isinstance(raw, RawReply)
    assert (raw.result, raw.status) == (1, 200)
    assert transport.requests[0].headers["x-team"] == "growth"
    assert recorder.of(CallFinished)[0].tags == {"a": "b"}
    assert type(opened.api.with_options(timeout=1)) is AsyncApi


def test_methods_of_a_generated_client_give_raw_replies() -> None:
    from adlists_api import applovin_v1

    answers = [json_reply({"appListId": "7"})] * 2
    with connect(applovin_v1.Api, KEY, transport=FakeTransport(answers)) as api:
        raw = api.raw(api.app_lists.create, name="VIP")
        assert raw.status == 200
        assert raw.result == api.app_lists.create(name="VIP")
        with pytest.raises(TypeError, match="takes a method of a client"):
            api.raw(len, "x")

    async def main() -> Any:
        transport = AsyncFakeTransport([json_reply({"appListId": "7"})])
        async with connect_async(applovin_v1.AsyncApi, KEY, transport=transport) as api:
            return await api.raw(api.app_lists.create, name="VIP")

    assert asyncio.run(main()).status == 200
