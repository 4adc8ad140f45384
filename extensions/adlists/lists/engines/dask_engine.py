"""Dask: its own client, its retries, its dashboard.

A worker that dies costs nothing but time: the scheduler calls the function on another one, as
often as `distributed.scheduler.allowed-failures` says.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from importlib import import_module
from typing import Any, Final
from uuid import uuid4

from adlists.errors import ConfigurationError
from adlists.lists.engines.seam import EngineError

_WAIT: Final = 10  # seconds for the scheduler to answer


class DaskEngine:
    """The cluster of a scheduler, by its address: `tcp://host:8786`."""

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            msg = "This engine needs Dask. Run: pip install 'adlists[dask]'"
            raise ConfigurationError(msg) from None
        try:
            self._client: Final[Any] = distributed.Client(
                address, timeout=_WAIT, set_as_default=False, asynchronous=False
            )
        except (OSError, ValueError, RuntimeError) as error:
            msg = f"No scheduler of Dask answers at {address} ({type(error).__name__})."
            raise ConfigurationError(msg) from None

    @property
    def slots(self) -> int:
        """The threads of all workers."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, function: Callable[..., Any], *arguments: Any, label: str) -> Any:
        """Submit a task whose key is the label and a number that nobody else has."""
        return self._client.submit(
            function, *arguments, key=f"adlists-{label}-{uuid4().hex}", pure=False
        )

    def outcome(self, handle: Any) -> Future[Any]:
        """Return what a task gives; one that has killed its workers is given up by Dask."""
        outcome: Future[Any] = Future()
        outcome.set_running_or_notify_cancel()

        def end(task: Any) -> None:
            if task.status == "finished":
                try:
                    outcome.set_result(task.result())
                except Exception as error:  # noqa: BLE001 - of whoever holds the result
                    outcome.set_exception(_gave_up(type(error).__name__))
            elif task.status == "error":
                outcome.set_exception(_told(task.exception()))
            else:
                outcome.set_exception(_gave_up(f"the task is {task.status}"))

        handle.add_done_callback(end)
        return outcome

    def close(self) -> None:
        """Close the client: the scheduler forgets what nobody waits for any more."""
        self._client.close()


def _told(error: Any) -> BaseException:
    """Return a task's own exception; of Dask's, which quote tasks, the kind alone."""
    if type(error).__module__.startswith("distributed"):
        return _gave_up(type(error).__name__)
    found: BaseException = error
    return found


def _gave_up(why: str) -> EngineError:
    return EngineError(f"Dask gave it up ({why}); its dashboard and the workers' logs say more.")
