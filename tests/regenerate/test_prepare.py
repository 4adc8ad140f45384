"""The steps that a document passes through: each has a line in the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from adlists.regenerate import prepare

PAGE: Final = Path(__file__).parents[2] / "docs" / "regenerating.md"


def test_every_step_has_a_line_in_the_docs_and_every_line_is_of_a_step() -> None:
    table = PAGE.read_text(encoding="utf-8").split("## What happens to a document")[1]
    rows = re.findall(r"^\| (`.+?`) \|", table.split("\n## ")[0], re.MULTILINE)
    steps = {path.stem for path in Path(str(prepare.__file__)).parent.glob("[a-z]*.py")}

    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == steps
