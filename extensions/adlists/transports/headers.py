"""What every transport does to the headers of a request and of a reply.

Compression is undone here and not by the HTTP libraries: so each transport offers and
reads the same encodings, and a damaged one is told from a connection that broke.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from adlists.errors import ConfigurationError, DecodingError
from adlists.messages import Request, Response, join_headers

ACCEPTED: Final = "gzip, deflate"


def outgoing(request: Request) -> dict[str, str]:
    """Return the headers to send: as they are, with the encodings that can be undone.

    Raises `ConfigurationError` for a value that would end its line and begin another, or
    that each library would write in its own way. The value is not in the message.
    """
    if not _printable("".join(request.headers.values())):
        name = next(name for name, value in request.headers.items() if not _printable(value))
        msg = (
            f"The header {name!r} has a character that is not printable ASCII, such as a line"
            " break at the end of a key. Check where its value comes from."
        )
        raise ConfigurationError(msg)
    if "accept-encoding" in request.headers:
        return dict(request.headers)
    return {**request.headers, "accept-encoding": ACCEPTED}


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def reply(status: int, pairs: Iterable[tuple[str, str]], content: bytes) -> Response:
    """Make the response, with its Content-Encoding undone and no longer among the headers.

    Raises `DecodingError` for an encoding that is damaged or that nobody asked for.
    """
    headers = join_headers(pairs)
    if "content-encoding" not in headers:
        return Response(status, headers, content)
    encodings = headers.pop("content-encoding").lower().split(",")
    headers.pop("content-length", None)
    if content:  # a reply to HEAD, or a 304, may name an encoding and hold nothing
        for name in reversed(encodings):
            content = _undone(name.strip(), content, status, headers)
    return Response(status, headers, content)


def _undone(name: str, content: bytes, status: int, headers: Mapping[str, str]) -> bytes:
    undo = _DECODERS.get(name)
    try:
        if undo is not None:
            return undo(content)
        msg = f"The reply is compressed as {name[:20]!r}; only {ACCEPTED} was asked for."
    except (OSError, EOFError, zlib.error):
        msg = f"The reply says that it is compressed as {name!r}, and is not, or is cut short."
    error = DecodingError(msg)
    error.status, error.headers, error.content = status, headers, content
    raise error


def _inflate(content: bytes) -> bytes:
    # RFC 9110, section 8.4.1.2: some servers send deflate without its zlib wrapper.
    try:
        return zlib.decompress(content)
    except zlib.error:
        return zlib.decompress(content, -zlib.MAX_WBITS)


_DECODERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.decompress,
    "x-gzip": gzip.decompress,
    "deflate": _inflate,
    "identity": bytes,
}
