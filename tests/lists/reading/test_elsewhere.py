"""Data that lies elsewhere: by URL, in databases, in workbooks. Each against the real thing."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bucket_server import storing
from postgres_server import serving

from adlists.lists import SourceError, extract
from adlists.lists.reading import remote
from adlists.lists.reading.remote import safe

PEOPLE = [f"planted{number}@example.org" for number in range(30_000)]
CSV = "email,name\n" + "".join(f"{person},x\n" for person in [*PEOPLE, PEOPLE[0], "planted no"])


def values(source: Any, **more: Any) -> list[str]:
    with extract(source, identifier="email", hash="none", **more) as found:
        read = found.values()
        found.check()
        found.verify()
        return sorted(read)


# -- by URL --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bucket() -> Generator[Any]:
    """A bucket of a store that speaks S3."""
    with storing("people") as system:
        yield system


@pytest.mark.filterwarnings("ignore")  # of the store's own server and client
def test_a_file_of_an_object_store_is_read_as_a_file_is(bucket: Any) -> None:
    bucket.pipe("people/all.csv", CSV.encode())
    bucket.pipe("people/packed.csv.gz", gzip.compress(CSV.encode()))
    bucket.pipe("people/half/1.csv", ("email\n" + "\n".join(PEOPLE[:100])).encode())
    bucket.pipe("people/half/2.csv", ("email\n" + "\n".join(PEOPLE[100:200])).encode())
    assert values("s3://people/all.csv") == sorted(PEOPLE)
    assert values("s3://people/packed.csv.gz") == sorted(PEOPLE)
    assert values("s3://people/half/*.csv") == sorted(PEOPLE[:200])
    with extract("s3://people/all.csv", identifier="email", hash="none") as found:
        assert found.measure().rejected
        assert found.readings[0].name == "s3://people/all.csv"
        same = extract("s3://people/all.csv", identifier="email", hash="none")
        assert same.fingerprint == found.fingerprint  # what a job that goes on compares
        same.close()
        bucket.pipe("people/all.csv", CSV.encode() + b"more@example.org,x\n")
        with pytest.raises(SourceError, match="was changed while it was read"):
            found.verify()


@pytest.mark.filterwarnings("ignore")
def test_a_large_file_is_fetched_in_pieces_side_by_side(
    bucket: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(remote, "_PIECE", 100_000)
    asked: list[tuple[int, int]] = []
    held = threading.Barrier(2)  # two at least are on their way at once
    find: Any = vars(remote)["_system"]

    class Counted:
        def __init__(self, system: Any) -> None:
            self._system = system

        def __getattr__(self, name: str) -> Any:
            return getattr(self._system, name)

        def cat_file(self, path: str, start: int, end: int) -> Any:
            asked.append((start, end))
            if start < 200_000:
                held.wait(20)
            return self._system.cat_file(path, start=start, end=end)

    def found(source: str, name: str) -> tuple[Any, str]:
        system, path = find(source, name)
        return Counted(system), path

    monkeypatch.setattr(remote, "_system", found)
    bucket.pipe("people/large.csv", CSV.encode())
    assert values("s3://people/large.csv") == sorted(PEOPLE)
    assert sum(end - start for start, end in asked) == len(CSV)
    assert len(asked) > 5
    duckdb.execute(
        f"COPY (SELECT 'planted' || i || '@example.org' AS email FROM range(30000) t(i))"
        f" TO '{tmp_path / 'large.parquet'}'"
    )
    bucket.put(str(tmp_path / "large.parquet"), "people/large.parquet")
    assert values("s3://people/large.parquet") == sorted(PEOPLE)


@pytest.mark.filterwarnings("ignore")
def test_pieces_of_two_files_are_not_taken_for_one(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exchanged for one of the same size while it is fetched: before any of it is sent."""
    monkeypatch.setattr(remote, "_PIECE", 100_000)
    find: Any = vars(remote)["_system"]

    class Torn:
        def __init__(self, system: Any) -> None:
            self._system = system

        def __getattr__(self, name: str) -> Any:
            return getattr(self._system, name)

        def cat_file(self, path: str, start: int, end: int) -> Any:
            if start == 300_000:
                bucket.pipe("people/torn.csv", CSV.replace("example.org", "example.com").encode())
            return self._system.cat_file(path, start=start, end=end)

    def found(source: str, name: str) -> tuple[Any, str]:
        system, path = find(source, name)
        return Torn(system), path

    monkeypatch.setattr(remote, "_system", found)
    bucket.pipe("people/torn.csv", CSV.encode())
    with pytest.raises(SourceError, match="was changed while it was read"):
        extract("s3://people/torn.csv", identifier="email", hash="none")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://people/absent.csv", "s3://people/absent.csv: is not there"),
        ("s3://people/absent*.csv", "no file matches"),
        ("s4://people/all.csv", "s4:// is no scheme"),
        ("gs://people/all.csv", r"pip install 'adlists\[gcs\]'"),
        ("az://people/all.csv", r"pip install 'adlists\[azure\]'"),
    ],
)
def test_what_is_wrong_with_a_url_is_told(bucket: Any, url: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        extract(url, identifier="email", hash="none")
    assert caught.value.__cause__ is None


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Generator[str]:
    (tmp_path / "people.csv").write_text(CSV)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.filterwarnings("ignore")
def test_a_file_of_a_web_server_is_read_and_its_secrets_are_not_shown(site: str) -> None:
    url = f"http://{site}/people.csv?signature=planted"
    assert values(url) == sorted(PEOPLE)
    with extract(url, identifier="email", hash="none") as found:
        assert found.readings[0].name == f"http://{site}/people.csv?…"
    with pytest.raises(SourceError, match="is not there") as caught:
        extract(f"http://{site}/absent.csv?signature=planted", identifier="email", hash="none")
    assert "planted" not in str(caught.value)


def test_an_address_is_shown_without_its_secrets() -> None:
    assert safe("sftp://me:planted@host/a.csv") == "sftp://me@host/a.csv"
    assert safe("https://host/a.csv?sig=planted#planted") == "https://host/a.csv?…"
    assert safe("postgresql://me:planted@host/db?password=planted") == "postgresql://me@host/db?…"


# -- databases -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres() -> Generator[str]:
    """A real PostgreSQL, from a wheel that has its programs."""
    import psycopg

    with serving() as uri:
        with psycopg.connect(uri) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE people (email text, n int, ok bool)")
            with cursor.copy("COPY people (email, n) FROM STDIN") as copy:
                for number, person in enumerate(PEOPLE):
                    copy.write_row((person, number))
            cursor.execute("INSERT INTO people VALUES (NULL, 0), ('planted no', 0)")
        yield uri


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    duck, lite = tmp_path / "people.db", tmp_path / "people.sqlite"
    with duckdb.connect(str(duck)) as db:
        db.execute("CREATE TABLE people (email VARCHAR, n INTEGER)")
        db.execute(
            "INSERT INTO people SELECT 'planted' || i || '@example.org', i FROM range(30000) t(i)"
        )
    with sqlite3.connect(lite) as other:
        other.execute("CREATE TABLE people (email TEXT, n INTEGER)")
        other.executemany("INSERT INTO people VALUES (?, 1)", [(person,) for person in PEOPLE])
    other.close()
    return {"duckdb": duck, "sqlite": lite}


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_query_is_asked_of_a_file(files: dict[str, Path], kind: str) -> None:
    path = files[kind]
    query = "SELECT email, n FROM people WHERE email <> 'a:b'"
    assert values(str(path), query=query) == sorted(PEOPLE)
    assert values(f"{kind}:///{path}", query=query) == sorted(PEOPLE)
    for wrong in ("SELECT nothing FROM people WHERE email = 'planted'", "DROP TABLE people"):
        with pytest.raises(SourceError) as caught:
            values(str(path), query=wrong)
        assert "planted" not in str(caught.value)
    assert values(path, query=query) == sorted(PEOPLE)  # nothing was dropped


def test_a_query_is_asked_of_a_server(postgres: str) -> None:
    query = "SELECT email, n FROM people"
    with extract(postgres, identifier="email", hash="none", query=query) as found:
        counts = found.measure()
        assert (counts.read, counts.unique) == (len(PEOPLE) + 2, len(PEOPLE))
        assert found.readings[0].column == "email"
        first = found.fingerprint
    ordered = f"{query} ORDER BY email DESC"
    with extract(postgres, identifier="email", hash="none", query=ordered) as found:
        other = found.fingerprint
    with extract(postgres, identifier="email", hash="none", query=query) as found:
        assert found.fingerprint == first != other
    with pytest.raises(SourceError, match="SQLSTATE 42703") as caught:
        values(postgres, query="SELECT planted FROM people")
    assert "planted" not in str(caught.value)
    with pytest.raises(SourceError, match="column 'n'"):
        values(postgres, query="SELECT n FROM people", column="n")


def test_an_address_that_nobody_answers_is_told_without_its_password() -> None:
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        values("postgresql://me:planted@127.0.0.1:1/db", query="SELECT 1")
    assert "postgresql://me@127.0.0.1:1/db" in str(caught.value)
    assert "planted" not in str(caught.value)


def test_cursors_and_results_are_sources(postgres: str, files: dict[str, Path]) -> None:
    import psycopg
    import sqlalchemy

    with psycopg.connect(postgres) as connection:
        assert values(connection.execute("SELECT email FROM people")) == sorted(PEOPLE)
        with connection.cursor("on_the_server") as cursor:
            cursor.execute("SELECT n, email FROM people")
            assert values(cursor, column="email") == sorted(PEOPLE)
    with sqlite3.connect(files["sqlite"]) as lite:
        assert values(lite.execute("SELECT email FROM people")) == sorted(PEOPLE)
    lite.close()
    engine = sqlalchemy.create_engine(f"sqlite:///{files['sqlite']}")
    with engine.connect() as opened:
        assert values(opened.execute(sqlalchemy.text("SELECT email FROM people"))) == sorted(PEOPLE)
    engine.dispose()


def test_a_value_of_another_type_is_told_by_row_and_column(files: dict[str, Path]) -> None:
    with sqlite3.connect(files["sqlite"]) as lite:
        cursor = lite.execute("SELECT email FROM people UNION ALL SELECT 1.5")
        with pytest.raises(SourceError, match="row 30001 has float; expected text"):
            values(cursor)
    lite.close()


# -- workbooks -----------------------------------------------------------------------------


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_sheet_is_read_like_a_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["name", "email"],
        *([f'a "{n}", b', person] for n, person in enumerate(PEOPLE[:500])),
    ]
    rows.insert(3, [None, None])
    path = workbook(tmp_path / "people.xlsx", {"people": rows, "empty": []})
    assert values(path) == sorted(PEOPLE[:500])
    with extract(path, identifier="email", hash="none") as found:
        assert found.readings[0].format == "sheet 'people' of a workbook"
        assert found.readings[0].column == "email"


def test_numbers_stand_in_a_sheet_as_they_are_meant(tmp_path: Path) -> None:
    path = workbook(tmp_path / "apps.xlsx", {"apps": [["app id"], [553834731], [1080000000.0]]})
    with extract(path, identifier="app", column=1) as found:
        assert sorted(found.values()) == ["1080000000", "553834731"]


def test_of_several_sheets_one_is_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "a": [["email"], [PEOPLE[0]]],
        "b": [["email"], [PEOPLE[1]]],
    }
    path = workbook(tmp_path / "two.xlsx", sheets)
    with pytest.raises(SourceError, match="2 of its sheets hold something"):
        values(path)
    assert values(path, sheet="b") == [PEOPLE[1]]
    assert values(path, sheet=1) == [PEOPLE[0]]
    with pytest.raises(SourceError, match="no sheet 'c'; there is 1: 'a', 2: 'b'"):
        values(path, sheet="c")


def test_a_workbook_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 planted")
    with pytest.raises(SourceError, match="is no Excel workbook") as caught:
        values(path)
    assert "planted" not in str(caught.value)
