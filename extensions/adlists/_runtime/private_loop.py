"""The event loop in which blocking flows have coroutines awaited: one for the process.

A plugin may hold a client that is bound to the loop it was first used in; were there a loop
for each call, that client would be of no use from the second call on.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from adlists.errors import ConfigurationError

R = TypeVar("R")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_process = 0


def wait_for(function: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Await what a function returns, and block until that is done.

    Whoever is interrupted meanwhile cancels it.
    """

    async def awaited() -> R:
        return await function()

    loop = _running()
    if loop is asyncio._get_running_loop():  # noqa: SLF001 - None, not an error, where none runs
        msg = "A coroutine that a blocking call awaits made a blocking call itself; await there."
        raise ConfigurationError(msg)
    future = asyncio.run_coroutine_threadsafe(awaited(), loop)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


def _running() -> asyncio.AbstractEventLoop:
    """Return the loop, in a thread of its own that ends with the process."""
    global _loop, _process
    with _lock:
        if _loop is None or _process != os.getpid():
            _loop, _process = asyncio.new_event_loop(), os.getpid()
            run = _loop.run_forever
            threading.Thread(target=run, name="adlists-await", daemon=True).start()
        return _loop
