"""Reads OpenAPI documents, and finds places in them.

A place is a JSON pointer (RFC 6901), such as `#/paths/~1v1~1audiences/get`. The problems
of a document are gathered, and raised together as one `SpecError`.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import attrs

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


def pointer(*steps: object) -> str:
    """Write the JSON pointer of a path of keys and indexes."""
    return "#" + "".join(f"/{str(one).replace('~', '~0').replace('/', '~1')}" for one in steps)


def steps_of(reference: str) -> list[str]:
    """Return the keys and indexes that a JSON pointer names."""
    parts = reference.removeprefix("#").split("/")[1:]
    return [one.replace("~1", "/").replace("~0", "~") for one in parts]


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
            if isinstance(node, list):
                items = cast("list[Any]", node)
                if not step.isdigit() or int(step) >= len(items):
                    raise KeyError(reference)
                node = items[int(step)]
            elif isinstance(node, dict) and step in node:
                node = cast("Node", node)[step]
            else:
                raise KeyError(reference)
        return node

    def resolve(self, node: Any) -> Node:
        """Follow `$ref`, keeping what stands beside it; the nearer of two values wins."""
        beside: Node = {}
        while isinstance(node, dict) and "$ref" in node:
            known = cast("Node", node)
            beside = {**{key: value for key, value in known.items() if key != "$ref"}, **beside}
            node = self.find(str(known["$ref"]))
        target = cast("Node", node) if isinstance(node, dict) else {}
        if isinstance(target.get("xml"), dict) and isinstance(beside.get("xml"), dict):
            beside["xml"] = {**target["xml"], **beside["xml"]}
        return {**target, **beside}

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """Yield path, method (lower case) and Operation Object, in the document's order."""
        for path, item in self.root.get("paths", {}).items():
            for method in METHODS:
                if method in item:
                    yield path, method, item[method]

    def parameters(self, path: str, method: str) -> list[Node]:
        """Return the parameters of an operation, its path's included, references followed.

        Header parameters called Accept, Content-Type and Authorization are left out, as
        the specification demands (Parameter Object, `name`).
        """
        item: Node = self.root["paths"][path]
        found: dict[tuple[str, str], Node] = {}
        for node in [*item[method].get("parameters", []), *item.get("parameters", [])]:
            one = self.resolve(node)
            if not ignored(one):
                found.setdefault((one["name"], one["in"]), one)
        return list(found.values())

    def line(self, place: str) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        from ruamel.yaml import YAML  # noqa: PLC0415 - comes with the extra "regenerate"

        node: Any = YAML(typ="rt").load(self.path)
        line: int | None = None
        for step in steps_of(place):
            key = int(step) if isinstance(node, list) and step.isdigit() else step
            try:
                line = int((node.lc.item if isinstance(node, list) else node.lc.key)(key)[0]) + 1
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError):
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
    from ruamel.yaml import YAML  # noqa: PLC0415 - comes with the extra "regenerate"
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - likewise

    try:
        text = path.read_text(encoding="utf-8")
        root: Any = YAML(typ="safe", pure=True).load(text)
    except OSError as error:
        raise SpecError(path, [Problem(f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise SpecError(path, [Problem(f"is not UTF-8 (byte {error.start})")]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        column = "" if mark is None else f"column {mark.column + 1}"
        message = f"is not valid YAML: {error.problem or error.context}"
        line = None if mark is None else mark.line + 1
        raise SpecError(path, [Problem(message, column, line)]) from error
    except YAMLError as error:
        raise SpecError(path, [Problem(f"is not valid YAML: {error}")]) from error
    if not isinstance(root, dict):
        raise SpecError(path, [Problem("holds no OpenAPI document, but something else")])
    document = Document(path, cast("Node", root))
    if not document.name.isidentifier() or keyword.iskeyword(document.name):
        message = f"the file name makes no package name ({document.name!r}); rename it"
        raise SpecError(path, [Problem(message)])
    return document


def documents(folder: Path) -> list[Path]:
    """Return the documents in a folder, by name; the generator's settings are none."""
    found = [one for ending in ("*.yaml", "*.yml", "*.json") for one in folder.glob(ending)]
    return sorted(one for one in found if one.name != SETTINGS)
