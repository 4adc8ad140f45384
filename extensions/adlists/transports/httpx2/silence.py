"""Keeps the HTTP libraries from logging what we send.

httpx2 writes each full URL at INFO, its key in the query included; httpcore2 and hpack
write headers at DEBUG. Their records are dropped while a request of ours is under way, in
the thread or task that sends it; whoever else uses these libraries keeps theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_LOGGERS: Final = (
    "httpx2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
    "hpack.hpack",
    "hpack.table",
)

_sending: Final = ContextVar("_sending", default=False)


def _heard(record: logging.LogRecord) -> bool:  # noqa: ARG001 - the signature of a filter
    return not _sending.get()


def install() -> None:
    """Begin to listen in on the libraries' loggers; once is enough, twice is harmless."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_heard)


@contextmanager
def silence() -> Generator[None]:
    """Drop what the libraries log within."""
    token = _sending.set(True)
    try:
        yield
    finally:
        _sending.reset(token)
