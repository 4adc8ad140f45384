"""A source as batches: complete, within the limits, the same every time, in bounded memory."""

from __future__ import annotations

import csv
import json
import stat
import subprocess
import sys
import traceback
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import duckdb
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import ArgumentError
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.engine_errors import ExtractError, SourceError
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract

opaque = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=60)


def cut(found: Extract, *limits: int, **options: Any) -> list[tuple[int, int, str, bytes]]:
    return [
        (one.number, one.count, one.digest, one.rows) for one in found.batches(*limits, **options)
    ]


@settings(max_examples=60, deadline=None)
@given(opaque, st.integers(1, 20), st.integers(100, 400), st.booleans())
def test_batches_hold_every_identifier_once_within_the_limits(
    rows: list[str], size: int, room: int, deduplicate: bool
) -> None:
    with extract(rows, identifier="gum", deduplicate=deduplicate, threads=1) as found:
        batches = list(found.batches(size, room))
        counts = found.counts
        everything = found.values()
    sent = [one for batch in batches for one in batch.values()]
    assert sent == everything
    assert len(sent) == counts.unique
    assert (
        counts.read
        == len(rows)
        == counts.unique + counts.duplicates + sum(counts.rejected.values())
    )
    if deduplicate:
        assert len(set(sent)) == len(sent)
    else:
        assert not counts.duplicates
    assert [batch.number for batch in batches] == list(range(len(batches)))
    for batch in batches:
        assert batch.values() == json.loads(b"[" + batch.rows + b"]")
        assert 1 <= batch.count == len(batch.values()) <= size
        assert len(batch.rows) <= room
    for batch, after in pairwise(batches):  # one more would have been too many, or too long
        longer = len(batch.rows) + 1 + len(orjson.dumps(after.values()[0]))
        assert batch.count == size or longer > room


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=80),
    st.integers(1, 9),
    st.sets(st.integers(0, 9)),
)
def test_skipping_leaves_the_other_batches_as_they_are(
    numbers: list[int], size: int, skip: set[int]
) -> None:
    rows = [f"user{n}@example.com" for n in numbers]
    with extract(rows, identifier="email", hash="md5", threads=1) as found:
        every = cut(found, size)
        counts = found.counts
        some = cut(found, size, skip=skip)
        assert found.counts == counts
    assert some == [one for one in every if one[0] not in skip]
    assert counts.duplicates == len(numbers) - len(set(numbers))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300,000 rows: a third is there twice, one in a thousand is no email."""
    path = tmp_path_factory.mktemp("people") / "people.csv"
    duckdb.execute(f"""
        COPY (SELECT range AS id, CASE WHEN range % 1000 = 7 THEN 'SECRET ' || range
              ELSE ' User' || (range * 7919 % 200000) || '@Example.com' END AS email
              FROM range(300000)) TO '{path}' (HEADER)""")
    return path


@pytest.mark.parametrize("deduplicate", [True, False])
def test_threads_and_memory_do_not_change_the_batches(people: Path, deduplicate: bool) -> None:
    ways: list[dict[str, Any]] = [{"threads": 1}, {"threads": 4}, {"threads": 2, "memory": "60MB"}]
    results: list[Any] = []
    for way in ways:
        with extract(
            people, identifier="email", hash="sha256", deduplicate=deduplicate, **way
        ) as found:
            results.append((cut(found, 7001, 300_000), found.counts, found.fingerprint))
    assert results[0] == results[1] == results[2]
    batches, counts, _ = results[0]
    assert counts.read == 300_000
    assert counts.rejected == {"not-an-email": 300}
    assert counts.unique == sum(one[1] for one in batches)
    assert bool(counts.duplicates) is deduplicate
    assert len({one[2] for one in batches}) == len(batches)


def test_without_deduplication_rows_keep_their_order(people: Path) -> None:
    with extract(people, identifier="email", hash="none", deduplicate=False) as found:
        sent = found.values()
    rows = range(300_000)
    assert sent == [f"user{n * 7919 % 200_000}@example.com" for n in rows if n % 1000 != 7]


def test_the_fingerprint_follows_the_source_and_the_identity_the_question(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a@example.com\n")

    def prints(source: Any = path, **changed: Any) -> tuple[str, str]:
        with extract(source, **{"identifier": "email", "hash": "none", **changed}) as found:
            return found.identity, found.fingerprint

    before = prints()
    assert prints() == before == prints(str(path)) == prints(memory="200MB", threads=1)
    assert prints(hash="md5")[0] != before[0]
    assert prints(deduplicate=False)[0] != before[0]
    path.write_text("b@example.com\nc@example.com\n")
    after = prints()
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert prints(["a@example.com"]) == prints(["a@example.com"])
    assert prints(["a@example.com"])[1] != prints(["b@example.com"])[1]


def test_rejected_rows_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / 'it\'s "a".csv'
    path.write_text('n,email\n1,a@example.com\n2,"SECRET ""one"""\n3,\n4,"SECRET\ntwo"\n5,b@c.de\n')
    rejects = tmp_path / "rejects.csv"
    rejects.write_text("old")
    rejects.chmod(0o644)
    with extract(path, identifier="email", hash="none", rejects=rejects) as found:
        assert len(found.values()) == 2
        assert found.counts.rejected == {"blank": 1, "not-an-email": 1, "line-break": 1}
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    with rejects.open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["file", "line", "reason", "value"],
            [str(path), "3", "not-an-email", 'SECRET "one"'],
            [str(path), "5", "line-break", "SECRET\ntwo"],
        ]
    with pytest.raises(ExtractError, match="cannot be written"):
        extract(path, identifier="email", hash="none", rejects=tmp_path)


