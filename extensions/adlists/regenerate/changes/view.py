"""Reads a document as a contract: references followed, 3.0 and 3.1 spelled the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from adlists.regenerate.documents import METHODS, Node, ignored, mapping, sequence
from adlists.regenerate.problems import pointer, steps_of

Place = tuple[object, ...]
_PLAIN_TYPES: Final = {
    "str": "string",
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "list": "array",
    "NoneType": "null",
}
_SAID: Final = frozenset({"title", "description", "deprecated", "example", "examples"})
_MARKS: Final[tuple[str, ...]] = (
    "readOnly",
    "writeOnly",
    "xml",
)  # what is read of a property itself
_DEPTH: Final = 64  # of references that lead to references


@attrs.frozen(eq=False)
class Site:
    """A node of a document and its place, references followed; `name` is its component's.

    `merged` tells what else a node was put together of, which stands nowhere as a whole.
    """

    node: Node
    place: Place
    name: str = ""
    merged: str = ""

    def child(self, *steps: Any) -> Any:
        """Return what stands below; None where there is nothing."""
        node: Any = self.node
        for step in steps:
            node = mapping(node).get(step)
        return node

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer."""
        return pointer(*self.place)

    @property
    def identity(self) -> str:
        """What tells this from all other nodes of the document."""
        return f"{self.pointer} {self.merged}"

    def beside(self, other: Site, marks: Node) -> Site:
        """Return what has to keep to this and to another schema."""
        return Site({**marks, "allOf": [self, other]}, self.place, merged=other.identity)


@attrs.frozen(eq=False)
class SchemaView:
    """A schema in one form: `allOf` merged, null told from the types, alternatives listed.

    `types` is None where any type will do; `alternatives` holds the schema itself where it
    has no `oneOf` or `anyOf`.
    """

    site: Site
    keywords: Node
    types: frozenset[str] | None
    nullable: bool
    properties: dict[str, Site]
    required: frozenset[str]
    alternatives: tuple[Site, ...]

    @property
    def place(self) -> Place:
        """The place of the schema in its document."""
        return self.site.place


@attrs.frozen(eq=False)
class OperationView:
    """An operation, with all that it takes from its path and its document."""

    path: str
    method: str
    site: Site
    parameters: dict[tuple[str, str], Site]
    security: tuple[frozenset[str], ...]

    @property
    def name(self) -> str:
        """The operationId, or else the method and path."""
        return str(self.site.node.get("operationId") or self.key)

    @property
    def key(self) -> str:
        """The method and path."""
        return f"{self.method.upper()} {self.path}"


