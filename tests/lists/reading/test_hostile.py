"""Nothing foreign leaves the door: errors are ours, and quote no value."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from adlists import AdlistsError
from adlists.lists.reading.opening import extract
from adlists.lists.reading.scratch import Scratch

SECRET = "planted@example.com"


class Failure(Exception):
    def __init__(self) -> None:
        super().__init__(SECRET)


class Text(str):
    """A text that fails wherever it is asked."""

    __slots__ = ()

    def __str__(self) -> str:
        raise StopIteration(SECRET)

    def __len__(self) -> int:
        raise Failure

    def __hash__(self) -> int:
        raise Failure

    def __eq__(self, other: object) -> bool:
        raise Failure


def hostile(*names: str) -> Any:
    """Make an object of which the named methods fail."""

    def fail(*_: object, **__: object) -> Any:
        raise Failure

    return type("Hostile", (), dict.fromkeys(names, fail))()


def failing() -> Iterator[str]:
    yield "ada@example.com"
    raise Failure


class Unsized:
    def __fspath__(self) -> str:
        return "\0" + SECRET


SOURCES: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "number": lambda: 7,
    "bytes": SECRET.encode,
    "NUL": lambda: "a\0b",
    "surrogate": lambda: "\ud800" + SECRET,
    "very long": lambda: "x" * 10_000,
    "path of NUL": Unsized,
    "paths of NUL": lambda: [Unsized()],
    "iter": lambda: hostile("__iter__"),
    "next": failing,
    "len": lambda: hostile("__len__", "__getitem__"),
    "array": lambda: hostile("__array__", "__iter__"),
    "stream": lambda: hostile("__arrow_c_stream__"),
    "columns": lambda: hostile("columns", "__iter__"),
    "repr": lambda: hostile("__repr__", "__str__", "__iter__"),
    "fspath": lambda: hostile("__fspath__"),
    "bool": lambda: [hostile("__bool__")],
    "items": lambda: [SECRET, object()],
    "lone surrogate": lambda: [SECRET, "\udfff"],
    "mapping": lambda: {SECRET: 1, 2: 3},
    "nested": lambda: [[SECRET]],
    "class": lambda: str,
    "module": lambda: os,
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_hostile_source_gives_an_error_of_ours(name: str) -> None:
    with pytest.raises(AdlistsError) as caught:
        extract(SOURCES[name](), identifier="email", hash="none")
    assert "planted" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("value", ["ada@example.com", "\u2603" * 3])
def test_a_text_with_methods_of_its_own_is_read_as_text(value: str) -> None:
    with extract([Text(value), "lin@example.com"], identifier="email", hash="none") as found:
        assert "lin@example.com" in found.values()
        assert found.counts.read == 2


OPTIONS: list[dict[str, Any]] = [
    {"identifier": None},
    {"identifier": ""},
    {"identifier": object()},
    {"identifier": Text("email")},
    {"hash": 5},
    {"hash": "rot13"},
    {"prehashed": "yes"},
    {"column": 0},
    {"column": -1},
    {"column": 2.5},
    {"column": True},
    {"column": " "},
    {"header": "no"},
    {"format": "xls"},
    {"format": ["csv"]},
    {"memory": None},
    {"memory": "much"},
    {"threads": 0},
    {"threads": "two"},
    {"temporary": 5},
    {"temporary": "/absent/" + "x" * 300},
    {"temporary": "a\0b"},
    {"rejects": 5},
    {"rejects": "a\0b"},
    {"rejects": "/absent/rejects.csv"},
    {"accept_urls": None},
    {"deduplicate": 1},
]


@pytest.mark.parametrize("wrong", OPTIONS, ids=lambda wrong: next(iter(wrong)))
def test_a_hostile_option_gives_an_error_of_ours(wrong: dict[str, Any]) -> None:
    with pytest.raises(AdlistsError) as caught:
        extract([SECRET], **{"identifier": "email", "hash": "none", **wrong})
    assert "planted" not in "".join(traceback.format_exception(caught.value))


CONTENTS: dict[str, bytes] = {
    "zeros.csv": b"\0" * 5000,
    "quotes.csv": b'"' * 5001,
    "open.csv": b'email\n"planted@example.com\n' * 3,
    "torn.csv": b"email,name\nplanted@example.com",
    "wide.csv": b"," * 70_000 + b"\n",
    "tie.csv": b"email;a,b\nplanted@example.com;a,b\n",
    "latin.csv": b"email\nplanted\xc9@example.com\n",
    "utf32.csv": "email\n".encode("utf-32") + b"\x00\x01\x02",
    "utf16.txt": "planted".encode("utf-16-le") + b"\x00\xd8\x0a\x00",
    "deep.jsonl": b"[" * 100_000 + b"\n",
    "half.jsonl": b'{"email": "planted',
    "lone.jsonl": b'{"email": "\\ud800planted"}\n{"email": "a@b.de"}\n',
    "long.txt": b"planted" * 400_000,
    "long-end.csv": b"email,x\na@b.de,1\nx," + b"z" * 4_500_000,
    "magic.parquet": b"PAR1" + b"\0" * 500 + b"PAR1",
    "empty.txt.gz": b"\x1f\x8b",
    "blank.csv": b"\n \n\t\n",
    "header.csv": b"email\n",
    "remarks.csv": b"# one\n# two\n",
    "sep.csv": b"sep=;\n",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_hostile_file_gives_an_error_of_ours(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(CONTENTS[name])
    with pytest.raises(AdlistsError) as caught:
        measured(path, tmp_path)
    assert "planted" not in "".join(traceback.format_exception(caught.value))
    assert list(tmp_path.iterdir()) == [path]


def measured(path: Path, temporary: Path) -> None:
    with extract(path, identifier="email", hash="none", temporary=temporary) as found:
        found.measure()
        found.check()
        if found.counts.rejected:
            raise AdlistsError


def test_a_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("ada@example.com\n")
    with extract(path, identifier="email", hash="none") as found:
        assert found.values() == ["ada@example.com"]
        (reading,) = found.readings
        reading.name.encode()


def test_jobs_that_sweep_one_folder_do_not_trip_over_each_other(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(40):
                scratch = Scratch(tmp_path)
                assert (Path(scratch.name) / "in-use").exists()
                (Path(scratch.name) / "spill").write_text("planted")
                scratch.cleanup()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from adlists.lists.reading.opening import extract
rows = (f"planted{n}@example.com" for n in range(50_000))
with extract(rows, identifier="email", hash="none", temporary=sys.argv[1]) as found:
    next(found.batches(10))
    os.kill(os.getpid(), 9)
"""


def left_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_kill_leaves_no_address_once_the_next_has_run(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert [*tmp_path.iterdir()]  # what was kept has no name on Linux, and has one elsewhere
    assert (b"planted" in left_in(tmp_path)) is (sys.platform != "linux")
    with extract(["ada@example.com"], identifier="email", hash="none", temporary=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


PIPED = """
import sys
from adlists.lists.reading.opening import extract
extract("-", identifier="email", hash="none", temporary=sys.argv[1]).close()
"""


def test_a_kill_in_the_midst_of_standard_input_leaves_nothing_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PIPED, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for _ in range(40):  # more than a pipe holds: it is being read
            process.stdin.write(b"planted@example.com\n" * 5_000)
        process.stdin.flush()
        process.kill()

    assert [*tmp_path.iterdir()]
    assert (b"planted" in left_in(tmp_path)) is (sys.platform != "linux")
