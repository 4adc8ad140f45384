"""DuckDB on a thread of its own: who waits for it hears Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import duckdb
import pytest

from adlists.errors import ArgumentError
from adlists.lists.reading import standby
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.opening import extract
from adlists.lists.reading.spool import _Stream

ENDLESS = "SELECT count(hash(a.range + b.range)) FROM range(1000000000) a, range(1000000000) b"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine("100MB", 2, tmp_path)
    yield engine
    engine.close()


def _interrupted(function: Callable[[], object]) -> None:
    """Call a function, and press Ctrl-C soon: not before it is expected."""
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    function()


def test_ctrl_c_ends_a_query_and_the_engine_goes_on(engine: Engine) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted(lambda: engine.rows(ENDLESS))
    assert engine.rows("SELECT ?", [1]) == [(1,)]


def test_another_thread_ends_a_query(engine: Engine) -> None:
    threading.Timer(0.3, engine.interrupt).start()
    with pytest.raises(duckdb.InterruptException):
        engine.rows(ENDLESS)
    engine.interrupt()  # of nothing
    assert engine.rows("SELECT 1") == [(1,)]


class _Reluctant:
    """A connection that loses the first two times that it is told to end."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db
        self.lost = 2

    def interrupt(self) -> None:
        if self.lost:
            self.lost -= 1
        else:
            self.db.interrupt()

    def __getattr__(self, name: str) -> object:
        return getattr(self.db, name)


def _stop(engine: Engine) -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (Engine.interrupt, duckdb.InterruptException),
        (Engine.stop, duckdb.InterruptException),
        (Engine.close, duckdb.InterruptException),
        (_stop, KeyboardInterrupt),
    ],
)
def test_what_is_to_end_before_it_has_begun_ends(
    engine: Engine, end: Callable[[Engine], None], error: type[BaseException]
) -> None:
    """DuckDB forgets an interrupt when a query begins, and a moment lies between."""
    engine._db = cast("duckdb.DuckDBPyConnection", _Reluctant(engine._db))
    threading.Timer(0.3, end, (engine,)).start()
    with pytest.raises(error):
        engine.rows(ENDLESS)


def test_a_stopped_engine_begins_nothing(engine: Engine) -> None:
    engine.stop()
    with pytest.raises(duckdb.InterruptException):
        engine.rows(ENDLESS)


def test_closing_ends_a_query(engine: Engine) -> None:
    threading.Timer(0.3, engine.close).start()
    with pytest.raises(duckdb.InterruptException):
        engine.rows(ENDLESS, aside=True)
    engine.close()
    engine.interrupt()
    with pytest.raises(ArgumentError, match="closed"):
        engine.rows("SELECT 1")


def test_a_table_is_lent_only_for_a_while(engine: Engine) -> None:
    with duckdb.connect() as other, engine.lent("given", _Stream(other.sql("SELECT 'a'"))):
        assert engine.rows("FROM given") == [("a",)]
    with pytest.raises(duckdb.CatalogException):
        engine.rows("FROM given")


def test_ctrl_c_ends_a_relation_of_somebody_else() -> None:
    with duckdb.connect() as other:
        relation = other.sql("SELECT range || '@' FROM range(10000000000)")
        with pytest.raises(KeyboardInterrupt):
            _interrupted(lambda: extract(relation, identifier="gum"))


def test_what_duckdb_makes_of_ctrl_c_is_one() -> None:
    """It tells so by an error, and wraps that into others of its own."""

    class Table:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            msg = "Query interrupted"
            raise RuntimeError(msg)

    with pytest.raises(KeyboardInterrupt):
        extract(Table(), identifier="gum")


def test_everything_is_made_in_one_thread(engine: Engine) -> None:
    def items() -> Iterator[int]:
        for chunk in engine.chunks("SELECT range::VARCHAR || ',' FROM range(300000)"):
            assert engine.rows("SELECT 1", aside=True) == [(1,)]
            made.add(threading.get_ident())
            yield len(chunk.offsets) - 1

    made: set[int] = set()
    assert sum(engine.each(items())) == 300_000
    assert len(made) == 1
    assert made != {threading.get_ident()}


def test_the_thread_ends_with_the_engine(tmp_path: Path) -> None:
    before = threading.active_count()
    engine = Engine("100MB", None, tmp_path)
    engine.rows("SELECT 1")
    assert threading.active_count() == before + 1
    engine.close()
    assert threading.active_count() == before


def test_a_memory_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="memory 'much', or threads 2, cannot be used"):
        Engine("much", 2, tmp_path)


def test_the_next_job_has_the_database_of_the_last_one_and_nothing_of_it(tmp_path: Path) -> None:
    standby.clear()
    first = Engine("100MB", 2, tmp_path / "a", temporary=True)
    first.rows("CREATE TEMP TABLE kept AS SELECT range AS n FROM range(100000)")
    first.rows("CREATE TEMP MACRO said(x) AS x")
    (root,) = first._root
    first.close()
    first.close()

    other = Engine("200MB", 2, tmp_path / "b", temporary=True)
    second = Engine("100MB", 2, tmp_path / "c", temporary=True)

    assert second._root == [root]
    assert other._root != [root]
    for gone in ("FROM kept", "SELECT said(1)"):
        with pytest.raises(duckdb.CatalogException):
            second.rows(gone)
    asked = second.rows("SELECT current_setting('temp_directory')")
    assert asked == [(str(tmp_path / "c"),)]
    other.close()
    second.close()


@pytest.mark.parametrize("end", [Engine.interrupt, Engine.stop])
def test_a_database_that_was_told_to_end_is_not_used_again(
    tmp_path: Path, end: Callable[[Engine], None]
) -> None:
    standby.clear()
    first = Engine("100MB", 2, tmp_path, temporary=True)
    threading.Timer(0.3, end, (first,)).start()
    with pytest.raises(duckdb.InterruptException):
        first.rows(ENDLESS)
    (root,) = first._root
    first.close()

    with pytest.raises(duckdb.ConnectionException):
        root.execute("SELECT 1")
    assert not standby._idle


def test_a_forked_process_has_a_database_of_its_own(tmp_path: Path) -> None:
    """That of its parent has threads which are not there: closing it would take for ever."""
    Engine("100MB", 2, tmp_path, temporary=True).close()
    assert standby._idle
    child = os.fork()
    if child == 0:
        engine = Engine("100MB", 2, tmp_path, temporary=True)
        fine = engine.rows("SELECT sum(range) FROM range(300000)") == [(44999850000,)]
        engine.close()
        standby.clear()
        os._exit(0 if fine else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_database_that_has_spilled_is_not_used_again(tmp_path: Path) -> None:
    standby.clear()
    for name in ("a", "b"):
        engine = Engine("40MB", 1, tmp_path / name, temporary=True)
        rows = "SELECT md5(range::VARCHAR) AS h FROM range(1000000) ORDER BY 1"
        assert engine.rows(f"SELECT count(*) FROM ({rows} LIMIT 900000)") == [(900000,)]
        used = engine.rows("SELECT current_setting('temp_directory')")
        assert used == [(str(tmp_path / name),)]
        engine.close()


def test_an_interrupt_while_the_thread_starts_leaves_none_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[threading.Thread] = []
    start = threading.Thread.start

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        started.append(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        standby.take((), tmp_path, anew=True)

    started[0].join(10)
    assert not started[0].is_alive()
