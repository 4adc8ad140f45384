"""Compares the operations of two documents: what they take, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import partial
from typing import Any, Final

import attrs

from adlists._runtime.media import essence
from adlists.messages import MAX_REPLY
from adlists.regenerate.changes import encodings, method_sets, renames
from adlists.regenerate.changes.change import Way
from adlists.regenerate.changes.encodings import EncodedMedia
from adlists.regenerate.changes.findings import Findings
from adlists.regenerate.changes.narrowing import Comparison, extensions
from adlists.regenerate.changes.values import same
from adlists.regenerate.changes.view import OperationView, Place, Site, View
from adlists.regenerate.documents import mapping, sequence

_REPEATABLE: Final = frozenset({"get", "head", "options", "trace", "put", "delete", "query"})
_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_OURS: Final = frozenset({"x-idempotent", "x-max-reply", method_sets.KEY})


def compare(old: View, new: View, found: Findings) -> None:
    """Tell how the operations of a service changed."""
    schemas = Comparison(old, new, found)
    before, after = list(old.operations()), list(new.operations())
    for was, now in _pairs(before, after):
        _Pair(schemas, found, was, now).run()
        before.remove(was)
        after.remove(now)
    for gone in before:
        found.add("operation-removed", gone.site.place, f"{gone.name} is removed", gone=True)
    for made in after:
        found.add("operation-added", made.site.place, f"{made.name} is added")


def _pairs(
    before: list[OperationView], after: list[OperationView]
) -> list[tuple[OperationView, OperationView]]:
    """Match operations by their id, then by method and path, then by likely renames."""
    pairs: list[tuple[OperationView, OperationView]] = []
    left, right = list(before), list(after)

    def take(was: OperationView, now: OperationView) -> None:
        pairs.append((was, now))
        left.remove(was)
        right.remove(now)

    by_name = {item.name: item for item in right}
    for was in list(left):
        if was.name in by_name and by_name[was.name] in right:
            take(was, by_name[was.name])
    by_key = {(item.method, _bare(item.path)): item for item in right}
    for was in list(left):
        now = by_key.get((was.method, _bare(was.path)))
        if now is not None and now in right:
            take(was, now)
    names = renames.pair(_contents(left), _contents(right))
    for old, new in names.items():
        take(
            next(item for item in left if item.name == old),
            next(item for item in right if item.name == new),
        )
    return pairs


def _contents(operations: list[OperationView]) -> dict[str, Hashable]:
    plain = {"operationId", "summary", "description"}
    return {
        operation.name: repr({k: v for k, v in operation.site.node.items() if k not in plain})
        for operation in operations
    }


def _bare(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


@attrs.frozen(eq=False)
class _Pair:
    schemas: Comparison
    found: Findings
    old: OperationView
    new: OperationView

    def tell(
        self,
        rule: str,
        text: str,
        *steps: object,
        subject: str = "",
        way: Way | None = None,
        gone: bool = False,
    ) -> None:
        side = self.old if gone else self.new
        place = (*side.site.place, *steps)
        self.found.add(rule, place, text, subject=subject or side.key, way=way, gone=gone)

    def run(self) -> None:
        old, new = self.old, self.new
        if old.method != new.method:
            text = f"was {old.method.upper()}, is {new.method.upper()}"
            self.tell("operation-method-changed", text)
        if _bare(old.path) != _bare(new.path):
            self.tell("operation-path-changed", f"the path was {old.path}, is {new.path}")
        ids = [item.site.node.get("operationId") for item in (old, new)]
        if ids[0] != ids[1]:
            self.tell("operation-renamed", f"{ids[0]} is likely renamed to {ids[1]}", "operationId")
        self.words(old.site.node, new.site.node)
        self.repeats()
        self.longest_reply()
        self.parameters()
        self.body()
        self.replies()
        self.security()

    def words(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        if sequence(old.get("tags"))[:1] != sequence(new.get("tags"))[:1]:
            self.tell("operation-tag-changed", f"the first tag is now {new.get('tags')}", "tags")
        if old.get("deprecated", False) != new.get("deprecated", False):
            rule = "deprecated" if new.get("deprecated") else "not-deprecated"
            self.tell(rule, f"is {rule.replace('-', ' ')} now", "deprecated")
        method_sets.compare(
            mapping(old.get(method_sets.KEY)), mapping(new.get(method_sets.KEY)), self.tell
        )
        for word in extensions(old, new):
            if word not in _OURS and not same(old.get(word), new.get(word)):
                text = f"{word} was {old.get(word)!r}, is {new.get(word)!r}"
                self.tell("extension-changed", text, word, gone=word not in new)

    def repeats(self) -> None:
        old, new = (
            bool(item.site.node.get("x-idempotent", item.method in _REPEATABLE))
            for item in (self.old, self.new)
        )
        if old != new:
            rule = "repeat-allowed" if new else "repeat-forbidden"
            text = "may be repeated after a failure" if new else "is no longer repeated"
            self.tell(rule, f"{text} without being told", "x-idempotent")

    def longest_reply(self) -> None:
        old, new = (item.site.node.get("x-max-reply") or MAX_REPLY for item in (self.old, self.new))
        if old != new:
            rule = "reply-limit-tightened" if new < old else "reply-limit-loosened"
            self.tell(rule, f"a reply may have {new} bytes, and might {old}", "x-max-reply")

    def parameters(self) -> None:
        before, after = dict(self.old.parameters), dict(self.new.parameters)
        self.path_names(before, after)
        shared = before.keys() & after.keys()
        gone = {key: site for key, site in before.items() if key not in shared}
        made = {key: site for key, site in after.items() if key not in shared}
        for key in before:
            if key not in gone:
                continue
            moved = next((other for other in made if other[1] == key[1]), None)
            if moved is not None:
                text = f"was in {key[0]}, is in {moved[0]}"
                self.parameter_tell("parameter-moved", text, made[moved])
                self.parameter(gone.pop(key), made.pop(moved))
        for place in ("query", "header", "cookie"):
            pairs = renames.pair(_named(gone, place), _named(made, place))
            for name, other in pairs.items():
                site = made.pop((place, other))
                was = gone.pop((place, name))
                self.parameter_tell("parameter-renamed", f"{name} is likely renamed to {other}",
                                    site)  # fmt: skip
                self.parameter(was, site)
        for site in gone.values():
            self.parameter_tell("parameter-removed", "is removed", site, gone=True)
        for site in made.values():
            needed = bool(site.node.get("required"))
            rule = "parameter-added-required" if needed else "parameter-added-optional"
            self.parameter_tell(rule, f"is added, and {'required' if needed else 'optional'}", site)
        for key, site in before.items():
            if key in shared:
                self.parameter(site, after[key])

    def path_names(
        self, before: dict[tuple[str, str], Site], after: dict[tuple[str, str], Site]
    ) -> None:
        """Match parameters of the path by position; a name there is Python's only."""
        names = [re.findall(r"\{([^}]*)\}", item.path) for item in (self.old, self.new)]
        for old, new in zip(*names, strict=False):
            keys = ("path", old), ("path", new)
            if old != new and keys[0] in before and keys[1] in after and keys[1] not in before:
                text = f"{old} is likely renamed to {new}"
                self.parameter_tell("parameter-renamed", text, after[keys[1]])
                before[keys[1]] = before.pop(keys[0])

    def parameter_tell(self, rule: str, text: str, site: Site, *, gone: bool = False) -> None:
        side = self.old if gone else self.new
        subject = f"{side.key} {site.node.get('in')} {site.node.get('name')}"
        self.found.add(rule, site.place, text, subject=subject, way="request", gone=gone)

    def parameter(self, old: Site, new: Site) -> None:
        was, now = bool(old.node.get("required")), bool(new.node.get("required"))
        if was != now:
            text = "is required now" if now else "may be left out now"
            self.parameter_tell("parameter-required" if now else "parameter-optional", text, new)
        if old.node.get("in") == new.node.get("in") and _style(old) != _style(new):
            text = f"is written otherwise: was {_style(old)}, is {_style(new)}"
            self.parameter_tell("parameter-style-changed", text, new)
        if bool(old.node.get("deprecated")) != bool(new.node.get("deprecated")):
            rule = "deprecated" if new.node.get("deprecated") else "not-deprecated"
            self.parameter_tell(rule, f"is {rule.replace('-', ' ')} now", new)
        empty = [bool(item.node.get("allowEmptyValue")) for item in (old, new)]
        if empty[0] != empty[1]:
            rule = "parameter-empty-allowed" if empty[1] else "parameter-empty-refused"
            text = f"may {'be' if empty[1] else 'no longer be'} empty"
            self.parameter_tell(rule, text, new)
        if (told := _redacted(old, new)) is not None:
            self.parameter_tell(*told, new)
        name = f"{self.new.key} {new.node.get('in')} {new.node.get('name')}"
        if "content" in old.node or "content" in new.node:
            self.contents(old, new, "request", name)
        else:
            self.schema(old, new, "request", xml=False, subject=name)

    def schema(self, old: Site, new: Site, way: Way, *, xml: bool, subject: str) -> None:
        was, now = "schema" in old.node, "schema" in new.node
        if was != now:
            rule = "schema-added" if now else "schema-removed"
            text = "has a schema now" if now else "has no schema now"
            self.found.add(rule, new.place, text, subject=subject, way=way)
        elif was:
            before, after = (
                view.follow(site.node["schema"], (*site.place, "schema"))
                for view, site in ((self.schemas.old, old), (self.schemas.new, new))
            )
            shared = bool(before.name) and before.name == after.name
            self.schemas.compare(before, after, way, xml=xml, subject="" if shared else subject)
            if xml:
                self.schemas.root(before, after, way)

    def body(self) -> None:
        old, new = (
            None if "requestBody" not in side.site.node else view.follow(
                side.site.node["requestBody"], (*side.site.place, "requestBody")
            )
            for side, view in ((self.old, self.schemas.old), (self.new, self.schemas.new))
        )  # fmt: skip
        if old is None and new is not None:
            needed = bool(new.node.get("required"))
            rule = "body-added-required" if needed else "body-added-optional"
            self.tell(rule, "takes a body now", "requestBody", way="request")
        elif new is None and old is not None:
            self.tell("body-removed", "takes no body now", "requestBody", way="request", gone=True)
        elif old is not None and new is not None:
            was, now = bool(old.node.get("required")), bool(new.node.get("required"))
            if was != now:
                text = "the body is required now" if now else "the body may be left out now"
                self.tell("body-required" if now else "body-optional", text, "requestBody",
                          way="request")  # fmt: skip
            self.contents(old, new, "request", f"{self.new.key} body")

    def contents(self, old: Site, new: Site, way: Way, subject: str) -> None:
        before, after = (_contents_by_type(site) for site in (old, new))
        for name in before:
            if name not in after and not (way == "request" and _covered(name, after)):
                place = (*old.place, "content", before[name])
                self.found.add("media-type-removed", place, f"{name} is removed",
                               subject=subject, way=way, gone=True)  # fmt: skip
        for name in after:
            if name not in before:
                place = (*new.place, "content", after[name])
                self.found.add("media-type-added", place, f"{name} is added", subject=subject,
                               way=way)  # fmt: skip
        shared = [name for name in after if name in before]
        if [name for name in before if name in after] != shared or (
            shared and next(iter(after)) not in before and next(iter(before)) in after
        ):
            text = f"{next(iter(after))} comes first now"
            self.found.add("media-type-order-changed", (*new.place, "content"), text,
                           subject=subject, way=way)  # fmt: skip
        for name in shared:
            was, now = (
                view.follow(site.node["content"][own], (*site.place, "content", own))
                for view, site, own in (
                    (self.schemas.old, old, before[name]),
                    (self.schemas.new, new, after[name]),
                )
            )
            self.media(was, now, way, name, f"{subject} {name}")

    def media(self, old: Site, new: Site, way: Way, name: str, subject: str) -> None:
        tell = partial(self.found.add, place=new.place, subject=subject, way=way)
        encodings.compare(
            EncodedMedia(self.schemas.old, old, name),
            EncodedMedia(self.schemas.new, new, name),
            lambda rule, text: tell(rule, text=text),
        )
        was, now = old.node.get("x-encode-as"), new.node.get("x-encode-as")
        if was != now:
            tell("encode-as-changed", text=f"x-encode-as was {was!r}, is {now!r}")
        xml = essence(name).endswith("xml")
        self.schema(old, new, way, xml=xml, subject=subject)

    def replies(self) -> None:
        before, after = (_replies(side, view) for side, view in (
            (self.old, self.schemas.old), (self.new, self.schemas.new)))  # fmt: skip
        for status, site in before.items():
            wide = f"{status[:1]}XX"
            if status not in after and wide in after:
                after[status] = after[wide]  # the range speaks for it
            if status not in after:
                kind = "success" if _good(status, before) else "error"
                self.tell(f"status-{kind}-removed", f"no longer answers {status}", "responses",
                          status, way="reply", gone=True)  # fmt: skip
            else:
                subject = f"{self.new.key} {status}"
                now = after[status]
                if "content" in site.node or "content" in now.node:
                    self.contents(site, now, "reply", subject)
                self.headers(site, now, subject)
        for status in after:
            if status not in before:
                kind = "success" if _good(status, after) else "error"
                self.tell(f"status-{kind}-added", f"may answer {status} now", "responses", status,
                          way="reply")  # fmt: skip

    def headers(self, old: Site, new: Site, subject: str) -> None:
        before, after = (
            {
                str(name).lower(): view.follow(node, (*site.place, "headers", name))
                for name, node in mapping(site.node.get("headers")).items()
            }
            for view, site in ((self.schemas.old, old), (self.schemas.new, new))
        )
        for name, site in before.items():
            label = f"{subject} header {name}"
            if name not in after:
                self.found.add("header-removed", site.place, "is removed", subject=label,
                               way="reply", gone=True)  # fmt: skip
                continue
            now = after[name]
            needed = [bool(item.node.get("required")) for item in (site, now)]
            if needed[0] != needed[1]:
                rule = "header-required" if needed[1] else "header-optional"
                text = "is always there now" if needed[1] else "may be left out now"
                self.found.add(rule, now.place, text, subject=label, way="reply")
            self.header(site, now, label)
        for name, site in after.items():
            if name not in before:
                self.found.add("header-added", site.place, "is added",
                               subject=f"{subject} header {name}", way="reply")  # fmt: skip

    def header(self, old: Site, new: Site, label: str) -> None:
        tell = partial(self.found.add, place=new.place, subject=label, way="reply")
        deprecated = [bool(item.node.get("deprecated")) for item in (old, new)]
        if deprecated[0] != deprecated[1]:
            rule = "deprecated" if deprecated[1] else "not-deprecated"
            tell(rule, text=f"is {rule.replace('-', ' ')} now")
        if (told := _redacted(old, new)) is not None:
            tell(told[0], text=told[1])
        exploded = [bool(item.node.get("explode")) for item in (old, new)]
        if exploded[0] != exploded[1] and self.schemas.old.is_object(old.child("schema"), old):
            way = "with their names as pairs" if exploded[1] else "in turn"
            tell("header-style-changed", text=f"its names and values come {way} now")
        if "content" in old.node and "content" in new.node:
            self.contents(old, new, "reply", label)
        elif "content" in old.node or "content" in new.node:
            label = next(iter(mapping(new.node.get("content"))), "plain text")
            tell("header-format-changed", text=f"is written as {label} now")
        else:
            self.schema(old, new, "reply", xml=False, subject=label)

    def security(self) -> None:
        before, after = self.old.security, self.new.security
        if set(before) == set(after):
            return
        kept = all(any(way <= known for way in after) for known in before)
        text = f"was open to {_ways(before)}, is to {_ways(after)}"
        place: Place = (*self.new.site.place, "security")
        if "security" not in self.new.site.node:
            place = ("security",)
        self.found.add("security-widened" if kept else "security-narrowed", place, text,
                       subject=self.new.key, way="request")  # fmt: skip


