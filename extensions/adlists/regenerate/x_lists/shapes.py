"""Checks that `x-lists` is written in its own words: known keys, values of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from adlists._runtime.misspellings import nearest
from adlists.contract import is_dict, is_list
from adlists.regenerate.x_lists.vocabulary import HASHES, KEY, NORMALIZE, SHAPES, STEPS

Place = tuple[object, ...]
Finding = tuple[str, Place]
_MAPS: Final = {"identifiers": "types of identifiers", "inputs": "inputs"}
_SCALARS: Final = (str, int, float, bool)


def check(node: Any) -> Iterator[Finding]:
    """Yield what is misspelled, missing or of another kind below `x-lists`, with its place."""
    yield from _object(node, "lists", (KEY,))
    if not is_dict(node):
        return
    for name, given in _members(node.get("inputs")):
        yield from _needed(given.get("needed"), (KEY, "inputs", name, "needed"))
    for name, given in _members(node.get("identifiers")):
        place = (KEY, "identifiers", name)
        yield from _words(given.get("normalize"), NORMALIZE, (*place, "normalize"))
        yield from _words(given.get("hash"), HASHES, (*place, "hash"))
    if is_dict(node.get("identifiers")) and not node["identifiers"]:
        yield "names no type of identifiers", (KEY, "identifiers")
    if not {"add", "replace"} & node.keys():
        yield "says nowhere how a list is filled: it has neither add nor replace", (KEY,)
    for name, given in _members({"create": node.get("create")}):
        if given.get("taken") == {}:
            yield "has neither a status nor a code", (KEY, name, "taken")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say what a misspelled word may have meant, and what else there is."""
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f"; did you mean {near!r}?"
    return f"; known are {', '.join(words)}" if words else "; there is none"


def _members(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, given in node.items() if is_dict(node) else ():
        if is_dict(given):
            yield name, given


def _object(node: Any, shape: str, place: Place) -> Iterator[Finding]:
    if not is_dict(node):
        yield f"has to be an object, not {_said(node)}", place
        return
    known = {key.rstrip("!"): kind for key, kind in SHAPES[shape].items()}
    for key in node.keys() - known.keys():
        yield f"{key!r} is no word of x-lists here{suggestion(str(key), known)}", (*place, key)
    for key in SHAPES[shape]:
        if key.endswith("!") and key[:-1] not in node:
            yield f"{key[:-1]!r} is missing", place
    for key in known.keys() & node.keys():
        yield from _value(node[key], known[key], (*place, key))


def _value(node: Any, kind: str, place: Place) -> Iterator[Finding]:
    if kind.startswith("@"):
        yield from _object(node, kind[1:], place)
    elif kind.startswith("{"):
        yield from _map(node, kind[2:-1], place)
    elif kind.startswith("["):
        yield from _list(node, kind[1:-1], place)
    elif "|" in kind:
        if node not in kind.split("|"):
            yield f"has to be {kind.replace('|', ' or ')}, not {_said(node)}", place
    elif not _is(node, kind):
        yield f"has to be {_KINDS[kind]}, not {_said(node)}", place


def _map(node: Any, shape: str, place: Place) -> Iterator[Finding]:
    if not is_dict(node):
        what = _MAPS[str(place[-1])]
        yield f"has to be an object of {what} by name, not {_said(node)}", place
        return
    for name, given in node.items():
        yield from _object({} if given is None else given, shape, (*place, name))


def _list(node: Any, kind: str, place: Place) -> Iterator[Finding]:
    if is_list(node):
        for index, given in enumerate(node):
            yield from _value(given, kind, (*place, index))
    elif kind.startswith("@"):
        yield f"has to be a list, not {_said(node)}", place
    else:
        yield from _value(node, kind, place)


_KINDS: Final = {
    "text": "text",
    "pointer": "a JSON pointer, such as /data/0/id",
    "place": "a JSON pointer, such as /data/0/id, or {header: name}",
    "integer": "a whole number of 0 or more",
    "number": "a number",
    "flag": "true or false",
    "scalar": "one value: text, a number, true or false",
}


def _is(node: Any, kind: str) -> bool:
    number = isinstance(node, int | float) and not isinstance(node, bool)
    match kind:
        case "text":
            return isinstance(node, str) and bool(node)
        case "pointer":
            return isinstance(node, str) and (node == "" or node.startswith("/"))
        case "place" if is_dict(node):
            return node.keys() == {"header"} and _is(node["header"], "text")
        case "place":
            return _is(node, "pointer")
        case "integer":
            return number and isinstance(node, int) and node >= 0
        case "number":
            return number and node >= 0
        case "flag":
            return isinstance(node, bool)
        case "scalar":
            return isinstance(node, _SCALARS)
        case _:
            return True


def _said(node: Any) -> str:
    if node is None:
        return "nothing"
    if is_dict(node):
        return "an object"
    return "a list" if is_list(node) else repr(node)


def _words(node: Any, known: tuple[str, ...], place: Place) -> Iterator[Finding]:
    """Check a list of words of which each may stand once."""
    words = node if is_list(node) else [] if node is None else [node]
    for index, word in enumerate(words):
        inside = (*place, index) if is_list(node) else place
        if word not in known:
            yield f"{word!r} is unknown{suggestion(str(word), known)}", inside
        elif word in words[:index]:
            yield f"{word!r} stands there twice", inside


def _needed(node: Any, place: Place) -> Iterator[Finding]:
    """Check `needed`: a list of steps, or the types of identifiers that need an input."""
    if is_dict(node):
        if set(node) != {"identifier"}:
            yield "has to be a list of steps, or {identifier: type}", place
    elif node is not None and not is_list(node):
        yield "has to be a list of steps, or {identifier: type}", place
    else:
        yield from _words(node, STEPS, place)
