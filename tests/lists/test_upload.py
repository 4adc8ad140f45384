"""The whole job against a sandbox: complete, once, resumable, blocking and awaiting."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any, cast

import attrs
import pytest
from sandbox_harness import IMPATIENT, QUICK, SandboxHarness, hashed, people, write

import adlists
from adlists import ArgumentError, ConfigurationError, ConnectionLost, Request, Response
from adlists._runtime import drivers
from adlists.contract import tree
from adlists.errors import AdlistsError, CallerError
from adlists.lists import (
    DeliveryOptions,
    JobStoppedError,
    Progress,
    Rate,
    Report,
    SourceError,
    upload,
    upload_async,
)
from adlists.lists.reading.extract import Extract
from adlists.lists.sending.journal import Journal
from adlists.lists.sending.ledger import JournalError
from adlists.sandbox import Fault

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
SMALL = 3000  # bytes: 40 hashed addresses or so


def job(
    mode: str, desk: SandboxHarness, audience: int | str, source: Any, **options: Any
) -> Report:
    given = {"identifier": "email", "hash": "sha256", "delivery": QUICK}
    if isinstance(audience, int):
        given["advertiser"] = 1
    options = {**given, **options}
    if mode == "sync":
        with desk.criteo() as api:
            return upload(api, audience, source, **options)

    async def main() -> Report:
        async with desk.criteo_async() as api:
            return await upload_async(api, audience, source, **options)

    return asyncio.run(main())


def settle(threads: int) -> None:
    """Wait until no more threads run than before."""
    ends = time.monotonic() + 5
    while threading.active_count() > threads:
        assert time.monotonic() < ends


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))


@MODES
@pytest.mark.parametrize("encoding", ["json", "xml"])
def test_a_file_reaches_the_audience(tmp_path: Path, mode: str, encoding: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(
        tmp_path / "people.csv", [*people(300), *people(20), "PLANTED.person0@example.org "]
    )

    report = job(mode, desk, key, source, content_type=encoding, max_bytes=SMALL)

    assert desk.members(key) == hashed(people(300))
    assert all(len(body) <= SMALL for body in desk.patches)
    assert report.ok
    assert report.outcome == "done"
    assert (report.read, report.unique, report.duplicates) == (321, 300, 21)
    assert report.read == sum(report.rejected.values()) + report.duplicates + report.unique
    assert (report.sent, report.valid, report.invalid) == (300, 300, 0)
    assert report.batches == report.attempts == len(desk.patches)
    assert report.retries == 0
    assert json.loads(json.dumps(report.to_dict()))["ok"] is True


def test_a_body_equals_what_the_client_would_send_of_a_list(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    job("sync", desk, key, write(tmp_path / "people.csv", people(9)))
    (body,) = desk.patches
    made = adlists_model(json.loads(body)["identifiers"])
    assert json.loads(body) == tree(made, made.SCHEMA)


def adlists_model(identifiers: list[str]) -> Any:
    from adlists_api.criteo_v1.models import AudiencePatchRequest

    return AudiencePatchRequest(operation="add", schema="email", identifiers=identifiers)


@MODES
def test_a_finished_job_run_again_sends_everything_again(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(10))
    first = job(mode, desk, key, source)
    sent = len(desk.patches)

    second = job(mode, desk, key, source, once=True)

    assert second.outcome == "already done"
    assert "nothing was sent now" in second.notes[0]
    assert len(desk.patches) == sent
    assert (second.sent, second.valid) == (first.sent, first.valid)
    assert job(mode, desk, key, source).outcome == "done"
    assert len(desk.patches) == 2 * sent
    job(mode, desk, key, write(tmp_path / "other.csv", people(1)), operation="remove")
    assert job(mode, desk, key, source, once=True).outcome == "done"  # not the latest change
    assert desk.members(key) == hashed(people(10))


@MODES
def test_an_interrupted_job_goes_on_where_it_was(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))

    def fail(request: Request) -> None:
        if len(desk.patches) > 5:
            msg = "the network is gone"
            raise ConnectionLost(msg)

    desk.before = fail
    with pytest.raises(JobStoppedError, match="3 batches in a row") as stopped:
        job(mode, desk, key, source, max_bytes=SMALL, delivery=IMPATIENT)
    before = stopped.value.report
    assert before.outcome == "unfinished"
    assert before.batches == 5
    assert len(before.failures) >= 3

    desk.before = lambda _: None
    del desk.patches[:]
    report = job(mode, desk, key, source, max_bytes=SMALL)

    assert desk.members(key) == hashed(people(400))
    assert report.skipped == 5
    assert len(desk.patches) == report.batches - 5
    assert report.sent == report.valid == 400
    assert report.failures == ()
    assert "5 batches were done" in report.notes[0]


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))

    def fail(request: Request) -> None:
        if len(desk.patches) > 3:
            msg = "the network is gone"
            raise ConnectionLost(msg)

    desk.before = fail
    with pytest.raises(JobStoppedError):
        job("sync", desk, key, source, max_bytes=SMALL, delivery=IMPATIENT)
    desk.before = lambda _: None
    write(source, people(401))

    report = job("sync", desk, key, source, max_bytes=SMALL)

    assert report.sent == 401
    assert "is another now: everything is sent" in report.notes[0]
    assert desk.members(key) == hashed(people(401))


@MODES
def test_a_batch_that_the_service_refuses_fails_alone(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness([Fault(status=400, count=1, operation="add_remove_users_to_audience")])
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(200))

    report = job(mode, desk, key, source, max_bytes=SMALL)

    assert not report.ok
    (failure,) = report.failures
    assert failure.count > 0
    assert "400" in failure.reason
    assert len(desk.members(key)) == 200 - failure.count
    again = job(mode, desk, key, source, max_bytes=SMALL)
    assert again.ok
    assert desk.members(key) == hashed(people(200))


@MODES
def test_an_audience_is_made_once_though_the_reply_is_lost(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness([Fault(drop="after", count=1, operation="create_audience")])
    source = write(tmp_path / "people.csv", people(10))
    with pytest.raises(ArgumentError, match="There is no audience"):
        job(mode, desk, "Buyers", source, advertiser=1)

    report = job(mode, desk, "Buyers", source, advertiser=1, create=True)
    again = job(mode, desk, "Buyers", source, advertiser=1, create=True)

    assert again.list_id == report.list_id
    assert again.outcome == "done"
    assert desk.members(report.list_id) == hashed(people(10))


def test_removing_takes_them_off(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    job("sync", desk, key, write(tmp_path / "all.csv", people(100)))
    report = job("sync", desk, key, write(tmp_path / "some.csv", people(60)), operation="remove")
    assert report.ok
    assert desk.members(key) == hashed(people(40, 60))


@pytest.mark.parametrize("operation", ["add", "remove"])
def test_a_dry_run_counts_and_sends_nothing(tmp_path: Path, operation: str) -> None:
    desk = SandboxHarness()
    source = write(tmp_path / "people.csv", people(400))
    key = desk.audience()
    asked = {"max_bytes": SMALL, "operation": operation}
    slow = DeliveryOptions(rates=(Rate(4, 60.0),))
    told = job("sync", desk, key, source, dry_run=True, **asked, delivery=slow)
    assert desk.patches == []
    assert told.outcome == "dry run"
    assert told.unique == 400
    assert told.least_seconds == ((told.batches - 1) // 4) * 60

    report = job("sync", desk, key, source, **asked)
    assert report.batches == told.batches
    assert told.bytes == pytest.approx(sum(map(len, desk.patches)), rel=0.05)


@MODES
def test_an_audience_deleted_midway_stops_the_job(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()

    def delete(request: Request) -> None:
        if len(desk.patches) >= 4:
            store = desk.sandbox.store
            with store.transaction():
                found = store.find("criteo_v1", str(key))
                if found is not None:
                    store.delete(found)

    desk.before = delete
    source = write(tmp_path / "people.csv", people(2000))
    with pytest.raises(JobStoppedError, match=r"404.*deleted") as stopped:
        job(mode, desk, key, source, max_bytes=SMALL)
    report = stopped.value.report
    assert 0 < report.batches <= 4
    assert len(desk.patches) < 10


@MODES
def test_credentials_revoked_midway_stop_the_job(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()

    def revoke(request: Request, response: Response) -> None:
        if len(desk.patches) >= 4:
            desk.sandbox._authenticator._account = account
            desk.sandbox._tokens._ends.clear()

    account = attrs.evolve(desk.sandbox.account, client_secret="another")
    desk.after = revoke
    source = write(tmp_path / "people.csv", people(2000))
    with pytest.raises(JobStoppedError, match=r"create_token: 401") as stopped:
        job(mode, desk, key, source, max_bytes=SMALL)
    assert stopped.value.report.batches >= 3


@MODES
def test_a_401_after_many_other_failures_does_not_stop_the_job(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    statuses = iter([500] * 20 + [401] * 3)
    handle = desk.handle

    def answer(request: Request) -> Response:
        if request.method == "PATCH" and (status := next(statuses, None)):
            return Response(status, {}, b"")
        return handle(request)

    desk.handle = answer  # type: ignore[method-assign]  # the desk answers for the service
    report = job(mode, desk, key, write(tmp_path / "people.csv", people(20)))
    assert report.ok
    assert desk.members(key) == hashed(people(20))
    assert next(statuses, None) is None


def test_two_jobs_on_one_list_do_not_mix(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(100))
    other = write(tmp_path / "other.csv", people(3))
    refusals: list[str] = []

    def second(request: Request) -> None:
        if request.method == "PATCH" and not refusals:
            with pytest.raises(ConfigurationError) as refused:
                job("sync", desk, key, other, operation="remove")
            refusals.append(str(refused.value))

    desk.before = second
    assert job("sync", desk, key, source).ok
    assert "Another job is at work" in refusals[0]


def test_a_full_disk_stops_the_job_and_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adlists.lists.sending.journal import Entry, Journal
    from adlists.lists.sending.ledger import FileLedger

    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))
    record = Journal.record

    def fill(journal: Journal, entry: Entry) -> None:
        if len(desk.patches) > 5:  # SQLite's own way to say that there is no more room
            with journal._mutex:  # other workers write into it at the same time
                db = cast("FileLedger", journal._ledger)._db
                assert db is not None
                pages = db.execute("PRAGMA page_count").fetchone()[0]
                db.execute(f"PRAGMA max_page_count = {pages}")
            entry = attrs.evolve(entry, digest="x" * 9000)
        record(journal, entry)

    monkeypatch.setattr(Journal, "record", fill)
    with pytest.raises(JobStoppedError, match=r"full.*make room") as stopped:
        job("sync", desk, key, source, max_bytes=SMALL)
    done = stopped.value.report.batches
    assert done >= 1
    monkeypatch.undo()
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    report = job("sync", desk, key, source, max_bytes=SMALL)
    assert report.ok
    assert report.skipped == done
    assert desk.members(key) == hashed(people(400))


@MODES
def test_progress_is_told(tmp_path: Path, mode: str) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    seen: list[Progress] = []
    source = write(tmp_path / "people.csv", people(400))
    job(mode, desk, key, source, max_bytes=SMALL, watch=seen.append)
    assert seen[0].step == "reading"
    assert seen[-1].done == 400
    middle = [one for one in seen if one.step == "adding" and 0 < one.done < 400]
    assert all(one.total is not None and 380 < one.total < 420 for one in middle)
    assert all(one.seconds_left is not None for one in middle)
    done = [one.done for one in seen]
    assert sorted(done) == done


def test_a_cancelled_job_goes_on_where_it_was(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(2000))

    async def main() -> None:
        async with desk.criteo_async() as api:
            task: asyncio.Task[Report] | None = None

            def watch(progress: Progress) -> None:
                if progress.batches >= 3 and task is not None:
                    task.cancel()

            task = asyncio.ensure_future(
                upload_async(
                    api,
                    key,
                    source,
                    identifier="email",
                    hash="sha256",
                    max_bytes=SMALL,
                    watch=watch,
                )
            )
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    done = len(desk.patches)
    report = job("async", desk, key, source, max_bytes=SMALL)
    assert report.skipped >= 3
    assert done < report.batches
    assert desk.members(key) == hashed(people(2000))


def test_an_interrupt_ends_the_workers_and_leaves_a_journal(tmp_path: Path) -> None:
    desk = SandboxHarness([Fault(status=429, retry_after=60, rate=0.0)])
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(2000))
    main = threading.main_thread()

    once = iter([True])

    def interrupt(request: Request) -> None:
        if len(desk.patches) >= 5 and next(once, False):
            import _thread

            assert main.is_alive()
            _thread.interrupt_main()

    desk.before = interrupt
    before = threading.active_count()
    slow = attrs.evolve(QUICK, rates=(Rate(40, 1.0),))
    with pytest.raises(KeyboardInterrupt):
        job("sync", desk, key, source, max_bytes=SMALL, delivery=slow)
    settle(before)
    desk.before = lambda _: None
    report = job("sync", desk, key, source, max_bytes=SMALL)
    assert report.skipped >= 4
    assert desk.members(key) == hashed(people(2000))


def test_an_interrupt_ends_a_source_that_is_still_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would never end by itself, and sorting a large file seems so."""
    endless = "SELECT count(hash(a.range + b.range))::VARCHAR, 0::UTINYINT FROM {0} a, {0} b"
    monkeypatch.setattr(Extract, "_query", lambda *_: endless.format("range(1000000000)"))
    monkeypatch.setattr(drivers, "_GRACE", 60.0)  # what it must not wait for
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(20))
    before = threading.active_count()
    began = time.monotonic()

    def interrupted() -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        job("sync", desk, key, source)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 30

    async def cancelled() -> None:
        async with desk.criteo_async() as api:
            await asyncio.wait_for(
                upload_async(api, key, source, identifier="email", hash="sha256", state=tmp_path),
                0.3,
            )

    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())
    settle(before)


