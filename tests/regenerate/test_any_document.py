"""A handful of whole documents, built by Hypothesis: made, imported, and every law checked.

`python tests/bench/any_document.py` checks hundreds of them, and edits of the real ones.
"""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import pytest
from any_documents import documents
from document_laws import edited, holds, replayed
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from adlists.regenerate.changes.change import Severity

PETS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example"}],
    "paths": {
        "/pets": {
            "post": {
                "operationId": "add",
                "parameters": [{"name": "dry", "in": "query", "schema": {"type": "boolean"}}],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/P"}}},
                },
                "responses": {"204": {"description": "Added."}},
            }
        }
    },
    "components": {
        "schemas": {
            "P": {"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}}}
        }
    },
}
MODEL = ("components", "schemas", "P")


@seed(11)
@settings(
    max_examples=2,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(documents(), st.booleans())
def test_every_law_holds_for_whatever_is_made(document: dict[str, Any], apart: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert holds(document, Path(folder), apart=apart) > 0


@pytest.mark.parametrize(
    ("edit", "breaks"),
    [
        (("a new required field", MODEL), True),
        (("a new optional field", MODEL), False),
    ],
)
def test_the_verdict_agrees_with_yesterday_s_calls(
    tmp_path: Path, edit: tuple[str, tuple[Any, ...]], breaks: bool
) -> None:
    said, failed = replayed(PETS, edited(copy.deepcopy(PETS), edit), tmp_path)

    assert (said is Severity.BREAKING) is breaks
    assert not failed or breaks, failed
