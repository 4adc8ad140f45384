# ruff: noqa: E501 - tables of odd letters and of files
"""Files as people and programs really write them: read right, or refused with what to do."""

from __future__ import annotations

import csv
import os
import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.reading.rows import RowFormat

ADA, LIN = "ada@example.com", "lin@example.com"
BOTH = [ADA, LIN]


def opened(source: Any, **options: Any) -> Extract:
    return extract(source, **{"identifier": "email", "hash": "none", "threads": 1, **options})


def read(source: Any, **options: Any) -> list[str]:
    with opened(source, **options) as found:
        values = sorted(found.values())
        found.check()
        found.verify()
        return values


def make(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


READ: dict[str, bytes] = {
    "crcrlf.csv": b"email,name\r\r\nada@example.com,A\r\r\nlin@example.com,L\r\r\n",
    "cr.csv": b"email,name\rada@example.com,A\rlin@example.com,L\r",
    "mixed.csv": b"email,name\r\nada@example.com,A\nlin@example.com,L\r\n",
    "mixed.txt": b"ada@example.com\rlin@example.com\r\nada@example.com\n",
    "sep.csv": b"sep=;\nname;email\nA;ada@example.com\nB;lin@example.com\n",
    "sep-bom.csv": b"\xef\xbb\xbfsep=;\r\nname;email\r\nA;ada@example.com\r\nB;lin@example.com\r\n",
    "utf16.csv": "email,name\nada@example.com,Ä\nlin@example.com,L\n".encode("utf-16"),
    "utf16-be.csv": "email,name\r\nada@example.com,A\r\nlin@example.com,L\r\n".encode("utf-16-be"),
    "utf16-le.csv": "email,name\nada@example.com,A\nlin@example.com,L\n".encode("utf-16-le"),
    "utf32.csv": "email\nada@example.com\nlin@example.com\n".encode("utf-32"),
    "big-cell.csv": b"email,note\nada@example.com," + b"x" * 200_000 + b"\nlin@example.com,y\n",
    "big-quoted.csv": b'email,note\nada@example.com,"'
    + b'x""\n' * 50_000
    + b'"\nlin@example.com,y\n',
    "bom-inside.txt": b"ada@example.com\n\xef\xbb\xbflin@example.com\n",
    "blank-lines.csv": b"email,n\nada@example.com,1\n\n\nlin@example.com,2\n\n",
    "remarks.csv": b"# made by us\n# on Monday\nemail,n\nada@example.com,1\nlin@example.com,2\n",
    "semicolon-decimal.csv": b"email;price\nada@example.com;1,50\nlin@example.com;2,50\n",
    "quoted-names.csv": b'"E-Mail","n"\n"ada@example.com","1"\n"lin@example.com","2"\n',
    "no-header.csv": b"1,ada@example.com\n2,lin@example.com\n",
}


@pytest.mark.parametrize("name", READ)
def test_odd_files_are_read(tmp_path: Path, name: str) -> None:
    assert read(make(tmp_path / name, READ[name])) == BOTH


@settings(max_examples=5, deadline=None)
@given(
    rows=st.lists(
        st.sampled_from([ADA, LIN, 'a"b', "x,y", "two\nlines", "", " "]), min_size=1, max_size=12
    ),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    delimiter=st.sampled_from(",;\t|"),
)
def test_every_row_of_a_table_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[str],
    end: str,
    last: bool,
    delimiter: str,
) -> None:
    path = tmp_path_factory.mktemp("table") / "a.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
        writer.writerow(["email", "n", "note"])
        writer.writerows([row, n, f"'{row}'"] for n, row in enumerate(rows))
    if not last:
        path.write_bytes(path.read_bytes().rstrip(b"\r\n"))
    with opened(path) as found:
        assert found.measure().read == len(rows)
        notes = found.readings[0].notes
        assert any("no line end" in note for note in notes) is not last


def test_a_line_that_the_engine_would_lose_is_refused(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.csv", b"email,x\nada@example.com,1\nlin@example.com," + b"z" * 4_500_000
    )
    with pytest.raises(SourceError, match="line 3: is longer than"):
        read(path)


def test_a_file_that_may_be_cut_off_says_so(tmp_path: Path) -> None:
    with opened(make(tmp_path / "a.csv", "email\nada@example.com\nlin@example.co")) as found:
        (reading,) = found.readings
        assert "no line end" in str(reading)
    torn = make(tmp_path / "b.csv", "email,n\nada@example.com,1\nlin@exam")
    with pytest.raises(SourceError, match="line 3"):
        read(torn)


