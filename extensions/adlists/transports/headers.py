"""What every transport does to the headers of a request, and to a reply.

Compression is undone here and not by the HTTP libraries: so each transport offers and
reads the same encodings, and a damaged one is told from a connection that broke.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, Final

from adlists.errors import ConfigurationError, DecodingError
from adlists.messages import Request, Response, join_headers, lower
from adlists.transports.failures import too_large

ACCEPTED: Final = "gzip, deflate"


def outgoing(request: Request) -> dict[str, str]:
    """Return the headers to send: as they are, with the encodings that can be undone.

    Raises `ConfigurationError` for a value that would end its line and begin another, or
    that each library would write in its own way. The value is not in the message.
    """
    headers = lower(request.headers)
    if not _printable("".join(headers.values())):
        name = next(name for name, value in headers.items() if not _printable(value))
        msg = (
            f"The header {name!r} has a character that is not printable ASCII, such as a line"
            " break at the end of a key. Check where its value comes from."
        )
        raise ConfigurationError(msg)
    if "accept-encoding" in headers:
        return dict(headers)
    return {**headers, "accept-encoding": ACCEPTED}


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def reply(
    request: Request, status: int, pairs: Iterable[tuple[str, str]], content: bytes
) -> Response:
    """Make the response, with its Content-Encoding undone and no longer among the headers.

    Raises `DecodingError` for an encoding that is damaged or that nobody asked for, and
    `ReplyTooLarge` where the content grows beyond what the request allows.
    """
    headers = join_headers(pairs)
    if "content-encoding" not in headers:
        return Response(status, headers, content)
    encodings = headers.pop("content-encoding").lower().split(",")
    headers.pop("content-length", None)
    if content:  # a reply to HEAD, or a 304, may name an encoding and hold nothing
        try:
            content = _undone([name.strip() for name in encodings], content, request)
        except DecodingError as error:
            error.status, error.headers, error.content = status, headers, content
            raise
    return Response(status, headers, content)


def _undone(names: list[str], content: bytes, request: Request) -> bytes:
    if len(names) > _NESTED:
        msg = f"The reply is compressed {len(names)} times over; {_NESTED} times are undone."
        raise DecodingError(msg)
    for name in reversed(names):
        if name == "identity":
            continue
        if name not in _WINDOWS:
            msg = f"The reply is compressed as {name[:20]!r}; only {ACCEPTED} was asked for."
            raise DecodingError(msg)
        try:
            content = _inflated(content, name, request)
        except (EOFError, zlib.error):
            damaged = (
                f"The reply says that it is compressed as {name!r}, and is not, or is cut short."
            )
        else:
            continue
        raise DecodingError(damaged)
    return content


def _inflated(content: bytes, name: str, request: Request) -> bytes:
    window = _WINDOWS[name]
    if name == "deflate" and not _wrapped(content):
        window = -zlib.MAX_WBITS
    parts: list[bytes] = []
    left, members = request.max_reply, 0
    inflate: Any = None  # while a member is open
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        while piece:
            if inflate is None:
                members += 1
                inflate = zlib.decompressobj(window)
            # One byte more than allowed, and no more: a few megabytes may stand for gigabytes.
            parts.append(inflate.decompress(piece, left + 1))
            left -= len(parts[-1])
            if left < 0:
                raise too_large(request.url, request.max_reply)
            if not inflate.eof:
                break
            if window != _GZIP:
                return b"".join(parts)
            # Other members may follow, or padding (RFC 1952, section 2.2).
            piece = inflate.unused_data.lstrip(b"\0")
            inflate = None
            if members == _MEMBERS:
                raise EOFError
    if inflate is not None:
        raise EOFError
    return b"".join(parts)


def _wrapped(content: bytes) -> bool:
    """Tell zlib's format; some servers send deflate without (RFC 9110, section 8.4.1.2)."""
    return content[0] & 15 == zlib.DEFLATED and int.from_bytes(content[:2]) % 31 == 0


_NESTED: Final = 4
_MEMBERS: Final = 10_000  # each costs a little, and some bytes are enough for one
_PIECE: Final = 2**16
_GZIP: Final = zlib.MAX_WBITS | 16
_WINDOWS: Final = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}
