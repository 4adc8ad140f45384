"""Compares two schemas in one direction: what narrows, what widens, what is another thing."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

import attrs

from adlists.regenerate.changes import bounds, renames, values
from adlists.regenerate.changes.change import Way
from adlists.regenerate.changes.findings import Findings
from adlists.regenerate.changes.values import plain_key
from adlists.regenerate.changes.view import SchemaView, Site, View
from adlists.regenerate.documents import mapping, sensitive

# Keywords that constrain as a whole; two values of one cannot be ordered.
_CONSTRAINTS: Final = (
    "not", "if", "then", "else", "contains", "prefixItems", "dependentRequired",
    "dependentSchemas", "dependencies", "patternProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema", "contentMediaType",
    "x-reference",
)  # fmt: skip
# Formats that make another type of Python, not only a promise about text or numbers.
_TYPED: Final = frozenset({"date", "date-time", "time", "uuid", "binary", "byte", "decimal"})
_WIDTHS: Final = {"int32": 1, "int64": 2, "float": 1, "double": 2}
_OBJECT: Final = frozenset({"object"})
_INTEGER: Final = frozenset({"integer"})
_OURS: Final = frozenset({"x-sensitive", "x-encode-as", "x-reference", "x-methods"})


@attrs.frozen(eq=False)
class Comparison:
    """Two states of a document, compared schema by schema."""

    old: View
    new: View
    found: Findings
    _seen: set[tuple[object, ...]] = attrs.field(factory=set[tuple[object, ...]])

    def compare(self, old: Site, new: Site, way: Way, *, xml: bool, subject: str = "") -> None:
        """Tell how the schema of what travels *way* changed; *xml* where it travels as XML."""
        key = (old.identity, new.identity, way, xml, subject)
        if key in self._seen:
            return
        self._seen.add(key)
        _Pair(self, self.old.schema(old), self.new.schema(new), way, xml, subject).run()

    def root(self, old: Site, new: Site, way: Way) -> None:
        """Tell how the outermost element of an XML body changed."""
        before, after = _xml(old.name, old.node), _xml(new.name, new.node)
        if before != after:
            text = f"the root in XML was {_said(before)}, is {_said(after)}"
            self.found.add("xml-changed", new.place, text, way=way)


@attrs.frozen(eq=False)
class _Pair:
    within: Comparison
    old: SchemaView
    new: SchemaView
    way: Way
    xml: bool
    subject: str

    def tell(self, rule: str, text: str, *, gone: bool = False, site: Site | None = None) -> None:
        place = site.place if site else (self.old if gone else self.new).place
        subject = self.subject if site is None else ""
        self.within.found.add(rule, place, text, subject=subject, way=self.way, gone=gone)

    def run(self) -> None:
        if self.old.alternatives or self.new.alternatives:
            self.alternatives()
        else:
            self.types()
        # Of two schemas of which one is a union, or anything at all, that says it all.
        whole = not any(_is_apart(*pair) for pair in ((self.old, self.new), (self.new, self.old)))
        if self.old.nullable != self.new.nullable:
            added = self.new.nullable
            text = "may be null now" if added else "may not be null any more"
            self.tell("nullable-added" if added else "nullable-removed", text)
        old, new = self.old.keywords, self.new.keywords
        values.compare(old, new, self.tell)
        self.default(old, new)
        self.format(old.get("format"), new.get("format"))
        self.encoding(old.get("contentEncoding"), new.get("contentEncoding"))
        if whole:
            whole = _INTEGER == self.old.types == self.new.types
            bounds.compare(old, new, self.tell, whole=whole)
            self.constraints(_conditioned(old), _conditioned(new))
            self.properties()
            self.additional(old, new)
            self.items(old, new)
        self.discriminator(mapping(old.get("discriminator")), mapping(new.get("discriminator")))
        self.extensions(old, new)
        if old.get("deprecated", False) != new.get("deprecated", False):
            word = "deprecated" if new.get("deprecated") else "not-deprecated"
            self.tell(word, f"is {word.replace('-', ' ')} now")

    def types(self) -> None:
        old, new = self.old.types, self.new.types
        if old == new:
            return
        text = f"was {_types(old)}, is {_types(new)}"
        if _covers(new, old):
            self.tell("type-widened", text)
        elif _covers(old, new):
            self.tell("type-narrowed", text)
        else:
            self.tell("type-changed", text)

    def default(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        pair = [[item["default"]] if "default" in item else [] for item in (old, new)]
        if not values.same(*pair):
            before, after = (repr(item[0]) if item else "none" for item in pair)
            self.tell("default-changed", f"the default was {before}, is {after}")

    def format(self, old: Any, new: Any) -> None:
        old, new = (None if word == "password" else word for word in (old, new))  # logs: below
        if old == new:
            return
        text = f"the format was {old or 'none'}, is {new or 'none'}"
        if old in _WIDTHS and new in _WIDTHS:
            wider = _WIDTHS[new] >= _WIDTHS[old]
            self.tell("format-widened" if wider else "format-narrowed", text)
        elif old in _TYPED or new in _TYPED:
            self.tell("format-type-changed", text)
        elif old is None:
            self.tell("format-narrowed", text)
        elif new is None:
            self.tell("format-widened", text)
        else:
            self.tell("format-changed", text)

    def encoding(self, old: Any, new: Any) -> None:
        if old != new:
            text = f"the text was {old or 'not'} encoded, is {new or 'not'}"
            self.tell("format-type-changed", text)

    def constraints(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for word in _CONSTRAINTS:
            before, after = old.get(word), new.get(word)
            if before is after is None or plain_key(before) == plain_key(after):
                continue
            kind = "added" if before is None else "removed" if after is None else "changed"
            # Places of a tuple neither narrow nor widen: each gets another schema.
            rule = "changed" if word == "prefixItems" else kind
            self.tell(f"constraint-{rule}", f"{word} was {kind}")

    def properties(self) -> None:
        view_old, view_new = self.within.old, self.within.new
        before = {n: view_old.property(s) for n, s in self.old.properties.items()}
        after = {n: view_new.property(s) for n, s in self.new.properties.items()}
        hidden = "readOnly" if self.way == "request" else "writeOnly"
        self.hide(before, after, hidden)
        gone = {n: s for n, s in before.items() if n not in after and not s.node.get(hidden)}
        made = {n: s for n, s in after.items() if n not in before and not s.node.get(hidden)}
        pairs = renames.pair(_plain(gone), _plain(made))
        for name in gone:
            site = self.old.properties[name]
            if name in pairs:
                to = self.new.properties[pairs[name]]
                self.tell("property-renamed", f"is likely renamed to {pairs[name]}", gone=True,
                          site=site)  # fmt: skip
                if pairs[name] in self.new.required and name not in self.old.required:
                    self.tell("property-required", "has to be there now", site=to)
            else:
                self.tell("property-removed", "is removed", gone=True, site=site)
        for name in made:
            if name not in pairs.values():
                needed = name in self.new.required
                rule = "property-added-required" if needed else "property-added-optional"
                text = f"is added, and {'required' if needed else 'optional'}"
                self.tell(rule, text, site=self.new.properties[name])
        for name in (item for item in after if item in before):
            if not (before[name].node.get(hidden) or after[name].node.get(hidden)):
                self.property(name, before[name], after[name])
        self.order()

    def hide(self, before: dict[str, Site], after: dict[str, Site], hidden: str) -> None:
        """Tell of fields that this direction lost or gained: read-only, write-only."""
        word = "read-only" if hidden == "readOnly" else "write-only"
        for name in (item for item in after if item in before):
            was, is_ = bool(before[name].node.get(hidden)), bool(after[name].node.get(hidden))
            if was != is_:
                rule = f"property-{word}" if is_ else f"property-not-{word}"
                site = self.new.properties[name]
                if not is_ and name in self.new.required:
                    self.tell("property-added-required", f"is no longer {word}, and required",
                              site=site)  # fmt: skip
                else:
                    self.tell(rule, f"is {word if is_ else f'no longer {word}'} now", site=site)

    def property(self, name: str, old: Site, new: Site) -> None:
        was, is_ = name in self.old.required, name in self.new.required
        own = self.new.properties[name]
        if was != is_:
            rule = "property-required" if is_ else "property-optional"
            self.tell(rule, "has to be there now" if is_ else "may be left out now", site=own)
        if self.xml:
            self.spelling(name, old, new, own)
        self.within.compare(old, new, self.way, xml=self.xml)

    def spelling(self, name: str, old: Site, new: Site, own: Site) -> None:
        views = [(view, site, view.written(site))
                 for view, site in ((self.within.old, old), (self.within.new, new))]  # fmt: skip
        before, after = (_xml(name, node) for _, _, node in views)
        if before != after:
            self.tell("xml-changed", f"in XML it was {_said(before)}, is {_said(after)}", site=own)
        before, after = (
            _xml(name, view.written(view.follow(node.get("items"), site.place)))
            for view, site, node in views
        )
        if before != after:
            self.tell(
                "xml-changed", f"its items in XML were {_said(before)}, are {_said(after)}",
                site=own,
            )  # fmt: skip

    def order(self) -> None:
        """Tell whether known fields changed places, which XML sequences are strict about."""
        if self.xml:
            before = [n for n in self.old.properties if n in self.new.properties]
            after = [n for n in self.new.properties if n in self.old.properties]
            if before != after:
                self.tell("xml-order-changed", f"the order in XML is now {', '.join(after)}")

    def additional(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = (_open(item.get("additionalProperties", True)) for item in (old, new))
        if before is True and after is True:
            return
        if before is not False and after is False:
            self.tell("additional-closed", "takes no other fields any more")
        elif before is False:
            if after is not False:
                self.tell("additional-opened", "takes other fields now")
        else:
            self.below("additionalProperties", before, after)

    def items(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = (item.get("items", True) for item in (old, new))
        if before is not True or after is not True:
            self.below("items", before, after)

    def below(self, word: str, old: Any, new: Any) -> None:
        self.within.compare(
            self.within.old.follow(old, (*self.old.place, word)),
            self.within.new.follow(new, (*self.new.place, word)),
            self.way,
            xml=self.xml,
            subject=f"{self.subject}[]" if self.subject else "",
        )

    def alternatives(self) -> None:
        before = list(self.old.alternatives or (self.old.site,))
        after = list(self.new.alternatives or (self.new.site,))
        matched: list[tuple[Site, Site]] = []
        for identity in (_identity, _content_key):
            for site in list(before):
                other = next((item for item in after if identity(item) == identity(site)), None)
                if other is not None:
                    matched.append((site, other))
                    before.remove(site)
                    after.remove(other)
        if len(before) == 1 and len(after) == 1:
            matched.append((before.pop(), after.pop()))
        for site in before:
            self.tell("alternative-removed", f"is no longer {_alternative(site)}")
        for site in after:
            self.tell("alternative-added", f"may be {_alternative(site)} now")
        for site, other in matched:
            if site is not self.old.site or other is not self.new.site:
                self.within.compare(site, other, self.way, xml=self.xml)

    def discriminator(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        if bool(old) != bool(new):
            added = bool(new)
            self.tell(f"discriminator-{'added' if added else 'removed'}",
                      f"{'has a' if added else 'has no'} discriminator now")  # fmt: skip
        elif old.get("propertyName") != new.get("propertyName"):
            text = f"told apart by {old.get('propertyName')}, now by {new.get('propertyName')}"
            self.tell("discriminator-changed", text)
        else:
            before, after = map(_mapping, (old, new))
            for key in {**before, **after}:
                if key not in before:
                    self.tell("alternative-added", f"the discriminator knows {key!r} now")
                elif key not in after:
                    self.tell("alternative-removed", f"the discriminator knows no {key!r} now")
                elif before[key] != after[key]:
                    self.tell("discriminator-changed", f"{key!r} stands for {after[key]} now")

    def extensions(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        was, is_ = sensitive(old), sensitive(new)
        if was != is_:
            text = "is redacted in logs now" if is_ else "is no longer redacted in logs"
            self.tell("sensitive-added" if is_ else "sensitive-removed", text)
        for word in extensions(old, new):
            if word not in _OURS and plain_key(old.get(word)) != plain_key(new.get(word)):
                self.tell(
                    "extension-changed", f"{word} was {old.get(word)!r}, is {new.get(word)!r}"
                )


def extensions(*nodes: Mapping[str, Any]) -> list[str]:
    """Return the x- keys of several nodes, each once."""
    return list(dict.fromkeys(key for node in nodes for key in node if str(key).startswith("x-")))


def _identity(site: Site) -> Hashable:
    return ("name", site.name) if site.name else ("site", id(site))


def _content_key(site: Site) -> Hashable:
    return plain_key({k: v for k, v in site.node.items() if k not in {"description", "title"}})


def _alternative(site: Site) -> str:
    return site.name or str(site.node.get("title") or site.node.get("type") or "another thing")


def _plain(sites: Mapping[str, Site]) -> dict[str, Hashable]:
    return {name: _content_key(site) for name, site in sites.items()}


def _mapping(discriminator: Mapping[str, Any]) -> dict[str, Any]:
    """Return what each value stands for, and any other one (`defaultMapping`)."""
    known = dict(mapping(discriminator.get("mapping")))
    if "defaultMapping" in discriminator:
        known["any other value"] = discriminator["defaultMapping"]
    return {
        value: target if re.search("[/.#]", str(target)) else f"#/components/schemas/{target}"
        for value, target in known.items()
    }


def _open(value: Any) -> Any:
    return True if value == {} else value


def _is_apart(plain: SchemaView, other: SchemaView) -> bool:
    """Tell whether the other is a union of which this is a part at most, or anything at all."""
    bare = not other.properties and (other.types or _OBJECT) == _OBJECT
    if other.alternatives:
        return bare and not plain.alternatives
    return bare and other.types is None and plain.types is not None


def _conditioned(keywords: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return keywords without a condition that nothing follows from, and what follows none."""
    lost = set[str]()
    if "if" not in keywords:
        lost = {"then", "else"}
    elif keywords.keys().isdisjoint({"then", "else"}):
        lost = {"if"}
    return {word: value for word, value in keywords.items() if word not in lost}


def _xml(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """Return how something is written in XML; a prefix stands for its namespace and no more."""
    given = mapping(node.get("xml"))
    known = {"name": name, "attribute": False, "wrapped": False, **given}
    return {
        key: item
        for key, item in known.items()
        if item is not None and key[:2] != "x-" and key != "prefix"
    }


def _said(spelling: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in spelling.items() if value is not False)


def _types(types: Iterable[str] | None) -> str:
    return "anything" if types is None else " or ".join(sorted(types))


def _covers(wide: frozenset[str] | None, narrow: frozenset[str] | None) -> bool:
    if wide is None:
        return True
    if narrow is None:
        return False
    return narrow <= (wide | {"integer"} if "number" in wide else wide)
