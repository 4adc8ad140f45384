"""The demo's two scenarios, as generators of actions and checks.

A scenario yields an `Action` and receives what the call returned, or yields a `Check` and receives
nothing. So the same scenario runs blocking and awaiting. What a check expects comes from the
files alone; what it finds is read in the sandbox's store, past API and client.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from typing import Any, Final, TypeAlias

import attrs

from adlists.contract import Call
from adlists.demo.samples import Apps, Customers
from adlists.sandbox import Store
from adlists_api import applovin_v1, criteo_v1
from adlists_api.applovin_v1.api.app_lists import (
    append,
    create,
    delete,
    delete_apps,
    list_apps,
    list_lists,
)
from adlists_api.criteo_v1.api.audiences import (
    add_remove_users_to_audience,
    create_audience,
    delete_audience,
    get_audiences,
    remove_users_from_audience,
    update_audience_metadata,
)

ADVERTISER: Final = 1
_NAME: Final = "Demo customers"
_RENAMED: Final = "Demo customers with consent"
_APPS: Final = "Demo apps to leave out"
_PARTS: Final = {
    "JSON": "application/json",
    "XML": "application/xml",
    "a form": "application/x-www-form-urlencoded",
}


@attrs.frozen(eq=False)
class Action:
    """One call of a scenario, and what to say of it."""

    title: str
    call: Call[Any]


@attrs.frozen(eq=False)
class Check:
    """What has to be true after an action: `found` is asked, and equals `expected`."""

    title: str
    expected: object
    found: Callable[[Store], object]


Scenario: TypeAlias = Generator[Action | Check, Any, None]


def audience(customers: Customers, suffix: str) -> Scenario:
    """Fill an audience in three encodings, take out who withdrew, rename, empty, delete.

    *suffix* keeps the names of two runs apart.
    """
    made: criteo_v1.models.AudienceCreateResponse = yield Action(
        "create an audience",
        create_audience.call(
            body=criteo_v1.models.AudienceCreateRequest(
                advertiser_id=ADVERTISER, name=f"{_NAME} {suffix}"
            )
        ),
    )
    key = made.audience_id
    assert isinstance(key, int)  # noqa: S101 - the sandbox's reply has it; the store is asked below
    held: set[str] = set()
    yield _users(key, held)
    size = -(-len(customers.hashes) // len(_PARTS))
    for number, (said, media_type) in enumerate(_PARTS.items()):
        part = customers.hashes[number * size : (number + 1) * size]
        reply = yield _patch(f"add {len(part)} users as {said}", key, "add", part, media_type)
        held |= set(part)
        yield Check("all valid", len(part), _said(reply.nb_valid_identifiers))
        yield _users(key, held)
    gone = customers.withdrawn
    yield _patch(f"remove {len(gone)} who withdrew", key, "remove", sorted(gone))
    held -= gone
    yield _users(key, held)
    listed: criteo_v1.models.AudiencesGetResponse = yield Action(
        "list the audiences", get_audiences.call(advertiser_id=ADVERTISER)
    )
    counts = {audience.id: audience.nb_lines for audience in listed.audiences or ()}
    yield Check(f"{len(held)} listed", len(held), _said(counts.get(key)))
    renamed = f"{_RENAMED} {suffix}"
    yield Action(
        "rename it",
        update_audience_metadata.call(key, body=criteo_v1.models.AudiencePutRequest(name=renamed)),
    )
    yield Check("new name", renamed, lambda store: _name(store, "criteo_v1", str(key)))
    yield Action("empty it", remove_users_from_audience.call(key))
    yield _users(key, set())
    yield Action("delete it", delete_audience.call(key))
    yield Check("gone", None, lambda store: _name(store, "criteo_v1", str(key)))


def app_list(apps: Apps, suffix: str) -> Scenario:
    """Fill an app list, look at it, take the iOS apps off, delete it."""
    made: applovin_v1.models.AppListCreated = yield Action(
        "create an app list", create.call(name=f"{_APPS} {suffix}")
    )
    key = made.app_list_id
    assert isinstance(key, str)  # noqa: S101 - the sandbox's reply has it; the store is asked below
    yield _listed(key, set())
    reply = yield Action(
        f"append {len(apps.ids)} apps", append.call(app_list_id=key, body=[*apps.ids])
    )
    yield Check("all valid", len(apps.ids), _said(reply.processed_apps))
    yield _listed(key, set(apps.ids))
    shown: applovin_v1.models.Apps = yield Action("list its apps", list_apps.call(app_list_id=key))
    yield Check(
        f"{len(apps.ids)} listed", set(apps.ids), _said({app.application for app in shown.apps})
    )
    yield Action(
        f"delete {len(apps.ios)} for iOS",
        delete_apps.call(app_list_id=key, body=sorted(apps.ios)),
    )
    left = set(apps.ids) - apps.ios
    yield _listed(key, left)
    lists: applovin_v1.models.AppLists = yield Action("list the lists", list_lists.call())
    counts = {listed.app_list_id: listed.app_count for listed in lists.app_lists}
    yield Check(f"{len(left)} listed", len(left), _said(counts.get(key)))
    yield Action("delete it", delete.call(app_list_id=key))
    yield Check("gone", None, lambda store: _name(store, "applovin_v1", key))


def _patch(
    title: str,
    key: int,
    operation: criteo_v1.models.AudiencePatchRequestOperation,
    users: Collection[str],
    media_type: str | None = None,
) -> Action:
    body = criteo_v1.models.AudiencePatchRequest(
        operation=operation, schema="email", identifiers=[*users]
    )
    call = add_remove_users_to_audience.call(key, body=body, content_type=media_type)
    return Action(title, call)


def _users(key: int, expected: Collection[str]) -> Check:
    wanted = frozenset(expected)
    return Check(
        f"{len(wanted)} users",
        wanted,
        lambda store: _members(store, "criteo_v1", str(key), "email"),
    )


def _listed(key: str, expected: Collection[str]) -> Check:
    wanted = frozenset(expected)
    return Check(
        f"{len(wanted)} apps", wanted, lambda store: _members(store, "applovin_v1", key, "app")
    )


def _said(value: object) -> Callable[[Store], object]:
    """Check what a reply said, instead of what the store holds."""
    return lambda _: value


def _members(store: Store, realm: str, key: str, kind: str) -> frozenset[str] | None:
    with store.transaction():
        held = store.find(realm, key)
        return None if held is None else frozenset(store.members(held, kind))


def _name(store: Store, realm: str, key: str) -> str | None:
    with store.transaction():
        held = store.find(realm, key)
        return None if held is None else held.name
