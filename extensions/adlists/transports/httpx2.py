"""Skeleton."""
from __future__ import annotations

import httpx2

from adlists.errors import ConnectionLost
from adlists.messages import Request, Response, Timeout, join_headers


class Httpx2Transport:
    """Sends through httpx2."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    @classmethod
    def open(cls, timeout: Timeout) -> Httpx2Transport:
        return cls(httpx2.Client(timeout=httpx2.Timeout(connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool)))

    def send(self, request: Request) -> Response:
        try:
            reply = self._client.send(httpx2.Request(request.method, request.url, headers=dict(request.headers), content=request.content))
        except httpx2.HTTPError as error:
            raise ConnectionLost(type(error).__name__) from error
        return Response(reply.status_code, join_headers(reply.headers.multi_items()), reply.content)

    def close(self) -> None:
        self._client.close()


class AsyncHttpx2Transport:
    """Sends through httpx2."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    @classmethod
    def open(cls, timeout: Timeout) -> AsyncHttpx2Transport:
        return cls(httpx2.AsyncClient(timeout=httpx2.Timeout(connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool)))

    async def send(self, request: Request) -> Response:
        try:
            reply = await self._client.send(httpx2.Request(request.method, request.url, headers=dict(request.headers), content=request.content))
        except httpx2.HTTPError as error:
            raise ConnectionLost(type(error).__name__) from error
        return Response(reply.status_code, join_headers(reply.headers.multi_items()), reply.content)

    async def close(self) -> None:
        await self._client.aclose()
