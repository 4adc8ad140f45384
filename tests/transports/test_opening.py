"""What may be passed as a transport, and what each failure of a library becomes."""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType
from typing import Any

import httpcore2
import httpx
import httpx2
import pyreqwest.exceptions
import pytest
from transports.server import Server, reply

from adlists import errors
from adlists.messages import Request, Response, Timeout
from adlists.transports import failures, open_async, open_sync
from adlists.transports.in_process import AsyncInProcess, InProcess
from adlists.transports.routes import route, split

ASKED = Request("GET", "http://api.example.test/x?api_key=s3cr3t", {})


def echo(request: Request) -> Response:
    return Response(200, {"x-method": request.method}, request.content)


class Half:
    def send(self, request: Request) -> Response:
        return echo(request)


def test_an_object_that_sends_is_taken_as_it_is() -> None:
    blocking, waiting = InProcess(echo), AsyncInProcess(echo)
    assert open_sync(blocking, Timeout()) is blocking
    assert open_async(waiting, Timeout()) is waiting
    assert blocking.send(ASKED).headers == {"x-method": "GET"}
    assert asyncio.run(waiting.send(ASKED)).headers == {"x-method": "GET"}
    blocking.close()
    asyncio.run(waiting.close())


@pytest.mark.parametrize(
    "wanted",
    ["curl", 1, Half(), InProcess, AsyncInProcess(echo), httpx.Client(), httpx2.AsyncClient()],
    ids=lambda one: str(one) if isinstance(one, str | int) else type(one).__name__,
)
def test_what_cannot_send_blocking_is_refused(wanted: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"connect\(\).*httpx2\.Client"):
        open_sync(wanted, Timeout())


@pytest.mark.parametrize("wanted", ["curl", InProcess(echo), httpx2.Client()], ids="abc")
def test_what_cannot_send_awaiting_is_refused(wanted: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"connect_async\(\).*AsyncClient"):
        open_async(wanted, Timeout())


@pytest.mark.parametrize(
    ("name", "library"), [(None, "httpx2"), ("default", "httpx2"), ("fast", "pyreqwest")]
)
def test_a_transport_is_named_for_what_it_is_good_at(name: Any, library: Any) -> None:
    for opened in (open_sync, open_async):
        named, same = opened(name, Timeout()), opened(library, Timeout())
        assert type(named) is type(same)
        for transport in (named, same):
            closed = transport.close()
            if closed is not None:
                asyncio.run(closed)


def test_a_missing_library_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyreqwest", None)
    for opened in (open_sync, open_async):
        for name in ("pyreqwest", "fast"):
            with pytest.raises(errors.ConfigurationError, match=r"install 'adlists\[fast\]'"):
                opened(name, Timeout())


# A client of the user's


def test_a_client_of_ones_own_keeps_its_headers_and_stays_open() -> None:
    with Server() as server, httpx2.Client(headers={"x-team": "growth"}) as client:
        transport = open_sync(client, Timeout())
        transport.send(Request("GET", server.url, {"accept": "text/plain"}))
        transport.close()
        assert not client.is_closed
    assert server.seen[0].headers["x-team"] == "growth"
    assert server.seen[0].headers["accept"] == "text/plain"
    with pytest.raises(errors.ConfigurationError, match="closed"):
        transport.send(ASKED)


def test_a_hook_of_the_client_may_read_the_reply() -> None:
    import gzip

    read: list[bytes] = []

    def hook(response: httpx2.Response) -> None:
        read.append(response.read())

    content = gzip.compress(b"fine")
    with (
        Server(lambda _: reply(content, "Content-Encoding: gzip")) as server,
        httpx2.Client(event_hooks={"response": [hook]}) as client,
    ):
        response = open_sync(client, Timeout()).send(Request("GET", server.url, {}))
    assert read == [b"fine"]
    assert response.content == b"fine"
    assert "content-encoding" not in response.headers


def test_the_clients_own_timeouts_hold_unless_the_session_has_others() -> None:
    with Server(reads=False) as server, httpx2.Client(timeout=0.1) as client:
        for timeout in (Timeout(), Timeout(5.0, 0.1, 5.0, 5.0)):
            with pytest.raises(errors.TimedOut):
                open_sync(client, timeout).send(Request("GET", server.url, {}))
        client.timeout = httpx2.Timeout(60)
        with pytest.raises(errors.TimedOut):
            open_sync(client, Timeout.of(0.1)).send(Request("GET", server.url, {}))


# Failures


