"""What the strategies draw keeps to the limits of the document, by JSON Schema's own judge."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from adlists.contract import Model, Schema, ValueLimits
from adlists.testing import strategies

SPEC: Final = Path(__file__).parents[2] / "spec"
WORD: Final = Schema("string", limits={"min_length": 2, "max_length": 6})
LIMITED: Final[list[tuple[dict[str, Any], Schema]]] = [
    ({"type": "string", "minLength": 2, "maxLength": 6}, WORD),
    ({"type": "string", "minLength": 300}, Schema("string", limits={"min_length": 300})),
    *(
        (
            {"type": "string", "pattern": pattern, "maxLength": 20},
            Schema("string", limits={"pattern": pattern, "max_length": 20}),
        )
        for pattern in ("^[a-z]{3,10}$", "[0-9]", r"^\+[1-9]\d{1,14}$", "^(?!example)[a-z]*$", "é+",
                        "^(foo|bar)-(?P<n>[a-z]+)$", "^([a-z]+)*[0-9]$", "^$|^x")
    ),
    *(
        ({"type": kind, **{_words.get(word, word): value for word, value in limits.items()}},
         Schema(kind, limits=ValueLimits(**limits)))  # type: ignore[typeddict-item]
        for _words in ({"exclusive_minimum": "exclusiveMinimum", "multiple_of": "multipleOf",
                        "exclusive_maximum": "exclusiveMaximum"},)
        for kind in ("integer", "number")
        for limits in (
            {"minimum": 1}, {"maximum": -5}, {"minimum": 3, "maximum": 4}, {"minimum": 2**70},
            {"exclusive_minimum": 0, "exclusive_maximum": 2}, {"maximum": -(2**70)},
            {"multiple_of": 7}, {"multiple_of": 0.5, "minimum": 0}, {"minimum": 5, "maximum": 5},
            {"exclusive_minimum": -0.5, "maximum": 10.25},
        )
    ),
    (
        {"type": "array", "minItems": 6, "maxItems": 8, "uniqueItems": True,
         "items": {"type": "string", "minLength": 2, "maxLength": 6}},
        Schema("array", items=WORD, max_items=8, limits={"min_items": 6, "unique_items": True}),
    ),
    ({"type": "array", "minItems": 3}, Schema("array", limits={"min_items": 3})),
    ({"type": "object", "minProperties": 3, "maxProperties": 4},
     Schema("object", limits={"min_properties": 3, "max_properties": 4})),
    ({"type": "object", "maxProperties": 1}, Schema("object", limits={"max_properties": 1})),
]  # fmt: skip


@cache
def document(package: str) -> dict[str, Any]:
    """Return the document that a shipped package is made of."""
    path = SPEC / f"{package.replace('_', '-')}.yaml"
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return found


MODELS: Final = [
    (name, cls)
    for package in strategies.packages()
    for cls in strategies.models(package)
    if cls.__name__ in document(name := package.rpartition(".")[2])["components"]["schemas"]
]


@pytest.mark.parametrize(("node", "schema"), LIMITED, ids=lambda given: str(given)[:60])
@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_drawn_keeps_to_limits(
    node: dict[str, Any], schema: Schema, data: st.DataObject
) -> None:
    drawn = data.draw(strategies.trees(schema, null=False))

    jsonschema.validate(drawn, node)


@pytest.mark.parametrize(("package", "cls"), MODELS, ids=lambda given: str(given)[:60])
def test_models_of_shipped_documents_keep_to_them(package: str, cls: type[Model]) -> None:
    reference = f"#/components/schemas/{cls.__name__}"
    judge = jsonschema.Draft202012Validator(
        {"$ref": reference, "components": document(package)["components"]}
    )

    @given(strategies.instances(cls))
    @settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
    def check(model: Any) -> None:
        judge.validate(model.to_dict())

    check()
