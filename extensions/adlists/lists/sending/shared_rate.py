"""The budget of an account, whichever machine spends it, and what replies say of it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from adlists.errors import AdlistsError, ConfigurationError
from adlists.lists.sending.lease import bounded
from adlists.lists.sending.rate import Limiter, Rate

if TYPE_CHECKING:
    from adlists.lists.sending.shared_state import SharedState

_LOST: Final = 300.0  # seconds after which a request whose end nobody told counts as ended
_LOOK: Final = 0.5  # seconds between two looks at what others heard, where no rate is declared
_SWEEP: Final = 64  # requests after which those that count no more are removed

# A request is counted where no window is full and no reply has asked to wait; else the answer
# says for how long. It runs under the account's lock, so that two never see the same gap.
_TAKE: Final = f"""
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS t),
taken AS (
    SELECT coalesce(ended, opened + make_interval(secs => {_LOST})) AS done
    FROM adlists_request WHERE account = %(account)s
),
windows AS (
    SELECT CASE WHEN count(done) < n THEN 0 ELSE
        greatest(0.01, least(secs, extract(epoch FROM min(done) - t)::float8 + secs)) END AS wait
    FROM unnest(%(limits)s::bigint[], %(periods)s::float8[]) AS rate (n, secs) CROSS JOIN moment
    LEFT JOIN taken ON done + make_interval(secs => secs) > t GROUP BY n, secs, t
),
said AS (
    SELECT pause, extract(epoch FROM until - t)::float8 AS until,
        extract(epoch FROM next - t)::float8 AS next,
        CASE WHEN remaining <= 0 THEN extract(epoch FROM reset - t)::float8 ELSE 0 END AS spent
    FROM adlists_account, moment WHERE account = %(account)s
),
wait AS (
    SELECT greatest(0, (SELECT max(wait) FROM windows),
        (SELECT greatest(until, next, spent) FROM said)) AS seconds
),
opened AS (
    INSERT INTO adlists_request (account)
    SELECT %(account)s FROM wait WHERE seconds <= 0 AND %(counted)s RETURNING id
),
spent AS (
    UPDATE adlists_account SET next = t + make_interval(secs => pause),
        remaining = CASE WHEN reset > t THEN remaining - 1 END
    FROM moment, wait WHERE account = %(account)s AND seconds <= 0
        AND (pause > 0 OR remaining IS NOT NULL)
)
SELECT seconds::float8, (SELECT id FROM opened), pause, greatest(until, spent)
FROM wait LEFT JOIN said ON true
"""
_SAY: Final = f"""
INSERT INTO adlists_account AS known (account, until, pause, next, remaining, reset)
SELECT %(account)s, t + make_interval(secs => %(until)s), %(pause)s,
    t + make_interval(secs => %(pause)s),
    %(remaining)s::bigint - (SELECT count(*) FROM adlists_request WHERE account = %(account)s
        AND ended IS NULL AND opened > t - make_interval(secs => {_LOST})),
    t + make_interval(secs => %(reset)s)
FROM (SELECT clock_timestamp() AS t) AS moment
ON CONFLICT (account) DO UPDATE SET
    until = greatest(known.until, excluded.until), pause = excluded.pause,
    next = greatest(known.next, excluded.next),
    remaining = coalesce(excluded.remaining, known.remaining),
    reset = CASE WHEN excluded.remaining IS NULL THEN known.reset ELSE excluded.reset END
