"""DuckDB in bounded memory, on a thread of its own.

While it computes it hears no Ctrl-C, and where it does, it tells so by an error of another kind;
so it works in a thread, and who waits for it hears and interrupts. And it is one thread: blocks
of megabytes that come from several leave holes in the heap, which grow with the file.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb

from adlists.errors import ArgumentError
from adlists.lists.reading import standby
from adlists.lists.reading.arrow import Chunk, chunks
from adlists.lists.reading.engine_errors import ExtractError

R = TypeVar("R")

_HERE: Final = threading.local()  # its mark, in the thread that an engine works in
_PIECE: Final = 0.2  # seconds: in pieces, so that Ctrl-C is heard on every platform
_SOON: Final = 0.02  # seconds until what runs is told again to end
_SPACE: Final = 2**30  # bytes of addresses, on two cores; little of it is ever used


def quiet(db: duckdb.DuckDBPyConnection) -> None:
    """Let a database draw no progress of its own."""
    with suppress(duckdb.InvalidInputException):  # a notebook without ipywidgets: it cannot draw
        db.execute("SET enable_progress_bar = false")


def _demand_space() -> None:
    """Refuse to begin in an address space (`ulimit -v`) in which the C library would abort.

    DuckDB reserves far more than it uses, and a thread that gets none ends the process.
    """
    if sys.platform != "linux":  # elsewhere there is no such limit, or nobody keeps it
        return
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    if most - taken < _SPACE:
        msg = (
            f"this process may take {most // 2**20:,} MB of address space (ulimit -v), and reading"
            f" a source reserves {_SPACE // 2**20:,} MB beside what is taken. Allow more."
        )
        raise ExtractError(msg)


class Engine:
    """An empty database that spills into *folder* what is beyond *memory*, as "300MB".

    With *temporary*, nothing is set or made in it that would outlive a connection, so that the
    next job may have it.
    """

    def __init__(
        self, memory: str, threads: int | None, folder: Path, *, temporary: bool = False
    ) -> None:
        config: dict[str, Any] = {
            "memory_limit": memory,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            config["threads"] = threads
        _demand_space()
        try:
            self._settings: Final = tuple(config.items())
            root, self._thread = standby.take(self._settings, folder, anew=not temporary)
        except duckdb.Error:
            either = "" if threads is None else f", or threads {threads!r},"
            msg = f"memory {memory!r}{either} cannot be used. Say it as '300MB' or '2GB'."
            raise ArgumentError(msg, argument="memory") from None
        self._root: Final = [root]  # until it is given up
        self._db = root.cursor()  # what is temporary goes with it
        self._side = root.cursor()  # a connection has one open result at most
        for item in (self._db, self._side):
            # After two seconds it would draw on standard output, in a shell of Python at least.
            quiet(item)
        self._mark = object()
        self._closed = self._stopped = self._failed = False
        self.unused = False  # whether next to nothing is read with it
        self._temporary: Final = temporary
        self._unwanted: Future[Any] | None = None
        self._running: Future[Any] | None = None

    def rows(
        self, query: str, values: Sequence[object] = (), *, aside: bool = False
    ) -> list[tuple[Any, ...]]:
        """Run a statement to its end; *aside* while chunks are read. Raises `duckdb.Error`."""
        db = self._side if aside else self._db
        return self._heard(lambda: db.execute(query, list(values)).fetchall())

    def chunks(self, query: str) -> Iterator[Chunk]:
        """Yield the result as it comes. Raises `duckdb.Error` or `StreamError`."""
        yield from self.each(chunks(self._heard(lambda: self._db.sql(query))))

    def each(self, items: Iterator[R]) -> Iterator[R]:
        """Yield items that are made in this thread."""
        while (item := self._heard(partial(next, items, None))) is not None:
            yield item
            del item  # it may be large, and would stay until the next one is made

    @contextmanager
    def lent(self, name: str, table: object) -> Generator[None]:
        """Let queries read somebody else's table under a name, from this thread meanwhile.

        What is behind it may be Python, or another database: nobody but who runs it can end it.
        """
        before = getattr(_HERE, "mark", None)
        _HERE.mark = self._mark
        try:
            self._db.register(name, table)
            yield
            self._db.unregister(name)
        finally:
            _HERE.mark = before

    def interrupt(self) -> None:
        """End what runs, if something does: it fails."""
        self._unwanted = self._running
        self._end()

    def stop(self) -> None:
        """End what runs, and whatever is asked for from now on: it fails."""
        self._stopped = True
        self.interrupt()

    def close(self) -> None:
        """End what runs, and give up what is held; closing twice is harmless."""
        running, clean = self._running, self._temporary and not self._failed
        clean = clean and not self._stopped and (running is None or running.done())
        self._stopped = True
        while running is not None and not running.done():
            self._end()
            wait([running], _SOON)
        self._closed = True
        self._db.close()
        self._side.close()
        with suppress(IndexError):
            root = self._root.pop()  # by one of those who close it
            if clean:
                standby.give(self._settings, root, self._thread, unused=self.unused)
            else:
                self._thread.shutdown(cancel_futures=True)
                root.close()

    def _end(self) -> None:
        if not self._closed:
            self._db.interrupt()
            self._side.interrupt()

    def _marked(self, function: Callable[[], R]) -> R:
        _HERE.mark = self._mark
        return function()

    def _heard(self, function: Callable[[], R]) -> R:
        if getattr(_HERE, "mark", None) is self._mark:
            return function()
        if self._closed:
            msg = "The source is closed; open it again."
            raise ArgumentError(msg)
        if self._stopped:
            raise duckdb.InterruptException
        future = self._thread.submit(self._marked, function)
        self._running = future
        try:
            while not future.done():
                wait([future], _PIECE)
                if self._stopped or self._unwanted is future:
                    self._end()  # again: one that comes before the query begins is lost
        except BaseException:
            self._failed = True
            while not future.done():
                self._end()
                wait([future], _SOON)
            raise
        self._failed = self._failed or future.exception() is not None
        return future.result()
