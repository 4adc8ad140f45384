"""Compares where a service is, what it calls itself, and the schemes of its security."""

from __future__ import annotations

from typing import Any

import attrs

from adlists.regenerate.changes.findings import Findings, spoken
from adlists.regenerate.changes.narrowing import extensions
from adlists.regenerate.changes.values import same
from adlists.regenerate.changes.view import Place, View
from adlists.regenerate.documents import mapping, sequence

_URLS = ("authorizationUrl", "refreshUrl", "openIdConnectUrl", "oauth2MetadataUrl")


def compare(old: View, new: View, found: Findings) -> None:
    """Tell how the frame of a service changed."""
    _info(old, new, found)
    around = (
        _Servers(sequence(old.root.get("servers")), ()),
        _Servers(sequence(new.root.get("servers")), ()),
    )
    _servers(*around, "servers", found)
    paths = mapping(new.root.get("paths"))
    for path, item in mapping(old.root.get("paths")).items():
        if path in paths:
            _below(mapping(item), mapping(paths[path]), ("paths", path), around, found)
    _schemes(old, new, found)


def _info(old: View, new: View, found: Findings) -> None:
    for word in ("title", "version"):
        before, after = (mapping(item.root.get("info")).get(word) for item in (old, new))
        if before != after:
            text = f"{word} was {before!r}, is {after!r}"
            found.add("info-changed", ("info", word), text, subject="info")
    for word in extensions(old.root, new.root):
        if word != "x-lists" and not same(old.root.get(word), new.root.get(word)):
            found.add("extension-changed", (word,), f"{word} changed", subject="document",
                      gone=word not in new.root)  # fmt: skip


@attrs.frozen
class _Servers:
    """The servers of a document, a path or an operation, and where they stand."""

    nodes: list[Any]
    place: Place


def _below(old: dict[str, Any], new: dict[str, Any], place: Place,
           around: tuple[_Servers, _Servers], found: Findings) -> None:  # fmt: skip
    """Compare the servers of a path and of its operations; what has none takes those around."""
    before, after = (sequence(node.get("servers")) for node in (old, new))
    if before or after:
        around = (
            _Servers(before, place) if before else around[0],
            _Servers(after, place) if after else around[1],
        )
        _servers(*around, spoken(place), found)
    if len(place) == 2:
        for method, node in old.items():
            if method in new and isinstance(node, dict):
                _below(mapping(node), mapping(new[method]), (*place, method), around, found)


def _servers(was: _Servers, now: _Servers, subject: str, found: Findings) -> None:
    old, new = was.nodes, now.nodes
    gone, where = (*was.place, "servers"), (*now.place, "servers")
    before, after = ([_address(mapping(item)) for item in side] for side in (old, new))
    if before[:1] != after[:1]:
        text = f"calls went to {_first(before)}, go to {_first(after)}"
        found.add("server-changed", (*where, 0), text, subject=subject)
    for index, url in enumerate(before):
        if index and url not in after:
            found.add("server-removed", (*gone, index), f"{url} is removed", subject=subject,
                      gone=True)  # fmt: skip
    for index, url in enumerate(after):
        if index and url not in before:
            found.add("server-added", (*where, index), f"{url} is added", subject=subject)
    if before[:1] == after[:1]:
        for first, other in zip(old[:1], new[:1], strict=True):
            _variables(mapping(first), mapping(other), (*where, 0), found)


def _address(server: dict[str, Any]) -> str:
    """Return the address of a server in the one spelling of all that mean it."""
    url = str(server.get("url", "/"))
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url.rstrip("/") or "/"
    host, slash, path = rest.partition("/")
    usual = {"http": ":80", "https": ":443"}.get(scheme.lower(), "")
    return f"{scheme.lower()}://{host.lower().removesuffix(usual)}{slash}{path}".rstrip("/")


def _first(urls: list[str]) -> str:
    return urls[0] if urls else "the document's own"


def _variables(old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...],
               found: Findings) -> None:  # fmt: skip
    before, after = mapping(old.get("variables")), mapping(new.get("variables"))
    for name in (item for item in after if item in before):
        was, now = mapping(before[name]), mapping(after[name])
        where = (*place, "variables", name)
        if was.get("default") != now.get("default"):
            text = f"the default was {was.get('default')!r}, is {now.get('default')!r}"
            found.add("server-changed", where, text, subject=f"server variable {name}")
        values = [sequence(item.get("enum")) for item in (was, now)]
        if values[0] != values[1]:
            lost = [value for value in values[0] if value not in values[1]]
            narrowed = (lost and "enum" in now) or "enum" not in was
            rule = "server-variable-narrowed" if narrowed else "server-variable-widened"
            text = f"takes {', '.join(map(repr, values[1])) or 'any value'} now"
            found.add(rule, where, text, subject=f"server variable {name}")


def _schemes(old: View, new: View, found: Findings) -> None:
    before, after = (
        {
            name: view.follow(node, ("components", "securitySchemes", name)).node
            for name, node in mapping(
                mapping(view.root.get("components")).get("securitySchemes")
            ).items()
        }
        for view in (old, new)
    )
    for name, scheme in before.items():
        place = ("components", "securitySchemes", name)
        if name not in after:
            found.add("scheme-removed", place, "is removed", gone=True)
        else:
            _scheme(scheme, after[name], place, found)
    for name in (item for item in after if item not in before):
        found.add("scheme-added", ("components", "securitySchemes", name), "is added")


def _scheme(old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...],
            found: Findings) -> None:  # fmt: skip
    for word in ("type", "in", "name", "scheme"):
        before, after = old.get(word), new.get(word)
        if str(before).lower() != str(after).lower():
            found.add("scheme-changed", (*place, word), f"{word} was {before}, is {after}",
                      subject=str(place[-1]))  # fmt: skip
    _urls(old, new, place, found)
    flows, now = mapping(old.get("flows")), mapping(new.get("flows"))
    for name in {**flows, **now}:
        where = (*place, "flows", name)
        subject = f"{place[-1]} {name}"
        if name not in now:
            found.add("scheme-changed", where, "the flow is removed", subject=subject, gone=True)
        elif name not in flows:
            found.add("scope-added", where, "the flow is added", subject=subject)
        else:
            _flow(mapping(flows[name]), mapping(now[name]), where, found, subject)


def _urls(old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...],
          found: Findings) -> None:  # fmt: skip
    for word in _URLS:
        if old.get(word) != new.get(word):
            text = f"{word} was {old.get(word)}, is {new.get(word)}"
            rule = "scheme-url-changed" if word in old else "scope-added"
            found.add(rule, (*place, word), text, subject=str(place[2]))


def _flow(old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...], found: Findings,
          subject: str) -> None:  # fmt: skip
    if _address({"url": old.get("tokenUrl")}) != _address({"url": new.get("tokenUrl")}):
        text = f"tokens came from {old.get('tokenUrl')}, come from {new.get('tokenUrl')}"
        found.add("scheme-changed", (*place, "tokenUrl"), text, subject=subject)
    _urls(old, new, place, found)
    before, after = mapping(old.get("scopes")), mapping(new.get("scopes"))
    for scope in (item for item in before if item not in after):
        found.add("scope-removed", (*place, "scopes", scope), f"has no scope {scope} any more",
                  subject=subject, gone=True)  # fmt: skip
    for scope in (item for item in after if item not in before):
        found.add("scope-added", (*place, "scopes", scope), f"has a scope {scope} now",
                  subject=subject)  # fmt: skip