def raised_by(library: ModuleType) -> list[type[Exception]]:
    """Every exception class of a library, found by walking its names and their subclasses."""
    found = {one for one in vars(library).values() if isinstance(one, type)}
    roots = {one for one in found if issubclass(one, Exception)}
    waiting = list(roots)
    while waiting:
        below = set(waiting.pop().__subclasses__()) - roots
        roots |= below
        waiting += below
    mine = library.__name__.partition(".")[0]
    return sorted(
        (one for one in roots if one.__module__.partition(".")[0] == mine),
        key=lambda one: one.__name__,
    )


# Raised by what this package never does: warnings, WebSockets, server-sent events.
ELSEWHERE = ("Deprecat", "WebSocket", "SSE", "UpgradeError", "Warning")


@pytest.mark.parametrize("library", [httpx2, httpcore2, pyreqwest.exceptions])
def test_every_exception_of_a_library_has_its_line_in_the_table(library: ModuleType) -> None:
    kinds = [
        one for one in raised_by(library) if not any(part in one.__name__ for part in ELSEWHERE)
    ]
    assert len(kinds) > 10
    assert [one.__name__ for one in kinds if one.__name__ not in failures.TABLE] == []
    for kind in kinds:
        error = kind.__new__(kind, "https://user:s3cr3t@host/?api_key=s3cr3t")
        ours = failures.failure(error, ASKED.url)
        assert isinstance(ours, errors.WireError | errors.ConfigurationError), kind
        assert "s3cr3t" not in str(ours)


def test_what_is_not_the_networks_is_not_translated() -> None:
    assert failures.failure(TypeError("a mistake of ours"), ASKED.url) is None


def test_only_what_surely_was_not_sent_says_so() -> None:
    unsent = set()
    for name in failures.TABLE:
        error = failures.failure(Exception(), ASKED.url, name=name)
        if not (isinstance(error, errors.WireError) and error.sent):
            unsent.add(name)
    assert unsent == {
        *("ConnectError", "ConnectTimeout", "ConnectTimeoutError", "ProxyError"),
        *("PoolTimeout", "PoolTimeoutError", "InvalidURL", "UnsupportedProtocol"),
        *("LocalProtocolError", "CookieConflict", "BuilderError", "ClientClosedError"),
        *("OverflowError", "UnicodeError"),
    }


# Addresses


@pytest.mark.parametrize(
    ("url", "prefix", "target"),
    [
        ("https://a.b/c/d?e=f#g", "https://a.b", "/c/d?e=f"),
        ("https://a.b", "https://a.b", "/"),
        ("https://a.b#x", "https://a.b", "/"),
        ("https://a.b?c=/d", "https://a.b", "/?c=/d"),
        ("http://[::1]:80/x?y=a?b", "http://[::1]:80", "/x?y=a?b"),
    ],
)
def test_an_address_is_cut_into_origin_and_target(url: str, prefix: str, target: str) -> None:
    assert split(url) == (prefix, target)


@pytest.mark.parametrize(
    ("prefix", "host", "authority"),
    [
        ("https://API.example.test", "api.example.test", "api.example.test"),
        ("https://api.example.test:443", "api.example.test", "api.example.test"),
        ("http://api.example.test:443", "api.example.test", "api.example.test:443"),
        ("http://[::1]:8080", "::1", "[::1]:8080"),
        ("http://münchen.test", "xn--mnchen-3ya.test", "xn--mnchen-3ya.test"),
    ],
)
def test_an_origin_is_read(prefix: str, host: str, authority: str) -> None:
    found = route(prefix)
    assert (found.host, found.authority, found.proxy) == (host, authority, None)


@pytest.mark.parametrize(
    ("prefix", "listed", "used"),
    [
        ("http://api.example.test", "example.test", False),
        ("http://api.example.test", ".example.test", False),
        ("http://badexample.test", "example.test", True),
        ("http://10.1.2.3", "10.0.0.0/8", False),
        ("http://11.1.2.3", "10.0.0.0/8,,x", True),
        ("http://[fd00::1]:8080", "fd00::/8", False),
        ("http://[::1]", "[::1]", False),
        ("http://api.example.test", "*", False),
        ("https://api.example.test", "", False),
    ],
)
def test_the_proxy_of_an_origin_is_found(
    prefix: str, listed: str, used: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", listed)
    assert route(prefix).proxy == ("http://proxy.test:3128" if used else None)


@pytest.mark.parametrize("address", ["socks5://h:1", "http://h:x", "http://:1", "http://u:p@:1"])
def test_a_proxy_that_cannot_be_used_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(errors.ConfigurationError, match="ALL_PROXY") as caught:
        route("https://api.example.test")
    assert address not in str(caught.value)
