"""Does a plugin keep the contract? For the tests of whoever writes one.

    def test_my_plugin_keeps_the_contract():
        check_plugin(TeamHeader())

Each check raises AssertionError, saying what is wrong, or returns nothing.
"""

# ruff: noqa: S101 - a check that fails is a failed assertion, as pytest shows them best

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from adlists._runtime.drivers import drive, run, run_async
from adlists._runtime.registry import Registry
from adlists.contract import Call, Operation, Schema, Service
from adlists.errors import AdlistsError, CallerError, ConnectionLost, DecodingError
from adlists.events import AttemptFinished, CallFinished, Event, RetryScheduled, TokenFetched
from adlists.flow import (
    Await,
    Block,
    CallLayer,
    Effect,
    Exchange,
    Exclusive,
    Flow,
    Layer,
    Transmit,
    transmit,
)
from adlists.messages import Headers, Request, Response
from adlists.session import connect
from adlists.testing.observers import VirtualTime
from adlists.testing.rehearsal import READ, SERVICE, RehearsalApi
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, Outcome, reply

R = TypeVar("R")

EVENTS: Final[tuple[Event, ...]] = (
    AttemptFinished("service", "operation", "GET", "/path/{id}", 1, 0.1, 0, 200, 10, call=1),
    AttemptFinished("service", "operation", "GET", "/path/{id}", 2, 0.1, 0, error="TimedOut"),
    RetryScheduled("service", "operation", 1, 0.5, "503"),
    TokenFetched("service", "scheme", None),
    CallFinished("service", "operation", 2, 0.7, call=1, arguments={"id": "7"}),
    CallFinished("service", "operation", 2, 0.7, "TimedOut"),
)
_OUTCOMES: Final = (reply(200, "1", "application/json"), reply(503), ConnectionLost("check"))
#: What a plugin may raise by mistake; Ctrl-C is nobody's.
_ANY: Final = (Exception, SystemExit)
_RETURN: Final = "does it `return (yield from proceed(…))`?"


def check_plugin(
    plugin: object, operation: Operation[Any] = READ, service: Service = SERVICE
) -> None:
    """Check whatever a plugin offers: its hooks, its layers, its observing.

    *operation* and *service* are those to ask a layer for; any will do, unless the plugin is
    particular about them.
    """
    registry = _registry(plugin)
    for named in _kept(lambda: registry.layers(operation, service, _invoke, lambda _: None)):
        check_layer(named.layer)
        # What a session mends on the way: of two spellings it sends the last.
        _seen(getattr(named.layer, "__wrapped__", named.layer)(_cased), _OUTCOMES[0])
    for _, call_layer in _kept(lambda: registry.call_layers(operation, service, lambda _: None)):
        check_call_layer(call_layer, operation)
    for _, observe, takes_event in registry.observers:
        for event in EVENTS if takes_event else ():
            try:
                answer = observe(event)
            except _ANY as error:
                kind, told = type(error).__name__, type(event).__name__
                msg = f"adlists_event raised {kind} when it was told of {told}"
                raise AssertionError(msg) from error
            assert answer is None, f"adlists_event returned {type(answer).__name__}, not None"
    _kept(lambda: registry.codec("application/json"))
    _kept(registry.services)
    _kept(lambda: registry.commands(_register))
    _kept(lambda: registry.lists(service))
    _check_close(registry)


def _register(command: object) -> None:
    import click

    kind = type(command).__name__
    assert isinstance(command, click.Command), f"adlists_command registered a {kind}, no command"


def _check_close(registry: Registry) -> None:
    """Check that a session can be closed, whatever the plugin has to end."""
    if not (names := registry.order("adlists_close")):
        return
    session = connect(RehearsalApi, transport=FakeTransport(lambda _: _OUTCOMES[0]))
    _kept(lambda: check_interruptible(lambda: registry.closing(session, names)))
    _kept(lambda: session.run(registry.closing(session, names)))


def _registry(plugin: object) -> Registry:
    return _kept(lambda: Registry({}, [plugin], environ={}))


def _kept(made: Callable[[], R]) -> R:
    """Return what a function makes; where it refuses the plugin, that is a failed check."""
    try:
        return made()
    except AdlistsError as error:
        raise AssertionError(str(error)) from error
    except AssertionError:
        raise
    except _ANY as error:
        msg = f"the plugin raised {type(error).__name__}, which is no error of adlists: {error}"
        raise AssertionError(msg) from error


def _invoke(_: Any) -> Flow[Any]:
    msg = "a check has no other operation to run"
    raise AssertionError(msg)
    yield


def check_layer(layer: Layer) -> None:
    """Check that a layer serves sync and async alike, call after call, and hides no failure."""
    exchange = _kept(lambda: layer(transmit))
    assert callable(exchange), f"the layer returned {type(exchange).__name__}, not a function"
    for outcome in _OUTCOMES:
        first, second = (_seen(exchange, outcome) for _ in "12")
        assert first == second, "two calls with the same replies take different ways"
    check_interruptible(lambda: exchange(_request()))


