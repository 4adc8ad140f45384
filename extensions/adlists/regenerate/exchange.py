"""Puts a folder in the place of another so that, whatever happens, one of them is there.

Linux and macOS exchange two folders in one step. Elsewhere it takes two renames, and whoever
regenerates next finishes what a process killed between them began.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

_PREFIX: Final = ".regenerate-"
_ASIDE: Final = ".old"
_HERE: Final = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


@contextlib.contextmanager
def staging(output: Path) -> Generator[Path, None, None]:
    """Lend a folder near the output, on its file system, where packages are made.

    What killed processes left behind goes first, and what they took away comes back.
    """
    home = near(output)
    _clean(home, output)
    prefix = f"{_PREFIX}{output.name}-{os.getpid()}-"
    # What cannot be removed now (too many files are open, say) is removed by the next one.
    with tempfile.TemporaryDirectory(prefix=prefix, dir=home, ignore_cleanup_errors=True) as made:
        yield Path(made)


def near(output: Path) -> Path:
    """Return the nearest folder around the output: a rename stays on its file system."""
    return next(folder for folder in output.absolute().parents if folder.is_dir())


def put(made: Path, target: Path) -> None:
    """Put a made package in place; the old one, if any, is left where the new one was made."""
    if not target.exists():
        made.rename(target)
        return
    if _exchange(made, target):
        return
    aside = made.with_name(f"{made.name}{_ASIDE}")
    target.rename(aside)
    try:
        made.rename(target)
    except BaseException:
        aside.rename(target)
        raise


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; False where the system or the disk cannot."""
    if sys.platform not in {"linux", "darwin"}:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first.absolute()), os.fsencode(second.absolute())
    try:
        if sys.platform == "linux":
            done = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
        else:
            done = library.renamex_np(names[0], names[1], _EXCHANGE)
    except AttributeError:  # an old C library
        return False
    return bool(done == 0)


def _clean(home: Path, output: Path) -> None:
    """Remove the folders of processes that are gone; put back what they had set aside."""
    for folder in home.glob(f"{_PREFIX}{output.name}-*"):
        process = folder.name.removeprefix(f"{_PREFIX}{output.name}-").partition("-")[0]
        if not process.isdigit() or _runs(int(process)):
            continue
        for aside in folder.glob(f"*{_ASIDE}"):
            target = output / aside.name.removesuffix(_ASIDE)
            if not target.exists():
                output.mkdir(parents=True, exist_ok=True)
                aside.rename(target)
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        return False  # an open folder cannot be removed there, so that nothing is lost
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
