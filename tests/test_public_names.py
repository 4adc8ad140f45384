"""Every name that a user may import is written down: none comes or goes unnoticed.

Where a change is wanted, write the list anew and read what differs:

    python tests/test_public_names.py > tests/public_names.txt
"""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import adlists

WRITTEN: Final = Path(__file__).with_name("public_names.txt")

#: What users import; whatever is not below these is private, however it is called.
DOORS: Final = (
    "adlists",
    "adlists.contract",
    "adlists.errors",
    "adlists.events",
    "adlists.flow",
    "adlists.hookspecs",
    "adlists.lists",
    "adlists.messages",
    "adlists.regenerate",
    "adlists.sandbox",
    "adlists.session",
    "adlists.testing",
    "adlists.transports",
)


def modules() -> list[str]:
    """Return the public modules; everything in the test kit is one."""
    spec = find_spec("adlists.testing")
    assert spec is not None
    kit = pkgutil.iter_modules(spec.submodule_search_locations, "adlists.testing.")
    return [*DOORS, *(module.name for module in kit)]


def names(module: str) -> list[str]:
    """Return a module's `__all__`, or where it has none, what is defined in it by a public name."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text())
    defined = dict(_defined(tree))
    exported = defined.get("__all__")
    found = defined if exported is None else set(ast.literal_eval(exported))
    return sorted(name for name in found if not name.startswith("_") or exported is not None)


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name, ast.Constant(None)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                if not _is_type_variable(value):
                    yield name, value
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if not _is_type_variable(value):
                    yield name, value
            case _:
                pass


def _is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"


def listing() -> str:
    """Return the list as it is written down: a line for each name, so that merges are easy."""
    return "".join(f"{module}.{name}\n" for module in modules() for name in names(module))


def test_the_public_names_are_those_written_down() -> None:
    assert listing().splitlines() == WRITTEN.read_text().splitlines()


def test_what_is_exported_is_there_and_in_order() -> None:
    assert sorted(adlists.__all__, key=_as_ruff_sorts) == adlists.__all__
    for module in modules():
        imported = __import__(module, fromlist=["*"])
        for name in names(module):
            assert hasattr(imported, name), f"{module}.{name}"


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


if __name__ == "__main__":
    print(listing(), end="")  # noqa: T201 - to be redirected into the list