@pytest.mark.parametrize(
    ("text", "expected", "numbers"),
    [
        ('Customer,Owner\n"Ada <ada@example.com>",rep@corp.example\n', "1: 'Customer', 2: 'Owner'", [1, 2]),
        ("email,email,phone\nada@example.com,x@example.com,1\n", "1: 'email', 2: 'email'", [1, 2]),
        ("Email,email\nada@example.com,lin@example.com\n", "1: 'Email', 2: 'email'", [1, 2]),
        ("email,contact\nnobody,ada@example.com\nnone,lin@example.com\n", "1: 'email', 2: 'contact'", [1, 2]),
        ("ada@example.com,lin@example.com\n", "columns 1, 2", [1, 2]),
    ],
)  # fmt: skip
def test_several_candidates_are_asked_about(
    tmp_path: Path, text: str, expected: str, numbers: list[int]
) -> None:
    with pytest.raises(SourceError, match="by its name or its number") as caught:
        read(make(tmp_path / "a.csv", text))
    assert expected in str(caught.value)
    assert [candidate.number for candidate in caught.value.candidates] == numbers


def test_a_column_is_named_or_numbered(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.csv", "Email,email,email ,3\na@b.de,ada@example.com,c@d.de,lin@example.com\n"
    )
    assert read(path, column="email") == [ADA]
    assert read(path, column=4) == [LIN]
    assert read(path, column="3") == [LIN]  # a name before a number
    assert read(path, column=1) == ["a@b.de"]
    for wrong in (5, "absent"):
        with pytest.raises(SourceError) as caught:
            read(path, column=wrong)
        assert len(caught.value.candidates) == 4
    doubled = make(tmp_path / "b.csv", "email,email\nada@example.com,lin@example.com\n")
    with pytest.raises(SourceError, match="columns 1, 2 have this name"):
        read(doubled, column="email")
    headless = make(tmp_path / "c.csv", "1,ada@example.com\n2,lin@example.com\n")
    with pytest.raises(SourceError, match="no header"):
        read(headless, column="email")


def test_columns_of_parquet_are_told_apart_by_case(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT '{ADA}' AS \"Email\", 1 AS n, '{LIN}' AS x) TO '{path}'")
    assert read(path, column="Email") == [ADA]
    assert read(path, column=3) == [LIN]
    with pytest.raises(SourceError, match="expected text"):
        read(path, column="n")


@pytest.mark.parametrize(
    "value", ["['a.b']", "{'a': 'a.b'}", "1.5::DOUBLE", "1.5::DECIMAL(9,2)", "true", "DATE '2026-01-01'", "'a'::BLOB", "MAP {'a': 'b'}"]
)  # fmt: skip
def test_columns_of_other_types_are_refused_by_their_type(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT {value} AS app) TO '{path}'")
    with pytest.raises(SourceError, match="no column is of text"):
        read(path, identifier="app", hash=None)
    with pytest.raises(SourceError, match="is of type"):
        read(path, identifier="app", hash=None, column="app")
    with duckdb.connect() as db, pytest.raises(SourceError, match="no column is of text"):
        read(db.sql(f"SELECT {value} AS app"), identifier="app", hash=None)


class Named:
    """A frame whose columns differ by case alone."""

    columns = ("Email", "email")

    def __init__(self) -> None:
        self.db = duckdb.connect()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.db.sql(f"SELECT '{ADA}' AS a, '{LIN}' AS b").__arrow_c_stream__(
            requested_schema
        )


def test_a_frames_columns_are_taken_by_its_own_names() -> None:
    assert read(Named(), column="email") == [LIN]
    assert read(Named(), column="Email") == [ADA]
    with pytest.raises(SourceError, match="1: 'Email', 2: 'email'"):
        read(Named())


HEADERS: list[tuple[str, bool, int]] = [
    ("email\nada@example.com\n", True, 1),
    ("wer\nada@example.com\n", True, 1),
    ("Ada <ada@example.com>\nlin@example.com\n", False, 2),
    ("ada at example\nlin@example.com\n", True, 1),
    ("NULL\nlin@example.com\n", False, 2),
    ("ada@@example.com\nlin@example.com\n", False, 2),
    ("123\nlin@example.com\n", False, 2),
]