def _replies(side: OperationView, view: View) -> dict[str, Site]:
    return {
        str(status): view.follow(node, (*side.site.place, "responses", status))
        for status, node in mapping(side.site.node.get("responses")).items()
        if str(status)[:2] != "x-"
    }


def _contents_by_type(site: Site) -> dict[str, str]:
    """Return the media types of a body without parameters, each with its name as written."""
    names = mapping(site.node.get("content"))
    return {essence(str(name)): str(name) for name in names}


def _covered(name: str, ranges: dict[str, str]) -> bool:
    return "*/*" in ranges or f"{name.split('/', maxsplit=1)[0]}/*" in ranges


def _good(status: str, others: dict[str, Site]) -> bool:
    """Tell whether a reply is a success; `default` is, where no other reply is."""
    lonely = status == "default" and not any(other[:1] == "2" for other in others)
    return status[:1] == "2" or lonely


def _redacted(old: Site, new: Site) -> tuple[str, str] | None:
    """Return the rule and the text where a parameter or header is shown in logs otherwise."""
    was, now = (bool(item.node.get("x-sensitive")) for item in (old, new))
    if was == now:
        return None
    if now:
        return "sensitive-added", "is redacted in logs now"
    return "sensitive-removed", "is no longer redacted in logs"


def _ways(ways: tuple[frozenset[str], ...]) -> str:
    return " or ".join(" with ".join(sorted(way)) or "no credentials" for way in ways)


def _style(site: Site) -> tuple[object, ...]:
    style = site.node.get("style", _STYLES.get(str(site.node.get("in")), "form"))
    explode = site.node.get("explode", style in {"form", "cookie"})
    return style, "exploded" if explode else "joined", bool(site.node.get("allowReserved"))


def _named(sites: dict[tuple[str, str], Site], place: str) -> dict[str, Hashable]:
    return {
        name: repr((site.node.get("schema"), bool(site.node.get("required"))))
        for (kind, name), site in sites.items()
        if kind == place
    }
