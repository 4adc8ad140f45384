"""Segments of today's Criteo, several at a time: changed, measured and deleted, with state."""

from __future__ import annotations

from typing import Any

from any_service import AnyService, shipped

from adlists.contract import Call


def ask(desk: AnyService, name: str, *data: dict[str, Any]) -> Any:
    operation = desk.service.operation(name)
    body = {} if operation.body is None else {"body": operation.body.parse({"data": [*data]})}
    with desk.connect() as api:
        found = api.send(Call(operation, **body)).to_dict()
    return [item["id"] for item in found["data"]], [item["code"] for item in found["errors"]], found


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
