"""Imports are written as ruff would have them, so that it has nothing to mend."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from adlists.regenerate import generator
from adlists.regenerate.documents import documents
from adlists.regenerate.imports import class_imports, tidy
from adlists.regenerate.prepare import prepare

SPEC = Path(__file__).parents[2] / "spec"
CHECK = ("check", "--isolated", "--no-cache", "--quiet", "--select", "I,F401")


def ruff(folder: Path, *words: str) -> str:
    command = [sys.executable, "-P", "-m", "ruff", *CHECK, *words, "."]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_what_is_not_used_goes_and_the_rest_is_sorted() -> None:
    imports = """
import datetime as _datetime
from typing import Literal as _Literal
from typing import Final, Any

from adlists.contract import each as _each
from adlists.contract import Xml as _Xml
from adlists.contract import UNSET as _UNSET

from .thing_10 import Thing10
from .thing_2 import Thing2
from ... import models
"""
    body = "_each(_Xml, _UNSET, Thing2, Thing10, models): Final[Any] = _Literal"

    assert tidy(imports, body).splitlines() == [
        "from typing import Any, Final",
        "from typing import Literal as _Literal",
        "",
        "from adlists.contract import UNSET as _UNSET",
        "from adlists.contract import Xml as _Xml",
        "from adlists.contract import each as _each",
        "",
        "from ... import models",
        "from .thing_2 import Thing2",
        "from .thing_10 import Thing10",
        "",
    ]
    assert tidy(imports, "nothing of that") == ""


def test_ruff_has_nothing_to_mend_in_any_order_of_names(tmp_path: Path) -> None:
    drawn = random.Random(7)
    syllables = ["a", "Ab", "ABC", "_", "1", "10", "2", "é", "_import", "_as"]
    syllables.append("long_enough_to_be_wrapped_somewhere")
    for number in range(300):
        names = list(
            dict.fromkeys(
                "x" + "".join(drawn.choices(syllables, k=drawn.randint(1, 4))) for _ in range(8)
            )
        )
        names = [drawn.choice([name, name[1:].capitalize()]) for name in names]
        names = [name for name in dict.fromkeys(names) if name.isidentifier()]
        modules = [drawn.choice(["", "z."]) + name.lower() for name in names]
        pairs = list(zip(names, modules, strict=True))
        lines = [
            f"from .{module} import {name}" + drawn.choice(["", f" as _{name}"])
            for name, module in pairs
        ]
        used = [line.split()[-1] for line in lines if drawn.random() < 0.7]
        body = f"print({', '.join(used)})\n"
        block = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    "
        (tmp_path / f"top_{number}.py").write_text(tidy("\n".join(lines), body) + body)
        (tmp_path / f"inside_{number}.py").write_text(
            f"{block}{class_imports(pairs)}\n\n__all__ = {names!r}\n"
        )

    assert ruff(tmp_path) == ""


def test_ruff_has_nothing_to_mend_in_what_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "_format", lambda _output: None)
    for path in documents(SPEC):
        generator.generate(prepare(path), tmp_path / path.stem.replace("-", "_"))

    assert len([*tmp_path.rglob("*.py")]) > 200
    assert ruff(tmp_path) == ""
