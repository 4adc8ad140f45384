"""The quick look at a body knows no more than the check that decides: law over all models."""

from __future__ import annotations

import copy
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adlists._runtime import validation
from adlists.contract import Schema
from adlists.errors import EncodingError
from adlists.testing import strategies

MODELS = [model for package in strategies.packages() for model in strategies.models(package)]
law = partial(settings, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

#: What stands where it does not belong, subclasses among them.
STRANGERS = [
    *(None, True, 0, -1, 2**70, 10**400, 0.0, 1.5, float("nan"), float("inf"), "", "a", b"a"),
    *([], (), {}, [None], ["a", 1], [[]], {"a": 1}, object(), bytearray(b"a")),
    *(type("Text", (str,), {})("a"), type("Number", (int,), {})(1), type("List", (list,), {})()),
]
strangers = st.sampled_from(STRANGERS)


def schemas() -> st.SearchStrategy[Schema]:
    """Schemas without models: of one kind, of several, lists of such, bounded or not."""
    kinds: Any = st.sampled_from(["string", "integer", "number", "boolean", "null", "any"])

    def larger(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
        lists = st.builds(
            lambda items, most: Schema("array", items=items, max_items=most),
            st.none() | inner,
            st.none() | st.integers(0, 3),
        )
        varied = st.builds(lambda parts: Schema("any", variants=tuple(parts)), st.lists(inner))
        return lists | varied

    return st.recursive(kinds.map(Schema), larger, max_leaves=4)


def outcome(check: validation.Verify, data: Any) -> tuple[str, str] | None:
    try:
        check(data)
    except EncodingError as error:
        return error.place, str(error)
    return None


def same(data: Any, schema: Schema) -> tuple[str, str] | None:
    """Return what the slow check says, once the compiled one has said the same, twice."""
    compiled = validation.checker(schema)
    said = outcome(lambda value: validation.check(value, schema), data)
    assert outcome(compiled, data) == said
    assert outcome(compiled, data) == said
    return said


@law(max_examples=150)
@given(schemas(), st.recursive(strangers, st.lists, max_leaves=6))
def test_the_quick_look_at_any_data_agrees_with_the_check(schema: Schema, data: Any) -> None:
    same(data, schema)


@law(max_examples=30)
@given(cls=st.sampled_from(MODELS), data=st.data())
def test_the_quick_look_at_a_model_agrees_with_the_check(cls: Any, data: Any) -> None:
    tree = data.draw(strategies.instances(cls)).to_dict()
    assert same(tree, cls.SCHEMA) is None
    damaged = copy.deepcopy(tree)
    places = [damaged]
    for place in places:  # which grows
        parts = place.values() if isinstance(place, dict) else place
        places += [part for part in parts if isinstance(part, dict | list) and part]
    place = data.draw(st.sampled_from([place for place in places if place] or [damaged]))
    keys = list(place) if isinstance(place, dict) else range(len(place))
    if keys:
        place[data.draw(st.sampled_from(keys))] = data.draw(strangers)
    same(damaged, cls.SCHEMA)


def test_strangers_are_found_in_models() -> None:
    """The law before would hold of a check that lets everything through."""
    found = 0
    for cls in MODELS:
        for field in cls.SCHEMA.fields:
            found += same({field.name: object()}, cls.SCHEMA) is not None
    assert found > 50


def test_data_that_holds_itself_ends_in_an_answer() -> None:
    endless: list[Any] = []
    endless.append(endless)
    nested: Any = []
    for _ in range(5_000):
        nested = [nested]
    schema = Schema("array", items=Schema("array", items=Schema("integer")))

    assert same(nested, schema) is not None
    assert same(endless, schema) is not None
