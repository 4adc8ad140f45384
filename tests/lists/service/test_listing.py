"""A listing is read to its end, however its pages go on, and no further."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pytest
from hand_made import call
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists.contract import Call, NextPage
from adlists.contract.list_steps import PageField, Paging
from adlists.errors import DecodingError
from adlists.lists.service import listing
from adlists.lists.service.listing import links, pages
from adlists.lists.service.protocol import Replied, WithHeaders

HOME: Final = "https://lists.example/v1/lists"
START: Final = PageField(place="query", name="start")
WAYS: Final = {
    "offset": Paging(by="offset", start=START),
    "offset, with a total": Paging(by="offset", start=START, total="/total"),
    "page": Paging(by="page", start=START, first=0),
    "token": Paging(by="token", start=START, next="/next"),
    "token in a header": Paging(by="token", start=START, header="X-Next"),
    "link": Paging(by="link", next="/next"),
    "link in a header": Paging(by="link", header="Link"),
}


class Told:
    """A service that tells its items in pages; `asked` are the starts that it was asked for."""

    def __init__(self, page: Paging, parts: Sequence[Sequence[int]]) -> None:
        self.page = page
        self.parts = [list(part) for part in parts]
        self.asked: list[Any] = []

    def make(self, fields: Mapping[PageField, Any]) -> Call[Any]:
        self.asked.append(fields.get(START))
        return call(arguments={"thing": "a"})

    def read(self) -> list[Any]:
        """Return all items, as a job reads them."""
        dialogue = pages(self.make, self.page, "/items/*", "list_things")
        answer: Any = None
        while True:
            try:
                asked: Any = dialogue.send(answer)
            except StopIteration as ended:
                return [item for data in ended.value for item in data["items"]]
            assert isinstance(asked, WithHeaders)
            answer = self.answer(asked.call)

    def answer(self, asked: Call[Any]) -> Replied:
        number = self.number(asked)
        data: dict[str, Any] = {"items": self.parts[number] if number < len(self.parts) else []}
        headers: dict[str, str] = {}
        if self.page.total:
            data["total"] = sum(map(len, self.parts))
        following = self.following(number)
        if following is not None and self.page.header == "X-Next":
            headers["x-next"] = following
        elif following is not None and self.page.header:
            headers["link"] = f'</v1>; rel="start self", <{following}>; rel=next; title="a, b"'
        elif following is not None:
            data["next"] = following
        return Replied(data, headers, HOME)

    def number(self, asked: Call[Any]) -> int:
        start = self.asked[-1]
        if self.page.by == "link":
            address = asked.address if isinstance(asked, NextPage) else f"{HOME}?at=0"
            return int(address.rpartition("=")[2])
        if self.page.by == "offset":
            ends = list(itertools.accumulate(map(len, self.parts), initial=0))
            return ends.index(start)
        return int(start or 0)

    def following(self, number: int) -> str | None:
        if self.page.by in {"offset", "page"} or number + 1 >= len(self.parts):
            return None
        return f"?at={number + 1}" if self.page.by == "link" else str(number + 1)


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None, derandomize=True)
@given(sizes=st.lists(st.integers(1, 5), max_size=6))
def test_every_item_is_read_once_and_in_order(way: str, sizes: list[int]) -> None:
    numbers = itertools.count()
    parts = [list(itertools.islice(numbers, size)) for size in sizes]

    assert Told(WAYS[way], parts).read() == list(range(sum(sizes)))


@pytest.mark.parametrize("way", [way for way in WAYS if WAYS[way].by in {"token", "link"}])
def test_a_page_without_items_is_no_end_where_another_follows(way: str) -> None:
    assert Told(WAYS[way], [[1], [], [], [2]]).read() == [1, 2]


class Round(Told):
    """A service whose second page is followed by the second page."""

    def following(self, number: int) -> str:
        return "?at=1" if self.page.by == "link" else "1"


@pytest.mark.parametrize("way", [way for way in WAYS if WAYS[way].by in {"token", "link"}])
def test_pages_that_go_round_are_refused(way: str) -> None:
    with pytest.raises(DecodingError, match="list_things gives the same page again and again"):
        Round(WAYS[way], [[1], [2]]).read()


class Endless(Told):
    """A service that always has one more."""

    def number(self, asked: Call[Any]) -> int:
        return 0

    def following(self, number: int) -> str | None:
        return str(len(self.asked)) if self.page.by in {"token", "link"} else None


@pytest.mark.parametrize("way", [way for way in WAYS if WAYS[way].total is None])
def test_pages_without_end_are_refused(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_PAGES", 20)

    with pytest.raises(DecodingError, match="list_things gave 20 pages, and still has more"):
        Endless(WAYS[way], [[1]]).read()


@pytest.mark.parametrize("way", ["token", "link"])
def test_a_next_page_that_is_no_text_is_refused(way: str) -> None:
    told = Told(WAYS[way], [[1], [2]])
    told.following = lambda number: {"at": number}  # type: ignore[assignment, method-assign, return-value]  # what a service should not say

    with pytest.raises(DecodingError, match="does not say where the next page is"):
        told.read()


@settings(deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z0-9/?=&.,;-]{1,12}", fullmatch=True),
            st.sets(st.sampled_from(["next", "prev", "self"]), min_size=1),
            st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=8),
        ),
        max_size=4,
    )
)
def test_links_are_read_as_they_are_written(written: list[tuple[str, set[str], str]]) -> None:
    def quoted(text: str) -> str:
        escaped = text.replace("\\", r"\\").replace('"', r"\"")
        return f'"{escaped}"'

    header = ", ".join(
        f"<{target}>; title={quoted(title)}; rel={quoted(' '.join(sorted(relations)).upper())}"
        for target, relations, title in written
    )

    assert [(link.target, link.relations) for link in links(header)] == [
        (target, frozenset(relations)) for target, relations, _ in written
    ]


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_whatever_stands_in_a_header_of_links_is_read_or_passed_over(header: str) -> None:
    for link in links(header):
        assert link.target in header
