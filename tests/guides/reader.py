"""Someone who follows a page word for word, in an empty folder, with a sandbox to talk to.

a block of `sh`       is run by bash, and has to succeed
a block of `python`   is run in one namespace with those before it; one that begins with a
                      comment of a file's name is written to that file instead, as one
                      of `yaml` is
a block of `text`     after `sh`: its lines stand in what was printed
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from adlists.sandbox import Running

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
_FILE: Final = re.compile(r"# (\w+\.(?:py|yaml))\n")


class Block(NamedTuple):
    kind: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, each with the line that it begins at."""
    text = page.read_text("utf-8")
    for found in re.finditer(r"^```(\S+)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE):
        yield Block(found[1], found[2], text.count("\n", 0, found.start()) + 1)


def settings(here: Running) -> dict[str, str]:
    """Return what the sandbox tells people to paste."""
    return {
        f"ADLISTS_{name}_{key}".upper(): value
        for name, values in here.services.items()
        for key, value in values.items()
    }


def environment(folder: Path, here: Running) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ADLISTS_STATE": str(folder / "state"),
        "NO_PROXY": "127.0.0.1",
        **settings(here),
    }


def follow(page: Path, folder: Path, environ: Mapping[str, str]) -> list[str]:
    """Follow a page in a folder; return the commands that were run.

    What they have started in the background ends with the page.
    """
    started: list[int] = []
    try:
        return _follow(page, folder, environ, started)
    finally:
        for group in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGTERM)


def _follow(page: Path, folder: Path, environ: Mapping[str, str], started: list[int]) -> list[str]:
    namespace: dict[str, Any] = {"__name__": "guide"}
    ran: list[str] = []
    printed = ""
    for block in blocks(page):
        where = f"{page.name}, line {block.line}"
        if block.kind == "sh":
            printed = run(block.text, folder, environ, where, started)
            ran += block.text.splitlines()
        elif block.kind == "text" and ran:
            missing = [line for line in block.text.splitlines() if line not in printed]
            assert missing == [], f"{where}: not printed\n{printed}"
        elif block.kind in {"python", "yaml"} and (name := _FILE.match(block.text)):
            (folder / name[1]).write_text(block.text, "utf-8")
        elif block.kind == "python":
            code = compile("\n" * block.line + block.text, str(page), "exec")
            exec(code, namespace)
    return ran


def run(
    script: str, folder: Path, environ: Mapping[str, str], where: str, started: list[int]
) -> str:
    """Run a block of commands; return what it printed."""
    with subprocess.Popen(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as shell:
        started.append(shell.pid)
        out, err = shell.communicate()
    assert shell.returncode == 0, f"{where}: {out}{err}"
    return out
