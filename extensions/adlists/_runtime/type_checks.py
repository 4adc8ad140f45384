"""Strict type checks of packages that were made, by mypy, where a project asks for them.

They take seconds where all else takes one, and a client needs no type checker to run, so that
they are made when they are asked for (`type-check = true`), and by the laws of a package.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from adlists._runtime import child_process
from adlists.errors import ConfigurationError

_HOME: Final = "adlists_checked"
_TOLD: Final = 5
_SECONDS: Final = 1800
_OPTIONS: Final = (
    "--strict", "--config-file=", f"--cache-dir={os.devnull}", "--no-error-summary",
    "--hide-error-context", "--no-pretty",
)  # fmt: skip


def installed() -> bool:
    """Tell whether a type checker is here."""
    return find_spec("mypy") is not None


def demand() -> None:
    """Raise `ConfigurationError` where there is no type checker."""
    if not installed():
        msg = "Type checks need mypy, which is not installed. Run: pip install mypy"
        raise ConfigurationError(msg)


def check(folder: Path, names: Iterable[str]) -> None:
    """Demand that packages of a folder pass; ConfigurationError tells what does not."""
    found = findings(folder, names)
    if found:
        more = f"\n  and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
        told = "".join(f"\n  {line}" for line in found[:_TOLD])
        msg = (
            "What was generated does not pass strict type checks, so nothing changed. That is "
            f"our mistake, not the document's; without type-check it is put in place:{told}{more}"
        )
        raise ConfigurationError(msg)


def findings(folder: Path, names: Iterable[str]) -> list[str]:
    """Return what mypy says of packages of a folder, one line each, such as `name/module.py:3: …`.

    Raises `ConfigurationError` where it is not installed, or fails.
    """
    wanted = list(names)
    if not wanted:
        return []
    demand()
    with tempfile.TemporaryDirectory(prefix="adlists-") as made:
        # Below a package of a name of ours: no document's name stands in for another module.
        home = Path(made) / _HOME
        home.mkdir()
        (home / "__init__.py").touch()
        for name in wanted:
            shutil.copytree(folder / name, home / name)
        return _run(Path(made))


def _run(folder: Path) -> list[str]:
    ours = Path(__file__).parents[2]
    # mypy finds what is installed by itself, and refuses to be told.
    known = ours.name in {"site-packages", "dist-packages"}
    environment = {**os.environ, "MYPYPATH": "" if known else str(ours)}
    command = ["-m", "mypy", *_OPTIONS, "-p", _HOME]
    what = "Types could not be checked"
    done = child_process.run(command, _SECONDS, what, folder=folder, environ=environment)
    if done.returncode not in {0, 1}:
        msg = f"mypy could not check what was generated: {(done.stderr or done.stdout).strip()}"
        raise ConfigurationError(msg)
    start = f"{_HOME}{os.sep}"
    lines = done.stdout.splitlines()
    return [line.removeprefix(start) for line in lines if line.startswith(start)]
