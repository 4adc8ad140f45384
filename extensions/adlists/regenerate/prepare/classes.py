"""Schemas: classes with names of their own, and references to them.

A schema is shaped once for each place that it stands in. Objects and sets of values become
classes, in `components.schemas`; everything else stays where it is used, written out.
A class takes the name of its component, or that of the class or operation around it and of
its title or its property.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate import keywords
from adlists.regenerate.document_files import Placed
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.names import ClassNames, class_name, joined
from adlists.regenerate.prepare.ambiguity import EXCLUSIVE, ambiguous
from adlists.regenerate.prepare.merging import at, merge
from adlists.regenerate.prepare.versions import encoded, modern
from adlists.regenerate.problems import Missing, Problem, Refusal, pointer, steps_of

HOME: Final = "#/components/schemas/"
NULL: Final[Node] = {"type": "null"}
_LONGEST_TITLE: Final = 60
# An `allOf` of unions multiplies their alternatives; beyond this they are no type to write.
_MOST_ALTERNATIVES: Final = 200
_DEEPEST: Final = 60


@attrs.frozen
class Spot:
    """Where a schema stands: the class or operation around it, and its name there."""

    parent: str
    name: str
    depth: int = 0

    def inside(self, suffix: str) -> Spot:
        """Return the spot of a part, such as the items of a list."""
        return Spot(self.parent, f"{self.name}_{suffix}", self.depth + 1)


@attrs.define(eq=False)
class Shaper:
    """Shapes the schemas of one document; `finish` puts the classes into it."""

    document: Document
    classes: dict[str, Node] = attrs.field(factory=dict[str, Node])
    names: ClassNames = attrs.field(factory=ClassNames)
    broken: dict[str, Problem] = attrs.field(factory=dict[str, Problem])
    _components: dict[str, str] = attrs.field(factory=dict[str, str])
    _known: dict[str, Node] = attrs.field(factory=dict[str, Node])
    _open: set[str] = attrs.field(factory=set[str])
    # What merges several schemas is shaped once, wherever it is come upon: a class that holds
    # itself so would never end. The node is kept, as its identity is the key.
    _merged: dict[object, tuple[Node, Node]] = attrs.field(factory=dict[object, tuple[Node, Node]])
    _queue: deque[tuple[str, Node]] = attrs.field(factory=deque[tuple[str, Node]])
    _said: set[Problem] = attrs.field(factory=set[Problem])

    def __attrs_post_init__(self) -> None:
        """Keep the names of components for them: nothing that stands inside takes one."""
        for name in mapping(self.document.root["components"].get("schemas")):
            self._components[f"{HOME[:-1]}{pointer(name)[1:]}"] = self.names.take(class_name(name))

    # What stands anywhere

    def shape(self, raw: Any, spot: Spot) -> Node:
        """Return a schema in form; the classes that it needs are made on the way."""
        if not is_dict(raw):
            return {}  # true allows everything; false allows nothing, so nothing is lost
        if spot.depth > _DEEPEST:
            self._say("goes on without end, so that it is typed Any from there on", raw)
            return {}
        key = _identity(raw)
        if key is not None and key in self._merged:
            return self._merged[key][1]
        made = self._shape(_referring(modern(raw)), spot)
        if key is not None:
            self._merged[key] = raw, made
        return made

    def _shape(self, raw: Node, spot: Spot) -> Node:
        if "$ref" in raw:
            beside = {key: value for key, value in raw.items() if key != "$ref"}
            kinds = sequence(beside.get("type"))
            if "null" in kinds:  # no schema allows less than it says, strictly; null is meant
                rest = at(raw, {**raw, "type": _one([kind for kind in kinds if kind != "null"])})
                return self._nullable(self._shape(rest, spot), raw)
            if all(map(keywords.light, beside)) or self._says_the_same(raw, beside):
                beside.pop("type", None)
                return self._annotated(self.refer(raw), beside, raw)
        flat = self.flatten(raw, ())
        return self._shape_flat(flat, spot, None)

    def refer(self, node: Node) -> Node:
        """Return the form of what a `$ref` names; a class keeps its name."""
        reference = self._target(node)
        if reference in self._known:
            return self._known[reference]
        if reference in self._open:
            self._say("refers to itself with no object between, and is typed Any there", node)
            return {}
        self._open.add(reference)
        try:
            spot = self._spot(reference)
            raw = self.document.find(reference)
            flat = self.flatten(mapping(raw), (reference,))
            made = self._shape_flat(flat, spot, reference)
        finally:
            self._open.discard(reference)
        self._known.setdefault(reference, made)
        return made

    def component(self, name: str) -> None:
        """Shape a component that nobody may have referred to."""
        self.refer({"$ref": f"{HOME}{pointer(name)[2:]}"})

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
        target = self.flatten({"$ref": raw["$ref"]}, ())
        return beside.get("type") in (target.get("type"), "object")

    def _spot(self, reference: str) -> Spot:
        if reference in self._components:
            return Spot("", self._components[reference])
        steps = [step for step in steps_of(reference) if not step.isdigit()]
        return Spot("", class_name(steps[-1] if steps else "Root"))

    # One schema without references and `allOf`

    def flatten(self, raw: Any, trail: tuple[str, ...]) -> Node:
        """Return a schema with its references followed and the parts of its `allOf` merged."""
        node = modern(mapping(raw))
        for key in keywords.REFUSED & node.keys():
            self.document.refuse(f"{key} is not supported", node, key)
        parts: list[Node] = []
        rest = {key: value for key, value in node.items() if key not in {"$ref", "allOf"}}
        if "$ref" in node:
            reference = str(node["$ref"])
            if reference in trail:
                self.document.refuse(f"$ref leads in a circle: {reference}", node, "$ref")
            target = self.document.target(node)
            parts.append(self._base(self.flatten(target, (*trail, reference)), trail))
        given = sequence(node.get("allOf"))
        parts += [self._base(self.flatten(part, trail), trail) for part in given]
        if not parts:
            return node
        merged = merge([*parts, rest], node)
        self._say_closed([*parts, rest], raw)
        for key in ("oneOf", "anyOf"):
            if len(sequence(merged.get(key))) > _MOST_ALTERNATIVES:
                self._say(f"has more than {_MOST_ALTERNATIVES} alternatives", node, "allOf")
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
            if key not in {"discriminator", "title", "$id", "$anchor", "$defs"}
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

    def _shape_flat(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        kinds = self._kinds(flat)
        united = bool(flat.get("oneOf") or flat.get("anyOf"))
        if united and not ("null" in kinds and is_list(flat.get("type"))):
            return self._union(flat, spot, reference)
        if "null" in kinds and len(kinds) > 1:
            rest = at(flat, {**flat, "type": _one([kind for kind in kinds if kind != "null"])})
            if "enum" in rest:
                rest["enum"] = [value for value in sequence(rest["enum"]) if value is not None]
            return self._nullable(self._shape_flat(rest, spot, reference), flat)
        if len(kinds) > 1:
            parts = [at(flat, {**self._of_kind(flat, kind), "type": kind}) for kind in kinds]
            return self._alternatives(parts, flat, spot)
        kind = kinds[0] if kinds else None
        if kind == "object":
            return self._class(flat, spot, reference)
        if kind == "array":
            return self._array(flat, spot)
        if kind in {"string", "integer"} and flat.get("enum"):
            values = self._values(flat, kind)
            if values:
                closed = at(flat, {**flat, "type": kind, "enum": values})
                return self._class(closed, spot, reference)
        return self._scalar(flat, kind)

    def _values(self, flat: Node, kind: str) -> list[Any]:
        """Return the values of a set that are of its type; the others are said."""
        values = [value for value in flat["enum"] if _kind_of(value) == kind]
        for value in flat["enum"]:
            if value is not None and _kind_of(value) != kind:
                message = f"{value!r} is no {kind}, so that it is no value; write it in quotes"
                self._say(message, flat, "enum")
        return values

    def _kinds(self, flat: Node) -> list[str]:
        """Return the types of a schema, as it says them or as its other keywords mean them."""
        said = flat.get("type")
        kinds = [said] if isinstance(said, str) else [*sequence(said)]
        for kind in kinds:
            if kind not in keywords.TYPES:
                message = f"{kind!r} is no type; JSON Schema knows {', '.join(keywords.TYPES)}"
                self.document.refuse(message, flat, "type")
        if not kinds and is_list(flat.get("enum")):
            kinds = list(dict.fromkeys(map(_kind_of, flat["enum"])))
        if not kinds and "const" in flat:
            kinds = [_kind_of(flat["const"])]
        if not kinds and ("properties" in flat or is_dict(flat.get("additionalProperties"))):
            kinds = ["object"]
        if not kinds and "patternProperties" in flat:
            kinds = ["object"]
        if not kinds and ("items" in flat or "prefixItems" in flat):
            kinds = ["array"]
        if "enum" in flat and kinds:
            held = {_kind_of(value) for value in sequence(flat["enum"])}
            kinds = [kind for kind in kinds if kind in held or _wider(kind, held)] or kinds
        return list(dict.fromkeys(kinds))

    def _of_kind(self, flat: Node, kind: str) -> Node:
        """Return what a schema of several types says of one of them."""
        if "enum" not in flat:
            return flat
        values = [
            value
            for value in flat["enum"]
            if _kind_of(value) == kind or _wider(kind, {_kind_of(value)})
        ]
        return {**flat, "enum": values}

    # Unions

    def _union(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        key = "oneOf" if flat.get("oneOf") else "anyOf"
        given = sequence(flat[key])
        base = {name: value for name, value in flat.items() if name not in {key, "discriminator"}}
        heavy = {name: value for name, value in base.items() if not keywords.light(name)}
        if self._is_any_object(heavy):
            heavy = {}
        if not heavy:
            values = self._constants(given)
            if values:
                kind = _kind_of(values[0])
                return self._shape_flat(
                    at(flat, {**base, "type": kind, "enum": values}), spot, reference
                )
            return self._alternatives(given, flat, spot)
        kept = [part for part in given if not self._only_asserts(part)]
        if not kept:
            return self._shape_flat(at(flat, base), spot, reference)
        shared = {name: base[name] for name in heavy}
        return self._alternatives(
            [at(flat, {"allOf": [shared, part]}) for part in given], flat, spot
        )

    def _is_any_object(self, heavy: Node) -> bool:
        """Tell whether a base says no more than that there are objects."""
        return heavy.keys() <= {"type"} and heavy.get("type") in (None, "object")

    def _only_asserts(self, part: Any) -> bool:
        """Tell whether an alternative only demands something of the properties around it."""
        flat = self.flatten(part, ()) if is_dict(part) else {}
        heavy = {name for name in flat if not keywords.light(name)}
        return heavy <= {"required", "type"} and not _is_null(flat)

    def _constants(self, parts: list[Any]) -> list[Any]:
        """Return the values of a union of constants, if it is one, all of one type."""
        values: list[Any] = []
        for part in parts:
            node = mapping(part)
            if "const" not in node or any(
                name not in {"const", "type"} and not keywords.light(name) for name in node
            ):
                return []
            values.append(node["const"])
        kinds = {_kind_of(value) for value in values}
        return values if len(kinds) == 1 and kinds <= {"string", "integer"} else []

    def _alternatives(self, parts: list[Any], flat: Node, spot: Spot) -> Node:
        many = len([part for part in parts if not _is_null(part)]) > 1
        shaped: list[Node] = []
        by_reference: dict[str, Node] = {}
        for index, part in enumerate(parts):
            title = mapping(part).get("title")
            named = isinstance(title, str) and 0 < len(title) <= _LONGEST_TITLE
            inner = spot.inside(str(title) if named else f"type_{index}") if many else spot
            made = self.shape(part, attrs.evolve(inner, depth=spot.depth + 1))
            reference = _reference(part)
            if reference is not None:
                by_reference[reference] = made
            shaped += made["anyOf"] if set(made) == {"anyOf"} else [made]
        distinct: list[Node] = []
        for node in shaped:
            for part in node.get("anyOf", [node]):
                if part not in distinct:
                    distinct.append(part)
        null = NULL in distinct or any(_is_null(part) for part in distinct)
        rest = [part for part in distinct if not _is_null(part)]
        notes = {key: value for key, value in flat.items() if keywords.light(key)}
        if not rest:
            return at(flat, {**notes, **(NULL if null else {})})
        if len(rest) == 1:
            only = at(flat, {**rest[0], **notes})
            return self._nullable(only, flat) if null else only
        made = at(flat, {**notes, "anyOf": [*rest, *([NULL] if null else [])]})
        if is_dict(flat.get("discriminator")):
            made["discriminator"] = self._discriminator(flat["discriminator"], by_reference)
        elif flat.get("oneOf"):
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
                target = self.refer(at(given, {"$ref": reference}))
            except Refusal:
                self._say(f"{what} to what is not there: {said}", given, key)
                return None
        return target.get("$ref")

    def _nullable(self, made: Node, flat: Node) -> Node:
        if _is_null(made) or not any(not keywords.light(key) for key in made):
            return made  # null already, or anything at all
        notes = {key: value for key, value in flat.items() if keywords.light(key)}
        parts = made.get("anyOf", [made])
        inner = [part for part in parts if not _is_null(part)]
        kept: Node = {key: made[key] for key in ("discriminator", EXCLUSIVE) if key in made}
        return at(flat, {**notes, "anyOf": [*inner, NULL], **kept})

    # Arrays and scalars

    def _array(self, flat: Node, spot: Spot) -> Node:
        inner = spot.inside("item")
        first = sequence(flat.get("prefixItems"))
        rest = flat.get("items")
        if is_list(rest):  # a tuple, as JSON Schema had it before 2020
            first, rest = rest, flat.get("additionalItems")
        parts = [*first, *([rest] if is_dict(rest) else [])]
        notes = {key: value for key, value in flat.items() if keywords.light(key)}
        if len(parts) > 1:
            items = self._alternatives(parts, {}, inner)
        else:
            items = self.shape(parts[0], inner) if parts else {}
        return at(flat, {**notes, "type": "array", "items": items})

    def _scalar(self, flat: Node, kind: str | None) -> Node:
        kept = {key: value for key, value in flat.items() if keywords.light(key)}
        for key in ("format", "const", "enum"):
            if flat.get(key) not in (None, []) or (key == "const" and key in flat):
                kept[key] = flat[key]
        if kind == "string" and not any(isinstance(value, str) for value in kept.get("enum", [""])):
            del kept["enum"]  # such as true without quotes, which no text is
        if kind is not None:
            kept["type"] = kind
        if kind in {None, "string"} and kept.keys().isdisjoint({"format", "const", "enum"}):
            kept |= encoded(flat)
        return at(flat, kept)

    # Classes

    def _class(self, flat: Node, spot: Spot, reference: str | None) -> Node:
        if reference is not None and reference in self._components:
            name = self._components[reference]
        else:
            title = flat.get("title")
            named = (
                reference is None and isinstance(title, str) and 0 < len(title) <= _LONGEST_TITLE
            )
            name = self.names.take(joined(spot.parent, str(title) if named else spot.name))
        self.classes[name] = flat
        self._queue.append((name, flat))
        return {"$ref": f"{HOME}{name}"}

    def drain(self) -> None:
        """Shape what stands inside the classes that were named so far."""
        while self._queue:
            name, flat = self._queue.popleft()
            try:
                self.classes[name] = self._body(name, flat)
            except Refusal as refusal:
                self.broken[name] = refusal.problem

    def _body(self, name: str, flat: Node) -> Node:
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
        return self._alternatives(parts, {}, spot)

    # The end

    def finish(self) -> None:
        """Shape what no operation asked for, and put all classes into the document."""
        for name in mapping(self.document.root["components"].get("schemas")):
            if name.startswith("x-"):
                continue
            try:
                self.component(name)
                self.drain()
            except Refusal as refusal:
                self.document.missing.append(Missing(f"the model {name}", refusal.problem))
        self.drain()
        broken = self.unusable()
        for name, problem in self.broken.items():
            self.document.missing.append(Missing(f"the model {name}", problem))
        for name in broken:
            self.classes.pop(name, None)
        self.document.root["components"]["schemas"] = self.classes
        self.document.modules = self.names.modules

    def tell_apart(self, received: Iterable[str]) -> None:
        """Declare broken what holds alternatives that nothing tells apart in a reply."""
        for name in received:
            if name not in self.broken:
                problem = self.ambiguous(self.classes[name])
                if problem is not None:
                    self.broken[name] = problem

    def ambiguous(self, node: Any, *, textual: bool = False) -> Problem | None:
        """Return what is wrong with a schema in form whose alternatives nothing tells apart."""
        named = frozenset(self._components.values())
        return ambiguous(self.document, self.classes, named, node, textual=textual)

    def unusable(self) -> dict[str, Problem]:
        """Return the classes that are broken, or need one that is, with what breaks them."""
        found = dict(self.broken)
        users: dict[str, list[str]] = {}
        for name, node in self.classes.items():
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

    def _annotated(self, made: Node, beside: Node, place: Node) -> Node:
        return at(place, {**made, **beside}) if beside else made

    def _say(self, message: str, node: Node, *steps: object) -> None:
        self.document.notes.append(self.document.at(message, node, *steps))


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


def _reference(part: Any) -> str | None:
    """Return the `$ref` of an alternative, or of the one part of it that has one."""
    node = mapping(part)
    if isinstance(node.get("$ref"), str):
        return str(node["$ref"])
    found = [mapping(inner).get("$ref") for inner in sequence(node.get("allOf"))]
    named = [reference for reference in found if isinstance(reference, str)]
    return named[0] if len(named) == 1 else None


def _identity(raw: Node) -> object:
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
        id(part) if isinstance(part, Placed) else _identity(part) if is_dict(part) else None
        for part in parts
    ]
    return None if None in found else tuple(found)


def _referring(raw: Node) -> Node:
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


def _is_null(part: Any) -> bool:
    node = mapping(part)
    return (
        node.get("type") == "null"
        or node.get("type") == ["null"]
        or ("const" in node and node["const"] is None)
        or ("enum" in node and node["enum"] == [None])
    )


def _one(kinds: list[str]) -> Any:
    return kinds[0] if len(kinds) == 1 else kinds


def _wider(kind: str, held: set[str]) -> bool:
    return kind == "number" and "integer" in held


def _kind_of(value: Any) -> str:
    """Return the JSON type of a value."""
    if value is None:
        return "null"
    for kind, types in (
        ("boolean", bool), ("integer", int), ("number", float), ("string", str), ("array", list)
    ):  # fmt: skip
        if isinstance(value, types):
            return kind
    return "object"
