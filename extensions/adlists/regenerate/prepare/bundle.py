"""Other files that a document refers to: each is read once, and joined to the tree.

A reference such as `models/pet.yaml#/Pet` is relative to the file that it stands in. It
becomes a pointer into `x-files`, a key of the root that no document of ours can have. An
address on another machine is left alone, unless somebody named it: whoever needs it is told
that it leads elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate import named_references
from adlists.regenerate.document_files import Placed, read
from adlists.regenerate.documents import Document, mapping
from adlists.regenerate.problems import Refusal, SpecError, pointer

JOINED: Final = "x-files"
_PROSE: Final = (".md", ".markdown", ".txt", ".html")
_DATA: Final = frozenset({"example", "examples", "default", "const", "enum", "value"})


def files(document: Document) -> None:
    """Join every file that a reference names, and those that they name in turn."""
    bundle = _Bundle(document)
    bundle.join(document.path, document.root)
    if bundle.joined:
        document.root[JOINED] = bundle.joined
    for node in bundle.whole:
        try:
            found = document.target(node)
        except Refusal as refusal:
            if _extended(node):  # an extension's own, such as a page of prose
                continue
            raise SpecError(document.path, [refusal.problem]) from refusal
        del node["$ref"]
        node.update({**found, **node})


def _extended(node: dict[str, Any]) -> bool:
    return isinstance(node, Placed) and any(str(step).startswith("x-") for step in node.steps)


@attrs.define
class _Bundle:
    """The files of one document; `prefixes` has the pointer of each one's root."""

    document: Document
    joined: dict[str, Any] = attrs.field(factory=dict[str, Any])
    prefixes: dict[Path, str] = attrs.field(factory=dict[Path, str])
    # Objects of names that stand elsewhere as a whole, such as `schemas: {$ref: index.yaml}`.
    whole: list[dict[str, Any]] = attrs.field(factory=list[dict[str, Any]])
    _targets: dict[tuple[Path, str], Path] = attrs.field(factory=dict[tuple[Path, str], Path])

    def join(self, path: Path, tree: dict[str, Any]) -> None:
        """Point all references of a tree, and of those that it leads to, into one."""
        self.prefixes[path.resolve()] = "#"
        own = str(tree.get("$self") or "").partition("#")[0]  # its own address: OpenAPI 3.2
        queue = [(path.resolve(), tree)]
        while queue:
            home, tree = queue.pop(0)
            survey = _survey(tree, home.parent)
            self.whole += survey.whole
            self._say_untold(survey)
            for node in survey.recursive:
                if (place := _around(tree, node)) is not None:
                    del node["$recursiveRef"]
                    node["$ref"] = f"{self.prefixes[home]}{place[1:]}"
            for node, key in survey.referring:
                address, _, fragment = str(node[key]).partition("#")
                if own and address == own:
                    node[key] = self._place(path.resolve(), fragment) or node[key]
                    continue
                target = named_references.file_of(address, home) if address else None
                if target is None:
                    if urlsplit(address).scheme not in {"", "file"}:
                        continue
                    target = self._target(home, address)
                if target not in self.prefixes:
                    if not target.is_file():
                        continue
                    queue.append((target, self._read(target, address, node, key)))
                node[key] = self._place(target, fragment) or node[key]

    def _say_untold(self, survey: _Survey) -> None:
        for node, address in survey.untold:
            message = f"{address} cannot be read, so that nothing is said in its place"
            self.document.say(message, node, "description")

    def _target(self, home: Path, address: str) -> Path:
        """Return the file that an address means in another; the usual case is looked up."""
        if not address:
            return home
        key = home.parent, address
        if key not in self._targets:
            self._targets[key] = (home.parent / unquote(address)).resolve()
        return self._targets[key]

    def _read(self, target: Path, address: str, node: dict[str, Any], key: str) -> dict[str, Any]:
        try:
            grown = read(target).grow()
        except SpecError as error:
            said = "; ".join(map(str, error.problems))
            problem = self.document.at(f"{address}: {said}", node, key)
            raise SpecError(self.document.path, [problem]) from error
        number = str(len(self.joined))
        self.prefixes[target] = pointer(JOINED, number)
        self.joined[number] = grown
        return grown

    def _place(self, target: Path, fragment: str) -> str | None:
        """Return the pointer of a fragment of a file: a pointer itself, or an `$anchor`."""
        prefix = self.prefixes[target]
        if not fragment or fragment.startswith("/"):
            return f"{prefix}{fragment}"
        number = prefix.rpartition("/")[2]
        tree = self.document.root if prefix == "#" else self.joined[number]
        for node, _ in _nodes(tree):
            if fragment in {node.get("$anchor"), node.get("$dynamicAnchor")}:
                steps = node.steps if isinstance(node, Placed) else ()
                return f"{prefix}{pointer(*steps)[1:]}"
        return None


