"""Whatever a command is given, nothing that commands a terminal comes out of it."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from adlists.cli import main, program

ODD: Final = "\x1b[31mX\u202e\x9b\x07\x7f"
#: Their arguments would serve, or take long; what they say goes through the same door.
SERVING: Final = frozenset({"demo", "sandbox", "ui"})
ONE_OF_MANY: Final = frozenset({"call", "explain"})
DOCUMENT: Final = """
openapi: 3.1.0
info: {title: "a\\e[31m\\u202e", version: "1"}
paths: {"/a\\e[31m": {get: {operationId: "x\\e[31m", summary: "s\\e[31m", responses: {}}}}
"""


def commands(command: click.Command, path: list[str]) -> Iterator[tuple[list[str], click.Command]]:
    """Yield every command that ends by itself; of the services' own, those of one service."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        names = command.list_commands(context)
        for name in names[:1] if path[:1] and path[0] in ONE_OF_MANY else names:
            inner = command.get_command(context, name)
            if inner is not None and name not in SERVING:
                yield from commands(inner, [*path, name])


def lines() -> Iterator[list[str]]:
    """Yield a line for every command with every kind of argument, and every option."""
    for path, command in commands(program(), []):
        yield [*path, "--help"]
        for word in (ODD, f"--{ODD}", f"--nope={ODD}", f"{ODD}.csv", f"{ODD}.yaml"):
            yield [*path, word]
        if not isinstance(command, click.Group):
            for option in command.params:
                if isinstance(option, click.Option) and not option.is_flag:
                    yield [*path, option.opts[-1], ODD]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / f"{ODD}.csv").write_text(f"email\nx{ODD}@y\n")
    (tmp_path / f"{ODD}.yaml").write_text(DOCUMENT)


def said(arguments: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(arguments)
    return out.getvalue()


def odd(text: str) -> bool:
    return not text.replace("\n", "").replace("\t", "").isprintable()


@pytest.mark.usefixtures("files")
def test_no_command_repeats_what_commands_a_terminal() -> None:
    tried = [*lines()]
    assert len(tried) > 300
    assert {json.dumps(line): text for line in tried if odd(text := said(line))} == {}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("name", ["SETTINGS", "PLUGINS", "STATE", "SERVICE", "CRITEO_V1_TOKEN"])
def test_nor_what_stands_in_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ADLISTS_{name}", f"{ODD}/x")
    upload = ["upload", f"{ODD}.csv", "--list", "a", "--identifier", "email"]
    for line in (
        ["plugins"],
        ["jobs"],
        ["sync", f"{ODD}.csv"],
        ["call", "criteo_v1", "get_audiences", "--advertiser-id", "1"],
        [*upload, "--service", "criteo_v1", "--advertiser", "1"],
        [*upload, "--log", "json", "--service", "criteo_v1"],
    ):
        assert not odd(said(line)), line
