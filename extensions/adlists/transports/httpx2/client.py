"""An httpx2.Client or AsyncClient of the user's: their proxies, their TLS, their hooks.

Each request goes through the client's own `build_request` and `send`, so its headers,
cookies and authentication apply; redirects are not followed, whatever the client says.
Its timeouts hold unless the session was given others. Whoever made it closes it.
"""

from __future__ import annotations

from typing import Final

import httpx2

from adlists.errors import AdlistsError, ConfigurationError
from adlists.messages import Request, Response, Timeout
from adlists.transports.failures import failure
from adlists.transports.forks import depth
from adlists.transports.headers import outgoing, reply
from adlists.transports.httpx2.silence import install, silence
from adlists.transports.loops import LoopBound

_OF_THE_CODED: Final = frozenset({"content-encoding", "content-length"})

install()


def _limits(client: httpx2.Client | httpx2.AsyncClient, timeout: Timeout) -> httpx2.Timeout:
    if timeout == Timeout():
        return client.timeout
    return httpx2.Timeout(
        connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool
    )


def _request(
    client: httpx2.Client | httpx2.AsyncClient, request: Request, limits: httpx2.Timeout
) -> httpx2.Request:
    if client.is_closed:
        msg = "The httpx2 client passed as `transport` is closed; pass one that is open."
        raise ConfigurationError(msg)
    headers = outgoing(request)
    try:
        return client.build_request(
            request.method, request.url, headers=headers, content=request.content, timeout=limits
        )
    except Exception as error:
        failed = failure(error, request.url)
        if failed is None:
            raise
    raise failed


def _decoded(answer: httpx2.Response) -> Response:
    """Make the response of what a hook of the client's has read already."""
    pairs = [one for one in answer.headers.multi_items() if one[0] not in _OF_THE_CODED]
    return reply(answer.status_code, pairs, answer.content)


class OwnClient:
    """Sends through an httpx2.Client, from as many threads as that allows."""

    def __init__(self, client: httpx2.Client, timeout: Timeout) -> None:
        self._client = client
        self._limits = _limits(client, timeout)
        self._depth = depth()

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        if self._depth != depth():
            msg = (
                "The httpx2.Client passed as `transport` was made before this process was forked,"
                " and its connections are the parent's. Make one, and a session, in the child."
            )
            raise ConfigurationError(msg)
        message = _request(self._client, request, self._limits)
        try:
            with silence():
                answer = self._client.send(message, stream=True, follow_redirects=False)
                try:
                    if answer.is_stream_consumed:
                        return _decoded(answer)
                    content = b"".join(answer.iter_raw())
                finally:
                    answer.close()
        except AdlistsError:
            raise
        except Exception as error:
            failed = failure(error, request.url)
            if failed is None:
                raise
        else:
            return reply(answer.status_code, answer.headers.multi_items(), content)
        raise failed

    def close(self) -> None:
        """Leave the client open: it is not ours."""


class OwnAsyncClient:
    """The same for an httpx2.AsyncClient and the tasks of one event loop."""

    def __init__(self, client: httpx2.AsyncClient, timeout: Timeout) -> None:
        self._client = client
        self._limits = _limits(client, timeout)
        self._loop = LoopBound()

    async def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        self._loop.check()
        message = _request(self._client, request, self._limits)
        try:
            with silence():
                answer = await self._client.send(message, stream=True, follow_redirects=False)
                try:
                    if answer.is_stream_consumed:
                        return _decoded(answer)
                    content = b"".join([part async for part in answer.aiter_raw()])
                finally:
                    await answer.aclose()
        except AdlistsError:
            raise
        except Exception as error:
            failed = failure(error, request.url)
            if failed is None:
                raise
        else:
            return reply(answer.status_code, answer.headers.multi_items(), content)
        raise failed

    async def close(self) -> None:
        """Leave the client open: it is not ours."""
