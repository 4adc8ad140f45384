"""Checks what a step reads of its reply: that each pointer leads to what the reply may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.x_lists import navigation
from adlists.regenerate.x_lists.shapes import Finding, Place, suggestion
from adlists.regenerate.x_lists.targets import Called

# What each step reads, and what leads to the list that it reads it of.
_READS: Final[dict[str, tuple[str, ...]]] = {
    "find": ("id", "name"),
    "members": ("value",),
    "size": ("count", "matched", "id"),
    "status": ("state",),
}
_LIST: Final = {"status": "each"}
_PAGES: Final = {
    "offset": ("from",),
    "page": ("from",),
    "token": ("from", "next"),
    "link": ("next",),
}


@attrs.frozen
class Replies:
    """Checks the pointers into the replies of one document."""

    document: Document

    def step(self, name: str, called: Called, step: Node, place: Place) -> Iterator[Finding]:
        """Check what a step reads of its reply of success."""
        reply = called.success(self.document)
        if name == "create" and not is_dict(step["id"]):
            yield from self._leads(step["id"], reply, (*place, "id"))
        if name == "size" and ("id" in step) != ("items" in step):
            yield "lists several sizes with items and id, one without either", place
        if name == "size" and "page" in step and "items" not in step:
            yield "has pages, and no items", place
        yield from self._read(name, step, reply, place)
        if "page" in step:
            yield from self._page(called, step, (*place, "page"))

    def _read(self, name: str, step: Node, reply: Any, place: Place) -> Iterator[Finding]:
        within = _LIST.get(name, "items")
        keys = _READS.get(name, ())
        if within in step:
            where = (*place, within)
            yield from self._into(step, keys, step[within], reply, place, where)
        else:
            yield from self._each(step, keys, reply, place)
        if name == "status" and "rejected" in step:
            yield from self._rejected(step, reply, (*place, "rejected"))

    def _rejected(self, step: Node, reply: Any, place: Place) -> Iterator[Finding]:
        given = step["rejected"]
        states = [reply] if "each" not in step else self._items(step["each"], reply, ())
        for state in states:
            if not isinstance(state, tuple):
                keys = ("reason", "count", "rows")
                yield from self._into(given, keys, given["at"], state, place, (*place, "at"))

    def _page(self, called: Called, step: Node, place: Place) -> Iterator[Finding]:
        """Check how a listing goes on."""
        page = step["page"]
        for key in _PAGES[page["by"]]:
            if key not in page:
                yield f"paging by {page['by']} needs {key!r}", place
        for key in ("from", "size"):
            given = mapping(page.get(key))
            if given.get("in") == "query":
                known = called.names("query")
                if given["name"] not in known:
                    said = f"{called.name} has no query parameter {given['name']!r}"
                    yield f"{said}{suggestion(given['name'], known)}", (*place, key, "name")
            elif given:
                content = mapping(
                    self.document.resolve(called.node.get("requestBody")).get("content")
                )
                schema = mapping(next(iter(content.values()), None)).get("schema")
                yield from self._leads(given["name"], schema, (*place, key, "name"))
        if "size" in page and "value" not in page["size"]:
            yield "needs a value: how many items to ask for", (*place, "size")
        for key in ("next", "total"):
            if key in page and not is_dict(page[key]):
                yield from self._leads(page[key], called.success(self.document), (*place, key))

    def outputs(self, called: Called, outputs: Node, place: Place) -> Iterator[Finding]:
        """Check what is read of the reply to a batch."""
        reply = called.success(self.document)
        for key in ("valid", "invalid", "sample", "key"):
            if key in outputs:
                yield from self._leads(outputs[key], reply, (*place, key))
        if "ok" in outputs:
            yield from self._leads(outputs["ok"]["at"], reply, (*place, "ok", "at"))
        problems = mapping(outputs.get("problems"))
        at = problems.get("at", [])
        for index, pointer in enumerate(at if is_list(at) else [at]):
            inner = (*place, "problems")
            where = (*inner, "at", index) if is_list(at) else (*inner, "at")
            yield from self._into(problems, ("code", "text", "index"), pointer, reply, inner, where)
        if refused := mapping(outputs.get("refused")):
            inner = (*place, "refused")
            reply = called.failure(self.document, refused["status"])
            if reply is None:
                said = f"{called.name} has no reply of {refused['status']}"
                yield said, (*inner, "status")
            else:
                at = refused["at"]
                yield from self._into(refused, ("field",), at, reply, inner, (*inner, "at"))
            yield from _pattern(refused["index"], (*inner, "index"))

    def _into(
        self, given: Node, keys: tuple[str, ...], at: str, reply: Any, place: Place, where: Place
    ) -> Iterator[Finding]:
        """Check pointers into each item of the list that *at* leads to."""
        for found in self._items(at, reply, where):
            if isinstance(found, tuple):
                yield found
            else:
                yield from self._each(given, keys, found, place)

    def _each(
        self, given: Node, keys: tuple[str, ...], schema: Any, place: Place
    ) -> Iterator[Finding]:
        for key in keys:
            if key in given:
                yield from self._leads(given[key], schema, (*place, key))

    def _leads(self, pointer: str, schema: Any, place: Place) -> Iterator[Finding]:
        if schema is None:
            yield f"{pointer or 'the pointer'} leads nowhere: the reply has no body", place
            return
        try:
            navigation.follow(self.document, schema, pointer)
        except navigation.NowhereError as error:
            yield f"{pointer} {error}", place

    def _items(self, pointer: str, schema: Any, place: Place) -> Iterator[Any]:
        """Yield the schema of the items of the list that a pointer leads to, or a finding."""
        found = list(self._leads(pointer, schema, place))
        yield from found
        if found:
            return
        node = navigation.follow(self.document, schema, pointer)
        items = navigation.items(self.document, node)
        if items is None:
            kinds = [
                kind
                for branch in navigation.branches(self.document, node)
                for kind in navigation.types(branch)
            ]
            yield f"{pointer} leads to {' or '.join(kinds)}, not to a list", place
        else:
            yield items


def _pattern(pattern: str, place: Place) -> Iterator[Finding]:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        yield f"is no regular expression: {error}", place
        return
    if groups < 1:
        yield "has to hold the row's number in a group, such as (\\d+)", place
