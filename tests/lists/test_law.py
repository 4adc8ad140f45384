"""A seeded sample of what `tests/bench/upload.py --law` runs at length."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from list_law import LAWS, ListLaw


def test_a_size_that_lags_is_no_measure_of_the_next_job() -> None:
    """Emptied by others before the size was told: a replace must not take that for right."""
    law = LAWS["criteo_2026_07"]()
    law.first(members={0})
    law.the_same_again()
    law.others_empty_it()
    for _ in range(3):
        law.job(operation="replace", killed=None, lost=False)
    law.teardown()


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
