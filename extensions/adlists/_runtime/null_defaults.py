"""Fields whose default is null: to leave them out says the same, where nothing can say null."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

import attrs

from adlists.contract import Model, Schema

_NONE: Final = frozenset[str]()


def null_by_default(schema: Schema) -> frozenset[str]:
    """Return the names, as they are sent, of a model's fields that are null unless they are set."""
    return _NONE if schema.model is None else _of_model(schema.model())


@cache
def _of_model(model: type[Model]) -> frozenset[str]:
    return frozenset(
        field.metadata["openapi"].name
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", model))
        if field.default is None and "openapi" in field.metadata
    )
