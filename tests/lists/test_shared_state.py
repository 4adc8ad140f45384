"""A state that machines share, in a real PostgreSQL: one job at a time, and nothing forgotten."""

from __future__ import annotations

import json
import signal
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import kill_schedules
import psycopg
import pytest
from any_service import shipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from list_law import LAWS, over_shared_state
from postgres_server import fresh
from sandbox_harness import QUICK, SandboxHarness, hashed, people, write

from adlists import ConfigurationError
from adlists.cli import main
from adlists.lists import JournalError, Rate, Report, run, upload
from adlists.lists.sending import shared_schema
from adlists.lists.sending.history import past_batches, past_jobs
from adlists.lists.sending.journal import Entry, Journal
from adlists.lists.sending.ledger import Clear, FileLedger, LedgerTable, Put, row
from adlists.lists.sending.shared_state import SharedState
from adlists.lists.sending.state import FolderState, state_of
from adlists.transports.in_process import AsyncInProcess


@pytest.fixture
def state(address: str) -> SharedState:
    found = state_of(address)
    assert isinstance(found, SharedState)
    return found


def job(desk: SandboxHarness, key: object, source: Path, state: str, **more: Any) -> Report:
    told: dict[str, Any] = {"identifier": "email", "hash": "sha256", "advertiser": 1}
    with desk.criteo() as api:
        return upload(api, str(key), source, delivery=QUICK, state=state, **told | more)


VALUES = st.one_of(
    st.tuples(st.just("generation"), st.integers(0, 9)),
    st.tuples(st.just("batch"), st.integers(0, 5)),
    st.tuples(st.just("clear"), st.sampled_from([None, "email", "phone"])),
)


@given(st.lists(st.tuples(st.sampled_from(["email", "phone"]), VALUES), max_size=12))
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
def test_it_keeps_what_a_file_keeps(
    server: str, tmp_path_factory: pytest.TempPathFactory, changes: list[Any]
) -> None:
    shared = state_of(fresh(server)).ledger("a")
    file = FileLedger(tmp_path_factory.mktemp("ledger") / "a.journal")
    for identifier, (what, value) in changes:
        change: Put | Clear
        if what == "generation":
            change = Put("generation", row(identifier, value))
        elif what == "batch":
            values = ("add", value, "d", True, 3, None, 2**62, 1, "why 'not'", None, None)
            change = Put("batch", row(identifier, *values))
        else:
            change = Clear("batch", value)
        for ledger in (shared, file):
            ledger.write(change)
    tables: tuple[LedgerTable, ...] = ("generation", "batch", "job")
    for table in tables:
        assert sorted(shared.rows(table), key=repr) == sorted(file.rows(table), key=repr)
    shared.close()
    file.close()


def test_one_job_at_a_time_and_who_dies_gives_it_up(state: SharedState, server: str) -> None:
    first = state.ledger("list")
    with pytest.raises(ConfigurationError, match="Another job is at work on the same list"):
        state.ledger("list")
    state.ledger("another").close()
    pid = first.connection.info.backend_pid
    with psycopg.connect(server, autocommit=True) as db:
        db.execute("SELECT pg_terminate_backend(%s)", (pid,))
    deadline = time.monotonic() + 30
    while True:
        try:
            second = state.ledger("list")
            break
        except ConfigurationError:
            assert time.monotonic() < deadline
    with pytest.raises(JournalError, match="cannot be written any more"):
        Journal(first, "", "email")
    second.close()
    first.close()


def test_a_damaged_row_is_put_aside_and_said(state: SharedState) -> None:
    journal = Journal(state.ledger("list"), "", "email")
    journal.begin("add", "print", {})
    journal.record(Entry("add", 0, "d", done=True, count=7))
    journal.close()
    with psycopg.connect(state.address, autocommit=True) as db:
        db.execute("UPDATE adlists_batch SET count = 8")

    again = Journal(state.ledger("list"), "", "email")

    assert "was damaged" in again.notes[0]
    assert again.job() is None
    assert again.entries == []
    again.close()


