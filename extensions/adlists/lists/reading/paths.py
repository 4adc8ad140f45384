"""Which files a source names: a path, a pattern, a list of paths."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard, cast

from adlists.lists.reading.engine_errors import SourceError


def path_of(given: str | os.PathLike[str]) -> Path:
    """Return a path; `SourceError` for what cannot be one."""
    msg = "is no path that this system can have."
    try:
        path = Path(os.fsdecode(given))
        path.exists()
    except (OSError, ValueError, TypeError):
        raise SourceError(msg, file="the source") from None
    if "\0" in str(path):  # of which `exists` says only that it is not there
        raise SourceError(msg, file="the source")
    return path


def shown(path: Path) -> str:
    """Return a path as text that can be shown and kept anywhere."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def are_paths(source: object) -> TypeGuard[Sequence[os.PathLike[str]]]:
    """Tell a list of paths; a list of strings is one of identifiers."""
    if type(source) not in {list, tuple} or not source:
        return False
    return all(isinstance(path, os.PathLike) for path in cast("Sequence[object]", source))


def expand(pattern: Path) -> list[Path]:
    """Return the files that a path or a pattern stands for.

    Raises:
        SourceError: there is none.
    """
    text = str(pattern)
    if pattern.exists() or not glob.has_magic(text):
        return [pattern]
    # Not Path.glob, which knows no pattern that begins with a slash.
    found = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 - see above
    found = [path for path in found if not path.is_dir()]
    if not found:
        msg = "no file matches this pattern. Check the folder and quote the pattern for the shell."
        raise SourceError(msg, file=shown(pattern))
    return found


def would_match(pattern: str, path: Path) -> bool:
    """Tell whether a pattern finds a path, were there a file."""
    wanted, parts = Path(pattern).absolute().parts, path.absolute().parts
    if "**" in wanted:
        return fnmatch.fnmatchcase("/".join(parts), "/".join(wanted).replace("**/", "*"))
    return len(wanted) == len(parts) and all(map(fnmatch.fnmatchcase, parts, wanted))