@pytest.mark.parametrize(("text", "header", "rows"), HEADERS)
def test_a_header_is_recognised_by_rule_and_counted(
    tmp_path: Path, text: str, header: bool, rows: int
) -> None:
    path = make(tmp_path / "a.csv", text)
    with opened(path) as found:
        assert found.measure().read == rows
        (reading,) = found.readings
        assert (reading.header, reading.eaten) == (header, int(header))
        assert reading.header_rule in str(reading)
    for said in (True, False):
        with opened(path, header=said) as found:
            assert found.measure().read == 2 - said
            assert found.readings[0].header_rule == "so it was said"


def test_parts_of_an_export_are_read_each_by_its_own_header(tmp_path: Path) -> None:
    make(tmp_path / "part-0.csv", "email,n\nada@example.com,1\n")
    make(tmp_path / "part-1.csv", "")
    make(tmp_path / "part-2.csv", "n,email\n")
    make(tmp_path / "part-3.csv", "3,lin@example.com\n4,kay@example.com\n")
    with opened(str(tmp_path / "part-*.csv")) as found:
        assert sorted(found.values()) == [ADA, "kay@example.com", LIN]
        assert [reading.position for reading in found.readings] == [1, None, 2, 2]
        assert found.readings[1].notes == ("is empty",)


def test_apps_of_a_table_that_is_called_txt(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.txt", "bundle_id,name\ncom.example.app,Example\ncom.example.two,Two\n"
    )
    both = ["com.example.app", "com.example.two"]
    assert read(path, identifier="app", hash=None) == both
    assert read(path, identifier="app", hash=None, column="bundle_id") == both
    with opened(path, identifier="app", hash=None, format="lines") as found:
        assert found.measure().rejected == {"not-an-app": 3}
    with pytest.raises(SourceError, match="no columns"):
        read(path, identifier="app", hash=None, format="lines", column="bundle_id")


def test_apps_are_converted_and_counted(tmp_path: Path) -> None:
    rows = [
        "553834731", "id553834731", "ID553834731", "com.example.app",
        "https://apps.apple.com/us/app/name/id553834731?mt=8",
        "https://play.google.com/store/apps/details?id=com.example.app&hl=en",
        "market://details?id=com.example.app", "553834731.0", "5.5E+08", "a.csv",
    ]  # fmt: skip
    path = make(tmp_path / "a.txt", "\n".join(rows) + "\n")
    with opened(path, identifier="app", hash=None) as found:
        assert sorted(found.values()) == ["553834731", "com.example.app"]
        assert found.counts.converted == {"store-url": 3, "id-prefix": 2}
        assert found.counts.rejected == {"number": 2, "file-name": 1}
        assert found.readings[0].converted == found.counts.converted
        assert found.counts.read == 10
    with opened(path, identifier="app", hash=None, accept_urls=False, deduplicate=False) as found:
        assert found.measure().rejected == {"number": 2, "file-name": 1, "store-url": 5}
    with opened([path, path], identifier="app", hash=None) as found:
        found.measure()
        assert [dict(reading.converted) for reading in found.readings] == [
            {"store-url": 3, "id-prefix": 2}
        ] * 2


def test_strings_that_name_files_are_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "a.txt", "com.example.app\n")
    monkeypatch.chdir(tmp_path)
    for source in (["a.txt"], ["com.example.two", str(tmp_path / "a.txt")], iter(["a.txt"])):
        with pytest.raises(SourceError, match=r"names a file\. To read files, pass paths"):
            read(source, identifier="app", hash=None)
    assert read([Path("a.txt")], identifier="app", hash=None) == ["com.example.app"]


@pytest.mark.parametrize("way", ["same", "symlink", "hard link", "pattern", "later"])
def test_rejects_never_take_the_place_of_a_source(tmp_path: Path, way: str) -> None:
    path = make(tmp_path / "people.csv", "email\nada@example.com\nnonsense\n")
    before = path.read_bytes()
    rejects = {"same": path, "later": tmp_path / "people-rejects.csv"}.get(
        way, tmp_path / "other.csv"
    )
    if way == "symlink":
        rejects.symlink_to(path)
    elif way == "hard link":
        os.link(path, rejects)
    elif way == "pattern":
        rejects = make(tmp_path / "people-rejects.csv", "email\n")
    source: Any = str(tmp_path / "people*.csv") if way in {"pattern", "later"} else path
    with pytest.raises(SourceError, match=r"Name (another file|a file elsewhere)"):
        extract(source, identifier="email", hash="none", rejects=rejects)
    assert path.read_bytes() == before


