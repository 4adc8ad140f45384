"""All that is asked of an engine: to call functions on other machines, and to say what they gave.

What the functions do when they are called twice, on another machine, after a death, is settled
by the state that the machines share; an engine needs to know nothing of lists.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, runtime_checkable

from adlists.errors import AdlistsError


class EngineError(AdlistsError):
    """An engine did not do what it was asked to; the message says what is known of it."""


@runtime_checkable
class JobEngine(Protocol):
    """An engine. Functions are importable by name, arguments and results can be pickled."""

    @property
    def slots(self) -> int:
        """How many functions it can run side by side now."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any, label: str) -> Any:
        """Have a function called somewhere, once the handles among its arguments have results.

        Return a handle at once. A result goes from machine to machine, and is kept while its
        handle is held. Where the machine dies, the function is called again elsewhere. The
        label tells what it is in logs and on a dashboard; it holds nothing secret.
        """
        ...

    def outcome(self, handle: Any) -> Future[Any]:
        """Return what brings a result here. It fails with `EngineError`, or as the function did."""
        ...

    def close(self) -> None:
        """Let go of the engine, and of what was not begun. It does not end what runs."""
        ...
