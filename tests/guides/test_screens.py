"""The screens of the README are what the commands print today."""

from __future__ import annotations

import re

import pytest
import screens
from guides.reader import ROOT


@pytest.mark.parametrize("name", screens.SCREENS)
def test_a_screen_is_fresh(name: str) -> None:
    """Where it is not: `python docs/screens.py`."""
    kept = (screens.FOLDER / f"{name}.svg").read_text("utf-8")

    assert len(screens.words(kept)) > 15
    assert screens.words(screens.draw(name)) == screens.words(kept)


@pytest.mark.parametrize("name", screens.SCREENS)
def test_a_screen_stands_in_the_readme_and_needs_nothing_from_elsewhere(name: str) -> None:
    kept = (screens.FOLDER / f"{name}.svg").read_text("utf-8")

    assert f"docs/screens/{name}.svg)" in (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"https?://(?!www\.w3\.org|127\.0\.0\.1)[^\"\s<]*", kept) == []
