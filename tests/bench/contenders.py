"""Who runs in the benchmark: each sends the same PATCH and reads the same reply.

Every contender ends with the reply as its users hold it: models for the clients that have
models, plain data for the bare ones.
"""

from __future__ import annotations

import http.client
import importlib.util
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from typing import Any

import httpx2
import orjson
import server

import adlists
from adlists import Request, Response
from adlists_api import criteo_v1

Identifiers = list[str]
Patch = Callable[[Identifiers], Any]
AsyncPatch = Callable[[Identifiers], Awaitable[Any]]

PATH = "/v1/audiences/userlist/1"
HEADERS = {
    "accept": "application/json",
    "authorization": "Bearer bench-token",
    "content-type": "application/json",
}


def tree(identifiers: Identifiers) -> dict[str, Any]:
    """Return the body as plain data."""
    return {"operation": "add", "schema": "email", "identifiers": identifiers}


def model(identifiers: Identifiers) -> criteo_v1.models.AudiencePatchRequest:
    """Return the body as this project's model."""
    return criteo_v1.models.AudiencePatchRequest(
        operation="add", schema="email", identifiers=identifiers
    )


@contextmanager
def floor(base: str) -> Generator[Patch]:
    """A bare socket with orjson: what nothing over HTTP/1.1 can undercut."""
    host, _, port = base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = f"PATCH {PATH} HTTP/1.1\r\nhost: {host}:{port}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in HEADERS.items()
        )

        def patch(identifiers: Identifiers) -> Any:
            body = orjson.dumps(tree(identifiers))
            connection.sendall(f"{start}content-length: {len(body)}\r\n\r\n".encode())
            connection.sendall(body)
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            head, _, rest = data.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            while len(rest) < length:
                rest += connection.recv(65536)
            return orjson.loads(rest)

        yield patch


@contextmanager
def ours(base: str, transport: Any) -> Generator[Patch]:
    """This project, as its README shows it."""
    token = adlists.BearerToken("bench-token")
    with adlists.connect(criteo_v1.Api, token, base_url=base, transport=transport) as criteo:
        patch = criteo.audiences.add_remove_users_to_audience
        yield lambda identifiers: patch(1, body=model(identifiers))


@contextmanager
def bare_httpx2(base: str) -> Generator[Patch]:
    """httpx2 and orjson by hand."""
    with httpx2.Client(base_url=base, headers=HEADERS) as client:

        def patch(identifiers: Identifiers) -> Any:
            reply = client.patch(PATH, content=orjson.dumps(tree(identifiers)))
            return orjson.loads(reply.raise_for_status().content)

        yield patch


@contextmanager
def bare_pyreqwest(base: str) -> Generator[Patch]:
    """pyreqwest and orjson by hand, blocking."""
    from pyreqwest.client import SyncClientBuilder

    with SyncClientBuilder().default_headers(HEADERS).error_for_status(True).build() as client:  # noqa: FBT003 - its builder takes flags by position

        def patch(identifiers: Identifiers) -> Any:
            body = orjson.dumps(tree(identifiers))
            reply = client.patch(base + PATH).body_bytes(body).build().send()
            return orjson.loads(memoryview(reply.bytes()))

        yield patch


@contextmanager
def bare_http_client(base: str) -> Generator[Patch]:
    """The standard library's client and orjson by hand: one connection, and no pool."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    with closing(connection):

        def patch(identifiers: Identifiers) -> Any:
            connection.request("PATCH", PATH, orjson.dumps(tree(identifiers)), HEADERS)
            return orjson.loads(connection.getresponse().read())

        yield patch


@contextmanager
def stock_httpx(base: str) -> Generator[Patch]:
    """httpx as the stock generated client uses it: `json=` out, `.json()` in."""
    import httpx

    headers = {"Authorization": "Bearer bench-token"}
    with httpx.Client(base_url=base, headers=headers) as client:

        def patch(identifiers: Identifiers) -> Any:
            reply = client.request(method="patch", url=PATH, json=tree(identifiers))
            return reply.json()

        yield patch


@contextmanager
def criteo_marketing(base: str) -> Generator[Patch]:
    """The vendor's SDK for the same API, version 1.0.171."""
    import criteo_marketing as vendor

    settings = vendor.Configuration(username="id", password="secret")
    settings.host = base
    client = vendor.ApiClient(settings)
    api = vendor.AudiencesApi(client)

    def patch(identifiers: Identifiers) -> Any:
        request = vendor.AudiencePatchRequest(
            operation="add", schema="email", identifiers=identifiers
        )
        return api.add_remove_users_to_audience(1, "Bearer bench-token", request)

    yield patch


class Canned:
    """A transport that has every answer already."""

    def send(self, _: Request) -> Response:
        """Return the canned reply."""
        length = str(len(server.PATCHED))
        headers = {"content-type": "application/json; charset=utf-8", "content-length": length}
        return Response(200, headers, server.PATCHED)

    def close(self) -> None:
        """Close nothing."""


