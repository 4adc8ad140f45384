"""A server on a raw socket: each request is answered by a function, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import attrs

HANG = b"\0hang"
CLOSE = b"\0close"


@attrs.frozen
class Seen:
    """One request as it came: its first line, its headers by lower-case name, its body."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int


Answer = Callable[[Seen], bytes]


def reply(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Write a whole reply with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def ok(_: Seen) -> bytes:
    """Answer everything alike."""
    return reply(b"fine")


class Server:
    """Listens on loopback; a thread per connection. Leave it, and all connections end.

    An answer that ends with CLOSE closes the connection, one that ends with HANG leaves it
    open and reads no further. `greets` is said without being asked, and then it closes.
    """

    def __init__(
        self,
        answer: Answer = ok,
        *,
        tls: ssl.SSLContext | None = None,
        reads: bool = True,
        greets: bytes = b"",
    ) -> None:
        self.seen: list[Seen] = []
        self.closed = threading.Semaphore(0)
        self._answer = answer
        self._tls = tls
        self._reads = reads
        self._greets = greets
        self._ended = threading.Event()
        self._open: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        for one in [self._socket, *self._open]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        number = 0
        while not self._ended.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            number += 1
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            if self._greets:
                connection.sendall(self._greets)
                return
            if not self._reads:
                self._ended.wait()
                return
            self._converse(connection, number)
        except OSError:
            pass
        finally:
            connection.close()
            self.closed.release()

    def _converse(self, connection: socket.socket, number: int) -> None:
        reader = connection.makefile("rb")
        while (seen := _read(reader, number)) is not None:
            self.seen.append(seen)
            answer = self._answer(seen)
            if answer == b"tunnel":
                connection.sendall(b"HTTP/1.1 200 Established\r\n\r\n")
                _tunnel(connection, int(seen.line.split()[1].rpartition(":")[2]))
                return
            connection.sendall(answer.removesuffix(HANG).removesuffix(CLOSE))
            if answer.endswith(CLOSE):
                return
            if answer.endswith(HANG):
                reader.read(1)  # until the other side gives up
                return


def _read(reader: object, number: int) -> Seen | None:
    line = reader.readline()  # type: ignore[attr-defined]  # a buffered reader
    if not line:
        return None
    headers: dict[str, str] = {}
    while text := reader.readline().decode("latin-1").strip():  # type: ignore[attr-defined]  # likewise
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", "0")))  # type: ignore[attr-defined]  # likewise
    return Seen(line.decode("latin-1").strip(), headers, body, number)


def _tunnel(near: socket.socket, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as far:
        back = threading.Thread(target=_copy, args=(far, near), daemon=True)
        back.start()
        _copy(near, far)
        back.join(5)


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
