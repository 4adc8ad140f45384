"""The sandbox itself: a request comes in, a response goes out. No socket, no clock of its own.

    route → faults → credentials → arguments → body → backend → reply

The table of operations, the codecs and the schemas are those of the clients, in reverse. What
happens around the work is a flow, as on the client's side: faults sleep, or lose the reply.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final, NoReturn

import attrs

from adlists._runtime import drivers, media
from adlists._runtime.registry import Registry
from adlists.contract import MediaType, Operation, Reply, Schema, Service, is_dict
from adlists.errors import AdlistsError, ConnectionLost, DecodingError
from adlists.flow import Flow, sleep, transmit
from adlists.hookspecs import Codec
from adlists.messages import Request, Response
from adlists.plugins import builtins
from adlists.plugins.json import StrictJsonCodec
from adlists.sandbox import checks, examples, negotiation, rejections, security, vendors
from adlists.sandbox.backends import Answer, Backend, Invocation
from adlists.sandbox.database import BusyError, UnwritableError
from adlists.sandbox.faults import ActiveFault, Fault, Faults, Verdict, check_fault
from adlists.sandbox.list_backend import ListBackend
from adlists.sandbox.rejections import RefusedError, abort
from adlists.sandbox.router import Route, Router
from adlists.sandbox.security import Account, Authenticator, Tokens
from adlists.sandbox.store import Store
from adlists.sandbox.vendors import Vendor


@attrs.frozen(eq=False, repr=False)
class _Routed(Request):
    """A request on its way to the backend, with what has been decided about it."""

    route: Route = attrs.field(kw_only=True)
    verdict: Verdict = attrs.field(kw_only=True)


class Sandbox:
    """Every service, stateful, for any number of threads.

    *services* are all generated ones and those of the plugins, unless given; one whose document
    says nothing of lists answers with examples from it. *store* keeps the lists, in memory
    unless given, and stays the caller's to close. *clock* is in unix seconds, *token_lifetime*
    in seconds; *seed* decides what faults with a rate befall, *page_size* how long the page of
    a listing is for whoever does not say.
    """

    def __init__(
        self,
        services: Iterable[Service] | None = None,
        *,
        store: Store | None = None,
        faults: Iterable[Fault] = (),
        seed: int = 0,
        plugins: Iterable[object] = (),
        account: Account | None = None,
        token_lifetime: float = 900,
        page_size: int = 50,
        clock: Callable[[], float] = time.time,
    ) -> None:
        registry = Registry({**builtins(), "json": StrictJsonCodec()}, plugins)
        known = [*_generated(), *registry.services()] if services is None else services
        self.services: Final = {service.name: service for service in known}
        self.account: Final = account or Account()
        self.store: Final = store or Store()
        self._clock = clock
        self._codec = registry.codec
        self._router = Router(map(_with_endpoint, self.services.values()))
        self._faults = Faults(faults, seed)
        self._tokens = Tokens(clock, token_lifetime)
        self._authenticator = Authenticator(self.account, self._tokens)
        self._vendors: Final[dict[str, Vendor]] = {}
        self._lists: Final[dict[str, ListBackend]] = {}
        self._backends: Final[dict[str, Backend]] = {}
        for service in self.services.values():
            vendor = self._vendors[service.name] = vendors.find(service.name)
            lists = service.lists
            backend = Backend()
            if lists is not None:
                self._lists[service.name] = ListBackend(service, lists, vendor, page_size)
                backend = self._lists[service.name].backend()
            self._backends[service.name] = backend
        for fault in self._faults.active():
            self._check(fault.fault)
        with self.store.transaction():
            for backend in self._backends.values():
                backend.prepare(self.store, clock())

    def connection_info(self, address: str) -> dict[str, dict[str, str]]:
        """Return, for each service, its base URL below an address and what it accepts."""
        return {
            name: self.account.connection_info(service, f"{address}/{name}")
            for name, service in self.services.items()
        }

    # For whoever looks behind the scenes: tests, the demo, and the pages.

    def faults(self) -> list[ActiveFault]:
        """Return the faults that are switched on, the oldest first."""
        return self._faults.active()

    def switch_on(self, fault: Fault) -> int:
        """Let a fault come from now on; return its number.

        Raises `ConfigurationError` for one that would never come.
        """
        self._check(fault)
        return self._faults.switch_on(fault)

    def switch_off(self, number: int) -> None:
        """End a fault; one that is not there is none."""
        self._faults.switch_off(number)

    def _check(self, fault: Fault) -> None:
        check_fault(
            fault, self.services.values(), [backend.lists for backend in self._lists.values()]
        )

    def find_codec(self, form: str) -> Codec | None:
        """Return the codec that writes and reads a media type; None where there is none."""
        return self._codec(form)

    def route(self, request: Request) -> Route:
        """Return which operation a request means; `RefusedError` where it means none."""
        return self._router.find(request.method, request.url)

    def authorize(self, request: Request) -> Request:
        """Return a request with the credentials that its operation asks for, or as it is."""
        return self._authenticator.authorize(self.route(request), request)

    def create_list(self, service: str, name: str, **inputs: object) -> str:
        """Make a list of a service, past its API; return its id."""
        with self.store.transaction():
            return self._lists[service].listings.make(self.store, self._clock(), name, inputs)

    def members(self, service: str, key: object, kind: str | None = None) -> list[str]:
        """Return what is on a list, sorted, of one kind of identifiers or of all.

        Raises KeyError where there is no such list.
        """
        with self.store.transaction():
            stored = self.store.find(service, str(key))
            if stored is None:
                raise KeyError(key)
            return self.store.members(stored, kind)

    def handle(self, request: Request) -> Response:
        """Answer a request. Raises `ConnectionLost` where a fault breaks the connection."""
        return drivers.run(self.respond(request), _Here(self))

    def respond(self, request: Request) -> Flow[Response]:
        """Answer a request, as a flow that sleeps where a fault delays it.

        What it transmits is for `perform`, which may take its time.
        """
        try:
            route = self._router.find(request.method, request.url)
        except RefusedError as problem:
            return _without_body(request, _plain(problem.status, problem.text, problem.headers))
        lists = self._lists.get(route.service.name)
        verdict = self._faults.draw(
            route.operation,
            self._clock(),
            bearer=security.bearers(route),
            rates=lists.lists.limits.rate if lists else (),
            service=route.service.name,
        )
        if verdict.delay:
            yield from sleep(verdict.delay)
        if verdict.drop == "before":
            _lose()
        response = yield from transmit(
            _Routed(
                request.method,
                request.url,
                request.headers,
                request.content,
                route=route,
                verdict=verdict,
            )
        )
        if verdict.drop == "after":
            _lose()
        if verdict.headers:
            headers = {**response.headers, **verdict.headers}
            response = attrs.evolve(response, headers=headers)
        return _without_body(request, response)

    def perform(self, request: Request, *, wait: bool = True) -> Response:
        """Do what a request of the flow asks for.

        Raises `BusyError` where it would have to wait for the store, and *wait* is false.
        """
        assert isinstance(request, _Routed)  # noqa: S101 - the flow transmits nothing else
        operation = request.route.operation
        try:
            operation, answer = self._by_any(request, wait=wait)
        except RefusedError as problem:
            reply = operation.reply(problem.status)
            if reply is None:
                return _plain(problem.status, problem.text, problem.headers)
            data = None if reply.schema is None else _problem_body(problem, reply)
            response = self._render(request, reply, Answer(problem.status, data))
            return attrs.evolve(response, headers={**response.headers, **problem.headers})
        reply = operation.reply(answer.status)
        return self._render(request, reply or Reply(0, 999), answer)

    def _by_any(self, request: _Routed, *, wait: bool) -> tuple[Operation[Any], Answer]:
        """Return the answer of the first operation that takes a request, of all it may mean."""
        route, verdict = request.route, request.verdict
        try:
            return route.operation, self._perform(route, request, verdict, wait=wait)
        except RefusedError:
            for rival in route.rivals:
                with suppress(RefusedError):
                    answer = self._perform(rival, request, verdict, wait=wait)
                    return rival.operation, answer
            raise

    def _perform(self, route: Route, request: Request, verdict: Verdict, *, wait: bool) -> Answer:
        if verdict.status is not None:
            abort(verdict.status, "fault", "A fault that was asked for.")
        if verdict.expire:
            self._authenticator.expire(route, request.headers)
        operation, service = route.operation, route.service
        issuing = security.issues(service, operation)
        if not (issuing and security.bearers(route)):  # who asks for a token has none yet
            self._authenticator.authenticate(route, request.headers)
        if issuing:
            form = self._form(route, request)
            issued = self._authenticator.token(form, service, request.headers)
            data = self._vendors[service.name].token(issued)
            success = examples.success(operation)
            status = success.low if success is not None and success.low else 200
            return Answer(status, _complete(data, success))
        arguments = checks.arguments(route, request.headers, self._codec)
        data, schema = self._read(route, request)
        if schema is not None and request.content:
            data = self._vendors[service.name].received(data, schema)
            checks.check(data, schema)
        handler = self._backends[service.name].handlers.get(operation.id)
        if handler is None:
            return examples.answer(operation)
        try:
            with self.store.transaction(wait=wait):
                now = self._clock()
                return handler(Invocation(request, arguments, data, self.store, now, verdict))
        except BusyError:
            if not wait:
                raise
            abort(503, "store-locked", "Another program has locked the sandbox's store.")
        except UnwritableError as error:
            abort(507, "store-full", str(error))

    def _form(self, route: Route, request: Request) -> Any:
        try:
            return self.read(route, request)
        except RefusedError as problem:  # RFC 6749 has a code of its own for all of these
            raise attrs.evolve(problem, code="invalid_request") from None

    def read(self, route: Route, request: Request) -> Any:
        """Return the plain data of a request's body, by its own Content-Type and charset.

        Raises `RefusedError` where it is missing, or cannot be read.
        """
        return self._read(route, request)[0]

    def _read(self, route: Route, request: Request) -> tuple[Any, Schema | None]:
        """Return the plain data of a request's body, and what it should be."""
        body = route.operation.body
        if body is None:
            return None, None
        if not request.content:
            if body.required:
                abort(400, "body-missing", "The request needs a body.")
            return None, None
        sent = Response(0, request.headers, request.content)  # reads the same header
        label = sent.media_type or media.essence(body.media_types[0].name)
        found = media.listed(body.media_types, label, request.headers.get("content-type", ""))
        codec = None if found is None else media.codec_of(found, label, self._codec)
        if codec is None or found is None:
            listed = ", ".join(item.name for item in body.media_types)
            status = rejections.documented(route.operation, 415, 400)
            abort(status, "media-type-not-supported", f"The body has to be one of {listed}.")
        try:
            schema = found.schema or body.schema
            return codec.decode(request.content, schema, sent.charset), schema
        except DecodingError as error:
            abort(400, "body-malformed", f"The body cannot be read. {_sentence(error)}")

    def _render(self, request: Request, reply: Reply, answer: Answer) -> Response:
        described = examples.headers(reply.headers)
        headers = {"x-request-id": secrets.token_hex(8), **described, **answer.headers}
        nothing = answer.data is None and (reply.schema is None or reply.schema.kind != "null")
        if reply.schema is None or not reply.media_types or nothing:
            return Response(answer.status, headers, b"")
        sent = Response(0, request.headers, b"").media_type
        media_type = negotiation.choose(reply.media_types, request.headers.get("accept"), sent)
        schema = media_type.schema or reply.schema
        data = examples.example(schema) if answer.is_example else answer.data
        content = self._writer(media_type).encode(data, schema)
        headers["content-type"] = _label(media_type, reply.media_types, content)
        return Response(answer.status, headers, content)

    def _writer(self, media_type: MediaType) -> Codec:
        codec = media.codec_of(media_type, media.covered(media_type), self._codec)
        if codec is None:
            msg = f"No codec for {media_type.form!r}. Pass a plugin that implements adlists_codec."
            raise AdlistsError(msg)
        return codec


