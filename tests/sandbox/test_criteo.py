"""Criteo's rules, as far as they are documented."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sandbox.visitor import Clock, Visitor

from adlists.sandbox import Sandbox

GUM = {"schema": "gum", "gumCallerId": 7}
UUID = "3f097372-f01e-4b64-984c-395ae5828ee6"
MD5, SHA256 = "e13743a7f1db7f4246badd6fd6ff54ff", "ab" * 32


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(Sandbox())


@pytest.mark.parametrize(
    ("fields", "valid", "invalid"),
    [
        ({"schema": "email"}, ["a@b.co", "é@b.example.com", MD5, SHA256.upper()], ["jkl@gmail"]),
        ({"schema": "email"}, ["a+b@b.co"], ["", "@b.co", "a@@b.co", "a b@c.de", MD5[1:]]),
        ({"schema": "email"}, ["a@b.c.de"], ["a@b..co", "a@b.co.", "a\x00@b.co", "a@b.co "]),
        ({"schema": "madid"}, [UUID, UUID.upper()], ["", "a@b.co", MD5, UUID[1:]]),
        ({"schema": "identityLink"}, ["Xi1y", "two words"], ["", "  ", "a\x00b", "a\nb"]),
        (GUM, ["k-1"], [""]),
    ],
)
def test_identifiers_are_counted_by_their_schema(
    visitor: Visitor, fields: dict[str, Any], valid: list[str], invalid: list[str]
) -> None:
    audience = visitor.create()

    reply = json.loads(visitor.patch(audience, [*invalid, *valid], **fields).content)

    assert reply["nbValidIdentifiers"] == len(valid)
    assert reply["nbInvalidIdentifiers"] == len(invalid)
    assert reply["sampleInvalidIdentifiers"] == invalid
    assert visitor.audiences()[0]["nbLines"] == len(valid)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"identifiers": ["x", "y@z"]}, "valid"),
        ({"identifiers": []}, "identifiers holds 0 items; at least 1 needed"),
        ({"identifiers": "a@b.co"}, "identifiers is not an array"),
        ({"identifiers": ["a@b.co", 1]}, r"identifiers\[1\] is not a string"),
        ({"identifiers": None}, "identifiers is missing"),
        ({"identifiers": ["a@b.co"] * 50_001}, "50000"),
        ({"operation": "replace"}, "operation is not one of add, remove"),
        ({"schema": "phone"}, "schema is not one of email"),
        ({"schema": "Email"}, "schema is not one of email"),
        ({"schema": "gum"}, "needs a gumCallerId"),
        ({"gumCallerId": 1}, "schema gum only"),
        ({**GUM, "gumCallerId": 2**31}, "gumCallerId is not an int32 integer"),
        ({**GUM, "gumCallerId": True}, "gumCallerId is not an int32 integer"),
    ],
)
def test_a_bad_patch_is_refused_whole_and_told_without_values(
    visitor: Visitor, fields: dict[str, Any], word: str
) -> None:
    audience = visitor.create()
    data = {"operation": "add", "schema": "email", "identifiers": ["a@b.co"]} | fields

    reply = visitor.criteo("PATCH", f"/userlist/{audience}", data)

    assert reply.status == 400
    assert re.search(word, json.loads(reply.content)["Message"])
    assert b"@" not in reply.content
    assert visitor.audiences()[0]["nbLines"] == 0


def test_a_batch_of_exactly_fifty_thousand_passes(visitor: Visitor) -> None:
    audience = visitor.create()

    reply = visitor.patch(audience, [f"user{number}@example.com" for number in range(50_000)])

    assert reply.status == 200
    assert visitor.audiences()[0]["nbLinesEmail"] == 50_000


def test_an_audience_is_a_set_and_its_kinds_are_counted_apart(visitor: Visitor) -> None:
    audience = visitor.create()
    visitor.patch(audience, ["a@b.co", "a@b.co", "c@d.ef"])
    visitor.patch(audience, ["a@b.co"])
    visitor.patch(audience, [UUID], schema="madid")
    visitor.patch(audience, ["c@d.ef", "x@y.zz"], operation="remove")

    [one] = visitor.audiences()

    assert (one["nbLines"], one["nbLinesEmail"], one["nbMatchesEmail"]) == (2, 1, 1)


def test_names_are_unique_for_one_advertiser_only(visitor: Visitor) -> None:
    first = visitor.create("VIP", 1)
    second = visitor.create("VIP", 2)
    other = visitor.create("Other", 1)

    assert visitor.criteo("PUT", f"/{other}", {"name": "VIP"}).status == 409
    assert visitor.criteo("PUT", f"/{first}", {"name": "VIP"}).status == 204
    assert [one["id"] for one in visitor.audiences(2)] == [second]
    assert visitor.criteo("DELETE", f"/{first}").status == 204
    assert visitor.criteo("PUT", f"/{other}", {"name": "VIP"}).status == 204


def test_times_are_unix_seconds_and_a_change_moves_the_second_one() -> None:
    clock = Clock()
    visitor = Visitor(Sandbox(clock=clock))
    audience = visitor.create()
    clock.now += 60.75

    date = json.loads(visitor.patch(audience, ["a@b.co"]).content)["requestDate"]

    [one] = visitor.audiences()
    assert (one["created"], one["updated"]) == (1_700_000_000, 1_700_000_060)
    assert date == "2023-11-14T22:14:20.750Z"


def test_a_put_without_a_description_keeps_the_old_one(visitor: Visitor) -> None:
    data = {"advertiserId": 1, "name": "VIP", "description": "best"}
    audience = json.loads(visitor.criteo("POST", "/userlist", data).content)["audienceId"]
    reply = visitor.criteo("PUT", f"/{audience}", {"name": "Very", "description": None})

    assert (reply.status, reply.content) == (204, b"")
    assert visitor.audiences()[0]["description"] == "best"
    visitor.criteo("PUT", f"/{audience}", {"name": "Very", "description": "better"})
    assert visitor.audiences()[0]["description"] == "better"


def test_emptying_keeps_the_audience(visitor: Visitor) -> None:
    audience = visitor.create()
    visitor.patch(audience, ["a@b.co"])

    assert visitor.criteo("DELETE", f"/userlist/{audience}/users").status == 204
    assert visitor.audiences()[0]["nbLines"] == 0
    assert visitor.patch(audience, ["a@b.co"]).status == 200


@pytest.mark.parametrize("advertiser", ["0", "10", "-1", "", "one", "9999999999"])
def test_an_advertiser_that_is_not_in_the_portfolio_is_forbidden(
    visitor: Visitor, advertiser: str
) -> None:
    assert visitor.criteo("GET", f"?advertiserId={advertiser}").status == 403


def test_a_token_ends_after_its_lifetime() -> None:
    clock = Clock()
    visitor = Visitor(Sandbox(clock=clock, token_lifetime=299))
    reply = visitor.criteo("GET", "?advertiserId=1")
    clock.now += 299

    late = visitor.criteo("GET", "?advertiserId=1")

    assert (reply.status, late.status) == (200, 401)
    assert late.headers["www-authenticate"] == "Bearer"
    visitor.forget()
    assert visitor.criteo("GET", "?advertiserId=1").status == 200


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"client_id": ""}, "invalid_request"),
        ({"client_id": "nobody"}, "invalid_client"),
    ],
)
def test_a_token_is_refused_in_the_words_of_oauth(
    visitor: Visitor, changed: dict[str, str], code: str
) -> None:
    good = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    reply = visitor.form(**{**good, "grant_type": "client_credentials", **changed})

    assert json.loads(reply.content)["error"] == code


def test_nothing_is_done_before_the_credential_is_good(visitor: Visitor) -> None:
    reply = visitor.criteo("POST", "/userlist", {"bad": 1}, {"authorization": "Basic Zm9v"})

    assert reply.status == 401
