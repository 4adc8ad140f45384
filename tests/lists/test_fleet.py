"""Many jobs at once: all are done, none takes another with it, and no account beyond its limit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from sandbox_harness import SandboxHarness, hashed, people, write

import adlists
from adlists.errors import ArgumentError
from adlists.lists import FleetReport, JobResult, Manifest, ManifestJob, Progress, run, run_async
from adlists.lists import fleet as fleet_module
from adlists.lists.list_keys import ListKeys
from adlists.messages import Request, Response
from adlists.transports.in_process import AsyncInProcess

ADDRESS = "http://sandbox/criteo_v1"


class Fleet:
    """A sandbox with a list for each job, and a manifest that fills them."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.desk = SandboxHarness()
        self.lists: dict[str, int] = {}
        self.jobs: list[str] = []
        account = self.desk.sandbox.account
        monkeypatch.setenv("ADLISTS_CRITEO_V1_CLIENT_ID", account.client_id)
        monkeypatch.setenv("ADLISTS_CRITEO_V1_CLIENT_SECRET", account.client_secret)

    def job(self, name: str, count: int, *, make: bool = True, **more: str) -> None:
        if make:
            self.lists[name] = self.desk.audience(name)
        source = write(self.home / f"{name}.csv", people(count))
        told = {"name": name, "list": name, "source": source.name, **more}
        self.jobs.append(
            "[[jobs]]\n" + "".join(f'{key} = "{value}"\n' for key, value in told.items())
        )

    def manifest(self) -> Path:
        path = self.home / "jobs.toml"
        path.write_text(
            '[defaults]\nservice = "criteo_v1"\nidentifier = "email"\nhash = "sha256"\n'
            f'advertiser = 1\nbase_url = "{ADDRESS}"\n' + "".join(self.jobs)
        )
        return path

    def run(self, **more: Any) -> FleetReport:
        transport = AsyncInProcess(self.desk.handle)
        return run(self.manifest(), state=self.home / "state", transport=transport, **more)

    def held(self, name: str) -> list[str]:
        return self.desk.members(self.lists[name])


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    return Fleet(tmp_path, monkeypatch)


def test_every_job_is_done_and_a_bad_one_takes_none_with_it(fleet: Fleet) -> None:
    for number in range(12):
        fleet.job(f"list {number}", 3 + number)
    fleet.job("absent", 3, make=False)
    fleet.job("no file", 3)
    (fleet.home / "no file.csv").unlink()

    report = fleet.run(at_once=5)

    assert not report.ok
    assert report.count() == {"done": 12, "failed": 2}
    assert [result.job.name for result in report.results] == [
        *(f"list {number}" for number in range(12)),
        "absent",
        "no file",
    ]
    for number in range(12):
        assert fleet.held(f"list {number}") == hashed(people(3 + number))
    assert "no file.csv" in (report.results[-1].problem or "")
    assert "There is no audience" in (report.results[-2].problem or "")
    told = str(report.to_dict())
    assert "planted" not in told


def test_the_jobs_of_one_list_keep_their_order_and_never_meet(fleet: Fleet) -> None:
    fleet.job("first", 40)
    fleet.job("second", 10, make=False, list="first", operation="remove")
    fleet.job("third", 5, make=False, list="first")

    report = fleet.run(at_once=3)

    assert report.ok, report.to_dict()
    assert fleet.held("first") == hashed([*people(5), *people(30, 10)])


def test_what_was_done_is_passed_over_unless_it_was_changed(fleet: Fleet) -> None:
    fleet.job("a", 3)
    fleet.job("b", 3)
    fleet.job("late", 3)
    late = fleet.home / "late.csv"
    late.rename(fleet.home / "later.csv")
    assert fleet.run().count() == {"done": 2, "failed": 1}
    (fleet.home / "later.csv").rename(late)
    fleet.jobs[1] = fleet.jobs[1] + 'description = "of today"\n'

    again = fleet.run(resume=True)

    assert again.ok
    assert [result.skipped for result in again.results] == [True, False, False]
    assert [result.skipped for result in fleet.run(resume=True).results] == [True] * 3
    assert [result.skipped for result in fleet.run().results] == [False] * 3


