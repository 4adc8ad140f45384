"""A module that is postponed is loaded when something of it is used, and by nothing less."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from adlists.regenerate.postponed import postpone

ROOT: Final = Path(__file__).parents[2]
NAME: Final = "lantern_library"
SOURCE: Final = """
import threading
LOADED_BY = threading.current_thread().name
from lantern_library.inner import LIGHT
import lantern_library
EARLY = getattr(lantern_library, "late", "not yet")
late = 1
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / NAME
    home.mkdir()
    (home / "__init__.py").write_text(SOURCE, "utf-8")
    (home / "inner.py").write_text("LIGHT = 3\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield home
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def loaded() -> bool:
    return f"{NAME}.inner" in sys.modules


@pytest.mark.usefixtures("library")
def test_it_is_loaded_when_something_of_it_is_used() -> None:
    postpone(NAME)

    module = importlib.import_module(NAME)
    assert module.__file__ is not None
    assert inspect.getmodule(postpone) is not None  # looks at the file of every module there is
    assert not loaded()

    assert module.LIGHT == 3
    assert loaded()
    assert module.EARLY == "not yet"
    with pytest.raises(AttributeError, match="no attribute 'dark'"):
        _ = module.dark


@pytest.mark.usefixtures("library")
def test_threads_wait_until_it_is_whole() -> None:
    postpone(NAME)
    module = importlib.import_module(NAME)
    start, found = threading.Barrier(4), list[int]()

    def use() -> None:
        start.wait()
        found.append(module.late)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [1] * 4


def test_what_cannot_be_loaded_says_so_each_time(library: Path) -> None:
    (library / "inner.py").write_text("raise OSError('no oil')\n", "utf-8")
    postpone(NAME)
    module = importlib.import_module(NAME)
    for _ in range(2):
        with pytest.raises(OSError, match="no oil"):
            _ = module.late

    (library / "inner.py").write_text("LIGHT = 30\n", "utf-8")
    assert module.LIGHT == 30


@pytest.mark.usefixtures("library")
def test_what_is_there_already_stays_and_what_is_nowhere_is_not_made() -> None:
    module = importlib.import_module(NAME)

    postpone(NAME, "lantern_of_nowhere")

    assert sys.modules[NAME] is module
    assert "lantern_of_nowhere" not in sys.modules


def test_regenerating_loads_no_http_library(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from adlists.regenerate import regenerate; "
        f"regenerate([Path({str(ROOT / 'spec/applovin-v1.yaml')!r})], Path('out')); "
        "print(*sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path
    )

    assert {"httpx._client", "httpcore._api", "httpx2"}.isdisjoint(done.stdout.split())
    assert "openapi_python_client" in done.stdout.split()
