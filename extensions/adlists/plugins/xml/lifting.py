"""Long lists of strings, read without an element each.

A document of 50,000 identifiers is 50,000 elements of one name, and little else. Here the
run of those elements is cut out of the bytes, with one of them left in its place, and its
texts are split off at once; the parser then sees a document of a few lines.

A run is cut only where that cannot change the meaning: the document has neither comments
nor CDATA nor processing instructions, so that every "<" in it opens or closes an element;
it is UTF-8; the elements bear no attributes, and there is nothing between them but the same
blanks; their texts hold nothing that a parser would refuse or translate, the five named
entities aside. Everything else goes to the parser as it came.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from typing import Any, Final

import attrs

from adlists.contract import Schema, is_dict, is_list
from adlists.plugins.xml import elements

_WORTHWHILE: Final = 16_384  # bytes; below, the parser is as quick
_DECLARATION: Final = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["'](?:utf-8|us-ascii)["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])? ?\?>""",
    re.IGNORECASE,
)
_CONTROLS: Final = bytes(code for code in range(32) if chr(code) not in "\t\n")
_ENTITIES: Final = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&amp;", b"&"),
)


@attrs.frozen(eq=False)
class Lifted:
    """A document without its long list, the text that stands for it, and its items."""

    content: bytes
    mark: str
    items: list[str]

    def put_back(self, data: Any) -> bool:
        """Put the items where the mark is; False where it is not once, as a list's item."""
        found = 0
        waiting = [data]
        while waiting:
            value = waiting.pop()
            if is_dict(value):
                waiting.extend(value.values())
            elif is_list(value):
                if self.mark in value:
                    index = value.index(self.mark)
                    value[index : index + 1] = self.items
                    found += 1
                else:
                    waiting.extend(value)
            elif value == self.mark:
                return False
        return found == 1


def lift(content: bytes, tags: Collection[str]) -> Lifted | None:
    """Cut the run of elements of one of these names out of a document in UTF-8."""
    if len(content) < _WORTHWHILE:
        return None
    if content.startswith(b"<?") and _DECLARATION.match(content) is None:
        return None
    for tag in tags:
        start, end = f"<{tag}>".encode(), f"</{tag}>".encode()
        first = content.find(start) + len(start)
        last = content.rfind(end)
        if not len(start) <= first < last:
            continue
        mark = os.urandom(16).hex()  # nobody can have written it
        rest = content[:first] + mark.encode() + content[last:]
        if b"<!" in rest or rest.find(b"<?", 1) >= 0:
            continue
        items = _split(content[first:last], start, end)
        if items is not None:
            return Lifted(rest, mark, items)
    return None


def _split(run: bytes, start: bytes, end: bytes) -> list[str] | None:
    """Return the texts of a run of elements; None where it takes a parser to tell."""
    one, two = run.find(end), run.find(start)
    if not 0 <= one < two or run[one + len(end) : two].strip(b" \t\r\n") or b"\0" in run:
        return None
    run = run.replace(run[one : two + len(start)], b"\0")
    controls = len(run) - len(run.translate(None, _CONTROLS))
    if b"<" in run or (b"]" in run and b"]]>" in run) or controls != run.count(b"\0"):
        return None
    if b"&" in run:
        if sum(run.count(entity) for entity, _ in _ENTITIES) != run.count(b"&"):
            return None
        for entity, char in _ENTITIES:
            run = run.replace(entity, char)
    try:
        text = run.decode()
    except UnicodeDecodeError:
        return None
    return None if "\ufffe" in text or "\uffff" in text else text.split("\0")


def tags(schema: Schema) -> tuple[str, ...]:
    """Return the element names that, in a document of this schema, are items of strings only."""
    strings: set[str] = set()
    others: set[str] = set()
    seen: set[Schema] = set()
    waiting = [(schema, elements.root_name(schema) or "data")]
    while waiting:
        one, name = waiting.pop()
        waiting.extend((inner, name) for inner in one.variants)
        if one.kind == "array":
            inner, called = one.items or elements.OPEN, elements.item_name(one, name)
            prefix = elements.prefixed(inner.xml) if inner.xml.namespace else None
            full = f"{prefix}:{called}" if prefix else called
            (strings if inner.kind == "string" else others).add(full)
            waiting.append((inner, called))
        if one not in seen:
            seen.add(one)
            for field in one.fields:
                called = elements.declared(field.schema.xml.name or field.name)
                if field.schema.kind != "array":
                    others.add(called)
                waiting.append(
                    (field.schema, field.name if elements.is_loose(field.schema) else called)
                )
    return tuple(sorted(strings - others))
