"""What ties a run to the machines that work for it, by the database that they share.

    a run holds an advisory lock of its own; who works for it stops soon after that is gone
    it listens in a channel of that name, and hears how far each job is

So whoever ends a run, by Ctrl-C, by a kill or by pulling a plug, ends what it began elsewhere,
whatever the engine makes of it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any, Final, Self
from uuid import uuid4

import attrs

from adlists.errors import AdlistsError, ConfigurationError
from adlists.lists.report import Progress
from adlists.lists.sending.shared_rate import lock_number
from adlists.lists.sending.shared_state import SharedState
from adlists.lists.sending.state import state_of

_PIECE: Final = 0.5  # seconds for which a run listens at a time


class Lifeline:
    """The run's side, as a context; *hear* is called with a job's number and its progress."""

    def __init__(self, state: SharedState, hear: Callable[[int, Progress], None]) -> None:
        self.run: Final = uuid4().hex
        self._state = state
        self._hear = hear
        self._closed = threading.Event()
        self._connection: Any = None
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._listen, name="adlists-lifeline", daemon=True)

    def __enter__(self) -> Self:
        self._connection = self._state.connect()
        self._connection.execute("SELECT pg_advisory_lock(%s)", (_lock(self.run),))
        self._connection.execute(f"LISTEN {_channel(self.run)}")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._thread.join()
        self._connection.close()

    def check(self) -> None:
        """Raise what came of listening, if that has ended."""
        if self._failed is None:
            return
        if isinstance(self._failed, self._state.driver.Error):
            msg = f"The state in {self._state.place} is gone ({type(self._failed).__name__})."
            raise AdlistsError(msg) from None
        raise self._failed

    def _listen(self) -> None:
        try:
            while not self._closed.is_set():
                for news in self._connection.notifies(timeout=_PIECE):
                    number, told = json.loads(news.payload)
                    self._hear(number, Progress(**told))
        except BaseException as error:  # noqa: BLE001 - of a user's callback: raised by `check`
            self._failed = error


class Tie:
    """The worker's side: reports progress; to be closed when its job has ended."""

    def __init__(self, run: str) -> None:
        """Find the run in the state that this machine is told of.

        Raises:
            ConfigurationError: It is not there: it has ended, or the state is another one.
        """
        state = state_of()
        if not isinstance(state, SharedState):
            msg = (
                "This worker has no state that machines share. Set ADLISTS_STATE in its "
                "environment to the postgresql:// address that the run has."
            )
            raise ConfigurationError(msg)
        self.address: Final = state.address
        self._run = run
        self._driver = state.driver
        self._connection = state.connect()
        if not self.holds():
            self._connection.close()
            msg = (
                f"This worker's state, {state.place}, knows nothing of the run: either it has "
                "ended, or ADLISTS_STATE names another database here than there."
            )
            raise ConfigurationError(msg)

    def holds(self) -> bool:
        """Tell whether the run is still there."""
        try:
            found = self._connection.execute(
                "SELECT pg_try_advisory_lock_shared(%s)", (_lock(self._run),)
            ).fetchone()
        except self._driver.Error:
            return False
        return not found[0]

    def tell(self, number: int, progress: Progress) -> None:
        """Tell the run how far a job is."""
        text = json.dumps([number, attrs.asdict(progress)])
        try:
            self._connection.execute("SELECT pg_notify(%s, %s)", (_channel(self._run), text))
        except self._driver.Error:
            return  # whether the run is there is asked elsewhere

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _channel(run: str) -> str:
    return f"adlists_{run}"


def _lock(run: str) -> int:
    return lock_number(f"run {run}")
