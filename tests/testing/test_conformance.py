"""The shipped checks pass what keeps the contract, and name what does not."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from adlists import AdlistsError, hookimpl
from adlists.flow import Sleep
from adlists.messages import Response
from adlists.plugins import builtins
from adlists.plugins.json import JsonCodec
from adlists.testing.conformance import check_call_layer, check_codec, check_plugin


@pytest.mark.parametrize("name", builtins())
def test_every_built_in_keeps_the_contract(name: str) -> None:
    check_plugin(builtins()[name])


def test_the_json_codec_keeps_the_contract() -> None:
    check_codec(JsonCodec(), "application/json", None, 1, "a", [1, {"b": None}])


def plugin_of(layer: Any) -> Any:
    class Plugin:
        @hookimpl
        def adlists_layer(self) -> Any:
            return layer

    return Plugin()


def forgets_to_return(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        yield from proceed(request)

    return exchange


def returns_another_thing(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        response = yield from proceed(request)
        return response.content

    return exchange


def differs_every_time(proceed: Any) -> Any:
    calls: list[int] = []

    def exchange(request: Any) -> Any:
        calls.append(1)
        return (yield from proceed(request.with_header(f"x-{len(calls)}", "1")))

    return exchange


def swallows(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        try:
            return (yield from proceed(request))
        except AdlistsError:
            return Response(200, {}, b"")

    return exchange


def catches_everything(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        try:
            return (yield from proceed(request))
        except BaseException as error:
            if isinstance(error, AdlistsError):
                raise
            return Response(200, {}, b"")

    return exchange


def repeats_everything(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        try:
            return (yield from proceed(request))
        except BaseException:  # noqa: BLE001 - what no layer may do
            return (yield from proceed(request))

    return exchange


def yields_in_a_finally(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        try:
            return (yield from proceed(request))
        finally:
            yield Sleep(1)

    return exchange


def plain_function(proceed: Any) -> Any:
    return lambda request: Response(200, {}, b"")


def async_function(proceed: Any) -> Any:
    async def exchange(request: Any) -> Any: ...

    return exchange


def forgets_from(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        return (yield proceed(request))

    return exchange


def writes_twice(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        headers = {**request.headers, "Authorization": "Bearer mine"}
        return (yield from proceed(attrs.evolve(request, headers=headers)))

    return exchange


def raises(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        response = yield from proceed(request)
        if response.status == 503:
            raise KeyError(503)
        return response

    return exchange


def ends_the_program(proceed: Any) -> Any:
    def exchange(request: Any) -> Any:
        raise SystemExit
        yield

    return exchange


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (writes_twice, "sends the header 'authorization' twice"),
        (raises, "the layer raised KeyError, which is no error of adlists"),
        (ends_the_program, "the layer raised SystemExit"),
        (swallows, "swallows the error of the network"),
        (catches_everything, "swallows an interruption"),
        (repeats_everything, "goes on after it was interrupted"),
        (yields_in_a_finally, "`yield` in a `finally`"),
        (plain_function, "returned a Response, not a flow"),
        (async_function, "async function"),
        (forgets_from, "yielded a generator, which is no effect; write `yield from`"),
        (forgets_to_return, "returned None, not the response"),
        (returns_another_thing, "returned a bytes, not the response"),
        (differs_every_time, "behaves differently"),
        (lambda proceed: None, "returned None, not a function"),
    ],
)
def test_a_layer_that_breaks_the_contract_is_told_how(layer: Any, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_plugin(plugin_of(layer))


def test_an_observer_that_returns_something_is_told() -> None:
    class Chatty:
        @hookimpl
        def adlists_event(self, event: object) -> str:
            return "seen"

    with pytest.raises(AssertionError, match="returned str, not None"):
        check_plugin(Chatty())


def test_a_plugin_that_does_nothing_is_told() -> None:
    with pytest.raises(AssertionError, match="does not mark any hook"):
        check_plugin(object())


def test_a_codec_that_loses_something_is_told() -> None:
    class Lossy:
        @hookimpl
        def adlists_codec(self) -> Any:
            return self

        def encode(self, data: Any, schema: Any) -> bytes:
            return b"x"

        def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
            return "x"

    check_codec(Lossy(), "text/x", "x")
    with pytest.raises(AssertionError, match="not what is read"):
        check_codec(Lossy(), "text/x", "y")


def loses_the_result(proceed: Any) -> Any:
    def perform(call: Any) -> Any:
        yield from proceed(call)

    return perform


def hides_the_error(proceed: Any) -> Any:
    def perform(call: Any) -> Any:
        try:
            return (yield from proceed(call))
        except AdlistsError:
            return []

    return perform


@pytest.mark.parametrize(
    ("layer", "words"),
    [(loses_the_result, "returned NoneType, not the result"), (hides_the_error, "swallows")],
)
def test_a_layer_around_calls_that_breaks_the_contract_is_told_how(layer: Any, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_call_layer(layer)


@pytest.mark.parametrize(
    ("encoded", "decoded", "words"),
    [("text", "x", "returned a str, not bytes"), (b"x", KeyError, "decode raised KeyError")],
)
def test_a_codec_that_answers_wrongly_is_told(encoded: Any, decoded: Any, words: str) -> None:
    class Odd:
        @hookimpl
        def adlists_codec(self) -> Any:
            return self

        def encode(self, data: Any, schema: Any) -> Any:
            return encoded

        def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
            if content != b"x":
                raise decoded
            return decoded

    with pytest.raises(AssertionError, match=words):
        check_codec(Odd(), "text/x", *(["y"] if encoded == "text" else []))


class Closing:
    @hookimpl
    def adlists_close(self) -> Any:
        try:
            yield Sleep(1)
        finally:
            yield Sleep(1)


class Wordless:
    @hookimpl
    def adlists_codec(self, media_type: str) -> Any:
        return object()


class Offering:
    @hookimpl
    def adlists_service(self) -> Any:
        return 7


class Commanding:
    @hookimpl
    def adlists_command(self, register: Any) -> None:
        register(7)


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (Closing(), "cannot be closed|GeneratorExit"),
        (Wordless(), "has no plain encode"),
        (Offering(), "not a Service"),
        (Commanding(), "registered a int, no command"),
    ],
)
def test_what_else_a_plugin_may_get_wrong_is_told(plugin: Any, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_plugin(plugin)
