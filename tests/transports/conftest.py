from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import httpx2
import pytest
import trustme

from adlists.messages import Request, Response, Timeout
from adlists.transports import open_async, open_sync

KINDS = ["httpx2", "pyreqwest", "client"]
QUICK = Timeout(5.0, 5.0, 5.0, 5.0)


@attrs.frozen
class Line:
    """One transport, sync or async, with one way to use both."""

    kind: str
    waits: bool
    transport: Any
    run: Callable[[Any], Any]

    def send(self, request: Request) -> Response:
        sent = self.transport.send(request)
        response: Response = self.run(sent) if self.waits else sent
        return response

    def close(self) -> None:
        closed = self.transport.close()
        if self.waits:
            self.run(closed)


Open = Callable[..., Line]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(
    params=[(kind, waits) for kind in KINDS for waits in (False, True)],
    ids=lambda one: f"{'async' if one[1] else 'sync'}-{one[0]}",
)
def opened(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open the transport of this parameter; all that it opened is closed, twice, at the end."""
    kind, waits = request.param
    with contextlib.ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner()) if waits else None

        def run(awaitable: Any) -> Any:
            async def wait() -> Any:
                return await awaitable

            assert runner is not None
            return runner.run(wait())

        def open_line(timeout: Timeout = QUICK, **options: Any) -> Line:
            wanted: Any = kind
            if kind == "client" and waits:
                client = httpx2.AsyncClient(**options)
                wanted = client
                stack.callback(lambda: run(client.aclose()))
            elif kind == "client":
                wanted = stack.enter_context(httpx2.Client(**options))
            transport = open_async(wanted, timeout) if waits else open_sync(wanted, timeout)
            line = Line(kind, waits, transport, run)
            stack.callback(line.close)
            stack.callback(line.close)
            return line

        yield open_line


@pytest.fixture
def line(opened: Open) -> Line:
    return opened()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context
