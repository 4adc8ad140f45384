"""An app list made equal to a file, by their live difference."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sandbox_harness import QUICK, SandboxHarness, retry

import adlists
from adlists import ArgumentError, Request, Response
from adlists.lists import Report, SourceError, sync, sync_async
from adlists.sandbox import Fault
from adlists.transports.in_process import AsyncInProcess
from adlists_api import applovin_v1

MODES = pytest.mark.parametrize("mode", ["sync", "async"])


def apps(count: int, first: int = 0) -> list[str]:
    return [f"com.example.app{index}" for index in range(first, first + count)]


def job(
    mode: str, desk: SandboxHarness, name: str, source: Sequence[str], tmp: Path, **options: Any
) -> Report:
    file = tmp / "apps.txt"
    file.write_text("\ufeff# ours\r\n\r\n" + "".join(f"{one} \r\n" for one in source))
    given: Any = {"delivery": QUICK, "batch": 10, "state": tmp / "state", **options}
    if mode == "sync":
        with desk.applovin() as api:
            return sync(api, name, file, **given)

    async def main() -> Report:
        async with adlists.connect_async(
            applovin_v1.AsyncApi,
            adlists.ApiKey(desk.sandbox.account.api_key),
            base_url="http://sandbox/applovin_v1",
            transport=AsyncInProcess(desk.handle),
            plugins=[retry()],
        ) as api:
            return await sync_async(api, name, file, **given)

    return asyncio.run(main())


def held(desk: SandboxHarness, key: str | None) -> list[str]:
    return desk.members(key, "applovin_v1", "app")


@MODES
def test_what_is_missing_is_appended_and_nothing_else(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Out", apps(20))
    report = job(mode, desk, "Out", [*apps(30, 10), *apps(3, 10)], tmp_path)
    assert held(desk, key) == sorted(apps(40))
    assert report.ok
    assert (report.to_add, report.to_remove, report.sent, report.duplicates) == (20, 0, 20, 3)
    again = job(mode, desk, key, apps(30, 10), tmp_path)
    assert (again.outcome, again.sent, again.batches) == ("done", 0, 0)


@MODES
def test_with_prune_the_list_equals_the_file(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Out", apps(20))
    told = job(mode, desk, "Out", apps(30, 10), tmp_path, prune=True, dry_run=True)
    assert held(desk, key) == sorted(apps(20))
    assert sorted(told.adding) == sorted(apps(20, 20))
    assert sorted(told.removing) == sorted(apps(10))
    report = job(mode, desk, "Out", apps(30, 10), tmp_path, prune=True)
    assert held(desk, key) == sorted(apps(30, 10))
    assert (report.to_add, report.to_remove) == (20, 10)


@MODES
def test_a_dry_run_shows_what_the_job_would_be_refused_for(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Out", apps(40))
    told = job(mode, desk, "Out", apps(3), tmp_path, prune=True, dry_run=True)
    assert (told.outcome, told.ok, told.to_remove) == ("dry run", False, 37)
    assert "37 of the 40 members" in told.refusal
    with pytest.raises(ArgumentError) as caught:
        job(mode, desk, "Out", apps(3), tmp_path, prune=True)
    assert str(caught.value) == told.refusal
    assert held(desk, key) == sorted(apps(40))
    assert job(mode, desk, "Out", apps(3), tmp_path, prune=True, max_removals=93, dry_run=True).ok


@MODES
def test_a_list_is_made_once_though_the_reply_is_lost(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness([Fault(drop="after", count=1, operation="create")])
    with pytest.raises(ArgumentError, match="no list of that name or id"):
        job(mode, desk, "New", apps(3), tmp_path)
    assert job(mode, desk, "New", apps(3), tmp_path, create=True, dry_run=True).to_add == 3
    report = job(mode, desk, "New", apps(3), tmp_path, create=True)
    assert report.list_id == job(mode, desk, "New", apps(3), tmp_path, create=True).list_id
    assert held(desk, report.list_id) == apps(3)


@pytest.mark.parametrize("seed", range(10))
def test_lost_replies_are_answered_for_by_the_list_itself(tmp_path: Path, seed: int) -> None:
    faults = [
        Fault(drop="after", rate=0.15, operation="append"),
        Fault(drop="before", rate=0.15, operation="append"),
        Fault(drop="after", rate=0.15, operation="delete_apps"),
        Fault(status=503, rate=0.05),
        Fault(status=429, retry_after=0, rate=0.05),
    ]
    desk = SandboxHarness(faults, seed)
    key = desk.app_list("Out", apps(100))
    report = job("sync", desk, "Out", apps(200, 50), tmp_path, prune=True)
    assert report.ok
    assert held(desk, key) == sorted(apps(200, 50))


@MODES
def test_what_the_service_does_not_take_is_named(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Out")
    refused = apps(1, 5)[0]

    def forget(request: Request, response: Response) -> None:
        store = desk.sandbox.store
        with store.transaction():
            found = store.find("applovin_v1", key)
            assert found is not None
            store.remove(found, "app", [refused], 0)

    desk.after = forget
    report = job(mode, desk, "Out", apps(12), tmp_path)
    assert not report.ok
    assert report.not_taken == (refused,)
    assert len(held(desk, key)) == 11


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40), min_size=1), st.booleans())
@settings(max_examples=20, deadline=None)
def test_it_does_what_sets_would(
    tmp_path_factory: pytest.TempPathFactory, before: set[int], file: set[int], prune: bool
) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Out", [apps(1, one)[0] for one in before])
    named = [apps(1, one)[0] for one in file]
    folder = tmp_path_factory.mktemp("sync")
    job("sync", desk, key, named, folder, prune=prune, max_removals=100)
    expected = file if prune else file | before
    assert held(desk, key) == sorted(apps(1, one)[0] for one in expected)


@MODES
def test_a_file_without_one_app_deletes_nothing(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.app_list("Ours", apps(3))
    with pytest.raises(SourceError, match=r"apps.txt: holds no identifier: 1 x .*; 1 x it begins"):
        job(mode, desk, "Ours", [], tmp_path, prune=True)
    assert desk.members(key, "applovin_v1", "app") == apps(3)
