"""`pytest --adlists-laws PACKAGE` runs the laws of any generated package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGIN = ("-m", "pytest", "-q", "-p", "adlists.testing.pytest_plugin", "-p", "no:cacheprovider")


def run(folder: Path, package: str, *words: str) -> subprocess.CompletedProcess[str]:
    told = ("-n0", "--rootdir", str(folder), "--adlists-laws", package)
    command = [sys.executable, *PLUGIN, *told, *words]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_the_laws_of_a_package_are_tests(tmp_path: Path) -> None:
    done = run(tmp_path, "adlists_api.applovin_suppression_v1")

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert "NOT TRIED" not in done.stdout


def test_a_law_that_fails_is_told_in_a_few_lines(tmp_path: Path) -> None:
    package = tmp_path / "broken_clients"
    shutil.copytree(ROOT / "generated/adlists_api/criteo_v1", package)
    model = package / "models/audience_create_request.py"
    source = model.read_text("utf-8")
    model.write_text(source.replace('src_dict["name"]', 'src_dict["name"] + "!"'), "utf-8")
    words = ("-k", "AudienceCreateRequest and JSON")

    done = run(tmp_path, "broken_clients", *words)
    assert done.returncode == 1
    assert "AudienceCreateRequest is not read as it was written" in done.stdout
    assert "laws.py" in done.stdout
    assert "pluggy" not in done.stdout
    assert len(done.stdout.splitlines()) < 40

    assert "pluggy" in run(tmp_path, "broken_clients", *words, "--tb=long").stdout


def test_nothing_else_is_run_unless_it_is_named(tmp_path: Path) -> None:
    package = "adlists_api.applovin_suppression_v1"
    named = tmp_path / "test_named.py"
    named.write_text("class TestResult:\n    def __init__(self): ...\n\ndef test_it(): ...\n")

    assert "test_named" not in run(tmp_path, package, "--collect-only").stdout
    assert "test_named.py::test_it" in run(tmp_path, package, "--collect-only", str(named)).stdout


def test_types_that_nothing_here_can_check_are_told(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('import sys\nsys.modules["mypy"] = None\n')

    done = run(tmp_path, "adlists_api.applovin_suppression_v1", "--collect-only")

    assert done.returncode == 0, done.stdout
    assert "NOT TRIED: the types of adlists_api.applovin_suppression_v1" in done.stdout


def test_a_package_that_is_not_there_is_a_wrong_use(tmp_path: Path) -> None:
    done = run(tmp_path, "nobodys_clients")

    assert done.returncode == 4
    assert "--adlists-laws: No module named 'nobodys_clients'" in done.stderr
