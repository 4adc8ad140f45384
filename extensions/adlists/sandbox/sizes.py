"""How large a list is said to be: exactly, or as late and as wrong as a fault wants it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from adlists.sandbox.backends import Invocation
from adlists.sandbox.store import Stored

_KEPT: Final = 10_000


class Sizes:
    """The sizes that were last told. *delay* is how long the document says that they lag."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._old: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._mutex = threading.Lock()

    def changes(self, realm: str, stored: Stored, invocation: Invocation) -> None:
        """Remember the size of a list that is about to change, until it is computed anew."""
        lag = self._lag(invocation)
        if lag <= 0:
            return
        with self._mutex:
            _, ends = self._old.get((realm, stored.key), (0, 0.0))
            if ends <= invocation.now:
                due = (invocation.now // lag + 1) * lag
                self._old[realm, stored.key] = sum(stored.sizes.values()), due
                while len(self._old) > _KEPT:
                    self._old.popitem(last=False)

    def told(self, realm: str, stored: Stored, invocation: Invocation) -> int:
        """Return the size that a reply tells."""
        size = sum(stored.sizes.values())
        with self._mutex:
            old, ends = self._old.get((realm, stored.key), (size, 0.0))
        if self._lag(invocation) > 0 and ends > invocation.now:
            size = old
        return max(0, size + invocation.verdict.size)

    def _lag(self, invocation: Invocation) -> float:
        lag = invocation.verdict.lag
        return self._delay if lag is not None and lag == 0 else lag or 0.0