"""


class BudgetLine:
    """The connection over which one process asks for the budgets of all its accounts.

    It is opened when first asked, and again after it was lost; whoever uses it says so, and the
    last one who lets go closes it.
    """

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect: Final = connect
        self._connection: Any = None
        self._mutex = threading.Lock()  # a connection has one transaction at a time
        self._users = 0

    def use(self) -> None:
        """Say that somebody uses it."""
        with self._mutex:
            self._users += 1

    def let_go(self) -> None:
        """Say that somebody uses it no more."""
        with self._mutex:
            self._users -= 1
            if not self._users and self._connection is not None:
                self._connection.close()

    @contextmanager
    def talk(self) -> Generator[Any]:
        """Give the connection to one at a time. Raises `ConfigurationError`."""
        with self._mutex:
            if self._connection is None or self._connection.closed:
                self._connection = self._connect()
                # What a server that crashed forgets of a fraction of a second, it can spare.
                self._connection.execute("SET synchronous_commit = off")
            with bounded(self._connection):
                yield self._connection


class SharedLimiter(Limiter):
    """Keeps an account to its rates, whichever machine spends.

    What a reply says (a 429, what is left) is heard by all of them: at once where a rate is
    declared, as each request asks anyway, and within half a second elsewhere.
    """

    def __init__(self, state: SharedState, account: str, rates: tuple[Rate, ...]) -> None:
        super().__init__(*rates)
        self._state = state
        self._account = account
        self._line: Final = state.budgets
        self._line.use()
        self._closed = False
        self._ids: deque[int] = deque()
        self._looked = float("-inf")
        self._taken = 0

    def acquire(self) -> float:
        """Return 0 and count a request as open, or the seconds after which to ask again."""
        wait = super().acquire()
        if wait > 0 or (not self.rates and time.monotonic() < self._looked + _LOOK):
            return wait
        try:
            with self._line.talk() as db:
                wait = self._take(db)
        except ConfigurationError:  # there is no connection
            self._give_back()
            raise
        except self._state.driver.Error as error:
            self._give_back()
            msg = f"The budget in {self._state.place} cannot be asked ({type(error).__name__})."
            raise AdlistsError(msg) from None
        if wait > 0:
            self._give_back()
        return wait

    def observe(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Learn from a reply, and let the request count from now on for its period."""
        before = self._pause
        super().observe(status, headers)
        told = self._told(status, headers, before)
        if not self._ids and told is None:
            return
        # What cannot be written counts as lost, later, and others hear it themselves.
        with suppress(self._state.driver.Error, ConfigurationError), self._line.talk() as db:
            if self._ids:
                db.execute(
                    "UPDATE adlists_request SET ended = clock_timestamp() WHERE id = %s",
                    (self._ids.popleft(),),
                )
            if told is not None:
                db.execute(_SAY, told)

    def close(self) -> None:
        """Let go of the connection; closing twice is harmless."""
        if not self._closed:
            self._closed = True
            self._line.let_go()

    def _told(
        self, status: int | None, headers: Mapping[str, str], before: float
    ) -> dict[str, Any] | None:
        """Return what others should hear of a reply; None for nothing."""
        with self._mutex:
            now = self._clock()
            left = None
            if status is not None and "x-ratelimit-remaining" in headers and self._left is not None:
                left = self._left + self._open  # as the service counts
            if status != 429 and self._pause == before and left is None:
                return None
            return {
                "account": self._account,
                "until": max(0.0, self._until - now),
                "pause": self._pause,
                "remaining": left,
                "reset": 0.0 if left is None else max(0.0, self._reset - now),
            }

    def _take(self, db: Any) -> float:
        values = {
            "account": self._account,
            "limits": [rate.limit for rate in self.rates],
            "periods": [rate.period for rate in self.rates],
            "counted": bool(self.rates),
        }
        with db.pipeline(), db.transaction():  # in one round trip
            lock = lock_number(f"account {self._account}")
            db.execute("SELECT pg_advisory_xact_lock(%s)", (lock,))
            answer = db.execute(_TAKE, values)
            self._taken += 1
            if self.rates and self._taken % _SWEEP == 0:
                self._sweep(db)
        wait, number, pause, until = answer.fetchone()
        self._looked = time.monotonic()
        if number is not None:
            self._ids.append(number)
        if pause is not None:
            with self._mutex:
                self._pause = float(pause)
                self._until = max(self._until, self._clock() + float(until))
        return float(wait)

    def _sweep(self, db: Any) -> None:
        longest = max(rate.period for rate in self.rates)
        db.execute(
            "DELETE FROM adlists_request WHERE account = %s AND coalesce(ended, opened"
            " + make_interval(secs => %s)) < clock_timestamp() - make_interval(secs => %s)",
            (self._account, _LOST, longest),
        )

    def _give_back(self) -> None:
        with self._mutex:
            self._open -= 1
            if self._left is not None:
                self._left += 1


def lock_number(text: str) -> int:
    """Return the number of an advisory lock."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
