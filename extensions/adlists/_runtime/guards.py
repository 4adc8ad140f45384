"""What stands around other people's layers and codecs: a mistake there names the plugin.

The built-ins need none, so a call that no foreign plugin takes part in pays for none. A
foreign layer also finds every header whatever the case of its name, and may write names in
any case: what it hands on has them in lower case, each once.
"""

from __future__ import annotations

from collections.abc import Generator
from inspect import isawaitable, iscoroutinefunction
from typing import Any, Final, NoReturn, TypeVar, cast

import attrs

from adlists.contract import Call, Schema
from adlists.errors import AdlistsError, PluginError
from adlists.flow import CallLayer, Exchange, Flow, Layer, Perform
from adlists.hookspecs import Codec
from adlists.messages import Headers, Request, Response, lower

_RETURN: Final = "write `return (yield from proceed(…))`"

M = TypeVar("M", Request, Response)


def mistake(plugin: str, what: str) -> PluginError:
    """Return the error of a plugin that does not keep the contract."""
    error = PluginError(f"Plugin {plugin!r} {what}.")
    error.plugin = plugin
    return error


def layer(plugin: str, around: Layer) -> Layer:
    """Return a plugin's layer, watched."""

    def guarded(proceed: Exchange) -> Exchange:
        def within(request: Request) -> Flow[Response]:
            _check_given(request, Request, plugin, "a request")
            response = yield from proceed(_lowered(request))
            return _cased(response)

        exchange: Any = around(within)
        _check_function(exchange, plugin, "has a layer that")

        def watched(request: Request) -> Flow[Response]:
            response: Any = yield from run(exchange(_cased(request)), plugin, "an exchange")
            if not isinstance(response, Response):
                _refuse(
                    response, plugin, "has an exchange that returned", f"the response; {_RETURN}"
                )
            return response

        return watched

    guarded.__wrapped__ = around  # type: ignore[attr-defined]  # as functools.wraps has it
    return guarded


def call_layer(plugin: str, around: CallLayer) -> CallLayer:
    """Return a plugin's layer around calls, watched."""

    def guarded(proceed: Perform) -> Perform:
        def within(call: Call[Any]) -> Flow[Any]:
            _check_given(call, Call, plugin, "a call")
            result = yield from proceed(call)
            results.add(call.number) if result is not None else results.discard(call.number)
            return result

        results: set[int] = set()
        perform: Any = around(within)
        _check_function(perform, plugin, "has a layer around calls that")

        def watched(call: Call[Any]) -> Flow[Any]:
            try:
                result = yield from run(perform(call), plugin, "a perform")
                if result is None and call.number in results:
                    what = f"loses the call's result; {_RETURN}"
                    raise mistake(plugin, what)
                return result
            finally:
                results.discard(call.number)

        return watched

    return guarded


def _check_function(made: object, plugin: str, what: str) -> None:
    if not callable(made):
        _refuse(made, plugin, f"{what} returned", "a function")
    if iscoroutinefunction(made):
        raise mistake(plugin, f"{what} returned an async function; write a generator, with `yield`")


def _check_given(value: object, kind: type[object], plugin: str, wanted: str) -> None:
    if not isinstance(value, kind):
        _refuse(value, plugin, "gave proceed()", wanted)


def run(flow: object, plugin: str, name: str) -> Flow[Any]:
    """Run what a plugin's function made, as long as that is a flow."""
    if not isinstance(flow, Generator):
        if isawaitable(flow):
            close = getattr(flow, "close", None)
            if close is not None:
                close()
        _refuse(flow, plugin, f"has {name} that returned", f"a flow; {_RETURN}")
    try:
        return (yield from cast("Flow[Any]", flow))
    except PluginError as error:
        if error.plugin is None:  # the innermost one is whose flow it was
            error.plugin = plugin
            error.args = (f"Plugin {plugin!r}: {error}",)
        raise


def _refuse(value: object, plugin: str, what: str, wanted: str) -> NoReturn:
    kind = "None" if value is None else f"a {type(value).__name__}"
    raise mistake(plugin, f"{what} {kind}, not {wanted}")


def _lowered(request: Request) -> Request:
    headers = request.headers
    if isinstance(headers, Headers):
        return request
    return attrs.evolve(request, headers=Headers(lower(headers)))


def _cased(message: M) -> M:
    """Return a request or a response whose headers are found whatever the case of a name."""
    if isinstance(message.headers, Headers):
        return message
    return attrs.evolve(message, headers=Headers(lower(message.headers)))


class GuardedCodec:
    """A plugin's codec, watched; whatever else it has is its own."""

    def __init__(self, plugin: str, codec: Codec) -> None:
        self._plugin = plugin
        self._codec = codec
        for name in ("encode", "decode"):
            function = getattr(codec, name, None)
            if not callable(function) or iscoroutinefunction(function):
                kind = type(codec).__name__
                what = f"returned a {kind} from adlists_codec, which has no plain {name}()"
                raise mistake(plugin, what)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codec, name)

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write the data."""
        failure = ""
        content: Any = None
        try:
            content = self._codec.encode(data, schema)
        except AdlistsError:
            raise
        except Exception as error:  # noqa: BLE001 - told by its class; it may quote the data
            failure = type(error).__name__
        if failure:
            raise mistake(self._plugin, f"has a codec that raised {failure} from encode")
        if isinstance(content, bytes):
            return content
        _refuse(content, self._plugin, "has a codec whose encode returned", "bytes")

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the bytes; what the codec raises is handled by the reader of the reply."""
        data: object = self._codec.decode(content, schema, charset)
        if isawaitable(data) or isinstance(data, Generator):
            _refuse(
                cast("object", data),
                self._plugin,
                "has a codec whose decode returned",
                "plain data",
            )
        return data