class _Here:
    """The transport of the sandbox's own flow: what it transmits is done at once."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def send(self, request: Request) -> Response:
        return self._sandbox.perform(request)

    def close(self) -> None:
        """Nothing to close."""


def _with_endpoint(service: Service) -> Service:
    """Return a service with a token operation, where its tokens come from another host."""
    if not security.needs_endpoint(service):
        return service
    return attrs.evolve(service, operations=(*service.operations, security.TOKEN_ENDPOINT))


def _problem_body(problem: RefusedError, reply: Reply) -> Any:
    if reply.schema is security.ANYTHING:
        return {"error": problem.code, "error_description": problem.text}
    return rejections.body(problem, reply.schema) if reply.schema else None


def _generated() -> Iterable[Service]:
    import adlists_api

    for module in iter_modules(adlists_api.__path__):
        if module.ispkg:
            service: Service = import_module(f"adlists_api.{module.name}").SERVICE
            yield service


def _lose() -> NoReturn:
    msg = "the connection broke before a reply came; a fault that was asked for"
    raise ConnectionLost(msg)


def _label(media_type: MediaType, listed: Sequence[MediaType], content: bytes) -> str:
    """Return the Content-Type of a reply; of a range, one that it covers.

    A charset is said, unless the document lists the same type with one as another.
    """
    name = media.covered(media_type, listed)
    if name.startswith("multipart/"):  # its first line is the boundary
        boundary = content[2:].partition(b"\r\n")[0].decode("ascii")
        return f"{name}; boundary={boundary}"
    if ";" in name or media_type.form == media.OCTETS:
        return name
    said = f"{name}; charset=utf-8"
    found = media.listed(listed, media.essence(name), said)
    return said if found is None or found is media_type or "*" in found.name else name


def _complete(data: Any, reply: Reply | None) -> Any:
    """Return an object with all that the document demands of a reply, an example where need be."""
    schema = reply.schema if reply is not None else None
    if schema is None or not is_dict(data):
        return data
    demanded = {field.name: field.schema for field in schema.fields if field.required}
    missing = {name: inner for name, inner in demanded.items() if name not in data}
    return data | {name: examples.example(inner) for name, inner in missing.items()}


def _without_body(request: Request, response: Response) -> Response:
    """Leave the body out where HEAD asks for what GET would answer."""
    return attrs.evolve(response, content=b"") if request.method == "HEAD" else response


def _plain(status: int, text: str, headers: Mapping[str, str]) -> Response:
    if status == 204:
        return Response(status, headers, b"")
    told = {"content-type": "text/plain; charset=utf-8", **headers}
    return Response(status, told, f"{text}\n".encode())


def _sentence(error: DecodingError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
