"""Sizes that lag, as a document says: what is told from before confirms nothing, nor refutes it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from any_service import AnyService, shipped
from sandbox_harness import IMPATIENT

from adlists.lists import Report, upload
from adlists.lists.sending import history
from adlists.sandbox import Fault

LATE = [
    name
    for name, service in shipped().items()
    if service.lists and service.lists.size and service.lists.size.delay and service.lists.clear
]


class Late:
    """A service whose sizes are computed as seldom as its document says, and a clock for it."""

    def __init__(self, name: str, state: Path) -> None:
        self.now = time.time()
        self.desk = AnyService(shipped()[name], [Fault(lag=0)], clock=lambda: self.now)
        assert self.desk.lists.size is not None
        self.delay = self.desk.lists.size.delay
        self.state = state
        self.key = self.desk.make()

    def replace(self, numbers: Iterable[int], **more: Any) -> Report:
        told: dict[str, Any] = {**self.desk.told, "state": self.state, "delivery": IMPATIENT}
        rows = self.desk.rows(numbers)
        with self.desk.connect() as api:
            return upload(api, self.key, rows, operation="replace", **told, **more)

    def verified(self) -> history.Past:
        (latest,) = history.past_jobs(self.state)
        with self.desk.connect() as api:
            return history.confirm(api, latest)


@pytest.mark.parametrize("name", LATE)
def test_a_size_from_before_that_fits_by_chance_is_no_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    late = Late(name, tmp_path)
    assert late.replace(range(5), replace_all=True).outcome == "not yet confirmed"
    late.now += 2 * late.delay

    report = late.replace(range(5, 10))  # as many others: 5 is told before, and still

    assert (report.size_before, report.size, report.expected) == (5, 5, (5, 5))
    assert report.outcome == "not yet confirmed"
    assert late.verified().outcome == "not yet confirmed"
    later = time.time() + late.delay + 1
    monkeypatch.setattr(time, "time", lambda: later)
    late.now += 2 * late.delay
    assert late.verified().outcome == "done"


@pytest.mark.parametrize("name", LATE)
def test_a_size_asked_for_too_early_refutes_nothing_and_a_late_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    late = Late(name, tmp_path)
    late.replace(range(5), replace_all=True)
    assert late.verified().outcome == "not yet confirmed"  # 0 is told, and 5 will be
    with late.desk.sandbox.store.transaction():
        found = late.desk.sandbox.store.find(name, late.key)
        assert found is not None
        late.desk.sandbox.store.clear(found, 0)
    later = time.time() + late.delay + 1
    monkeypatch.setattr(time, "time", lambda: later)
    late.now += 2 * late.delay
    assert late.verified().outcome == "unfinished"


@pytest.mark.parametrize("name", LATE)
def test_a_size_that_has_moved_to_what_it_should_be_confirms_at_once(
    tmp_path: Path, name: str
) -> None:
    late = Late(name, tmp_path)
    late.replace(range(5), replace_all=True)
    late.now += 2 * late.delay
    found = late.verified()
    assert (found.outcome, found.size) == ("done", 5)
    assert late.replace(range(7)).outcome == "not yet confirmed"
