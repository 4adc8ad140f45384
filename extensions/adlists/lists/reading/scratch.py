"""A private temporary folder that does not outlive its job, even one that was killed.

DuckDB spills into it, and a spill may hold addresses. A folder is removed when its job ends;
what a killed job leaves behind, the next job finds unlocked and removes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows: no lock there, and so nothing of another job is ever removed
    fcntl = None  # type: ignore[assignment]  # the name is tested before it is used

_PREFIX: Final = "adlists-"
_LOCK: Final = "in-use"


class Scratch:
    """One folder below `parent`, or below the system's; `name` is its path. Raises OSError."""

    def __init__(self, parent: Path | None = None) -> None:
        where = Path(parent or tempfile.gettempdir())
        _sweep(where)
        self.name: Final = tempfile.mkdtemp(prefix=_PREFIX, dir=where)
        self._lock: int | None = os.open(Path(self.name) / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        if fcntl is not None:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def cleanup(self) -> None:
        """Remove the folder; twice is harmless."""
        if self._lock is not None:
            shutil.rmtree(self.name, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def _sweep(where: Path) -> None:
    """Remove the folders of this user's jobs that are no more: nobody holds their lock."""
    if fcntl is None:
        return
    for lock in where.glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            if lock.stat().st_uid != os.getuid():
                continue
            descriptor = os.open(lock, os.O_RDWR)
        except OSError:  # gone in the meantime, or not ours to touch
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass  # its job is alive
        else:
            shutil.rmtree(lock.parent, ignore_errors=True)
        finally:
            os.close(descriptor)
