"""A server that behaves as it is told: by the number of a behaviour in the path."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from types import TracebackType
from typing import Any, Self

from transports.misbehaving.behaviours import Behaviour, Close, Hang, Repeat, Send, Step, Wait


class Misbehaving:
    """Listens three times: in the open, with TLS, and where each connection begins badly.

    `/bad/N` is met with behaviour N; any other path is answered by the path itself, on the
    same connection, so that a reply too many is found out.
    """

    def __init__(self, behaviours: list[Behaviour], tls: ssl.SSLContext) -> None:
        self._behaviours = behaviours
        self._tls = tls
        self._ended = threading.Event()
        self._sockets: list[socket.socket] = []
        self.handshake: Behaviour | None = None
        #: Released each time that a behaviour has come to its end.
        self.finished = [threading.Semaphore(0) for _ in behaviours]
        self.ports = {layer: self._listen(layer) for layer in ("plain", "tls", "handshake")}

    def url(self, layer: str) -> str:
        """Return the address of a layer."""
        return f"{'http' if layer == 'plain' else 'https'}://127.0.0.1:{self.ports[layer]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        for listener in self._sockets:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _listen(self, layer: str) -> int:
        listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self._sockets.append(listener)
        threading.Thread(target=self._accept, args=(listener, layer), daemon=True).start()
        port: int = listener.getsockname()[1]
        return port

    def _accept(self, listener: socket.socket, layer: str) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection, layer), daemon=True).start()

    def _serve(self, connection: socket.socket, layer: str) -> None:
        try:
            if layer == "handshake":
                assert self.handshake is not None
                # Only once the client has begun: before 3.13, Python leaves its TLS socket to the
                # collector, with a warning, where the connection is reset before it is wrapped.
                connection.recv(2**16)
                self._perform(connection, self.handshake.steps)
                return
            if layer == "tls":
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._converse(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def _converse(self, connection: socket.socket) -> None:
        reader: Any = connection.makefile("rb")
        while line := reader.readline():
            while reader.readline().strip():
                pass
            path = line.split()[1].decode()
            if path.startswith("/bad/"):
                number = int(path.removeprefix("/bad/"))
                goes_on = self._perform(connection, self._behaviours[number].steps)
                self.finished[number].release()
                if not goes_on:
                    return
            else:
                body = path.encode()
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
                connection.sendall(body)

    def _perform(self, connection: socket.socket, steps: tuple[Step, ...]) -> bool:
        """Go through the steps; tell whether the connection goes on."""
        for step in steps:
            if isinstance(step, Send):
                size = step.size or len(step.content) or 1
                for start in range(0, len(step.content), size):
                    connection.sendall(step.content[start : start + size])
                    self._pause(connection, step.pause)
            elif isinstance(step, Repeat):
                while True:
                    connection.sendall(step.content)
                    self._pause(connection, step.pause)
            elif isinstance(step, Wait):
                time.sleep(step.seconds)
            elif isinstance(step, Hang):
                # What comes is the next request, of a client to whom the reply was whole.
                flags = 0 if isinstance(connection, ssl.SSLSocket) else socket.MSG_PEEK
                return bool(connection.recv(1, flags)) and bool(flags)
            elif isinstance(step, Close):
                if step.reset:
                    linger = struct.pack("ii", 1, 0)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return False
        return True

    def _pause(self, connection: socket.socket, seconds: float) -> None:
        if self._ended.is_set():
            raise OSError
        if seconds:
            time.sleep(seconds)
