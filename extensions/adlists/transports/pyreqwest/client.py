"""The fast transport, `adlists[fast]`: pyreqwest, that is hyper and Tokio, in Rust.

What pyreqwest 0.15 does by itself, and what is done about it here:

    a blocking call ignores Ctrl-C, then    the main thread's calls are ended from another
    aborts the process                      thread (`interrupts`), or where signals have
                                            handlers of the program's own, its coroutines
                                            are driven by hand (`drive`)
    a client hangs in a forked child        the child makes clients of its own, on the other
                                            of the two runtimes; where a fork follows a
                                            fork there is none left, and an error at once
    redirects carry custom headers along    none is followed
    a broken reply is a ConnectError, and   sorted by the causes, so that a request that
    a slow one a ConnectTimeoutError        may have been processed is never said to be unsent
    exceptions quote the full URL           they are not chained
    its first load in a thread that ends    it is loaded by a thread that never does (`native`)
    kills the process
    an endless reply aborts the process     the reply is streamed, as far as it may go

It has no timeout for writing: `read` runs from the start to the first byte of the reply.
A call that is cancelled leaves its connection, which closes after `read` seconds at the
latest, and until then counts among the hundred that may be open.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Final, overload

from pyreqwest.bytes import Bytes
from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.http import HeaderMap
from pyreqwest.request import RequestBuilder, SyncRequestBuilder
from pyreqwest.response import BaseResponse

from adlists._runtime.redaction import bare
from adlists.contract import whole
from adlists.errors import AdlistsError, TimedOut
from adlists.messages import Request, Response, Timeout
from adlists.transports import failures
from adlists.transports.headers import outgoing, reply
from adlists.transports.loops import running
from adlists.transports.pyreqwest.builders import Clients, configured
from adlists.transports.pyreqwest.drive import drive
from adlists.transports.pyreqwest.interrupts import are_default, in_main_thread, interrupts

_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_LONGEST: Final = 10**8  # seconds: three years stand for no limit


class Pyreqwest:
    """Sends from any number of threads, and in forked children.

    The main thread has clients of its own, since Ctrl-C closes them.
    """

    def __init__(self, timeout: Timeout) -> None:
        self._main = _clients(timeout)
        self._shared = _clients(timeout)
        self._driven = _async_clients(timeout)

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        try:
            return self._send(request)
        except AdlistsError as error:
            failed = error
        raise bare(failed)

    def _send(self, request: Request) -> Response:
        if not in_main_thread():
            return _send(self._shared, request)
        if are_default():
            return interrupts().run(lambda: _send(self._main, request), self._abandon)
        return drive(_send_async(self._driven, request))

    def _abandon(self) -> None:
        for client in self._main.take():
            client.close()

    def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        self._abandon()
        for client in self._shared.take():
            client.close()
        for waiting in self._driven.take():
            drive(_close(waiting))


class AsyncPyreqwest:
    """The same for tasks, of any event loop."""

    def __init__(self, timeout: Timeout) -> None:
        self._clients = _async_clients(timeout)

    async def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        try:
            return await self._send(request)
        except AdlistsError as error:
            failed = error
        raise bare(failed)

    async def _send(self, request: Request) -> Response:
        running()
        return await _send_async(self._clients, request)

    async def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        for client in self._clients.take():
            await _close(client)


def _clients(timeout: Timeout) -> Clients[SyncClient]:
    def build(timeout: Timeout, proxy: str | None, threads: bool) -> SyncClient:
        builder = configured(SyncClientBuilder(), timeout, proxy)
        return builder.runtime_multithreaded(threads).build()

    return Clients(build, timeout)


def _async_clients(timeout: Timeout) -> Clients[Client]:
    def build(timeout: Timeout, proxy: str | None, threads: bool) -> Client:
        builder = configured(ClientBuilder(), timeout, proxy)
        return builder.runtime_multithreaded(threads).build()

    return Clients(build, timeout)


def _send(clients: Clients[SyncClient], request: Request) -> Response:
    message = _message(clients, request).build_streamed()
    ends = monotonic() + request.seconds
    try:
        with message as answer:
            content = answer.body_reader.read(request.max_reply + 1)
    except Exception as error:
        failed = _failure(error, request, ends)
        if failed is None:
            raise
    else:
        return _reply(request, answer, content)
    raise failed


async def _send_async(clients: Clients[Client], request: Request) -> Response:
    message = _message(clients, request).build_streamed()
    ends = monotonic() + request.seconds
    try:
        async with message as answer:
            content = await answer.body_reader.read(request.max_reply + 1)
    except Exception as error:
        failed = _failure(error, request, ends)
        if failed is None:
            raise
    else:
        return _reply(request, answer, content)
    raise failed


def _failure(error: BaseException, request: Request, ends: float) -> AdlistsError | None:
    failed = failures.of_pyreqwest(error, request.url)
    if isinstance(failed, TimedOut) and monotonic() >= ends:
        return failures.overdue(request.url, request.seconds, sent=failed.sent)
    return failed


def _reply(request: Request, answer: BaseResponse, content: Bytes | None) -> Response:
    body = b"" if content is None else content.to_bytes()
    if len(body) > request.max_reply:
        raise failures.too_large(request.url, request.max_reply)
    return reply(request, answer.status, _pairs(answer.headers), body)


async def _close(client: Client) -> None:
    await client.close()


@overload
def _message(clients: Clients[SyncClient], request: Request) -> SyncRequestBuilder: ...


@overload
def _message(clients: Clients[Client], request: Request) -> RequestBuilder: ...


def _message(
    clients: Clients[SyncClient] | Clients[Client], request: Request
) -> SyncRequestBuilder | RequestBuilder:
    if request.timeout is not None:
        client = clients.within(request.timeout).client(request.url)
    else:
        client = clients.client(request.url)
    headers = outgoing(request)
    if not request.content and request.method in _WITH_BODY:
        headers["content-length"] = "0"  # RFC 9110, section 8.6; hyper leaves it out
    name = "InvalidURL"
    try:
        builder = client.request(request.method, request.url)
        name = "LocalProtocolError"
        builder = builder.headers(headers)
        if request.content:
            builder = builder.body_bytes(whole(request.content))
    except ValueError as error:
        failed = failures.failure(error, request.url, name=name)
        raise failed or AssertionError(name) from None
    if request.seconds == clients.total:  # the client's own, at no cost for a call
        return builder
    return builder.timeout(timedelta(seconds=min(request.seconds, _LONGEST)))


def _pairs(headers: HeaderMap) -> list[tuple[str, str]]:
    try:
        return list(headers.items())
    except ValueError:  # some value is not ASCII: pyreqwest has no way to read that one
        return [(name, value) for name in set(headers) for value in _readable(headers, name)]


def _readable(headers: HeaderMap, name: str) -> list[str]:
    try:
        return headers.getall(name)
    except ValueError:
        return []
