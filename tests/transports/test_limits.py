"""How large a reply may be, how long an attempt may take, and where a session may live."""

from __future__ import annotations

import asyncio
import gc
import gzip
import subprocess
import sys
import time
from collections.abc import Callable
from math import inf
from typing import Any

import attrs
import pytest
from hand_made import OPEN, Api, call
from transports.conftest import Line, Open
from transports.server import CLOSE, HANG, Seen, Server, reply

import adlists
from adlists import errors
from adlists.messages import Request, Timeout
from adlists.transports import open_async

KINDS = ["httpx2", "pyreqwest"]
MOST = 100_000


def ask(server: Server, **changes: Any) -> Request:
    return Request("GET", server.url, {}, max_reply=MOST, **changes)


def always(answer: bytes) -> Callable[[Seen], bytes]:
    return lambda _: answer


def test_a_reply_may_be_as_large_as_allowed_and_no_larger(line: Line) -> None:
    for size, coded in ((MOST, False), (MOST, True), (MOST + 1, False), (MOST + 1, True)):
        content = gzip.compress(bytes(size)) if coded else bytes(size)
        headers = ["Content-Encoding: gzip"] if coded else []
        with Server(always(reply(content, *headers))) as server:
            if size == MOST:
                assert len(line.send(ask(server)).content) == MOST
                continue
            with pytest.raises(errors.ReplyTooLarge) as caught:
                line.send(ask(server))
            assert caught.value.limit == MOST
            assert "max_reply" in str(caught.value)


def test_what_is_left_of_a_reply_too_large_is_no_answer(line: Line) -> None:
    def answer(seen: Seen) -> bytes:
        return reply(b"fine" if seen.body else bytes(10 * MOST))

    with Server(answer) as server:
        with pytest.raises(errors.ReplyTooLarge):
            line.send(ask(server))
        again = Request("POST", server.url, {}, b"again")
        assert line.send(again).content == b"fine"


def test_an_attempt_ends_in_time_and_says_how_long_it_had(opened: Open) -> None:
    line = opened()
    with Server(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" + HANG) as server:
        started = time.monotonic()
        with pytest.raises(errors.TimedOut) as caught:
            line.send(ask(server, seconds=0.3))
        assert time.monotonic() - started < 3
    assert (caught.value.phase, caught.value.sent) == ("total", True)
    assert "within 0.3 s" in str(caught.value)


def test_a_call_has_phases_of_its_own_however_long_the_whole_may_take(opened: Open) -> None:
    line = opened()
    slow = Timeout.of(0.3)
    for answer in (b"HTTP/1.1 200 OK\r\nConte", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha"):
        with Server(always(answer + HANG)) as server:
            started = time.monotonic()
            with pytest.raises(errors.TimedOut):
                line.send(ask(server, timeout=slow))
            assert time.monotonic() - started < 3
    with Server(always(reply(b"x"))) as server:
        for seconds in range(1, 12):  # more than are kept
            assert line.send(ask(server, timeout=Timeout.of(float(seconds)))).content == b"x"
        assert line.send(ask(server)).content == b"x"


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_with_a_timeout_keeps_it(kind: Any) -> None:
    with Server(lambda _: b"HTTP/1.1 200 OK\r\nConte" + HANG) as server:
        session = adlists.connect(
            Api, base_url=server.url, transport=kind, plugins=["no:retry", Free()]
        )
        started = time.monotonic()
        with pytest.raises(errors.TimedOut):
            session.with_options(timeout=0.3).send(call(OPEN))
        assert time.monotonic() - started < 3
        session.close()


def test_an_attempt_without_a_limit_has_none(opened: Open) -> None:
    line = opened(Timeout(5.0, 5.0, 5.0, 5.0, total=0.3))

    def late(_: Seen) -> bytes:
        time.sleep(0.6)
        return reply(b"fine")

    with Server(late) as server:
        assert line.send(ask(server, seconds=inf)).content == b"fine"


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_hands_its_limits_to_the_transport(kind: Any) -> None:
    quick = Timeout(total=0.4)
    with Server(lambda _: b"HTTP/1.1 200 OK\r\nConte" + HANG) as server:
        session = adlists.connect(
            Api, base_url=server.url, transport=kind, timeout=quick, plugins=["no:retry", Free()]
        )
        with pytest.raises(errors.TimedOut, match=r"within 0\.4 s"):
            session.send(call(OPEN))
        session.close()
    with Server(
        lambda _: reply(b'"' + b"a" * 98 + b'"', "Content-Type: application/json")
    ) as server:
        session = adlists.connect(
            Api, base_url=server.url, transport=kind, max_reply=99, plugins=[Free()]
        )
        with pytest.raises(errors.ReplyTooLarge, match="99 bytes"):
            session.send(call(OPEN))
        larger = attrs.evolve(OPEN, max_reply=100)  # what the document says goes before
        assert session.send(call(larger)) == "a" * 98
        session.close()


class Free:
    """A layer that stands for a credential."""

    name = "free"

    @adlists.hookimpl
    def adlists_layer(self) -> Any:
        return lambda proceed: proceed


def test_the_retrys_deadline_ends_an_attempt() -> None:
    retry = adlists.Retry(deadline=0.5)
    with Server(lambda _: HANG) as server:
        session = adlists.connect(Api, base_url=server.url, plugins=[retry, Free()])
        started = time.monotonic()
        with pytest.raises(errors.TimedOut):
            session.send(call(OPEN))
        assert time.monotonic() - started < 4
        session.close()


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "3", True, 1e9])
def test_a_timeout_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="seconds"):
        Timeout(total=value)
    with pytest.raises(errors.ConfigurationError, match="seconds"):
        Timeout.of(value)


