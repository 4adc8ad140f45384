"""`regenerate.exchange` and `regenerate.trial`: one whole package is there at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_documents import HEAD

from adlists.errors import ConfigurationError
from adlists.regenerate import exchange, regenerate, trial


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "mark").write_text(text)
    return path


def _unable(first: Path, second: Path) -> bool:
    return False


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(exchange, "_exchange", _unable)
    old, new = folder(tmp_path / "old", "old"), folder(tmp_path / "new", "new")

    exchange.put(new, old)
    exchange.put(folder(tmp_path / "first", "first"), tmp_path / "empty")

    assert (old / "mark").read_text() == "new"
    assert (tmp_path / "empty/mark").read_text() == "first"


def test_no_reader_ever_finds_no_package(tmp_path: Path) -> None:
    target = folder(tmp_path / "target", "0")
    code = (
        "import sys, pathlib; from adlists.regenerate import exchange\n"
        "home = pathlib.Path(sys.argv[1])\n"
        "while True: exchange.put(home / 'other', home / 'target')\n"
    )
    folder(tmp_path / "other", "1")
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) as process:
        end, seen = time.monotonic() + 30, list[str]()
        while time.monotonic() < end and len(seen) < 5_000:
            mark = (target / "mark").read_text()
            if mark != "0" or seen:  # from the first exchange on
                seen.append(mark)
        process.kill()

    assert set(seen) == {"0", "1"}


def test_what_a_killed_process_left_is_put_back_or_removed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    output = tmp_path / "clients"
    left = tmp_path / f".regenerate-clients-{gone.pid}-abc"
    folder(left / "pets.old", "old")
    folder(left / "cars.old", "older")
    folder(output / "cars", "newer")
    alive = folder(tmp_path / f".regenerate-clients-{os.getpid()}-abc", "mine")
    others = folder(tmp_path / f".regenerate-others-{gone.pid}-abc", "not mine")

    with exchange.staging(output):
        pass

    assert (output / "pets/mark").read_text() == "old"
    assert (output / "cars/mark").read_text() == "newer"
    assert (left.exists(), alive.exists(), others.exists()) == (False, True, True)


def test_a_kill_at_any_moment_leaves_a_whole_package(tmp_path: Path) -> None:
    path, output = tmp_path / "pets.yaml", tmp_path / "clients"
    path.write_text(HEAD + "paths: {/a: {get: {operationId: a}}}\n")
    regenerate([path], output)
    path.write_text(HEAD + "paths: {/b: {get: {operationId: b}}}\n")
    code = "from adlists.__main__ import main; import sys; sys.exit(main())"
    command = [sys.executable, "-c", code, "regenerate", str(path), "--output", str(output)]

    for delay in (0.3, 0.6, 0.9, 1.2):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as one:
            time.sleep(delay)
            one.send_signal(signal.SIGKILL)
        (operation,) = (output / "pets/api/default").glob("[ab].py")
        assert f"def {operation.stem}(" in (output / "pets/tags/default.py").read_text()

    regenerate([path], output)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_package_that_cannot_be_imported_is_not_put_in_place(tmp_path: Path) -> None:
    package = tmp_path / "broken"
    package.mkdir()
    (package / "__init__.py").write_text("import socket\nsocket.create_connection(('h', 1))\n")

    with pytest.raises(ConfigurationError, match=r"cannot be imported, so nothing changed\."):
        trial.imported(tmp_path, ["broken"], {})
