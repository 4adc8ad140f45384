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
    """One request was answered (`status`) or was not (`error`, the exception's class name)."""

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
    """Another attempt follows after `delay` seconds. `reason` is a status or a class name."""

    service: str
    operation: str
    attempt: int
    delay: float
    reason: str
    call: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class TokenFetched:
    """A credential fetched a token. `lifetime` is what the service said, None where nothing."""

    service: str
    scheme: str
    lifetime: float | None
    call: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class CallFinished:
    """A call ended: with its result, or with an error (its class name).

    An error may be of any kind, a `DecodingError` of a reply that came in good order among
    them. `arguments` are those that the document does not mark sensitive; of the others, and
    of what looks like somebody's address, it tells that they were given. `tags` are the
    caller's (`with_options(tags=…)`).
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