@attrs.frozen(eq=False)
class View:
    """One state of a document, as callers have to take it."""

    root: Node

    @property
    def early(self) -> bool:
        """Whether the document is of OpenAPI 3.0, which spells some keywords otherwise."""
        return str(self.root.get("openapi", "")).startswith("3.0")

    def follow(self, node: Any, place: Place) -> Site:
        """Follow `$ref`, keeping what stands beside it; a reference elsewhere stays opaque."""
        if isinstance(node, bool):
            return Site({} if node else {"not": {}}, place)
        if isinstance(node, Site):
            return node
        known, name, beside = mapping(node), "", Node()
        for _ in range(_DEPTH):
            reference = known.get("$ref")
            if not isinstance(reference, str):
                break
            beside = {**{key: kept for key, kept in known.items() if key != "$ref"}, **beside}
            steps = steps_of(reference)
            target: Any = self.root if reference.startswith("#") else None
            for step in steps:
                items = sequence(target)
                in_list = step.isdigit() and int(step) < len(items)
                target = items[int(step)] if in_list else mapping(target).get(step)
            if target is None:
                known = {"x-reference": reference}
                break
            known, place, name = mapping(target), tuple(steps), steps[-1] if steps else ""
        return Site({**known, **beside} if beside else known, place, name)

    def operations(self) -> Iterator[OperationView]:
        """Yield every operation in the document's order."""
        paths = mapping(self.root.get("paths"))
        for path, given in paths.items():
            item = self.follow(given, ("paths", path))
            for method in (*METHODS, "query"):
                if isinstance(item.node.get(method), dict):
                    site = Site(item.node[method], (*item.place, method))
                    yield OperationView(
                        path, method, site, self._parameters(item, site), self._security(site)
                    )

    def _parameters(self, item: Site, site: Site) -> dict[tuple[str, str], Site]:
        found: dict[tuple[str, str], Site] = {}
        for owner in (site, item):
            for index, given in enumerate(sequence(owner.node.get("parameters"))):
                one = self.follow(given, (*owner.place, "parameters", index))
                if not ignored(one.node):
                    place, name = str(one.node.get("in")), str(one.node.get("name"))
                    # The name of a header has no case (RFC 9110, 5.1).
                    key = place, name.lower() if place == "header" else name
                    found.setdefault(key, one)
        return found

    def _security(self, site: Site) -> tuple[frozenset[str], ...]:
        given = site.node.get("security", self.root.get("security"))
        ways = [
            frozenset(
                part
                for scheme, scopes in mapping(way).items()
                for part in (scheme, *(f"{scheme}: {scope}" for scope in sequence(scopes)))
            )
            for way in sequence(given)
        ]
        return tuple(ways) or (frozenset(),)

    def schema(self, site: Site, depth: int = 0) -> SchemaView:  # noqa: C901, PLR0912 - word by word
        """Bring a schema into its form."""
        keywords = dict(site.node)
        properties = {
            str(name): Site({"$": part}, (*site.place, "properties", name))
            for name, part in mapping(keywords.pop("properties", None)).items()
        }
        required = set(map(str, sequence(keywords.pop("required", None))))
        nullable = self.early and keywords.pop("nullable", False) is True
        for index, part in enumerate(sequence(keywords.pop("allOf", None))):
            if depth > _DEPTH:
                break
            member = self.schema(self.follow(part, (*site.place, "allOf", index)), depth + 1)
            shared = {name: self._both(member.properties[name], properties[name])
                      for name in member.properties if name in properties}  # fmt: skip
            properties = {**member.properties, **properties, **shared}
            required |= member.required
            nullable = nullable or (member.nullable and "type" not in site.node)
            if member.types and "type" not in keywords:
                keywords["type"] = sorted(member.types)
            keywords = self._joined(member, Site(keywords, site.place))
        if self.early:
            _modernise(keywords)
        if keywords.get("format") == "byte":  # what 3.0 called so; 3.1 names the encoding
            keywords["contentEncoding"] = keywords.pop("format") and "base64"
        types = _types(keywords, properties)
        if types is not None and "null" in types:
            nullable, types = True, types - {"null"}
        if None in sequence(keywords.get("enum")):
            keywords["enum"] = [keyword for keyword in keywords["enum"] if keyword is not None]
            nullable = True
        alternatives: list[Site] = []
        for word in ("oneOf", "anyOf"):
            for index, part in enumerate(sequence(keywords.pop(word, None))):
                one = self.follow(part, (*site.place, word, index))
                if one.node.get("type") == "null" or one.node.get("enum") == [None]:
                    nullable = True
                else:
                    alternatives.append(one)
        if len(alternatives) == 1 and types is None and not properties and depth < _DEPTH:
            only = self.schema(alternatives[0], depth + 1)
            return attrs.evolve(
                only,
                nullable=nullable or only.nullable,
                keywords={**only.keywords, **keywords},
            )
        if values := _values(alternatives, keywords, types):
            keywords["enum"], alternatives = values, []
            types = _types({"enum": values}, {})
        return SchemaView(
            site, keywords, types, nullable, properties, frozenset(required), tuple(alternatives)
        )

    def written(self, site: Site) -> Node:
        """Return the keywords of a schema that XML is written by, `allOf` merged."""
        return self.schema(site).keywords if "allOf" in site.node else site.node

    def _both(self, one: Site, other: Site) -> Site:
        """Return a property that two schemas merged by `allOf` have: it has to keep to both."""
        parts = [self.property(site) for site in (one, other)]
        if parts[0].identity == parts[1].identity:
            return one
        marks: Node = {
            word: part.node[word] for part in parts for word in _MARKS if word in part.node
        }
        return Site({"$": parts[0].beside(parts[1], marks)}, one.place)

    def _joined(self, member: SchemaView, own: Site) -> Node:
        """Return the keywords of two schemas that both hold: the tighter limits, all items."""
        found = {**member.keywords, **own.node}
        for word in member.keywords.keys() & own.node.keys():
            one, other = member.keywords[word], own.node[word]
            if word == "items":
                parts = (
                    self.follow(one, (*member.place, word)),
                    self.follow(other, (*own.place, word)),
                )
                found[word] = parts[0].beside(parts[1], {})
            elif word == "enum":
                found[word] = [value for value in sequence(one) if value in sequence(other)]
            elif word.startswith(("min", "exclusiveMin")):
                found[word] = max(one, other)
            elif word.startswith(("max", "exclusiveMax")):
                found[word] = min(one, other)
        return found

    def is_object(self, node: Any, around: Site) -> bool:
        """Tell whether a schema may be an object; one that says no type may be."""
        found = self.schema(self.follow(node, (*around.place, "schema")))
        return found.types is None or "object" in found.types

    def property(self, site: Site) -> Site:
        """Return the schema of a property, which `Schema.properties` has unfollowed."""
        return self.follow(site.node["$"], site.place)


def _values(alternatives: list[Site], keywords: Node, types: frozenset[str] | None) -> list[Any]:
    """Return the values of alternatives that are nothing but values, as a set of them would be."""
    if not alternatives or "enum" in keywords or "const" in keywords:
        return []
    found: list[Any] = []
    for site in alternatives:
        node = {word: value for word, value in site.node.items() if word not in _SAID}
        values = sequence(node.pop("enum", None))
        if not values and "const" in node:
            values = [node.pop("const")]
        declared = node.pop("type", None)
        if (
            node
            or not values
            or None in values
            or (types is not None and _types({"enum": values}, {}) != types)
        ):
            return []
        if declared is not None and _types({"enum": values}, {}) != _types({"type": declared}, {}):
            return []
        found += values
    return found


def _types(keywords: Node, properties: dict[str, Site]) -> frozenset[str] | None:
    given = keywords.pop("type", None)
    if given is None and (properties or "additionalProperties" in keywords):
        return frozenset({"object"})
    if given is None and "items" in keywords:
        return frozenset({"array"})
    values = sequence(keywords.get("enum")) or ([keywords["const"]] if "const" in keywords else [])
    if given is None and values:
        return frozenset(_PLAIN_TYPES.get(value.__class__.__name__, "object") for value in values)
    if given is None:
        return None
    return frozenset(map(str, sequence(given) or [given]))


def _modernise(keywords: Node) -> None:
    for word, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        exclusive = keywords.get(word)
        if exclusive is True and plain in keywords:
            keywords[word] = keywords.pop(plain)
        elif isinstance(exclusive, bool):
            del keywords[word]
