"""One large job on several machines: the same list and the same counts as on one."""

from __future__ import annotations

import pickle
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pytest
from cluster_harness import PoolEngine, Site, site, wanted
from sandbox_harness import hashed, people, write

import adlists
from adlists import ArgumentError, ConfigurationError
from adlists.lists import (
    DeliveryOptions,
    JobStoppedError,
    Progress,
    Rate,
    Report,
    SourceError,
    upload,
)
from adlists.lists.engines import pieces
from adlists.lists.engines.partitions import partitions_of
from adlists.lists.engines.pieces import PieceTask, read_part, send_piece
from adlists.lists.options import JobOptions
from adlists.lists.sending.history import past_jobs
from adlists.lists.sending.ledger import ListInUseError
from adlists.lists.sending.shared_pieces import PIECE, LeadingState, PieceState
from adlists_api import applovin_v1, criteo_v1


class RecordingEngine(PoolEngine):
    """Keeps what functions gave, as an engine would that spills it."""

    def __init__(self) -> None:
        super().__init__(3)
        self.gave: list[Any] = []

    def submit(self, function: Callable[..., Any], *arguments: Any, label: str) -> Any:
        future = super().submit(function, *arguments, label=label)
        future.add_done_callback(lambda done: self.gave.append(done.result()))
        return future


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    with site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def engine() -> Iterator[RecordingEngine]:
    found = RecordingEngine()
    yield found
    found.close()


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Three files: 30 people each, of whom ten are in the next one, too."""
    return [write(tmp_path / f"{n}.csv", people(30, n * 20)) for n in range(3)]


def send(name: object, source: Any, **more: Any) -> Report:
    told: dict[str, Any] = {"identifier": "email", "hash": "sha256", "advertiser": 1, "batch": 4}
    with adlists.connect(criteo_v1.Api) as api:
        return upload(api, str(name), source, **told | more)


def test_it_counts_and_sends_what_one_machine_does(
    here: Site, engine: RecordingEngine, tmp_path: Path
) -> None:
    draw = random.Random(3)
    known = [*people(60), "nobody", "", " ", "Someone@Example.org ", "someone@example.org"]
    files = [
        write(tmp_path / f"{n}.csv", [draw.choice(known) for _ in range(draw.randint(1, 60))])
        for n in range(5)
    ]
    (tmp_path / "empty.csv").touch()
    files.append(tmp_path / "empty.csv")
    one, several = here.made("one machine"), here.made("several")

    expected = send(one, files)
    report = send(several, files, engine=engine)

    for name in ("outcome", "read", "rejected", "duplicates", "unique", "sent", "size", "expected"):
        assert getattr(report, name) == getattr(expected, name), name
    assert report.read == sum(report.rejected.values()) + report.duplicates + report.unique
    assert here.held(several) == here.held(one)
    assert len(report.files) == len(expected.files)
    assert past_jobs()[-1].outcome == "done"


def test_no_plain_identifier_leaves_a_worker(
    here: Site, engine: RecordingEngine, parts: list[Path]
) -> None:
    key = here.made("private")

    assert send(key, parts, engine=engine).outcome == "done"

    given = pickle.dumps(engine.gave)
    assert b"planted" not in given
    assert sha256(people(1)[0].encode()).digest() in given
    assert {"read", "count", "shuffle", "send"} == set(engine.labels)
    told = [value for given in engine.arguments for value in given if not isinstance(value, Future)]
    sent = pickle.dumps(told)
    for name in ("ADLISTS_STATE", "ADLISTS_CRITEO_V1_CLIENT_SECRET"):
        assert here.environment[name].encode() not in sent


def test_row_groups_and_ranges_of_a_query_are_parts(
    here: Site, engine: RecordingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adlists.lists.engines.partitions._ROWS", 2048)
    lake = tmp_path / "lake.parquet"
    rows = "SELECT 'planted.person' || i || '@example.org' AS email FROM range(5000) t(i)"
    with duckdb.connect() as db:
        db.execute(f"COPY ({rows}) TO '{lake}' (ROW_GROUP_SIZE 2048)")
    base = tmp_path / "people.sqlite"
    with sqlite3.connect(base) as table:
        table.execute("CREATE TABLE customers (id INTEGER, email TEXT)")
        known = [(n * 7 if n else None, name) for n, name in enumerate(people(40))]
        table.executemany("INSERT INTO customers VALUES (?, ?)", known)
    table.close()
    first, second = here.made("lake"), here.made("base")

    report = send(first, lake, engine=engine, batch=1000)
    asked = send(
        second,
        base,
        engine=engine,
        query="SELECT id, email FROM customers;",
        partition_by="id",
        partitions=3,
    )

    assert [file["name"].rpartition(", ")[2] for file in report.files] == [
        "rows 0 to 2,047",
        "rows 2,048 to 4,095",
        "rows 4,096 to 4,999",
    ]
    assert (report.outcome, report.unique) == ("done", 5000)
    assert here.held(first) == wanted(5000)
    assert (asked.outcome, asked.read, len(asked.files)) == ("done", 40, 3)
    assert here.held(second) == wanted(40)


def test_what_was_broken_off_goes_on_where_it_was(
    here: Site, engine: RecordingEngine, parts: list[Path]
) -> None:
    key = here.made("broken off")
    before = len(here.sandbox.changes)

    def stop(news: Progress) -> None:
        if news.done > 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(key, parts, engine=engine, watch=stop, parallel=1, rate="8/s")
    sent = len(here.sandbox.changes) - before
    assert sent < 19

    report = send(key, parts, engine=engine, parallel=1)

    assert report.outcome == "done", report
    assert report.skipped >= 3
    assert "Going on with the job" in " ".join(report.notes)
    assert here.held(key) == wanted(70)
    assert here.sandbox.twice(before) <= 3  # one on its way in each piece
    removed = send(key, parts[:1], engine=engine, operation="remove")
    assert (removed.outcome, removed.size) == ("done", 40)
    assert send(key, parts[:1], engine=engine, operation="remove", once=True).outcome == (
        "already done"
    )


def test_a_dry_run_tells_and_changes_nothing(
    here: Site, engine: RecordingEngine, parts: list[Path]
) -> None:
    key = here.made("dry")

    report = send(key, parts, engine=engine, dry_run=True)

    assert (report.outcome, report.read, report.batches) == ("dry run", 90, 24)
    assert here.held(key) == []
    assert "send" not in engine.labels


def test_a_piece_that_fails_ends_the_job_and_goes_on_later(
    here: Site, engine: RecordingEngine, parts: list[Path]
) -> None:
    key = here.made("refused")
    fault = adlists.sandbox.Fault(status=400, operation="add_remove_users_to_audience", count=2)
    here.sandbox.switch_on(fault)
    try:
        report = send(key, parts, engine=engine)
    except JobStoppedError as stopped:
        report = stopped.report
    assert report.outcome == "unfinished"
    assert report.failures
    assert report.read == report.duplicates + report.unique

    assert send(key, parts, engine=engine).outcome == "done"
    assert here.held(key) == wanted(70)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"operation": "replace"}, "Replace without one"),
        ({"snapshot": True}, "an engine adds and removes"),
        ({"rejects": "rejects.csv"}, "stay in the memory of the worker"),
        ({"exclude": "out.csv"}, "where the source is written"),
        ({"deduplicate": False}, "every identifier once"),
        ({"hash": "none"}, "digests alone"),
        ({"partitions": 3}, "are for a query"),
        ({"query": "SELECT email FROM t"}, "say by partition_by"),
        ({"engine": "dask:/"}, "named as local, dask://"),
        ({"engine": None, "partitions": 3}, "name an engine"),
    ],
)
def test_what_needs_one_machine_is_refused_in_words(
    here: Site, engine: RecordingEngine, parts: list[Path], options: Any, words: str
) -> None:
    with pytest.raises((ArgumentError, ConfigurationError), match=words):
        send("any", parts, **{"engine": engine} | options)
    assert engine.labels == []


def test_what_is_in_this_process_or_secret_or_gone_is_refused(
    here: Site, engine: RecordingEngine, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError, match="in this process alone"):
        send("any", iter(people(3)), engine=engine)
    with pytest.raises(ArgumentError, match="not handed to an engine"):
        send("any", "sftp://me:planted@host/a.csv", engine=engine)
    with pytest.raises(ConfigurationError, match="a state that all of them share"):
        send("any", tmp_path / "a.csv", engine=engine, state=tmp_path)
    with pytest.raises(SourceError, match="no file matches"):
        send("any", str(tmp_path / "*.parquet"), engine=engine)
    with pytest.raises(SourceError, match=r"a\.csv: cannot be read"):
        send("any", tmp_path / "a.csv", engine=engine)
    with pytest.raises(SourceError, match="holds no identifier: 2 x"):
        send("any", write(tmp_path / "b.csv", ["nobody", "a@"]), engine=engine)
    with (
        adlists.connect(applovin_v1.Api, adlists.ApiKey("k"), base_url="http://host") as api,
        pytest.raises(ArgumentError, match="can be read and is compared as a whole"),
    ):
        upload(api, "any", tmp_path / "a.csv", engine=engine)


def test_one_leads_and_each_piece_has_one_holder(here: Site) -> None:
    address = here.environment["ADLISTS_STATE"]
    leading = LeadingState(address)
    led = leading.ledger("key")
    with pytest.raises(ListInUseError):
        PieceState(address, "key", 0).ledger("key")
    leading.share()

    first = PieceState(address, "key", 0).ledger("key")
    second = PieceState(address, "key", 1).ledger("key")

    with pytest.raises(ListInUseError):
        PieceState(address, "key", 0).ledger("key")
    with pytest.raises(ConfigurationError, match="another account's list"):
        PieceState(address, "key", 2).ledger("another")
    led.close()
    with pytest.raises(ListInUseError):  # those who work are there still
        super(LeadingState, LeadingState(address)).ledger("key")
    second.close()
    threading.Timer(0.7, first.close).start()
    began = time.monotonic()
    LeadingState(address).ledger("key").close()
    assert time.monotonic() - began > 0.5


def test_a_source_that_changed_meanwhile_is_not_sent(here: Site, parts: list[Path]) -> None:
    part = partitions_of(parts[:1], JobOptions())[0]
    kind = _kind()
    options = {"hash": "sha256", "prehashed": False}
    task = pieces.ReadingTask(partition=part, identifier=kind, options=options, pieces=2)
    before = read_part(task)
    write(parts[0], people(30, 1))
    after = read_part(task)
    told = PieceTask(
        run="0" * 32,
        piece=0,
        service="criteo_v1",
        base_url="",
        profile=None,
        list_id="1",
        list_name=None,
        journal="",
        options={},
        digests=(before.facts.digests[0],),
    )

    assert "was changed while it was read" in (send_piece(told, after.blocks[0]).problem or "")
    assert "knows nothing of the run" in (send_piece(told, before.blocks[0]).problem or "")
    other = attrs.evolve(told, version="0.0.0")
    assert "the run has 0.0.0" in (send_piece(other, before.blocks[0]).problem or "")
    assert "the run has" in (read_part(attrs.evolve(task, version="0")).facts.problem or "")


def test_blocks_hold_each_digest_of_any_length_once_by_its_first_byte(tmp_path: Path) -> None:
    digests = [sha256(f"row {n}".encode()).hexdigest() for n in range(200)]
    short = [digest[:32] for digest in digests[:50]]
    source = tmp_path / "digests.txt"
    source.write_text("\n".join([*digests, *short, *digests[:9]]))
    part = partitions_of(source, JobOptions())[0]
    kind = attrs.evolve(_kind(), hash=("md5", "sha256"))
    options = {"hash": None, "prehashed": True}

    found = read_part(
        pieces.ReadingTask(partition=part, identifier=kind, options=options, pieces=3)
    )

    assert found.facts.problem is None
    texts = ["\n".join(pieces._unpacked(block)).split("\n") for block in found.blocks]
    assert sorted(chain(*texts)) == sorted({*digests, *short})
    assert [len(text) for text in texts] == list(found.facts.held)
    bounds = [int(text[:2], 16) * 3 // 256 for block in texts for text in block]
    assert bounds == sorted(bounds)
    assert found.facts.counts.duplicates == 9
    assert PIECE > 10_000


def _kind() -> Any:
    lists = criteo_v1.Api.SERVICE.lists
    assert lists is not None
    return next(kind for kind in lists.identifiers if kind.name == "email")


def test_how_to_send_travels_too(here: Site, engine: RecordingEngine, parts: list[Path]) -> None:
    key = here.made("slowly")
    before = len(here.sandbox.changes)

    report = send(
        key, parts, engine=engine, batch=10, delivery=DeliveryOptions(parallel=1, wait=0.01)
    )

    assert report.outcome == "done"
    assert report.requests >= len(here.sandbox.changes) - before == report.batches
    assert hashed(people(70)) == here.held(key)


def test_threads_of_one_job_ask_for_its_budget_one_after_another(here: Site) -> None:
    limiter = LeadingState(here.environment["ADLISTS_STATE"]).limiter("threads", (Rate(500, 60),))
    failed: list[Exception] = []

    def spend() -> None:
        try:
            for _ in range(25):
                assert limiter.acquire() == 0
                limiter.observe(200, {})
        except Exception as error:  # noqa: BLE001 - of a thread
            failed.append(error)

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    limiter.close()
    assert failed == []


def test_the_example_of_the_page_does_what_it_says(
    here: Site, engine: RecordingEngine, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "engines.md").read_text()
    (code,) = [text for text in page.split("```python\n") if "criteo_2026_07" in text[:200]]
    code = code.split("```")[0].replace("criteo_2026_07", "criteo_v1")
    key = here.made("Customers")
    code = code.replace("/lake/customers/*.parquet", str(parts[0].parent / "*.csv"))
    monkeypatch.setattr("adlists.lists.engines.spread.engine_of", lambda _: engine)
    told: dict[str, Any] = {}

    exec(code, told)

    assert told["report"].outcome == "done"
    assert here.held(key) == wanted(70)