def check_call_layer(layer: CallLayer, operation: Operation[Any] = READ) -> None:
    """Check that a layer around calls hands on their results and their errors."""
    result, failure = object(), ConnectionLost("check")
    outcomes: list[Any] = []

    def proceed(call: Call[Any]) -> Flow[Any]:
        assert isinstance(call, Call), f"proceed() was given a {type(call).__name__}, not a call"
        outcome = outcomes[-1]
        yield from transmit(_request())
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    perform = _kept(lambda: layer(proceed))
    assert callable(perform), f"the layer returned {type(perform).__name__}, not a function"
    for outcome in (result, failure):
        outcomes.append(outcome)
        ways = [_end(perform(Call(operation)), mode) for mode in ("sync", "async")]
        assert ways[0] == ways[1], "the layer behaves differently in sync and in async sessions"
        if outcome is failure:
            assert isinstance(ways[0], AdlistsError), "the layer swallows the error of a call"
        else:
            kind = type(ways[0]).__name__
            assert ways[0] is not None, f"the layer returned {kind}, not the result; {_RETURN}"
    check_interruptible(lambda: perform(Call(operation)))


def _end(flow: Any, mode: str) -> Any:
    _check_flow(flow)
    passed = VirtualTime().pass_over(flow)
    answer = reply(200, "1", "application/json")
    try:
        if mode == "sync":
            return run(passed, FakeTransport(lambda _: answer))
        return asyncio.run(run_async(passed, AsyncFakeTransport(lambda _: answer)))
    except CallerError as error:
        raise AssertionError(str(error)) from error
    except AdlistsError as error:
        return error
    except _ANY as error:
        raise _foreign(error) from error


def _foreign(error: BaseException) -> AssertionError:
    kind = type(error).__name__
    return AssertionError(f"the layer raised {kind}, which is no error of adlists: {error}")


class _InterruptedError(BaseException):
    """Stands for Ctrl-C, and for a task that is cancelled."""


def check_interruptible(begin: Callable[[], Flow[Any]]) -> None:
    """Check that a flow ends at once when it is interrupted, or closed, where it waits."""
    asked = 0

    def interrupt(effect: Effect) -> Any:
        nonlocal asked
        if isinstance(effect, Exclusive):
            return drive(effect.flow, interrupt)
        if not isinstance(effect, Transmit | Block | Await):
            return None
        asked += 1
        assert asked == 1, (
            "the flow goes on after it was interrupted: it catches BaseException, "
            "or has a `yield` in a `finally`"
        )
        raise _InterruptedError

    try:
        drive(begin(), interrupt)
    except _InterruptedError:
        pass
    else:
        assert asked == 0, "the flow swallows an interruption: it catches BaseException"
    waiting = begin()
    try:
        next(waiting)
        waiting.close()
    except StopIteration:
        return
    except RuntimeError as error:
        msg = "the flow has a `yield` in a `finally`, or catches GeneratorExit; it cannot be closed"
        raise AssertionError(msg) from error


def _request() -> Request:
    headers = {"accept": "*/*", "authorization": "Bearer check", "content-type": "text/plain"}
    return Request("GET", "https://api.example.com/check", Headers(headers))


def _cased(request: Request) -> Flow[Response]:
    response = yield from transmit(request)
    return attrs.evolve(response, headers=Headers(response.headers))


def _check_flow(flow: object) -> None:
    kind = type(flow).__name__
    if not isinstance(flow, Generator):
        close: Any = getattr(flow, "close", None)
        if close is not None:
            close()
        msg = f"the layer's function returned a {kind} and is no generator; {_RETURN}"
        raise AssertionError(msg)  # noqa: TRY004 - of a plugin that is checked


def _seen(exchange: Exchange, scripted: Outcome) -> object:
    """Return the way an exchange takes, after checking that both drivers see the same."""
    ways: list[object] = []
    for transport in (FakeTransport(lambda _: scripted), AsyncFakeTransport(lambda _: scripted)):
        started: Any = exchange(_request())
        _check_flow(started)
        flow = VirtualTime().pass_over(started)
        try:
            if isinstance(transport, FakeTransport):
                outcome: Any = run(flow, transport)
            else:
                outcome = asyncio.run(run_async(flow, transport))
        except CallerError as error:
            raise AssertionError(str(error)) from error
        except AdlistsError as error:
            outcome = error
        except AssertionError:
            raise
        except _ANY as error:
            raise _foreign(error) from error
        assert isinstance(outcome, Response | AdlistsError), (
            f"the layer's exchange returned {type(outcome).__name__}, not the response; {_RETURN}"
        )
        if isinstance(scripted, AdlistsError):
            assert isinstance(outcome, AdlistsError), "the layer swallows the error of the network"
        for sent in transport.requests:
            names = [name.lower() for name in sent.headers]
            twice = {name for name in names if names.count(name) > 1}
            assert not twice, (
                f"the layer sends the header {min(twice)!r} twice, in two spellings; "
                "use request.with_header()"
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
    registry = _registry(plugin)
    codec = _kept(lambda: registry.codec(media_type))
    assert codec is not None, f"the plugin has no codec for {media_type}"
    for value in values:
        content = _kept(partial(codec.encode, value, schema or Schema("any")))
        again = _kept(partial(codec.decode, content, schema, None))
        assert again == value, "what was written is not what is read"
    for garbage in (b"", b"\x00", b"\xff\xfe", b"{", b"<a>", b'"', b"\r\n\r\n"):
        try:
            codec.decode(garbage, schema, None)
        except DecodingError:
            continue
        except Exception as error:
            msg = f"decode raised {type(error).__name__} of {garbage!r}, not DecodingError"
            raise AssertionError(msg) from error
