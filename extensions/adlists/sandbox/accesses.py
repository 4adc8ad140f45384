"""The last calls that came to a sandbox, for people to look at: redacted whenever they are shown.

What a document marks sensitive, and whatever looks like an address of a person, is not shown:
not in an address, not in a body. What came is kept in memory, as far as there is room for it.
"""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urlsplit

import attrs

from adlists._runtime import media, redaction, secrecy
from adlists.contract import MediaType, Schema, is_dict, is_list, redacted
from adlists.errors import DecodingError
from adlists.messages import Request, Response
from adlists.sandbox import security
from adlists.sandbox.rejections import RefusedError
from adlists.sandbox.router import Route

if TYPE_CHECKING:
    from adlists.sandbox.core import Sandbox

_KEPT: Final = 200
#: Bytes of all bodies that are kept, of one of them, and characters that are shown of one.
_ROOM: Final = 16 * 2**20
_LARGEST: Final = 4 * 2**20
_SHOWN: Final = 20_000
_HEADERS: Final = frozenset(
    {"accept", "allow", "content-type", "retry-after", "user-agent", "www-authenticate"}
)


@attrs.frozen(eq=False, repr=False)
class Access:
    """One call: when it came (unix seconds), how long it took, and what was answered.

    `response` is None where the connection was broken instead. Bodies are None where there
    was no room for them.
    """

    number: int
    at: float
    seconds: float
    request: Request
    response: Response | None
    sizes: tuple[int, int]
    bodies: tuple[bytes | None, bytes | None]

    @property
    def status(self) -> int | None:
        """The status of the reply; None where there was none."""
        return None if self.response is None else self.response.status


@attrs.frozen
class ShownBody:
    """A body as it may be shown: what type it is of, its bytes, and its data as JSON.

    `note` says why there is no text, or not all of it.
    """

    media_type: str
    size: int
    text: str
    note: str = ""


@attrs.frozen
class ShownAccess:
    """A call as it may be shown. `service` and `operation` are "" where it means none."""

    service: str
    operation: str
    address: str
    headers: tuple[Mapping[str, str], Mapping[str, str]]
    sent: ShownBody | None
    received: ShownBody | None


