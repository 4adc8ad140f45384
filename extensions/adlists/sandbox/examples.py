"""Replies for services that the sandbox knows no rules of: an example of what is documented."""

from __future__ import annotations

from typing import Any

from adlists._runtime.example_values import example
from adlists.contract import Operation
from adlists.sandbox.backends import Answer

__all__ = ["answer", "example"]


def answer(operation: Operation[Any]) -> Answer:
    """Return the first success that the operation lists, with an example of its body.

    Where it lists none, a success is what its default describes.
    """
    success = [reply for reply in operation.replies if reply.low // 100 == 2]
    reply = success[0] if success else operation.reply(200)
    if reply is None:
        return Answer(200)
    data = example(reply.schema) if reply.schema is not None and reply.media_types else None
    return Answer(reply.low if success else 200, data, is_example=True)
