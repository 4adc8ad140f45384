"""Reads OpenAPI documents, and finds places in them.

A place is a JSON pointer (RFC 6901), such as `#/paths/~1v1~1audiences/get`. The problems
of a document are gathered, and raised together as one `SpecError`.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.errors import ConfigurationError

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SETTINGS: Final = "generator.yaml"

Node = dict[str, Any]


@attrs.frozen
class Problem:
    """What is wrong, and where: `place` is a JSON pointer, `line` counts from 1."""

    message: str
    place: str = ""
    line: int | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f"line {self.line}"
        where = ", ".join(part for part in (line, self.place) if part)
        return f"{where}: {self.message}" if where else self.message


class SpecError(ConfigurationError):
    """A document cannot be turned into a client; nothing was written.

    `document` is its path, `problems` is everything found wrong with it.
    """

    def __init__(self, document: Path, problems: Iterable[Problem]) -> None:
        self.document = document
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{document}: {one}" for one in self.problems))


def mapping(node: Any) -> Node:
    """Return an object of a document; an empty one where there is none."""
    return node if is_dict(node) else {}


def sequence(node: Any) -> list[Any]:
    """Return a list of a document; an empty one where there is none."""
    return node if is_list(node) else []


def pointer(*steps: object) -> str:
    """Write the JSON pointer of a path of keys and indexes."""
    return "#" + "".join(f"/{str(one).replace('~', '~0').replace('/', '~1')}" for one in steps)


def steps_of(reference: str) -> list[str]:
    """Return the keys and indexes that a JSON pointer names."""
    parts = reference.removeprefix("#").split("/")[1:]
    return [one.replace("~1", "/").replace("~0", "~") for one in parts]


def walk(node: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], Node]]:
    """Yield every object of a document with its place; examples are data, not document."""
    if isinstance(node, dict):
        yield place, mapping(node)
    for key, value in mapping(node).items():
        if key not in {"example", "examples", "default", "const", "enum"}:
            yield from walk(value, (*place, key))
    for index, value in enumerate(sequence(node)):
        yield from walk(value, (*place, index))


@attrs.frozen(eq=False)
class Document:
    """One parsed document and the file that it comes from."""

    path: Path
    root: Node

    @property
    def name(self) -> str:
        """The name of the package: `criteo-v1.yaml` becomes `criteo_v1`."""
        return re.sub(r"\W+", "_", self.path.stem).strip("_").lower()

    def find(self, reference: str) -> Any:
        """Return what a JSON pointer names; KeyError where there is nothing."""
        node: Any = self.root
        for step in steps_of(reference):
            items, members = sequence(node), mapping(node)
            if step.isdigit() and int(step) < len(items):
                node = items[int(step)]
            elif step in members:
                node = members[step]
            else:
                raise KeyError(reference)
        return node

    def resolve(self, node: Any) -> Node:
        """Follow `$ref`, keeping what stands beside it; the nearer of two values wins."""
        known, beside = mapping(node), Node()
        while "$ref" in known:
            beside = {**{key: value for key, value in known.items() if key != "$ref"}, **beside}
            known = mapping(self.find(str(known["$ref"])))
        if "xml" in known and "xml" in beside:
            beside["xml"] = {**mapping(known["xml"]), **mapping(beside["xml"])}
        return {**known, **beside}

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """Yield path, method (lower case) and Operation Object, in the document's order."""
        for path, item in mapping(self.root.get("paths")).items():
            for method in METHODS:
                if method in mapping(item):
                    yield path, method, mapping(item[method])

    def parameters(self, path: str, method: str) -> list[Node]:
        """Return the parameters of an operation, its path's included, references followed.

        Header parameters called Accept, Content-Type and Authorization are left out, as
        the specification demands (Parameter Object, `name`).
        """
        item = mapping(self.root["paths"][path])
        found: dict[tuple[str, str], Node] = {}
        for owner in (mapping(item[method]), item):
            for one in map(self.resolve, sequence(owner.get("parameters"))):
                if not ignored(one):
                    found.setdefault((str(one.get("name")), str(one.get("in"))), one)
        return list(found.values())

    def contents(self) -> Iterator[tuple[tuple[object, ...], Node]]:
        """Yield the media types of each body and of each reply, with their place."""
        for path, method, node in self.operations():
            parts: list[tuple[tuple[object, ...], Any]] = [
                (("responses", status), one)
                for status, one in mapping(node.get("responses")).items()
            ]
            if "requestBody" in node:
                parts.append((("requestBody",), node["requestBody"]))
            for steps, one in parts:
                if content := mapping(self.resolve(one).get("content")):
                    shared = mapping(one).get("$ref")
                    place = steps_of(shared) if shared else ("paths", path, method, *steps)
                    yield (*place, "content"), content

    def line(self, place: str) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        node: Any = _load(self.path.read_text(encoding="utf-8"), "rt")
        line: int | None = None
        for step in steps_of(place):
            try:
                key: Any = int(step) if sequence(node) else step
                line = int((node.lc.item if sequence(node) else node.lc.key)(key)[0]) + 1
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError, ValueError):
                break
        return line

    def problem(self, message: str, *steps: object) -> Problem:
        """Describe a problem at a path of keys and indexes."""
        place = pointer(*steps)
        return Problem(message, place, self.line(place))


def ignored(parameter: Mapping[str, Any]) -> bool:
    """Tell whether a parameter is one of those that OpenAPI has every tool ignore."""
    name = str(parameter.get("name", "")).lower()
    return parameter.get("in") == "header" and name in {"accept", "content-type", "authorization"}


def read(path: Path) -> Document:
    """Read one document, YAML or JSON; SpecError names the line of what is not."""
    document = Document(path, read_tree(path))
    if not document.name.isidentifier() or keyword.iskeyword(document.name):
        message = f"the file name makes no package name ({document.name!r}); rename it"
        raise SpecError(path, [Problem(message)])
    return document


def read_tree(path: Path) -> Node:
    """Read a file of YAML or JSON that holds an object; SpecError names the line of what is not."""
    from ruamel.yaml import error as yaml

    try:
        root = _load(path.read_text(encoding="utf-8"), "safe")
    except OSError as error:
        raise SpecError(path, [Problem(f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise SpecError(path, [Problem(f"is not UTF-8 (byte {error.start})")]) from error
    except yaml.YAMLError as error:
        raise SpecError(path, [_syntax(error)]) from error
    if not mapping(root):
        raise SpecError(path, [Problem("holds no OpenAPI document, but something else")])
    return mapping(root)


def _load(text: str, kind: str) -> Any:
    from ruamel.yaml import YAML

    yaml: Any = YAML(typ=kind, pure=True)
    return yaml.load(text)


def _syntax(error: Any) -> Problem:
    """Describe a mistake in the YAML itself."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "context", None) or error
    message = f"is not valid YAML: {said}"
    if mark is None:
        return Problem(message)
    return Problem(message, f"column {mark.column + 1}", mark.line + 1)


def documents(folder: Path) -> list[Path]:
    """Return the documents in a folder, by name: no settings, no overlays, no JSON Schemas."""
    found = [one for ending in ("*.yaml", "*.yml", "*.json") for one in folder.glob(ending)]
    beside = (".overlay", ".schema")
    return sorted(one for one in found if one.name != SETTINGS and not one.stem.endswith(beside))
