"""The sandbox refuses what breaks a limit of the document: with 400, the place, and no value."""

from __future__ import annotations

from typing import Any, Final

import pytest
from any_service import AnyService, shipped

from adlists.contract import Call, Schema
from adlists.errors import ApiError
from adlists.sandbox import checks
from adlists.sandbox.rejections import RefusedError

WORD: Final = Schema("string", limits={"min_length": 2, "max_length": 4})
CODE: Final = Schema("string", limits={"pattern": "^[A-Z]+$"})
AGE: Final = Schema("integer", limits={"minimum": 0, "exclusive_maximum": 150})
EVEN: Final = Schema("number", limits={"multiple_of": 0.5, "exclusive_minimum": 0})
PAIR: Final = Schema("array", items=WORD, limits={"min_items": 2, "unique_items": True})
EITHER: Final = Schema("any", variants=(WORD, AGE))
BAG: Final = Schema("object", limits={"min_properties": 1, "max_properties": 2})


@pytest.mark.parametrize(
    ("data", "schema", "told"),
    [
        ("a", WORD, "The body has 1 characters; at least 2 needed."),
        ("secret", WORD, "The body has 6 characters; 4 are allowed."),
        ("secret", CODE, "The body does not match ^[A-Z]+$."),
        (-1, AGE, "The body is less than 0."),
        (150, AGE, "The body is not less than 150."),
        (0, EVEN, "The body is not more than 0."),
        (0.7, EVEN, "The body is no multiple of 0.5."),
        (["ab"], PAIR, "The body holds 1 items; at least 2 needed."),
        (["ab", "ab"], PAIR, "The body holds an item twice."),
        (["ab", "cd", "secret"], PAIR, "[2] has 6 characters; 4 are allowed."),
        ({}, BAG, "The body holds 0 fields; at least 1 needed."),
        ({"a": 1, "b": 2, "c": 3}, BAG, "The body holds 3 fields; 2 are allowed."),
        ("secret", EITHER, "The body has 6 characters; 4 are allowed."),
    ],
)  # fmt: skip
def test_a_limit_that_is_broken_is_told_with_its_place(
    data: Any, schema: Schema, told: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        checks.check(data, schema)

    assert (caught.value.status, caught.value.text) == (400, told)
    assert "secret" not in caught.value.text


@pytest.mark.parametrize(
    ("data", "schema"),
    [
        ("abcd", WORD), ("AB", CODE), (149, AGE), (1.5, EVEN), (["ab", "cd"], PAIR),
        ({"a": 1}, BAG),
        ("secret", Schema("any", variants=(WORD, CODE, Schema("string")))),
        (None, Schema("string", nullable=True, limits={"min_length": 1})),
        ("a" * 40 + "!", Schema("string", limits={"pattern": "^(a+)+$"})),  # would take for ever
        ("x", Schema("string", limits={"pattern": r"^\p{Lu}$"})),  # not read by Python
    ],
)  # fmt: skip
def test_what_keeps_to_its_limits_is_taken(data: Any, schema: Schema) -> None:
    checks.check(data, schema)


def test_an_argument_and_a_field_of_a_body_are_named() -> None:
    desk = AnyService(shipped()["criteo_2026_07"])
    search = desk.service.operation("search_audience_segments")
    assert search.body is not None
    empty = search.body.parse({"data": {"attributes": {"advertiserIds": []}}})
    whole = search.body.parse({"data": {"attributes": {}}})

    with desk.connect() as api:
        with pytest.raises(ApiError, match="limit is more than 100") as caught:
            api.send(Call(search, arguments={"limit": 101}, body=whole))
        assert caught.value.status == 400
        with pytest.raises(ApiError, match=r"data\.attributes\.advertiserIds holds 0 items"):
            api.send(Call(search, body=empty))
