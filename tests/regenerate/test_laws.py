"""Laws of regeneration: any small document becomes a package that means what it says.

ADLISTS_DOCUMENTS says how many documents are tried; a full run takes 300.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adlists.regenerate import regenerate
from adlists.regenerate.prepare import prepare
from adlists.testing import strategies

COUNT: Final = int(os.environ.get("ADLISTS_DOCUMENTS", "3"))
COMPONENTS: Final = ("Pet", "pet", "Self", "list", "µ")
NAMES: Final = ("id", "class", "fooBar", "foo_bar", "x-y", "from_dict", "名前", "_Any", "default")
LABELS: Final = (
    "application/json",
    "application/json; charset=utf-8",
    "application/problem+json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "text/plain",
    "image/png",
    "*/*",
)
VERSIONS: Final = ("3.0.3", "3.1.1", "3.2.0")
law = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Schema = dict[str, Any]
references = st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in COMPONENTS])


def scalars() -> SearchStrategy[Any]:
    return st.sampled_from(
        [
            {"type": "string"},
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "date", "default": "2024-01-02"},
            {"type": "string", "format": "uuid", "default": "x"},
            {"type": "string", "x-sensitive": True},
            {"type": "integer", "format": "int64", "default": 3},
            {"type": "number", "default": 1e400},
            {"type": "boolean", "default": True},
            {"type": "string", "nullable": True},
            {"type": ["string", "null"], "enum": ["a", "b", None], "default": "b"},
            {"type": ["integer", "string", "null"]},
            {"enum": ["a", 1, None, 1.5, True]},
            {"enum": []},
            {"const": 'x\n"""'},
            {"const": None},
            {"const": 2.5},
            {"type": "null"},
            {},
            True,
        ]
    )


def schemas() -> SearchStrategy[Any]:
    return st.recursive(scalars() | references, _larger, max_leaves=4)


def _larger(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.one_of(
        objects(inner),
        st.fixed_dictionaries({"type": st.just("array")}, optional={"items": inner}),
        st.fixed_dictionaries(
            {"type": st.just("array"), "prefixItems": st.lists(inner, min_size=1, max_size=2)}
        ),
        st.fixed_dictionaries({"oneOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
        st.tuples(objects(inner), objects(inner)).map(lambda both: {"allOf": [*both]}),
    )


@st.composite
def objects(draw: st.DrawFn, inner: SearchStrategy[Any]) -> Schema:
    """Draw the schema of an object with odd names, some of its fields required."""
    properties = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=4))
    made: Schema = {"type": draw(st.sampled_from(["object", ["object", "null"]]))}
    made["properties"] = properties
    made["required"] = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    extra = draw(st.none() | st.booleans() | inner)
    return made if extra is None else {**made, "additionalProperties": extra}


@st.composite
def documents(draw: st.DrawFn) -> Schema:
    """Draw a small document with every feature that its parts bring."""
    paths: Schema = {}
    for number in range(draw(st.integers(0, 2))):
        labels = draw(st.lists(st.sampled_from(LABELS), unique=True, min_size=1, max_size=3))
        content = {label: {"schema": draw(schemas())} for label in labels}
        parameters = [
            {"name": name, "in": place, "schema": draw(schemas())}
            for name, place in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(NAMES), st.sampled_from(["query", "header", "cookie"])
                    ),
                    unique=True,
                    max_size=3,
                )
            )
        ]
        status = draw(st.sampled_from(["200", "2XX", "default", "520"]))
        paths[f"/{number}"] = {
            "post": {
                "operationId": draw(st.sampled_from(["get", "Get", "list", "µ"])) + str(number),
                "tags": draw(st.lists(st.sampled_from(["a b", "send", "class", "µ"]), max_size=1)),
                "parameters": parameters,
                "requestBody": {"content": content},
                "responses": {status: {"description": "d", "content": content}},
            }
        }
    return {
        "openapi": draw(st.sampled_from(VERSIONS)),
        "info": {"title": 'T """ \\', "version": "1"},
        "paths": paths,
        "components": {"schemas": {name: draw(objects(schemas())) for name in COMPONENTS}},
    }


@settings(law, max_examples=5 * COUNT)
@given(documents())
def test_every_valid_document_is_brought_into_form_whole(document: Schema) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.json"
        path.write_text(json.dumps(document))

        prepared = prepare(path)

        assert prepared.missing == []
        assert set(prepared.root["paths"]) == set(document["paths"])


@settings(law, max_examples=COUNT)
@given(documents(), st.data())
def test_every_valid_document_makes_a_package_whose_models_round_trip(
    document: Schema, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.json"
        path.write_text(json.dumps(document))
        report = regenerate([path], Path(folder) / "drawn_clients", allow_partial=True)
        # A list of lists has no form in an address, and a picture that is a list none at all.
        told = [("/parameters/" in line or "/requestBody/" in line) for line in report.missing]
        assert all(told), report.missing
        sys.path.insert(0, folder)
        try:
            package = importlib.import_module("drawn_clients.drawn")
            # No parameter of these has to be given, so that only a body costs its operation.
            lost = {line for line in report.missing if "/parameters/" not in line}
            assert len(package.SERVICE.operations) + len(lost) == len(document["paths"])
            for model in strategies.models("drawn_clients.drawn"):
                drawn = data.draw(strategies.instances(model))
                tree = drawn.to_dict()
                assert model.from_dict(tree).to_dict() == tree
        finally:
            sys.path.remove(folder)
            for name in [name for name in sys.modules if name.startswith("drawn_clients")]:
                del sys.modules[name]