@pytest.mark.parametrize(
    ("audience", "options"),
    [
        (1, {"operation": "replace", "hash": "none"}),
        (1, {"operation": "replace", "deduplicate": False}),
        (1, {"identifier": "gum", "hash": None}),
        (1, {"gum_caller": 7}),
        ("VIP", {}),
        (1, {"hash": None}),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything(
    tmp_path: Path, audience: int | str, options: dict[str, Any]
) -> None:
    desk = SandboxHarness()
    source = write(tmp_path / "people.csv", people(3))
    with pytest.raises(CallerError):
        job("sync", desk, audience, source, **options)
    assert desk.arrived == []


def test_only_the_api_of_a_session_is_taken(tmp_path: Path) -> None:
    from adlists_api import criteo_v1

    with pytest.raises(ArgumentError, match=r"adlists\.connect\(\)"):
        upload(criteo_v1.Api(lambda call: None), 1, [], identifier="email", hash="none")  # type: ignore[arg-type]  # wrong on purpose


def test_a_file_that_cannot_be_read_makes_no_audience(tmp_path: Path) -> None:
    desk = SandboxHarness()
    with pytest.raises(adlists.AdlistsError):
        job("sync", desk, "New", tmp_path / "missing.csv", advertiser=1, create=True)
    assert desk.arrived == []


@pytest.mark.parametrize("operation", ["add", "remove", "replace"])
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_without_one_identifier_is_refused(
    tmp_path: Path, operation: str, *, dry_run: bool
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    job(
        "sync",
        desk,
        key,
        write(tmp_path / "people.csv", people(20)),
        operation="add",
        snapshot=True,
    )
    before = desk.members(key), len(desk.patches)
    wrong = write(tmp_path / "wrong.csv", ["planted", "also planted"])
    with pytest.raises(
        SourceError, match=r"wrong.csv: holds no identifier: 2 x it has not the shape"
    ):
        job("sync", desk, key, wrong, operation=operation, dry_run=dry_run)
    assert before == (desk.members(key), len(desk.patches))
    again = job("sync", desk, key, tmp_path / "people.csv", operation="replace")
    assert (again.to_add, again.to_remove) == (0, 0)  # the snapshot is as good as it was


@MODES
@pytest.mark.parametrize(("operation", "left"), [("add", 30), ("remove", 10)])
def test_a_snapshot_survives_an_end_that_was_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, operation: str, left: int
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    job(mode, desk, key, write(tmp_path / "first.csv", people(20)), snapshot=True)
    more = write(tmp_path / "more.csv", people(10, 20 if operation == "add" else 10))

    def full(*_: object) -> None:
        msg = "no room"
        raise JournalError(msg)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "end", full)
        with pytest.raises(AdlistsError, match="no room"):
            job(mode, desk, key, more, operation=operation)
    assert job(mode, desk, key, more, operation=operation).ok

    wanted = write(tmp_path / "wanted.csv", people(left))
    report = job(mode, desk, key, wanted, operation="replace", dry_run=True)
    assert (report.to_add, report.to_remove) == (0, 0)
