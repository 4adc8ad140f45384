"""The wheel installs and runs outside the checkout, sandbox and demo included."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def run(wheel: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the wheel's content in place of the checkout, in an empty folder."""
    target = folder / "installed"
    if not target.exists():
        pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--no-index"]
        subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=empty,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def test_both_packages_come_from_the_wheel_and_the_demo_succeeds(
    wheel: Path, tmp_path: Path
) -> None:
    where = "import adlists, adlists_api; print(adlists.__file__, adlists_api.__file__)"
    found = run(wheel, tmp_path, "-c", where).stdout

    assert found.count(str(tmp_path)) == 2

    demo = run(wheel, tmp_path, "-m", "adlists", "demo")

    assert demo.returncode == 0, demo.stdout + demo.stderr


def test_it_holds_two_packages_typed_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {
        "adlists",
        "adlists_api",
    }
    assert {"adlists/py.typed", "adlists_api/py.typed"} <= set(names)
