"""Names and texts that would end a string, shadow a name or hide a class do no harm."""

import importlib
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from adlists.regenerate import regenerate

HOSTILE: Final = Path(__file__).with_name("hostile.yaml")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("hostile")
    regenerate([HOSTILE], folder / "hostile_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("hostile_clients.hostile")
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.startswith("hostile_clients")]:
        del sys.modules[name]


def test_every_model_can_be_imported_and_its_types_resolve(hostile: Any) -> None:
    found = [getattr(hostile.models, name) for name in hostile.models.__all__]
    models = [one for one in found if attrs.has(one)]
    assert {"Api", "Node", "Deep", "AsyncResponse200"} <= {one.__name__ for one in models}
    assert all(typing.get_type_hints(one) for one in models)


def test_every_operation_has_a_method_sync_and_async(hostile: Any) -> None:
    for client in (hostile.Api(lambda _: None), hostile.AsyncApi(lambda _: None)):
        methods = {
            f"{tag}.{name}"
            for tag in vars(type(client))
            if tag != "SERVICE" and not tag.startswith("_")
            for name in dir(getattr(client, tag))
            if not name.startswith("_")
        }
        assert methods == {"default.list_", "async_.async_", "any_thing.put_any"}
    assert [one.document_id for one in hostile.SERVICE.operations] == ["list", "put_any", "async"]


def test_parameters_keep_their_names_on_the_wire(hostile: Any) -> None:
    operation = hostile.SERVICE.operation("put_any")
    assert [(one.name, one.argument) for one in operation.parameters] == [
        ('"; import os #', "import_os"),
        ("from", "from_"),
        ("self", "self_"),
        ("Call", "call"),
    ]


def test_fields_keep_their_names_on_the_wire(hostile: Any) -> None:
    data = {
        'we"ird': "a",
        "9lives": 8,
        "naïve": None,
        "both": "2020-01-01T00:00:00+00:00",
        "list": [{"a": "2020-01-01"}],
        "when": None,
        "SCHEMA": "s",
        "schema": "t",
        "_under": "u",
    }
    made = hostile.models.Api.from_dict(data)
    assert made.to_dict() == data
    assert hostile.models.Api.from_dict({"both": 7}).to_dict() == {"both": 7}


def test_texts_stay_texts(hostile: Any) -> None:
    assert hostile.SERVICE.title == 'N"asty \\ {{ 7*7 }} """'
    assert hostile.SERVICE.operation("list_").reply(200).description == 'ok """ \\'
