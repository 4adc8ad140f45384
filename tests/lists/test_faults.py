"""Whatever goes wrong on the way, over every service: the list is what it must be, or it is said.

A few of the schedules that `tests/bench/upload.py --faults` runs at length.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from any_service import shipped
from fault_schedules import run

SEEDS = (0, 1, 5, 12)


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_is_what_the_job_says(name: str, seed: int, tmp_path: Path) -> None:
    run(shipped()[name], seed, tmp_path, count=200)
