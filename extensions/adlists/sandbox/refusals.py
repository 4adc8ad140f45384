"""How a service names the rows for which it refuses a batch: the body, from the document's words.

The document says where the places stand and which pattern finds them. Here a text is made that
the pattern finds: `audienceMembers[12]`, for instance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from adlists._runtime import pointers
from adlists.contract import is_dict, is_list
from adlists.contract.list_steps import Refusals
from adlists.errors import ConfigurationError
from adlists.sandbox import templates

_CLASS = re.compile(r"\[([^\]^\\])[^\]]*\]")
_SHOWN = 100


def body(data: Any, template: Any, refusals: Refusals, rows: Sequence[int]) -> Any:
    """Complete the body of a refusal with the places of the rows."""
    place = templates.place(template, templates.ROWS) or ""
    name = place.rpartition("/")[2]
    items = pointers.find(data, refusals.at)
    first = dict(items[0]) if is_list(items) and items and is_dict(items[0]) else {}
    path, _, last = refusals.field.rpartition("/*")
    fields = [field(refusals.index, name, row) for row in rows[:_SHOWN]]
    if path or refusals.field.startswith("/*"):
        first = pointers.put(first, path, [pointers.put({}, last, text) for text in fields])
        return pointers.put(data, refusals.at, [first])
    told = [pointers.put(dict(first), refusals.field, text) for text in fields]
    return pointers.put(data, refusals.at, told)


def field(pattern: str, name: str, row: int) -> str:
    """Return a text in which a pattern finds a row's place as its first group."""
    for text in _candidates(pattern, name, row):
        found = _compiled(pattern).search(text)
        if found is not None and found.group(1) == str(row):
            return text
    msg = f"The sandbox finds no text for the pattern {pattern!r} of x-lists (outputs.refused)."
    raise ConfigurationError(msg)


def _candidates(pattern: str, name: str, row: int) -> Iterator[str]:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    for word in (name, snake):
        yield f"{word}[{row}]"
        yield f"{word}.{row}"
        yield f"/{word}/{row}"
    yield str(row)
    # The pattern itself, with what may be left out left out, and the first of each choice.
    text = re.sub(r"\((?:\?:)?[^()]*\)", f"\0{row}\0", pattern, count=1)
    text = _CLASS.sub(r"\1", text)
    text = re.sub(r"\\?.[?*]", "", text)
    text = text.replace("+", "").replace("^", "").replace("$", "")
    yield re.sub(r"\\(.)", r"\1", text).replace("\0", "")


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
