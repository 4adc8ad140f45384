"""Request and response as they travel, and what carries them: of no HTTP library.

Header names are lower case, as HTTP/2 writes them (RFC 9113, section 8.2); a header that
came more than once has its values joined with ", " (RFC 9110, section 5.3).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Protocol

import attrs

from adlists.errors import ConfigurationError

SECONDS: Final = 120.0
#: Some twenty times the largest body that a service at hand sends or takes.
MAX_REPLY: Final = 64 * 2**20
_LONGEST: Final = 86_400  # seconds; what is longer is a mistake, and more than clocks can bear


def join_headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Make one mapping of header lines: lower-case names, repeated values joined."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()  # noqa: PLW2901 - the pair itself is never used again
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


class Headers(dict[str, str]):
    """Headers whose names are in lower case, and found in any case."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None, /) -> Any:
        """Return a header; the default where there is none."""
        return super().get(name.lower(), default)


def lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return headers with their names in lower case; of two that then are one, the last."""
    if "".join(headers).islower():
        return headers
    return {name.lower(): value for name, value in headers.items()}


@lru_cache(maxsize=64)
def parse_content_type(value: str) -> tuple[str | None, str | None]:
    """Return media type and charset of a Content-Type, both in lower case; None where missing."""
    media_type, *parameters = value.split(";")
    charset = None
    for parameter in parameters:
        name, _, said = parameter.partition("=")
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


# Without slots, as two of them are made for each call: a frozen class with slots sets its
# fields at twice the cost.
@attrs.frozen(eq=False, repr=False, slots=False)
class Request:
    """One request. `attempt` counts from 1, over the repeats of one call.

    `seconds` bounds the attempt from the wait for a connection to the last byte of the
    reply; `max_reply` is the most bytes that the reply may have, before and after its
    compression is undone. A transport keeps both. Of a reply of one of the `streamed` media
    types, or of any where that is `*/*`, a transport may hand on the pieces as they come.
    `call` is the number of the call that it belongs to, as events have it; 0 where it belongs to
    none. `timeout` bounds the phases of this request, where they are others than the
    transport's own.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes = b""
    attempt: int = 1
    seconds: float = SECONDS
    max_reply: int = MAX_REPLY
    streamed: frozenset[str] = frozenset()
    call: int = 0
    timeout: Timeout | None = None

    def with_header(self, name: str, value: str) -> Request:
        """Return the request with one header set, whatever the case of its name."""
        made = object.__new__(Request)  # a copy, at half the cost of another
        fields = made.__dict__
        fields.update(self.__dict__)
        # Of two that differ by case a transport sends the last: see `lower`.
        fields["headers"] = {**self.headers, name.lower(): value}
        return made

    def of_call(self, url: str, headers: Mapping[str, str], content: bytes, number: int) -> Request:
        """Return the request with all that one call gives it, its number among it."""
        made = object.__new__(Request)  # as above
        fields = made.__dict__
        fields.update(self.__dict__)
        fields["url"] = url
        fields["headers"] = headers
        fields["content"] = content
        fields["call"] = number
        return made

    def header(self, name: str) -> str | None:
        """Return a header, whatever the case of its name; None where there is none."""
        return lower(self.headers).get(name.lower())

    def with_query(self, name: str, value: str) -> Request:
        """Return the request with one query parameter more, percent-encoded."""
        from urllib.parse import quote

        mark = "&" if "?" in self.url else "?"
        url = f"{self.url}{mark}{quote(name, '')}={quote(value, '')}"
        return attrs.evolve(self, url=url)

    def __repr__(self) -> str:  # queries, headers and bodies carry credentials and people
        return f"<Request {self.method} {origin(self.url)}, {len(self.content)} bytes>"


class Pieces(Protocol):
    """The body of a reply, as it comes; the connection goes back at its end, or by `close()`."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """Give back the connection, or close it where there is more to come."""
        ...


class AsyncPieces(Protocol):
    """The same for the tasks of one event loop."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None:
        """Give back the connection, or close it where there is more to come."""
        ...


@attrs.frozen(eq=False, repr=False, slots=False)
class Response:
    """One reply, read to its end and with any Content-Encoding undone.

    `request` is what was sent, set by the pipeline where someone will ask: for an error
    status, and from the second attempt on. `stream` is there instead of `content` where a
    transport hands on what it was asked to (`Request.streamed`).
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    request: Request | None = None
    stream: Pieces | AsyncPieces | None = None

    @property
    def attempts(self) -> int:
        """How often the call was sent until this reply came."""
        return 1 if self.request is None else self.request.attempt

    def header(self, name: str) -> str | None:
        """Return a header, whatever the case of its name; None where there is none."""
        return lower(self.headers).get(name.lower())

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


def _duration(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    if value is not None and not (known and 0 < value <= _LONGEST):
        msg = (
            f"The timeout's {attribute.name} has to be a number of seconds, more than 0 and at"
            f" most {_LONGEST}, or None for no limit."
        )
        raise ConfigurationError(msg)


@attrs.frozen
class Timeout:
    """How many seconds each phase of one attempt may take; None for no limit.

    `read` and `write` bound the wait for the next bytes, not the whole transfer; `pool`
    bounds the wait for a free connection. `total` bounds the attempt from its beginning to
    the last byte of the reply, however the bytes come.
    """

    connect: float | None = attrs.field(default=10.0, validator=_duration)
    read: float | None = attrs.field(default=60.0, validator=_duration)
    write: float | None = attrs.field(default=60.0, validator=_duration)
    pool: float | None = attrs.field(default=60.0, validator=_duration)
    total: float | None = attrs.field(default=SECONDS, validator=_duration)

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
    no credential, logs nothing. Keeps the request's `seconds` and `max_reply`, and never
    uses a connection again on which more came than one reply.
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
