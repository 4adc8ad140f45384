"""What earlier runs measured: a line of JSON for each, and where a ratio got worse since.

A ratio is compared with the median of the last runs on a machine of the same kind. Seconds are
not kept: they tell more about the machine than about the code.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

HISTORY: Final = Path(__file__).with_name("history.jsonl")
LAST: Final = 5  # runs that a ratio is compared with
WORSE: Final = 1.1  # times their median: less is within what one run differs from the next


def remember(bench: str, ratios: Mapping[str, float], history: Path = HISTORY) -> list[str]:
    """Add a run, and return a line for each ratio that got worse."""
    found = {
        "bench": bench,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "ratios": {name: round(ratio, 4) for name, ratio in ratios.items()},
    }
    before = [
        run["ratios"]
        for run in read(history)
        if (run["bench"], run["machine"]) == (bench, found["machine"])
    ]
    with history.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(found, ensure_ascii=False) + "\n")
    return worse(ratios, before)


def worse(ratios: Mapping[str, float], before: list[Mapping[str, float]]) -> list[str]:
    """Return a line for each ratio above the median of the last runs, by more than noise."""
    lines: list[str] = []
    for name, ratio in ratios.items():
        earlier = [run[name] for run in before if name in run][-LAST:]
        if earlier and ratio > WORSE * (usual := statistics.median(earlier)):
            lines.append(f"{name}: {ratio:.3f}, was {usual:.3f} over {len(earlier)} runs")
    return lines


def show(lines: list[str]) -> None:
    """Print what got worse, or that nothing did."""
    print("\ngot worse:" if lines else "\nno ratio got worse")
    for line in lines:
        print(f"  {line}")


def read(history: Path = HISTORY) -> list[dict[str, Any]]:
    """Return every run so far, the oldest first."""
    if not history.exists():
        return []
    return [json.loads(line) for line in history.read_text("utf-8").splitlines()]


def commit() -> str:
    """Return the commit that is measured; `+` where the tree differs from it."""
    git = ["git", "-C", str(Path(__file__).parent)]
    try:
        done = subprocess.run(
            [*git, "describe", "--always", "--dirty=+", "--exclude=*"],
            check=True,
            capture_output=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def machine() -> str:
    """Return what kind of machine this is, and which Python; not which one."""
    kind = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{kind}, Python {platform.python_version()}"
