"""Replies for services that the sandbox knows no rules of: an example of what is documented."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from adlists._runtime import styles
from adlists._runtime.example_values import example
from adlists.contract import Operation, Reply, ReplyHeader
from adlists.errors import EncodingError
from adlists.sandbox.backends import Answer

__all__ = ["answer", "example", "headers"]

# What frames a reply, or says how its bytes are to be read, is said by whoever sends it.
_FRAMING: Final = frozenset(
    {
        "connection", "content-encoding", "content-length", "content-type", "date", "keep-alive",
        "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip


def answer(operation: Operation[Any]) -> Answer:
    """Return a success of an operation, with an example of its body."""
    reply = success(operation)
    if reply is None:
        return Answer(200)
    data = example(reply.schema) if reply.schema is not None and reply.media_types else None
    return Answer(reply.low or 200, data, is_example=True)


def success(operation: Operation[Any]) -> Reply | None:
    """Return the first success that an operation lists, or else what its default describes."""
    listed = [reply for reply in operation.replies if reply.low // 100 == 2]
    return listed[0] if listed else operation.reply(200)


def headers(described: Iterable[ReplyHeader[Any]]) -> dict[str, str]:
    """Return those of a reply's headers that it has to have, by their names in lower case."""
    found: dict[str, str] = {}
    for header in described:
        if header.required and header.name.lower() not in _FRAMING:
            try:
                text = styles.header_writer(header)(example(header.schema))
            except EncodingError:  # an empty list, or one of lists
                text = ""
            found[header.name.lower()] = text
    return found
