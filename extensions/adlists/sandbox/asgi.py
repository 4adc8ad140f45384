"""The sandbox, and what stands beside it, as ASGI: what is read from a client, and how much.

The flow of a request is driven as the client's own are; small requests are worked on in the
event loop, large ones, and those that have to wait for the store, in a thread.
"""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Protocol, TypeAlias

from adlists._runtime import drivers
from adlists.errors import ConnectionLost
from adlists.flow import Flow
from adlists.messages import Request, Response, join_headers
from adlists.sandbox.accesses import Accesses
from adlists.sandbox.core import Sandbox
from adlists.sandbox.database import BusyError
from adlists.sandbox.origins import Origins
from adlists.sandbox.rejections import RefusedError

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
SendMessage: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, SendMessage], Awaitable[None]]
Respond: TypeAlias = Callable[[Request], Awaitable[Response]]

#: Bodies larger than this are worked on in a thread, so that other requests go on.
_LARGE: Final = 64 * 1024
#: The largest body, and for how many seconds the next part of one is waited for.
_LARGEST: Final = 64 * 1024 * 1024
_IDLE: Final = 60.0
_THREADS: Final = 16
#: What the server hands over in a scope's extensions, for a connection to be broken.
ABORT: Final = "adlists.abort"


class Website(Protocol):
    """Pages that are served beside the services, or without any."""

    def has(self, request: Request) -> bool:
        """Tell whether a request is for a page."""
        ...

    def respond(self, request: Request) -> Flow[Response]:
        """Answer it, as a flow. What it transmits comes of the sandbox's own flow."""
        ...


def responder(
    sandbox: Sandbox, *, site: Website | None = None, accesses: Accesses | None = None
) -> Respond:
    """Return what answers for a sandbox: its services, and a site where it has the page."""
    transport = _Threads(sandbox)

    async def respond(request: Request) -> Response:
        if site is not None and site.has(request):
            return await drivers.run_async(site.respond(request), transport)
        if accesses is None:
            return await drivers.run_async(sandbox.respond(request), transport)
        at, began = time.time(), time.perf_counter()
        try:
            response = await drivers.run_async(sandbox.respond(request), transport)
        except ConnectionLost:
            accesses.note(request, None, at, time.perf_counter() - began)
            raise
        accesses.note(request, response, at, time.perf_counter() - began)
        return response

    return respond


def pages_alone(site: Website) -> Respond:
    """Return what answers for a site without a sandbox: every path is the site's."""

    async def respond(request: Request) -> Response:
        return await drivers.run_async(site.respond(request), _Nowhere())

    return respond


class _Nowhere:
    """The transport of a site without a sandbox: there is nothing to send a request to."""

    async def send(self, request: Request) -> Response:
        msg = f"{request!r} has nowhere to go"
        raise ConnectionLost(msg)

    async def close(self) -> None:
        """Nothing to close."""


def application(respond: Respond, origins: Origins | None = None) -> App:
    """Return the ASGI application of what answers. It reports failures, and no values.

    *origins* are the addresses that it is served at; other names are refused then.
    """

    async def app(scope: Scope, receive: Receive, send: SendMessage) -> None:
        if scope["type"] != "http":
            return
        try:
            request = await _request(scope, receive, origins)
            response = await respond(request)
        except RefusedError as problem:
            response = _refused(problem)
        except _GoneError:
            return
        except ConnectionLost:
            scope["extensions"][ABORT]()
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        except Exception as error:  # noqa: BLE001 - the sandbox goes on serving
            response = _failed(error)
        headers = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        if response.status != 204 and scope["method"] != "HEAD":
            headers.append((b"content-length", str(len(response.content)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    return app


class _GoneError(Exception):
    """The client went away before its request was whole."""


class _Threads:
    """The transport of the sandbox's own flow: does at once what is quick, the rest in threads."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="adlists-sandbox")

    async def send(self, request: Request) -> Response:
        if len(request.content) <= _LARGE:
            try:
                return self._sandbox.perform(request, wait=False)
            except BusyError:
                pass  # whoever has the store may keep it for long; nobody else waits for them
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._sandbox.perform, request)

    async def close(self) -> None:
        """Nothing to close: the threads end with the last request."""


async def _request(scope: Scope, receive: Receive, origins: Origins | None) -> Request:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    headers = join_headers(pairs)
    target = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target = f"{target}?{scope['query_string'].decode('latin-1')}"
    host = headers.get("host", "sandbox")
    if target == "*":  # asterisk-form, of the server as a whole
        target = "/*"
    elif not target.startswith("/"):  # absolute-form (RFC 9112, section 3.2.2)
        scheme, _, rest = target.partition("://")
        host, slash, path = rest.partition("/")
        if scheme.lower() not in {"http", "https"} or not host:
            raise RefusedError(400, "target-malformed", "The request's target is no address.")
        target = f"{slash or '/'}{path}"
    if origins is not None:
        origins.check(host, headers.get("origin"))
    content = await _body(receive, headers)
    return Request(scope["method"], f"http://{host}{target}", headers, content)


async def _body(receive: Receive, headers: dict[str, str]) -> bytes:
    """Read a body to its end, as far as it is not too long in bytes or in time."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > _LARGEST:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), _IDLE)
        except TimeoutError:
            text = f"No more of the body came for {_IDLE:g} seconds."
            raise RefusedError(408, "body-incomplete", text, {"connection": "close"}) from None
        if message["type"] == "http.disconnect":
            raise _GoneError
        part = message.get("body", b"")
        size += len(part)
        if size > _LARGEST:
            raise _too_large()
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_large() -> RefusedError:
    text = f"A body may have {_LARGEST} bytes."
    return RefusedError(413, "body-too-large", text, {"connection": "close"})


def _refused(problem: RefusedError) -> Response:
    headers = {"content-type": "text/plain; charset=utf-8", **problem.headers}
    return Response(problem.status, headers, f"{problem.text}\n".encode())


def _failed(error: Exception) -> Response:
    """Say where the sandbox failed. A traceback without messages holds no identifier."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    text = f"The sandbox failed: {type(error).__name__} at {last.name}, line {last.lineno}.\n"
    sys.stderr.write(text)
    return Response(500, {"content-type": "text/plain; charset=utf-8"}, text.encode())