@pytest.mark.parametrize("name", LAWS)
def test_after_done_the_list_holds_what_it_must(name: str, server: str) -> None:
    run_state_machine_as_test(
        over_shared_state(LAWS[name], lambda: fresh(server)),
        settings=settings(
            max_examples=6 if name == "audience" else 1,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_killed_upload_is_taken_up(address: str, tmp_path: Path) -> None:
    """One of many services; `tests/bench/upload.py --kills --shared` takes all of them."""
    kill_schedules.run(shipped()["criteo_v1"], 5, tmp_path, 1000, state=address)


def test_a_snapshot_of_one_machine_serves_another(address: str, tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(40))
    assert job(desk, key, source, address, snapshot=True).ok
    write(source, people(30, 20))

    report = job(desk, key, source, address, operation="replace")

    assert report.outcome == "done"
    assert (report.to_add, report.to_remove) == (10, 20)
    assert desk.members(key) == hashed(people(30, 20))


def test_a_replace_that_was_broken_off_goes_on_elsewhere(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(40))
    assert job(desk, key, source, address, snapshot=True).ok
    write(source, people(40, 20))
    sent = len(desk.patches)

    def kill(_: object) -> None:
        if len(desk.patches) > sent + 3:
            raise KeyboardInterrupt

    desk.before = kill
    with pytest.raises(KeyboardInterrupt):
        job(desk, key, source, address, operation="replace", batch=4, parallel=1)
    desk.before = lambda _: None

    assert not list(Path(tempfile.gettempdir()).glob("adlists-*/pending/*"))
    report = job(desk, key, source, address, operation="replace", batch=4)

    assert report.outcome == "done", (report.failures, report.notes)
    assert report.skipped >= 3
    assert desk.members(key) == hashed(people(40, 20))


def test_an_account_keeps_to_its_rate_whoever_spends(state: SharedState) -> None:
    rate = Rate(10, 1.0)
    limiters = [state.limiter("account", (rate,)) for _ in range(3)]
    taken: list[float] = []
    end = time.monotonic() + 2.5

    def spend(number: int) -> None:
        limiter = limiters[number]
        while time.monotonic() < end:
            if wait := limiter.acquire():
                time.sleep(min(wait, 0.02))
                continue
            taken.append(time.monotonic())
            limiter.observe(200, {})

    threads = [threading.Thread(target=spend, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for limiter in limiters:
        limiter.close()
    taken.sort()
    assert len(taken) >= 20
    for first, last in zip(taken, taken[10:], strict=False):
        assert last - first > 0.9
    other = state.limiter("other", (rate,))
    assert other.acquire() == 0
    other.close()


def test_jobs_are_told_from_the_database(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    report = job(desk, key, write(tmp_path / "people.csv", people(9)), address, batch=4)

    (past,) = past_jobs(address)

    assert (past.list_id, past.sent, past.outcome) == (str(key), 9, "done")
    assert [batch.count for batch in past_batches(past)] == [4, 4, 1]
    assert main(["jobs", "--state", address]) == 0
    assert str(key) in capsys.readouterr().out
    assert main(["jobs", "--state", address, "--prune", "1"]) == 0
    assert past_jobs(address)
    assert main(["jobs", "--state", address, "--prune", "0"]) == 0
    assert past_jobs(address) == []
    assert report.journal.startswith("postgresql://")


def test_no_password_is_ever_shown(tmp_path: Path) -> None:
    address = "postgresql://me:planted@127.0.0.1:9/none?connect_timeout=1"
    desk = SandboxHarness()
    source = write(tmp_path / "people.csv", people(2))

    with pytest.raises(ConfigurationError) as caught:
        job(desk, desk.audience(), source, address)

    assert "postgresql://127.0.0.1/none" in str(caught.value)
    assert "planted" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_folder_stays_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(state_of(tmp_path), FolderState)
    monkeypatch.setenv("ADLISTS_STATE", "postgresql://host/db")
    assert isinstance(state_of(), SharedState)
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path))
    assert isinstance(state_of(), FolderState)


def test_what_a_reply_says_is_heard_by_all_who_share_the_account(state: SharedState) -> None:
    for rates in ((Rate(1000, 1.0),), ()):
        one, other, apart = (state.limiter(f"{name} {rates}", rates) for name in "aab")
        assert one.acquire() == other.acquire() == 0
        one.observe(429, {"retry-after": "2"})
        if not rates:  # heard a little later, so that not every request has to ask
            other.observe(200, {})
            assert other.acquire() == 0
            time.sleep(0.6)
        other.observe(200, {})

        assert 0 < other.acquire() <= 2
        assert 0 < one.acquire() <= 2
        assert apart.acquire() == 0
        fresh_one = state.limiter(f"a {rates}", rates)
        assert 0 < fresh_one.acquire() <= 2
        for limiter in (one, other, apart, fresh_one):
            limiter.close()


def test_what_is_left_is_left_to_all(state: SharedState) -> None:
    rates = (Rate(1000, 1.0),)
    one, other = (state.limiter("account", rates) for _ in range(2))
    assert one.acquire() == 0
    one.observe(200, {"x-ratelimit-remaining": "3", "x-ratelimit-reset": "2"})

    assert [other.acquire() for _ in range(3)] == [0, 0, 0]
    assert 0 < other.acquire() <= 2
    assert 0 < one.acquire() <= 2
    one.close()
    other.close()


def test_what_came_of_a_manifest_is_known_on_every_machine(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SandboxHarness()
    for name in ("CLIENT_ID", "CLIENT_SECRET"):
        value = getattr(desk.sandbox.account, name.lower())
        monkeypatch.setenv(f"ADLISTS_CRITEO_V1_{name}", value)
    jobs = ""
    for name in ("a", "b", "c"):
        desk.audience(name)
        write(tmp_path / f"{name}.csv", people(4))
        jobs += f'[[jobs]]\nlist = "{name}"\nsource = "{name}.csv"\nadvertiser = 1\n'
    manifest = tmp_path / "jobs.toml"
    manifest.write_text(
        '[defaults]\nservice = "criteo_v1"\nidentifier = "email"\nhash = "sha256"\n'
        f'base_url = "http://sandbox/criteo_v1"\n{jobs}'
    )

    def machine(number: int, **more: Any) -> list[bool]:
        monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / f"{number}")
        transport = AsyncInProcess(desk.handle)
        report = run(manifest, state=address, transport=transport, **more)
        assert report.ok, report.to_dict()
        return [result.skipped for result in report.results]

    assert machine(1, select=["1: a", "3: c"]) == [False, False]
    assert machine(2, resume=True) == [True, False, True]
    assert machine(3, resume=True) == [True] * 3
    assert machine(3) == [False] * 3
    assert not list(tmp_path.glob("*/*.run"))


def test_an_older_state_is_brought_up_and_a_later_one_is_left_alone(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(shared_schema._STEPS[0])
        db.execute("CREATE TABLE adlists_version (number integer NOT NULL)")
        db.execute("INSERT INTO adlists_version VALUES (1)")
        db.execute("INSERT INTO adlists_generation VALUES ('a', 'email', 7, 'x')")
    state = state_of(address)
    assert isinstance(state, SharedState)
    record = state.record("m")
    assert list(record.lines()) == []
    record.close()
    with psycopg.connect(address, autocommit=True) as db:
        assert db.execute("SELECT number FROM adlists_version").fetchall() == [
            (shared_schema.VERSION,)
        ]
        assert db.execute("SELECT number FROM adlists_generation").fetchall() == [(7,)]
        db.execute("UPDATE adlists_version SET number = 99")

    with pytest.raises(ConfigurationError, match="of a later version; use that program"):
        state.ledger("a")
    with psycopg.connect(address) as db:
        assert db.execute("SELECT number FROM adlists_version").fetchall() == [(99,)]


def test_many_that_begin_at_once_make_the_tables_once(address: str) -> None:
    with ThreadPoolExecutor(12) as pool:
        found = pool.map(lambda _: SharedState(address).connect(), range(12))
    for connection in found:
        connection.close()


def test_a_stopped_job_keeps_its_list_and_goes_on(address: str, tmp_path: Path) -> None:
    """It was heard just now, so nobody may take its place: it may wake at any moment."""
    with kill_schedules.upload_of(shipped()["criteo_v1"], tmp_path, 1500, address) as upload:
        first = upload.begin()
        upload.wait_for(3, first)
        first.send_signal(signal.SIGSTOP)
        other = upload.begin()
        _, said = other.communicate(timeout=60)
        first.send_signal(signal.SIGCONT)
        out, _ = first.communicate(timeout=60)
        held = upload.desk.members(upload.key)

    assert other.returncode == 2
    assert "Another job is at work on the same list" in said
    assert first.returncode == 0
    assert json.loads(out)["outcome"] == "done"
    assert held == upload.wanted


def test_who_was_given_up_for_dead_sends_no_more_than_was_on_its_way(
    address: str, tmp_path: Path
) -> None:
    """The server gives up a silent connection, here at once; its machine wakes up later."""
    with kill_schedules.upload_of(shipped()["criteo_v1"], tmp_path, 1500, address) as upload:
        first = upload.begin()
        upload.wait_for(3, first)
        first.send_signal(signal.SIGSTOP)
        with psycopg.connect(address, autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'adlists'"
            )
        time.sleep(0.2)
        other = upload.begin()
        out, said = other.communicate(timeout=60)
        sent = len(upload.sandbox.bodies)
        first.send_signal(signal.SIGCONT)
        _, why = first.communicate(timeout=60)
        held = upload.desk.members(upload.key)
        late = len(upload.sandbox.bodies) - sent

    assert other.returncode == 0, said
    assert json.loads(out)["outcome"] == "done"
    assert first.returncode == 1
    assert "cannot be written any more" in why or "cannot be asked" in why
    assert late <= kill_schedules.PARALLEL
    assert held == upload.wanted


def test_a_database_that_is_lost_between_two_words_is_told_in_ours(
    state: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = state.connect()
    lost.close()
    monkeypatch.setattr(state, "connect", lambda: lost)
    for ask in (
        lambda: state.ledger("a-list"),
        lambda: list(state.latest()),
        lambda: state.batches("a-list", "email"),
    ):
        with pytest.raises(ConfigurationError, match="cannot be used"):
            ask()
