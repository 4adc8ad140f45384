"""A proxy before a PostgreSQL that can be cut: both ends stay connected, and nothing gets through.

So no operating system notices anything, as with a proxy in a data centre that answers for a
machine that is gone.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, quote, urlsplit


class Proxy:
    """Forwards to the socket that an address names; `address` is that of the proxy."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        told = parse_qs(parts.query)
        self._target = f"{told['host'][0]}/.s.PGSQL.{parts.port or 5432}"
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        options = quote(told.get("options", [""])[0])
        self.address = f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}?sslmode=disable"
        if options:
            self.address += f"&options={options}"
        self.cut = threading.Event()
        self._held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
                self._held += near, far
                threading.Thread(target=self._forward, args=(near, far), daemon=True).start()

    def _forward(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, suppress(OSError):
            selector.register(near, selectors.EVENT_READ, (near, far))
            selector.register(far, selectors.EVENT_READ, (far, near))
            while not self.cut.is_set():
                for key, _ in selector.select(0.02):
                    source, sink = key.data
                    piece = b"" if self.cut.is_set() else source.recv(65_536)
                    if not piece and not self.cut.is_set():
                        near.close()
                        far.close()
                        return
                    sink.sendall(piece)

    def close(self) -> None:
        """Close everything."""
        self.cut.set()
        for line in (self._listener, *self._held):
            line.close()


@contextmanager
def proxying(server: str) -> Generator[Proxy]:
    """Give a proxy before the server of an address."""
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.close()
