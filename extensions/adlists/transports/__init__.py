"""The only sockets of this package. What a user may pass as `transport`, and how it opens.

    None                  the default, unless a test's mocks would not see it
    "default"             what is best by default: "httpx2"
    "fast"                what the extra `adlists[fast]` brings: "pyreqwest", in Rust
    an httpx2.Client      (or AsyncClient) of the user's, with proxies and TLS as they like
    any other object      with `send(request)` and `close()`: see `adlists.messages`

Importing this module loads no HTTP library; opening a transport does.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from adlists.errors import ConfigurationError
from adlists.messages import AsyncTransport, Timeout, Transport
from adlists.transports.interception import refuse_interception

if TYPE_CHECKING:
    import httpx2

Name: TypeAlias = Literal["default", "fast", "httpx2", "pyreqwest"]
AnyTransport: TypeAlias = "Transport | Name | httpx2.Client"
AnyAsyncTransport: TypeAlias = "AsyncTransport | Name | httpx2.AsyncClient"

_LIBRARIES: Final = {"default": "httpx2", "fast": "pyreqwest"}
# Libraries whose clients have a `send` and a `close`, and mean something else by them.
_FOREIGN: Final = frozenset({"aiohttp", "httpx", "httpx2", "niquests", "requests"})


def open_sync(wanted: AnyTransport | None, timeout: Timeout) -> Transport:
    """Open what a user asked for; an object that is a transport already is returned as it is.

    Raises `ConfigurationError` for a name that does not exist, a library that is missing
    or an object that cannot send.
    """
    named = _library(wanted)
    if wanted is None:
        refuse_interception()
    if named == "httpx2":
        from adlists.transports.httpx2.pool import Httpx2

        return Httpx2(timeout)
    if named == "pyreqwest":
        _load_pyreqwest()
        from adlists.transports.pyreqwest.client import Pyreqwest

        return Pyreqwest(timeout)
    library = sys.modules.get("httpx2")  # where it is not loaded, this is no client of its
    if library is not None and isinstance(wanted, library.Client):
        from adlists.transports.httpx2.client import OwnClient

        return OwnClient(cast("httpx2.Client", wanted), timeout)
    if _fits(wanted, waits=False):
        return cast("Transport", wanted)
    raise ConfigurationError(_advice(wanted, "httpx2.Client", "connect"))


def open_async(wanted: AnyAsyncTransport | None, timeout: Timeout) -> AsyncTransport:
    """Open what a user asked for, for the tasks of one event loop; else as `open_sync`."""
    named = _library(wanted)
    if wanted is None:
        refuse_interception()
    if named == "httpx2":
        from adlists.transports.httpx2.pool import AsyncHttpx2

        return AsyncHttpx2(timeout)
    if named == "pyreqwest":
        _load_pyreqwest()
        from adlists.transports.pyreqwest.client import AsyncPyreqwest

        return AsyncPyreqwest(timeout)
    library = sys.modules.get("httpx2")  # where it is not loaded, this is no client of its
    if library is not None and isinstance(wanted, library.AsyncClient):
        from adlists.transports.httpx2.client import OwnAsyncClient

        return OwnAsyncClient(cast("httpx2.AsyncClient", wanted), timeout)
    if _fits(wanted, waits=True):
        return cast("AsyncTransport", wanted)
    raise ConfigurationError(_advice(wanted, "httpx2.AsyncClient", "connect_async"))


def _library(wanted: object) -> str | None:
    """Return the library that a name stands for; None for what is no name."""
    name = "default" if wanted is None else wanted
    return _LIBRARIES.get(name, name) if isinstance(name, str) else None


def _load_pyreqwest() -> None:
    if find_spec("pyreqwest") is None:
        msg = "The transport 'pyreqwest' is not installed; run: pip install 'adlists[fast]'"
        raise ConfigurationError(msg)
    from adlists.transports.pyreqwest.native import load

    load()


def _fits(wanted: object, *, waits: bool) -> bool:
    """Tell whether an object has our methods, blocking or awaiting as they should be."""
    if isinstance(wanted, type) or type(wanted).__module__.partition(".")[0] in _FOREIGN:
        return False
    methods = (getattr(wanted, "send", None), getattr(wanted, "close", None))
    return all(callable(method) and iscoroutinefunction(method) is waits for method in methods)


def _advice(wanted: object, client: str, function: str) -> str:
    shown = repr(wanted) if isinstance(wanted, str) else f"an object of {type(wanted).__name__}"
    return (
        f"{function}() cannot use {shown} as its transport; it takes 'default', 'fast', an"
        f" {client}, or an object with `send` and `close` as `adlists.messages` describes them."
    )
