"""The file of a manifest as plain data: TOML, YAML or JSON, with the place of what is wrong."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from adlists.contract import is_dict, is_list
from adlists.errors import ArgumentError, ConfigurationError

_YAML: Final = frozenset({".yaml", ".yml"})
_MOST: Final = 1_000_000  # values, so that a few aliases of aliases cannot fill the memory
_MERGE: Final = "tag:yaml.org,2002:merge"


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
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError:
        msg = f"To read {place}, run: pip install 'adlists[yaml]'. Or write it as TOML."
        raise ConfigurationError(msg) from None
    try:
        reader: Any = YAML(typ="safe", pure=True)
        node = reader.compose(text)
    except YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        at = f": line {mark.line + 1}, column {mark.column + 1}." if mark else "."
        msg = f"The manifest {place} is no YAML of one document{at}"
        raise ManifestError(msg) from None
    return None if node is None else _Nodes(place).value(node)


class _Nodes:
    """Makes plain data of the nodes of a YAML document, none of it by guessing."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._open: list[Any] = []  # nodes that are being made: none may hold itself
        self._count = 0

    def value(self, node: Any) -> Any:
        """Return what a node says. Raises `ManifestError`."""
        self._count += 1
        if self._count > _MOST or any(node is known for known in self._open):
            raise self._error(node, "repeats itself without end")
        kind = str(node.tag).rpartition(":")[2]
        if kind not in _MAKERS:
            raise self._error(node, f"has a tag, {str(node.tag)[:40]!r}, that means nothing here")
        self._open.append(node)
        try:
            return _MAKERS[kind](self, node)
        finally:
            self._open.pop()

    def mapping(self, node: Any) -> dict[str, Any]:
        """Return an object; keys that `<<` merges stand behind its own."""
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, value in node.value:
            if str(key.tag) == _MERGE:
                parts = self.value(value)
                for part in parts if is_list(parts) else [parts]:
                    if not is_dict(part):
                        raise self._error(value, "merges what is no object")
                    merged = {**part, **merged}
                continue
            name = self.value(key)
            if not isinstance(name, str):
                raise self._error(key, "has a key that is no text; write it in quotes")
            if name in found:
                raise self._error(key, f"says {name[:40]!r} twice")
            found[name] = self.value(value)
        return {**merged, **found}

    def integer(self, node: Any) -> int:
        """Return a number. What begins with a zero may be a text, and would lose it."""
        text = str(node.value)
        if not re.fullmatch(r"[+-]?(0|[1-9][0-9]*)", text):
            raise self._error(node, f"writes a number as {text[:40]!r}; if it is a text, quote it")
        return int(text)

    def number(self, node: Any) -> float:
        """Return a number with a fraction."""
        try:
            return float(node.value)
        except ValueError:
            raise self._error(node, "writes a number that is none; quote it") from None

    def _error(self, node: Any, what: str) -> ManifestError:
        mark = node.start_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}"
        return ManifestError(f"The manifest {self._place} {what}: {where}.")


_MAKERS: Final[dict[str, Callable[[_Nodes, Any], Any]]] = {
    "map": _Nodes.mapping,
    "seq": lambda nodes, node: [nodes.value(item) for item in node.value],
    "str": lambda _, node: str(node.value),
    "int": _Nodes.integer,
    "float": _Nodes.number,
    "bool": lambda _, node: str(node.value).lower() == "true",
    "null": lambda _, __: None,
    "timestamp": lambda _, node: str(node.value),  # a day is as it is written
}
