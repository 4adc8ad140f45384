"""Every status that the documents list can be reached, for every operation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sandbox.visitor import Visitor

from adlists.contract import Operation
from adlists.messages import Response
from adlists.sandbox import Fault, Sandbox
from adlists_api import applovin_v1, criteo_v1

LOST = "0" * 32
Step = Callable[[Visitor], Response]

ADD = {"operation": "add", "schema": "email", "identifiers": ["a@example.com"]}
PATHS: dict[str, tuple[str, str, Any]] = {
    "get_audiences": ("GET", "?advertiserId={id}", None),
    "create_audience": ("POST", "/userlist", {"advertiserId": 1, "name": "New"}),
    "update_audience_metadata": ("PUT", "/{id}", {"name": "Other"}),
    "delete_audience": ("DELETE", "/{id}", None),
    "add_remove_users_to_audience": ("PATCH", "/userlist/{id}", ADD),
    "remove_users_from_audience": ("DELETE", "/userlist/{id}/users", None),
}


def audience(operation: str, number: object = None, data: Any = None, **headers: str) -> Step:
    """Call an operation on audiences; on one made for it, unless *number* names another."""

    def step(visitor: Visitor) -> Response:
        method, path, usual = PATHS[operation]
        made = visitor.create() if number is None and "{id}" in path else 1
        if operation == "get_audiences" and number is None:
            made = 1
        path = path.format(id=made if number is None else number)
        return visitor.criteo(method, path, usual if data is None else data, headers)

    return step


def token(**changed: str) -> Step:
    usual = {
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "grant_type": "client_credentials",
    }
    return lambda visitor: visitor.form(**usual | changed)


def taken(operation: str) -> Step:
    def step(visitor: Visitor) -> Response:
        visitor.create("Taken")
        data = {"advertiserId": 1, "name": "Taken"}
        return audience(operation, data=data)(visitor)

    return step


def app_list(command: str, app_list_id: str | None = None, content: str = "", **kw: Any) -> Step:
    """Call a command on an app list; on one made for it, unless *app_list_id* is given."""

    def step(visitor: Visitor) -> Response:
        identity = visitor.create_list() if app_list_id is None else app_list_id
        posts = command in {"append", "deleteApps"}
        return visitor.applovin(
            command, (content or "a").encode() if posts else None, app_list_id=identity, **kw
        )

    return step


#: Those that name one audience in their path.
ONE = [one for one, (_, path, _) in PATHS.items() if "/{id}" in path]
EXPIRED = {"authorization": "Bearer gone"}

REACHED: dict[tuple[str, int], Step] = {
    ("create_token", 200): token(),
    ("create_token", 400): token(grant_type="password"),
    ("create_token", 401): token(client_secret="wrong"),
    ("create_token", 403): token(client_id="sandbox-suspended"),
    **{(one, 401): audience(one, **EXPIRED) for one in PATHS},
    ("get_audiences", 200): audience("get_audiences"),
    ("get_audiences", 403): audience("get_audiences", 10),
    ("create_audience", 200): audience("create_audience"),
    ("create_audience", 400): audience("create_audience", data={"advertiserId": 1, "name": " "}),
    ("create_audience", 403): audience("create_audience", data={"advertiserId": 10, "name": "x"}),
    ("create_audience", 409): taken("create_audience"),
    ("update_audience_metadata", 204): audience("update_audience_metadata"),
    ("update_audience_metadata", 400): audience("update_audience_metadata", data={"name": ""}),
    ("update_audience_metadata", 409): taken("update_audience_metadata"),
    ("delete_audience", 204): audience("delete_audience"),
    ("remove_users_from_audience", 204): audience("remove_users_from_audience"),
    ("add_remove_users_to_audience", 200): audience("add_remove_users_to_audience"),
    ("add_remove_users_to_audience", 400): audience(
        "add_remove_users_to_audience", data={**ADD, "operation": "replace"}
    ),
    **{
        (one, 403): audience(one, 1)
        for one in PATHS
        if "{id}" in PATHS[one][1] and "?" not in PATHS[one][1]
    },
    **{
        (one, 404): audience(one, 4711)
        for one in PATHS
        if "{id}" in PATHS[one][1] and "?" not in PATHS[one][1]
    },
    ("create", 200): lambda visitor: visitor.applovin("create", name="New"),
    ("create", 400): lambda visitor: visitor.applovin("create", name="no/slash"),
    ("create", 403): lambda visitor: visitor.applovin("create", name="New", key="wrong"),
    ("create", 406): lambda visitor: [visitor.applovin("create", name="Twice") for _ in range(2)][
        -1
    ],
    ("list", 200): lambda visitor: visitor.applovin("list"),
    **{
        (operation, status): step
        for operation, command in {
            "list": "list",
            "append": "append",
            "delete": "delete",
            "delete_apps": "deleteApps",
        }.items()
        for status, step in {
            200: app_list(command),
            400: app_list(command, ""),
            403: app_list(command, key=""),
            404: app_list(command, LOST),
        }.items()
    },
}

#: 200 with a body beside 204 is an artefact of how the vendor's documents were made, and no
#: request brings it about; 429 and 500 come from faults.
ARTEFACTS = {
    ("update_audience_metadata", 200),
    ("delete_audience", 200),
    ("remove_users_from_audience", 200),
}
SERVICES = (criteo_v1.SERVICE, applovin_v1.SERVICE)
OPERATIONS: dict[str, Operation[Any]] = {
    one.document_id: one for service in SERVICES for one in service.operations
}
LISTED = {(name, reply.low) for name, one in OPERATIONS.items() for reply in one.replies}
BY_FAULT = {(name, status) for name, status in LISTED if status in {429, 500}}


def test_the_table_below_holds_every_status_of_the_documents() -> None:
    assert set(REACHED) | BY_FAULT | ARTEFACTS == LISTED


@pytest.mark.parametrize(("operation", "status"), sorted(REACHED))
def test_the_status_is_reached(operation: str, status: int) -> None:
    reply = REACHED[operation, status](Visitor(Sandbox()))

    assert (reply.status, _readable(operation, reply)) == (status, True)


@pytest.mark.parametrize(("operation", "status"), sorted(BY_FAULT))
def test_the_status_is_reached_by_a_fault(operation: str, status: int) -> None:
    step = REACHED[operation, 204 if (operation, 204) in REACHED else 200]
    ids = [
        one.id for service in SERVICES for one in service.operations if one.document_id == operation
    ]
    sandbox = Sandbox(faults=[Fault(status=status, operation=one) for one in ids])

    reply = step(Visitor(sandbox))

    assert (reply.status, _readable(operation, reply)) == (status, True)


def _readable(operation: str, reply: Response) -> bool:
    """Tell whether a reply has a body where, and only where, the document has one."""
    documented = OPERATIONS[operation].reply(reply.status)
    assert documented is not None
    if not documented.media_types:
        return reply.content == b""
    return isinstance(json.loads(reply.content), dict)
