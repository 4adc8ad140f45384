"""A canned server: reads a request to its end, answers with fixed bytes, keeps the connection.

It runs in a process of its own, so that no contender shares its interpreter lock, and it
costs the same for every contender.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Event

PATCHED = (
    b'{"operation":"add","requestDate":"2026-01-31T12:00:00.000Z","schema":"email",'
    b'"nbValidIdentifiers":2,"nbInvalidIdentifiers":0,"sampleInvalidIdentifiers":[]}'
)
# The replies of a service that takes people first, and tells what became of them when asked.
INGESTED = b'{"requestId":"bench"}'
WORKED_THROUGH = b'{"requestStatusPerDestination":[{"requestStatus":"SUCCESS"}]}'
LISTED = b'{"userLists":[{"id":"1","displayName":"VIP"}]}'
TOKEN = b'{"access_token":"bench-token","token_type":"bearer","expires_in":86400}'


def _reply(body: bytes) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _counted(identifiers: int) -> bytes:
    """Return the reply to a PATCH of so many: a job believes no other count."""
    valid = b'"nbValidIdentifiers":'
    return _reply(PATCHED.replace(valid + b"2", valid + str(identifiers).encode()))


class _Connection(asyncio.Protocol):
    delay = 0.0
    replies = (_reply(PATCHED), _reply(TOKEN))
    others = (
        (b"/v1/audiencemembers:ingest", _reply(INGESTED)),
        (b"/v1/requeststatus:retrieve", _reply(WORKED_THROUGH)),
        (b"/userlists", _reply(LISTED)),
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.head = b""
        self.missing = 0
        self.reply = b""
        self.commas = 0  # of a body of JSON: its identifiers hold none

    def data_received(self, data: bytes) -> None:
        if not self.missing:
            data = self.head + data
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self.head = data
                return
            head = data[:end].lower()
            self.head = b""
            self.reply = self.replies[b"/oauth2/token" in head]
            line = head[: head.find(b"\r")]
            for path, reply in self.others:
                if path in line:
                    self.reply = reply
            start = head.find(b"content-length:")
            length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
            self.missing = length - (len(data) - end - 4)
            self.commas = data.count(b",", end)
        else:
            self.missing -= len(data)
            self.commas += data.count(b",")
        if self.missing <= 0:
            self.missing = 0
            many = self.commas > 3 and self.reply is self.replies[0]
            reply = _counted(self.commas - 1) if many else self.reply
            if self.delay:
                asyncio.get_running_loop().call_later(self.delay, self.transport.write, reply)
            else:
                self.transport.write(reply)


def _serve(listener: socket.socket, ready: Event, delay: float) -> None:
    _Connection.delay = delay

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(_Connection, sock=listener)
        ready.set()
        await server.serve_forever()

    with suppress(KeyboardInterrupt):
        asyncio.run(main())


@contextmanager
def running(delay: float = 0.0) -> Generator[int]:
    """Start the server on a free port of the loopback and yield the port.

    Replies leave after *delay* seconds.
    """
    context = multiprocessing.get_context("spawn")
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        ready = context.Event()
        process = context.Process(target=_serve, args=(listener, ready, delay), daemon=True)
        process.start()
        ready.wait(30)
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.join()
