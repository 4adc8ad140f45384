"""Which event loop an async transport's connections belong to."""

from __future__ import annotations

import asyncio

from adlists.errors import ConfigurationError


class LoopBound:
    """Remembers the event loop that connections belong to: the first that used them."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def here(self) -> bool:
        """Tell whether the running loop is that one."""
        return self._loop is None or self._loop is asyncio.get_running_loop()

    def check(self) -> None:
        """Raise `ConfigurationError` in any loop but the first."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            msg = (
                "The connections of this async session belong to another event loop, which may be"
                " closed. Open the session within the function that asyncio.run() is given."
            )
            raise ConfigurationError(msg)
