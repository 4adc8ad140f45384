"""One table from what the HTTP libraries raise to our errors.

It goes by class name, so that no library is loaded for it; a class that is not listed
counts as the nearest of its bases that is. The foreign exception is never chained: its
text, or the request that it holds, may quote a query, a key or a body.

    before the request left     ConnectionFailed, or TimedOut with sent=False
    from then on                ConnectionLost, or TimedOut with sent=True
    never to be sent            ConfigurationError

A reply that is cut short and one that is not HTTP are both `ConnectionLost`: in both cases
the request may have been processed. A connection that the server closed while idle is
noticed before it is used again, and another one is opened; if it closes in that very
moment, the outcome is unknown and `ConnectionLost` says so.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast

from adlists._runtime.redaction import clean
from adlists.errors import (
    AdlistsError,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    RedirectRefused,
    ReplyTooLarge,
    TimedOut,
    WireError,
)
from adlists.messages import origin

Make: TypeAlias = Callable[[str, BaseException], AdlistsError]

_CONNECTING: Final = "client error (Connect)"
_SENT_AFTER_ALL: Final = {"ConnectError": "ReadError", "ConnectTimeoutError": "ReadTimeoutError"}


def failure(error: BaseException, url: str, *, name: str | None = None) -> AdlistsError | None:
    """Return the error of ours for a foreign one; None where it is not the network's.

    `name` stands in for the class where the library chose it badly.
    """
    if isinstance(error, ExceptionGroup):  # anyio connects in a group of tasks
        group = cast("ExceptionGroup[Exception]", error)
        return failure(group.exceptions[0], url)
    names = [name] if name is not None else [kind.__name__ for kind in type(error).__mro__]
    for item in names:
        if item in TABLE:
            return TABLE[item](place_of(url), error)
    return None


def of_pyreqwest(error: BaseException, url: str) -> AdlistsError | None:
    """Return the error of ours for one of pyreqwest's, which are sorted by their causes.

    It names a reply that broke or is late after the connection: what may have been
    processed must not be said to be unsent.
    """
    details: Mapping[str, Any] = getattr(error, "details", None) or {}
    causes = [str(cause["message"]) for cause in details.get("causes") or ()]
    name = type(error).__name__
    if name in _SENT_AFTER_ALL and _CONNECTING not in causes:
        return failure(error, url, name=_SENT_AFTER_ALL[name])
    if name != "ConnectError":
        return failure(error, url)
    place, last = place_of(url), causes[-1]
    if last.startswith("invalid peer certificate: "):
        return untrusted(place, last.rpartition(": ")[2])
    if "dns error" in causes:
        return unresolved(place)
    number = re.search(r"\(os error (\d+)\)$", last)
    reason = os.strerror(int(number[1])).lower() if number else "it could not be opened"
    return refused(place, reason)


def unreachable(place: str, reason: str, advice: str) -> ConnectionFailed:
    """Say that no connection was made."""
    return ConnectionFailed(f"No connection to {place}: {reason}. {advice}")


def untrusted(place: str, reason: str) -> ConnectionFailed:
    """Say that a certificate was not accepted."""
    return unreachable(
        place,
        f"its certificate is not trusted ({clean(reason, 160)})",
        "Where an authority of your own signs it, name that authority's file in SSL_CERT_FILE.",
    )


def unresolved(place: str) -> ConnectionFailed:
    """Say that a name leads nowhere."""
    return unreachable(
        place, "its name cannot be resolved", "Check the base URL and the network's name server."
    )


def refused(place: str, reason: str) -> ConnectionFailed:
    """Say that nobody answered."""
    return unreachable(
        place, reason, "Check the base URL, that the service is up, and any proxy in between."
    )


def overdue(url: str, seconds: float, *, sent: bool) -> TimedOut:
    """Say that an attempt took longer than it may in all."""
    outcome = "it may have processed the request" if sent else "nothing was sent"
    msg = (
        f"{place_of(url)} did not answer within {seconds:g} s in all; {outcome}."
        " Allow more time with `timeout`, and with the retry's deadline."
    )
    return TimedOut(msg, phase="total", sent=sent)


def too_large(url: str, most: int) -> ReplyTooLarge:
    """Say that a reply is larger than it may be."""
    msg = (
        f"The reply of {place_of(url)} is larger than {most:,} bytes, and was not read further."
        " Allow more with `max_reply`, where such a reply is to be expected."
    )
    return ReplyTooLarge(msg, limit=most)


def unsent(url: str, failed: WireError) -> WireError:
    """Say of a failure that it came before the request left, such as in a handshake."""
    place = place_of(url)
    if isinstance(failed, TimedOut):
        return TimedOut(_UNSENT.format(place), phase="connect", sent=False)
    return refused(place, "it broke before the request was sent")


def place_of(url: str) -> str:
    """Return the origin of an address, which alone may stand in a message."""
    try:
        return origin(url)
    except ValueError:
        return "that address"


def _connect(place: str, error: BaseException) -> AdlistsError:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return untrusted(place, cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            reason = "the TLS handshake failed"
            return unreachable(place, reason, "Check that this address and port speak HTTPS.")
        if isinstance(cause, socket.gaierror):
            return unresolved(place)
        if isinstance(cause, OSError) and cause.errno:
            return refused(place, os.strerror(cause.errno).lower())
    return refused(place, "it could not be opened")


def _causes(error: BaseException) -> list[BaseException]:
    """Return the exception and whatever led to it, nearest first."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, *one.args]
            waiting += getattr(one, "exceptions", ())  # asyncio tries several addresses
    return found


