"""The budget of an account, whichever machine spends it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from adlists.errors import AdlistsError
from adlists.lists.sending.rate import Limiter, Rate

if TYPE_CHECKING:
    from adlists.lists.sending.shared_state import SharedState

_LOST: Final = 300.0  # seconds after which a request whose end nobody told counts as ended


class SharedLimiter(Limiter):
    """Keeps an account to its rates, whichever machine spends.

    What a reply says (a 429, what is left) is heard by its own job alone.
    """

    def __init__(self, state: SharedState, account: str, rates: tuple[Rate, ...]) -> None:
        super().__init__(*rates)
        self._asking = Lock()  # threads of a job share the connection, and a transaction cannot
        self._state = state
        self._account = account
        self._connection: Any = None
        self._ids: deque[int] = deque()

    def acquire(self) -> float:
        """Return 0 and count a request as open, or the seconds after which to ask again."""
        wait = super().acquire()
        if wait > 0:
            return wait
        try:
            with self._asking:
                wait = self._take()
        except self._state.driver.Error as error:
            self._give_back()
            msg = f"The budget in {self._state.place} cannot be asked ({type(error).__name__})."
            raise AdlistsError(msg) from None
        if wait > 0:
            self._give_back()
        return wait

    def observe(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Learn from a reply, and let the request count from now on for its period."""
        try:
            if self._ids:
                self._connection.execute(
                    "UPDATE adlists_request SET ended = clock_timestamp() WHERE id = %s",
                    (self._ids.popleft(),),
                )
        except self._state.driver.Error:  # it counts as lost, later
            pass
        super().observe(status, headers)

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        if self._connection is not None:
            self._connection.close()

    def _take(self) -> float:
        if self._connection is None:
            self._connection = self._state.connect()
        db = self._connection
        with db.transaction():
            db.execute(
                "SELECT pg_advisory_xact_lock(%s)", (lock_number(f"account {self._account}"),)
            )
            for rate in self.rates:
                count, first = db.execute(
                    "SELECT count(*), extract(epoch FROM min(until) - clock_timestamp())::float8"
                    " FROM (SELECT coalesce(ended, opened + make_interval(secs => %s))"
                    " + make_interval(secs => %s) AS until FROM adlists_request"
                    " WHERE account = %s) AS found WHERE until > clock_timestamp()",
                    (_LOST, rate.period, self._account),
                ).fetchone()
                if count >= rate.limit:
                    return max(0.01, min(float(first), rate.period))
            longest = max(rate.period for rate in self.rates)
            db.execute(
                "DELETE FROM adlists_request WHERE account = %s AND coalesce(ended, opened"
                " + make_interval(secs => %s)) < clock_timestamp() - make_interval(secs => %s)",
                (self._account, _LOST, longest),
            )
            found = db.execute(
                "INSERT INTO adlists_request (account) VALUES (%s) RETURNING id", (self._account,)
            ).fetchone()
        self._ids.append(found[0])
        return 0.0

    def _give_back(self) -> None:
        with self._mutex:
            self._open -= 1
            if self._left is not None:
                self._left += 1


def lock_number(text: str) -> int:
    """Return the number of an advisory lock."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
