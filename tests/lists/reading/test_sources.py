"""What identifiers are read from, and what is said of a source that is broken."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import AdlistsError
from adlists.lists.reading.engine_errors import ExtractError, SourceError
from adlists.lists.reading.opening import extract

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS = ["Ann@example.com", "bob@example.com", " ann@example.com ", "SECRET"]
FOUND = ["ann@example.com", "bob@example.com"]


def read(source: Any, **settings: Any) -> list[str]:
    with extract(
        source, **{"identifier": "email", "hash": "none", "threads": 2, **settings}
    ) as found:
        return sorted(found.values())


def as_csv(rows: list[str]) -> bytes:
    return "".join(["id,email\r\n", *(f'{n},"{row}"\r\n' for n, row in enumerate(rows))]).encode()


def as_parquet(rows: list[str], options: str = "") -> Callable[[Path], None]:
    return written_by_duckdb("SELECT unnest(?) AS email", rows, f"FORMAT parquet{options}")


def written_by_duckdb(query: str, rows: list[str], options: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE t AS " + query, [rows])
            connection.execute(f"COPY t TO '{path}' ({options})")

    return write


LINES = "\n".join(ROWS).encode()
FILES: dict[str, bytes | Callable[[Path], None]] = {
    "a.csv": as_csv(ROWS),
    "a.csv.gz": gzip.compress(as_csv(ROWS)),
    "bom.csv": b"\xef\xbb\xbf" + as_csv(ROWS),
    "semicolon.csv": as_csv(ROWS).replace(b",", b";"),
    "headless.csv": LINES,
    "blank-first.csv": b"\n\nid,email\n1,ann@example.com\n2,bob@example.com\n",
    "spanning.csv": b'email,note\nann@example.com,"two\nlines"\nbob@example.com,x\n',
    "by-content.csv": b"nr,wer\n1,ann@example.com\n2,bob@example.com\n3,SECRET\n",
    "a.tsv": as_csv(ROWS).replace(b",", b"\t"),
    "a.tsv.gz": gzip.compress(as_csv(ROWS).replace(b",", b"\t")),
    "a.txt": LINES,
    "crlf.txt": b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n") + b"\r\n\r\nbob@example.com\n",
    "no-suffix": LINES,
    "twice.txt.gz": gzip.compress(LINES + b"\n") + gzip.compress(LINES),
    "brackets[1].txt": LINES,
    "it's.txt": LINES,
    "a.jsonl": b"\n".join(json.dumps({"n": 1, "email": one}).encode() for one in ROWS),
    "a.ndjson.gz": gzip.compress(b"\n".join(json.dumps(one).encode() for one in ROWS)),
    "a.parquet": as_parquet(ROWS),
    "zstd.parquet": as_parquet(ROWS, ", COMPRESSION zstd"),
    "parquet-by-content.bin": as_parquet(ROWS),
    "a.txt.zst": written_by_duckdb(
        "SELECT unnest(?)", ROWS, "FORMAT csv, HEADER false, COMPRESSION zstd"
    ),
    "a.csv.zst": written_by_duckdb(
        "SELECT unnest(?) AS email, 1 AS n", ROWS, "FORMAT csv, HEADER, COMPRESSION zstd"
    ),
    "a.jsonl.zst": written_by_duckdb(
        "SELECT unnest(?) AS email", ROWS, "FORMAT json, COMPRESSION zstd"
    ),
}


def make(path: Path, content: bytes | Callable[[Path], None]) -> Path:
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same(tmp_path: Path, name: str) -> None:
    assert read(make(tmp_path / name, FILES[name])) == FOUND


@pytest.mark.parametrize(
    "name", ["a.csv", "a.csv.zst", "a.tsv", "a.txt.zst", "a.jsonl", "a.parquet"]
)
def test_standard_input_says_what_it_is(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make(tmp_path / name, FILES[name]).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read("-") == FOUND


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, FILES["a.csv.gz"])  # type: ignore[arg-type]  # this one is bytes
    os.close(writer)
    try:
        assert read(f"/dev/fd/{reader}") == FOUND
    finally:
        os.close(reader)


def test_patterns_and_lists_of_paths_are_read_in_order(tmp_path: Path) -> None:
    make(tmp_path / "1.csv", b"email\nb@example.com\n")
    make(tmp_path / "2.csv", b"n;email\n1;a@example.com\n")
    make(tmp_path / "3.txt", b"c@example.com\n")
    with extract(
        str(tmp_path / "*.csv"), identifier="email", hash="none", deduplicate=False
    ) as found:
        assert found.values() == ["b@example.com", "a@example.com"]
    assert read([tmp_path / "3.txt", tmp_path / "1.csv"]) == ["b@example.com", "c@example.com"]


class Table:
    """What hands over an Arrow C stream and is nothing else, as a frame or a table does."""

    def __init__(self, rows: list[str]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("CREATE TABLE t AS SELECT unnest(?) AS email, 1 AS n", [rows])

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.connection.table("t").__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    "source",
    [
        ROWS,
        tuple(ROWS),
        (row for row in ROWS),
        dict.fromkeys(ROWS),
        io.StringIO("\n".join(ROWS)),
        Table(ROWS),
        Table(ROWS).connection,
    ],
    ids=["list", "tuple", "generator", "keys", "text file", "arrow", "relation"],
)
def test_python_values_give_the_same(source: Any) -> None:
    given = source.table("t") if isinstance(source, duckdb.DuckDBPyConnection) else source
    assert read(given) == FOUND


def test_text_survives_as_it_is_inside_of_python_values() -> None:
    rows = ["a\\b", "a+b", "ü", "#a", "%20", "a/b", "a=b"]
    with extract(rows, identifier="gum", deduplicate=False) as found:
        assert found.values() == rows


def test_the_named_column_is_taken_however_it_is_written(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", b"mail,Other Mail\nx@example.com,ann@example.com\n")
    assert read(path, column="other mail ") == ["ann@example.com"]


def test_numbers_are_app_identifiers_but_no_emails(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT 1234567 AS id) TO '{path}'")
    assert read(path, identifier="app", hash=None) == ["1234567"]
    with pytest.raises(SourceError, match="expected text"):
        read(path, column="id")


ZSTD = "SELECT 'SECRET' || unnest(range(200000)) || '@example.com'"
BROKEN: dict[str, tuple[bytes | Callable[[Path], None], str]] = {
    "empty.csv": (b"", "is empty"),
    "header-only.csv": (b"email\n", "no rows"),
    "short.csv": (b"email,n\na@b.de,1\nSECRET@b.de\n", "line 3: .* 2 columns"),
    "long.csv": (b"email,n\na@b.de,1\nSECRET@b.de,1,2\n", "line 3: .* 2 columns"),
    "unclosed.csv": (b'email,n\na@b.de,"SECRET\nb@b.de,1\n', "line 2: .*never closed"),
    "latin.csv": (b"email\na@b.de\nSECRET\xfc@b.de\n", "line 3: is not UTF-8"),
    "latin.txt": (b"a@b.de\nSECRET\xfc@b.de\n", "line 2: is not UTF-8"),
    "two.csv": (
        b"email,mail\nSECRET@b.de,b@b.de\n",
        "2 of its 2 columns.*There is 1: 'email', 2: 'mail'",
    ),
    "none.csv": (b"x,y\nSECRET,1\n", "none of its 2 columns"),
    "unsure.csv": (b"SECRET\nSECRETS\n", "first row is no known column name"),
    "headless-two.csv": (
        b"SECRET@b.de,a@b.de\n",
        r"2 of its 2 columns could hold email identifiers \(columns 1, 2\)",
    ),
    "cut.txt.gz": (gzip.compress(os.urandom(9000).hex().encode())[:5000], "gzip.* cut off"),
    "broken.jsonl": (
        b'{"email":"a@b.de"}\n' * 300 + b'{"email":"SECRET\n',
        "line 301: is not JSON",
    ),
    "broken-soon.jsonl": (b'{"email":"a@b.de"}\n{"SECRET', "line 2: is not JSON"),
    "array.jsonl": (b'["SECRET@b.de"]\n', "line 1: is an array; expected an object"),
    "number.jsonl": (b"7\n", "line 1: is a number"),
    "members.jsonl": (b'{"a":"SECRET","b":"x"}\n', "2 of its 2 columns.*1: 'a', 2: 'b'"),
    "torn.parquet": (b"PAR1SECRET", "Parquet"),
    "sheet.csv": (b"PK\x03\x04SECRET", "spreadsheet"),
    "unknown.xls": (b"SECRET@b.de", "Say format, one of csv"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_says_what_was_expected_and_where(tmp_path: Path, name: str) -> None:
    content, expected = BROKEN[name]
    path = make(tmp_path / name, content)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert re.search(expected, str(caught.value)), str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert caught.value.file == str(path)
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))
    assert list(tmp_path.iterdir()) == [path]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "zst": lambda rows: zstd.compress(rows, options={zstd.CompressionParameter.checksum_flag: 1}),
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
SECRETS = b"".join(b"SECRET%d@example.com\n" % n for n in range(100_000))


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("kept", [0.3, 0.9, 0.9999])
def test_a_packed_file_that_was_cut_off_is_not_taken_for_a_shorter_one(
    tmp_path: Path, suffix: str, kept: float
) -> None:
    whole = PACKED[suffix](SECRETS)
    path = make(tmp_path / f"a.txt.{suffix}", whole[: int(len(whole) * kept)])
    with pytest.raises(SourceError, match="file is cut off or damaged"):
        read(path)


@pytest.mark.parametrize("suffix", PACKED)
@settings(max_examples=15, deadline=None)
@given(place=st.floats(0.05, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_packed_file_in_which_a_bit_changed_is_refused_or_the_same(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, place: float, bit: int
) -> None:
    rows = SECRETS[:200_000].rpartition(b"\n")[0] + b"\n"
    whole = bytearray(PACKED[suffix](rows))
    whole[int(len(whole) * place)] ^= 1 << bit
    path = make(tmp_path_factory.mktemp("bit") / f"a.txt.{suffix}", bytes(whole))
    with suppress(SourceError):
        assert read(path) == sorted(rows.lower().decode().split())


@pytest.mark.parametrize("suffix", PACKED)
def test_streams_of_a_packed_file_follow_each_other(tmp_path: Path, suffix: str) -> None:
    pack = PACKED[suffix]
    path = make(tmp_path / f"a.txt.{suffix}", pack(b"a@b.de\n") + pack(b"c@d.de\n"))
    assert read(path) == ["a@b.de", "c@d.de"]
    path.write_bytes(path.read_bytes() + pack(b"e@f.de\n")[:-3])
    with pytest.raises(SourceError, match="cut off"):
        read(path)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("absent.csv", "No such file"),
        ("absent-*.csv", "no file matches"),
        (".", "is a folder"),
        ("/dev/zero", "may have no end"),
        ([], "is empty"),
        (["SECRET@b.de", None], "item 1 is NoneType; expected str"),
        (["SECRET\ud800@b.de"], "no valid Unicode"),
        (None, "expected a path"),
        (b"SECRET@b.de", "expected a path"),
        (7, "expected a path"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said(
    source: Any, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=expected) as caught:
        read(source)
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", as_csv(ROWS))
    with pytest.raises(SourceError, match="column 'phone'") as caught:
        read(path, column="phone")
    assert caught.value.column == "phone"
    table = make(tmp_path / "a.parquet", FILES["a.parquet"])
    with pytest.raises(SourceError, match=r"column 'phone'.* There is 1: 'email'"):
        read(table, column="phone")


def test_an_error_of_a_generator_is_told_by_its_type_alone() -> None:
    def failing() -> Any:
        yield "a@example.com"
        msg = "the database of SECRET is away"
        raise OSError(msg)

    with pytest.raises(SourceError, match="it raised OSError after item 0 or later") as caught:
        read(failing())
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))
    assert isinstance(caught.value.__context__, OSError)


def test_an_app_that_would_be_two_lines_is_rejected(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", b'bundle,n\ncom.a,1\n"com.b\ncom.c",2\n')
    with extract(path, identifier="app") as found:
        assert found.values() == ["com.a"]
        assert found.counts.rejected == {"line-break": 1}


def test_an_unknown_first_line_is_asked_about_not_lost(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", b"first\nsecond\n")
    with pytest.raises(SourceError, match="Say whether it is a header"):
        read(path, identifier="gum", hash=None)
    assert read(path, identifier="gum", hash=None, format="lines") == ["first", "second"]
    assert read(path, identifier="gum", hash=None, header=False) == ["first", "second"]
    assert read(path, identifier="gum", hash=None, header=True) == ["second"]


def test_a_memory_that_is_none_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(AdlistsError, match="300MB"):
        read(ROWS, memory="plenty")
    with pytest.raises(ExtractError, match="temporary folder"):
        read(ROWS, temporary=tmp_path / "absent")
