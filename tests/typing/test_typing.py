"""Both type checkers, at their strictest, find nothing in generated code nor in its uses."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from adlists.regenerate import regenerate

ROOT: Final = Path(__file__).parents[2]
USES: Final = Path(__file__).with_name("uses.py")
DOCUMENTS: Final = sorted((ROOT / "tests" / "generated").glob("*.yaml"))

PYRIGHT: Final = """{
  "include": ["parcel_desk", "uses"],
  "extraPaths": ["."],
  "typeCheckingMode": "strict",
  "reportUnnecessaryTypeIgnoreComment": "error",
  "pythonVersion": "3.11"
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the tests' own documents, and with the uses."""
    folder = tmp_path_factory.mktemp("desk")
    regenerate(DOCUMENTS, folder / "parcel_desk")
    (folder / "uses").mkdir()
    (folder / "uses" / "uses.py").write_bytes(USES.read_bytes())
    (folder / "pyrightconfig.json").write_text(PYRIGHT)
    return folder


def check(desk: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=desk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_finds_nothing(desk: Path) -> None:
    check(
        desk,
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={desk / 'cache'}",
        "--python-version=3.11",
        "--package=adlists_api",
        "--package=parcel_desk",
        "--package=uses",
    )


def test_pyright_finds_nothing(desk: Path) -> None:
    check(desk, "pyright", "--project", str(desk), "--pythonpath", sys.executable)
