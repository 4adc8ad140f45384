"""Replies are handed on while they arrive: events, lines of JSON, pieces of a file."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_made import Api, AsyncApi

import adlists
from adlists.contract import (
    Body,
    Call,
    LongBody,
    MediaType,
    Operation,
    Reply,
    Schema,
    Stream,
    same,
    streamed,
)
from adlists.errors import (
    ArgumentError,
    ConfigurationError,
    ConnectionLost,
    DecodingError,
    ReplyTooLarge,
)
from adlists.transports.httpx2.outflow import Outflow

EVENTS = MediaType("text/event-stream", "text/event-stream")
LINES = MediaType("application/jsonl", "application/jsonl")
OCTETS = MediaType("application/octet-stream", "application/octet-stream")


def operation(media: MediaType, schema: Schema) -> Operation[Any]:
    def parse(data: Any) -> Any:
        return streamed(same, data) if schema.kind == "array" else data

    return Operation(
        id="listen",
        method="GET",
        path="/listen",
        tag="things",
        security=(),
        idempotent=True,
        replies=(Reply(200, 200, (media,), schema, parse),),
    )


TEXTS = operation(EVENTS, Schema("array", items=Schema("string")))
NUMBERS = operation(LINES, Schema("array", items=Schema("integer")))
NONE = Reply(204, 204)
PUT = attrs.evolve(
    operation(OCTETS, Schema("string", format="binary")),
    method="PUT",
    replies=(NONE,),
    body=Body((OCTETS,), Schema("string", format="binary"), same),
)
FORM = MediaType("multipart/form-data", "multipart/form-data")
PARTS = attrs.evolve(PUT, method="POST", body=Body((FORM,), Schema("any"), same))
FILE = operation(OCTETS, Schema("string", format="binary"))


@attrs.define
class Server:
    """Answers one connection at a time, as a function of the test does."""

    address: str
    speak: Callable[[socket.socket], None]
    requests: list[bytes]
    left: threading.Event
    going: threading.Event


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Server(
            f"http://127.0.0.1:{listener.getsockname()[1]}",
            lambda _: None,
            [],
            threading.Event(),
            threading.Event(),
        )

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    made.requests.append(connection.recv(65536))
                    made.speak(connection)
                made.left.set()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield made
        made.going.set()
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def head(label: str, extra: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {label}\r\n{extra}\r\n".encode()


def gone_through(
    server: Server, mode: str, call: Call[Any], limit: int = 99, **options: Any
) -> Any:
    """Return the first items of a streamed reply, and let the server go on after each."""
    found: list[Any] = []
    if mode == "sync":
        session = adlists.connect(Api, adlists.ApiKey("k"), base_url=server.address, **options)
        try:
            stream = session.stream(call) if call.operation is FILE else session.send(call)
            for item in stream:
                found.append(item)
                server.going.set()
                if len(found) == limit:
                    break
        finally:
            session.close()
        return found

    async def listen() -> None:
        session = adlists.connect_async(
            AsyncApi, adlists.ApiKey("k"), base_url=server.address, **options
        )
        try:
            sent = session.stream(call) if call.operation is FILE else session.send(call)
            async with await sent as stream:
                async for item in stream:
                    found.append(item)
                    await asyncio.to_thread(server.going.set)
                    if len(found) == limit:
                        break
        finally:
            await session.close()

    asyncio.run(listen())
    return found


MODES = pytest.mark.parametrize("mode", ["sync", "async"])


@MODES
def test_an_item_is_there_before_the_next_one_is_sent(server: Server, mode: str) -> None:
    def speak(connection: socket.socket) -> None:
        connection.sendall(head("text/event-stream; charset=utf-8") + b": hello\n\ndata: on")
        connection.sendall(b"e\r\n\r")
        connection.sendall(b"\n")
        assert server.going.wait(5)
        connection.sendall(b"data: two\n\ndata: not whole")

    server.speak = speak
    assert gone_through(server, mode, Call(TEXTS)) == ["one", "two"]
    assert b"accept-encoding: identity" in server.requests[0]


@MODES
def test_a_stream_that_is_left_gives_back_its_connection(server: Server, mode: str) -> None:
    def speak(connection: socket.socket) -> None:
        connection.sendall(head("application/jsonl"))
        number = 0
        while True:  # until nobody listens any more
            number += 1
            connection.sendall(f"{number}\n".encode())

    server.speak = speak
    assert gone_through(server, mode, Call(NUMBERS), limit=3) == [1, 2, 3]
    assert server.left.wait(5)


@MODES
def test_a_file_comes_in_pieces_larger_than_a_reply_may_be(server: Server, mode: str) -> None:
    piece = b"x" * 2**16

    def speak(connection: socket.socket) -> None:
        connection.sendall(head("application/octet-stream", f"content-length: {64 * 2**16}\r\n"))
        for _ in range(64):
            connection.sendall(piece)

    server.speak = speak
    found = gone_through(server, mode, Call(FILE), limit=10**6, max_reply=1000)
    assert b"".join(found) == 64 * piece
    assert max(map(len, found)) <= 2**18


@MODES
def test_a_connection_that_breaks_is_told_where_it_breaks(server: Server, mode: str) -> None:
    def speak(connection: socket.socket) -> None:
        connection.sendall(head("application/jsonl", "content-length: 99\r\n") + b"1\n2\n")

    server.speak = speak
    with pytest.raises(ConnectionLost):
        gone_through(server, mode, Call(NUMBERS))


@MODES
@pytest.mark.parametrize(
    ("said", "error", "text"),
    [
        (b"1\nno\n", DecodingError, "line 2"),
        (b"1\n" + b"2" * 2000, ReplyTooLarge, "larger than 1,000 bytes"),
    ],
)
def test_an_item_that_cannot_be_is_an_error(
    server: Server, mode: str, said: bytes, error: type[Exception], text: str
) -> None:
    def speak(connection: socket.socket) -> None:
        connection.sendall(head("application/jsonl") + said)
        server.left.wait(0.2)

    server.speak = speak
    with pytest.raises(error, match=text) as failed:
        gone_through(server, mode, Call(NUMBERS), max_reply=1000)
    assert getattr(failed.value, "operation", None) == "listen"


def test_an_error_and_a_reply_of_another_type_are_read_as_ever(server: Server) -> None:
    def speak(connection: socket.socket) -> None:
        body = b'{"message": "slow down"}'
        connection.sendall(
            b"HTTP/1.1 418 I'm a teapot\r\ncontent-type: application/json\r\n"
            + f"content-length: {len(body)}\r\n\r\n".encode()
            + body
        )

    server.speak = speak
    with pytest.raises(adlists.ApiError, match="slow down"):
        gone_through(server, "sync", Call(FILE))


def test_a_stream_that_still_arrives_is_gone_through_once(server: Server) -> None:
    server.speak = lambda connection: connection.sendall(head("application/jsonl") + b"1\n2")
    with_session = adlists.connect(Api, adlists.ApiKey("k"), base_url=server.address)
    stream: Stream[int] = with_session.send(Call(NUMBERS))
    assert list(stream) == [1, 2]
    with pytest.raises(ConfigurationError, match="is gone"):
        list(stream)
    with_session.close()


@MODES
@pytest.mark.parametrize("kind", ["multipart", "octets", "an open file"])
def test_a_large_file_is_read_while_it_is_sent(
    server: Server, mode: str, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(bytes(range(256)) * 2**13)  # 2 MiB
    arrived = bytearray()

    def speak(connection: socket.socket) -> None:
        arrived.extend(server.requests[-1])
        _, _, length = bytes(arrived).partition(b"content-length: ")
        wanted = bytes(arrived).index(b"\r\n\r\n") + 4 + int(length.split(b"\r\n")[0])
        while len(arrived) < wanted and (piece := connection.recv(65536)):
            arrived.extend(piece)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    server.speak = speak
    file = adlists.File(path)
    with path.open("rb") as opened:
        if kind == "an open file":
            file = adlists.File(opened)
        call = Call(PARTS, body={"film": file}) if kind == "multipart" else Call(PUT, body=file)
        if mode == "sync":
            session = adlists.connect(Api, adlists.ApiKey("k"), base_url=server.address)
            session.send(call)
            session.close()
        else:
            asyncio.run(sent_async(server, call))

    assert path.read_bytes() in bytes(arrived)
    assert bytes(arrived).count(b"film.bin") == (kind == "multipart")


async def sent_async(server: Server, call: Call[Any]) -> None:
    session = adlists.connect_async(AsyncApi, adlists.ApiKey("k"), base_url=server.address)
    await session.send(call)
    await session.close()


def test_a_file_that_shrinks_while_it_is_sent_is_told(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(b"x" * 2**21)
    body = LongBody([adlists.File(path)])
    assert max(map(len, Outflow(body))) <= 2**18
    path.write_bytes(b"x" * 2**20)
    with pytest.raises(ArgumentError, match="size has changed"):
        list(Outflow(body))
    path.unlink()
    with pytest.raises(ArgumentError, match="No such file") as failed:
        list(Outflow(body))
    assert str(tmp_path) not in str(failed.value)
