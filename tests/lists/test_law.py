"""A seeded sample of what `tests/bench/upload.py --law` runs at length."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).parent))

from list_law import LAWS, ListLaw


@pytest.mark.parametrize("name", LAWS)
def test_after_done_the_list_holds_what_it_must(name: str) -> None:
    law: type[ListLaw] = LAWS[name]
    run_state_machine_as_test(
        law,
        settings=settings(
            max_examples=8 if name in {"audience", "app list"} else 3,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
