"""A lock in a database as a lease: held while its holder is heard, and given up when it is not.

    whoever holds a lock says something every few seconds, over the connection that holds it
    whoever has not heard from the database begins no request until it has
    a question that nobody answers is ended, together with its connection
    whoever wants the lock ends the connection of a holder that has been silent for longer

The operating systems of both ends notice most of what goes wrong, and sooner: a process that
died at once, a machine or a cable by what they send of their own. This is for the rest, such as
a proxy in between that answers for a machine that is gone, or a machine that is stopped.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

R = TypeVar("R")

#: Seconds between two words of a holder.
BEAT: Final = 5.0
#: Seconds without a word from the database after which a holder begins no request: fewer than
#: those after which the server's own system gives its connection up (`shared_state`).
FRESH: Final = 15.0
#: Seconds of silence after which a holder's lock is another's.
SILENT: Final = 30.0
#: Seconds that a question may take.
PATIENCE: Final = 60.0

_LOOK: Final = 0.5  # seconds between two looks at what is asked for too long
_GOING: Final = 2.0  # seconds for a connection that was ended to give up its locks
_AGAIN: Final = 0.05

# Who holds a lock, and for how many seconds it has said nothing; a role sees only its own.
_HOLDERS: Final = """
SELECT pid, extract(epoch FROM clock_timestamp() - greatest(query_start, state_change))::float8
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = (%(number)s >> 32) & 4294967295 AND objid = %(number)s & 4294967295
    AND (state LIKE 'idle%%' OR wait_event_type = 'Client')
"""


class Lease:
    """Keeps what a connection holds; `close` before the connection is closed."""

    def __init__(self, connection: Any) -> None:
        self._connection: Final = connection
        self._heard = _now()
        self._mutex = threading.RLock()  # one question at a time, of a transaction perhaps
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="adlists-lease", daemon=True)
        self._thread.start()

    @property
    def fresh(self) -> bool:
        """Tell whether the database was heard lately, so that the lock is surely held."""
        return _now() - self._heard < FRESH

    @property
    def lost(self) -> bool:
        """Tell whether the connection is gone, and the lock with it."""
        return bool(self._connection.closed)

    def ask(self, question: Callable[[], R]) -> R:
        """Ask over the connection; nobody else does meanwhile."""
        with self._mutex, bounded(self._connection):
            answer = question()
        self._heard = _now()
        return answer

    def close(self) -> None:
        """Say nothing more; closing twice is harmless."""
        self._closed.set()
        self._thread.join(BEAT)
        if self._thread.is_alive():  # nobody answers
            end(self._connection)
            self._thread.join()

    def _beat(self) -> None:
        while not self._closed.wait(BEAT):
            if _now() - self._heard < BEAT or not self._mutex.acquire(blocking=False):
                continue  # whoever asks now is heard as well
            try:
                self.ask(lambda: self._connection.execute("SELECT 1"))
            except Exception:  # noqa: BLE001 - a lost connection: whoever asks next is told
                return
            finally:
                self._mutex.release()


def _now() -> float:
    """Return the seconds of a clock that goes on while the machine sleeps, where there is one."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def give_up_silent(connection: Any, number: int) -> bool:
    """End the holders of a lock that have been silent for too long; tell whether any was."""
    found = connection.execute(_HOLDERS, {"number": number}).fetchall()
    silent = [pid for pid, seconds in found if seconds is not None and seconds > SILENT]
    for pid in silent:
        connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
    return bool(silent)


def locked(connection: Any, query: str, number: int) -> bool:
    """Ask for a lock at once, or after whoever holds it in silence was given up."""
    if connection.execute(query, (number,)).fetchone()[0]:
        return True
    if not give_up_silent(connection, number):
        return False
    until = time.monotonic() + _GOING
    while not connection.execute(query, (number,)).fetchone()[0]:
        if time.monotonic() > until:
            return False
        time.sleep(_AGAIN)
    return True


def end(connection: Any) -> None:
    """End a connection under whoever waits for its answer, which becomes an error."""
    with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


class _Watch:
    """Ends connections whose questions nobody answers."""

    def __init__(self) -> None:
        self._asked: dict[int, tuple[float, Any]] = {}
        self._number = 0
        self._mutex = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def __call__(self, connection: Any) -> Generator[None]:
        with self._mutex:
            self._number += 1
            number = self._number
            self._asked[number] = time.monotonic() + PATIENCE, connection
            if self._thread is None or not self._thread.is_alive():  # or this is a fork
                self._thread = threading.Thread(
                    target=self._look, name="adlists-watch", daemon=True
                )
                self._thread.start()
        try:
            yield
        finally:
            self._asked.pop(number, None)

    def renew(self, connection: Any) -> None:
        """Bound anew what is asked over a connection: a part of the answer has come."""
        with self._mutex:
            for number, (_, asked) in list(self._asked.items()):
                if asked is connection:
                    self._asked[number] = time.monotonic() + PATIENCE, connection

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK)
            with self._mutex:
                if not self._asked:
                    self._thread = None
                    return
                asked = list(self._asked.values())
            for until, connection in asked:
                if time.monotonic() > until:
                    end(connection)


#: A context in which the answer to one question has to come.
bounded: Final = _Watch()
