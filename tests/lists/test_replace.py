"""An audience made equal to a file, by what is known of the last upload, and never empty."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox_harness import IMPATIENT, QUICK, SandboxHarness, hashed, people, write

from adlists import ArgumentError, ConnectionLost, Request, Response
from adlists.lists import JobStoppedError, Report, upload, upload_async
from adlists.lists.sending.history import prune_journals
from adlists.lists.sending.journal import Journal

SMALL = 3000


def job(
    desk: SandboxHarness, key: object, source: Path, mode: str = "sync", **options: Any
) -> Report:
    given: Any = {
        "identifier": "email",
        "hash": "sha256",
        "operation": "replace",
        "delivery": QUICK,
        "max_bytes": SMALL,
        "state": source.parent / "state",
        **options,
    }
    if mode == "sync":
        with desk.criteo() as api:
            return upload(api, str(key), source, **given)

    async def main() -> Report:
        async with desk.criteo_async() as api:
            return await upload_async(api, str(key), source, **given)

    return asyncio.run(main())


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_the_audience_equals_the_file_and_is_never_empty(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(300))
    job(desk, key, source, mode, operation="add", snapshot=True)
    least: list[int] = []
    desk.after = lambda *_: least.append(len(desk.members(key)))
    del desk.patches[:]
    write(source, people(300, 200))

    told = job(desk, key, source, mode, dry_run=True)
    assert (told.to_add, told.to_remove) == (200, 200)
    assert "at no time is it empty" in told.notes[0]
    assert desk.patches == []
    report = job(desk, key, source, mode)

    assert desk.members(key) == hashed(people(300, 200))
    assert (report.to_add, report.to_remove, report.sent) == (200, 200, 400)
    assert min(least) >= 300
    write(source, people(10))
    assert job(desk, key, source, mode).to_remove == 300
    assert desk.members(key) == hashed(people(10))


def test_without_a_snapshot_it_refuses_unless_all_is_to_be_replaced(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(50))
    job(desk, key, source, operation="add")
    write(source, people(50, 40))
    sent = len(desk.patches)
    for dry in (True, False):
        with pytest.raises(ArgumentError, match="or replace all"):
            job(desk, key, source, dry_run=dry)
    assert len(desk.patches) == sent

    assert "emptied first" in job(desk, key, source, replace_all=True, dry_run=True).notes[0]
    assert len(desk.members(key)) == 50
    job(desk, key, source, replace_all=True)
    assert desk.members(key) == hashed(people(50, 40))
    write(source, people(5))
    assert job(desk, key, source).ok
    assert desk.members(key) == hashed(people(5))


def test_an_upload_broken_off_leaves_no_snapshot_that_would_be_wrong(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(50))
    job(desk, key, source, replace_all=True)
    other = write(tmp_path / "more.csv", people(300, 50))
    del desk.patches[:]

    def lose(request: Request, response: Response) -> None:
        if len(desk.patches) > 2:
            msg = "gone"
            raise ConnectionLost(msg)

    desk.after = lose
    with pytest.raises(JobStoppedError):
        job(desk, key, other, operation="add", delivery=IMPATIENT)
    desk.after = lambda *_: None
    with pytest.raises(ArgumentError, match="broken off"):
        job(desk, key, source)
    third = write(tmp_path / "third.csv", people(7, 900))
    assert job(desk, key, third, operation="add").ok
    assert job(desk, key, other, operation="add").ok
    with pytest.raises(ArgumentError, match="no snapshot"):
        job(desk, key, source)
    assert job(desk, key, source, replace_all=True).ok
    assert desk.members(key) == hashed(people(50))


def test_a_new_audience_needs_no_snapshot(tmp_path: Path) -> None:
    desk = SandboxHarness()
    source = write(tmp_path / "people.csv", people(50))
    report = job(desk, "New", source, advertiser=1, create=True)
    write(source, people(50, 25))
    job(desk, "New", source, advertiser=1)
    assert desk.members(report.list_id) == hashed(people(50, 25))


def test_the_snapshot_is_private_and_holds_hashes_only(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(50))
    job(desk, key, source, replace_all=True)
    (snapshot,) = (tmp_path / "state" / "snapshots").iterdir()
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o600
    assert stat.S_IMODE(snapshot.parent.stat().st_mode) == 0o700
    rows = duckdb.execute(f"SELECT identifier FROM '{snapshot}' ORDER BY 1").fetchall()
    assert [one for (one,) in rows] == hashed(people(50))
    assert not list((tmp_path / "state" / "pending").iterdir())


@pytest.mark.parametrize("broken_after", [1, 6, 13])
@pytest.mark.parametrize("change", [False, True])
def test_a_replacement_broken_off_is_taken_up(
    tmp_path: Path, broken_after: int, change: bool
) -> None:
    """Also where the file changed meanwhile, and the job is begun anew."""
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(300))
    job(desk, key, source, replace_all=True)
    write(source, people(300, 150))
    del desk.patches[:]

    def lose(request: Request, response: Response) -> None:
        if len(desk.patches) > broken_after:
            msg = "gone, although it was done"
            raise ConnectionLost(msg)

    desk.after = lose
    with pytest.raises(JobStoppedError):
        job(desk, key, source, delivery=IMPATIENT, max_bytes=1000)
    desk.after = lambda *_: None
    wanted = people(300, 150)
    if change:
        wanted = people(100, 100)
        write(source, wanted)
    assert job(desk, key, source, max_bytes=1000).ok
    assert desk.members(key) == hashed(wanted)
    write(source, people(20))
    job(desk, key, source)
    assert desk.members(key) == hashed(people(20))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "replace"]), st.sets(st.integers(0, 30), min_size=1)
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_run_of_uploads_leaves_what_sets_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, set[int]]]
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    folder = tmp_path_factory.mktemp("jobs")
    expected: set[int] = set()
    for number, (operation, chosen) in enumerate([("replace", {1, 2, 3}), *steps]):
        source = write(folder / f"{number}.csv", [people(1, one)[0] for one in sorted(chosen)])
        job(desk, key, source, operation=operation, replace_all=number == 0, state=folder / "state")
        if operation == "add":
            expected |= chosen
        elif operation == "remove":
            expected -= chosen
        else:
            expected = chosen
        assert desk.members(key) == hashed(people(1, one)[0] for one in expected)


def forgotten_by_pruning(state: Path) -> None:
    assert prune_journals(time.time() + 1, state) == 1


def forgotten_by_damage(state: Path) -> None:
    (journal,) = state.glob("*.journal")
    journal.write_bytes(b"planted" * 99)


@pytest.mark.parametrize("forget", [forgotten_by_pruning, forgotten_by_damage])
def test_no_snapshot_of_a_forgotten_past_is_believed(
    tmp_path: Path, forget: Callable[[Path], None]
) -> None:
    """Generations count from 1 again, and the list is as long as it was."""
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(20))
    job(desk, key, source, operation="add", snapshot=True)
    forget(source.parent / "state")
    store = desk.sandbox.store
    with store.transaction():
        entry = store.find("criteo_v1", str(key))
        assert entry is not None
        store.clear(entry, 0)
    write(source, people(20, 50))
    assert job(desk, key, source, operation="add", snapshot=True).ok

    write(source, people(20, 60))
    report = job(desk, key, source)

    assert (report.to_add, report.to_remove) == (10, 10)
    assert desk.members(key) == hashed(people(20, 60))


def test_a_replace_goes_on_with_its_own_difference_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one compared meanwhile, and was killed before it was written down that it began."""
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(40))
    job(desk, key, source, operation="add", snapshot=True)

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    sent = len(desk.patches)
    desk.before = lambda _: kill() if len(desk.patches) > sent else None
    write(source, people(40, 20))
    with pytest.raises(KeyboardInterrupt):
        job(desk, key, source, batch=5, parallel=1)
    desk.before = lambda _: None
    write(source, people(40, 500))
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "begin", kill)
        with pytest.raises(KeyboardInterrupt):
            job(desk, key, source, batch=5)
    write(source, people(40, 20))

    assert job(desk, key, source, batch=5).ok

    assert desk.members(key) == hashed(people(40, 20))
