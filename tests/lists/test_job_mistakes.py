"""What a job refuses before it sends anything, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

from adlists import AdlistsError, ArgumentError
from adlists.lists import sync, upload
from adlists.sandbox.practice import Practice
from adlists_api import applovin_v1

PEOPLE = ["ada@example.com", "bob@example.com"]
DEVICES = ["38400000-8cf0-11bd-b23e-10b96e40000d"]


@attrs.frozen
class Case:
    """A call of `upload`, and what its refusal says; *content* is that of a source's file."""

    said: str
    options: dict[str, Any]
    service: str = "criteo_v1"
    target: Any = "Buyers"
    source: Any = attrs.field(factory=lambda: PEOPLE)
    content: bytes | None = None


def of(said: str, *, source: Any = PEOPLE, **options: Any) -> Case:
    """Return a job for an audience, whose e-mail addresses leave as digests."""
    given = {"identifier": "email", "hash": "sha256", "advertiser": 1, **options}
    named = {name: given.pop(name) for name in ("target", "content") if name in given}
    return Case(said, {k: v for k, v in given.items() if v is not None}, source=source, **named)


CASES = [
    # options
    of("say advertiser, or give its id", advertiser=None),
    of("To create on criteo_v1, say advertiser (or set", target=7, advertiser=None, create=True),
    of("advertiser takes an integer.", advertiser="x"),
    of("gum_caller goes with identifiers of the type gum only.", gum_caller="5"),
    of("Identifiers of the type gum take gum_caller; say it.", identifier="gum", hash=None),
    of("criteo_v1 takes email, madid, identityLink, gum. Meant: gum?", identifier="gumx"),
    of("identifier takes text or nothing, not int.", identifier=3),
    of("There is no option 'identifer'. Meant: identifier?", identifer="email"),
    of("'md1' is no hash mode.", hash="md1"),
    of("Choose a hash: md5, sha256, md5-sha256.", hash="none", operation="replace"),
    of("cannot do without removing duplicates.", operation="replace", deduplicate=False),
    Case("To add on google_data_manager_v1, say account (or set ADLISTS_GOOGLE_DATA_MANAGER_V1_"
         "ACCOUNT) and terms (ACCEPTED).",
         {"identifier": "email", "hash": "sha256"}, "google_data_manager_v1"),
    Case("account_type is one of GOOGLE_ADS, ",
         {"identifier": "email", "hash": "sha256", "account": "1", "account_type": "x"},
         "google_data_manager_v1"),
    # what a service does not offer
    Case("has no way to empty a list", {"operation": "replace", "replace_all": True},
         "applovin_v1", source=["com.example"]),
    Case("has no way to make a list", {"create": True}, "applovin_suppression_v1", "1", DEVICES),
    Case("There is no snapshot of what this app holds", {"operation": "replace"},
         "applovin_suppression_v1", "1", DEVICES),
    # the list
    of("There is no audience of advertiser 1 of that name or id ('Buyers')."),
    of("holds an invisible character; write it anew.", target="VIP\u200b", create=True),
    of("Each audience is made under a name, and 12345 looks like an id.", target="12345",
       create=True),
    # the source
    of("strings have no columns.", column="email", create=True),
    of("is empty; expected identifiers.", source=[], create=True),
    of("is no path that this system can have.", source="x\0y", create=True),
    of("is no path that this system can have.", source="x" * 5000, create=True),
    of("No such file or directory.", source="none.csv", create=True),
    of("no address of a database", source="nothing://x", query="select 1", create=True),
    of("holds blank lines only", content=b"\n\n \n", create=True),
    of("not clear which mark parts its columns", content=b"a;b,c\nd,e;f\n", create=True),
    of("has no member that is text", content=b'{"a": 1}\n', format="jsonl", create=True),
    of("line 1: is an array; expected", content=b"[1]\n", format="jsonl", create=True),
    of("line 2: is not JSON; expected", content=b'{"email": "a@b.de"}\n{x\n', format="jsonl",
       create=True),
    of("is not UTF-16 throughout.", content="email\n\u00e4@b.de\n".encode("utf-16")[:-1],
       create=True),
]  # fmt: skip


@pytest.fixture
def practice() -> Iterator[Practice]:
    made = Practice()
    yield made
    made.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.said[:40])
def test_a_mistake_is_told_before_anything_is_put_on_a_list(
    case: Case, practice: Practice, tmp_path: Path
) -> None:
    source: Any = case.source
    if case.content is not None:
        source = tmp_path / "source.csv"
        source.write_bytes(case.content)
    api = practice.connect(import_module(f"adlists_api.{case.service}").Api).api
    before = members(practice, case.service)

    with pytest.raises(AdlistsError) as told:
        upload(api, case.target, source, state=tmp_path / "state", **case.options)

    assert case.said in str(told.value)
    assert members(practice, case.service) == before


def members(practice: Practice, service: str) -> dict[str, int]:
    """Return how many identifiers are on each list of a service that is not empty."""
    store = practice.sandbox.store
    with store.transaction():
        sizes = {known.key: sum(known.sizes.values()) for known in store.page(service)}
    return {key: size for key, size in sizes.items() if size}


def test_a_sync_takes_no_operation(practice: Practice) -> None:
    api = practice.connect(applovin_v1.Api).api

    with pytest.raises(ArgumentError, match="sync\\(\\) takes no operation"):
        sync(api, "Games", ["com.example"], operation="remove")
