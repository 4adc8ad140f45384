"""What the README shows runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from adlists import sandbox
from adlists.cli import program

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def snippets() -> list[Any]:
    document = Sybil([PythonCodeBlockParser()]).parse(README)
    return [pytest.param(one, id=f"line-{one.line}") for one in document.examples()]


@pytest.mark.parametrize("snippet", snippets())
def test_a_python_snippet_runs(
    snippet: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))  # journals go nowhere else
    snippet.evaluate()


def test_the_example_prints_what_the_service_counted(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = [one for one in snippets() if "app_lists" in one.values[0].parsed]

    example.values[0].evaluate()

    assert capsys.readouterr().out.splitlines() == [
        "2 valid, 1 invalid",
        "['553834731', 'com.example.app']",
    ]


def test_the_example_passes_the_type_checker(tmp_path: Path) -> None:
    example = snippets()[0].values[0].parsed
    module = tmp_path / "example.py"
    module.write_text(example)
    settings = ["--strict", "--config-file", str(ROOT / "pyproject.toml"), str(module)]

    done = subprocess.run(
        [sys.executable, "-m", "mypy", *settings], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout


def test_the_files_reach_the_sandbox(tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(printf .*?)```", README.read_text(), re.DOTALL)
    with sandbox.running() as here:
        told = {
            f"ADLISTS_{service.upper()}_{name.upper()}": value
            for service, values in here.services.items()
            for name, value in values.items()
        }
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=tmp_path,
            env={
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "ADLISTS_STATE": str(tmp_path / "state"),
                "NO_PROXY": "127.0.0.1",
                **told,
            },
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^valid: (.*)$", done.stdout, re.MULTILINE) == ["2", "2"]


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL)
    words = [line.split() for block in blocks for line in re.split(r"\n|&&", block)]
    return [line[1:] for line in words if line[:1] == ["adlists"]]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_of_the_readme_exists_with_its_options(command: list[str]) -> None:
    """Parsed to the end, without being run: a misspelled option raises."""
    group: click.Command = program()
    context = click.Context(group)
    rest = command
    while isinstance(group, click.Group):
        found = group.get_command(context, rest[0])
        assert found is not None, rest[0]
        group, rest = found, rest[1:]
        context = click.Context(group, parent=context, info_name=group.name)

    group.make_context(group.name, list(rest), parent=context)
