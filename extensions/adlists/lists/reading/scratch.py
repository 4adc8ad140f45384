"""A private temporary folder that does not outlive its job, even one that was killed.

DuckDB spills into it, and a spill may hold addresses. A folder is removed when its job ends;
what a killed job leaves behind, the next job finds unlocked and removes. It is made and locked
under a name that nobody sweeps, so that no other job takes a new one for one left behind.
What is kept whole has no name where the system can read it without one (Linux): then nothing of
it outlives the process, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from io import FileIO, RawIOBase
from pathlib import Path
from typing import Final

from adlists.lists.reading.engine_errors import ExtractError

try:
    import fcntl
except ImportError:  # Windows: no lock there, and so nothing of another job is ever removed
    fcntl = None  # type: ignore[assignment]  # the name is tested before it is used

_PREFIX: Final = "adlists-"
_NEW: Final = ".adlists-"
_LOCK: Final = "in-use"
_DESCRIPTORS: Final = Path("/proc/self/fd")
#: Of files without a name, by the folder whose they are.
_nameless: Final[dict[str, list[int]]] = {}


class Scratch:
    """One folder below `parent`, or below the system's; `name` is its path. Raises OSError."""

    def __init__(self, parent: Path | None = None) -> None:
        where = Path(parent or tempfile.gettempdir())
        _sweep(where)
        made = Path(tempfile.mkdtemp(prefix=_NEW, dir=where))
        self._lock: int | None = None
        try:
            self._lock = os.open(made / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
            if fcntl is not None:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path = where / f"{_PREFIX}{secrets.token_hex(8)}"
            made.rename(path)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            if self._lock is not None:
                os.close(self._lock)
            raise
        self.name: Final = str(path)

    def cleanup(self) -> None:
        """Remove the folder; twice is harmless."""
        if self._lock is not None:
            for folder in [name for name in _nameless if Path(name).is_relative_to(self.name)]:
                for descriptor in _nameless.pop(folder):
                    os.close(descriptor)
            shutil.rmtree(self.name, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def open_new(folder: Path, name: str) -> tuple[FileIO, Path]:
    """Open a new file of a folder to be written; return it, and the path by which it is read.

    That path holds until the folder is cleaned up, and in this process alone.
    """
    path = folder / name
    file = FileIO(path, "x+")
    descriptor = os.dup(file.fileno())
    by_number = _DESCRIPTORS / str(descriptor)
    try:
        alike = by_number.samefile(path)
    except OSError:  # another system
        alike = False
    if not alike:
        os.close(descriptor)
        return file, path
    _nameless.setdefault(str(folder), []).append(descriptor)
    path.unlink()
    return file, by_number


def put(out: RawIOBase, piece: bytes, name: str) -> None:
    """Write a piece of what *name* stands for, all of it. Raises `ExtractError`."""
    view = memoryview(piece)
    try:
        while view:
            view = view[out.write(view) or 0 :]
    except OSError as error:
        msg = f"{name} cannot be kept in the temporary folder: {error.strerror}."
        raise ExtractError(msg) from None


def _sweep(where: Path) -> None:
    """Remove the folders of this user's jobs that are no more: nobody holds their lock.

    Another job may sweep at the same time, so that anything may be gone at any moment.
    """
    if fcntl is None:
        return
    for folder in _folders(where):
        try:
            descriptor = os.open(folder / _LOCK, os.O_RDWR)
        except OSError:  # gone in the meantime, or not ours to touch
            continue
        try:
            if os.fstat(descriptor).st_uid == os.getuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass  # its job is alive
        finally:
            os.close(descriptor)


def _folders(where: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(where) as found:
        for entry in found:
            if entry.name.startswith(_PREFIX):
                yield Path(entry.path)
