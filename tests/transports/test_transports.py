"""One suite over all transports, sync and async, against a server on a raw socket."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import threading
import time
import traceback
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trustme
from transports.conftest import Line, Open
from transports.server import CLOSE, HANG, Seen, Server, reply

from adlists import errors
from adlists.messages import Request, Timeout, Transport
from adlists.transports import open_async, open_sync
from adlists.transports.httpx2 import pool
from adlists.transports.pyreqwest import builders

KEY = "s3cr3t-k3y"
HEADERS = {"authorization": f"Bearer {KEY}", "x-api-key": KEY, "content-type": "text/plain"}


def _always(answer: Any, _: Seen) -> Any:
    return answer


def call(server: Server | str, content: bytes = b"a", method: str = "POST") -> Request:
    base = server if isinstance(server, str) else server.url
    return Request(method, f"{base}/v1/lists?api_key={KEY}&q=%2B%20", HEADERS, content)


@contextmanager
def fails(kind: type[errors.AdlistsError]) -> Iterator[pytest.ExceptionInfo[errors.AdlistsError]]:
    """Expect this very class, and the key nowhere in what a traceback would print."""
    with pytest.raises(errors.AdlistsError) as caught:
        yield caught
    assert type(caught.value) is kind, repr(caught.value)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    # The traceback quotes source lines of this file, never the key's value.
    assert KEY not in shown


def test_request_and_reply_pass_unchanged(line: Line) -> None:
    def answer(seen: Seen) -> bytes:
        return reply(
            b"\0\xff" + seen.body, "X-One: 1", "X-Many: a", "x-many: b", status="207 Multi"
        )

    with Server(answer) as server:
        response = line.send(call(server, b"\xf0\0\r\n", "PATCH"))
    seen = server.seen[0]
    assert seen.line == f"PATCH /v1/lists?api_key={KEY}&q=%2B%20 HTTP/1.1"
    assert seen.body == b"\xf0\0\r\n"
    assert seen.headers["host"] == f"127.0.0.1:{server.port}"
    assert seen.headers["accept-encoding"] == "gzip, deflate"
    assert HEADERS.items() <= seen.headers.items()
    assert response.status == 207
    assert response.content == b"\0\xff\xf0\0\r\n"
    assert type(response.content) is bytes
    assert response.headers["x-many"] == "a, b"
    assert response.headers["x-one"] == "1"


@pytest.mark.parametrize(
    ("method", "length"), [("GET", None), ("DELETE", None), ("POST", "0"), ("PUT", "0")]
)
def test_an_empty_body_has_a_length_where_the_method_has_a_body(
    line: Line, method: str, length: str | None
) -> None:
    with Server() as server:
        line.send(call(server, b"", method))
    assert server.seen[0].headers.get("content-length") == length
    assert "transfer-encoding" not in server.seen[0].headers


def test_one_connection_serves_call_after_call(line: Line) -> None:
    with Server() as server:
        for _ in range(3):
            line.send(call(server))
    assert {seen.connection for seen in server.seen} == {1}


def test_eight_megabytes_pass_both_ways(line: Line) -> None:
    content = bytes(range(256)) * 32768
    with Server(lambda seen: reply(seen.body[::-1])) as server:
        assert line.send(call(server, content)).content == content[::-1]


def test_a_header_that_is_not_ascii_does_not_lose_the_reply(line: Line) -> None:
    with Server(lambda _: reply(b"fine", "X-Name: caf\xe9", "X-Plain: yes")) as server:
        response = line.send(call(server))
    assert (response.content, response.headers["x-plain"]) == (b"fine", "yes")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(opened: Open, status: str) -> None:
    line = opened(follow_redirects=True)
    with Server() as other:
        elsewhere = f"Location: {other.url}/?api_key={KEY}"
        with Server(lambda _: reply(b"", elsewhere, status=status)) as server:
            response = line.send(call(server))
            again = line.send(call(server))
    assert f"{response.status}" == f"{again.status}" == status[:3]
    assert response.headers["location"].startswith(other.url)
    assert other.seen == []


def test_compression_is_undone(line: Line) -> None:
    text = b"com.example.app\n" * 1000
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "Deflate": raw.compress(text) + raw.flush(),
        "deflate, gzip": gzip.compress(zlib.compress(text)),
        "identity": text,
    }
    for name, content in coded.items():
        coding = reply(content, f"Content-Encoding: {name}")
        with Server(partial(_always, coding)) as server:
            response = line.send(call(server))
        assert response.content == text, name
        assert "content-encoding" not in response.headers


@pytest.mark.parametrize(
    ("name", "content"),
    [("gzip", gzip.compress(b"a" * 999)[:-9]), ("gzip", b"{}"), ("deflate", b"{}"), ("br", b"{}")],
    ids=["cut short", "no gzip", "no deflate", "unasked"],
)
def test_damaged_or_unasked_compression_is_a_decoding_error(
    line: Line, name: str, content: bytes
) -> None:
    with (
        Server(lambda _: reply(content, f"Content-Encoding: {name}", status="500 Oh")) as server,
        fails(errors.DecodingError) as caught,
    ):
        line.send(call(server))
    assert isinstance(caught.value, errors.DecodingError)
    assert (caught.value.status, caught.value.content) == (500, content)


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE,
        b"HTTP/1.1 200 OK\r\nContent-Le" + CLOSE,
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf" + CLOSE,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf" + CLOSE,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n" + CLOSE,
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n" + CLOSE,
    ],
    ids=["silent", "half a head", "half a body", "half a chunk", "no chunk", "no HTTP"],
)
def test_a_broken_reply_says_that_the_request_may_have_arrived(line: Line, answer: bytes) -> None:
    with Server(lambda _: answer) as server, fails(errors.ConnectionLost) as caught:
        line.send(call(server))
    assert isinstance(caught.value, errors.WireError)
    assert caught.value.sent
    assert len(server.seen) == 1


def test_a_connection_closed_while_idle_is_replaced(line: Line) -> None:
    with Server(lambda _: reply(b"fine") + CLOSE) as server:
        for _ in range(3):
            assert line.send(call(server, method="POST")).content == b"fine"
            assert server.closed.acquire(timeout=5)
            time.sleep(0.05)  # until the news is here; sooner, the outcome would be unknown
    assert [seen.connection for seen in server.seen] == [1, 2, 3]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:1", "connection refused"),
        ("http://no-such-host.invalid", "cannot be resolved"),
        ("https://127.0.0.1:1", "connection refused"),
        ("ftp://127.0.0.1", "address"),
        ("http://127.0.0.1:99999", ""),
        ("http://exa mple", ""),
    ],
)
def test_no_connection_says_why_and_that_nothing_was_sent(
    line: Line, address: str, told: str
) -> None:
    with fails(errors.ConnectionFailed) as caught:
        line.send(call(address))
    assert told in str(caught.value)
    assert isinstance(caught.value, errors.WireError)
    assert not caught.value.sent


def test_a_header_with_a_line_break_is_refused_unquoted(line: Line) -> None:
    with Server() as server:
        for value in (f"{KEY}\r\nx-more: 1", f"{KEY}\n", f"{KEY}\0", f"{KEY}é"):
            with fails(errors.ConfigurationError) as caught:
                line.send(call(server).with_header("x-api-key", value))
            assert "x-api-key" in str(caught.value)
    assert server.seen == []


# Time


@contextmanager
def deaf() -> Iterator[str]:
    """An address whose queue of connections is full: a connect hangs."""
    held: list[socket.socket] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            one = socket.socket()
            one.settimeout(0)
            one.connect_ex(listener.getsockname())
            held.append(one)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for one in held:
            one.close()


def expires(line: Line, request: Request, phase: str, *, sent: bool) -> None:
    with fails(errors.TimedOut) as caught:
        line.send(request)
    assert isinstance(caught.value, errors.TimedOut)
    assert (caught.value.phase, caught.value.sent) == (phase, sent)


def test_time_runs_out_while_connecting(opened: Open) -> None:
    line = opened(Timeout(0.2, 5.0, 5.0, 5.0))
    with deaf() as address:
        expires(line, call(address), "connect", sent=False)


@pytest.mark.parametrize(
    "answer", [HANG, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" + HANG]
)
def test_time_runs_out_while_reading(opened: Open, answer: bytes) -> None:
    line = opened(Timeout(5.0, 0.2, 5.0, 5.0))
    with Server(lambda _: answer) as server:
        expires(line, call(server), "read", sent=True)


def test_time_runs_out_while_writing(opened: Open) -> None:
    line = opened(Timeout(5.0, 0.3, 0.2, 5.0))
    with Server(reads=False) as server:
        # pyreqwest has no limit of its own for writing; its limit for reading includes it.
        phase = "read" if line.kind == "pyreqwest" else "write"
        expires(line, call(server, bytes(12_000_000)), phase, sent=True)


def test_time_runs_out_while_waiting_for_a_connection(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "CONNECTIONS", 1)
    monkeypatch.setattr(builders, "CONNECTIONS", 1)
    line = opened(Timeout(5.0, 1.0, 5.0, 0.2), limits=httpx2.Limits(max_connections=1))
    begun, go_on = threading.Event(), threading.Event()

    def answer(_: Seen) -> bytes:
        begun.set()
        go_on.wait(5)
        return reply(b"fine")

    with Server(answer) as server:
        if line.waits:

            async def both() -> None:
                first = asyncio.create_task(line.transport.send(call(server)))
                await asyncio.to_thread(begun.wait, 5)
                with pytest.raises(errors.TimedOut) as caught:
                    await line.transport.send(call(server))
                assert (caught.value.phase, caught.value.sent) == ("pool", False)
                go_on.set()
                assert (await first).content == b"fine"

            line.run(both())
        else:
            with ThreadPoolExecutor() as threads:
                first = threads.submit(line.send, call(server))
                assert begun.wait(5)
                second = threads.submit(expires, line, call(server), "pool", sent=False)
                second.result()
                go_on.set()
                assert first.result().content == b"fine"


# Trust


def test_an_unknown_authority_is_refused_and_the_way_out_named(
    line: Line, tls: ssl.SSLContext
) -> None:
    with Server(tls=tls) as server, fails(errors.ConnectionFailed) as caught:
        line.send(call(server))
    assert "SSL_CERT_FILE" in str(caught.value)
    assert server.seen == []


def test_an_authority_of_ones_own_is_trusted(
    opened: Open,
    tls: ssl.SSLContext,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    line = opened()
    with Server(tls=tls) as server:
        assert line.send(call(server)).content == b"fine"


def test_a_port_that_speaks_no_tls_is_told(line: Line) -> None:
    with (
        Server(greets=b"HTTP/1.1 400 Bad Request\r\n\r\n") as server,
        fails(errors.ConnectionFailed),
    ):
        line.send(call(server.url.replace("http:", "https:")))


# Proxies


def forward(_: Seen) -> bytes:
    return reply(b"by proxy")


def test_a_proxy_from_the_environment_gets_the_whole_address(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(forward) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//user:pass%20word@"))
        line = opened()
        response = line.send(call("http://api.example.test"))
    assert response.content == b"by proxy"
    seen = proxy.seen[0]
    assert seen.line.startswith("POST http://api.example.test/v1/lists?")
    assert seen.headers["host"] == "api.example.test"
    assert seen.headers["proxy-authorization"] == "Basic dXNlcjpwYXNzIHdvcmQ="


def test_a_proxy_tunnels_to_https(
    opened: Open,
    tls: ssl.SSLContext,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with Server(lambda _: b"tunnel") as proxy, Server(tls=tls) as server:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        line = opened()
        assert line.send(call(server)).content == b"fine"
        assert line.send(call(server)).content == b"fine"
    assert [one.line for one in proxy.seen] == [f"CONNECT 127.0.0.1:{server.port} HTTP/1.1"]
    assert KEY not in str(proxy.seen)
    assert len(server.seen) == 2


def test_a_proxy_that_refuses_is_told(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _: reply(status="407 Who Are You")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        line = opened()
        with fails(errors.ConnectionFailed) as caught:
            line.send(call("https://api.example.test"))
    assert isinstance(caught.value, errors.WireError)
    assert not caught.value.sent


@pytest.mark.parametrize("listed", ["127.0.0.1", "other.test,127.0.0.1", "*"])
def test_no_proxy_is_used_for_what_is_left_out(
    opened: Open, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", listed)
    line = opened()
    with Server() as server:
        assert line.send(call(server)).content == b"fine"


# Company


def test_sixteen_threads_share_a_transport(line: Line) -> None:
    if line.waits:
        return_of = asyncio.gather

        async def many() -> list[bytes]:
            sent = (line.transport.send(call(server, b"%d" % n)) for n in range(320))
            return [one.content for one in await return_of(*sent)]

        with Server(lambda seen: reply(seen.body)) as server:
            assert line.run(many()) == [b"%d" % n for n in range(320)]
        return
    with Server(lambda seen: reply(seen.body)) as server, ThreadPoolExecutor(16) as threads:
        got = threads.map(lambda n: line.send(call(server, b"%d" % n)).content, range(320))
        assert list(got) == [b"%d" % n for n in range(320)]
    assert len(server.seen) == 320


def test_nothing_of_a_call_is_logged(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    loud = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [one.level for one in loud]
    for one in loud:
        one.setLevel(1)
    answer = reply(b"fine", f"Set-Cookie: session={KEY}", f"Location: /?api_key={KEY}")
    try:
        with Server(lambda _: answer) as server:
            line.send(call(server))
            line.send(call(server))
        with pytest.raises(errors.ConnectionFailed):
            line.send(call("http://127.0.0.1:1"))
        with pytest.raises(errors.ConfigurationError):
            line.send(call(server).with_header("x-api-key", f"{KEY}\n"))
        line.close()
        logging.getLogger("httpx2").info("others are heard")
    finally:
        for one, level in zip(loud, levels, strict=True):
            one.setLevel(level)
    assert "others are heard" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in str([vars(record) for record in caplog.records])


def test_sync_calls_work_beneath_a_running_event_loop() -> None:
    for kind in ("httpx2", "pyreqwest"):
        transport = open_sync(kind, Timeout())

        async def main(transport: Transport = transport) -> bytes:
            return transport.send(call(server)).content

        with Server() as server:
            assert asyncio.run(main()) == b"fine"
            assert asyncio.run(main()) == b"fine"
        transport.close()


@pytest.mark.parametrize("kind", ["httpx2", "pyreqwest", "client"])
def test_a_cancelled_task_leaves_the_transport_usable(kind: str) -> None:
    begun = threading.Event()

    def answer(seen: Seen) -> bytes:
        begun.set()
        return HANG if seen.body == b"hang" else reply(b"fine")

    async def main() -> None:
        async with httpx2.AsyncClient() as client:
            wanted = client if kind == "client" else kind
            transport = open_async(wanted, Timeout(5.0, 1.0, 5.0, 5.0))  # type: ignore[arg-type]  # a name
            task = asyncio.create_task(transport.send(call(server, b"hang")))
            await asyncio.to_thread(begun.wait, 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await transport.send(call(server))).content == b"fine"
            # Closed at once, or with pyreqwest once the time for reading is over.
            assert await asyncio.to_thread(server.closed.acquire, timeout=3)
            await transport.close()
            await transport.close()

    with Server(answer) as server:
        asyncio.run(main())


def test_another_event_loop_is_refused_in_words() -> None:
    transport = open_async("httpx2", Timeout())
    with Server() as server, asyncio.Runner() as first:
        assert first.run(transport.send(call(server))).content == b"fine"
        with fails(errors.ConfigurationError) as caught, asyncio.Runner() as second:
            second.run(transport.send(call(server)))
        assert "event loop" in str(caught.value)
        first.run(transport.close())


def test_pyreqwest_serves_one_event_loop_after_another() -> None:
    transport = open_async("pyreqwest", Timeout())
    with Server() as server:
        for _ in range(2):
            assert asyncio.run(transport.send(call(server))).content == b"fine"
    asyncio.run(transport.close())
