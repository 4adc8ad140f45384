"""Keeps the reply that the result of a call was read of, for whoever asks for both."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from adlists._runtime import responses
from adlists._runtime.call_options import over
from adlists.contract import Call, CallOptions, Operation, RawReply
from adlists.errors import ConfigurationError
from adlists.messages import Headers, Response, lower

T = TypeVar("T")


@attrs.define(eq=False)
class Kept:
    """The latest response of a call; a layer around it may have it made more than once."""

    operation: Operation[Any]
    response: Response | None = None

    def take(self, response: Response) -> None:
        """Keep a response."""
        self.response = response

    def reply(self, result: T) -> RawReply[T]:
        """Return the result together with the response."""
        response = self.response
        if response is None:
            msg = "A plugin's layer around the call answered by itself, so there is no reply."
            raise ConfigurationError(msg)
        described = self.operation.reply(response.status)
        return RawReply(
            result,
            response.status,
            Headers(lower(response.headers)),
            response.content,
            responses.request_id(response.headers, response.request),
            response.attempts,
            () if described is None else described.headers,
        )


def keeping(call: Call[T]) -> tuple[Kept, Call[T]]:
    """Return the call so that its response is kept, and where."""
    kept: Any = Kept(call.operation)
    options = over(call.options, CallOptions(keep=kept.take))
    return kept, attrs.evolve(call, options=options)
