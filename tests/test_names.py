"""Names tell things apart: modules, public types, the items of loops; messages name no option."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1] / "extensions" / "adlists"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def twice(found: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """Return the names that stand at more than one place, with the places."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in found:
        places[name].append(place(path))
    return {name: where for name, where in places.items() if len(where) > 1}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield the name of each module; a package is called as its folder.

    In the folders of HTTP libraries the same part has the same name, so the folder counts too.
    """
    for path in MODULES:
        name = path.parent.name if path.name == "__init__.py" else path.stem
        library = path.parent.parent.name == "transports" and path.name != "__init__.py"
        yield (f"{path.parent.name}.{name}" if library else name), path


def types() -> Iterator[tuple[str, Path]]:
    """Yield the public classes and type aliases of each module."""
    for path in MODULES:
        for node in ast.parse(path.read_text()).body:
            match node:
                case ast.ClassDef(name=name) if not name.startswith("_"):
                    yield name, path
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if (
                    "TypeAlias" in ast.unparse(kind) and not name.startswith("_")
                ):
                    yield name, path


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


def test_no_two_modules_share_a_name() -> None:
    assert twice(modules()) == {}


def test_no_two_public_types_share_a_name() -> None:
    assert twice(types()) == {}


def test_no_item_of_a_loop_is_called_one() -> None:
    found = sorted({place(path) for name, path in loop_variables() if name == "one"})

    assert found == []


def messages() -> Iterator[tuple[str, Path]]:
    """Yield every text of more than one word in the code of the library; docstrings are none."""
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] == "cli":
            continue
        tree = ast.parse(path.read_text())
        bodies = [getattr(node, "body", None) for node in ast.walk(tree)]
        docstrings = {
            id(body[0].value)
            for body in bodies
            if isinstance(body, list) and body and isinstance(body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docstrings:
                text = node.value
                if isinstance(text, str) and " " in text.strip():
                    yield text, path


def test_no_message_of_the_library_names_an_option_of_the_command_line() -> None:
    found = [(place(path), text) for text, path in messages() if re.search(r"(^|[\s`])--\w", text)]

    assert found == []
