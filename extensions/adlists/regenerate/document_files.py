"""Reads the files of a document, and finds the lines of places in them.

A file is parsed once. YAML keeps the nodes that it was composed of, and JSON is scanned the
first time that a line is asked for, so that a thousand problems cost one reading.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate import json_places
from adlists.regenerate.problems import Problem, SpecError

# Objects and lists may be nested this deep; whoever writes more means harm.
DEPTH: Final = 1_000
# A document of aliases may hold this many objects and lists beside those written out.
SPARE: Final = 100_000


class Placed(dict[str, Any]):
    """An object of a document that knows its file, and its keys and indexes in it."""

    __slots__ = ("file", "steps")

    def __init__(self, file: DocumentFile, steps: tuple[object, ...]) -> None:
        super().__init__()
        self.file = file
        self.steps = steps


def copied(node: Any) -> Any:
    """Return a tree of its own; its objects stand where those of the other stand."""
    if isinstance(node, Placed):
        made = Placed(node.file, node.steps)
        made.update({key: copied(value) for key, value in node.items()})
        return made
    return [copied(item) for item in node] if is_list(node) else node


@attrs.define(eq=False)
class DocumentFile:
    """One file as text and as plain data."""

    path: Path
    text: str = attrs.field(repr=False)
    data: Any = attrs.field(repr=False)
    _composed: Any = attrs.field(default=None, repr=False)
    _lines: dict[int, Any] = attrs.field(factory=dict[int, Any], repr=False)

    def grow(self) -> Placed:
        """Return the file's object as a tree of its own: no aliases, keys are text.

        SpecError where it holds no object, is nested too deeply, or grows by its aliases
        beyond what was written.
        """
        if not is_dict(self.data):
            message = "holds no OpenAPI document, but something else"
            raise SpecError(self.path, [Problem(message)])
        return _Grower(self).grow(self.data, ())

    def line(self, steps: Sequence[object]) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        node = self._composed or self._scan()
        line: int | None = None
        for step in steps:
            children = self._children(node)
            found = children.get(step) or children.get(str(step))
            if found is None:
                break
            line, node = found
        return line

    def _scan(self) -> Any:
        self._composed = json_places.lines(self.text)
        return self._composed

    def _children(self, node: Any) -> dict[Any, tuple[int, Any]]:
        """Return what stands below a node: its line and its node, by key or index."""
        if isinstance(node, dict):
            return node  # pyright: ignore[reportUnknownVariableType] - scanned JSON
        if id(node) not in self._lines:
            from adlists._runtime import yaml_nodes

            self._lines[id(node)] = dict(yaml_nodes.children(node))
        known: dict[Any, tuple[int, Any]] = self._lines[id(node)]
        return known


def read(path: Path) -> DocumentFile:
    """Read one file, YAML or JSON; SpecError names the line of what is not."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SpecError(path, [Problem(f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise SpecError(path, [Problem(f"is not UTF-8 (byte {error.start})")]) from error
    return parsed(path, text)


def parsed(path: Path, text: str) -> DocumentFile:
    """Read the text of a file; SpecError likewise."""
    try:
        if text.lstrip()[:1] == "{":
            try:
                return DocumentFile(path, text, json.loads(text, object_pairs_hook=_distinct))
            except ValueError as error:
                if path.suffix.lower() == ".json":
                    raise SpecError(path, [_not_json(error, text)]) from error
        return _read_yaml(path, text)
    except RecursionError as error:
        raise SpecError(path, [Problem("is nested too deeply")]) from error


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        msg = "a key stands twice in one object"
        raise ValueError(msg)
    return made


def _not_json(error: ValueError, text: str) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        return Problem(f"is not valid JSON: {error.msg}", f"column {error.colno}", error.lineno)
    twice = json_places.twice(text)
    if twice is None:  # a number of too many digits, say
        return Problem(f"is not valid JSON: {error}")
    key, line, column = twice
    said = f"is not valid JSON: the key {key!r} stands twice in one object"
    return Problem(said, f"column {column}", line)


def _read_yaml(path: Path, text: str) -> DocumentFile:
    from adlists._runtime import yaml_nodes

    try:
        data, node = yaml_nodes.read(text)
    except yaml_nodes.YamlError as error:
        place = "" if error.column is None else f"column {error.column}"
        raise SpecError(
            path, [Problem(f"is not valid YAML: {error}", place, error.line)]
        ) from error
    return DocumentFile(path, text, data, node)


class _Grower:
    """Copies plain data into a tree, within a budget."""

    def __init__(self, file: DocumentFile) -> None:
        self._file = file
        self._left = SPARE + len(file.text)

    def grow(self, data: dict[Any, Any], steps: tuple[object, ...]) -> Placed:
        made = Placed(self._file, steps)
        self._spend(steps)
        for name, value in data.items():
            made[_mended(name)] = self._value(value, (*steps, name))
        return made

    def _value(self, value: Any, steps: tuple[object, ...]) -> Any:
        if is_dict(value):
            return self.grow(value, steps)
        if is_list(value):
            self._spend(steps)
            return [self._value(item, (*steps, index)) for index, item in enumerate(value)]
        return _mended(value) if isinstance(value, str) else value

    def _spend(self, steps: tuple[object, ...]) -> None:
        self._left -= 1
        if self._left < 0:
            message = "grows without end by its aliases; write them out"
            raise SpecError(self._file.path, [Problem(message)])
        if len(steps) > DEPTH:
            message = f"is nested more than {DEPTH} deep"
            raise SpecError(self._file.path, [Problem(message)])


def _mended(text: str) -> str:
    """Join the halves of a character written as two escapes; a half alone becomes U+FFFD."""
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
