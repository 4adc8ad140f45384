"""The file of a manifest as plain data: TOML, YAML or JSON, with the place of what is wrong."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from adlists.contract import is_dict
from adlists.errors import ArgumentError, ConfigurationError

_YAML: Final = frozenset({".yaml", ".yml"})
_YAML_READERS: Final = ("yaml", "ruamel.yaml")
_MOST: Final = 1_000_000  # values, so that a few aliases of aliases cannot fill the memory


class ManifestError(ArgumentError):
    """A manifest cannot be used; nothing was run."""


def parsed(place: Path) -> dict[str, Any]:
    """Return what a file holds. Raises `ManifestError`; `ConfigurationError` without its reader."""
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"The manifest {place} cannot be read: {error.strerror}."
        raise ManifestError(msg) from None
    except UnicodeError:
        msg = f"The manifest {place} is not UTF-8."
        raise ManifestError(msg) from None
    suffix = place.suffix.lower()
    read = _json if suffix == ".json" else _yaml if suffix in _YAML else _toml
    try:
        content = read(text, place)
    except RecursionError:
        msg = f"The manifest {place} is nested too deeply."
        raise ManifestError(msg) from None
    if not is_dict(content):
        msg = f"The manifest {place} is no object with jobs."
        raise ManifestError(msg)
    return content


def _toml(text: str, place: Path) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line \d+, column \d+", str(error))
        msg = f"The manifest {place} is no TOML" + (f": {where[0]}." if where else ".")
        raise ManifestError(msg) from None


def _json(text: str, place: Path) -> Any:
    def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(name for n, (name, _) in enumerate(pairs) if name in dict(pairs[:n]))
            msg = f"The manifest {place} says {twice[:40]!r} twice in one object."
            raise ManifestError(msg)
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        msg = f"The manifest {place} is no JSON: line {error.lineno}, column {error.colno}."
        raise ManifestError(msg) from None


def _yaml(text: str, place: Path) -> Any:
    try:
        ready = all(map(find_spec, _YAML_READERS))
    except ImportError:  # not even the package around it is there
        ready = False
    if not ready:
        msg = f"To read {place}, run: pip install 'adlists[yaml]'. Or write it as TOML."
        raise ConfigurationError(msg)
    from adlists._runtime import yaml_nodes

    try:
        content, node = yaml_nodes.read(text)
    except yaml_nodes.YamlError as error:
        # What a reader says of a text may quote it.
        syntax = isinstance(error, yaml_nodes.YamlSyntaxError)
        what = "is no YAML of one document" if syntax else f"cannot be used: {error}"
        raise _mistake(place, what, error.line, error.column) from None
    if node is not None:
        _Scruples(place, yaml_nodes.scalar).look(node)
    return content


class _Scruples:
    """Refuses what a document may say but a job would misunderstand."""

    def __init__(self, place: Path, meaning: Callable[[Any], Any]) -> None:
        self._place = place
        self._meaning = meaning
        self._open: set[int] = set()  # the nodes around this one: none may hold itself
        self._count = 0

    def look(self, node: Any) -> None:
        """Look at a node and all below it. Raises `ManifestError`."""
        self._count += 1
        if self._count > _MOST or id(node) in self._open:
            raise self._error(node, "repeats itself without end")
        if node.id == "scalar":
            self._number(node, self._meaning(node))
            return
        self._open.add(id(node))
        for item in node.value:
            if node.id == "mapping" and not isinstance(self._meaning(item[0]), str):
                raise self._error(item[0], "has a key that is no text; write it in quotes")
            self.look(item[1] if node.id == "mapping" else item)
        self._open.remove(id(node))

    def _number(self, node: Any, value: object) -> None:
        """Refuse a number that may be a text: what begins with a zero would lose it."""
        text = str(node.value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self._error(node, "writes a number that is none; quote it")
        if type(value) is int and not re.fullmatch(r"[+-]?(0|[1-9][0-9]*)", text):
            raise self._error(node, f"writes a number as {text[:40]!r}; if it is a text, quote it")

    def _error(self, node: Any, what: str) -> ManifestError:
        mark = node.start_mark
        return _mistake(self._place, what, mark.line + 1, mark.column + 1)


def _mistake(place: Path, what: str, line: int | None, column: int | None) -> ManifestError:
    where = "" if line is None else f": line {line}, column {column}"
    return ManifestError(f"The manifest {place} {what}{where}.")