def _proxy(place: str, error: BaseException) -> AdlistsError:
    status = re.match(r"\d{3}\b", str(error))
    reason = f"the proxy refused it ({status[0]})" if status else "the proxy refused it"
    return unreachable(place, reason, "Check HTTPS_PROXY, and the user name in it.")


def _address(place: str, _: BaseException) -> AdlistsError:
    return unreachable(place, "the address cannot be used", "It has to look like https://host/.")


def _lost(place: str, _: BaseException) -> AdlistsError:
    return ConnectionLost(
        f"The connection to {place} broke, or its reply is not HTTP. The request may have been"
        " processed: look before you repeat it."
    )


def _unsendable(place: str, _: BaseException) -> AdlistsError:
    return ConfigurationError(
        f"The request to {place} cannot be written as HTTP: a header or the method has a character"
        " that may not stand there. Check the credentials and what plugins add."
    )


def _closed(place: str, _: BaseException) -> AdlistsError:
    return ConfigurationError(f"The transport to {place} is closed; open another session.")


def _redirect(place: str, _: BaseException) -> AdlistsError:
    return RedirectRefused(f"{place} answered with a redirect, which is not followed.")


def _timeout(phase: str, text: str, *, sent: bool) -> Make:
    def make(place: str, _: BaseException) -> AdlistsError:
        msg = f"{text.format(place)} Allow more time with `timeout`."
        return TimedOut(msg, phase=phase, sent=sent)

    return make


_UNSENT: Final = "No connection to {} in time: nothing was sent. Allow more time with `timeout`."
_CONNECT = _timeout("connect", "No connection to {} in time: nothing was sent.", sent=False)
_POOL = _timeout("pool", "No connection to {} became free in time.", sent=False)
_WRITE = _timeout("write", "{} stopped taking the request; a part of it was sent.", sent=True)
_READ = _timeout("read", "{} did not answer in time; it may have processed the request.", sent=True)

TABLE: Final[Mapping[str, Make]] = {
    # httpx2 and httpcore2
    "ConnectTimeout": _CONNECT,
    "PoolTimeout": _POOL,
    "WriteTimeout": _WRITE,
    "ReadTimeout": _READ,
    "TimeoutException": _READ,
    "ConnectError": _connect,
    "ProxyError": _proxy,
    "UnsupportedProtocol": _address,
    "InvalidURL": _address,
    "ReadError": _lost,
    "WriteError": _lost,
    "CloseError": _lost,
    "NetworkError": _lost,
    "RemoteProtocolError": _lost,
    "ProtocolError": _lost,
    "LocalProtocolError": _unsendable,
    "TransportError": _lost,
    "DecodingError": _lost,
    "TooManyRedirects": _redirect,
    "RequestError": _lost,
    "HTTPStatusError": _lost,
    "HTTPError": _lost,
    "CookieConflict": _unsendable,
    "StreamError": _lost,
    "StreamConsumed": _lost,
    "StreamClosed": _lost,
    "ResponseNotRead": _lost,
    "RequestNotRead": _lost,
    "ConnectionNotAvailable": _lost,
    # anyio, beneath them
    "BrokenResourceError": _lost,
    "ClosedResourceError": _lost,
    "EndOfStream": _lost,
    # pyreqwest
    "ConnectTimeoutError": _CONNECT,
    "PoolTimeoutError": _POOL,
    "WriteTimeoutError": _WRITE,
    "ReadTimeoutError": _READ,
    "RequestTimeoutError": _READ,
    "BuilderError": _unsendable,
    "ClientClosedError": _closed,
    "DecodeError": _lost,
    "BodyDecodeError": _lost,
    "JSONDecodeError": _lost,
    "RedirectError": _redirect,
    "StatusError": _lost,
    "RequestPanicError": _lost,
    "DetailedPyreqwestError": _lost,
    "PyreqwestError": _lost,
    # Python itself, where a library lets it through
    "OSError": _lost,
    "OverflowError": _address,  # a port beyond 65535
    "UnicodeError": _address,  # a host that no name server could be asked for
}