def _tell(node: dict[str, Any], folder: Path) -> str | None:
    """Make a text of a description; return the address of one that cannot be read.

    YAML reads one that is empty as null, and a year as a number. In the place of
    `description: {$ref: page.md}` stands what is in the file, as tools allow.
    """
    said = node["description"]
    if said is None or isinstance(said, bool | int | float):
        node["description"] = "" if said is None else str(said)
        return None
    address = said.get("$ref") if is_dict(said) else None
    if not isinstance(address, str) or not address.endswith(_PROSE):
        return None
    node["description"] = ""
    try:
        node["description"] = (folder / unquote(address)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return address
    return None


@attrs.frozen
class _Survey:
    """What refers to other places in a file: nodes, each with the key of the reference."""

    referring: list[tuple[dict[str, Any], str]] = attrs.field(
        factory=list[tuple[dict[str, Any], str]]
    )
    recursive: list[dict[str, Any]] = attrs.field(factory=list[dict[str, Any]])
    whole: list[dict[str, Any]] = attrs.field(factory=list[dict[str, Any]])
    untold: list[tuple[dict[str, Any], str]] = attrs.field(factory=list[tuple[dict[str, Any], str]])


def _survey(tree: Any, folder: Path) -> _Survey:
    """Look for references; a `$dynamicRef` is one to the anchor of its name."""
    found = _Survey()
    nodes = _nodes(tree)
    prose = _settle_prose(nodes, folder, found)
    for node, names in nodes:
        if prose and id(node) in prose:
            continue
        if "$recursiveRef" in node:
            found.recursive.append(node)
        if "$dynamicRef" in node and "$ref" not in node and not names:
            node["$ref"] = node.pop("$dynamicRef")
        if isinstance(node.get("$ref"), str):
            found.referring.append((node, "$ref"))
            if names:
                found.whole.append(node)
        if "propertyName" in node:
            told = mapping(node.get("mapping"))
            # What is no more than a name is that of a component.
            found.referring.extend(
                (told, value)
                for value, said in told.items()
                if isinstance(said, str) and any(mark in said for mark in "/#.")
            )
    return found


def _settle_prose(
    nodes: list[tuple[dict[str, Any], bool]], folder: Path, found: _Survey
) -> set[int]:
    """Make texts of all descriptions; return the identities of the references among them."""
    prose = set[int]()
    for node, names in nodes:
        if names or "description" not in node or _extended(node):
            continue
        said = node["description"]
        if (address := _tell(node, folder)) is not None:
            found.untold.append((node, address))
        if node["description"] is not said:
            prose.add(id(said))
    return prose


def _around(tree: Any, node: dict[str, Any]) -> str | None:
    """Return the pointer of the nearest schema around that is one to refer back to."""
    steps = node.steps if isinstance(node, Placed) else ()
    found, place = None, tree
    for count, step in enumerate(steps):
        if mapping(place).get("$recursiveAnchor") is True:
            found = pointer(*steps[:count])
        place = place[step]
    return found


def _nodes(tree: Any) -> list[tuple[dict[str, Any], bool]]:
    """Return all objects of a tree, and whether each is one of names.

    What stands under a key for data is none.
    """
    found: list[tuple[dict[str, Any], bool]] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, names = stack.pop()
        if is_list(node):
            stack += [(item, False) for item in node]
        elif is_dict(node):
            found.append((node, names))
            for key, value in node.items():
                if names or key not in _DATA:
                    stack.append((value, not names and key in _NAMES))
    return found


# Keys whose value is an object of names: the keys below are no keywords.
_NAMES: Final = frozenset(
    {
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "paths",
        "responses", "schemas", "parameters", "requestBodies", "headers", "securitySchemes",
        "links", "callbacks", "pathItems", "content", "encoding", "webhooks", "mediaTypes",
        "variables",
    }
)  # fmt: skip
