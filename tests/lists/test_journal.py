"""The journal: durable, private, locked, and without a single identifier."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import ConfigurationError
from adlists.lists.sending.folders import folder, key, too_open
from adlists.lists.sending.journal import Entry, Journal
from adlists.lists.sending.ledger import FileLedger, JournalError


def test_it_holds_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = Journal(FileLedger(path), "add email", "email")
    assert journal.job() is None
    journal.begin("add", "print", {})
    done = Entry("add", 0, "d0", done=True, count=10, valid=9, invalid=1, attempts=2)
    lost = Entry("add", 1, "d1", done=False, count=10, reason="500")
    journal.record(done)
    journal.record(lost)
    journal.close()

    again = Journal(FileLedger(path), "add email", "email")
    assert again.entries == [done, lost]
    assert again.done("add") == {0: "d0"}
    assert again.done("remove") == {}
    again.end({"read": 20})
    job = again.job()
    assert job is not None
    assert (job.fingerprint, job.state, job.facts) == ("print", "done", {"read": 20})
    again.begin("add", "other", {})
    assert again.entries == []
    again.close()


def test_a_second_job_on_it_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    first = Journal(FileLedger(path), "", "email")
    first.begin("add", "", {})
    with pytest.raises(ConfigurationError, match="Another job is at work"):
        Journal(FileLedger(path), "", "email")
    first.record(Entry("add", 0, "", done=True, count=1))
    first.close()
    second = Journal(FileLedger(path), "", "email")
    assert second.done("add") == {0: ""}
    second.close()


def test_it_is_private(tmp_path: Path) -> None:
    place = folder(tmp_path / "state")
    journal = Journal(FileLedger(place / "a.journal"), "", "email")
    journal.close()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(journal.place).stat().st_mode) == 0o600


def test_a_folder_that_others_may_enter_is_left_as_it_is_and_told(tmp_path: Path) -> None:
    place = tmp_path / "state"
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    assert stat.S_IMODE(folder(place).stat().st_mode) == 0o755
    assert f"chmod 700 {place}" in too_open(place)[0]
    place.chmod(0o700)
    assert too_open(place) == ()


def test_a_full_disk_is_told_and_forgets_nothing(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "a.journal")
    journal = Journal(ledger, "", "email")
    journal.begin("add", "", {})
    journal.record(Entry("add", 0, "", done=True, count=1))
    assert ledger._db is not None
    # SQLite's own way to say that there is no room for another page.
    ledger._db.execute("PRAGMA max_page_count = 1")
    large = Entry("add", 1, "x" * 100_000, done=True, count=1)
    with pytest.raises(JournalError, match=r"full.*make room.*same command"):
        journal.record(large)
    journal.close()
    again = Journal(FileLedger(tmp_path / "a.journal"), "", "email")
    assert 0 in again.done("add")
    again.close()


def test_a_file_that_is_no_journal_is_put_aside_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    text = "something else, and long enough to be read as a header" * 10
    path.write_text(text)
    journal = Journal(FileLedger(path), "", "email")
    assert "damaged" in journal.notes[0]
    assert journal.job() is None
    journal.close()
    (aside,) = tmp_path.glob("*.damaged-*")
    assert aside.read_text() == text


@pytest.mark.parametrize("change", ["count = 999", "done = 1", "number = 7", "valid = -3"])
def test_a_row_that_was_changed_is_not_believed(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.journal"
    journal = Journal(FileLedger(path), "", "email")
    journal.begin("add", "print", {})
    journal.record(Entry("add", 0, "d", done=False, count=10))
    journal.close()
    with sqlite3.connect(path) as db:
        db.execute(f"UPDATE batch SET {change}")
    db.close()
    again = Journal(FileLedger(path), "", "email")
    assert "damaged" in again.notes[0]
    assert (again.job(), again.entries, again.generation) == (None, [], 0)
    again.close()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30), st.binary(min_size=1, max_size=64))
def test_a_journal_damaged_anywhere_is_right_or_empty(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("journal") / "a.journal"
    journal = Journal(FileLedger(path), "", "email")
    journal.begin("add", "print", {})
    entries = [Entry("add", number, "d" * 32, done=True, count=10) for number in range(20)]
    for entry in entries:
        journal.record(entry)
    journal.close()
    content = bytearray(path.read_bytes())
    at %= len(content)
    content[at : at + len(junk)] = junk
    path.write_bytes(content)
    try:
        again = Journal(FileLedger(path), "", "email")
    except ConfigurationError:
        return
    assert again.entries == ([] if again.notes else entries)
    again.close()


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigurationError, match="later version"):
        Journal(FileLedger(path), "", "email")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ConfigurationError, match="ADLISTS_STATE"):
        folder(file / "below")


def test_a_journal_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.journal").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be used"):
        Journal(FileLedger(tmp_path / "a.journal"), "", "email")


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADLISTS_STATE", os.fspath(tmp_path / "mine"))
    assert folder() == tmp_path / "mine"


def test_keys_tell_jobs_apart() -> None:
    assert key("a", 1) == key("a", 1)
    assert len({key("a", 1), key("a", 2), key("a1"), key("a", "1")}) == 4
