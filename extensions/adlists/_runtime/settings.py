"""The settings file: credentials and addresses that are not in the environment.

It holds lines of `NAME=value`, the names being those of the environment's variables;
blank lines and lines that begin with `#` mean nothing, and a pair of quotes around a value
is left off. It lies where ADLISTS_SETTINGS says, or in the user's configuration folder,
and nobody but its owner may have access to it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from adlists.errors import ConfigurationError


def path(environ: Mapping[str, str]) -> Path:
    """Return where the settings file is, or would be."""
    if chosen := environ.get("ADLISTS_SETTINGS"):
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("adlists", appauthor=False) / "settings"


def read(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what the settings file holds; nothing where there is none.

    Raises `ConfigurationError` where ADLISTS_SETTINGS names a file that is not there, where
    others may read the file, or where a line cannot be understood.
    """
    place = path(environ)
    try:
        with place.open(encoding="utf-8-sig") as file:
            check_private(place, os.fstat(file.fileno()).st_mode)
            lines = file.read().splitlines()
    except FileNotFoundError:
        if environ.get("ADLISTS_SETTINGS"):
            msg = f"ADLISTS_SETTINGS names {place}, which does not exist; create or unset it."
            raise ConfigurationError(msg) from None
        return {}
    except UnicodeDecodeError:
        msg = f"The settings file {place} is not UTF-8 text."
        raise ConfigurationError(msg) from None  # the original quotes the file
    except OSError as error:
        msg = f"The settings file {place} cannot be read: {error.strerror}."
        raise ConfigurationError(msg) from error
    return dict(
        _entry(place, *numbered) for numbered in enumerate(lines, 1) if _says_something(numbered[1])
    )


def merged(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment with what the settings file holds beside it."""
    held = read(environ)
    return {**held, **environ} if held else environ


def check_private(place: Path, mode: int) -> None:
    """Refuse a file that others may open."""
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        msg = f"Others may open {place}; run `chmod 600 {place}`."
        raise ConfigurationError(msg)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _entry(place: Path, number: int, line: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in line.partition("="))
    if not equals or not name.isidentifier():
        msg = f"{place}, line {number}: expected NAME=value."  # the line may be half a secret
        raise ConfigurationError(msg)
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return name, value