def test_refused_values_are_found_in_their_files(tmp_path: Path) -> None:
    one = make(tmp_path / "1.csv", "n,email\n1,ada@example.com\n2,nonsense\n3,Lin@Example.com\n")
    two = make(tmp_path / "2.txt", "lin@example.com\n")
    rejects = tmp_path / "out" / "rejects.csv"
    rejects.parent.mkdir()
    mode = stat.S_IMODE(rejects.parent.stat().st_mode)
    with opened([one, two], hash="sha512", rejects=rejects) as found:
        (batch,) = found.batches(10)
        some = batch.values()[0]
        refused = dict.fromkeys(batch.values(), "no such person")
        assert sorted(found.reject(refused)) == [
            (str(one), 2, "no such person"),
            (str(one), 4, "no such person"),
            (str(two), 1, "no such person"),
        ]
        assert found.reject({some: "again", "absent": "x"})
    with opened([one, two], hash="sha256", rejects=rejects) as found:
        value = found.values()[0]
        assert {reason for _, _, reason in found.reject({value: "no"})} == {"no"}
    with rejects.open(newline="") as file:
        lines = list(csv.reader(file))
    assert lines[:2] == [
        ["file", "line", "reason", "value"],
        [str(one), "3", "not-an-email", "nonsense"],
    ]
    assert {line[2] for line in lines[2:]} == {"no"}
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    assert stat.S_IMODE(rejects.parent.stat().st_mode) == mode
    assert list(rejects.parent.iterdir()) == [rejects]


def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", "email\nada@example.com\n")
    for change in ("grow", "shrink", "replace", "remove", "touch"):
        make(path, "email\nada@example.com\nlin@example.com\n")
        with opened(path) as found:
            found.measure()
            found.verify()
            if change == "grow":
                path.write_text(path.read_text() + "kay@example.com\n")
            elif change == "shrink":
                path.write_text("email\n")
            elif change == "replace":
                new = make(tmp_path / "new", "email\nada@example.org\nlin@example.com\n")
                os.utime(new, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
                new.replace(path)
            elif change == "remove":
                path.unlink()
            else:
                path.touch()
                found.verify()
                continue
            with pytest.raises(SourceError, match="was changed while it was read"):
                found.verify()


def test_another_content_of_the_same_size_and_time_is_another_source(tmp_path: Path) -> None:
    path = make(tmp_path / "a.csv", "email\nlin@example.com\n" + "x\n" * 2_000_000)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    with opened(path) as found:
        before = found.identity, found.fingerprint
    content = bytearray(path.read_bytes())
    content[2_500_000] = ord("y")
    make(path, bytes(content))
    os.utime(path, ns=times)
    with opened(path) as found:
        assert found.identity == before[0]
        assert found.fingerprint != before[1]


ROWS: list[RowFormat] = [
    RowFormat('"', '"', ",", "json"),
    RowFormat('{"userIdentifiers":[{"emailAddress":"', '"}]}', ",", "json"),
    RowFormat('["mailto:', '"]', ",", "json"),
    RowFormat("<id>", "</id>", "\n", "xml"),
    RowFormat("id=", "", "&", "form"),
    RowFormat("", "", "\n", "lines"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
@settings(max_examples=5, deadline=None)
@given(
    names=st.lists(
        st.text("abcxyz0189&+=%'/?^~_-é", min_size=1, max_size=8),
        min_size=1,
        max_size=30,
        unique=True,
    ),
    mode=st.sampled_from(["none", "sha256", "sha512", "md5-sha256"]),
    size=st.integers(1, 9),
    room=st.integers(400, 900),
)
def test_rows_are_written_and_read_back(
    row: RowFormat, names: list[str], mode: str, size: int, room: int
) -> None:
    source = [f"z{name}@example.com" for name in names]
    with opened(source, hash=mode, deduplicate=False) as found:
        plain = found.values()
        batches = list(found.batches(size, room, row=row))
        assert list(map(repr, found.batches(size, room, row=row))) == list(map(repr, batches))
        again = [batch.digest for batch in found.batches(size, room, row=row)]
    assert again == [batch.digest for batch in batches]
    assert [value for batch in batches for value in batch.values()] == plain
    assert all(batch.count == len(batch.values()) <= size for batch in batches)
    assert all(len(batch.rows) <= room for batch in batches)
