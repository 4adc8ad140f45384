"""A batch that a service refuses whole, because of rows that it names: the others go without."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from any_service import AnyService, shipped
from sandbox_harness import QUICK

from adlists.lists import upload
from adlists.sandbox import Fault

REFUSING = [
    name
    for name, service in shipped().items()
    if service.lists is not None and service.lists.outputs.refused is not None
]


@pytest.mark.parametrize("name", REFUSING)
@pytest.mark.parametrize("part", [0.1, 0.5])
def test_the_rows_that_a_refusal_names_are_left_out(tmp_path: Path, name: str, part: float) -> None:
    desk = AnyService(shipped()[name], [Fault(refuse=part)], seed=5)
    key, rejects = desk.make(), tmp_path / "rejects.csv"
    rows = desk.rows(range(200))

    with desk.connect() as api:
        report = upload(
            api, key, rows, state=tmp_path / "s", delivery=QUICK, rejects=rejects, **desk.told
        )

    with rejects.open(newline="") as file:
        refused = {row["value"] for row in csv.DictReader(file)}
    assert refused
    assert desk.members(key) == desk.leaving(
        number for number, row in enumerate(rows) if row not in refused
    )
    assert report.refused == len(refused)
    assert report.ok


@pytest.mark.parametrize("name", REFUSING)
def test_a_batch_of_which_every_row_is_refused_is_unfinished(tmp_path: Path, name: str) -> None:
    desk = AnyService(shipped()[name], [Fault(refuse=1.0)])
    key = desk.make()

    with desk.connect() as api:
        report = upload(
            api, key, desk.rows(range(200)), state=tmp_path / "s", delivery=QUICK, **desk.told
        )

    assert (report.outcome, desk.members(key)) == ("unfinished", set())
    assert "Some rows are not valid" in (report.failures[0].reason or "")
