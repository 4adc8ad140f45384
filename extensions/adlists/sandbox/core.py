"""The sandbox itself: a request comes in, a response goes out. No socket, no clock of its own.

    route → faults → credentials → arguments → body → handler → reply

The table of operations, the codecs and the schemas are those of the clients, in reverse.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final, NoReturn

import attrs

from adlists._runtime import drivers
from adlists._runtime.registry import Registry
from adlists.contract import MediaType, Reply, Service
from adlists.errors import AdlistsError, ConnectionLost, DecodingError
from adlists.flow import Flow, sleep
from adlists.hookspecs import Codec
from adlists.messages import Request, Response
from adlists.plugins import builtins
from adlists.sandbox import applovin, checks, criteo, examples, negotiation, problems, security
from adlists.sandbox.behaviour import Answer, Ask, Behaviour
from adlists.sandbox.faults import Fault, Faults, Verdict
from adlists.sandbox.problems import Problem, refuse
from adlists.sandbox.router import Route, Router
from adlists.sandbox.security import Account, Guard, Tokens
from adlists.sandbox.store import Store

_BEHAVIOURS: Final = {"criteo_v1": criteo.BEHAVIOUR, "applovin_v1": applovin.BEHAVIOUR}


class Sandbox:
    """Both APIs and every other service, stateful, for any number of threads.

    *services* are all generated ones and those of the plugins, unless given; one without
    rules of its own answers with examples from its document. *store* keeps the lists, in
    memory unless given, and stays the caller's to close. *clock* is in unix seconds,
    *token_lifetime* in seconds; *seed* decides what faults with a rate befall.
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
        clock: Callable[[], float] = time.time,
    ) -> None:
        registry = Registry(builtins(), plugins)
        known = [*_generated(), *registry.services()] if services is None else services
        self.services: Final = {one.name: one for one in known}
        self.account: Final = account or Account()
        self.store: Final = store or Store()
        self._clock = clock
        self._codec = registry.codec
        self._router = Router(self.services.values())
        self._faults = Faults(faults, seed)
        self._faults.check(self.services.values())
        self._tokens = Tokens(clock, token_lifetime)
        self._guard = Guard(self.account, self._tokens)
        with self.store.transaction():
            for behaviour in map(_behaviour, self.services):
                behaviour.prepare(self.store, clock())

    def told(self, address: str) -> dict[str, dict[str, str]]:
        """Return, for each service, its base URL below an address and what it accepts."""
        return {
            name: {"base_url": f"{address}/{name}", **self.account.told(service)}
            for name, service in self.services.items()
        }

    def handle(self, request: Request) -> Response:
        """Answer a request. Raises `ConnectionLost` where a fault breaks the connection."""
        return drivers.run(self.respond(request), _Nowhere())

    def respond(self, request: Request) -> Flow[Response]:
        """Answer a request, as a flow that sleeps where a fault delays it."""
        try:
            route = self._router.find(request.method, request.url)
        except Problem as problem:
            return _plain(problem.status, problem.text, problem.headers)
        verdict = self._faults.draw(route.operation, self._clock(), bearer=security.bearers(route))
        if verdict.delay:
            yield from sleep(verdict.delay)
        if verdict.drop == "before":
            _lose()
        response = self._answer(route, request, verdict)
        if verdict.drop == "after":
            _lose()
        return attrs.evolve(response, headers={**response.headers, **verdict.headers})

    def _answer(self, route: Route, request: Request, verdict: Verdict) -> Response:
        operation = route.operation
        try:
            if verdict.status is not None:
                refuse(verdict.status, "fault", "A fault that was asked for.")
            answer = self._perform(route, request, verdict)
        except Problem as problem:
            reply = operation.reply(problem.status)
            if reply is None:
                return _plain(problem.status, problem.text, problem.headers)
            data = None if reply.schema is None else problems.body(problem, reply.schema)
            response = self._render(request, reply, Answer(problem.status, data))
            return attrs.evolve(response, headers={**response.headers, **problem.headers})
        reply = operation.reply(answer.status)
        return self._render(request, reply or Reply(0, 999), answer)

    def _perform(self, route: Route, request: Request, verdict: Verdict) -> Answer:
        if verdict.expire:
            self._guard.expire(route, request.headers)
        self._guard.admit(route, request.headers)
        operation, service = route.operation, route.service
        if security.issues(service, operation):
            return Answer(200, self._guard.token(self._form(route, request), service))
        arguments = checks.arguments(route, request.headers)
        data = self._read(route, request)
        if operation.body is not None and request.content:
            checks.check(data, operation.body.schema)
        handler = _behaviour(service.name).handlers.get(operation.id)
        if handler is None:
            return examples.answer(operation)
        with self.store.transaction():
            return handler(Ask(arguments, data, self.store, self._clock()))

    def _form(self, route: Route, request: Request) -> Any:
        try:
            return self._read(route, request)
        except Problem as problem:  # RFC 6749 has a code of its own for all of these
            raise attrs.evolve(problem, code="invalid_request") from None

    def _read(self, route: Route, request: Request) -> Any:
        """Return the plain data of a request's body, by its own Content-Type and charset."""
        body = route.operation.body
        if body is None:
            return None
        if not request.content:
            if body.required:
                refuse(400, "body-missing", "The request needs a body.")
            return None
        sent = Response(0, request.headers, request.content)  # reads the same header
        label = sent.media_type or body.media_types[0].name
        media_type = next((one for one in body.media_types if one.name == label), None)
        codec = None if media_type is None else self._codec(media_type.form)
        if codec is None:
            listed = ", ".join(one.name for one in body.media_types)
            status = problems.documented(route.operation, 415, 400)
            refuse(status, "media-type-not-supported", f"The body has to be one of {listed}.")
        try:
            return codec.decode(request.content, body.schema, sent.charset)
        except DecodingError as error:
            refuse(400, "body-malformed", f"The body cannot be read. {_sentence(error)}")

    def _render(self, request: Request, reply: Reply, answer: Answer) -> Response:
        headers = {"x-request-id": secrets.token_hex(8)}
        if reply.schema is None or not reply.media_types or answer.data is None:
            return Response(answer.status, headers, b"")
        sent = Response(0, request.headers, b"").media_type
        media_type = negotiation.choose(reply.media_types, request.headers.get("accept"), sent)
        content = self._writer(media_type).encode(answer.data, reply.schema)
        headers["content-type"] = f"{media_type.name}; charset=utf-8"
        return Response(answer.status, headers, content)

    def _writer(self, media_type: MediaType) -> Codec:
        codec = self._codec(media_type.form)
        if codec is None:
            msg = f"No codec for {media_type.form!r}. Pass a plugin that implements adlists_codec."
            raise AdlistsError(msg)
        return codec


class _Nowhere:
    """The transport of a flow that only sleeps."""

    def send(self, request: Request) -> Response:
        raise AssertionError(request)

    def close(self) -> None:
        """Nothing to close."""


def _behaviour(name: str) -> Behaviour:
    return _BEHAVIOURS.get(name) or Behaviour({})


def _generated() -> Iterable[Service]:
    import adlists_api

    for one in iter_modules(adlists_api.__path__):
        if one.ispkg:
            service: Service = import_module(f"adlists_api.{one.name}").SERVICE
            yield service


def _lose() -> NoReturn:
    msg = "the connection broke before a reply came; a fault that was asked for"
    raise ConnectionLost(msg)


def _plain(status: int, text: str, headers: Mapping[str, str]) -> Response:
    told = {"content-type": "text/plain; charset=utf-8", **headers}
    return Response(status, told, f"{text}\n".encode())


def _sentence(error: DecodingError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
