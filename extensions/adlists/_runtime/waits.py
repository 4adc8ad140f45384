"""How long somebody else asks us to wait, or says that something lasts: never believed blindly.

A service speaks of time in many ways: seconds, a date, the second or millisecond of an
epoch, text that is none of these. Whatever it says becomes a `Wait`: a finite number of
seconds, not negative, and no longer than a ceiling; or None where it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from math import inf, isfinite
from typing import Final, NewType

#: Seconds. Made by this module alone.
Wait = NewType("Wait", float)

#: The longest that a service may keep anyone waiting: asked again after it, it says so again.
LONGEST: Final = 3600.0
_EPOCH: Final = 1_000_000_000  # what is smaller is no date of this century, but a duration
_MILLISECONDS: Final = 100_000_000_000  # an epoch that is counted in thousandths
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")


def wait(value: object, *, longest: float = LONGEST) -> Wait | None:
    """Return a number of seconds, or a text of one, within 0 and *longest*; None for neither."""
    if isinstance(value, str):
        value = value.strip()
        value = float(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not isfinite(value):
        return None
    return Wait(float(min(max(value, 0), longest)))


def retry_after(headers: Mapping[str, str], now: float) -> Wait | None:
    """Read `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3). `now` is since 1970."""
    value = headers.get("retry-after", "").strip()
    seconds = wait(value)
    if seconds is not None or not 0 < len(value) <= 64:
        return seconds
    try:
        from email.utils import parsedate_to_datetime

        date = parsedate_to_datetime(value)
        return wait((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def reset(headers: Mapping[str, str], now: float) -> Wait | None:
    """Read `x-ratelimit-reset`: when calls are welcome again.

    It is a moment since 1970, in seconds or milliseconds, or a number of seconds from now.
    A duration beyond the ceiling is in milliseconds: no window at hand is so long, and
    whoever asks too early is told so.
    """
    value = wait(headers.get("x-ratelimit-reset", ""), longest=inf)
    if value is None:
        return None
    if value >= _MILLISECONDS:
        return wait(value / 1000 - now)
    if value > _EPOCH:
        return wait(value - now)
    return wait(value if value <= LONGEST else value / 1000)
