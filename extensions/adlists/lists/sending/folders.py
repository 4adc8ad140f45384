"""Where journals and snapshots lie, and what they are called there."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

from adlists.errors import ConfigurationError


def folder(chosen: Path | None = None) -> Path:
    """Return where journals and snapshots lie; a folder that is not there is made, private.

    That is *chosen*, or ADLISTS_STATE where it names one, or the platform's place for a
    program's state. A folder that exists is never changed; `too_open` tells of one that others
    may enter.
    """
    place = chosen
    named = os.environ.get("ADLISTS_STATE", "")
    if place is None and named and "://" not in named:
        place = Path(named).expanduser()
    if place is None:
        from platformdirs import user_state_path

        place = user_state_path("adlists", appauthor=False)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else "its name is none"
        msg = (
            f"The folder {place} for journals cannot be used: {said}. "
            "Name another by ADLISTS_STATE."
        )
        raise ConfigurationError(msg) from None
    return place


def too_open(place: Path) -> tuple[str, ...]:
    """Say where others may enter a folder of journals: its files are private all the same."""
    if os.name != "posix" or not place.stat().st_mode & 0o077:
        return ()
    return (
        (
            f"Others may enter the folder {place}. Journals and snapshots in it are private to "
            f"you, but `chmod 700 {place}`, or a folder of its own, would be safer."
        ),
    )


def key(*parts: object) -> str:
    """Return a short name for a list or a job, from whatever tells it from others."""
    return sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]
