"""Every exception of this package, split by whose fault it is.

    AdlistsError
    ├── CallerError                 yours: change the call, the settings or the plugin
    │   ├── ConfigurationError      a setting, a credential or an address is missing or wrong
    │   ├── ArgumentError           an argument does not fit the operation
    │   ├── MediaTypeError          no codec, or a media type the operation does not list
    │   ├── EncodingError           the body cannot be said in that media type
    │   └── PluginError             a plugin is unknown, misspelled or raised
    ├── WireError                   the network's: the service did not answer readably
    │   ├── ConnectionFailed        no connection was made, nothing was sent
    │   ├── ConnectionLost          the connection broke; the request may have arrived
    │   ├── TimedOut                a phase took too long; see `phase` and `sent`
    │   ├── RedirectRefused         the reply points to another origin
    │   ├── ReplyTooLarge           the reply is larger than a limit of yours
    │   └── DecodingError           the reply is not what it says it is
    └── ApiError                    the service's: it answered, and said no
        ├── BadRequest              400
        ├── Unauthorized            401
        ├── Forbidden               403
        ├── NotFound                404
        ├── NotAcceptable           406
        ├── Conflict                409
        ├── Gone                    410
        ├── ContentTooLarge         413
        ├── UnprocessableContent    422
        ├── TooManyRequests         429
        ├── ServerError             every 5xx
        └── UnexpectedStatus        every other status

No message holds a credential, a query string or a value that a document marks
`x-sensitive`. What the service sent stands in attributes, for whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class AdlistsError(Exception):
    """The root. `operation` is the operation's id and `attempts` how often it was sent."""

    operation: str | None = None
    attempts: int = 0

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the frames of its own cells, not ours, and the message."""
        import traceback
        from pathlib import Path

        ours = str(Path(__file__).parent)
        frames = [
            frame
            for frame in traceback.extract_tb(self.__traceback__)
            if not frame.filename.startswith(ours)
        ]
        lines = "".join(traceback.format_list(frames)).splitlines()
        return [*lines, *"".join(traceback.format_exception_only(self)).splitlines()]

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[AdlistsError], args: tuple[Any, ...], state: dict[str, Any]) -> object:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class CallerError(AdlistsError):
    """Yours: nothing was sent."""


class ConfigurationError(CallerError):
    """A setting, a credential or an address is missing or wrong."""


class ArgumentError(CallerError, ValueError):
    """An argument does not fit the operation; `argument` names one that would answer."""

    def __init__(self, message: str, *, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument


class MediaTypeError(CallerError, ValueError):
    """There is no codec for a media type, or the operation does not list it."""


class EncodingError(CallerError, ValueError):
    """A value cannot be said in the media type chosen.

    `place` tells which: `identifiers[41]`. The value itself is never in the message.
    """

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


class PluginError(CallerError):
    """A plugin is unknown, misspelled, raised from a hook, or does not keep the contract.

    `plugin` is its name, as far as that can be told.
    """

    plugin: str | None = None


class WireError(AdlistsError):
    """The network's: no readable answer came. `sent` tells whether the request may have left."""

    sent: bool = True


class ConnectionFailed(WireError, ConnectionError):
    """No connection was made; nothing was sent, so any call may be repeated."""

    sent = False


class ConnectionLost(WireError, ConnectionError):
    """The connection broke after the request began to leave; its outcome is unknown."""


class TimedOut(WireError, TimeoutError):
    """A phase took too long: "connect", "write", "read", "pool" or "total"."""

    def __init__(self, message: str, *, phase: str, sent: bool) -> None:
        super().__init__(message)
        self.phase = phase
        self.sent = sent


class RedirectRefused(WireError):
    """The reply points to another origin, where neither body nor credential may go."""


class ReplyTooLarge(WireError):
    """The reply is larger than what was allowed (`limit`, in bytes); the rest was not read."""

    def __init__(self, message: str, *, limit: int) -> None:
        super().__init__(message)
        self.limit = limit


class DecodingError(WireError, ValueError):
    """The reply is not what it says it is: truncated, mislabelled, or of another shape.

    `status`, `headers` and `content` are the reply's; `place` tells where it went wrong.
    """

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self.content: bytes = b""


class ApiError(AdlistsError):
    """The service's: it answered, and said no.

    `status` and `headers` are the reply's, `content` its bytes, `body` what could be read
    of them (the document's error model, plain data, or None). `request_id` is the
    service's own name for the call, where it gave one.
    """

    hint: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        headers: Mapping[str, str],
        content: bytes = b"",
        body: Any = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.content = content
        self.body = body
        self.request_id = request_id


class BadRequest(ApiError):
    """400: the service could not accept the request as it stands."""

    hint = "Compare the arguments and the body with the operation's description."


class Unauthorized(ApiError):
    """401: the credential is missing, wrong or expired."""

    hint = "Check the credentials; a fresh token was tried where one could be fetched."


class Forbidden(ApiError):
    """403: the credential is good, but not for this."""

    hint = "Check that the account may use this object, and that the key is the right one."


class NotFound(ApiError):
    """404: there is no such object, or no such address."""

    hint = "Check the id; the object may have been deleted."


class NotAcceptable(ApiError):
    """406: the service cannot answer as it was asked to, or does not accept what was asked."""

    hint = "Read what the operation's description says of this status."


class Conflict(ApiError):
    """409: the request collides with what is there, such as a name already taken."""

    hint = "Choose another name, or use the object that already has it."


class Gone(ApiError):
    """410: what was there is gone for good."""

    hint = "It will not come back; leave it out of later calls."


class ContentTooLarge(ApiError):
    """413: the request is larger than the service takes."""

    hint = "Send less at once, in several calls."


class UnprocessableContent(ApiError):
    """422: the request is well formed, and something that it says cannot be done."""

    hint = "Read what the service says of each value, and mend those."


class TooManyRequests(ApiError):
    """429: the service asks to be called less often."""

    hint = "Call less often, or allow more attempts and a longer deadline."


class ServerError(ApiError):
    """5xx: the service failed."""

    hint = "Try again later; quote the request id to the service's support."


class UnexpectedStatus(ApiError):
    """A status that is neither a success nor any of the above."""

    hint = "Read what the operation's description says of this status."


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    406: NotAcceptable,
    409: Conflict,
    410: Gone,
    413: ContentTooLarge,
    422: UnprocessableContent,
    429: TooManyRequests,
}


def for_status(status: int) -> type[ApiError]:
    """Return the class that stands for a status."""
    if 500 <= status <= 599:
        return ServerError
    return _BY_STATUS.get(status, UnexpectedStatus)
