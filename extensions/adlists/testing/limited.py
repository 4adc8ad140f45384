"""Hypothesis strategies for what a document limits: texts, numbers, lists and objects."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy

from adlists._runtime import example_scalars
from adlists._runtime.value_checks import allows_number, allows_text, exact, limits_of, pattern_of
from adlists.contract import Schema, ValueLimits

__all__: list[str] = []  # these are parts of `strategies`, and no more than that

_LONGEST: Final = 5  # items of a list: laws fail on short ones or not at all
_MADE_UP: Final = 12  # texts of one pattern that are made up
_LOOKS_AROUND: Final = re.compile(r"\(\?<?[=!]")
_PLAIN: Final = st.characters(min_codepoint=32, max_codepoint=126)  # all codecs carry these


def limited_texts(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[str]:
    """Return texts within the limits of a schema, *text* itself where it has none."""
    limits = limits_of(schema)
    if not limits:
        return text
    pattern = pattern_of(limits)
    if pattern is None:
        return text.map(partial(_sized, limits))
    known = dict.fromkeys(example_scalars.text(schema, nth) for nth in range(_MADE_UP))
    made = [said for said in known if allows_text(said, limits)] or list(known)
    if _LOOKS_AROUND.search(pattern.compiled.pattern):
        return st.sampled_from(made)  # what is drawn would be tried in vain, again and again
    try:
        drawn = st.from_regex(pattern.compiled, alphabet=_PLAIN)
        drawn.validate()
    except (InvalidArgument, NotImplementedError):
        return st.sampled_from(made)
    return st.sampled_from(made) | drawn.map(
        lambda said: said if allows_text(said, limits) else made[len(said) % len(made)]
    )


def _sized(limits: ValueLimits, said: str) -> str:
    """Return a text that is cut or repeated until it has a length that is allowed."""
    least = limits.get("min_length", 0)
    if len(said) < least:
        said = (said * (least // len(said) + 1))[:least] if said else "x" * least
    return said[: limits.get("max_length")]


def limited_numbers(schema: Schema, low: int, high: int) -> SearchStrategy[Any] | None:
    """Return numbers within the limits of a schema, and between *low* and *high*.

    None where it has no limits; of limits that no number keeps to, the usual number.
    """
    limits = limits_of(schema)
    if not limits:
        return None
    lows = [limits.get("minimum"), limits.get("exclusive_minimum")]
    highs = [limits.get("maximum"), limits.get("exclusive_maximum")]
    least = max((exact(bound) for bound in lows if bound is not None), default=None)
    most = min((exact(bound) for bound in highs if bound is not None), default=None)
    # A bound beyond the usual numbers moves the other end along.
    start = least if least is not None else Fraction(low) + min(Fraction(0), most or Fraction(0))
    end = most if most is not None else Fraction(high) + max(Fraction(0), start)
    counted = _multiples(schema, start, end)
    if schema.kind == "integer" or limits.get("multiple_of") or start >= end:
        return counted
    return counted | st.floats(
        float(start),
        float(end),
        exclude_min=not allows_number(start, limits),
        exclude_max=not allows_number(end, limits),
        allow_nan=False,
        allow_infinity=False,
    )


def _multiples(schema: Schema, start: Fraction, end: Fraction) -> SearchStrategy[Any]:
    """Return the multiples that a schema allows; the usual number where there is none."""
    limits = limits_of(schema)
    whole = schema.kind == "integer"
    step = exact(limits.get("multiple_of") or 1)
    if whole:
        step = Fraction(step.numerator)  # the whole numbers among the multiples
    first, last = math.ceil(start / step), math.floor(end / step)
    first += not allows_number(first * step, limits)
    last -= not allows_number(last * step, limits)
    if first > last:
        return st.just(example_scalars.number(schema))
    return st.integers(first, last).map(lambda turn: (int if whole else float)(turn * step))


def longest(schema: Schema, least: int) -> int:
    """Return how many items are drawn at most, of which *least* have to be there."""
    most = _LONGEST if schema.max_items is None else min(_LONGEST, schema.max_items)
    return max(most, least)


def leads_back(schema: Schema) -> bool:
    """Tell whether a list holds itself in each of its items, so that an empty one has to end it."""
    seen: set[Schema] = set()
    queue = [schema.items]
    while queue:
        held = queue.pop()
        if held is schema:
            return True
        if held is None or held in seen or held.nullable:
            continue
        seen.add(held)
        queue += [field.schema for field in held.fields if field.required]
        if limits_of(held).get("min_items"):
            queue.append(held.items)
    return False


def chosen(
    required: dict[str, SearchStrategy[Any]],
    optional: dict[str, SearchStrategy[Any]],
    least: int,
    most: int | None,
) -> SearchStrategy[dict[str, Any]]:
    """Return objects of all required fields and some others, as many as are asked for."""
    low = max(0, least - len(required))
    high = None if most is None else max(0, most - len(required))
    if low == 0 and (high is None or high >= len(optional)):
        return st.fixed_dictionaries(required, optional=optional)
    if not optional:
        return st.fixed_dictionaries(required)
    high = len(optional) if high is None else min(high, len(optional))
    names = st.lists(
        st.sampled_from(list(optional)), min_size=min(low, high), max_size=high, unique=True
    )
    return names.flatmap(
        lambda some: st.fixed_dictionaries({**required, **{name: optional[name] for name in some}})
    )
