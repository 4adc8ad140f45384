"""Where things stand in a JSON text: Python's own reader does not say."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]|[^\s"{}\[\],:]+')


def lines(text: str) -> dict[object, tuple[int, Any]]:
    """Return the lines of everything in a JSON text that is known to be valid."""
    root: dict[object, tuple[int, Any]] = {}
    stack: list[dict[object, tuple[int, Any]]] = []
    keys: list[Any] = []  # the key or index that comes next, None while a key is awaited
    line, place = 1, 1
    holder: dict[object, tuple[int, Any]] | None = None
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark == "\n":
            line += 1
        elif mark in {"{", "["}:
            inner = root if not stack else {}
            if stack:
                stack[-1][keys[-1]] = (line if isinstance(keys[-1], int) else place, inner)
            stack.append(inner)
            keys.append(None if mark == "{" else 0)
        elif mark in {"}", "]"}:
            stack.pop()
            keys.pop()
        elif mark == ",":
            keys[-1] = keys[-1] + 1 if isinstance(keys[-1], int) else None
        elif mark != ":" and stack:
            if keys[-1] is None:
                keys[-1], place = json.loads(mark), line
            else:
                holder = stack[-1]
                holder[keys[-1]] = (line if isinstance(keys[-1], int) else place, None)
    return root


def twice(text: str) -> tuple[str, int, int] | None:
    """Return the first key that an object has already, with its line and column; None: no such."""
    objects: list[set[str] | None] = []  # the keys of those that are open; of an array, None
    awaited = False
    line, begins = 1, 0
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark == "\n":
            line, begins = line + 1, found.end()
        elif mark in {"{", "["}:
            objects.append(set() if mark == "{" else None)
            awaited = mark == "{"
        elif mark in {"}", "]"}:
            objects.pop()
            awaited = False
        elif mark == ",":
            awaited = objects[-1] is not None
        elif awaited and (keys := objects[-1]) is not None:
            key = json.loads(mark)
            if key in keys:
                return key, line, found.start() - begins + 1
            keys.add(key)
            awaited = False
    return None
