"""Finds bytes that came after a reply, which would become the answer to the next call.

A server that sends two replies at once, or more than it announced, leaves bytes behind:
in the HTTP parser, in the TLS layer, in the event loop's buffer. httpcore2 looks for them
in the kernel's alone before it uses a connection again, so its own parts are looked into
here, by names that are private and that the tests pin. A connection that holds any is
declared broken, and httpcore2 closes it when the reply is closed.
"""

from __future__ import annotations

from typing import Any


def discard(stream: Any) -> None:
    """Let the connection of a reply that was read to its end be closed, if more came."""
    connection = find(stream)
    if connection is not None:
        connection._h11_state.send_failed()  # noqa: SLF001 - see above


def find(stream: Any) -> Any:
    """Return the connection of a reply that was read to its end, if more came; else None."""
    while (inner := getattr(stream, "_stream", None) or _below(stream)) is not None:
        stream = inner
    connection = getattr(stream, "_connection", None)
    parser = getattr(connection, "_h11_state", None)
    if parser is not None and (parser.trailing_data[0] or _held(connection)):
        return connection
    return None


def _below(stream: Any) -> Any:
    return getattr(stream, "_httpcore_stream", None)


def _held(connection: Any) -> bool:
    """Tell whether a layer beneath the parser holds bytes that nobody has read."""
    stream: Any = getattr(connection, "_network_stream", None)
    stream = getattr(stream, "inner", stream)
    secured = stream.get_extra_info("ssl_object")
    if secured is not None and secured.pending():
        return True
    stream = getattr(stream, "_stream", None)  # anyio's, in an event loop
    while stream is not None:
        incoming = getattr(stream, "_read_bio", None)
        if incoming is not None and incoming.pending:
            return True
        if getattr(getattr(stream, "_protocol", None), "read_queue", None):
            return True
        stream = getattr(stream, "transport_stream", None)
    return False
