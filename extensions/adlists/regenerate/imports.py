"""The imports at the top of a module: those that it uses, in the order that ruff demands.

A template writes all that a module may need. Ruff would remove what it does not use and sort the
rest, and does so where this misses something; but it reads a module anew for each of the two, which
took a third of a whole regeneration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"([0-9]+)")
_WIDTH: Final = 88  # columns, above which ruff writes each name on a line of its own


@attrs.frozen
class _Import:
    """One statement: names of a module, or one that has an alias; no module is a plain import."""

    module: str
    names: tuple[str, ...]
    alias: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """Plain imports first; relative ones from far to near; then by their first name."""
        path = self.module.lstrip(".")
        return bool(self.module), len(path) - len(self.module), _natural(path), _rank(self.names[0])

    def written(self, indent: int = 0) -> str:
        """Return its code, without the indentation of its first line."""
        names = [f"{name} as {self.alias}" if self.alias else name for name in self.names]
        start = f"from {self.module} import " if self.module else "import "
        line = start + ", ".join(names)
        if indent + len(line) <= _WIDTH or not self.module:
            return line
        lines = [f"{start}(", *(f"    {name}," for name in names), ")"]
        return f"\n{' ' * indent}".join(lines)


def tidy(imports: str, body: str) -> str:
    """Return the imports of which a body uses the names, sorted within each block of them.

    An empty line ends each block, and one stands between the last and the body.
    """
    words = frozenset(_WORD.findall(body))
    blocks: list[str] = []
    for block in imports.split("\n\n"):
        found = sorted(_used(block.splitlines(), words), key=lambda item: item.order)
        if found:
            blocks.append("".join(f"{item.written()}\n" for item in found))
    return "".join(f"{block}\n" for block in blocks)


def module_imports(names: Iterable[str]) -> str:
    """Import modules of the same package, four columns in."""
    return _Import(".", tuple(sorted(names, key=_rank))).written(4)


def class_imports(classes: Iterable[tuple[str, str]]) -> str:
    """Import classes for type checkers alone, each given with its module, four columns in."""
    by_module: dict[str, list[str]] = {}
    for name, module in classes:
        by_module.setdefault(module, []).append(name)
    found = (
        _Import(f".{key}", tuple(sorted(names, key=_rank))) for key, names in by_module.items()
    )
    lines = (item.written(4) for item in sorted(found, key=lambda item: item.order))
    return "\n    ".join(lines)


def _used(lines: Iterable[str], words: frozenset[str]) -> Iterator[_Import]:
    plain: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, lines)):
        start, _, names = f" {line}".partition(" import ")  # a module may be called manual_import
        module = start.strip().removeprefix("from ")
        for named in names.split(", "):
            name, _, alias = named.partition(" as ")
            if alias in words:
                yield _Import(module, (name,), alias)
            elif not alias and name in words:
                plain.setdefault(module, []).append(name)
    for module, used in plain.items():
        yield _Import(module, tuple(sorted(used, key=_rank)))


def _rank(name: str) -> tuple[object, ...]:
    """Return a key for a name: constants before classes before others."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2
    return kind, _natural(name)


def _natural(text: str) -> tuple[tuple[str, int], ...]:
    """Return a key by which `thing_2` stands before `thing_10`."""
    parts: list[str] = _NUMBER.split(text.lower())
    return tuple(("", int(part)) if at % 2 else (part, -1) for at, part in enumerate(parts))
