"""The shipped checks pass what keeps the contract, and name what does not."""

from __future__ import annotations

from typing import Any

import pytest

from adlists import PluginError, hookimpl
from adlists.plugins import builtins
from adlists.plugins.json import JsonCodec
from adlists.testing.conformance import check_codec, check_plugin


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


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (forgets_to_return, "returned NoneType, not the response"),
        (returns_another_thing, "returned bytes"),
        (differs_every_time, "behaves differently"),
        (lambda proceed: None, "returned NoneType, not a function"),
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
    with pytest.raises(PluginError, match="does not mark any hook"):
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
