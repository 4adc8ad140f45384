"""The page of the wire: its tables are what is written, and its names are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import adlists
from adlists._runtime import styles
from adlists.contract import Parameter, Schema
from adlists.plugins.credentials.ways import WAYS

PAGE: Final = (Path(__file__).parents[2] / "docs" / "wire.md").read_text("utf-8")
VALUES: Final[list[Any]] = ["blue", ["blue", "black", "brown"], {"R": 100, "G": 200, "B": 150}]


def rows(heading: str) -> Iterator[list[str]]:
    """Yield the cells of the first table below a heading."""
    part = PAGE.partition(f"## {heading}\n")[2]
    for line in re.findall(r"^\|(.*)\|$", part.partition("\n## ")[0], flags=re.MULTILINE)[2:]:
        yield [cell.strip() for cell in line.split("|")]


@pytest.mark.parametrize("cells", [*rows("Parameters")], ids=lambda cells: " ".join(cells[:3]))
def test_the_table_of_styles_is_what_is_written(cells: list[str]) -> None:
    style, explode, place, *expected = cells
    named: Any = {"style": style, "explode": explode == "true"}
    write = styles.writer(
        Parameter("color", "color", place, required=True, schema=Schema("any"), **named)  # type: ignore[arg-type]  # one of the four
    )
    for value, cell in zip(VALUES, expected, strict=True):
        assert not cell or write(value) == cell.strip("`")


def test_every_style_has_a_row() -> None:
    assert {cells[0] for cells in rows("Parameters")} >= {*styles.FORMS, "deepObject"} - {"cookie"}


def test_the_credentials_and_their_variables_are_there() -> None:
    table = " ".join(" ".join(cells) for cells in rows("Security"))

    for name in re.findall(r"`([A-Z][a-z]+[A-Za-z]*)`", table):
        assert hasattr(adlists, name)
    for way in WAYS:
        assert f"`{way.kind}`" in table
        for ending in way.endings:
            assert f"_{ending}`" in table
