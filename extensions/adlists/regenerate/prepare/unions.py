"""Unions: the alternatives of `oneOf`, `anyOf` and several types, and what tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import attrs

from adlists.contract import is_dict
from adlists.regenerate import keywords
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare import json_types
from adlists.regenerate.prepare.ambiguity import EXCLUSIVE
from adlists.regenerate.prepare.classes import HOME, Spot, title_of
from adlists.regenerate.prepare.json_types import NULL, is_null
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.problems import Refusal, steps_of


class Shapes(Protocol):
    """What brings the parts of a union into form."""

    def shape(self, raw: Any, spot: Spot) -> Node:
        """Return any schema in form."""
        ...

    def shape_flat(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        """Return a schema without references and `allOf` in form."""
        ...

    def refer(self, node: Node) -> Node:
        """Return the form of what a `$ref` names."""
        ...

    def flatten(self, raw: Any) -> Node:
        """Return a schema without its references and `allOf`."""
        ...


@attrs.frozen
class Unions:
    """Shapes the unions of one document."""

    document: Document
    shapes: Shapes

    def union(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        """Return a schema with a `oneOf` or an `anyOf` in form."""
        key = "oneOf" if flat.get("oneOf") else "anyOf"
        given = sequence(flat[key])
        base = {name: value for name, value in flat.items() if name not in {key, "discriminator"}}
        heavy = {name: value for name, value in base.items() if not keywords.light(name)}
        if heavy.keys() <= {"type"} and heavy.get("type") in (None, "object"):
            values = json_types.constants(given)
            if values:
                kind = json_types.type_of(values[0])
                closed = at(flat, {**base, "type": kind, "enum": values})
                return self.shapes.shape_flat(closed, spot, reference)
            return self.alternatives(given, flat, spot)
        if all(map(self._only_asserts, given)):
            return self.shapes.shape_flat(at(flat, base), spot, reference)
        parts = [at(flat, {"allOf": [heavy, part]}) for part in given]
        return self.alternatives(parts, flat, spot)

    def _only_asserts(self, part: Any) -> bool:
        """Tell whether an alternative only demands something of the properties around it."""
        flat = self.shapes.flatten(part) if is_dict(part) else {}
        heavy = {name for name in flat if not keywords.light(name)}
        return heavy <= {"required", "type"} and not is_null(flat)

    def alternatives(self, parts: list[Any], flat: Node, spot: Spot) -> Node:
        """Return the union of schemas; *flat* has what is said of all of them."""
        many = len([part for part in parts if not is_null(part)]) > 1
        shaped: list[Node] = []
        by_reference: dict[str, Node] = {}
        for index, part in enumerate(parts):
            title = title_of(mapping(part))
            inner = spot.inside(title or f"type_{index}") if many else spot
            made = self.shapes.shape(part, attrs.evolve(inner, depth=spot.depth + 1))
            reference = _reference(part)
            if reference is not None:
                by_reference[reference] = made
            shaped.append(made)
        distinct: list[Node] = []
        for part in _parts(shaped):
            if part not in distinct:
                distinct.append(part)
        null = any(map(is_null, distinct))
        rest = [part for part in distinct if not is_null(part)]
        notes = {key: value for key, value in flat.items() if keywords.light(key)}
        if not rest:
            return at(flat, {**notes, **(NULL if null else {})})
        if len(rest) == 1:
            only = at(flat, {**rest[0], **notes})
            return nullable(only, flat) if null else only
        made = at(flat, {**notes, "anyOf": [*rest, *([NULL] if null else [])]})
        if is_dict(flat.get("discriminator")):
            made["discriminator"] = self._discriminator(flat["discriminator"], by_reference)
            return made
        within = _inner_discriminator(shaped)
        if within is not None:
            made["discriminator"] = within
        if flat.get("oneOf"):
            made[EXCLUSIVE] = True
        return made

    def _discriminator(self, given: Node, alternatives: dict[str, Node]) -> Node:
        """Return a Discriminator Object whose mapping has a class for each value."""
        found: Node = {}
        for value, said in mapping(given.get("mapping")).items():
            target = self._meant(given, str(said), alternatives, f"maps {value!r}", "mapping")
            if target is not None:
                found[value] = target
        mapped = set(found.values())
        for reference, node in alternatives.items():
            if node.get("$ref") not in {None, *mapped}:
                found.setdefault(steps_of(reference)[-1], node["$ref"])
        made = {**given, "mapping": found}
        said = made.pop("defaultMapping", None)
        if said is not None:
            made["defaultMapping"] = self._meant(
                given, str(said), alternatives, "maps any other value", "defaultMapping"
            )
        return made

    def _meant(
        self, given: Node, said: str, alternatives: dict[str, Node], what: str, key: str
    ) -> str | None:
        """Return the class that a mapping names, by its component or by a reference."""
        plain = "/" not in said and "#" not in said and "." not in said
        reference = f"{HOME}{said}" if plain else said
        target = alternatives.get(reference)
        if target is None:
            try:
                target = self.shapes.refer(at(given, {"$ref": reference}))
            except Refusal:
                self.document.say(f"{what} to what is not there: {said}", given, key)
                return None
        return target.get("$ref")


def nullable(made: Node, flat: Node) -> Node:
    """Return a schema in form that allows null as well; *flat* is where it stands."""
    if is_null(made) or not any(not keywords.light(key) for key in made):
        return made  # null already, or anything at all
    notes = {key: value for key, value in flat.items() if keywords.light(key)}
    parts = made.get("anyOf", [made])
    inner = [part for part in parts if not is_null(part)]
    kept: Node = {key: made[key] for key in ("discriminator", EXCLUSIVE) if key in made}
    return at(flat, {**notes, "anyOf": [*inner, NULL], **kept})


def _parts(shaped: list[Node]) -> Iterator[Node]:
    """Yield schemas, in place of a union the parts of it; one within a note keeps its own."""
    for made in shaped:
        for part in made["anyOf"] if set(made) == {"anyOf"} else [made]:
            yield from part.get("anyOf", [part])


def _inner_discriminator(shaped: list[Node]) -> Node | None:
    """Return what tells the alternatives of unions within apart, if it is one thing."""
    found = [mapping(made.get("discriminator")) for made in shaped if "discriminator" in made]
    told: dict[str, str] = {}
    for given in found:
        for value, name in mapping(given.get("mapping")).items():
            if told.setdefault(value, name) != name:
                return None
    if not found or len({given.get("propertyName") for given in found}) > 1:
        return None
    return {"propertyName": found[0].get("propertyName"), "mapping": told}


def _reference(part: Any) -> str | None:
    """Return the `$ref` of an alternative, or of the one part of it that has one."""
    node = mapping(part)
    if isinstance(node.get("$ref"), str):
        return str(node["$ref"])
    found = [mapping(inner).get("$ref") for inner in sequence(node.get("allOf"))]
    named = [reference for reference in found if isinstance(reference, str)]
    return named[0] if len(named) == 1 else None
