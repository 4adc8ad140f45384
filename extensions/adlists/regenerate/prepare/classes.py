"""Classes of models: their names, and which of them cannot be made.

A class takes the name of its component, or that of the class or operation around it and of
its title or its property.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from adlists.contract import is_dict
from adlists.regenerate.document_files import Placed
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.names import ClassNames, class_name, joined
from adlists.regenerate.prepare.ambiguity import Ambiguity
from adlists.regenerate.prepare.bundle import JOINED
from adlists.regenerate.problems import Missing, Problem, Refusal, pointer, steps_of

HOME: Final = "#/components/schemas/"
_LONGEST_TITLE: Final = 60


@attrs.frozen
class Spot:
    """Where a schema stands: the class or operation around it, and its name there."""

    parent: str
    name: str
    depth: int = 0

    def inside(self, suffix: str) -> Spot:
        """Return the spot of a part, such as the items of a list."""
        return Spot(self.parent, f"{self.name}_{suffix}", self.depth + 1)


def title_of(node: Node) -> str | None:
    """Return the title of a schema where it makes a name."""
    title = node.get("title")
    return title if isinstance(title, str) and 0 < len(title) <= _LONGEST_TITLE else None


@attrs.define(eq=False)
class Classes:
    """The classes of one document: `nodes` by name, and in `broken` what cannot be made of them.

    A node is in form once what stands inside it has been shaped; until then it waits.
    """

    document: Document
    nodes: dict[str, Node] = attrs.field(factory=dict[str, Node])
    broken: dict[str, Problem] = attrs.field(factory=dict[str, Problem])
    ambiguity: Ambiguity = attrs.field(init=False)
    _names: ClassNames = attrs.field(factory=ClassNames)
    _components: dict[str, str] = attrs.field(factory=dict[str, str])
    _waiting: deque[tuple[str, Node]] = attrs.field(factory=deque[tuple[str, Node]])

    def __attrs_post_init__(self) -> None:
        """Keep the names of components for them: nothing that stands inside takes one."""
        elsewhere: dict[str, str] = {}
        for name, node in mapping(self.document.root["components"].get("schemas")).items():
            taken = self._names.take(class_name(name))
            self._components[f"{HOME[:-1]}{pointer(name)[1:]}"] = taken
            if isinstance(mapping(node).get("$ref"), str):  # its only name, as it were
                elsewhere.setdefault(node["$ref"], taken)
        self._components = {**elsewhere, **self._components}
        named = frozenset(self._components.values())
        self.ambiguity = Ambiguity(self.document, self.nodes, named)

    def spot(self, reference: str) -> Spot:
        """Return where the schema stands that a reference leads to."""
        if reference in self._components:
            return Spot("", self._components[reference])
        steps = [step for step in steps_of(reference) if not step.isdigit()]
        name = steps[-1] if steps else "Root"
        if steps == [JOINED]:
            whole = self.document.find(reference)
            name = whole.file.path.stem if isinstance(whole, Placed) else name
        return Spot("", class_name(name))

    def take(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        """Give a schema a class of its own, and return the reference to that."""
        if reference is not None and reference in self._components:
            name = self._components[reference]
        else:
            title = title_of(flat) if reference is None else None
            name = self._names.take(joined(spot.parent, title or spot.name))
        self.nodes[name] = flat
        self._waiting.append((name, flat))
        return {"$ref": f"{HOME}{name}"}

    def drain(self, shaped: Callable[[str, Node], Node]) -> None:
        """Have what stands inside the classes shaped that were named so far."""
        while self._waiting:
            name, flat = self._waiting.popleft()
            try:
                self.nodes[name] = shaped(name, flat)
            except Refusal as refusal:
                self.broken[name] = refusal.problem

    def tell_apart(self, received: Iterable[str]) -> None:
        """Declare broken what holds alternatives that nothing tells apart in a reply."""
        for name in received:
            if name not in self.broken:
                problem = self.ambiguity.find(self.nodes[name])
                if problem is not None:
                    self.broken[name] = problem

    def unusable(self) -> dict[str, Problem]:
        """Return the classes that are broken, or need one that is, with what breaks them."""
        found = dict(self.broken)
        users: dict[str, list[str]] = {}
        for name, node in self.nodes.items():
            if name not in self.broken:
                for used in classes_in(node):
                    users.setdefault(used, []).append(name)
        queue = deque(found)
        while queue:
            used = queue.popleft()
            for name in users.get(used, []):
                if name not in found:
                    found[name] = found[used]
                    queue.append(name)
        return found

    def finish(self) -> None:
        """Put the classes that can be made into the document, and list the others."""
        lost = self.unusable()
        for name, problem in self.broken.items():
            self.document.missing.append(Missing(f"the model {name}", problem))
        for name in lost:
            self.nodes.pop(name, None)
        self.document.root["components"]["schemas"] = self.nodes
        self.document.modules = self._names.modules


def classes_in(node: Any) -> set[str]:
    """Return the names of the classes that a schema in form refers to."""
    found: set[str] = set()
    stack = [node]
    while stack:
        part = stack.pop()
        if not is_dict(part):
            continue
        if isinstance(part.get("$ref"), str):
            found.add(part["$ref"].removeprefix(HOME))
        stack += [part.get("items"), part.get("additionalProperties")]
        stack += sequence(part.get("anyOf"))
        if part.get("type") == "object":
            stack += mapping(part.get("properties")).values()
    return found
