"""Typed clients for the lists that advertising platforms target or exclude.

import adlists
from adlists_api import criteo_v1

with adlists.connect(criteo_v1.Api, adlists.ClientCredentials("id", "secret")) as criteo:
    criteo.audiences.get_audiences(advertiser_id=1)
"""

from adlists.contract import UNSET, File, Stream, Unset
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
    DecodingError,
    EncodingError,
    Forbidden,
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
    WireError,
)
from adlists.events import AttemptFinished, CallFinished, Event, RetryScheduled, TokenFetched
from adlists.hookspecs import hookimpl, hookspec
from adlists.messages import Request, Response, Timeout
from adlists.plugins.credentials import (
    ApiKey,
    BasicAuth,
    BearerToken,
    ClientCredentials,
    RefreshToken,
    ServiceAccount,
)
from adlists.plugins.retry import Retry
from adlists.session import AsyncSession, Session, connect, connect_async
from adlists.version import __version__

__all__ = [
    "UNSET",
    "AdlistsError",
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
    "DecodingError",
    "EncodingError",
    "Event",
    "File",
    "Forbidden",
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
    "Unset",
    "WireError",
    "__version__",
    "connect",
    "connect_async",
    "hookimpl",
    "hookspec",
]
