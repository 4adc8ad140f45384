"""What a hostile or clumsy client can do to the sandbox on its socket."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sandbox.made_up import Reader, service
from sandbox.visitor import Visitor

from adlists.contract import Service
from adlists.messages import Request
from adlists.sandbox import Running, Sandbox, Store, asgi, connections, running
from adlists.sandbox.origins import Origins
from adlists.sandbox.refusals import field
from adlists.sandbox.rejections import RefusedError

LIST = "/applovin_v1/list?api_key=sandbox-key"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


def port(server: Running) -> int:
    return int(server.address.rpartition(":")[2])


def talk(server: Running, sent: bytes, *, wait: float = 5) -> bytes:
    """Send bytes on a connection of their own; return all that comes back."""
    with socket.create_connection(("127.0.0.1", port(server)), timeout=wait) as connection:
        connection.sendall(sent)
        parts: list[bytes] = []
        try:
            while part := connection.recv(65536):
                parts.append(part)
        except (ConnectionResetError, TimeoutError):
            pass
        return b"".join(parts)


def status(server: Running, target: str, *headers: str, method: str = "GET") -> int:
    lines = [f"{method} {target} HTTP/1.1", "Connection: close", *headers, "", ""]
    reply = talk(server, "\r\n".join(lines).encode())
    return int(reply.split()[1])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("localhost.:{port}", 200),
        ("[::1]:{port}", 200),
        ("localhost", 200),
        ("localhost:1", 421),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("localhost.evil.example:{port}", 421),
        ("127.0.0.1.nip.io:{port}", 421),
        ("10.0.0.1:{port}", 421),
        ("user@localhost:{port}", 421),
        ("localhost:{port}x", 421),
    ],
)
def test_a_name_that_leads_here_is_not_enough(server: Running, host: str, expected: int) -> None:
    header = f"Host: {host.format(port=port(server))}"

    assert status(server, LIST, header) == expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://127.0.0.1:{port}", 200),
        ("http://localhost:{port}", 200),
        ("http://localhost", 403),
        ("https://localhost:{port}", 403),
        ("http://evil.example", 403),
        ("http://localhost:{port}.evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_a_page_of_another_origin_is_refused(server: Running, origin: str, expected: int) -> None:
    here = f"Host: localhost:{port(server)}"

    assert status(server, LIST, here, f"Origin: {origin.format(port=port(server))}") == expected


def test_whoever_opens_the_sandbox_to_others_may_call_it_by_number_not_by_any_name() -> None:
    origins = Origins("0.0.0.0", 80)
    for good in ("192.168.0.7", "[fe80::1]:80", "localhost", socket.gethostname()):
        origins.check(good, None)
    for bad in ("evil.example", "192.168.0.7:81", "", "a b"):
        with pytest.raises(RefusedError):
            origins.check(bad, None)


def test_an_absolute_target_is_an_address_and_its_host_counts(server: Running) -> None:
    own, other = f"127.0.0.1:{port(server)}", "evil.example"

    assert status(server, f"http://{own}{LIST}", f"Host: {other}") == 200
    assert status(server, f"http://{other}{LIST}", f"Host: {own}") == 421
    assert status(server, "http://", f"Host: {own}") == 400


def test_head_and_options_are_answered(server: Running) -> None:
    host = f"Host: localhost:{port(server)}"
    head = talk(server, f"HEAD {LIST} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n".encode())
    options = talk(
        server, f"OPTIONS {LIST} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n".encode()
    )

    assert head.startswith(b"HTTP/1.1 200")
    assert head.endswith(b"\r\n\r\n")
    assert options.startswith(b"HTTP/1.1 204")
    assert b"allow: GET, HEAD, OPTIONS" in options
    assert status(server, "*", host, method="OPTIONS") == 204


def test_a_body_has_a_largest_size(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "_LARGEST", 1000)
    head = f"POST {LIST} HTTP/1.1\r\nHost: localhost:{port(server)}\r\n"
    said = talk(server, f"{head}Content-Length: 1001\r\n\r\n".encode())
    chunk = b"200\r\n" + b"x" * 512 + b"\r\n"
    unsaid = talk(server, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 3)

    assert said.startswith(b"HTTP/1.1 413")
    assert unsaid.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in said.lower()


def test_a_head_has_a_largest_size(server: Running) -> None:
    head = f"GET {LIST} HTTP/1.1\r\nHost: localhost\r\nX-Long: ".encode()

    assert talk(server, head + b"x" * 200_000).startswith(b"HTTP/1.1 400")


def test_a_body_that_stops_is_waited_for_only_so_long(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "_IDLE", 0.2)
    head = (
        f"POST {LIST} HTTP/1.1\r\nHost: localhost:{port(server)}\r\nContent-Length: 9\r\n\r\nhalf"
    )

    assert talk(server, head.encode()).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: local"])
def test_a_head_that_never_ends_is_waited_for_only_so_long(
    sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_PATIENCE", 0.4)
    with running() as server:
        started = time.monotonic()
        assert talk(server, sent, wait=20) == b""
        assert 0.3 < time.monotonic() - started < 15


def test_a_head_that_drips_on_a_connection_in_use_is_broken_off_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "_PATIENCE", 0.6)
    with running() as server:
        whole = f"GET {LIST} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", port(server)), timeout=20) as connection:
            for _ in range(3):  # in use for longer than a head may take, and kept
                connection.sendall(whole)
                reply = b""
                while b"}" not in reply:  # head and body may come one after the other
                    reply += connection.recv(65536)
                assert reply.startswith(b"HTTP/1.1 200")
                time.sleep(0.3)
            with pytest.raises(OSError):  # noqa: PT012 - which of the two fails is a race
                for byte in whole[:-4] * 10:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.05)


def test_there_may_be_only_so_many_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_MOST", 4)
    with running() as server:
        opened = [socket.create_connection(("127.0.0.1", port(server))) for _ in range(8)]
        try:
            time.sleep(0.3)
            refused = 0
            for connection in opened:
                connection.settimeout(0.2)
                try:
                    refused += connection.recv(1) == b""
                except ConnectionResetError:
                    refused += 1
                except TimeoutError:
                    pass
            assert refused == 4
        finally:
            for connection in opened:
                connection.close()
        time.sleep(0.3)
        assert status(server, LIST, "Host: localhost") == 200


def test_a_locked_store_delays_nobody_who_does_not_need_it(tmp_path: Path) -> None:
    path = tmp_path / "lists.db"
    store = Store(path)
    with running(Sandbox(store=store)) as server, ThreadPoolExecutor(4) as pool:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = [pool.submit(status, server, LIST, "Host: localhost") for _ in range(4)]
            time.sleep(0.3)
            started = time.monotonic()
            assert status(server, "/applovin_v1/nothing", "Host: localhost") == 404
            assert (
                status(server, "/criteo_v1/oauth2/token", "Host: localhost", method="POST") == 400
            )
            assert time.monotonic() - started < 2
            assert not any(reply.done() for reply in waiting)
            other.execute("ROLLBACK")
        assert [reply.result() for reply in waiting] == [200] * 4
    store.close()


def test_a_store_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adlists.sandbox.database._PATIENCE", 0.1)
    path = tmp_path / "lists.db"
    store = Store(path)
    visitor = Visitor(Sandbox(store=store))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = visitor.applovin("list")
    assert reply.status == 503
    store.close()


@pytest.mark.parametrize("number", ["1.0", "1.00", "-0.0", "1"])
def test_an_integer_may_be_written_with_a_zero_behind_the_point(number: str) -> None:
    visitor = Visitor(Sandbox())
    reply = visitor.criteo("GET", f"?advertiserId={number}")
    body = f'{{"advertiserId": {number}, "name": "VIP {number}"}}'.encode()
    headers = {"authorization": f"Bearer {visitor.token}", "content-type": "application/json"}
    made = visitor.send("POST", "/criteo_v1/v1/audiences/userlist", body, headers)

    expected = 200 if number.startswith("1") else 403
    assert (reply.status, made.status) == (expected, expected)


def test_half_a_number_is_none() -> None:
    visitor = Visitor(Sandbox())
    data = {"advertiserId": 1.5, "name": "VIP"}

    assert visitor.criteo("POST", "/userlist", data).status == 400
    assert visitor.criteo("GET", "?advertiserId=1.5").status == 403


def test_a_parameter_may_be_a_part_of_a_segment() -> None:
    visitor = Reader(Sandbox([service()]))
    circle = visitor.found("Poets")
    data = {"rows": [], "session": {"final": True}}

    assert visitor.send("PUT", f"/circles/{circle}.json", data).status == 200
    assert (
        visitor.send("PUT", f"/circles/%3{circle}.json".replace("%31", "%31"), data).status == 200
    )
    assert visitor.send("PUT", f"/circles/{circle}", data).status == 404
    assert visitor.send("PUT", "/circles/.json", data).status == 404
    assert visitor.send("PUT", f"/circles/{circle}xjson", data).status == 404


# Tokens.


def tokens(grant: str, known: Service, **more: str) -> tuple[int, dict[str, object]]:
    sandbox = Sandbox([known])
    form = {"grant_type": grant, "client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    request = Request(
        "POST",
        sandbox.connection_info("http://x")[known.name]["token_url"],
        {"content-type": "application/json"},
        json.dumps({**form, **more}).encode(),
    )
    reply = sandbox.handle(request)
    found: dict[str, object] = json.loads(reply.content)
    if reply.status == 200:
        headers = {"authorization": f"Bearer {found['access_token']}"}
        address = "http://x/reading_circles/circles"
        assert sandbox.handle(Request("GET", address, headers)).status == 200
    return reply.status, found


@pytest.mark.parametrize(
    ("grant", "more", "expected"),
    [
        ("client_credentials", {}, 200),
        ("refresh_token", {"refresh_token": "sandbox-refresh"}, 200),
        ("refresh_token", {"refresh_token": "old"}, 400),
        ("authorization_code", {"code": "any"}, 200),
        ("urn:ietf:params:oauth:grant-type:jwt-bearer", {"assertion": "a.b.c"}, 200),
        ("urn:ietf:params:oauth:grant-type:jwt-bearer", {"assertion": "abc"}, 400),
        ("password", {}, 400),
        ("client_credentials", {"client_secret": "wrong"}, 401),
        ("client_credentials", {"client_id": "sandbox-suspended"}, 403),
    ],
)
def test_the_token_host_of_another_origin_is_served_as_well(
    grant: str, more: dict[str, str], expected: int
) -> None:
    import attrs

    from adlists.contract import Scheme

    scheme = Scheme("token", "oauth2", token_url="https://login.example/oauth2/token")
    known = attrs.evolve(service(), schemes=(scheme,))

    status, found = tokens(grant, known, **more)

    assert status == expected
    assert ("refresh_token" in found) is (grant == "authorization_code")
    assert ("error" in found) is (expected != 200)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r"audience_?[mM]embers\[(\d+)\]", "audienceMembers"),
        (r"audience_members\[(\d+)\]", "audienceMembers"),
        (r"^rows\.(\d+)\.", "users"),
        (r"/data/(\d+)", "data"),
        (r"item (?P<row>[0-9]+) of", "items"),
        (r"(\d+)", ""),
    ],
)
def test_a_text_is_found_that_the_documents_pattern_finds(pattern: str, name: str) -> None:
    import re

    found = re.search(pattern, field(pattern, name, 12))

    assert found is not None
    assert found[1] == "12"


def test_a_token_comes_with_the_status_that_its_operation_lists() -> None:
    import attrs

    from adlists.contract import Scheme
    from adlists.sandbox.security import TOKEN_ENDPOINT

    created = attrs.evolve(TOKEN_ENDPOINT.replies[0], low=201, high=201)
    operation = attrs.evolve(
        TOKEN_ENDPOINT, path="/token", replies=(created, *TOKEN_ENDPOINT.replies[1:])
    )
    known = service()
    scheme = Scheme("token", "oauth2", token_url=f"{known.server}/token")
    known = attrs.evolve(known, schemes=(scheme,), operations=(*known.operations, operation))

    form = {"grant_type": "client_credentials", "client_id": "sandbox-client"}
    body = json.dumps({**form, "client_secret": "sandbox-secret"}).encode()
    address, headers = f"http://x/{known.name}/token", {"content-type": "application/json"}
    reply = Sandbox([known]).handle(Request("POST", address, headers, body))

    assert reply.status == 201
    assert json.loads(reply.content)["access_token"]
