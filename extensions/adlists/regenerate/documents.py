"""Holds an OpenAPI document, and finds places in it.

A place is a JSON pointer (RFC 6901), such as `#/paths/~1v1~1audiences/get`. A document is
read as it is written; `prepare` brings it into the form that the planners of code know.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import unquote, urlsplit

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate.document_files import DocumentFile, Placed
from adlists.regenerate.document_files import read as read_file
from adlists.regenerate.problems import Missing, Problem, Refusal, steps_of

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
SETTINGS: Final = "generator.yaml"

Node = dict[str, Any]


def mapping(node: Any) -> Node:
    """Return an object of a document; an empty one where there is none."""
    return node if is_dict(node) else {}


def sequence(node: Any) -> list[Any]:
    """Return a list of a document; an empty one where there is none."""
    return node if is_list(node) else []


# A place, and the file and the place there of what an overlay has put into it.
Origin = tuple[tuple[object, ...], DocumentFile, tuple[object, ...]]


@attrs.define(eq=False)
class Document:
    """One document and the file that it comes from.

    `notes` are said aloud: what was passed over without harm to any operation. `missing` is
    what no code can be made of. `modules` has the module of each class, once it is prepared.
    `origins` tells what an overlay has put there.
    """

    path: Path
    root: Node
    file: DocumentFile
    notes: list[Problem] = attrs.field(factory=list[Problem])
    missing: list[Missing] = attrs.field(factory=list[Missing])
    modules: dict[str, str] = attrs.field(factory=dict[str, str])
    origins: list[Origin] = attrs.field(factory=list[Origin])

    @property
    def name(self) -> str:
        """The name of the package: `criteo-v1.yaml` becomes `criteo_v1`, `1.0.yaml` `api_1_0`."""
        name = re.sub(r"\W+", "_", self.path.stem).strip("_").lower()
        return name if name.isidentifier() and not keyword.iskeyword(name) else f"api_{name}"

    def find(self, reference: str) -> Any:
        """Return what a JSON pointer names; KeyError where there is nothing."""
        try:
            return self._find(reference)
        except KeyError:
            plain = unquote(reference)  # a pointer in a URI may be percent-encoded
            if plain == reference:
                raise
            return self._find(plain)

    def _find(self, reference: str) -> Any:
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
        """Follow `$ref`, keeping what stands beside it; the nearer of two values wins.

        Refusal where it leads nowhere, elsewhere or in a circle.
        """
        known, beside = mapping(node), Node()
        if "$ref" not in known:
            return known
        start, seen = known, set[str]()
        while "$ref" in known:
            reference = str(known["$ref"])
            if reference in seen:
                self.refuse(f"$ref leads in a circle: {reference}", start, "$ref")
            seen.add(reference)
            beside = {**{key: value for key, value in known.items() if key != "$ref"}, **beside}
            known = self.target(known)
        if "xml" in known and "xml" in beside:
            beside["xml"] = {**mapping(known["xml"]), **mapping(beside["xml"])}
        return {**known, **beside} if beside else known

    def target(self, node: Node) -> Node:
        """Return what the `$ref` of a node names; Refusal where that is no object."""
        reference = str(node["$ref"])
        if not reference.startswith("#/"):
            elsewhere = urlsplit(reference).scheme in {"http", "https"}
            message = "leads to another address, and nothing is fetched that was not named"
            if reference in {"", "#"}:
                message = "leads to the document as a whole, which is no part of one"
            elif not elsewhere:
                message = "leads to a file that is not there, or holds no such place"
            self.refuse(f"$ref {message}: {reference}", node, "$ref")
        try:
            found = self.find(reference)
        except KeyError:
            self.refuse(f"$ref leads nowhere: {reference}", node, "$ref")
        if isinstance(found, bool):  # a schema that allows all, or nothing
            return Node() if found else Node({"not": {}})
        if not is_dict(found):
            self.refuse(f"$ref leads to what is no object: {reference}", node, "$ref")
        return found

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """Yield path, method (lower case) and Operation Object, in the document's order."""
        for path, item in mapping(self.root.get("paths")).items():
            for method, node in mapping(item).items():
                yield path, method, node

    def line(self, place: str) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        return self.problem("", *steps_of(place)).line

    def problem(self, message: str, *steps: object) -> Problem:
        """Describe a problem at a path of keys and indexes, as the file has it."""
        node: Any = self.root
        home, beyond = self.root, list(steps)
        for count, step in enumerate(steps, 1):
            key: Any = int(str(step)) if is_list(node) and str(step).isdigit() else step
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(node, Placed):
                home, beyond = node, list(steps[count:])
        return self.at(message, home, *beyond)

    def at(self, message: str, node: Node, *steps: object) -> Problem:
        """Describe a problem at a node, or below it; at the root where its place is unknown."""
        placed = node if isinstance(node, Placed) else None
        file = self.file if placed is None else placed.file
        place = (*(() if placed is None else placed.steps), *steps)
        for target, source, start in reversed(self.origins if file is self.file else ()):
            if place[: len(target)] == target:
                file, place = source, (*start, *place[len(target) :])
                break
        return Problem.at(
            message, file.line(place), place, None if file is self.file else file.path
        )

    def say(self, message: str, node: Node, *steps: object) -> None:
        """Note what is passed over at a node, or below it."""
        self.notes.append(self.at(message, node, *steps))

    def refuse(self, message: str, node: Node, *steps: object) -> NoReturn:
        """Raise a Refusal at a node, or below it."""
        raise Refusal(self.at(message, node, *steps))


def ignored(parameter: Mapping[str, Any]) -> bool:
    """Tell whether a parameter is one of those that OpenAPI has every tool ignore."""
    name = str(parameter.get("name", "")).lower()
    return parameter.get("in") == "header" and name in {"accept", "content-type", "authorization"}


def read(path: Path) -> Document:
    """Read one document, YAML or JSON; SpecError names the line of what is not."""
    file = read_file(path)
    return Document(path, file.grow(), file)


def documents(folder: Path) -> list[Path]:
    """Return the documents in a folder, by name: no settings, no overlays, no JSON Schemas."""
    found = [path for ending in ("*.yaml", "*.yml", "*.json") for path in folder.glob(ending)]
    beside = (".overlay", ".schema")
    return sorted(
        path for path in found if path.name != SETTINGS and not path.stem.endswith(beside)
    )


def sensitive(node: Mapping[str, Any]) -> bool:
    """Tell whether the document says that a value must never be shown."""
    return bool(
        node.get("x-sensitive") or node.get("writeOnly") or node.get("format") == "password"
    )
