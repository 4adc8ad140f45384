"""The recipes for schedulers: the function is run; the schedulers' own files are compiled.

Airflow, Dagster, Prefect and dlt are too large to be installed for this.
"""

from __future__ import annotations

import ast
import inspect
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from guides.reader import ROOT, settings
from ruamel.yaml import YAML

from adlists import lists
from adlists.cli import program
from adlists.sandbox import Fault, Sandbox, running

EXAMPLES = ROOT / "examples"
FILES = sorted((EXAMPLES / "schedules").glob("*.py"))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("email\n" + "".join(f"person{number}@example.com\n" for number in range(50)))
    return path


@pytest.fixture
def push(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    monkeypatch.delitem(sys.modules, "nightly", raising=False)
    import nightly  # type: ignore[import-not-found]  # of the folder above

    return nightly.push


@pytest.fixture
def push_all(push: Any) -> Any:
    return sys.modules[push.__module__].push_all


def test_a_retry_of_a_manifest_is_for_what_is_left(
    push_all: Any, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tmp_path / "jobs.toml"
    manifest.write_text(
        '[defaults]\nservice = "criteo_2026_07"\nidentifier = "email"\nhash = "sha256"\n'
        'create = true\nadvertiser = "1"\nsource = "{file}"\nlist = "{name}"\n'
        '[tables.lists]\nrows = [{name = "First", file = "customers.csv"},'
        ' {name = "Second", file = "late.csv"}]\n'
        '[[jobs]]\nname = "{name}"\nover = "lists"\n'
    )
    with running(Sandbox()) as here:
        for name, value in settings(here).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(RuntimeError, match="1 of 2 jobs are not done: Second"):
            push_all(manifest)
        people.with_name("late.csv").write_text(people.read_text())
        report = push_all(manifest, again=True)
        assert [job["skipped"] for job in report["jobs"]] == [True, False]
        assert report["outcomes"] == {"done": 2}
        assert [job["skipped"] for job in push_all(manifest)["jobs"]] == [False, False]


def test_the_function_fills_a_list_and_takes_up_what_was_left(
    push: Any, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(Sandbox()) as here:
        for name, value in settings(here).items():
            monkeypatch.setenv(name, value)
        here.sandbox.switch_on(
            Fault(status=400, operation="update_contact_list_by_audience_segment", count=1)
        )
        with pytest.raises(RuntimeError, match="unfinished"):
            push(people, "Customers", "1")
        report = push(people, "Customers", "1")
        assert len(here.sandbox.members("criteo_2026_07", report["list_id"])) == 50


def calls(path: Path) -> Iterator[tuple[str, list[ast.expr], list[str]]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            names = [str(keyword.arg) for keyword in node.keywords]
            yield ast.unparse(node.func), node.args, names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_schedulers_file_calls_with_arguments_that_are_taken(
    path: Path, push: Any, push_all: Any
) -> None:
    compile(path.read_text("utf-8"), str(path), "exec")
    known = {"push": push, "push_all": push_all, "lists.upload": lists.upload}
    made = [call for call in calls(path) if call[0] in known]

    assert made
    for name, arguments, keywords in made:
        inspect.signature(known[name]).bind(*arguments, **dict.fromkeys(keywords))


def commands() -> list[Any]:
    (line,) = [
        line
        for line in (EXAMPLES / "schedules" / "crontab").read_text("utf-8").splitlines()
        if " adlists " in line
    ]
    job = YAML(typ="safe").load((EXAMPLES / "schedules" / "kubernetes.yaml").read_text("utf-8"))
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    crontab = shlex.split(line)
    words = crontab[crontab.index("adlists") : crontab.index(">")]
    return [
        pytest.param(words, id="crontab"),
        pytest.param(pod["containers"][0]["command"], id="kubernetes"),
    ]


@pytest.mark.parametrize("words", commands())
def test_a_command_of_a_schedule_does_what_the_function_does(
    words: list[str], people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    with running(Sandbox()) as here:
        for name, value in settings(here).items():
            monkeypatch.setenv(name, value)
        told = [str(people) if word.endswith(".csv") else word for word in words[1:]]
        group: click.Command = program()
        assert group.main(told, standalone_mode=False) == 0
        with here.sandbox.store.transaction():
            (stored,) = here.sandbox.store.page("criteo_2026_07", names=["Customers"])
        assert stored.sizes == {"email": 50}
