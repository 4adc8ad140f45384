"""The sandbox on a socket: in the foreground for the command line, in a thread for tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

import attrs
import uvicorn

from adlists.errors import ConfigurationError
from adlists.sandbox.accesses import Accesses
from adlists.sandbox.asgi import Respond, Website, application, responder
from adlists.sandbox.connections import Protocol
from adlists.sandbox.core import Sandbox
from adlists.sandbox.origins import Origins

_LOOPBACK: Final = "127.0.0.1"


@attrs.frozen
class Running:
    """A sandbox that accepts connections: its address, and how each service is reached."""

    sandbox: Sandbox
    address: str

    @property
    def services(self) -> dict[str, dict[str, str]]:
        """Return base URL and credentials of each service."""
        return self.sandbox.connection_info(self.address)


def serve(
    sandbox: Sandbox,
    *,
    port: int = 0,
    host: str = _LOOPBACK,
    announce: Callable[[Running], None] = lambda _: None,
    site: Website | None = None,
    accesses: Accesses | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM, then return. Port 0 is any free one.

    *announce* is called once connections are accepted; *site* are pages to serve beside the
    services, and *accesses* keeps the calls. Raises `ConfigurationError` for a port that cannot
    be had.
    """
    respond = responder(sandbox, site=site, accesses=accesses)
    serve_responses(
        respond, port=port, host=host, announce=lambda address: announce(Running(sandbox, address))
    )


def serve_responses(
    respond: Respond, *, port: int, host: str, announce: Callable[[str], None]
) -> None:
    """Serve whatever answers until Ctrl-C or SIGTERM; *announce* is told the address."""
    with _listening(host, port) as (listener, address):
        origins = Origins(host, listener.getsockname()[1])
        _Server(respond, origins, lambda: announce(address)).run(sockets=[listener])


@contextmanager
def running(
    sandbox: Sandbox | None = None,
    *,
    port: int = 0,
    site: Website | None = None,
    accesses: Accesses | None = None,
) -> Generator[Running]:
    """Serve in a thread of this process, on loopback, for as long as the block lasts."""
    sandbox = sandbox or Sandbox()
    with _listening(_LOOPBACK, port) as (listener, address):
        started = threading.Event()
        origins = Origins(_LOOPBACK, listener.getsockname()[1])
        respond = responder(sandbox, site=site, accesses=accesses)
        server = _Server(respond, origins, started.set)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="adlists-sandbox", daemon=True
        )
        thread.start()
        started.wait()
        try:
            yield Running(sandbox, address)
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """uvicorn, silent: its access log would show the query, and with it the API key."""

    def __init__(self, respond: Respond, origins: Origins, started: Callable[[], None]) -> None:
        app: Any = application(respond, origins)
        config = uvicorn.Config(
            app,
            http=Protocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=0,
        )
        super().__init__(config)
        self._when_started = started

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """Stop, and do not raise the signal again: whoever serves has a store to close."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._when_started()


def is_free(host: str, port: int) -> bool:
    """Tell whether a port can be had right now."""
    try:
        with _listening(host, port):
            return True
    except ConfigurationError:
        return False


@contextmanager
def _listening(host: str, port: int) -> Generator[tuple[socket.socket, str]]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        msg = f"Port {port} of {host} cannot be had ({error.strerror}); choose another port."
        raise ConfigurationError(msg) from error
    # Accepted connections inherit it. Otherwise a reply in two parts waits 40 ms for the
    # client's delayed acknowledgement: asyncio sets it on sockets of its own making alone.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        bound: int = listener.getsockname()[1]
        yield listener, f"http://{f'[{host}]' if family == socket.AF_INET6 else host}:{bound}"
