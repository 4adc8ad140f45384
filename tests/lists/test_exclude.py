"""Jobs that leave out who withdrew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sandbox_harness import QUICK, SandboxHarness, hashed, people, write

from adlists.lists import JobStoppedError, Report, sync, upload
from adlists.sandbox import Fault


def job(
    desk: SandboxHarness, list: str | int, folder: Path, operation: Any = "add", **more: Any
) -> Report:
    with desk.criteo() as api:
        return upload(
            api, list, folder / "people.csv", identifier="email", hash="sha256", batch=10,
            operation=operation, exclude=folder / "out.csv", state=folder / "state",
            delivery=QUICK, **more,
        )  # fmt: skip


def test_who_withdrew_is_not_sent_and_leaves_by_the_next_replace(tmp_path: Path) -> None:
    desk = SandboxHarness()
    write(tmp_path / "people.csv", people(50))
    write(tmp_path / "out.csv", people(5))
    report = job(desk, "VIP", tmp_path, create=True, advertiser=1, snapshot=True)
    assert report.outcome == "done"
    assert report.rejected == {"excluded": 5}
    assert desk.members(report.list_id) == hashed(people(45, 5))
    write(tmp_path / "out.csv", people(20))
    report = job(desk, "VIP", tmp_path, "replace", advertiser=1)
    assert (report.to_add, report.to_remove) == (0, 15)
    assert desk.members(report.list_id) == hashed(people(30, 20))


def test_a_job_does_not_go_on_with_others_left_out(tmp_path: Path) -> None:
    desk = SandboxHarness(
        [Fault.parse("status=403,operation=add_remove_users_to_audience,count=1")]
    )
    key = desk.audience()
    write(tmp_path / "people.csv", people(50))
    write(tmp_path / "out.csv", people(5))
    with pytest.raises(JobStoppedError):
        job(desk, key, tmp_path, parallel=1)
    write(tmp_path / "out.csv", people(6))
    job(desk, key, tmp_path)
    assert desk.members(key) == hashed(people(44, 6))


def test_a_live_list_loses_them(tmp_path: Path) -> None:
    desk = SandboxHarness()
    apps = [f"com.example.app{n}" for n in range(10)]
    key = desk.app_list("Out", apps)
    (tmp_path / "apps.txt").write_text("\n".join(apps) + "\n")
    (tmp_path / "out.txt").write_text("com.example.app3\n")
    with desk.applovin() as api:
        report = sync(
            api, "Out", tmp_path / "apps.txt", exclude=tmp_path / "out.txt", prune=True,
            state=tmp_path / "state", delivery=QUICK,
        )  # fmt: skip
    assert report.to_remove == 1
    assert desk.members(key, "applovin_v1", "app") == sorted({*apps} - {"com.example.app3"})
