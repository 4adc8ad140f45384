"""What happened, as frozen values for observers.

Every value here may be logged as it stands: paths are the document's templates, errors
are class names, sizes are byte counts. Nothing here holds an address, a query, a header,
a body or a credential. Durations are in seconds.
"""

from __future__ import annotations

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


@attrs.frozen
class RetryScheduled:
    """Another attempt follows after `delay` seconds. `reason` is a status or a class name."""

    service: str
    operation: str
    attempt: int
    delay: float
    reason: str


@attrs.frozen
class TokenFetched:
    """A credential fetched a token. `lifetime` is what the service said, None where nothing."""

    service: str
    scheme: str
    lifetime: float | None


@attrs.frozen
class CallFinished:
    """A call ended: with its result, or with an error (its class name)."""

    service: str
    operation: str
    attempts: int
    seconds: float
    error: str | None = None


Event: TypeAlias = AttemptFinished | RetryScheduled | TokenFetched | CallFinished
