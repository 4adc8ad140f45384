"""Schemas: classes with names of their own, and references to them.

A schema is shaped once for each place that it stands in. Objects and sets of values become
classes, in `components.schemas`; everything else stays where it is used, written out.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate import keywords
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare import json_types
from adlists.regenerate.prepare.classes import HOME, Classes, Spot
from adlists.regenerate.prepare.flattening import Flattener, identity, referring
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.prepare.unions import Unions, nullable
from adlists.regenerate.prepare.versions import encoded, modern
from adlists.regenerate.problems import Missing, Refusal, pointer

_DEEPEST: Final = 60


@attrs.define(eq=False)
class Shaper:
    """Shapes the schemas of one document; `finish` puts the classes into it."""

    document: Document
    classes: Classes = attrs.field(init=False)
    _unions: Unions = attrs.field(init=False)
    _flattener: Flattener = attrs.field(init=False)
    _known: dict[str, Node] = attrs.field(init=False, factory=dict[str, Node])
    _open: set[str] = attrs.field(init=False, factory=set[str])
    # What merges several schemas is shaped once, wherever it is come upon: a class that holds
    # itself so would never end. The node is kept, as its identity is the key.
    _merged: dict[object, tuple[Node, Node]] = attrs.field(
        init=False, factory=dict[object, tuple[Node, Node]]
    )

    def __attrs_post_init__(self) -> None:
        """Share the document with those that do a part of the work."""
        self.classes = Classes(self.document)
        self._unions = Unions(self.document, self)
        self._flattener = Flattener(self.document)

    # What stands anywhere

    def shape(self, raw: Any, spot: Spot) -> Node:
        """Return a schema in form; the classes that it needs are made on the way."""
        if not is_dict(raw):
            return {}  # true allows everything; false allows nothing, so nothing is lost
        if spot.depth > _DEEPEST:
            message = "goes on without end, so that it is typed Any from there on"
            self.document.say(message, raw)
            return {}
        key = identity(raw)
        if key is not None and key in self._merged:
            return self._merged[key][1]
        made = self._shape(referring(modern(raw)), spot)
        if key is not None:
            self._merged[key] = raw, made
        return made

    def _shape(self, raw: Node, spot: Spot) -> Node:
        if "$ref" in raw:
            beside = {key: value for key, value in raw.items() if key != "$ref"}
            kinds = sequence(beside.get("type"))
            if "null" in kinds:  # no schema allows less than it says, strictly; null is meant
                rest = at(raw, {**raw, "type": json_types.without_null(kinds)})
                return nullable(self._shape(rest, spot), raw)
            if all(map(keywords.light, beside)) or self._says_the_same(raw, beside):
                beside.pop("type", None)
                made = self.refer(raw)
                return at(raw, {**made, **beside}) if beside else made
        return self.shape_flat(self.flatten(raw), spot, None)

    def refer(self, node: Node) -> Node:
        """Return the form of what a `$ref` names; a class keeps its name."""
        reference = self._target(node)
        if reference in self._known:
            return self._known[reference]
        if reference in self._open:
            message = "refers to itself with no object between, and is typed Any there"
            self.document.say(message, node)
            return {}
        self._open.add(reference)
        try:
            spot = self.classes.spot(reference)
            raw = self.document.find(reference)
            flat = self._flattener.flatten(mapping(raw), (reference,))
            made = self.shape_flat(flat, spot, reference)
        finally:
            self._open.discard(reference)
        self._known.setdefault(reference, made)
        return made

    def _target(self, node: Node) -> str:
        """Return the pointer at the end of a chain of references with nothing beside them."""
        seen: list[str] = []
        while True:
            reference = str(node["$ref"])
            if reference in seen:
                self.document.refuse(f"$ref leads in a circle: {reference}", node, "$ref")
            seen.append(reference)
            node = self.document.target(node)
            if "$ref" not in node or not all(map(keywords.light, set(node) - {"$ref"})):
                return reference

    def _says_the_same(self, raw: Node, beside: Node) -> bool:
        """Tell whether a type beside a `$ref` only repeats what stands there."""
        if any(key != "type" and not keywords.light(key) for key in beside):
            return False
        target = self.flatten({"$ref": raw["$ref"]})
        return beside.get("type") in (target.get("type"), "object")

    # One schema without references and `allOf`

    def flatten(self, raw: Any) -> Node:
        """Return a schema with its references followed and the parts of its `allOf` merged."""
        return self._flattener.flatten(raw)

    def shape_flat(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        """Return a schema without references and `allOf` in form."""
        kinds = json_types.types(self.document, flat)
        united = bool(flat.get("oneOf") or flat.get("anyOf"))
        if united and not ("null" in kinds and is_list(flat.get("type"))):
            return self._unions.union(flat, spot, reference)
        if "null" in kinds and len(kinds) > 1:
            rest = at(flat, {**flat, "type": json_types.without_null(kinds)})
            if "enum" in rest:
                rest["enum"] = [value for value in sequence(rest["enum"]) if value is not None]
            return nullable(self.shape_flat(rest, spot, reference), flat)
        if len(kinds) > 1:
            parts = [at(flat, {**json_types.narrowed(flat, kind), "type": kind}) for kind in kinds]
            return self._unions.alternatives(parts, flat, spot)
        kind = kinds[0] if kinds else None
        if kind == "object":
            return self.classes.take(flat, spot, reference)
        if kind == "array":
            return self._array(flat, spot)
        if kind in {"string", "integer"} and flat.get("enum"):
            values = json_types.values_of(self.document, flat, kind)
            if values:
                closed = at(flat, {**flat, "type": kind, "enum": values})
                return self.classes.take(closed, spot, reference)
        return _scalar(flat, kind)

    def _array(self, flat: Node, spot: Spot) -> Node:
        inner = spot.inside("item")
        first = sequence(flat.get("prefixItems"))
        rest = flat.get("items")
        if is_list(rest):  # a tuple, as JSON Schema had it before 2020
            first, rest = rest, flat.get("additionalItems")
        parts = [*first, *([rest] if is_dict(rest) else [])]
        notes = {key: value for key, value in flat.items() if keywords.light(key)}
        if len(parts) > 1:
            items = self._unions.alternatives(parts, {}, inner)
        else:
            items = self.shape(parts[0], inner) if parts else {}
        return at(flat, {**notes, "type": "array", "items": items})

    # Classes

    def drain(self) -> None:
        """Shape what stands inside the classes that were named so far."""
        self.classes.drain(self._class)

    def finish(self) -> None:
        """Shape what no operation asked for, and put all classes into the document."""
        for name, raw in mapping(self.document.root["components"].get("schemas")).items():
            if name.startswith("x-"):
                continue
            if not (is_dict(raw) or isinstance(raw, bool)):
                message = "is no schema: it has to be an object, or true or false"
                problem = self.document.problem(message, "components", "schemas", name)
                self.document.missing.append(Missing(f"the model {name}", problem))
                continue
            try:
                self.refer({"$ref": f"{HOME}{pointer(name)[2:]}"})
                self.drain()
            except Refusal as refusal:
                self.document.missing.append(Missing(f"the model {name}", refusal.problem))
        self.drain()
        self.classes.finish()

    def _class(self, name: str, flat: Node) -> Node:
        kept = {key: value for key, value in flat.items() if keywords.light(key)}
        if flat.get("enum") and flat.get("type") != "object":
            kept |= {"type": flat["type"], "enum": flat["enum"]}
            if "format" in flat:
                kept["format"] = flat["format"]
            return at(flat, kept)
        properties = {
            wire: self.shape(raw, Spot(name, wire))
            for wire, raw in mapping(flat.get("properties")).items()
            if raw is not False
        }
        required = [wire for wire in sequence(flat.get("required")) if wire in properties]
        kept |= {"type": "object", "properties": properties, "required": required}
        kept["additionalProperties"] = self._additional(flat, Spot(name, "AdditionalProperty"))
        if is_dict(flat.get("discriminator")):
            kept["discriminator"] = flat["discriminator"]
        return at(flat, kept)

    def _additional(self, flat: Node, spot: Spot) -> Any:
        given = flat.get("additionalProperties", True)
        patterns = [
            node for node in mapping(flat.get("patternProperties")).values() if is_dict(node)
        ]
        if not patterns:
            return given if isinstance(given, bool) else self.shape(given, spot)
        others: list[Any] = [given] if is_dict(given) else [] if given is False else [{}]
        parts = [*patterns, *others]
        if len(parts) == 1:
            return self.shape(parts[0], spot)
        return self._unions.alternatives(parts, {}, spot)


def _scalar(flat: Node, kind: str | None) -> Node:
    """Return a schema of one value; *kind* is its type, None for any."""
    kept = {key: value for key, value in flat.items() if keywords.light(key)}
    for key in ("format", "const", "enum", "contentMediaType", "contentEncoding"):
        if flat.get(key) not in (None, []) or (key == "const" and key in flat):
            kept[key] = flat[key]
    if kind == "string" and not any(isinstance(value, str) for value in kept.get("enum", [""])):
        del kept["enum"]  # such as true without quotes, which no text is
    if kind is not None:
        kept["type"] = kind
    if kind in {None, "string"} and kept.keys().isdisjoint({"format", "const", "enum"}):
        kept |= encoded(flat)
    return at(flat, kept)