def test_nothing_personal_is_in_what_is_printed(people: Path) -> None:
    with extract(people, identifier="email", hash="none") as found:
        batch = next(found.batches(10))
        shown = [repr(one) for one in (found, batch, found.counts)]
        assert isinstance(batch, Batch)
    assert not [one for one in shown if "example.com" in one.lower() or "SECRET" in one]


def test_temporary_files_are_removed_whatever_happens(people: Path, tmp_path: Path) -> None:
    with extract(
        people, identifier="email", hash="sha256", memory="60MB", temporary=tmp_path
    ) as found:
        batches = found.batches(1000)
        next(batches)
        (folder,) = tmp_path.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not list(tmp_path.iterdir())
    found.close()
    with pytest.raises(SourceError):
        extract(["a@b.de", 7], identifier="email", hash="none", temporary=tmp_path)
    assert not list(tmp_path.iterdir())


def test_limits_that_leave_no_room_are_refused() -> None:
    with extract(["someone@example.com"], identifier="email", hash="sha256") as found:
        with pytest.raises(ArgumentError, match="at least 1"):
            next(found.batches(0))
        with pytest.raises(ArgumentError, match="too few for one"):
            next(found.batches(10, 65))
        assert next(found.batches(10, 66)).count == 1


def test_a_source_is_read_by_one_at_a_time_and_not_when_closed(people: Path) -> None:
    with extract(people, identifier="email", hash="sha256", deduplicate=False) as found:
        first, second = found.batches(1000), found.batches(1000)
        count = next(first).count
        with pytest.raises(SourceError, match="is being read already"):
            next(second)
        count += sum(one.count for one in first)
        assert count == found.measure().unique > 100_000
    with pytest.raises(ArgumentError, match="closed"):
        next(found.batches(1000))


def test_counts_are_known_without_batches(people: Path) -> None:
    with extract(people, identifier="email", hash="sha256") as found:
        assert found.measure() == found.counts
        assert attrs.asdict(found.counts)["read"] == 300_000


def test_a_file_that_breaks_later_says_so_without_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"SECRET{n}@example.com,{n}" for n in range(50_000)]
    path.write_text("\n".join(["email,n", *rows, "SECRET@example.com,1,2", *rows]))
    with (
        extract(path, identifier="email", hash="none", deduplicate=False) as found,
        pytest.raises(SourceError) as caught,
    ):
        list(found.batches(1000))
    assert caught.value.line == 50_002
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


FULL = """
import resource, signal, sys
from adlists.lists.reading.engine_errors import ExtractError
from adlists.lists.reading.opening import extract
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
rows = (f"SECRET{n}@example.com" for n in range(300_000))
for source in (sys.argv[1], rows):
    try:
        with extract(source, identifier="email", hash="none", memory="40MB", threads=1) as found:
            list(found.batches(1000))
    except ExtractError as error:
        print(error)
"""


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(
        f"COPY (SELECT 'SECRET' || range || '@example.com' FROM range(600000)) TO '{path}'"
    )
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) == 2
    assert "no room left in the temporary folder" in done.stdout
    assert "cannot be kept in the temporary folder" in done.stdout
    assert "SECRET" not in done.stdout + done.stderr


BAR = """
from adlists.lists.reading.opening import extract
with extract(["a@example.com"], identifier="email", hash="none") as found:
    asked = "SELECT current_setting('enable_progress_bar')"
    print(found._engine.rows(asked)[0])
"""


def test_no_bar_is_drawn_on_our_output() -> None:
    """DuckDB draws one after two seconds where it sees no script, as in `python -c`."""
    done = subprocess.run([sys.executable, "-c", BAR], capture_output=True, text=True, check=True)
    assert done.stdout == "(False,)\n"


PEAK = """
import resource, sys
from adlists.lists.reading.opening import extract
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with extract(sys.argv[1], identifier="email", hash="sha256", memory="100MB", threads=2,
             deduplicate=sys.argv[2] == "once") as found:
    assert sum(one.count for one in found.batches(50_000)) == 1_500_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(("manner", "most"), [("once", 260), ("all", 200)])
def test_memory_stays_within_bounds(tmp_path: Path, manner: str, most: int) -> None:
    """The result alone has 100 MB, what is sorted 150 MB; the figures are megabytes."""
    path = tmp_path / "a.parquet"
    query = "SELECT 'somebody' || range || '@mail.example.com' FROM range(1500000)"
    duckdb.execute(f"COPY ({query}) TO '{path}'")
    done = subprocess.run(
        [sys.executable, "-c", PEAK, path, manner], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < most


@pytest.mark.parametrize("form", ["csv.gz", "parquet"])
def test_few_bytes_may_hold_many_rows(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"people.{form}"
    table = "SELECT 'ada@example.com' AS email FROM range(300000)"
    kind = "FORMAT parquet" if form == "parquet" else "FORMAT csv, HEADER, COMPRESSION gzip"
    duckdb.execute(f"COPY ({table}) TO '{path}' ({kind})")
    assert path.stat().st_size < 1 << 16
    for deduplicate in (True, False):
        with extract(path, identifier="email", hash="sha256", deduplicate=deduplicate) as found:
            assert not found._source.small
            counts = found.measure()
        assert (counts.read, counts.unique) == (300_000, 1 if deduplicate else 300_000)
