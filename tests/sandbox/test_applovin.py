"""AppLovin's rules, as far as they are documented."""

from __future__ import annotations

import json
import re

import pytest
from sandbox.visitor import Visitor

from adlists.sandbox import Sandbox


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(Sandbox())


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("High Performing Apps", 200),
        ("a_b-c+d 1", 200),
        ("", 400),
        (" ", 400),
        ("no/slash", 400),
        ("Spiele ü", 400),
        ("two\nlines", 400),
    ],
)
def test_a_name_has_the_characters_of_the_page(visitor: Visitor, name: str, status: int) -> None:
    assert visitor.applovin("create", name=name).status == status


def test_a_plus_in_the_query_is_a_space(visitor: Visitor) -> None:
    visitor.send("GET", "/applovin_v1/create?name=a+b%2Bc&api_key=sandbox-key")

    listed = json.loads(visitor.applovin("list").content)

    assert [one["name"] for one in listed["app_lists"]] == ["a b+c"]


def test_the_id_has_32_hexadecimal_digits_and_the_name_is_free_after_deleting(
    visitor: Visitor,
) -> None:
    made = visitor.create_list()

    deleted = visitor.applovin("delete", app_list_id=made)

    assert re.fullmatch("[0-9a-f]{32}", made)
    assert (deleted.status, deleted.content) == (200, b"")
    assert json.loads(visitor.applovin("list").content) == {
        "code": 200,
        "app_lists": [],
        "count": 0,
    }
    assert visitor.create_list() != made


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_lines_are_read_leniently_under_every_label(visitor: Visitor, content_type: str) -> None:
    made = visitor.create_list()
    content = b"\xef\xbb\xbfcom.example.b\r\n\r\ncom.example.a\n553834731\n\n"

    reply = visitor.applovin("append", content, app_list_id=made, content_type=content_type)

    assert json.loads(reply.content) == {
        "code": 200,
        "app_list_id": made,
        "processed_apps": 3,
        "failed_apps": 0,
    }
    assert visitor.apps(made) == ["553834731", "com.example.a", "com.example.b"]


def test_a_charset_is_honoured(visitor: Visitor) -> None:
    made = visitor.create_list()
    content = "com.exämple".encode("latin-1")
    label = "text/plain; charset=iso-8859-1"

    visitor.applovin("append", content, app_list_id=made, content_type=label)

    assert visitor.apps(made) == ["com.exämple"]


def test_counts_are_those_of_the_page(visitor: Visitor) -> None:
    made = visitor.create_list()

    added = visitor.applovin("append", b"a\nb\nb\n\x01\n", app_list_id=made)
    removed = visitor.applovin("deleteApps", b"b\nc\n\x01\n", app_list_id=made)

    counts = [json.loads(one.content) for one in (added, removed)]
    assert [one["processed_apps"] for one in counts] == [3, 1]
    assert [one["failed_apps"] for one in counts] == [1, 1]
    assert visitor.apps(made) == ["a"]


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xff\xfe\xfd"])
def test_a_body_without_apps_is_malformed(visitor: Visitor, content: bytes) -> None:
    made = visitor.create_list()

    assert visitor.applovin("append", content, app_list_id=made).status == 400


def test_a_list_of_json_is_refused_rather_than_read_as_one_line(visitor: Visitor) -> None:
    made = visitor.create_list()

    reply = visitor.applovin("append", b'["a"]', app_list_id=made, content_type="application/json")

    assert (reply.status, visitor.apps(made)) == (400, [])


def test_the_two_services_keep_apart(visitor: Visitor) -> None:
    visitor.create_list("VIP")
    visitor.create("VIP")

    assert visitor.applovin("list", app_list_id="1").status == 404
