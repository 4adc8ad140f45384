"""Who holds a list's lock is heard, and who is silent gives it up: no proxy hides that."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgres_proxy import Proxy, proxying
from sandbox_harness import QUICK, SandboxHarness, hashed, people, write

from adlists import AdlistsError, ConnectionLost, Request, Response
from adlists.lists import JobStoppedError, JournalError, Rate, upload
from adlists.lists.sending import lease
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.ledger import ListInUseError, Put, row
from adlists.lists.sending.shared_ledger import SharedLedger
from adlists.lists.sending.shared_rate import lock_number
from adlists.lists.sending.shared_state import SharedState


@pytest.fixture
def proxy(address: str) -> Generator[Proxy]:
    with proxying(address) as found:
        yield found


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"BEAT": 0.1, "FRESH": 0.6, "SILENT": 1.2, "PATIENCE": 2.0}.items():
        monkeypatch.setattr(lease, name, seconds)


def until(condition: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait for a condition; return how long that took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds
        time.sleep(0.02)
    return time.monotonic() - began


def taken(state: SharedState) -> SharedLedger | None:
    """Open the journal of a list, if nobody holds it."""
    try:
        return state.ledger("list")
    except ListInUseError:
        return None


def taking(state: SharedState) -> tuple[SharedLedger, float]:
    """Open the journal of a list once nobody holds it; return how long that took, too."""
    found: list[SharedLedger | None] = [None]

    def take() -> bool:
        found[0] = taken(state)
        return found[0] is not None

    seconds = until(take)
    assert found[0] is not None
    return found[0], seconds


def test_a_holder_that_is_heard_keeps_its_lock(address: str, proxy: Proxy) -> None:
    holder, other = SharedState(proxy.address).ledger("list"), SharedState(address)
    time.sleep(lease.SILENT + 1.0)

    assert taken(other) is None

    assert holder.held()
    holder.close()
    taking(other)[0].close()


def test_a_holder_that_is_silent_gives_up_its_lock_and_knows_it_before(
    address: str, proxy: Proxy
) -> None:
    holder, other = SharedState(proxy.address).ledger("list"), SharedState(address)
    time.sleep(3 * lease.BEAT)
    assert holder.held()
    proxy.cut.set()

    doubted = until(lambda: not holder.held())
    found, given_up = taking(other)

    assert doubted + given_up > lease.SILENT - 2 * lease.BEAT
    with pytest.raises(JournalError, match="cannot be written any more"):
        holder.write(Put("generation", row("email", 1)))
    with pytest.raises(JournalError):
        holder.held()
    found.write(Put("generation", row("email", 7)))
    assert list(found.rows("generation")) == [("email", 7)]
    found.close()
    holder.close()


def test_a_question_that_nobody_answers_ends(address: str, proxy: Proxy) -> None:
    state = SharedState(proxy.address)
    limiter = state.limiter("account", (Rate(10, 1.0),))
    record = state.record("manifest")
    assert limiter.acquire() == 0
    assert list(record.lines()) == []
    proxy.cut.set()
    began = time.monotonic()

    with pytest.raises(AdlistsError):
        limiter.acquire()

    assert time.monotonic() - began < lease.PATIENCE + 1.5
    limiter.close()
    record.close()


def test_a_transaction_that_is_left_open_ends_and_holds_up_nobody(address: str) -> None:
    connection = SharedState(address).connect()
    (told,) = connection.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    connection.execute("SET idle_in_transaction_session_timeout = 200")
    connection.execute("BEGIN")
    time.sleep(0.5)

    with pytest.raises(psycopg.Error):
        connection.execute("SELECT 1")

    assert told == "25s"


def test_a_job_whose_network_is_cut_is_taken_up_and_sends_nothing_more(
    address: str, proxy: Proxy, tmp_path: Path
) -> None:
    """Its batches fail, and go again and again: but soon the list may be another's."""
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(60))
    told: dict[str, Any] = {"identifier": "email", "hash": "sha256", "batch": 10, "parallel": 2}
    patient = DeliveryOptions(trials=10_000, wait=0.02, wait_max=0.05)
    tried: list[float] = []
    problems: list[str] = []

    def lose(request: Request) -> Response:
        if request.method == "PATCH" and len(desk.patches) >= 2:
            proxy.cut.set()
            tried.append(time.monotonic())
            raise ConnectionLost("gone")  # noqa: EM101
        return desk.handle(request)

    def first() -> None:
        try:
            with desk.criteo(handle=lose) as api:
                upload(api, str(key), source, delivery=patient, state=proxy.address, **told)
        except JobStoppedError as stopped:
            problems.append(str(stopped))

    thread = threading.Thread(target=first)
    thread.start()
    assert proxy.cut.wait(20)
    began, report = time.monotonic(), None
    while report is None:
        try:
            with desk.criteo() as api:
                report = upload(api, str(key), source, delivery=QUICK, state=address, **told)
        except ListInUseError:
            time.sleep(0.05)
    thread.join(20)

    assert report.ok
    assert report.skipped >= 1
    assert desk.members(key) == hashed(people(60))
    assert len(tried) > 4  # it was patient, until it did not know any more
    assert max(tried) - began < lease.FRESH + 0.3
    assert "cannot be written any more" in problems[0]


def test_it_is_heard_in_the_midst_of_long_work_and_of_a_failed_transaction(address: str) -> None:
    state = SharedState(address)
    holder = state.ledger("long")

    def fail() -> None:
        with holder.connection.transaction():
            with suppress(psycopg.Error):
                holder.connection.execute("SELECT nothing FROM nowhere")
            time.sleep(3 * lease.BEAT)

    holder.ask(fail)
    time.sleep(lease.SILENT)

    assert holder.held()
    with state.connect() as looking:
        assert lease.give_up_silent(looking, lock_number("list long")) is False
    holder.close()


def test_a_long_answer_that_goes_on_is_not_ended() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with lease.bounded(ours):
            for _ in range(30):
                time.sleep(0.1)
                lease.bounded.renew(ours)
        ours.send(b"still here")
        with lease.bounded(ours):
            until(lambda: _is_ended(theirs))


def _is_ended(line: socket.socket) -> bool:
    line.settimeout(0)
    with suppress(BlockingIOError):
        while line.recv(100):
            pass
        return True
    return False


def test_a_machine_that_has_slept_does_not_believe_in_its_lock(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        held = lease.Lease(connection)
        held.close()
        assert held.fresh
        clock = time.clock_gettime
        monkeypatch.setattr(time, "clock_gettime", lambda which: clock(which) + 60)
        assert not held.fresh
