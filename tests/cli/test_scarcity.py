"""Where there is too little of something, a command says so; never a traceback, never silence."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from small_documents import HEAD

from adlists.regenerate import regenerate

RUN = """
import resource, sys
name, amount, *words = sys.argv[1:]
resource.setrlimit(int(name), (int(amount), int(amount)))
from adlists.cli import main
sys.exit(main(words))
"""


def run(name: int, amount: int, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command with little of something."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(name), str(amount), *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


@pytest.mark.parametrize(
    ("name", "amount"),
    [(resource.RLIMIT_NOFILE, 8), (resource.RLIMIT_FSIZE, 999), (resource.RLIMIT_FSIZE, 0)],
    ids=["files", "a kilobyte", "a full disk"],
)
def test_a_regeneration_that_cannot_go_on_leaves_what_was(
    tmp_path: Path, name: int, amount: int
) -> None:
    document, output = tmp_path / "pets.yaml", tmp_path / "clients"
    document.write_text(HEAD + "paths: {/a: {get: {operationId: a}}}\n")
    regenerate([document], output)
    before = {file: file.read_bytes() for file in output.rglob("*.py")}
    document.write_text(HEAD + "paths: {/b: {get: {operationId: b}}}\n")

    done = run(name, amount, "regenerate", document, "--output", output)

    assert done.returncode == 1, done.stdout
    assert "Error: " in done.stderr
    assert {file: file.read_bytes() for file in output.rglob("*.py")} == before
    regenerate([document], output)
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []


@pytest.mark.usefixtures("here")
def test_an_upload_in_a_small_address_space_is_refused_in_words(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("email\na@example.com\n")
    words = ("upload", source, "--service", "criteo_v1", "--list", "VIP", "--identifier", "email")
    options = ("--hash", "sha256", "--create", "--advertiser", "1")

    for megabytes in (600, 800):
        done = run(resource.RLIMIT_AS, megabytes * 2**20, *words, *options)

        assert done.returncode == 2
        assert "ulimit -v" in done.stderr, done.stderr


def test_a_command_that_runs_out_of_memory_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from adlists import cli

    def exhausted() -> cli.Program:
        raise MemoryError

    monkeypatch.setattr(cli, "program", exhausted)

    assert cli.main(["plugins"]) == 1
    assert "not enough memory" in capsys.readouterr().err
