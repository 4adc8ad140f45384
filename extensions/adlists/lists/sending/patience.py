"""What a failure means for its batch and its job, and how long to wait before the next trial."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from adlists.errors import (
    AdlistsError,
    ApiError,
    CallerError,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthorized,
    WireError,
)
from adlists.lists.sending.throttle import HaltError

#: again    the same batch may do better
#: perhaps  it may with another token
#: stop     no batch would do better
#: fail     this batch would fail again, others may not
Verdict = Literal["again", "perhaps", "stop", "fail"]

_REFUSALS: Final = 6  # times that a batch gets a 401 while no other call gets through


@attrs.define(eq=False)
class Patience:
    """How often one call failed so far; `answered` counts the calls of others that did not.

    `trials`, `wait` and `wait_max` are those of `DeliveryOptions`.
    """

    answered: int
    trials: int
    wait: float
    wait_max: float
    failed: int = 0
    refused: int = 0

    def pause(self, error: AdlistsError, verdict: Verdict, answered: int) -> float | None:
        """Count a failure; return how long to wait before the next trial, None for no more."""
        if verdict == "perhaps":
            if answered != self.answered:  # others get through: it is the token, not us
                self.refused, self.answered = 0, answered
            self.refused += 1
            return self.wait if self.refused < _REFUSALS else None
        self.failed += 1
        if self.failed >= self.trials * (3 if isinstance(error, TooManyRequests) else 1):
            return None
        return min(self.wait_max, self.wait * 2.0 ** min(self.failed - 1, 20))


def verdict_on(error: AdlistsError, operation: str) -> Verdict:
    """Tell what a failure means for the batch and for the job."""
    if isinstance(error, HaltError):
        return "stop"
    status = error.status if isinstance(error, ApiError) else None
    if isinstance(error, WireError) or status in {408, 429} or (status or 0) >= 500:
        return "again"
    if isinstance(error, Unauthorized) and error.operation == operation:
        return "perhaps"  # a token may have ended on its way, and the next one too
    refused = isinstance(error, CallerError | Forbidden | NotFound)
    # Of another operation: the credentials were refused where a token was to be had.
    return "stop" if refused or error.operation not in {None, operation} else "fail"


def cause_of(error: AdlistsError) -> str:
    """Say in a word or two what failed: the call, and its status or the kind of failure."""
    what = str(error.status) if isinstance(error, ApiError) else type(error).__name__
    return f"{error.operation}: {what}" if error.operation else what
