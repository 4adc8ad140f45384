"""Mistakes of plugins: each is an error of ours that names the plugin, in both modes."""

from __future__ import annotations

from typing import Any

import pytest
from hand_made import Api, call, perform

from adlists import ApiKey, PluginError, connect, hookimpl
from adlists.messages import Response
from adlists.testing.transport import FakeTransport, json_reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("k")]


def plugin(hook: str, function: Any) -> Any:
    def answer(self: Any) -> Any:
        return function

    return type("Wrong", (), {"name": "wrong", hook: hookimpl(answer)})()


def forgets_return(proceed: Any) -> Any:
    def inner(message: Any) -> Any:
        yield from proceed(message)

    return inner


def forgets_from(proceed: Any) -> Any:
    def inner(message: Any) -> Any:
        return (yield proceed(message))

    return inner


def invents_an_effect(proceed: Any) -> Any:
    def inner(message: Any) -> Any:
        yield "please"
        return (yield from proceed(message))

    return inner


def is_plain(proceed: Any) -> Any:
    return lambda message: Response(200, {}, b"1")


def is_async(proceed: Any) -> Any:
    async def inner(message: Any) -> Any: ...

    return inner


def makes_a_coroutine(proceed: Any) -> Any:
    async def inner(message: Any) -> Any: ...

    return lambda message: inner(message)  # noqa: PLW0108 - as it is not seen to be async


def gives_nothing(proceed: Any) -> Any:
    return None


def passes_another_thing(proceed: Any) -> Any:
    def inner(message: Any) -> Any:
        return (yield from proceed("planted"))

    return inner


@MODES
@pytest.mark.parametrize("hook", ["adlists_layer", "adlists_call"])
@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (forgets_return, "returned None, not the response|loses the call's result"),
        (forgets_from, "a generator, which is no effect; write `yield from`"),
        (invents_an_effect, "yielded a str, which is no effect"),
        (is_plain, "returned a Response, not a flow"),
        (is_async, "returned an async function"),
        (makes_a_coroutine, "returned a coroutine, not a flow"),
        (gives_nothing, "returned None, not a function"),
        (passes_another_thing, r"gave proceed\(\) a str, not a (request|call)"),
    ],
)
def test_a_layer_that_is_none_is_told_by_its_plugins_name(
    mode: str, hook: str, layer: Any, words: str
) -> None:
    innocent = plugin(hook, lambda proceed: proceed)
    innocent.name = "innocent"
    plugins = [plugin(hook, layer), innocent]
    run = perform(mode, lambda _: json_reply(1), call(), credentials=KEY, plugins=plugins)

    assert type(run.outcome) is PluginError
    assert run.outcome.plugin == "wrong"
    with pytest.raises(PluginError, match=f"^Plugin 'wrong'.*({words})"):
        raise run.outcome


class AsyncObserver:
    name = "wrong"

    @hookimpl
    async def adlists_event(self, event: object) -> None: ...


class YieldingObserver:
    name = "wrong"

    @hookimpl
    def adlists_event(self, event: object) -> Any:
        yield event


class Deaf:
    name = "wrong"
    listens = False

    @hookimpl
    def adlists_event(self, event: object) -> None: ...


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (AsyncObserver(), "marks an async adlists_event"),
        (YieldingObserver(), "has a `yield` in adlists_event"),
        (Deaf(), "a `listens` that is no method"),
    ],
)
def test_an_observer_that_would_hear_nothing_is_refused_at_the_start(made: Any, words: str) -> None:
    with pytest.raises(PluginError, match=f"^Plugin 'wrong' .*{words}") as caught:
        connect(Api, *KEY, plugins=[made], transport=FakeTransport([]))
    assert caught.value.plugin == "wrong"


class Codec:
    def __init__(self, encoded: Any = b"x", decoded: Any = "x") -> None:
        self._encoded = encoded
        self._decoded = decoded

    def encode(self, data: Any, schema: Any) -> Any:
        if isinstance(self._encoded, Exception):
            raise self._encoded
        return self._encoded

    def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
        return self._decoded


class AsyncCodec(Codec):
    async def encode(self, data: Any, schema: Any) -> Any: ...


@MODES
@pytest.mark.parametrize(
    ("codec", "words"),
    [
        (Codec(encoded="text"), "encode returned a str, not bytes"),
        (Codec(encoded=None), "encode returned None, not bytes"),
        (Codec(encoded=ZeroDivisionError("planted")), "raised ZeroDivisionError from encode"),
        (AsyncCodec(), "no plain encode"),
        (object(), "returned a object from adlists_codec, which has no plain encode"),
    ],
)
def test_a_codec_that_answers_wrongly_is_told_by_its_plugins_name(
    mode: str, codec: Any, words: str
) -> None:
    from hand_made import UPLOAD

    plugins = [plugin("adlists_codec", codec)]
    run = perform(mode, [], call(UPLOAD, body=["x"]), credentials=KEY, plugins=plugins)

    assert type(run.outcome) is PluginError
    assert run.outcome.plugin == "wrong"
    assert "planted" not in str(run.outcome)
    with pytest.raises(PluginError, match=f"^Plugin 'wrong' .*{words}"):
        raise run.outcome
