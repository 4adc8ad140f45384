"""`adlists new plugin`: what it writes is installed, tested, listed and checked, as by a user."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from typing import Any

import pytest

from adlists.cli import main


def made(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["new", "plugin", name, "--output", str(folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def environment(folder: Path) -> Path:
    """Make an environment that has all of this one; return its Python."""
    venv.create(folder, symlinks=True)
    values = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=values))
    here = [path for path in sys.path if path and Path(path).is_dir() and Path(path) != Path.cwd()]
    packages.joinpath("all_of_this.pth").write_text("\n".join(here), "utf-8")
    scripts = Path(sysconfig.get_path("scripts", vars=values))
    return scripts / ("python.exe" if os.name == "nt" else "python")


def run(*words: object, cwd: Path, **more: str) -> str:
    # The tests' own workers have variables that belong to them.
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        [str(word) for word in words],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**environ, **more},
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_package_is_installed_tested_listed_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = made("Team_Header", tmp_path, capsys)
    assert told["plugin"] == "team-header"
    folder = tmp_path / "adlists-team-header"
    assert told["folder"] == str(folder)
    python = environment(tmp_path / "home")

    offline = ("--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, "-e", ".", cwd=folder)
    tested = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder)
    listed = run(
        *(python, "-m", "adlists", "plugins", "--plugin", "team-header", "--json"),
        cwd=tmp_path,
        ADLISTS_PLUGIN_TEAM_HEADER_VALUE="mine",
    )
    checked = (
        "from adlists.testing.conformance import check_plugin\n"
        "from adlists_team_header import TeamHeader\n"
        "check_plugin(TeamHeader())"
    )
    run(python, "-c", checked, cwd=tmp_path)

    assert "4 passed" in tested
    (row,) = (row for row in json.loads(listed)["plugins"] if row["name"] == "team-header")
    assert (row["source"], row["version"], row["loaded"]) == ("adlists-team-header", "0.1.0", True)
    assert row["hooks"] == ["adlists_layer"]
    assert [(setting["variable"], setting["value"]) for setting in row["settings"]] == [
        ("ADLISTS_PLUGIN_TEAM_HEADER_VALUE", "mine")
    ]


@pytest.mark.parametrize("name", ["class", "none", "True", "7up", "layer", "literal", "x", "a.b_c"])
def test_what_is_written_can_be_read_whatever_the_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = made(name, tmp_path, capsys)
    folder = Path(told["folder"])

    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["adlists"] == {told["plugin"]: told["class"]}
    module, kind = told["class"].split(":")
    tree = ast.parse((folder / "src" / module / "__init__.py").read_text("utf-8"))
    (found,) = (node.name for node in tree.body if isinstance(node, ast.ClassDef))
    assert found == kind
    imported = {
        alias.name
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module != module
        for alias in node.names
    }
    assert kind not in imported


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a b", "is no name of a plugin"),
        ("../x", "is no name of a plugin"),
        ("x-", "is no name of a plugin"),
        ("ümlaut", "is no name of a plugin"),
        ("no:retry", "is no name of a plugin"),
        ("", "is no name of a plugin"),
        ("x" * 65, "is too long"),
        ("retry", "There is a built-in plugin 'retry'"),
        ("adlists_cache", "There is a plugin 'cache' already, of adlists"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "plugin", "--output", str(tmp_path), "--", name]) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_is_there_is_never_overwritten(
    there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "adlists-x"
    if there == "folder":
        taken.mkdir()
    elif there == "file":
        taken.write_text("mine")
    else:
        taken.symlink_to(tmp_path / "nowhere")

    assert main(["new", "plugin", "x", "--output", str(tmp_path)]) == 2

    assert "is there already, and nothing is overwritten" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [taken]
    assert not taken.is_dir() or not list(taken.iterdir())


def test_what_follows_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "plugin", "team-header", "--output", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert f"cd {tmp_path / 'adlists-team-header'}\n" in out
    assert "adlists plugins --plugin team-header" in out
