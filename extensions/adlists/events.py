"""What happened, as frozen values for observers.

Every value here may be logged as it stands: paths are the document's templates, errors
are class names, sizes are byte counts. Nothing here holds an address, a query, a header,
a body or a credential. Durations are in seconds. `call` is the same number in all events of
one call, and of no other call of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs


@attrs.frozen
class AttemptFinished:
    """One request was answered, or was not.

    Attributes:
        service: the service's name.
        operation: the operation's name.
        method: GET, POST, and so on.
        path: the path as the document has it, without values.
        attempt: which one of its call, from 1 on.
        seconds: how long it took.
        sent: bytes of the body that left.
        status: of the reply; None where there was none.
        received: bytes of the reply's body.
        error: the class of what went wrong where there was no reply.
        request_id: the service's own name for it, where it gave one.
        call: the number of the call.
    """

    service: str
    operation: str
    method: str
    path: str
    attempt: int
    seconds: float
    sent: int
    status: int | None = None
    received: int = 0
    error: str | None = None
    request_id: str | None = None
    call: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class RetryScheduled:
    """Another attempt follows.

    Attributes:
        service: the service's name.
        operation: the operation's name.
        attempt: the one that came to nothing.
        delay: seconds until the next.
        reason: a status, or the class of an error.
        call: the number of the call.
    """

    service: str
    operation: str
    attempt: int
    delay: float
    reason: str
    call: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class TokenFetched:
    """A credential fetched a token.

    Attributes:
        service: the service's name.
        scheme: the security scheme that it is for.
        lifetime: seconds, as the service said; None where it said nothing.
        call: the number of the call that needed it.
    """

    service: str
    scheme: str
    lifetime: float | None
    call: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class CallFinished:
    """A call ended: with its result, or with an error.

    Attributes:
        service: the service's name.
        operation: the operation's name.
        attempts: how often a request left.
        seconds: how long all of it took.
        error: the class of the error, a `DecodingError` of a reply that came in good order
            among them; None where there was a result.
        call: the number of the call.
        arguments: those that the document does not mark sensitive; of the others, and of what
            looks like somebody's address, that they were given.
        tags: the caller's own words (`with_options(tags=…)`).
    """

    service: str
    operation: str
    attempts: int
    seconds: float
    error: str | None = None
    call: int = attrs.field(default=0, kw_only=True)
    arguments: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    tags: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)


Event: TypeAlias = AttemptFinished | RetryScheduled | TokenFetched | CallFinished
