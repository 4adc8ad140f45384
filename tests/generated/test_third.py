"""A third document becomes a working, typed client with no handwritten line about it."""

import asyncio
import datetime as dt
import importlib
import pickle
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs
import pytest

import adlists
from adlists.contract import UNSET, MediaType, Schema, Xml, fields
from adlists.regenerate import regenerate
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply, reply

THIRD: Final = Path(__file__).with_name("third.yaml")
NOON: Final = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
PARCEL: Final[dict[str, Any]] = {
    "state": "arrived",
    "posted": "2026-03-01T12:00:00+00:00",
    "sender": {"name": "Ada", "mood": "glad"},
    "kind": "parcel",
}


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package, generated under a name of its own and imported."""
    folder = tmp_path_factory.mktemp("third")
    regenerate([THIRD], folder / "parcel_desk")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("parcel_desk.third")
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.startswith("parcel_desk")]:
        del sys.modules[name]


def operation(third: ModuleType, name: str) -> Any:
    return third.SERVICE.operation(name)


def models(third: Any) -> Iterator[type[Any]]:
    for name in third.models.__all__:
        if attrs.has(found := getattr(third.models, name)):
            yield found


def test_a_service_says_what_the_document_says(third: Any) -> None:
    service = third.SERVICE

    assert (service.name, service.title, service.version) == ("third", "Parcel Desk", "3.2")
    assert service.server == "https://parcels.example/v3"
    assert third.Api.SERVICE is third.AsyncApi.SERVICE is service
    assert [one.id for one in service.operations] == [
        "find_parcels",
        "post_parcel",
        "set_notes",
        "delete_parcel",
    ]
    key, clerk = service.schemes
    assert (key.kind, key.place, key.parameter) == ("apiKey", "header", "X-Desk-Key")
    assert (clerk.kind, clerk.scheme) == ("http", "basic")


def test_an_operation_says_what_the_document_says(third: Any) -> None:
    find, post = operation(third, "find_parcels"), operation(third, "post_parcel")

    assert (find.document_id, post.document_id) == ("findParcels", "post_parcel")
    assert [(one.name, one.argument, one.place, one.required) for one in find.parameters] == [
        ("state", "state", "query", False),
        ("since", "since", "query", False),
        ("tag", "tag", "query", False),
        ("pin", "pin", "query", True),
        ("body", "body_", "query", False),
        ("X-Trace", "x_trace", "header", False),
    ]
    assert [one.name for one in find.parameters if one.schema.sensitive] == ["pin"]
    assert find.parameters[0].schema.enum == ("on-its-way", "arrived", "lost")
    assert (find.reply(204).low, find.reply(404).high) == (200, 999)
    assert (find.idempotent, post.idempotent) == (True, True)
    assert post.body.media_types == (
        MediaType("application/json", "application/json"),
        MediaType("application/xml", "application/xml"),
    )
    assert post.reply(202).parse is None
    assert post.security == (("deskKey",),)
    assert operation(third, "set_notes").security == ()
    assert not operation(third, "set_notes").body.required
    assert operation(third, "delete_parcel").security == ((), ("deskKey", "clerk"))


def test_fields_stand_in_the_order_of_the_document(third: Any) -> None:
    names = [one.name for one in third.models.Parcel.SCHEMA.fields]
    assert names[:4] == ["note", "weight", "state", "posted"]
    assert names[-1] == "kind"
    assert [one.name for one in third.models.Field.SCHEMA.fields] == ["reason", "parts"]


def test_xml_objects_arrive_whole(third: Any) -> None:
    schemas: dict[str, Schema] = {one.name: one.schema for one in fields(third.models.Parcel)}

    assert third.models.Parcel.SCHEMA.xml == Xml(name="parcel", namespace="urn:parcel", prefix="p")
    assert schemas["number"].xml == Xml(attribute=True)
    assert schemas["labels"].xml == Xml(name="labels", wrapped=True)
    assert schemas["labels"].max_items == 3
    assert schemas["labels"].items is not None
    assert schemas["labels"].items.xml == Xml(name="label", namespace="urn:label", prefix="l")
    assert schemas["sender"].xml == Xml(name="from")
    assert operation(third, "post_parcel").body.schema.xml == third.models.Parcel.SCHEMA.xml


def test_unions_nulls_and_formats_are_told(third: Any) -> None:
    schemas: dict[str, Schema] = {one.name: one.schema for one in fields(third.models.Parcel)}

    assert (schemas["note"].kind, schemas["note"].nullable) == ("string", True)
    assert (schemas["due"].format, schemas["due"].nullable) == ("date", True)
    assert (schemas["customs"].kind, schemas["customs"].nullable) == ("any", True)
    made = [one.model() for one in schemas["customs"].variants if one.model is not None]
    assert made == [third.models.Duty, third.models.Exempt]
    assert schemas["kind"].enum == ("parcel",)


def test_names_that_generated_code_needs_for_itself_still_work(third: Any) -> None:
    data = {**PARCEL, "d": "1", "cls": "2", "field": "3", "from_dict": "4", "list": True}
    data["additional_properties"] = "5"
    parcel = third.models.Parcel.from_dict(data)

    assert (parcel.d, parcel.cls, parcel.field, parcel.from_dict_) == ("1", "2", "3", "4")
    assert (parcel.additional_properties_, parcel.list_) == ("5", True)
    assert parcel.to_dict() == data
    assert third.Api(lambda _: None).send_ is not third.Api(lambda _: None).send


def test_annotations_resolve_and_values_survive_copying(third: Any) -> None:
    for model in models(third):
        assert typing.get_type_hints(model)
    parcel = third.models.Parcel.from_dict(PARCEL)
    assert pickle.loads(pickle.dumps(parcel)) == parcel
    assert parcel != third.models.Parcel.from_dict({**PARCEL, "state": "lost"})


def test_dates_unions_and_nested_models_survive_both_ways(third: Any) -> None:
    data = {
        "note": None,
        **PARCEL,
        "due": "2026-03-02",
        "number": "4d2f7a80-1c5e-4b8a-9d43-0f6f1f9f3c11",
        "route": [{"stop": "Oslo", "at": "2026-03-01T13:00:00+01:00"}, {"stop": "Rome"}],
        "customs": {"reason": "a gift"},
        "grid": [[1, 2], []],
    }
    parcel = third.models.Parcel.from_dict(data)

    assert parcel.posted == NOON
    assert parcel.due == dt.date(2026, 3, 2)
    assert isinstance(parcel.customs, third.models.Exempt)
    assert isinstance(third.models.Parcel.from_dict({**PARCEL, "customs": {"amount": 1}}).customs,
                      third.models.Duty)  # fmt: skip
    assert isinstance(parcel.sender, third.models.Party)
    assert parcel.weight is UNSET
    assert parcel.to_dict() == data


def test_a_reply_may_hold_nulls_unknown_values_and_unknown_fields(third: Any) -> None:
    data = {**PARCEL, "posted": None, "state": "eaten", "sender": None, "route": None}
    assert third.models.Parcel.from_dict(data).to_dict() == data

    party = {"mood": "bored", "name": None, "shoe": {"size": 43}, "parcels": None}
    assert third.models.Party.from_dict(party).additional_properties == {"shoe": {"size": 43}}
    assert third.models.Party.from_dict(party).to_dict() == party


def test_maps_of_models_survive_both_ways(third: Any) -> None:
    data = {"reason": "rain", "parts": {"one": {"reason": "wind"}}, "more": 1}
    made = third.models.Field.from_dict(data)
    assert made.parts.additional_properties["one"] == third.models.Exempt(reason="wind")
    assert made.to_dict() == data


def test_an_extra_field_may_not_hide_a_field(third: Any) -> None:
    party = third.models.Party(additional_properties={"name": "Ada"})
    with pytest.raises(ValueError, match="additional_properties holds 'name'"):
        party.to_dict()


def test_a_date_time_without_a_zone_is_refused_before_sending(third: Any) -> None:
    parcel = third.models.Parcel.from_dict(PARCEL)
    parcel.posted = dt.datetime(2026, 3, 1)  # noqa: DTZ001 - the mistake in question
    transport = FakeTransport([])
    with (
        adlists.connect(third.Api, adlists.ApiKey("key"), transport=transport) as api,
        pytest.raises(adlists.ArgumentError, match="needs a time zone"),
    ):
        api.parcels.post_parcel(body=parcel)
    assert transport.requests == []


def test_a_local_time_of_old_is_written_without_seconds_in_its_offset(third: Any) -> None:
    zone = dt.timezone(-dt.timedelta(hours=3, minutes=30, seconds=52))
    parcel = third.models.Parcel.from_dict(PARCEL)
    parcel.posted = dt.datetime(1935, 1, 1, tzinfo=zone)
    assert parcel.to_dict()["posted"] == "1935-01-01T03:30:52+00:00"


@pytest.mark.parametrize("data", [{}, {**PARCEL, "grid": "x"}, {**PARCEL, "customs": {}}])
def test_a_tree_of_another_shape_is_refused(third: Any, data: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        third.models.Parcel.from_dict(data)


def test_what_is_sensitive_is_shown_by_no_repr(third: Any) -> None:
    text = repr(third.models.Party(name="Ada", code="1234", mood="glad"))
    assert "Ada" not in text
    assert "1234" not in text
    assert "glad" in text


def test_every_method_tells_its_arguments_and_errors(third: Any) -> None:
    text = type(third.Api(lambda _: None).parcels).post_parcel.__doc__
    assert text.startswith("Post a parcel.")
    assert "Takes a parcel in JSON or XML" in text
    assert "body: " in text
    assert "Conflict: 409. There is such a parcel." in text


def test_the_client_works_sync_in_json_xml_and_text(third: Any) -> None:
    answers = [
        json_reply([PARCEL]),
        json_reply(PARCEL, 201),
        reply(202),
        reply(200, "left at the door\nby the cat", "text/plain"),
        reply(204),
    ]
    transport = FakeTransport(answers)
    number = "4d2f7a80-1c5e-4b8a-9d43-0f6f1f9f3c11"
    credentials = (adlists.ApiKey("key"), adlists.BasicAuth("ada", "secret"))

    with adlists.connect(third.Api, *credentials, transport=transport) as api:
        found = api.parcels.find_parcels(pin="7", since=NOON, tag=["a", "b"], accept="text/json")
        posted = api.parcels.post_parcel(body=found[0])
        later = api.parcels.post_parcel(body=found[0], content_type="application/xml")
        notes = api.parcels.set_notes(number, body=["left at the door", "by the cat"])
        gone = api.send_.delete_parcel(number)

    assert [type(one) for one in found] == [third.models.Parcel]
    assert posted == found[0]
    assert notes == ["left at the door", "by the cat"]
    assert (later, gone) == (None, None)
    find, _, in_xml, noted, deleted = transport.requests
    assert find.url == (
        "https://parcels.example/v3/parcels"
        "?since=2026-03-01T12%3A00%3A00%2B00%3A00&tag=a&tag=b&pin=7"
    )
    assert find.headers["x-desk-key"] == "key"
    assert find.headers["accept"] == "text/json"
    assert in_xml.headers["content-type"] == "application/xml"
    assert b"urn:parcel" in in_xml.content
    assert noted.content == b"left at the door\nby the cat"
    assert (noted.method, noted.url.rpartition("/v3")[2]) == ("PUT", f"/parcels/{number}/notes")
    assert "x-desk-key" not in noted.headers
    assert deleted.method == "DELETE"


def test_the_client_works_async(third: Any) -> None:
    async def main() -> None:
        transport = AsyncFakeTransport([json_reply([PARCEL]), json_reply({"reason": "rain"}, 418)])
        async with adlists.connect_async(
            third.AsyncApi, adlists.ApiKey("key"), transport=transport
        ) as api:
            (found,) = await api.parcels.find_parcels(pin="7")
            assert found == third.models.Parcel.from_dict(PARCEL)
            with pytest.raises(adlists.UnexpectedStatus) as caught:
                await api.parcels.find_parcels(pin="7")
            assert caught.value.body == third.models.Field(reason="rain")

    asyncio.run(main())


def test_the_package_tells_its_names_and_no_others(third: Any) -> None:
    assert {"SERVICE", "Api", "AsyncApi", "models"} <= set(dir(third))
    assert set(third.models.__all__) <= set(dir(third.models))
    for package in (third, third.models):
        with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
            _ = package.Nothing
