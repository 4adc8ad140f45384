"""`testing.strategies`: data for schemas that lead to themselves."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import find
from hypothesis.errors import Unsatisfiable

from adlists.contract import Field, Schema
from adlists.testing import strategies


def holding_itself(*, required: bool) -> Schema:
    """Return the schema of a model with a field of the same model."""
    schema = Schema("object", model=lambda: model)
    field = attrs.field(default=None, metadata={"openapi": Field("again", required, schema)})
    model: Any = attrs.make_class("Again", {"again": field})
    model.SCHEMA = schema
    return schema


def test_a_model_that_may_hold_itself_is_drawn_to_any_depth() -> None:
    schema = holding_itself(required=False)

    tree = find(strategies.trees(schema), lambda data: "again" in data.get("again", {}))

    assert tree == {"again": {"again": {}}}


def test_a_model_that_has_to_hold_itself_has_no_value_and_ends() -> None:
    with pytest.raises(Unsatisfiable):
        find(strategies.trees(holding_itself(required=True)), bool)
