"""The item of a loop has its noun for a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1] / "extensions" / "adlists"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def loop_variables() -> Iterator[tuple[str, Path]]:
    """Yield each name that a loop, a comprehension or a lambda gives its item."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            targets: list[ast.AST] = []
            if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
                targets = [node.target]
            elif isinstance(node, ast.Lambda):
                targets = [node.args]
            for target in targets:
                for part in ast.walk(target):
                    if isinstance(part, ast.Name):
                        yield part.id, path
                    elif isinstance(part, ast.arg):
                        yield part.arg, path


def test_no_item_of_a_loop_is_called_one() -> None:
    found = sorted({place(path) for name, path in loop_variables() if name == "one"})

    assert found == []
