"""The page about a package of one's own: a reader who follows it gets what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

PAGE: Final = (Path(__file__).parents[2] / "docs" / "your-own-package.md").read_text(
    encoding="utf-8"
)
COMMANDS: Final = {
    "adlists": ["-m", "adlists"],
    "pytest": ["-m", "pytest", "-p", "adlists.testing.pytest_plugin", "-n0", "-q"],
}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def run(folder: Path, arguments: list[str]) -> str:
    path = os.pathsep.join([str(folder / "src"), *sys.path])
    environ = {**os.environ, "PYTHONPATH": path, "ADLISTS_MY_API_API_KEY": "planted-key"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environ,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_the_page_is_true_word_for_word(tmp_path: Path) -> None:
    (document,), (snippet,) = blocks("yaml"), blocks("python")
    (tmp_path / "my-api.yaml").write_text(document, encoding="utf-8")
    (tmp_path / "follow.py").write_text(snippet, encoding="utf-8")
    made, printed = blocks("text")
    regenerate, explain, laws = [shlex.split(block) for block in blocks("sh")]

    def follow(words: list[str]) -> str:
        return run(tmp_path, [*COMMANDS[words[0]], *words[1:]])

    assert follow(regenerate).startswith(made)
    assert run(tmp_path, ["follow.py"]) == printed
    curl = follow(explain)
    assert "https://notes.example/v1/notes" in curl
    assert "Buy milk" in curl
    assert "planted-key" not in curl
    assert " passed" in follow(laws)
    (points,) = blocks("toml")
    assert tomllib.loads(points)["project"]["entry-points"]["adlists.services"] == {
        "my_api": "my_clients.my_api:SERVICE"
    }
