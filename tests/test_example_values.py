"""`example_values`: what is made up is valid, by JSON Schema's own judge."""

from __future__ import annotations

import re
import time
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adlists._runtime.example_scalars import text
from adlists._runtime.example_values import example
from adlists.contract import Schema, ValueLimits

# Patterns, and how long the longest text is that one matches.
PATTERNS: Final = {
    None: 99, "^[a-z]{3,10}$": 10, "[0-9]": 99, r"^\d{4}-\d{2}$": 7, r"^\+[1-9]\d{1,14}$": 16,
    "^#[0-9a-fA-F]{6}$": 7, r"^(foo|bar)-(?P<n>\w+)$": 99, r"^[^/]+/[^/]+$": 99,
    r"^(\d+)\.\1$": 99, "^$|^x": 99, r"^\S+ \S+$": 99, "é+": 99, "^[^a-z]*$": 99,
    "(?i)^AB?c$": 3, "^(?!example)[a-z]*$": 99, r"^\W\D\s$": 3,
}  # fmt: skip
FORMATS: Final = (
    "date", "date-time", "email", "idn-email", "ipv4", "ipv6", "json-pointer",
    "relative-json-pointer", "time", "uuid",
)  # fmt: skip
BOUNDS: Final = st.none() | st.integers(-50, 50) | st.sampled_from([0.5, 2.25, -7.5])


def valid(value: Any, node: dict[str, Any]) -> bool:
    judge = jsonschema.Draft202012Validator(
        node, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return bool(judge.is_valid(value))


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("least", [0, 5, 30])
def test_a_text_has_the_length_and_the_form_that_is_asked_for(
    pattern: str | None, least: int
) -> None:
    limits = ValueLimits(min_length=least, max_length=least + 8, pattern=pattern)
    found = example(Schema("string", limits=limits))

    if least > PATTERNS[pattern]:
        assert found == "example"  # nothing is as long
    else:
        assert pattern is None or re.search(pattern, found)
        assert least <= len(found) <= least + 8


@given(
    st.sampled_from(["integer", "number"]),
    st.fixed_dictionaries(
        {},
        optional={
            "minimum": BOUNDS, "maximum": BOUNDS, "exclusiveMinimum": BOUNDS,
            "exclusiveMaximum": BOUNDS, "multipleOf": st.sampled_from([1, 3, 7, 0.5, 0.25]),
        },
    ),
)  # fmt: skip
def test_a_number_is_within_its_bounds(kind: Any, drawn: dict[str, Any]) -> None:
    node = {key: value for key, value in drawn.items() if value is not None}
    step = max(1 if kind == "integer" else 0, node.get("multipleOf", 0))
    low = max(node.get("minimum", -99), node.get("exclusiveMinimum", -99))
    high = min(node.get("maximum", 99), node.get("exclusiveMaximum", 99))
    assume(low + 2 * step + 0.001 < high)  # so that there is one
    limits: Any = {re.sub("[A-Z]", lambda m: f"_{m[0].lower()}", k): v for k, v in node.items()}

    found = example(Schema(kind, limits=limits))

    assert valid(found, {**node, "type": kind}), found


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_has_its_format(name: str) -> None:
    node = {"type": "string", "format": name}

    assert name in jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers
    for nth in range(4):
        assert valid(text(Schema("string", format=name), nth), node)


def test_a_list_has_as_many_items_as_it_has_to_all_different() -> None:
    three = ValueLimits(min_items=3, unique_items=True)
    inner = [
        Schema("string"),
        Schema("string", format="uuid"),
        Schema("string", limits=ValueLimits(pattern="^[A-Z]{2}$")),
        Schema("string", limits=ValueLimits(max_length=2)),
        Schema("integer", limits=ValueLimits(minimum=9, maximum=11)),
        Schema("number", limits=ValueLimits(exclusive_minimum=0, exclusive_maximum=1)),
        Schema("string", enum=("a", "b", "c", "d")),
        Schema("any", variants=(Schema("integer"), Schema("string"))),
    ]
    for schema in inner:
        found = example(Schema("array", items=schema, limits=three))
        assert len(found) == len(set(found)) == 3, found
    assert example(Schema("array", items=inner[0], max_items=0)) == []
    assert len(example(Schema("array", limits=ValueLimits(min_items=2)), 10)) == 2
    assert len(example(Schema("object", limits=ValueLimits(min_properties=2)))) == 2


@pytest.mark.parametrize(
    "pattern",
    [r"^\p{L}+$", "(", "^(([a-z]+)*)+[0-9]$", "(a{1000}){1000}", "((((a*)*)*)*)*b", "(a|a)*" * 9],
)
def test_a_pattern_that_nobody_can_read_or_follow_takes_no_time(pattern: str) -> None:
    begun = time.process_time()
    limits = ValueLimits(min_length=40, max_length=60, pattern=pattern)

    assert isinstance(text(Schema("string", limits=limits)), str)
    assert time.process_time() - begun < 2
