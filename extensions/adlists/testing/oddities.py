"""Hypothesis strategies for what should not be there: odd replies, and values of no such kind.

    @given(data=st.data())
    def test_no_oddity_loses_a_reply(data):
        tree = data.draw(oddities.odd_trees(cls.SCHEMA))
        cls.from_dict(tree).to_dict()

`odd_trees()` fit a schema but for one value, which is replaced by what services have sent in
its place, or left out. `misfits()` are of another kind than a schema says: whoever sends one
has to be told. Nothing here names a model.

Needs the extra `testing`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from adlists.contract import Schema, is_dict, is_list
from adlists.testing import strategies

#: Text where a date, a time, a number or a name was promised; each was seen, or may be.
TEXTS: Final = (
    "",
    " ",
    "null",
    "NaN",
    "true",
    "7",
    "1e999",
    "24:00",
    "2024-01-01T00:00:00",
    "2024-01-01T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "0000-00-00",
    "0000-00-00T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00+14:00:30",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59-14:00:30",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00.1234567891234Z",
    "2024-01-01 00:00:00z",
    "2024-02-30",
    "2024-W01-1",
    "20240101",
    "/Date(1704067200000)/",
    "\ud83d",
    "\x00\x1b[31m\u202e",
    "\u0661",
)
#: Numbers at the ends of what machines count.
NUMBERS: Final = (
    *(0, -1, 2**31, 2**63, -(2**63) - 1, 2**64, 10**400),
    *(0.0, -0.0, 0.5, 1e308, 5e-324, float("inf"), float("-inf"), float("nan")),
)
_NESTED: Final = (50, 400, 900, 3000)  # levels: read by all, by some readers, by none
_WHERE_NUMBERS_GO: Final = frozenset({"integer", "number"})

# A place in a tree: keys and indexes, outermost first.
_Path = tuple[Any, ...]


def oddities() -> SearchStrategy[Any]:
    """Return plain data as services have sent it in place of what was promised."""
    leaves = (
        st.none() | st.booleans() | st.sampled_from(TEXTS) | st.sampled_from(NUMBERS) | st.text()
    )
    small = st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=4,
    )
    return small | st.builds(_nested, st.sampled_from(_NESTED), st.sampled_from([None, "", "x"]))


def _nested(levels: int, key: str | None) -> Any:
    """Return lists within lists, or objects within objects."""
    data: Any = []
    for _ in range(levels):
        data = [data] if key is None else {key: data}
    return data


@st.composite
def odd_trees(draw: DrawFn, schema: Schema) -> Any:
    """Return plain data that fits a schema but for one value; the outermost stays an object."""
    data = copy.deepcopy(draw(strategies.trees(schema, null=False)))
    found = [path for path in _paths(data, ()) if path]
    if not found:
        return data
    *steps, last = draw(st.sampled_from(found))
    home = data
    for step in steps:
        home = home[step]
    if is_dict(home) and draw(st.integers(0, 3)) == 0:
        del home[last]
    else:
        home[last] = draw(oddities())
    return data


def _paths(data: Any, path: _Path) -> Iterator[_Path]:
    yield path
    members = data.items() if is_dict(data) else enumerate(data) if is_list(data) else ()
    for key, value in members:
        yield from _paths(value, (*path, key))


def misfits(schema: Schema) -> SearchStrategy[Any]:
    """Return values of another kind than a schema's: text for numbers, a naive date, NaN, ….

    For open data there are none (`is_open()`), nor is null ever one: models keep it.
    """
    if schema.variants:
        kinds: set[str] = {variant.kind for variant in schema.variants}
        wrong = [_of_kind(kind) for kind in _KINDS if not _admitted(kind, kinds)]
        return st.one_of([*wrong, _endless()])
    wrong = [_of_kind(kind) for kind in _KINDS if not _admitted(kind, {schema.kind})]
    if schema.kind == "number":
        wrong.append(_endless())
    if schema.kind == "integer":
        wrong += [_endless(), st.just(0.5)]
    if schema.format in {"date", "date-time"}:
        wrong.append(st.sampled_from(["", "x", "2024-02-30", "24:00"]))
        wrong.append(st.just(datetime(2024, 1, 1)))  # noqa: DTZ001 - the mistake in question
    if schema.format == "date-time":
        wrong.append(st.sampled_from(["2024-01-01T00:00:00", "2016-12-31T23:59:60Z"]))
    if schema.kind == "array" and schema.items is not None:
        inner = strategies.trees(schema.items, null=False)
        if schema.max_items is not None:
            wrong.append(inner.map(lambda item: [item] * ((schema.max_items or 0) + 1)))
        if not is_open(schema.items):
            wrong.append(misfits(schema.items).map(lambda item: [item]))
            wrong.append(st.tuples(inner, misfits(schema.items)).map(list))
    return st.one_of(wrong)


def is_open(schema: Schema) -> bool:
    """Tell whether a schema lets any value pass."""
    if schema.variants:
        return any(map(is_open, schema.variants))
    return schema.kind in {"any", "null"}


_KINDS: Final = ("string", "integer", "number", "boolean", "array", "object")


def _admitted(kind: str, kinds: set[str]) -> bool:
    return kind in kinds or (kind == "integer" and "number" in kinds)


def _of_kind(kind: str) -> SearchStrategy[Any]:
    values: dict[str, Any] = {
        "string": st.sampled_from(["7", "", "true", "NaN", "2024-01-01", "a,b"]),
        "integer": st.sampled_from([0, 1, 7, 2**70]),
        "number": st.sampled_from([0.5, -1e9]),
        "boolean": st.booleans(),
        "array": st.sampled_from([["7"], [7], [], [["x"]]]),
        "object": st.sampled_from([{"a": 1}, {}]),
    }
    found: SearchStrategy[Any] = values[kind]
    return found


def _endless() -> SearchStrategy[float]:
    return st.sampled_from([float("nan"), float("inf"), float("-inf")])
