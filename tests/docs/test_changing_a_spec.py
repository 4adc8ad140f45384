"""The page about changing a spec: a reader who follows it gets what it says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from adlists.cli.regenerate_command import command
from adlists.regenerate.changes import Severity
from adlists.regenerate.changes.rules import RULES

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "changing-a-spec.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def followed(text: str) -> str:
    """Return the document after the edit that the page shows."""
    (diff,) = blocks("diff")
    for heading, old, new in re.findall(r"^@@ (\w+) @@\n-(.*)\n\+(.*)$", diff, flags=re.MULTILINE):
        before, mark, after = text.partition(f"    {heading}:\n")
        assert mark, heading
        assert old in after, old
        text = before + mark + after.replace(old, new, 1)
    return text


def unnumbered(report: str) -> str:
    """Leave the numbers of lines out: a comment higher up in the document moves them."""
    return re.sub(r"line \d+", "line N", report)


def test_the_page_is_true_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    shutil.copytree(ROOT / "generated", tmp_path / "generated")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *words],
            cwd=tmp_path,
            check=True,
        )
    document = tmp_path / "spec" / "criteo-v1.yaml"
    document.write_text(followed(document.read_text("utf-8")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    regenerate, tests = blocks("sh")

    program, verb, *arguments = shlex.split(regenerate)
    result = CliRunner().invoke(command, arguments, standalone_mode=False)

    assert (program, verb, result.exception) == ("adlists", "regenerate", None)
    written = (tmp_path / "changes.md").read_text(encoding="utf-8")
    assert [unnumbered(written)] == [unnumbered(block) for block in blocks("text")]
    program, *arguments = shlex.split(tests)
    assert program == "pytest"
    assert all((ROOT / folder).is_dir() for folder in arguments if folder[0] != "-")


@pytest.mark.parametrize(
    ("rules", "request_", "reply"),
    [
        (("property-required", "enum-value-removed", "limit-tightened"), "B", "C"),
        (("property-optional", "type-widened", "nullable-added"), "C", "B"),
        (("enum-value-added", "limit-loosened"), "C", "P"),
        (("property-added-optional",), "C", "C"),
        (("property-removed", "operation-removed", "media-type-removed", "type-changed",
          "xml-changed"), "B", "B"),
    ],
)  # fmt: skip
def test_the_table_of_directions_is_that_of_the_rules(
    rules: tuple[str, ...], request_: str, reply: str
) -> None:
    for rule in rules:
        told = (RULES[rule].request, RULES[rule].reply)
        assert tuple(severity.name[0] for severity in told) == (request_, reply), rule


def test_severities_are_told_by_their_first_letter() -> None:
    assert len({severity.name[0] for severity in Severity}) == len(Severity)