def written_and_read(identifiers: Identifiers) -> Any:
    """Write the body and read the reply, and nothing else."""
    orjson.dumps(tree(identifiers))
    return orjson.loads(server.PATCHED)


SYNC: dict[str, Callable[[str, ExitStack], Patch]] = {
    "floor: socket + orjson": lambda base, stack: stack.enter_context(floor(base)),
    "adlists": lambda base, stack: stack.enter_context(ours(base, None)),
    "bare httpx2": lambda base, stack: stack.enter_context(bare_httpx2(base)),
    "adlists[fast]": lambda base, stack: stack.enter_context(ours(base, "pyreqwest")),
    "bare pyreqwest": lambda base, stack: stack.enter_context(bare_pyreqwest(base)),
    "bare http.client": lambda base, stack: stack.enter_context(bare_http_client(base)),
    "httpx, stock client": lambda base, stack: stack.enter_context(stock_httpx(base)),
    "criteo-marketing": lambda base, stack: stack.enter_context(criteo_marketing(base)),
}


@asynccontextmanager
async def ours_async(base: str, transport: Any) -> Any:
    """This project in its async form."""
    token = adlists.BearerToken("bench-token")
    session = adlists.connect_async(criteo_v1.AsyncApi, token, base_url=base, transport=transport)
    async with session as criteo:
        patch = criteo.audiences.add_remove_users_to_audience
        yield lambda identifiers: patch(1, body=model(identifiers))


@asynccontextmanager
async def bare_httpx2_async(base: str) -> Any:
    """httpx2 and orjson by hand, async."""
    async with httpx2.AsyncClient(base_url=base, headers=HEADERS) as client:

        async def patch(identifiers: Identifiers) -> Any:
            reply = await client.patch(PATH, content=orjson.dumps(tree(identifiers)))
            return orjson.loads(reply.raise_for_status().content)

        yield patch


@asynccontextmanager
async def bare_pyreqwest_async(base: str) -> Any:
    """pyreqwest and orjson by hand, async."""
    from pyreqwest.client import ClientBuilder

    async with ClientBuilder().default_headers(HEADERS).error_for_status(True).build() as client:  # noqa: FBT003 - its builder takes flags by position

        async def patch(identifiers: Identifiers) -> Any:
            body = orjson.dumps(tree(identifiers))
            reply = await client.patch(base + PATH).body_bytes(body).build().send()
            return orjson.loads(memoryview(await reply.bytes()))

        yield patch


@asynccontextmanager
async def bare_aiohttp_async(base: str) -> Any:
    """aiohttp and orjson by hand."""
    import aiohttp

    async with aiohttp.ClientSession(base, headers=HEADERS) as client:

        async def patch(identifiers: Identifiers) -> Any:
            async with client.patch(PATH, data=orjson.dumps(tree(identifiers))) as reply:
                reply.raise_for_status()
                return orjson.loads(await reply.read())

        yield patch


@asynccontextmanager
async def stock_httpx_async(base: str) -> Any:
    """httpx as the stock generated client uses it, async."""
    import httpx

    headers = {"Authorization": "Bearer bench-token"}
    async with httpx.AsyncClient(base_url=base, headers=headers) as client:

        async def patch(identifiers: Identifiers) -> Any:
            reply = await client.request(method="patch", url=PATH, json=tree(identifiers))
            return reply.json()

        yield patch


ASYNC: dict[str, Callable[[str, AsyncExitStack], Awaitable[AsyncPatch]]] = {
    "adlists": lambda base, stack: stack.enter_async_context(ours_async(base, None)),
    "bare httpx2": lambda base, stack: stack.enter_async_context(bare_httpx2_async(base)),
    "adlists[fast]": lambda base, stack: stack.enter_async_context(ours_async(base, "pyreqwest")),
    "bare pyreqwest": lambda base, stack: stack.enter_async_context(bare_pyreqwest_async(base)),
    "bare aiohttp": lambda base, stack: stack.enter_async_context(bare_aiohttp_async(base)),
    "httpx, stock client": lambda base, stack: stack.enter_async_context(stock_httpx_async(base)),
}

NEEDS = {
    "adlists[fast]": "pyreqwest",
    "bare pyreqwest": "pyreqwest",
    "bare aiohttp": "aiohttp",
    "httpx, stock client": "httpx",
    "criteo-marketing": "criteo_marketing",
}


def installed(name: str) -> bool:
    """Tell whether a contender's package is here."""
    return name not in NEEDS or importlib.util.find_spec(NEEDS[name]) is not None


def agrees(reply: Any, sent: int) -> bool:
    """Check that a contender read the canned reply, which counts what JSON brought."""
    valid = getattr(reply, "nb_valid_identifiers", None)
    if isinstance(reply, dict):
        valid = reply["nbValidIdentifiers"]
    return valid in {2, sent}
