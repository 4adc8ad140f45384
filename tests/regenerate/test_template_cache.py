"""Compiled templates are used again, and never where they do not fit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from jinja2 import Environment, FileSystemLoader

from adlists.regenerate.template_cache import TemplateCache


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "greeting.jinja").write_text("Hello {{ name }}!", "utf-8")
    yield tmp_path
    tmp_path.chmod(0o755)


def rendered(folder: Path) -> tuple[str, int]:
    """Render the template in a new environment; return the text and how often it compiled."""
    made = Environment(
        loader=FileSystemLoader(folder), bytecode_cache=TemplateCache(folder), autoescape=False
    )
    with patch.object(Environment, "compile", autospec=True, side_effect=Environment.compile) as it:
        return made.get_template("greeting.jinja").render(name="Ada"), it.call_count


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert rendered(folder) == ("Hello Ada!", 1)
    assert rendered(folder) == ("Hello Ada!", 0)
    (kept,) = (folder / "__pycache__").iterdir()
    assert kept.suffix == ".jinja"
    assert sys.implementation.cache_tag is not None
    assert sys.implementation.cache_tag in kept.name


def test_a_template_that_changed_is_compiled_anew(folder: Path) -> None:
    rendered(folder)
    (folder / "greeting.jinja").write_text("Bye {{ name }}!", "utf-8")

    assert rendered(folder) == ("Bye Ada!", 1)
    assert rendered(folder) == ("Bye Ada!", 0)


@pytest.mark.parametrize("broken", [b"", b"nothing that was compiled", None])
def test_a_broken_file_is_made_anew(folder: Path, broken: bytes | None) -> None:
    rendered(folder)
    (kept,) = (folder / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-20] if broken is None else broken)

    assert rendered(folder) == ("Hello Ada!", 1)
    assert rendered(folder) == ("Hello Ada!", 0)


def test_nothing_is_kept_where_nothing_may_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "__pycache__").write_text("a file stands in the way", "utf-8")
    assert rendered(folder) == ("Hello Ada!", 1)
    assert rendered(folder) == ("Hello Ada!", 1)

    (folder / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == ("Hello Ada!", 1)
    assert not (folder / "__pycache__").exists()
