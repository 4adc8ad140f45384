"""A document put into `spec/`, and one command: a client, commands and laws, with no line more."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def run(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "generated"), **environ},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a checkout holds of documents and clients, add a document, regenerate."""
    folder = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "spec", folder / "spec")
    shutil.copytree(ROOT / "generated", folder / "generated", ignore=ignored)
    shutil.copy(HERE / "notes-v1.yaml", folder / "spec")
    done = run(folder, "adlists", "regenerate")
    assert done.returncode == 0, done.stderr
    assert "notes_v1" in done.stdout
    return folder


@pytest.fixture(scope="module")
def at(project: Path) -> Iterator[dict[str, str]]:
    """Serve it: the sandbox knows no rules of it, and answers with examples."""
    environ = {**os.environ, "PYTHONPATH": str(project / "generated")}
    command = [sys.executable, "-m", "adlists", "sandbox", "--json"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())["services"]["notes_v1"]
        yield {
            "ADLISTS_NOTES_V1_BASE_URL": told["base_url"],
            "ADLISTS_NOTES_V1_API_KEY": told["api_key"],
        }
        server.terminate()


@pytest.mark.parametrize("media_type", ["application/json", "application/xml"])
def test_the_command_line_calls_it(project: Path, at: dict[str, str], media_type: str) -> None:
    call = ["adlists", "call", "notes_v1", "set_note", "--json"]
    note = ["--note-id", "7", "--title", "Milk", "--color", "pink"]

    done = run(
        project, *call, *note, "--content-type", media_type, "--accept", media_type, **at
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"title": "example", "color": "yellow", "copies": 1}


def test_the_command_line_sends_its_lines(project: Path, at: dict[str, str]) -> None:
    call = ["adlists", "call", "notes_v1", "add_lines", "--json"]

    done = run(project, *call, "--note-id", "7", "--body", "milk\neggs", **at)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["example"]


def test_a_wrong_key_is_refused(project: Path, at: dict[str, str]) -> None:
    call = ["adlists", "call", "notes_v1", "set_note", "--note-id", "7", "--title", "Milk"]

    done = run(project, *call, **{**at, "ADLISTS_NOTES_V1_API_KEY": "wrong-key"})

    assert done.returncode == 1
    assert "401" in done.stderr


def test_the_laws_hold_for_it_with_no_test_edited(project: Path) -> None:
    laws = [str(ROOT / "tests" / "laws"), "-n0", "-q", "-p", "no:cacheprovider"]

    done = run(project, "pytest", *laws, "-k", "Note or notes_v1", "--rootdir", str(ROOT))

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
