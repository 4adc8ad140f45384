"""The path of one call, on one screen.

    call → call layers → request → layers → transmit → response → result or error

Encoding happens once. Whatever may happen several times (signing, repeating, waiting)
is a layer, and lies between `_request` and `_transmit`; what happens once is a layer around
the call, and lies between `_around` and `_perform`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial, reduce
from itertools import count
from math import inf
from typing import Any, Final, TypeVar

import attrs

from adlists._runtime import arrivals, encoding, redaction, requests, responses
from adlists._runtime.call_options import applied
from adlists._runtime.registry import NamedLayer, Registry
from adlists.contract import UNSET, Call, CallOptions, Encoded, NextPage, Operation, Service
from adlists.errors import AdlistsError, ApiError, ArgumentError, WireError
from adlists.events import AttemptFinished, CallFinished, Event
from adlists.flow import Effect, Exchange, Flow, Perform, Transmit, intercept
from adlists.hookspecs import Codec, Invoke
from adlists.messages import MAX_REPLY, SECONDS, Request, Response

T = TypeVar("T")

#: What runs other calls for layers while a call is explained, in the context that explains it.
EXPLAINING: Final[ContextVar[Invoke | None]] = ContextVar("adlists_explaining", default=None)
_NUMBERS: Final = count(1)  # of the calls of this process
_KEPT: Final = 100  # media types that nobody reads and that are remembered as such


@attrs.frozen(eq=False, repr=False)
class _Prepared:
    """What one operation needs on every call, made on its first.

    `perform` is None where no layer is around its calls. `blank` is a request without what a
    call gives it.
    """

    layers: tuple[NamedLayer, ...]
    call_layers: tuple[str, ...]
    exchange: Exchange
    perform: Perform | None
    server: str
    address: requests.Address
    accept: str
    body: encoding.BodyWriter | None
    blank: Request


class Pipeline:
    """Performs the calls of one service, as flows, with the plugins of one session."""

    def __init__(
        self,
        service: Service,
        registry: Registry,
        *,
        content_type: str | None = None,
        accept: str | None = None,
        user_agent: str = "adlists",
        seconds: float | None = SECONDS,
        max_reply: int = MAX_REPLY,
        settle: Callable[[Operation[Any]], Operation[Any]] = lambda operation: operation,
        place: Callable[[Operation[Any]], str] | None = None,
        credential_place: str = "",
        profile: str | None = None,
        inputs: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._place = place
        self._settle = settle
        self.service: Final = service
        self.registry: Final = registry
        self._listens = registry.listens
        #: Where the credential stands, in words; "" where the program itself passed it.
        self.credential_place: Final = credential_place
        #: The profile that the credentials are of, where one was named.
        self.profile: Final = profile
        #: Inputs of the service's lists that are set, by name.
        self.inputs: Final[Mapping[str, str]] = inputs or {}
        self._content_type = content_type
        self._accept = accept
        self._user_agent = user_agent
        self._seconds = inf if seconds is None else seconds
        self._max_reply = max_reply
        self._clock = clock
        self._prepared: dict[Operation[Any], _Prepared] = {}
        self._preparing = threading.RLock()
        self._attempts: dict[int, int] = {}  # of the calls that layers are around
        self._codecs: dict[str, Codec | None] = {}
        self._reader: Final = responses.ReplyReader(self.codec, registry.credentials)

    def flow(self, call: Call[T]) -> Flow[T]:
        """Perform a call: return what its 2xx reply holds, or raise an AdlistsError."""
        prepared = self._prepared.get(call.operation)
        if prepared is None or prepared.perform is not None:
            return self._around(call)
        return self._perform(call, prepared, next(_NUMBERS))

    def _perform(self, call: Call[T], prepared: _Prepared, number: int) -> Flow[T]:
        """Perform a call within the layers around it, and tell where there are none."""
        operation = call.operation
        observed = self._listens()
        started = self._clock() if observed else 0.0
        attempts = 0
        failure: str | None = None
        request: Request | None = None
        try:
            request = self._request(call, prepared, number)
            response = yield from prepared.exchange(request)
            attempts = response.attempts
            if call.options is not None and call.options.keep is not None:
                call.options.keep(response)
            return self._reader.result(call, response, prepared.blank.max_reply)
        except AdlistsError as error:
            if error.operation is None:  # a token call has already signed its own errors
                error.operation = operation.id
                error.attempts = error.attempts or attempts
            attempts = error.attempts
            failure = type(error).__name__
            if isinstance(error, ApiError) and self.credential_place:
                _tell_place(error, self.credential_place)
            if request is None:
                redaction.bare(error)  # the frames below hold what was to be sent
            raise
        except BaseException as error:
            failure = type(error).__name__  # cancelled, interrupted, or a plugin's own
            raise
        finally:
            if number in self._attempts:
                self._attempts[number] += attempts
            elif observed:
                self._end(call, number, attempts, started, failure)

    def _alone(self, prepared: _Prepared, call: Call[T]) -> Flow[T]:
        """Perform a call that has come through the layers around it, or hand it to `explain`."""
        explaining = EXPLAINING.get()
        if explaining is not None:
            return explaining(call)
        return self._perform(call, prepared, call.number)

    def _around(self, call: Call[T]) -> Flow[T]:
        """Perform a call through the layers around it, preparing its operation before."""
        number = next(_NUMBERS)
        started = self._clock()
        failure: str | None = None
        self._attempts[number] = 0
        try:
            prepared = self._prepared.get(call.operation) or self._prepare(call.operation)
            if prepared.perform is None:
                return (yield from self._perform(call, prepared, number))
            options = attrs.evolve(call.options or CallOptions(), number=number)
            call = attrs.evolve(call, options=options)
            result: T = yield from prepared.perform(call)
        except AdlistsError as error:
            failure = type(error).__name__
            if error.operation is None:
                error.operation = call.operation.id
                redaction.bare(error)
            raise
        except BaseException as error:
            failure = type(error).__name__
            raise
        else:
            return result
        finally:
            attempts = self._attempts.pop(number)
            if self._listens():
                self._end(call, number, attempts, started, failure)

    def _end(
        self, call: Call[Any], number: int, attempts: int, started: float, failure: str | None
    ) -> None:
        self.registry.emit(
            CallFinished(
                self.service.name,
                call.operation.id,
                attempts,
                self._clock() - started,
                failure,
                call=number,
                arguments=redaction.arguments(call),
                tags=call.tags,
            )
        )

    def given(self, call: Call[T]) -> Call[T]:
        """Return a call with the options that this pipeline gives to every call."""
        return call

    @property
    def seconds(self) -> float:
        """How many seconds an attempt may take, where a call says nothing."""
        return self._seconds

    def request(self, call: Call[Any]) -> Request:
        """Return the request of a call as it enters the layers, for whoever explains it."""
        operation = call.operation
        return self._request(call, self._prepared.get(operation) or self._prepare(operation), 0)

    def performing(self, operation: Operation[Any]) -> Perform | None:
        """Return what performs the calls of an operation, where layers are around them."""
        return (self._prepared.get(operation) or self._prepare(operation)).perform

    def layers(self, operation: Operation[Any]) -> tuple[tuple[str, ...], tuple[NamedLayer, ...]]:
        """Return the layers of an operation: around its calls by name, and of its exchanges."""
        prepared = self._prepared.get(operation) or self._prepare(operation)
        return prepared.call_layers, prepared.layers

    def server(self, operation: Operation[Any]) -> str:
        """Return the address that an operation is called at."""
        return self.service.server if self._place is None else self._place(operation)

    def sign(self, operation: Operation[Any]) -> Flow[bool]:
        """Let an operation's credentials do what comes before a call, such as fetching a token.

        Nothing of the call itself is sent. Tells whether there was anything to do. Raises what
        the credentials raise.
        """
        request = Request(operation.method, f"{self.server(operation)}/", {}, b"")
        sent: list[bool] = []

        def noticed(effect: Effect) -> Flow[Any]:
            sent.append(True)
            return (yield effect)

        for named in self.layers(operation)[1]:
            if named.credential:
                yield from intercept(named.layer(_unsent)(request), noticed)
        return bool(sent)

    def codec(self, media_type: str) -> Codec | None:
        """Return the codec of a media type, asking the plugins once."""
        try:
            return self._codecs[media_type]
        except KeyError:
            pass
        with self._preparing:  # as for layers: whichever thread comes first
            if media_type in self._codecs:
                return self._codecs[media_type]
            codec = self.registry.codec(media_type)
            if codec is not None or len(self._codecs) < _KEPT:  # a label may be the service's own
                self._codecs[media_type] = codec
            return codec

    def _prepare(self, operation: Operation[Any]) -> _Prepared:
        with self._preparing:  # however many threads make the first call, plugins are asked once
            return self._prepared.get(operation) or self._ask(operation)

    def _ask(self, operation: Operation[Any]) -> _Prepared:
        settled = self._settle(operation)
        server = self.server(operation)
        service = self.service
        if server != service.server:  # what signs keeps to where the operation is served
            service = attrs.evolve(service, server=server)
        layers = self.registry.layers(settled, service, self._invoke, self._emit)
        exchange: Exchange = self._transmit(operation)
        exchange = reduce(lambda inner, named: named.layer(inner), reversed(layers), exchange)
        around = self.registry.call_layers(settled, service, self._emit)
        body = operation.body
        prepared = _Prepared(
            tuple(layers),
            tuple(name for name, _ in around),
            exchange,
            None,
            server,
            requests.Address(operation, self.codec),
            responses.accept(operation, self._accept),
            encoding.BodyWriter(operation, body, self.codec, self._content_type) if body else None,
            Request(
                operation.method,
                server,
                {},
                seconds=self._seconds,
                max_reply=operation.max_reply or self._max_reply,
                streamed=arrivals.streamed(operation),
            ),
        )
        if around:
            perform: Perform = partial(self._alone, prepared)
            perform = reduce(lambda inner, named: named[1](inner), reversed(around), perform)
            prepared = attrs.evolve(prepared, perform=perform)
        self._prepared[operation] = prepared
        return prepared

    def _invoke(self, call: Call[Any], /) -> Flow[Any]:
        """Run another call for a layer; while a call is only explained, what stands for it."""
        return (EXPLAINING.get() or self.flow)(call)

    def _emit(self, event: Event) -> None:
        if EXPLAINING.get() is None:
            self.registry.emit(event)

    def _request(self, call: Call[Any], prepared: _Prepared, number: int) -> Request:
        operation = call.operation
        url, headers = prepared.address.locate(prepared.server, call.arguments)
        if isinstance(call, NextPage):
            url = requests.following(prepared.server, call.address)
        headers["accept"] = call.accept or prepared.accept
        headers.setdefault("user-agent", self._user_agent)  # a document may ask callers for theirs
        body = call.body
        content = b""
        if body is None or body is UNSET:
            if operation.body is not None and operation.body.required:
                if body is UNSET or prepared.body is None or not prepared.body.takes_null:
                    msg = f"{operation.id} needs a body."
                    raise ArgumentError(msg)
                headers["content-type"], content = prepared.body.write(None, call.content_type)
        elif isinstance(body, Encoded):
            headers["content-type"], content = body.media_type, body.content
        elif prepared.body is not None:
            label, content = prepared.body.write(body, call.content_type)
            headers["content-type"] = label
        request = prepared.blank.of_call(url, headers, content, number)
        if call.streamed:
            request = attrs.evolve(request, streamed=arrivals.ANY)
        if request.streamed:
            headers["accept-encoding"] = "identity"
        return request if call.options is None else applied(request, call.options)

    def _transmit(self, operation: Operation[Any]) -> Exchange:
        """Return the innermost exchange: it sends, and tells the observers of each attempt."""

        def exchange(request: Request) -> Flow[Response]:
            observed = self._listens()
            started = self._clock() if observed else 0.0
            try:
                response: Response = yield Transmit(request)
            except WireError as error:
                error.attempts = request.attempt
                self._tell(operation, request, started, error=type(error).__name__)
                raise
            if observed:
                self._tell(operation, request, started, response)
            if response.status >= 300 or request.attempt > 1:
                return attrs.evolve(response, request=request)
            return response

        return exchange

    def _tell(
        self,
        operation: Operation[Any],
        request: Request,
        started: float,
        response: Response | None = None,
        error: str | None = None,
    ) -> None:
        identity = None
        if response is not None:
            identity = responses.request_id(response.headers, request)
        self.registry.emit(
            AttemptFinished(
                service=self.service.name,
                operation=operation.id,
                method=operation.method,
                path=operation.path,
                attempt=request.attempt,
                seconds=self._clock() - started,
                sent=len(request.content),
                status=None if response is None else response.status,
                received=0 if response is None else len(response.content),
                error=error,
                request_id=identity,
                call=request.call,
            )
        )


def _tell_place(error: ApiError, place: str) -> None:
    """Say where the credential stands that a service refused, once."""
    told = f" It was read from: {place}."
    message = str(error)
    of_token = error.status == 400 and message.startswith("No token")
    if (error.status in {401, 403} or of_token) and told not in message:
        error.args = (f"{message}{told}",)


def _unsent(request: Request) -> Flow[Response]:  # noqa: ARG001 - nothing becomes of it
    """Answer as if a request had been sent."""
    return Response(200, {}, b"")
    yield  # pragma: no cover - never reached: a `yield` makes the function a flow