class Accesses:
    """The last calls, the newest first. *tell* gets a line about each, without its end."""

    def __init__(self, sandbox: Sandbox, tell: Callable[[str], None] | None = None) -> None:
        self._sandbox = sandbox
        self._tell = tell
        self._numbers = count(1)
        self._kept: deque[Access] = deque(maxlen=_KEPT)
        self._mutex = threading.Lock()

    def note(
        self, request: Request, response: Response | None, at: float, seconds: float
    ) -> Access:
        """Keep a call, and tell of it."""
        contents = (request.content, b"" if response is None else response.content)
        with self._mutex:
            access = Access(
                next(self._numbers),
                at,
                seconds,
                attrs.evolve(request, content=b""),
                None if response is None else attrs.evolve(response, content=b""),
                (len(contents[0]), len(contents[1])),
                tuple(content if len(content) <= _LARGEST else None for content in contents),  # type: ignore[arg-type]  # two
            )
            self._kept.appendleft(access)
            self._forget()
        if self._tell is not None:
            self._tell(self.line(access))
        return access

    def _forget(self) -> None:
        """Drop the bodies of the oldest, as far as there are too many."""
        room = _ROOM
        for index, access in enumerate(self._kept):
            room -= sum(len(body or b"") for body in access.bodies)
            if room < 0 and any(access.bodies):
                self._kept[index] = attrs.evolve(access, bodies=(None, None))

    def latest(self, most: int = _KEPT) -> list[Access]:
        """Return the last calls, the newest first."""
        with self._mutex:
            return list(self._kept)[:most]

    def find(self, number: int) -> Access | None:
        """Return the call of that number; None where it is forgotten."""
        return next((access for access in self.latest() if access.number == number), None)

    def line(self, access: Access) -> str:
        """Return a call as one line of a log."""
        status = "lost" if access.status is None else str(access.status)
        came, went = access.sizes
        return (
            f"{access.request.method} {self.address(access.request)} {status} "
            f"{access.seconds * 1000:.0f} ms, {came:,} bytes in, {went:,} out"
        )

    def address(self, request: Request) -> str:
        """Return the path and the query of a request, without what must not be shown."""
        route = self._route(request)
        if route is None:  # nobody knows what stands in it
            path = redaction.mask(unquote(urlsplit(request.url).path))
            return f"{path}?…" if "?" in request.url else path
        known: dict[tuple[str, str], Schema] = {
            (parameter.place, parameter.name): parameter.schema
            for parameter in route.operation.parameters
        }

        def shown(place: str, name: str, value: str) -> str:
            schema = known.get((place, name))
            if schema is None or schema.sensitive or "@" in value:
                return redaction.MASK
            return quote(redaction.clean(value), safe=":,")

        path = re.sub(
            r"\{([^{}]*)\}",
            lambda found: shown("path", found[1], route.path.get(found[1], "")),
            route.operation.path,
        )
        query = "&".join(
            f"{redaction.mask(name)}={shown('query', name, value)}"
            for name, values in route.query.items()
            for value in values
        )
        return f"/{route.service.name}{path}" + (f"?{query}" if query else "")

    def show(self, access: Access) -> ShownAccess:
        """Return a call as it may be shown."""
        route = self._route(access.request)
        response = access.response
        told = dict[str, str]() if response is None else response.headers
        return ShownAccess(
            "" if route is None else route.service.name,
            "" if route is None else route.operation.id,
            self.address(access.request),
            (_headers(access.request.headers), _headers(told)),
            self._sent(access, route) if access.sizes[0] else None,
            self._received(access, route) if access.sizes[1] else None,
        )

    def _route(self, request: Request) -> Route | None:
        try:
            return self._sandbox.route(request)
        except RefusedError:
            return None

    def _sent(self, access: Access, route: Route | None) -> ShownBody:
        sent = Response(0, access.request.headers, b"")  # reads the same header
        label, charset = sent.media_type or "", sent.charset
        body = None if route is None else route.operation.body
        offered = () if body is None else body.media_types
        schema = None if body is None else body.schema
        return self._shown(
            access.bodies[0], access.sizes[0], label, offered, schema, route, charset
        )

    def _received(self, access: Access, route: Route | None) -> ShownBody:
        response = access.response
        assert response is not None  # noqa: S101 - what was not answered has no size
        reply = None if route is None else route.operation.reply(response.status)
        label, content = response.media_type or "", access.bodies[1]
        if (reply is None or reply.schema is None) and content is not None:  # the sandbox's own
            text = redaction.mask(content.decode("utf-8", "replace").strip())
            return ShownBody(label, access.sizes[1], text)
        offered = () if reply is None else reply.media_types
        schema = None if reply is None else reply.schema
        return self._shown(
            content, access.sizes[1], label, offered, schema, route, response.charset
        )

    def _shown(
        self,
        content: bytes | None,
        size: int,
        label: str,
        offered: tuple[MediaType, ...],
        schema: Schema | None,
        route: Route | None,
        charset: str | None,
    ) -> ShownBody:
        if route is not None and security.issues(route.service, route.operation):
            return ShownBody(label, size, "", "It holds credentials, and is not shown.")
        if content is None:
            return ShownBody(label, size, "", "It is too long to be kept.")
        found = media.listed(offered, label or (offered[0].name if offered else ""))
        codec = None
        if found is not None:
            codec = media.codec_of(found, label, self._sandbox.find_codec)
            schema = found.schema or schema
        if codec is None or schema is None:
            return ShownBody(label, size, "", "It is of a type that the document does not list.")
        try:
            data = codec.decode(content, schema, charset)
        except DecodingError:
            return ShownBody(label, size, "", "It cannot be read as the document has it.")
        return _as_json(label, size, secrecy.veiled(data, schema, redacted))


def _as_json(label: str, size: int, data: Any) -> ShownBody:
    text = json.dumps(_without_addresses(data), ensure_ascii=False, indent=2, default=str)
    if len(text) <= _SHOWN:
        return ShownBody(label, size, text)
    return ShownBody(label, size, text[:_SHOWN], "It goes on; this is its beginning.")


def _without_addresses(data: Any) -> Any:
    """Return a tree with e-mail addresses masked, wherever they stand."""
    if is_list(data):
        return [_without_addresses(item) for item in data]
    if is_dict(data):
        return {name: _without_addresses(value) for name, value in data.items()}
    return redaction.mask(data) if isinstance(data, str) and "@" in data else data


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that say nothing of anyone; of the others, that they are there."""
    return {
        name: redaction.clean(value)
        if name in _HEADERS or name.startswith("x-ratelimit")
        else redaction.MASK
        for name, value in sorted(headers.items())
        if name not in {"host", "content-length", "connection", "accept-encoding"}
    }
