"""Whom a second source leaves out of the first."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists.lists.reading.engine_errors import EmptySourceError, SourceError
from adlists.lists.reading.opening import extract

NAMES = st.sampled_from([f"person{n}" for n in range(12)])
SPELLINGS = st.sampled_from(["{}@example.com", " {}@Example.com ", "{}@EXAMPLE.COM\t"])
ROWS = st.lists(st.builds(lambda name, how: how.format(name), NAMES, SPELLINGS), max_size=30)


def written(path: Path, rows: list[str]) -> Path:
    path.write_text("email\n" + "".join(f"{row}\n" for row in rows))
    return path


def normal(rows: list[str]) -> set[str]:
    return {row.strip().lower() for row in rows}


@settings(max_examples=25, deadline=None)
@given(
    source=ROWS.filter(bool), out=ROWS, hash=st.sampled_from(["none", "sha256", "md5-sha256"]),
    unique=st.booleans(),
)  # fmt: skip
def test_what_is_left_is_the_difference(
    tmp_path_factory: pytest.TempPathFactory,
    source: list[str],
    out: list[str],
    hash: str,
    unique: bool,
) -> None:
    folder = tmp_path_factory.mktemp("exclusion")
    people, others = written(folder / "people.csv", source), written(folder / "out.csv", out)
    with extract(
        people, identifier="email", hash=hash, deduplicate=unique, exclude=others, threads=1
    ) as found:
        values = found.values()
        counts = found.counts
    wanted = normal(source) - normal(out)
    same = set[str]()
    if wanted:
        with extract(sorted(wanted), identifier="email", hash=hash, threads=1) as left:
            same = set(left.values())
    assert set(values) == same
    assert counts.read == len(source)
    assert counts.rejected.get("excluded", 0) == sum(
        row.strip().lower() in normal(out) for row in source
    )
    assert counts.read == sum(counts.rejected.values()) + counts.duplicates + counts.unique


def test_digests_leave_out_digests(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    duckdb.execute(f"COPY (SELECT upper(repeat('ab', 32)) AS email) TO '{path}' (FORMAT parquet)")
    with extract(["ab" * 32, "cd" * 32], identifier="email", prehashed=True, exclude=path) as found:
        assert found.values() == ["cd" * 32]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("planted", "not the shape of an email"),
        ("ab" * 32, "looks like a hash"),
        ("A <planted@b.example>", "name with"),
    ],
)
def test_a_row_of_whom_nobody_can_tell_stops_the_job(tmp_path: Path, row: str, said: str) -> None:
    out = written(tmp_path / "out.csv", ["a@example.com", row])
    with pytest.raises(SourceError, match="nobody can tell") as caught:
        extract(["b@example.com"], identifier="email", hash="sha256", exclude=out)
    assert said in str(caught.value)
    assert row not in str(caught.value)


def test_nobody_may_have_withdrawn_but_an_empty_file_is_a_mistake(tmp_path: Path) -> None:
    out = written(tmp_path / "out.csv", ["", "n/a"])
    with extract(["b@example.com"], identifier="email", hash="none", exclude=out) as found:
        assert found.values() == ["b@example.com"]
    out.write_text("email\n")
    with extract(["b@example.com"], identifier="email", hash="none", exclude=out) as found:
        assert found.values() == ["b@example.com"]
    out.write_text("")
    with pytest.raises(EmptySourceError):
        extract(["b@example.com"], identifier="email", hash="none", exclude=out)


def test_it_is_part_of_what_a_job_sends(tmp_path: Path) -> None:
    people = written(tmp_path / "people.csv", ["a@example.com", "b@example.com"])
    out = tmp_path / "out.csv"
    seen = set[str]()
    for rows in (None, ["x@example.com"], ["y@example.com"]):
        exclude = None if rows is None else written(out, rows)
        with extract(people, identifier="email", hash="none", exclude=exclude) as found:
            seen.add(found.fingerprint)
    assert len(seen) == 3


def test_one_that_changes_meanwhile_is_noticed(tmp_path: Path) -> None:
    out = written(tmp_path / "out.csv", ["x@example.com"])
    with extract(["b@example.com"], identifier="email", hash="none", exclude=out) as found:
        found.values()
        found.verify()
        written(out, ["b@example.com"])
        os.utime(out, ns=(1, 1))
        with pytest.raises(SourceError, match="changed"):
            found.verify()


def test_it_is_said_and_is_no_reject(tmp_path: Path) -> None:
    people = written(tmp_path / "people.csv", ["a@example.com", "b@example.com", "bad"])
    out = written(tmp_path / "out.csv", ["a@example.com"])
    rejects = tmp_path / "rejects.csv"
    with extract(people, identifier="email", hash="none", exclude=out, rejects=rejects) as found:
        found.values()
        notes = [note for reading in found.readings for note in reading.notes]
    assert "who stands there was left out" in notes
    assert "bad" in rejects.read_text()
    assert "a@example.com" not in rejects.read_text()
    with pytest.raises(SourceError, match="rejects"):
        extract(people, identifier="email", hash="none", exclude=out, rejects=out)
