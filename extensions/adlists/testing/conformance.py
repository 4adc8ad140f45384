"""Does a plugin keep the contract? For the tests of whoever writes one.

    def test_my_plugin_keeps_the_contract():
        check_plugin(TeamHeader())

Each check raises AssertionError, saying what is wrong, or returns nothing.
"""

# ruff: noqa: S101 - a check that fails is a failed assertion, as pytest shows them best

from __future__ import annotations

import asyncio
from typing import Any, Final

from adlists._runtime.drivers import run, run_async
from adlists._runtime.registry import Registry
from adlists.contract import Operation, Schema, Service
from adlists.errors import ConnectionLost, DecodingError
from adlists.events import AttemptFinished, CallFinished, Event, RetryScheduled, TokenFetched
from adlists.flow import Exchange, Flow, Layer, transmit
from adlists.messages import Request, Response
from adlists.testing.observers import VirtualTime
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, Outcome, reply

EVENTS: Final[tuple[Event, ...]] = (
    AttemptFinished("service", "operation", "GET", "/path/{id}", 1, 0.1, 0, 200, 10),
    AttemptFinished("service", "operation", "GET", "/path/{id}", 2, 0.1, 0, error="TimedOut"),
    RetryScheduled("service", "operation", 1, 0.5, "503"),
    TokenFetched("service", "scheme", None),
    CallFinished("service", "operation", 2, 0.7),
    CallFinished("service", "operation", 2, 0.7, "TimedOut"),
)
_OPERATION: Final = Operation[Any](
    id="check",
    method="GET",
    path="/check",
    tag="check",
    security=(),
    idempotent=True,
    replies=(),
)
_SERVICE: Final = Service("check", "Check", "1", "https://api.example.com", (_OPERATION,))


def check_plugin(
    plugin: object, operation: Operation[Any] = _OPERATION, service: Service = _SERVICE
) -> None:
    """Check whatever a plugin offers: its hooks, its layer, its observing.

    *operation* and *service* are those to ask a layer for; any will do, unless the plugin is
    particular about them.
    """
    registry = Registry({}, [plugin], environ={})
    layers = registry.layers(operation, service, _invoke, lambda _: None)
    for layer in layers:
        check_layer(layer)
    for _, observe, takes_event in registry.observers:
        for event in EVENTS if takes_event else ():
            answer = observe(event)
            assert answer is None, f"adlists_event returned {type(answer).__name__}, not None"


def _invoke(_: Any) -> Flow[Any]:
    msg = "a check has no other operation to run"
    raise AssertionError(msg)
    yield


def check_layer(layer: Layer) -> None:
    """Check that a layer serves sync and async alike, call after call, and hides no failure."""
    exchange = layer(transmit)
    assert callable(exchange), f"the layer returned {type(exchange).__name__}, not a function"
    for outcome in (reply(200, "1", "application/json"), reply(503), ConnectionLost("check")):
        first, second = (_seen(exchange, outcome) for _ in "12")
        assert first == second, "two calls with the same replies take different ways"


def _seen(exchange: Exchange, scripted: Outcome) -> object:
    """Return the way an exchange takes, after checking that both drivers see the same."""
    request = Request("GET", "https://api.example.com/check", {"accept": "*/*"})
    ways: list[object] = []
    for transport in (FakeTransport(lambda _: scripted), AsyncFakeTransport(lambda _: scripted)):
        flow = VirtualTime().pass_over(exchange(request))
        try:
            if isinstance(transport, FakeTransport):
                outcome: Any = run(flow, transport)
            else:
                outcome = asyncio.run(run_async(flow, transport))
        except ConnectionLost as error:
            outcome = error
        assert isinstance(outcome, Response | ConnectionLost), (
            f"the layer's exchange returned {type(outcome).__name__}, not the response; "
            "does it `return (yield from proceed(request))`?"
        )
        ways.append(
            (type(outcome), [(sent.method, sorted(sent.headers)) for sent in transport.requests])
        )
    assert ways[0] == ways[1], "the layer behaves differently in sync and in async sessions"
    return ways[0]


def check_codec(
    plugin: object, media_type: str, *values: Any, schema: Schema | None = None
) -> None:
    """Check that a plugin's codec returns what it wrote, and refuses garbage by our error."""
    codec = Registry({}, [plugin], environ={}).codec(media_type)
    assert codec is not None, f"the plugin has no codec for {media_type}"
    for value in values:
        content = codec.encode(value, schema or Schema("any"))
        assert isinstance(content, bytes), f"encode returned {type(content).__name__}, not bytes"
        again = codec.decode(content, schema, None)
        assert again == value, "what was written is not what is read"
    for garbage in (b"", b"\x00", b"\xff\xfe", b"{", b"<a>", b'"', b"\r\n\r\n"):
        try:
            codec.decode(garbage, schema, None)
        except DecodingError:
            continue
