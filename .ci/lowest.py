#!/usr/bin/env python3
"""Prints the oldest versions that pyproject.toml allows of what users install, as pins for pip.

Pinned is what each extra brings that the tests ask for; their own tools are the newest that fit.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

OWN = re.compile(r"adlists\[([\w,]+)\]")


def main() -> None:
    """Print a line for each requirement that is offered."""
    path = Path(__file__).parents[1] / "pyproject.toml"
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = next(found[1] for wanted in extras["test"] if (found := OWN.fullmatch(wanted)))
    offered = [wanted for name in named.split(",") for wanted in extras[name]]
    for wanted in sorted({*project["dependencies"], *offered}):
        found = re.match(r"([\w.-]+)(?:\[[^]]*\])?[>=]=([\w.]+)", wanted)
        if found is None:
            sys.exit(f"{wanted} has no lowest version; write it as name>=version")
        sys.stdout.write(f"{found[1]}=={found[2]}\n")


main()
