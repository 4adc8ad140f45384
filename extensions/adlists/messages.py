"""Request and response as they travel, and what carries them: of no HTTP library.

Header names are lower case, as HTTP/2 writes them (RFC 9113, section 8.2); a header that
came more than once has its values joined with ", " (RFC 9110, section 5.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

import attrs


def join_headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Make one mapping of header lines: lower-case names, repeated values joined."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()  # noqa: PLW2901 - the pair itself is never used again
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


@lru_cache(maxsize=64)
def parse_content_type(value: str) -> tuple[str | None, str | None]:
    """Return media type and charset of a Content-Type, both in lower case; None where missing."""
    media_type, *parameters = value.split(";")
    charset = None
    for one in parameters:
        name, _, said = one.partition("=")
        if name.strip().lower() == "charset":
            charset = said.strip().strip('"').lower() or None
            break
    return media_type.strip().lower() or None, charset


def origin(url: str) -> str:
    """Return scheme, host and port of an address, the port always written."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname}:{port}"


@attrs.frozen(eq=False, repr=False)
class Request:
    """One request. `attempt` counts from 1, over the repeats of one call."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes = b""
    attempt: int = 1

    def with_header(self, name: str, value: str) -> Request:
        """Return the request with one header set; `name` in lower case."""
        headers = {**self.headers, name: value}
        return Request(self.method, self.url, headers, self.content, self.attempt)

    def with_query(self, name: str, value: str) -> Request:
        """Return the request with one query parameter more, percent-encoded."""
        from urllib.parse import quote

        mark = "&" if "?" in self.url else "?"
        url = f"{self.url}{mark}{quote(name, '')}={quote(value, '')}"
        return Request(self.method, url, self.headers, self.content, self.attempt)

    def __repr__(self) -> str:  # queries, headers and bodies carry credentials and people
        return f"<Request {self.method} {origin(self.url)}, {len(self.content)} bytes>"


@attrs.frozen(eq=False, repr=False)
class Response:
    """One reply, read to its end and with any Content-Encoding undone.

    `request` is what was sent, set by the pipeline where someone will ask: for an error
    status, and from the second attempt on.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    request: Request | None = None

    @property
    def attempts(self) -> int:
        """How often the call was sent until this reply came."""
        return 1 if self.request is None else self.request.attempt

    @property
    def media_type(self) -> str | None:
        """The Content-Type without its parameters, in lower case; None where there is none."""
        return parse_content_type(self.headers.get("content-type", ""))[0]

    @property
    def charset(self) -> str | None:
        """The Content-Type's charset, in lower case; None where it names none."""
        return parse_content_type(self.headers.get("content-type", ""))[1]

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.content)} bytes>"


@attrs.frozen
class Timeout:
    """How many seconds each phase of one attempt may take; None for no limit.

    `read` and `write` bound the wait for the next bytes, not the whole transfer; `pool`
    bounds the wait for a free connection.
    """

    connect: float | None = 10.0
    read: float | None = 60.0
    write: float | None = 60.0
    pool: float | None = 60.0

    @classmethod
    def of(cls, value: float | Timeout | None) -> Timeout:
        """Make one of what a user may pass: seconds for every phase, or one, or the default."""
        if isinstance(value, Timeout):
            return value
        return cls() if value is None else cls(value, value, value, value)


class Transport(Protocol):
    """Knows sockets: sends one request, returns one response.

    Raises WireErrors, and ConfigurationError for what cannot be written as HTTP.
    Safe to use from several threads at once. Follows no redirect, keeps no cookie, adds
    no credential, logs nothing.
    """

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        ...

    def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        ...


class AsyncTransport(Protocol):
    """The same for tasks of one event loop."""

    async def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        ...

    async def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        ...