def test_a_cap_that_is_none_is_refused() -> None:
    with pytest.raises(errors.ConfigurationError, match="max_reply"):
        adlists.connect(Api, max_reply=0, plugins=[Free()])


# Threads, event loops and sessions left open

IN_THREADS = """
import sys, threading
import adlists
from adlists import errors
from adlists.messages import Request, Timeout
from adlists.transports import open_sync

def call():
    transport = open_sync("pyreqwest", Timeout())
    response = transport.send(Request("GET", sys.argv[1], {}))
    sys.stdout.write(f"{response.status}\\n")  # in one piece, unlike print
    transport.close()

def run(count):
    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

run(int(sys.argv[2]))
run(2)
call()
"""


@pytest.mark.parametrize("count", [1, 8])
def test_pyreqwest_may_be_used_first_in_threads_that_end(count: int) -> None:
    with Server() as server:
        done = subprocess.run(
            [sys.executable, "-c", IN_THREADS, server.url, str(count)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (done.returncode, done.stdout.split()) == (0, ["200"] * (count + 3)), done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_outside_asyncio_a_session_says_where_it_can_live(kind: Any) -> None:
    with Server() as server:

        async def main() -> Any:
            return open_async(kind, Timeout())

        transport = asyncio.run(main())
        sending = transport.send(Request("GET", server.url, {}))
        with pytest.raises(errors.ConfigurationError, match="asyncio"):
            sending.send(None)  # as trio's loop would: asyncio's is not running
    assert server.seen == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_left_open_warns(kind: Any) -> None:
    with Server(lambda _: reply(b"1", "Content-Type: application/json")) as server:
        session: Any = adlists.connect(Api, base_url=server.url, transport=kind, plugins=[Free()])
        session.send(call(OPEN))
        with pytest.warns(ResourceWarning, match="things_v1"):
            session.__del__()
        session.close()
        del session
        gc.collect()


def test_a_session_closed_or_never_used_does_not_warn() -> None:
    adlists.connect(Api, plugins=[Free()])
    session = adlists.connect(Api, plugins=[Free()])
    session._open()
    session.close()
    del session
    gc.collect()


def test_a_transport_of_the_users_is_the_users_to_close() -> None:
    from adlists.testing.transport import FakeTransport, json_reply

    session = adlists.connect(Api, transport=FakeTransport([json_reply(1)]), plugins=[Free()])
    assert session.send(call(OPEN)) == 1
    del session
    gc.collect()


# Handshakes


def test_a_proxy_that_never_opens_its_tunnel_was_sent_nothing(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in (HANG, b"HTTP/1.1 200 OK\r\nX-Half" + CLOSE):
        with Server(always(answer)) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            line = opened(Timeout(0.3, 1.0, 0.5, 0.5, 5.0))
            with pytest.raises(errors.WireError) as caught:
                line.send(Request("GET", "https://api.example.test/x", {}))
            # A client of the user's does not tell, and then it may have been sent.
            assert caught.value.sent is (line.kind == "client")


def test_a_handshake_that_takes_all_the_time_there_is_was_sent_nothing(opened: Open) -> None:
    """However long a connection may take by itself: the whole ends first, and then, too."""
    with Server(reads=False) as server:
        for connect in (10.0, None):
            line = opened(Timeout(connect, 10.0, 10.0, 10.0, 1.0))
            with pytest.raises(errors.TimedOut) as caught:
                line.send(Request("GET", server.url.replace("http:", "https:"), {}, seconds=1.0))
            assert not caught.value.sent


def test_header_names_differ_by_more_than_their_case(line: Line) -> None:
    with Server() as server:
        request = Request("GET", server.url, {"Authorization": "Bearer a"})
        line.send(request)
        line.send(request.with_header("authorization", "Bearer b"))
        line.send(attrs.evolve(request, headers={"authorization": "a", "Authorization": "b"}))
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer a", "Bearer b", "b"]
    assert request.header("AUTHORIZATION") == "Bearer a"
