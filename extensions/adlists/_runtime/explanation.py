"""What a call would send, found out by sending nothing.

The call's request goes through its layers as ever, and is caught where it would be
transmitted. Time does not pass, no other request leaves, and a token that would have to be
fetched first has a stand-in, which no later call uses.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from adlists._runtime import media, requests, secrecy
from adlists._runtime.call_options import applied
from adlists._runtime.drivers import drive
from adlists._runtime.pipeline import EXPLAINING, Pipeline
from adlists._runtime.redaction import given
from adlists._runtime.registry import NamedLayer
from adlists.contract import (
    Call,
    Encoded,
    LongBody,
    Parameter,
    Schema,
    Style,
    is_dict,
    is_list,
    tree,
)
from adlists.errors import EncodingError
from adlists.flow import Effect, Exchange, Exclusive, Flow, Sleep, Transmit
from adlists.messages import Request, Response

_SECURE: Final = "[secure]"
_SHOWN: Final = 3  # items of a sensitive list that are shown, masked
_LONGEST: Final = 4000  # characters of a body that are shown


@attrs.frozen
class ExplainedLayer:
    """A layer by its plugin's name, outermost first, and what it changes in the request."""

    name: str
    changes: tuple[str, ...]
    credential: bool
    place: str


@attrs.frozen
class Explanation:
    """The request that would leave. What is sensitive is masked, unless it was asked for.

    `body` is text, cut where it is long, and None where there is none or it is not text;
    `size` counts the bytes that would be sent. `around` names the plugins with a layer around
    the whole call, `before` names the operations that would be
    called first, `notes` what could not be found out.
    """

    service: str
    operation: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    size: int
    around: tuple[str, ...]
    layers: tuple[ExplainedLayer, ...]
    before: tuple[str, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        """Return it as HTTP would be written, and what the layers do below."""
        lines = [f"{self.method} {self.url}"]
        lines += [f"{name}: {value}" for name, value in sorted(self.headers.items())]
        if self.body is not None:
            lines += ["", self.body]
        lines += ["", f"{self.size:,} bytes of body. Layers, outermost first:"]
        lines += [f"  {name} (around the call)" for name in self.around]
        for layer in self.layers:
            changes = f" changes {', '.join(layer.changes)}" if layer.changes else ""
            lines.append(f"  {layer.name}{' (credential)' if layer.credential else ''}{changes}")
        lines += [f"Before it, {operation} is called." for operation in self.before]
        return "\n".join([*lines, *self.notes])

    def curl(self) -> str:
        """Return a curl command that sends it; what is masked has to be filled in."""
        words = ["curl", "-X", self.method, self.url]
        for name, value in sorted(self.headers.items()):
            words += ["-H", f"{name}: {value}"]
        if self.size:
            whole = self.body is not None and not self.body.endswith("…")
            words += ["--data-binary", self.body if whole and self.body else "@body"]
        return shlex.join(words)


class _CaughtError(BaseException):
    """The request has come to where it would be transmitted; no layer may catch this."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request


class _CaughtCallError(BaseException):
    """The call has come through the layers around it."""

    def __init__(self, call: Call[Any]) -> None:
        super().__init__()
        self.call = call


class _UnsentError(BaseException):
    """A layer wants to do something of its own; `what` says which."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


def explain(pipeline: Pipeline, call: Call[Any], *, show_sensitive: bool = False) -> Explanation:
    """Return what a call would send. Raises what the call would raise before it is sent."""
    notes: list[str] = []
    call = _reached(pipeline, pipeline.given(call), notes)
    real = pipeline.request(call)
    entering = real if show_sensitive else _masked_request(pipeline, call, real, notes)
    before: list[str] = []
    around, layers = pipeline.layers(call.operation)
    standing = EXPLAINING.set(_stand_in(before))
    try:
        entered, leaving = _pass(layers, entering, notes)
    finally:
        EXPLAINING.reset(standing)
    steps = [*entered, leaving]
    explained = tuple(
        ExplainedLayer(
            named.name,
            tuple(_changes(steps[index], steps[index + 1])) if index + 1 < len(steps) else (),
            credential=named.credential,
            place=named.place,
        )
        for index, named in enumerate(layers)
    )
    shown = leaving if show_sensitive else _mask_added(entering, leaving)
    return Explanation(
        service=pipeline.service.name,
        operation=call.operation.id,
        method=shown.method,
        url=shown.url,
        headers=dict(shown.headers),
        body=_text(shown.content),
        size=len(real.content) if leaving.content == entering.content else len(leaving.content),
        around=around,
        layers=explained,
        before=tuple(dict.fromkeys(before)),
        notes=tuple(notes),
    )


def _reached(pipeline: Pipeline, call: Call[Any], notes: list[str]) -> Call[Any]:
    """Return the call as it comes through the layers around it."""
    perform = pipeline.performing(call.operation)
    if perform is None:
        return call

    def caught(call: Call[Any], /) -> Flow[Any]:
        raise _CaughtCallError(call)
        yield

    standing = EXPLAINING.set(caught)
    try:
        drive(perform(call), _perform)
    except _CaughtCallError as reached:
        return reached.call
    except _UnsentError as unsent:
        notes.append(f"A layer around the call {unsent.what} of its own first.")
    else:
        notes.append("A layer around the call answers by itself; nothing would be sent.")
    finally:
        EXPLAINING.reset(standing)
    return call


def _stand_in(before: list[str]) -> Any:
    def invoke(call: Call[Any], /) -> Flow[Any]:
        before.append(call.operation.id)
        # With no life left, so that whoever keeps it for later calls does not use it.
        return {"access_token": "TOKEN", "token_type": "bearer", "expires_in": 0}
        yield

    return invoke


def _pass(
    layers: Sequence[NamedLayer], request: Request, notes: list[str]
) -> tuple[list[Request], Request]:
    """Return the requests as they enter each layer, and the one that would be transmitted."""
    entered: list[Request] = []
    exchange = _chain(layers, entered)
    try:
        drive(exchange(request), _perform)
    except _CaughtError as caught:
        return entered, caught.request
    except _UnsentError as unsent:
        notes.append(f"{layers[len(entered) - 1].name} {unsent.what} of its own first.")
    else:
        notes.append(f"{layers[len(entered) - 1].name} answers by itself; nothing would be sent.")
    return entered, entered[-1]


def _chain(layers: Sequence[NamedLayer], entered: list[Request]) -> Exchange:
    """Return the exchange of all layers; each request that enters one is put down."""

    def caught(request: Request) -> Flow[Response]:
        raise _CaughtError(request)
        yield

    def watched(inner: Exchange) -> Exchange:
        def exchange(request: Request) -> Flow[Response]:
            entered.append(request)
            return (yield from inner(request))

        return exchange

    exchange: Exchange = caught
    for named in reversed(layers):
        exchange = watched(named.layer(exchange))
    return exchange


def _perform(effect: Effect) -> Any:
    if isinstance(effect, Sleep):
        return None
    if isinstance(effect, Exclusive):
        return drive(effect.flow, _perform)
    raise _UnsentError("sends a request" if isinstance(effect, Transmit) else "does work")


def _changes(before: Request, after: Request) -> Iterator[str]:
    for name, value in after.headers.items():
        if before.headers.get(name) != value:
            yield f"header {name}"
    known = _query(before.url)
    for part in _query(after.url):
        if part not in known:
            yield f"query {part.partition('=')[0]}"
    if before.url.partition("?")[0] != after.url.partition("?")[0]:
        yield "address"
    if before.method != after.method:
        yield "method"
    if before.content != after.content:
        yield "body"


def _query(url: str) -> list[str]:
    return [part for part in urlsplit(url).query.split("&") if part]


def _mask_added(entering: Request, leaving: Request) -> Request:
    """Return the request with whatever its layers added masked: it may be a secret."""
    headers = {
        name: value if entering.headers.get(name) == value else _mask_header(name, value)
        for name, value in leaving.headers.items()
    }
    known = _query(entering.url)
    parts = [
        part if part in known else f"{part.partition('=')[0]}={_SECURE}"
        for part in _query(leaving.url)
    ]
    address = leaving.url.partition("?")[0]
    url = f"{address}?{'&'.join(parts)}" if parts else address
    return attrs.evolve(leaving, url=url, headers=headers)


def _mask_header(name: str, value: str) -> str:
    scheme, _, rest = value.partition(" ")
    if name == "authorization" and rest:
        return f"{scheme} {_SECURE}"
    if name == "cookie":
        cookies = (cookie.partition("=")[0].strip() for cookie in value.split(";"))
        return "; ".join(f"{cookie}={_SECURE}" for cookie in cookies)
    return _SECURE


def _masked_request(
    pipeline: Pipeline, call: Call[Any], real: Request, notes: list[str]
) -> Request:
    """Return the request as it enters the layers, without what the document marks sensitive."""
    operation = call.operation
    arguments = dict(call.arguments)
    parameters: list[Parameter] = []
    for parameter in operation.parameters:
        value = arguments.get(parameter.argument)
        if not given(value) or value is None:
            parameters.append(parameter)
        elif parameter.schema.sensitive:
            arguments[parameter.argument] = _SECURE
            style: Style = "form" if parameter.place in {"query", "cookie"} else "simple"
            parameters.append(
                attrs.evolve(parameter, schema=Schema("string"), style=style, media_type=None)
            )
        elif parameter.schema.kind in {"object", "array"} or secrecy.holds(parameter.schema):
            data = tree(value, parameter.schema)
            arguments[parameter.argument] = _masked(data, parameter.schema, notes)
            parameters.append(attrs.evolve(parameter, schema=Schema("any")))
        else:
            parameters.append(parameter)
    shown = attrs.evolve(operation, parameters=tuple(parameters))
    address = requests.Address(shown, pipeline.codec)
    url, headers = address.locate(pipeline.server(operation), arguments)
    url = url.replace("%5Bsecure%5D", _SECURE)
    content = real.content
    if content:
        content = _masked_body(pipeline, call, real, notes)
    masked = attrs.evolve(real, url=url, headers={**real.headers, **headers}, content=content)
    if call.options is None:
        return masked
    hidden = attrs.evolve(
        call.options,
        headers=dict.fromkeys(call.options.headers, _SECURE),
        query=dict.fromkeys(call.options.query, _SECURE),
    )
    masked = applied(masked, hidden)
    return attrs.evolve(masked, url=masked.url.replace("%5Bsecure%5D", _SECURE))


def _masked_body(pipeline: Pipeline, call: Call[Any], real: Request, notes: list[str]) -> bytes:
    body = call.operation.body
    header = real.headers.get("content-type", "")
    label = media.essence(header)
    found = media.listed(body.media_types, label, header) if body is not None else None
    codec = None if found is None else media.codec_of(found, label, pipeline.codec)
    if body is None or codec is None or found is None or isinstance(call.body, Encoded):
        notes.append("The body was encoded before the call, and is not shown.")
        return b""
    try:
        schema = found.schema or body.schema
        data = tree(call.body, schema)
        return codec.encode(_masked(data, schema, notes), schema)
    except (EncodingError, TypeError, ValueError):
        notes.append("The body cannot be written with its sensitive values masked.")
        return b""


def _masked(data: Any, schema: Schema, notes: list[str]) -> Any:
    def mask(value: Any) -> Any:
        if is_list(value):
            if len(value) > _SHOWN:
                notes.append(f"Of a list, {_SHOWN} of {len(value):,} items are shown.")
            return [mask(item) for item in value[:_SHOWN]]
        if is_dict(value):
            return {name: mask(inner) for name, inner in value.items()}
        return value if value is None else _SECURE

    return secrecy.veiled(data, schema, mask)


def _text(content: bytes) -> str | None:
    if not content:
        return None
    if isinstance(content, LongBody):
        return f"({len(content):,} bytes, read from files while they are sent)"
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
