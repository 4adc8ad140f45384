"""Keys that nobody reads: misspelled ones, ones that stand elsewhere, and ours with odd values.

The tree is gone through object by object, references followed, by the list of what OpenAPI
knows (`openapi_objects`). Keys that begin with x- are left in peace; but ours are demanded to
hold what they must, as a client is made by them, and nobody else's are taken for those that
later steps set themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from adlists._runtime.misspellings import nearest
from adlists.contract import is_dict, is_list
from adlists.regenerate import openapi_objects
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.prepare import ambiguity, bundle, directions, json_types
from adlists.regenerate.problems import Problem, SpecError

# Our own keys: where each may stand, and what it holds.
OWN: Final[Mapping[str, tuple[tuple[str, ...], str | None]]] = {
    "x-lists": (("OpenAPI",), None),  # three that are looked at where they are read
    "x-methods": (("Operation",), None),
    "x-max-reply": (("Operation",), None),
    "x-idempotent": (("Operation",), "true or false"),
    "x-encode-as": (("Media Type",), "text"),
    "x-sensitive": (("Schema", "Parameter", "Header"), "true or false"),
    "x-known-values": (("Schema",), "a list"),
}
_KINDS: Final = {"true or false": bool, "text": str, "a list": list}
# What later steps set; the same word of somebody else is no more than theirs.
_SET: Final = frozenset(
    {ambiguity.EXCLUSIVE, directions.ABSENT, directions.RECEIVED, "x-python-name"}
)
_MOST: Final = 20  # places of one misspelled key that are told
_CLOSE: Final = 0.85


def settle(document: Document) -> None:
    """Say which keys nobody reads; SpecError where one of ours holds what it cannot."""
    reading = _Reading(document)
    reading.read()
    if reading.problems:
        raise SpecError(document.path, reading.problems)


@attrs.define(eq=False)
class _Reading:
    document: Document
    problems: list[Problem] = attrs.field(factory=list[Problem])
    unread: dict[tuple[str, str], list[Node]] = attrs.field(
        factory=dict[tuple[str, str], "list[Node]"]
    )
    _seen: set[tuple[str, int]] = attrs.field(factory=set[tuple[str, int]])
    _nulls: list[Node] = attrs.field(factory=list[Node])

    def read(self) -> None:
        """Go through the document, and tell what was found, in its order."""
        queue: list[tuple[str, Any]] = [("OpenAPI", self.document.root)]
        while queue:
            name, node = queue.pop()
            if not is_dict(node) or (name, id(node)) in self._seen:
                continue
            self._seen.add((name, id(node)))
            self._check(name, node)
            queue += reversed([*self._inside(name, node), *self._led_to(name, node)])
        for (name, key), nodes in self.unread.items():
            self._tell(name, key, nodes)
        if self._nulls:
            more = (
                f" (likewise at {len(self._nulls) - 1:,} other places)" if self._nulls[1:] else ""
            )
            message = f'null without quotes is no type, and is read as "null"{more}'
            self.document.say(message, self._nulls[0], "type")

    def _led_to(self, name: str, node: Node) -> Iterator[tuple[str, Any]]:
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/"):
            try:
                yield name, self.document.find(reference)
            except KeyError:
                return  # whoever needs it is told

    def _inside(self, name: str, node: Node) -> Iterator[tuple[str, Any]]:
        parts = openapi_objects.PARTS[name]
        for key, value in node.items():
            part = parts.get(key)
            if part is None:
                continue
            if part.startswith("{"):
                own = (key, name) in {("paths", "OpenAPI"), ("responses", "Operation")}
                for title, given in value.items() if is_dict(value) else ():
                    if not (own and title.startswith("x-")):
                        yield part[1:-1], given
            elif part.startswith("[") or is_list(value):
                for given in value if is_list(value) else ():
                    yield part.strip("[]"), given
            else:
                yield part, value

    def _check(self, name: str, node: Node) -> None:
        known = openapi_objects.OBJECTS[name]
        for key in [key for key in node if key not in known]:
            if key in _SET or (key == bundle.JOINED and name != "OpenAPI"):
                del node[key]
            elif key.startswith("x-"):
                self._own(name, key, node)
            elif key != "$ref":
                self.unread.setdefault((name, key), []).append(node)
        if name == "Schema":
            self._quote_null(node)
        kind = mapping(node.get("xml")).get("nodeType") if name == "Schema" else None
        if kind is not None and not _written(kind, node):
            message = f"{kind!r} is not followed: XML is written and read as without it"
            self.document.say(message, node, "xml", "nodeType")

    def _quote_null(self, node: Node) -> None:
        """Read `type: null` and `type: [string, null]` of YAML as what was meant."""
        said = node.get("type", "")
        if said is None and len(node) == 1:  # beside others it may have been left open
            node["type"] = "null"
        elif is_list(said) and None in said:
            node["type"] = ["null" if kind is None else kind for kind in said]
        else:
            return
        self._nulls.append(node)

    def _own(self, name: str, key: str, node: Node) -> None:
        if key not in OWN:
            if nearest(key, OWN, _CLOSE) is not None:
                self.unread.setdefault((name, key), []).append(node)
            return
        places, kind = OWN[key]
        if name not in places:
            self.unread.setdefault((name, key), []).append(node)
        elif kind is not None and not isinstance(node[key], _KINDS[kind]):
            self.problems.append(self.document.at(f"has to be {kind}", node, key))

    def _tell(self, name: str, key: str, nodes: list[Node]) -> None:
        ours = key in OWN
        close = None if ours else openapi_objects.meant(name, key)
        if key.startswith("x-") and not ours:
            close = nearest(key, OWN, _CLOSE)
        message = f"is no keyword of the {name} Object, so that nothing reads it"
        if ours:
            message = f"is read in {_or(OWN[key][0])}, and nowhere else"
        elif close is not None:
            message += f"; did you mean {close!r}?"
        told = nodes[: _MOST if close is not None or ours else 1]
        for index, node in enumerate(told, 1):
            rest = len(nodes) - len(told) if index == len(told) else 0
            more = f" (nor at {rest:,} other places)" if rest else ""
            self.document.say(f"{message}{more}", node, key)


def _written(kind: object, node: Node) -> bool:
    """Tell whether XML is written by this `nodeType` (OpenAPI 3.2)."""
    kinds = set(json_types.named(node))
    if kind == "none":
        return "array" in kinds
    if kind in {"text", "cdata"}:
        return len(kinds) == 1 and kinds <= {"boolean", "integer", "number", "string"}
    return kind in {"element", "attribute"}


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"the {name} Object" for name in names)
