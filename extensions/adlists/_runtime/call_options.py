"""What one call, or one copy of a session, is sent with beside what its operation says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from typing import Final
from urllib.parse import quote

import attrs

from adlists.contract import CallOptions
from adlists.errors import ConfigurationError
from adlists.messages import Request, Timeout

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
#: What the transport writes, of the body that there is.
WRITTEN: Final = frozenset({"connection", "content-length", "host", "te", "transfer-encoding"})


def made(
    timeout: float | Timeout | None,
    headers: Mapping[str, str] | None,
    query: Mapping[str, str] | None,
    tags: Mapping[str, str] | None,
    total: float,
) -> CallOptions:
    """Return checked options. *total* is how long an attempt may take where nothing is said.

    A number of seconds bounds each phase, and lets the whole take as long where that is more.
    """
    limits = None
    if isinstance(timeout, Timeout):
        limits = timeout
    elif timeout is not None:
        limits = Timeout.of(timeout)
        longer = None if total == inf else max(total, timeout)
        limits = attrs.evolve(limits, total=longer)
    return CallOptions(
        limits,
        {name.lower(): _header(name, value) for name, value in (headers or {}).items()},
        {name: _text("query", name, value) for name, value in (query or {}).items()},
        {name: _text("tags", name, value) for name, value in (tags or {}).items()},
    )


def _header(name: str, value: str) -> str:
    if not TOKEN.fullmatch(name) or name.lower() in WRITTEN:
        msg = f"headers: {name!r} is no header that a caller may set."
        raise ConfigurationError(msg)
    text = _text("headers", name, value)
    if not (text.isascii() and text.isprintable()):
        msg = f"headers: the value of {name!r} must be printable ASCII."
        raise ConfigurationError(msg)
    return text


def _text(option: str, name: object, value: object) -> str:
    if isinstance(name, str) and isinstance(value, str):
        return value
    msg = f"{option}: the value of {name!r} has to be text, not {type(value).__name__}."
    raise ConfigurationError(msg)


def over(inner: CallOptions | None, outer: CallOptions) -> CallOptions:
    """Return the options of a call within those of its session: what the call says holds."""
    if inner is None:
        return outer
    return CallOptions(
        inner.timeout or outer.timeout,
        {**outer.headers, **inner.headers},
        {**outer.query, **inner.query},
        {**outer.tags, **inner.tags},
        inner.keep or outer.keep,
        inner.number or outer.number,
    )


def applied(request: Request, options: CallOptions) -> Request:
    """Return the request as it is to be sent with these options."""
    timeout: Timeout | None = options.timeout
    seconds = request.seconds
    if timeout is not None:
        seconds = inf if timeout.total is None else timeout.total
    return attrs.evolve(
        request,
        url=_with_query(request.url, options.query),
        headers={**request.headers, **options.headers},
        seconds=seconds,
        timeout=timeout,
    )


def _with_query(url: str, query: Mapping[str, str]) -> str:
    if not query:
        return url
    written = {quote(name, ""): quote(value, "") for name, value in query.items()}
    address, _, before = url.partition("?")
    parts = [part for part in before.split("&") if part and part.partition("=")[0] not in written]
    parts += [f"{name}={value}" for name, value in written.items()]
    return f"{address}?{'&'.join(parts)}"