def test_a_job_that_ended_before_it_could_be_written_down_is_not_sent_again(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet.job("a", 3)
    fleet.job("b", 3)

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(fleet_module._Record, "write", kill)
        with pytest.raises(KeyboardInterrupt):
            fleet.run(at_once=1)
    sent = len(fleet.desk.patches)
    assert sent == 1

    again = fleet.run(resume=True)

    assert again.ok
    assert [result.outcome for result in again.results] == ["already done", "done"]
    assert len(fleet.desk.patches) == 2
    assert [result.skipped for result in fleet.run(resume=True).results] == [True] * 2
    assert fleet.run().ok  # tonight's run, which is none of last night's
    assert len(fleet.desk.patches) == 4


def test_what_follows_on_a_list_runs_again_with_what_it_follows(fleet: Fleet) -> None:
    """Else those who withdrew would be on the list again, and the run would be done."""
    fleet.job("all", 20)
    fleet.job("withdrawn", 5, make=False, list="all", operation="remove")
    fleet.job("apart", 3)
    everybody = fleet.home / "all.csv"
    everybody.rename(fleet.home / "late.csv")
    assert [result.ok for result in fleet.run().results] == [False, True, True]
    (fleet.home / "late.csv").rename(everybody)

    report = fleet.run(resume=True)

    assert [result.skipped for result in report.results] == [False, False, True]
    assert fleet.held("all") == hashed(people(15, 5))


def test_a_list_that_is_named_once_by_its_name_and_once_by_its_id_keeps_its_order(
    fleet: Fleet,
) -> None:
    fleet.job("everybody", 40, list="Buyers", make=False)
    key = fleet.desk.audience("Buyers")
    fleet.job("withdrawn", 10, make=False, list=str(key), operation="remove")
    fleet.job("late", 5, make=False, list=" Buyers ")
    fleet.job("apart", 3)

    report = fleet.run(at_once=4)

    assert report.ok, report.to_dict()
    assert fleet.desk.members(key) == hashed([*people(5), *people(30, 10)])
    again = fleet.run(at_once=4, resume=True)
    assert [result.skipped for result in again.results] == [True] * 4


def test_lists_that_nobody_can_tell_apart_run_one_after_another(fleet: Fleet) -> None:
    """The service does not list what it has: the name may be the id's."""
    key = fleet.desk.audience("Buyers")
    fleet.job("everybody", 40, list="Buyers", make=False)
    fleet.job("withdrawn", 10, make=False, list=str(key), operation="remove")
    asked = 0

    def before(request: Request) -> None:
        nonlocal asked
        asked += request.method == "GET"
        if asked == 1 and request.method == "GET":
            msg = "the first question is lost"
            raise adlists.PluginError(msg)

    fleet.desk.before = before

    report = fleet.run(at_once=4)

    assert report.ok, report.to_dict()
    assert fleet.desk.members(key) == hashed(people(30, 10))


def test_lists_of_one_name_and_several_owners_do_not_wait_for_each_other(fleet: Fleet) -> None:
    fleet.job("one", 2, list="Buyers", advertiser="1")
    fleet.job("two", 2, list="Buyers", advertiser="2")
    fleet.job("three", 2, list="Buyers", advertiser="1")
    keys = ListKeys()

    first, second, third = map(keys.of, Manifest.read(fleet.manifest()).jobs)

    assert first == third != second


def test_a_dry_run_changes_nothing(fleet: Fleet) -> None:
    fleet.job("a", 3)

    report = fleet.run(dry_run=True)

    assert report.count() == {"dry run": 1}
    assert fleet.held("a") == []
    assert not list((fleet.home / "state").glob("*.run"))


def test_accounts_take_turns(fleet: Fleet) -> None:
    """However long a job takes: no account has two under way while another waits with none."""
    for name in ("x", "y"):
        for number in range(4):
            fleet.job(f"{name}{number}", 2, base_url=f"{ADDRESS}{'/' if name == 'x' else ''}")
    begun: list[str] = []
    under_way: set[str] = set()
    most = 0
    unfair: list[str] = []
    guard = threading.Lock()

    def watch(job: ManifestJob, news: Progress | JobResult) -> None:
        nonlocal most
        with guard:
            if isinstance(news, JobResult):
                under_way.discard(job.name)
            elif job.name not in begun:
                begun.append(job.name)
                under_way.add(job.name)
                most = max(most, len(under_way))
                if len(under_way) == 2 and len({name[0] for name in under_way}) == 1:
                    waits = sum(name[0] != job.name[0] for name in begun) < 4
                    unfair.extend([job.name] if waits else [])

    report = fleet.run(at_once=2, watch=watch)

    assert report.ok, report.to_dict()
    assert most <= 2
    assert {name[0] for name in begun[:2]} == {"x", "y"}
    assert not unfair


def test_jobs_of_one_account_share_its_budget(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document allows 250 calls a minute: three jobs of one account are held to that."""
    for number in range(3):
        fleet.job(f"list {number}", 60)
        fleet.jobs[-1] += "batch = 1\n"

    async def stop() -> None:
        transport = AsyncInProcess(fleet.desk.handle)
        task = asyncio.ensure_future(
            run_async(fleet.manifest(), state=fleet.home / "state", transport=transport, at_once=3)
        )
        while len(fleet.desk.arrived) < 150:
            await asyncio.sleep(0.01)
            assert not task.done()
        await asyncio.wait({task}, timeout=60)
        assert task.done()
        assert task.result().ok

    monkeypatch.setattr(
        "adlists.lists.performer.Rate", lambda calls, seconds: adlists.lists.Rate(calls // 5, 1.0)
    )
    asyncio.run(stop())

    times = sorted(fleet.desk.arrived)
    assert len(times) > 180
    for first, last in zip(times, times[50:], strict=False):
        assert last - first > 0.95


def test_a_cancelled_run_goes_on_where_it_was(fleet: Fleet) -> None:
    for number in range(3):
        fleet.job(f"list {number}", 30)
        fleet.jobs[-1] += "batch = 1\nparallel = 1\n"
    stopper: list[Callable[[], object]] = []

    def before(request: Request) -> None:
        if request.method == "PATCH" and len(fleet.desk.patches) == 40 and stopper:
            stopper.pop()()

    async def cancelled() -> None:
        transport = AsyncInProcess(fleet.desk.handle)
        task = asyncio.ensure_future(
            run_async(fleet.manifest(), state=fleet.home / "state", transport=transport)
        )
        loop = asyncio.get_running_loop()
        stopper.append(lambda: loop.call_soon_threadsafe(task.cancel))
        with pytest.raises(asyncio.CancelledError):
            await task

    fleet.desk.before = before
    asyncio.run(cancelled())
    sent = len(fleet.desk.patches)
    assert 40 <= sent < 90

    report = fleet.run(resume=True)

    assert report.ok, report.to_dict()
    for number in range(3):
        assert fleet.held(f"list {number}") == hashed(people(30))
    assert len(fleet.desk.patches) - sent <= 90 - 40 + 3


def test_a_line_that_a_kill_has_cut_is_no_job_done(fleet: Fleet) -> None:
    fleet.job("a", 3)
    fleet.run()
    record = next((fleet.home / "state").glob("*.run"))
    assert record.stat().st_mode & 0o077 == 0
    record.write_bytes(record.read_bytes()[:-5] + b'\n[]\n"x"\n\xff\n')

    assert [result.skipped for result in fleet.run(resume=True).results] == [False]


def test_a_manifest_that_was_read_runs_too_and_odd_numbers_are_refused(fleet: Fleet) -> None:
    fleet.job("a", 3)
    manifest = Manifest.read(fleet.manifest())
    transport = AsyncInProcess(fleet.desk.handle)

    assert run(manifest, state=fleet.home / "state", transport=transport).ok
    with pytest.raises(ArgumentError, match="at least 1"):
        run(manifest, at_once=0)


def test_a_lost_answer_fails_one_job_alone(fleet: Fleet) -> None:
    fleet.job("a", 3)
    fleet.job("b", 3)

    def after(request: Request, _: Response) -> None:
        if request.method == "PATCH" and f"/{fleet.lists['a']}" in request.url:
            msg = "gone"
            raise adlists.ConnectionLost(msg)

    fleet.desk.after = after
    manifest = Manifest.read(fleet.manifest())
    hasty = tuple(
        attrs.evolve(job, options={**job.options, "max_wait": 0.0}) for job in manifest.jobs
    )
    report = run(
        attrs.evolve(manifest, jobs=hasty),
        state=fleet.home / "state",
        transport=AsyncInProcess(fleet.desk.handle),
    )

    assert [result.ok for result in report.results] == [False, True]
    assert report.results[0].report is not None
