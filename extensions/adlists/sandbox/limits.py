"""Rates that hold together, and the headers that tell of them.

The headers are those that most services send: `x-ratelimit-limit`, `-remaining` and `-reset`,
of the limit that is nearest, and `retry-after` once it is reached.
"""

from __future__ import annotations

from typing import Final

from adlists.contract.list_steps import RateLimit

__all__ = ["CallCounter", "RateLimit"]


class CallCounter:
    """Counts calls in windows that begin at whole multiples of their length."""

    def __init__(self, limits: tuple[RateLimit, ...]) -> None:
        self._limits: Final = limits
        self._windows = [(-1, 0)] * len(limits)

    def admit(self, now: float, reset: str = "seconds") -> tuple[bool, dict[str, str]]:
        """Count a call; return whether it may pass, and the headers of its reply.

        *reset* says how the end of a window is told: in "seconds" or "milliseconds" since
        1970, or as a "duration" in seconds.
        """
        admitted, wait, nearest = True, 0.0, None
        for index, limit in enumerate(self._limits):
            window = int(now // limit.seconds)
            current, used = self._windows[index]
            used = used + 1 if current == window else 1
            self._windows[index] = window, used
            ends = (window + 1) * limit.seconds
            left = max(0, limit.calls - used)
            if used > limit.calls:
                admitted, wait = False, max(wait, ends - now)
            if nearest is None or (left, -ends) < (nearest[0], -nearest[1]):
                nearest = left, ends, limit.calls
        if nearest is None:
            return True, {}
        left, ends, calls = nearest
        headers = {
            "x-ratelimit-limit": str(calls),
            "x-ratelimit-remaining": str(left),
            "x-ratelimit-reset": _told(ends, now, reset),
        }
        if not admitted:
            headers["retry-after"] = str(max(1, round(wait)))
        return admitted, headers


def _told(ends: float, now: float, reset: str) -> str:
    value = {"milliseconds": ends * 1000, "duration": ends - now}.get(reset, ends)
    return str(round(value))
