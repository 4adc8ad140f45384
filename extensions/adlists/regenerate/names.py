"""Makes Python names of the document's: valid, not reserved, and each once in its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import Final

import attrs
from openapi_python_client.strings import ClassName, PythonIdentifier

# A name becomes a file's; file systems stop at 255 bytes, and readers long before.
LONGEST: Final = 80


@lru_cache(maxsize=50_000)  # the same words come back in every model
def identifier(text: str, prefix: str = "field_") -> str:
    """Return a name in snake case, as Python itself reads it (NFKC)."""
    made = str(PythonIdentifier(unicodedata.normalize("NFKC", text), prefix))
    made = _short(unicodedata.normalize("NFKC", made)) or "field"
    if made.startswith("_") or not made.isidentifier():
        made = f"{prefix}{''.join(c for c in made if f'a{c}'.isidentifier())}".rstrip("_")
    return str(PythonIdentifier(made, prefix))


def _short(name: str) -> str:
    """Cut a name in the middle: its beginning and its end, a number among it, tell most."""
    half = LONGEST // 2
    return name if len(name) <= LONGEST else f"{name[:half]}{name[-half:]}"


@lru_cache(maxsize=50_000)
def class_name(text: str) -> str:
    """Return a name in Pascal case, as Python itself reads it (NFKC)."""
    made = str(ClassName(unicodedata.normalize("NFKC", text), "Field"))
    made = unicodedata.normalize("NFKC", made)
    made = _short(made)
    if made.isidentifier() and not made.startswith("_") and made != "SCHEMA":  # a class has its own
        return made
    return f"Model{made.strip('_')}"


def joined(parent: str, name: str) -> str:
    """Return the name of a class that stands inside another, or inside an operation."""
    return class_name(f"{class_name(parent) if parent else ''} {class_name(name)}")


def fields(wires: list[str], avoided: Container[str]) -> dict[str, str]:
    """Return the names of a class's fields; where two meet, one keeps its own spelling.

    A name that is spelled as it stands on the wire keeps off the *avoided* ones.
    """
    found: dict[str, str] = {}
    for wire in sorted(wires, key=lambda wire: identifier(wire) != wire):
        raw = unicodedata.normalize("NFKC", wire)
        raw = str(PythonIdentifier(raw, "field_", skip_snake_case=True))
        free = raw.isidentifier() and not raw.startswith("_") and raw not in avoided
        made = identifier(wire)
        made = raw if made in found.values() and free else made
        count, name = 1, made
        while name in found.values():
            count += 1
            name = _numbered(made, count)
        found[wire] = name
    return found


def _numbered(name: str, count: int, separator: str = "_") -> str:
    """Return a name with a number behind it, as `identifier` leaves it: with one underscore."""
    return f"{name.removesuffix('_') if separator else name}{separator}{count}"


@attrs.define
class Names:
    """Names that are taken in one place; they differ even where a file system folds case."""

    taken: set[str] = attrs.field(factory=set[str])

    def take(self, name: str, separator: str = "_") -> str:
        """Return the name, or the name with the first number that makes it a new one."""
        made, count = name, 1
        while made.casefold() in self.taken:
            count += 1
            made = _numbered(name, count, separator)
        self.taken.add(made.casefold())
        return made


@attrs.define
class ClassNames:
    """Classes of models with the modules that they stand in; no two share either."""

    modules: dict[str, str] = attrs.field(factory=dict[str, str])
    _classes: set[str] = attrs.field(factory=set[str])
    _files: set[str] = attrs.field(factory=set[str])
    _counts: dict[str, int] = attrs.field(factory=dict[str, int])

    def take(self, name: str) -> str:
        """Return a class name that is free, and whose module's name is free as well."""
        while True:
            count = self._counts.get(name, 0) + 1
            self._counts[name] = count
            made = name if count == 1 else f"{name}{count}"
            module = identifier(made)
            if made.casefold() not in self._classes and module.casefold() not in self._files:
                break
        self._classes.add(made.casefold())
        self._files.add(module.casefold())
        self.modules[made] = module
        return made
