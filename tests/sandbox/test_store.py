"""The store: sets of identifiers that survive a restart."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sandbox.visitor import Visitor

from adlists.errors import ConfigurationError
from adlists.sandbox import Sandbox, Store
from adlists.sandbox.database import BusyError, UnwritableError
from adlists.sandbox.store import ListExistsError, Stored

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.lists(st.sampled_from("abcdeé") | TEXTS)


def made(store: Store, name: str = "one") -> Stored:
    key = store.create("realm", "1", name, None, 0)
    found = store.find("realm", key)
    assert found is not None
    return found


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.booleans(), VALUES)))
def test_a_list_is_a_set_of_whatever_text(steps: list[tuple[bool, list[str]]]) -> None:
    store = Store()
    model: set[str] = set()
    with store.transaction():
        one = made(store)
        for adds, values in steps:
            before = len(model)
            model = model | set(values) if adds else model - set(values)
            act = store.add if adds else store.remove
            assert act(one, "kind", values, 0) == abs(len(model) - before)

        again = store.find("realm", one.key)
        assert again is not None
        assert again.sizes.get("kind", 0) == len(model)
        assert set(store.members(one, "kind")) == model
    store.close()


def test_what_is_deleted_or_cleared_leaves_nothing_behind() -> None:
    store = Store()
    with store.transaction():
        for number in range(3):
            store.add(made(store, str(number)), "kind", ["a", "b"], 0)
        first, second, third = store.owned("realm", "1")
        store.delete(first)
        store.clear(second, 1)

        assert store.members(third, "kind") == ["a", "b"]
        assert store._db.execute("SELECT count(*) FROM member").fetchone() == (2,)
        assert store.add(second, "kind", ["a"], 0) == 1
    store.close()


def test_a_transaction_that_fails_changes_nothing() -> None:
    store = Store()
    with pytest.raises(ListExistsError), store.transaction():  # noqa: PT012 - both belong to it
        made(store)
        made(store)

    with store.transaction():
        assert store.owned("realm", "1") == []
    store.close()


def test_a_file_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "lists.db"
    store = Store(path)
    visitor = Visitor(Sandbox(store=store))
    audience, app_list = visitor.create(), visitor.create_list()
    visitor.patch(audience, ["a@b.co", "c@d.ef"])
    visitor.applovin("append", b"com.example.app", app_list_id=app_list)
    before = visitor.audiences()
    store.close()
    store.close()

    again = Store(path)
    visitor = Visitor(Sandbox(store=again))

    assert visitor.audiences() == before
    assert visitor.apps(app_list) == ["com.example.app"]
    assert visitor.create("Next") > audience
    again.close()


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    text, later = tmp_path / "notes.txt", tmp_path / "later.db"
    text.write_text("not a database, and longer than a header of one hundred bytes " * 3)
    with sqlite3.connect(later) as db:
        db.execute("PRAGMA application_id = 0x61646c73")
        db.execute("PRAGMA user_version = 99")
    db.close()

    for path, word in ((text, "cannot be used"), (later, "version 99"), (tmp_path, "cannot be")):
        with pytest.raises(ConfigurationError, match=word):
            Store(path)

    assert text.read_text().startswith("not a database")


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE list (id INTEGER)",
        "PRAGMA user_version = 2",
        "PRAGMA application_id = 7; PRAGMA user_version = 2",
        "PRAGMA journal_mode = WAL; CREATE TABLE cookies (id); INSERT INTO cookies VALUES (1)",
    ],
)
def test_somebody_elses_database_is_refused_and_not_touched(script: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.executescript(script)
    db.close()
    path.chmod(0o644)
    before = path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns

    with pytest.raises(ConfigurationError, match="database of another program"):
        Store(path)

    assert (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns) == before


def test_a_file_is_for_the_eyes_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "lists.db"
    old = os.umask(0)
    try:
        store = Store(path)
        with store.transaction():
            made(store)
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        store.close()
        path.chmod(0o644)
        Store(path).close()
    finally:
        os.umask(old)

    assert set(modes) >= {"lists.db", "lists.db-wal"}
    assert set(modes.values()) == {0o600}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_another_program_locks_is_waited_for_and_then_told(tmp_path: Path) -> None:
    path = tmp_path / "lists.db"
    store = Store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError), store.transaction(wait=False):
            pass
        other.execute("ROLLBACK")
        with store.transaction():
            made(store)
    store.close()


def test_a_full_disk_undoes_what_was_begun_and_is_told_to_the_client(tmp_path: Path) -> None:
    store = Store(tmp_path / "lists.db")
    visit = Visitor(Sandbox(store=store))
    people = [f"{number:064x}" for number in range(20_000)]
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages + 20}")

    with pytest.raises(UnwritableError, match="disk is full"), store.transaction():
        store.add(made(store), "kind", people, 0)
    answer = visit.patch(visit.create(), people)

    assert (answer.status, visit.audiences()[0]["name"]) == (507, "VIP")
    store._db.execute("PRAGMA max_page_count = 100000")
    with store.transaction():
        assert store.owned("realm", "1") == []
        assert store.add(made(store), "kind", people, 0) == len(people)
    store.close()
