"""Typed clients for the lists that advertising platforms target or exclude.

import adlists
from adlists_api import criteo_v1

with adlists.connect(criteo_v1.Api, adlists.ClientCredentials("id", "secret")) as criteo:
    criteo.audiences.get_audiences(advertiser_id=1)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from adlists.contract import UNSET, File, Stream, Unset
from adlists.version import __version__

if TYPE_CHECKING:
    from adlists.errors import (
        AdlistsError,
        ApiError,
        ArgumentError,
        BadRequest,
        CallerError,
        ConfigurationError,
        Conflict,
        ConnectionFailed,
        ConnectionLost,
        ContentTooLarge,
        DecodingError,
        EncodingError,
        Forbidden,
        Gone,
        MediaTypeError,
        NotAcceptable,
        NotFound,
        PluginError,
        RedirectRefused,
        ReplyTooLarge,
        ServerError,
        TimedOut,
        TooManyRequests,
        Unauthorized,
        UnexpectedStatus,
        UnprocessableContent,
        WireError,
    )
    from adlists.events import AttemptFinished, CallFinished, Event, RetryScheduled, TokenFetched
    from adlists.hookspecs import hookimpl, hookspec
    from adlists.messages import Request, Response, Timeout
    from adlists.plugins.credentials import (
        Anonymous,
        ApiKey,
        BasicAuth,
        BearerToken,
        ClientCredentials,
        RefreshToken,
        ServiceAccount,
    )
    from adlists.plugins.credentials.keyring import Keyring
    from adlists.plugins.retry import Retry
    from adlists.session import AsyncSession, Session, connect, connect_async

__all__ = [
    "UNSET",
    "AdlistsError",
    "Anonymous",
    "ApiError",
    "ApiKey",
    "ArgumentError",
    "AsyncSession",
    "AttemptFinished",
    "BadRequest",
    "BasicAuth",
    "BearerToken",
    "CallFinished",
    "CallerError",
    "ClientCredentials",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "ConnectionLost",
    "ContentTooLarge",
    "DecodingError",
    "EncodingError",
    "Event",
    "File",
    "Forbidden",
    "Gone",
    "Keyring",
    "MediaTypeError",
    "NotAcceptable",
    "NotFound",
    "PluginError",
    "RedirectRefused",
    "RefreshToken",
    "ReplyTooLarge",
    "Request",
    "Response",
    "Retry",
    "RetryScheduled",
    "ServerError",
    "ServiceAccount",
    "Session",
    "Stream",
    "TimedOut",
    "Timeout",
    "TokenFetched",
    "TooManyRequests",
    "Unauthorized",
    "UnexpectedStatus",
    "UnprocessableContent",
    "Unset",
    "WireError",
    "__version__",
    "connect",
    "connect_async",
    "hookimpl",
    "hookspec",
]

# Loaded when first asked for: a program that imports clients and makes no session pays for none.
_HOMES = {
    "errors": (
        "AdlistsError",
        "ApiError",
        "ArgumentError",
        "BadRequest",
        "CallerError",
        "ConfigurationError",
        "Conflict",
        "ConnectionFailed",
        "ConnectionLost",
        "ContentTooLarge",
        "DecodingError",
        "EncodingError",
        "Forbidden",
        "Gone",
        "MediaTypeError",
        "NotAcceptable",
        "NotFound",
        "PluginError",
        "RedirectRefused",
        "ReplyTooLarge",
        "ServerError",
        "TimedOut",
        "TooManyRequests",
        "Unauthorized",
        "UnexpectedStatus",
        "UnprocessableContent",
        "WireError",
    ),
    "events": (
        "AttemptFinished",
        "CallFinished",
        "Event",
        "RetryScheduled",
        "TokenFetched",
    ),
    "hookspecs": (
        "hookimpl",
        "hookspec",
    ),
    "messages": (
        "Request",
        "Response",
        "Timeout",
    ),
    "plugins.credentials": (
        "Anonymous",
        "ApiKey",
        "BasicAuth",
        "BearerToken",
        "ClientCredentials",
        "RefreshToken",
        "ServiceAccount",
    ),
    "plugins.credentials.keyring": ("Keyring",),
    "plugins.retry": ("Retry",),
    "session": (
        "AsyncSession",
        "Session",
        "connect",
        "connect_async",
    ),
}
_PLACES = {name: home for home, names in _HOMES.items() for name in names}
_MODULES = frozenset({*_HOMES, "plugins", "transports"})


def __getattr__(name: str) -> Any:
    """Load a name, or a module of the package, when it is first asked for."""
    if name in _PLACES:
        value = getattr(import_module(f"adlists.{_PLACES[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"adlists.{name}")
    msg = f"module 'adlists' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*globals(), *_PLACES]
