"""Another Python on this machine, run to its end within a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from adlists.errors import ConfigurationError


def run(
    words: Sequence[str],
    seconds: float,
    what: str,
    *,
    given: str | None = None,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run this Python with some arguments, and return what it printed and its exit code.

    *given* is its standard input. Nothing is imported from its working folder. Raises
    `ConfigurationError` after so many seconds; *what* says then what could not be done.
    """
    try:
        return subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-P", *words],
            input=given,
            cwd=folder,
            env=environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        msg = f"{what} within {seconds:g} seconds; nothing changed."
        raise ConfigurationError(msg) from error
