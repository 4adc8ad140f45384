"""Progress callbacks of users: plain functions, and in jobs that are awaited coroutines, too."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from inspect import isawaitable, iscoroutinefunction
from typing import Any

from adlists.errors import ArgumentError
from adlists.lists.report import Progress, Watch


def blocking(watch: Watch | None) -> Watch | None:
    """Return a callback for a job that blocks; one that has to be awaited is refused."""
    if watch is not None and _is_async(watch):
        msg = "watch is a coroutine function, which only jobs that are awaited can call."
        raise ArgumentError(msg)
    return watch


@asynccontextmanager
async def awaited(watch: Watch | None) -> AsyncGenerator[Watch | None]:
    """Give a callback for a job that is awaited: coroutines run one after another, to the end.

    What one of them raises is raised when the job has ended.
    """
    if watch is None or not _is_async(watch):
        yield watch
        return
    import asyncio

    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Progress | None] = asyncio.Queue()

    async def call() -> None:
        while (progress := await queue.get()) is not None:
            result: Any = watch(progress)
            if isawaitable(result):
                await result

    task = asyncio.ensure_future(call())
    try:
        yield lambda progress: loop.call_soon_threadsafe(queue.put_nowait, progress)
    finally:
        loop.call_soon(queue.put_nowait, None)
        await asyncio.gather(task, return_exceptions=True)
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


def _is_async(watch: Watch) -> bool:
    return iscoroutinefunction(watch) or iscoroutinefunction(getattr(watch, "__call__", None))  # noqa: B004 - of an object whose call is a coroutine
