"""Compares the Encoding Objects of two bodies: as what each property is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from adlists._runtime.media import essence
from adlists.regenerate.changes.values import same
from adlists.regenerate.changes.view import Site, View
from adlists.regenerate.documents import mapping

Tell = Callable[[str, str], None]
_FORM: Final = "application/x-www-form-urlencoded"
_DEPTH: Final = 8  # of lists in lists
_LISTS: Final = ("prefixEncoding", "itemEncoding")


@attrs.frozen
class EncodedMedia:
    """A Media Type Object with its state of the document; `name` is its media type."""

    view: View
    site: Site
    name: str

    def encodings(self) -> dict[str, dict[str, Any]]:
        """Return the encodings by property, without the words that say what holds anyhow."""
        usual = self.usual_types()
        found: dict[str, dict[str, Any]] = {}
        for name, given in mapping(self.site.node.get("encoding")).items():
            how = mapping(given)
            found[name] = {word: how[word] for word in how if not _is_usual(word, how)}
            if name in usual and found[name].get("contentType") == usual[name]:
                del found[name]["contentType"]
        return {name: how for name, how in found.items() if how}

    def usual_types(self) -> dict[str, str]:
        """Return the media type that each property has where no encoding says one."""
        multipart = essence(self.name).startswith("multipart/")
        if not (multipart or essence(self.name) == _FORM):
            return {}
        place = (*self.site.place, "schema")
        found = self.view.schema(self.view.follow(self.site.node.get("schema"), place))
        return {
            name: usual
            for name, part in found.properties.items()
            if (usual := _usual_type(self.view, self.view.property(part)))
            and (multipart or usual == "text/plain")  # a form writes objects in its own way
        }


def compare(old: EncodedMedia, new: EncodedMedia, tell: Tell) -> None:
    """Tell how the encodings of what is sent changed."""
    before, after = old.encodings(), new.encodings()
    for name in {**before, **after}:
        _one(name, before.get(name, {}), after.get(name, {}), tell)
    for word in _LISTS:
        was, now = old.site.node.get(word), new.site.node.get(word)
        if not same(was, now):
            tell("encoding-changed", f"{word} was {was!r}, is {now!r}")


def _one(name: str, old: dict[str, Any], new: dict[str, Any], tell: Tell) -> None:
    for word in {**old, **new}:
        was, now = old.get(word), new.get(word)
        if same(was, now):
            continue
        text = f"the {word} of {name} was {was!r}, is {now!r}"
        if word == "contentType" and isinstance(was, str) and isinstance(now, str):
            tell(_types_rule(_listed(was), _listed(now)), text)
        elif word == "headers":
            _headers(name, mapping(was), mapping(now), tell)
        else:
            tell("encoding-changed", text)


def _types_rule(before: list[str], after: list[str]) -> str:
    """Return what it means that other media types are listed; the first of them is sent."""
    if not all(_covered(label, after) for label in before):
        return "encoding-changed"
    same_first = bool(before and after) and _covered(before[0], after[:1])
    return "media-type-added" if same_first else "media-type-order-changed"


def _listed(text: str) -> list[str]:
    return [part.strip().lower() for part in text.split(",") if part.strip()]


def _covered(label: str, others: Iterable[str]) -> bool:
    return not {label, f"{label.partition('/')[0]}/*", "*/*"}.isdisjoint(others)


def _headers(name: str, old: dict[str, Any], new: dict[str, Any], tell: Tell) -> None:
    before, after = ({key.lower(): node for key, node in side.items()} for side in (old, new))
    for key in {**before, **after}:
        if same(before.get(key), after.get(key)):
            continue
        optional = key not in after or not mapping(after[key]).get("required")
        fresh = key not in before or key not in after
        rule = "part-header-added-optional" if optional and fresh else "encoding-changed"
        tell(rule, f"the part {name} has {'no' if key not in after else 'a'} header {key} now")


def _is_usual(word: str, how: dict[str, Any]) -> bool:
    style = how.get("style", "form")
    usual: dict[str, Any] = {
        "style": "form",
        "explode": style == "form",
        "allowReserved": False,
        "headers": {},
    }
    return word in usual and how[word] == usual[word]


def _usual_type(view: View, site: Site, depth: int = 0) -> str | None:
    """Return the media type of a part by its schema (OpenAPI, Encoding Object)."""
    found = view.schema(site)
    if found.types is None or len(found.types) != 1 or found.alternatives or depth > _DEPTH:
        return None
    (kind,) = found.types
    if kind == "array":
        inner = view.follow(found.keywords.get("items"), (*site.place, "items"))
        return _usual_type(view, inner, depth + 1)
    if kind == "object":
        return "application/json"
    is_binary = found.keywords.get("format") == "binary" or "contentEncoding" in found.keywords
    return "application/octet-stream" if is_binary else "text/plain"
