"""The only sockets of this package. What a user may pass as `transport`, and how it opens.

    None, "httpx2"        the default
    "pyreqwest"           faster, in Rust; the extra `adlists[fast]`
    an httpx2.Client      (or AsyncClient) of the user's, with proxies and TLS as they like
    any other object      with `send(request)` and `close()`: see `adlists.messages`

Importing this module loads no HTTP library; opening a transport does.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from adlists.errors import ConfigurationError
from adlists.messages import AsyncTransport, Timeout, Transport

if TYPE_CHECKING:
    import httpx2

Name: TypeAlias = Literal["httpx2", "pyreqwest"]
AnyTransport: TypeAlias = "Transport | Name | httpx2.Client"
AnyAsyncTransport: TypeAlias = "AsyncTransport | Name | httpx2.AsyncClient"


def open_sync(wanted: AnyTransport | None, timeout: Timeout) -> Transport:
    """Open what a user asked for; an object that is a transport already is returned as it is.

    Raises `ConfigurationError` for a name that does not exist, a library that is missing
    or an object that cannot send.
    """
    if wanted is None or wanted == "httpx2":
        from adlists.transports.httpx2 import Httpx2Transport  # noqa: PLC0415 - loads httpx2

        return Httpx2Transport.open(timeout)
    raise NotImplementedError


def open_async(wanted: AnyAsyncTransport | None, timeout: Timeout) -> AsyncTransport:
    """Open what a user asked for, for the tasks of one event loop; else as `open_sync`."""
    if wanted is None or wanted == "httpx2":
        from adlists.transports.httpx2 import AsyncHttpx2Transport  # noqa: PLC0415 - loads httpx2

        return AsyncHttpx2Transport.open(timeout)
    raise NotImplementedError
