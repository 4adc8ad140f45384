"""The sandbox as an ASGI application, and the HTTP server's half of a lost connection."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from uvicorn.protocols.http.h11_impl import H11Protocol

from adlists.errors import ConnectionLost
from adlists.flow import Effect, Flow, Sleep
from adlists.messages import Request, Response, join_headers
from adlists.sandbox.core import Sandbox

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bodies larger than this are worked on in a thread, so that other requests go on.
_LARGE: Final = 64 * 1024
_ABORT: Final = "adlists.abort"


def application(sandbox: Sandbox) -> App:
    """Return the ASGI application of a sandbox. It reports failures of its own, no values."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        content = await _body(receive)
        if content is None:
            return
        flow = sandbox.respond(_request(scope, content))
        try:
            response = await _respond(flow, large=len(content) > _LARGE)
        except ConnectionLost:
            scope["extensions"][_ABORT]()
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        except Exception as error:  # noqa: BLE001 - the sandbox goes on serving
            response = _failed(error)
        headers = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        if response.status != 204:
            headers.append((b"content-length", str(len(response.content)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    return app


async def _body(receive: Receive) -> bytes | None:
    """Read a body to its end; None where the client went away."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _request(scope: Scope, content: bytes) -> Request:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    target = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target = f"{target}?{scope['query_string'].decode('latin-1')}"
    return Request(scope["method"], f"http://sandbox{target}", join_headers(pairs), content)


async def _respond(flow: Flow[Response], *, large: bool) -> Response:
    """Drive the sandbox's flow, whose only wish is to sleep."""

    def step() -> Effect | Response:
        try:
            return next(flow)
        except StopIteration as stop:
            response: Response = stop.value
            return response

    while True:
        reached = await asyncio.to_thread(step) if large else step()
        if isinstance(reached, Response):
            return reached
        if isinstance(reached, Sleep):
            await asyncio.sleep(reached.seconds)


def _failed(error: Exception) -> Response:
    """Say where the sandbox failed. A traceback without messages holds no identifier."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    text = f"The sandbox failed: {type(error).__name__} at {last.name}, line {last.lineno}.\n"
    sys.stderr.write(text)
    return Response(500, {"content-type": "text/plain; charset=utf-8"}, text.encode())


class Protocol(H11Protocol):
    """uvicorn's protocol, which lets the application break its connection.

    ASGI has no word for that: an application that does not answer is answered for, with 500.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the parent
        """Hand the application a way to break this connection."""
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[_ABORT] = transport.abort
            await inner(scope, receive, send)

        wrapped: ASGI3Application = app
        self.app = wrapped
