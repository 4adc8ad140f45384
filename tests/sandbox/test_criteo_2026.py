"""Segments of today's Criteo, several at a time: changed, measured and deleted, with state."""

from __future__ import annotations

from typing import Any

import pytest
from any_service import AnyService, shipped

from adlists.contract import Call
from adlists.errors import ApiError
from adlists.lists import find_lists


def ask(desk: AnyService, name: str, *data: dict[str, Any]) -> Any:
    operation = desk.service.operation(name)
    body = {} if operation.body is None else {"body": operation.body.parse({"data": [*data]})}
    with desk.connect() as api:
        found = api.send(Call(operation, **body)).to_dict()
    errors = [item["code"] for item in found.get("errors", [])]
    return [item["id"] for item in found["data"]], errors, found


def test_segments_are_changed_measured_and_deleted_by_their_ids() -> None:
    desk = AnyService(shipped()["criteo_2026_07"])
    first, second = desk.make("First"), desk.make("Second")
    changed: dict[str, Any] = {"id": first, "attributes": {"name": "Other"}}
    taken: dict[str, Any] = {"id": second, "attributes": {"name": "Other"}}

    assert ask(desk, "update_audience_segments", changed, taken)[:2] == (
        [first],
        ["name-must-be-unique"],
    )
    ids, errors, told = ask(desk, "compute_audience_segments_sizes", {"id": first}, {"id": "99"})
    assert (ids, errors) == ([first], ["segment-not-found"])
    assert told["data"][0]["attributes"]["size"] == 0
    assert ask(desk, "delete_audience_segments", {"id": first}, {"id": first})[:2] == (
        [first],
        ["segment-not-found"],
    )
    assert desk.make("Other") != first
    assert ask(desk, "list_advertisers")[0] == [str(number) for number in range(1, 10)]


def test_segments_are_made_several_at_a_time_all_or_none() -> None:
    desk = AnyService(shipped()["criteo_2026_07"])

    def named(*names: str) -> list[dict[str, Any]]:
        return [
            {"attributes": {"advertiserId": "1", "name": name, "contactList": {}}} for name in names
        ]

    ids, errors, told = ask(desk, "create_audience_segments", *named("First", "Second", "Third"))
    assert (len({*ids}), errors) == (3, [])
    assert [item["attributes"]["name"] for item in told["data"]] == ["First", "Second", "Third"]
    for names in (["Fourth", "Second"], ["Fifth", "Fifth"]):
        with pytest.raises(ApiError, match="of this name already"):
            ask(desk, "create_audience_segments", *named(*names))
    with desk.connect() as api:
        assert len(find_lists(api, advertiser="1")) == 3
