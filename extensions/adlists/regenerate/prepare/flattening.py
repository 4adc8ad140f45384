"""One schema for each place: references are followed, and the parts of an `allOf` merged."""

from __future__ import annotations

from typing import Any, Final

import attrs

from adlists.contract import is_dict
from adlists.regenerate import keywords
from adlists.regenerate.document_files import Placed
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare.merging import at, merge
from adlists.regenerate.prepare.versions import modern
from adlists.regenerate.problems import Problem

# An `allOf` of unions multiplies their alternatives; beyond this they are no type to write.
_MOST_ALTERNATIVES: Final = 200
# Schemas that one is merged of. Each may be reached by several ways, and those by several more.
_MOST_PARTS: Final = 5_000
# What a part says of itself alone.
_OWN: Final = frozenset({"discriminator", "title", "$id", "$anchor", "$defs"})


@attrs.define(eq=False)
class Flattener:
    """Flattens the schemas of one document."""

    document: Document
    _said: set[Problem] = attrs.field(factory=set[Problem])
    _parts: int = 0

    def flatten(self, raw: Any, trail: tuple[str, ...] = ()) -> Node:
        """Return a schema with nothing but its own words; *trail* are the references to it."""
        self._parts = 0
        return self._flat(raw, trail)

    def _flat(self, raw: Any, trail: tuple[str, ...]) -> Node:
        node = modern(mapping(raw))
        self._parts += 1
        if self._parts > _MOST_PARTS:
            self.document.refuse(f"is merged of more than {_MOST_PARTS:,} schemas", node, "allOf")
        for key in keywords.REFUSED & node.keys():
            self.document.refuse(f"{key} is not supported", node, key)
        parts: list[Node] = []
        rest = {key: value for key, value in node.items() if key not in {"$ref", "allOf"}}
        if "$ref" in node:
            reference = str(node["$ref"])
            if reference in trail:
                self.document.refuse(f"$ref leads in a circle: {reference}", node, "$ref")
            target = self.document.target(node)
            parts.append(self._base(self._flat(target, (*trail, reference)), trail))
        given = sequence(node.get("allOf"))
        parts += [self._base(self._flat(part, trail), trail) for part in given]
        if not parts:
            return node
        merged = merge([*parts, rest], node)
        self._say_closed([*parts, rest], raw)
        for key in ("oneOf", "anyOf"):
            if len(sequence(merged.get(key))) > _MOST_ALTERNATIVES:
                message = f"has more than {_MOST_ALTERNATIVES} alternatives"
                self.document.say(message, node, "allOf")
                merged[key] = []
        return merged

    def _say_closed(self, parts: list[Node], raw: Any) -> None:
        """Say that a part which is closed admits no field of the others, which are kept."""
        named = {name for part in parts for name in mapping(part.get("properties"))}
        for part in parts:
            if part.get("additionalProperties") is False and not part.get("patternProperties"):
                others = sorted(named - mapping(part.get("properties")).keys())
                if not others:
                    continue
                message = (
                    "merges with a schema that is closed (additionalProperties: false), so "
                    f"that strictly no value may have {', '.join(map(repr, others[:3]))}; "
                    "it is taken as a field all the same"
                )
                problem = self.document.at(message, mapping(raw))
                if problem not in self._said:  # a schema is flattened wherever it is used
                    self._said.add(problem)
                    self.document.notes.append(problem)

    def _base(self, flat: Node, trail: tuple[str, ...]) -> Node:
        """Return what a part gives to others: a list of its own children is not theirs."""
        kept = {
            key: value
            for key, value in flat.items()
            if key not in _OWN
            and not (key in {"oneOf", "anyOf"} and trail and self._leads_to(value, trail, set()))
        }
        return kept if len(kept) != len(flat) else flat

    def _leads_to(self, alternatives: Any, trail: tuple[str, ...], seen: set[str]) -> bool:
        for part in sequence(alternatives):
            reference = mapping(part).get("$ref")
            if reference in trail:
                return True
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                try:
                    target = mapping(self.document.find(reference))
                except KeyError:
                    continue
                inner = [*sequence(target.get("oneOf")), *sequence(target.get("anyOf"))]
                if self._leads_to(inner, trail, seen):
                    return True
        return False


def referring(raw: Node) -> Node:
    """Return a schema whose `allOf` has nothing but one `$ref` with the `$ref` in its place.

    In OpenAPI 3.0 nothing can stand beside a `$ref`, so that a description stands around it.
    """
    parts = sequence(raw.get("allOf"))
    if "$ref" in raw or not parts or not all(map(is_dict, parts)):
        return raw
    named = [part for part in parts if "$ref" in part]
    notes = [part for part in parts if "$ref" not in part]
    light = all(keywords.light(key) for part in notes for key in part)
    if len(named) != 1 or not light or set(named[0]) != {"$ref"}:
        return raw
    beside = {key: value for part in (*notes, raw) for key, value in part.items() if key != "allOf"}
    return at(raw, {"$ref": named[0]["$ref"], **beside})


def identity(raw: Node) -> object:
    """Return what tells a schema that merges others from all others; None for one that does not.

    What two properties of one name were merged into is a new object each time, and is told
    by its parts.
    """
    if isinstance(raw, Placed):
        return id(raw) if "$ref" in raw or "allOf" in raw else None
    parts = sequence(raw.get("allOf"))
    if len(raw) != 1 or not parts:
        return None
    found = [
        id(part) if isinstance(part, Placed) else identity(part) if is_dict(part) else None
        for part in parts
    ]
    return None if None in found else tuple(found)
