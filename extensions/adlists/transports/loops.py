"""Which event loop an async transport's connections belong to."""

from __future__ import annotations

import asyncio

from adlists.errors import ConfigurationError


def running() -> asyncio.AbstractEventLoop:
    """Return the running event loop; `ConfigurationError` where it is not asyncio's."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        msg = (
            "Async sessions run in asyncio's event loop, and none is running here. Under trio,"
            " use a sync session in a thread (trio.to_thread.run_sync)."
        )
    raise ConfigurationError(msg)


class LoopBound:
    """Remembers the event loop that connections belong to: the first that used them."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def here(self) -> bool:
        """Tell whether the running loop is that one."""
        return self._loop is None or self._loop is running()

    def check(self) -> None:
        """Raise `ConfigurationError` in any loop but the first."""
        loop = running()
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            msg = (
                "The connections of this async session belong to another event loop, which may be"
                " closed. Open the session within the function that asyncio.run() is given."
            )
            raise ConfigurationError(msg)
