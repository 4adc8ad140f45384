"""A listing read to its end: by offset, by page, by token or by link.

Nothing is taken for the end that may be none: a page without items may be followed by others
where a token or a link says so, and a page of fewer items than were asked for may be a limit of
the service's own. What never ends is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin

import attrs

from adlists._runtime import pointers
from adlists.contract import Call, NextPage, is_list, tree
from adlists.contract.list_steps import PageField, Paging
from adlists.errors import DecodingError
from adlists.lists.service.outcome import number
from adlists.lists.service.protocol import Dialogue, Replied, WithHeaders

#: Makes the call for a page, with the fields of the request that say which.
MakeCall = Callable[[Mapping[PageField, Any]], Call[Any]]

_PAGES: Final = 10_000  # more than any account has lists


def pages(make: MakeCall, page: Paging | None, at: str, name: str) -> Dialogue[list[Any]]:
    """Return the data of every page of a listing whose items are at a pointer.

    *name* is the operation's. Raises `DecodingError` where the pages go round, or never end.
    """
    if page is None:
        return [plain((yield make({})))]
    found: list[Any] = []
    seen: set[str] = set()
    count = 0
    start: Any = None if page.by in {"token", "link"} else 0 if page.by == "offset" else page.first
    address: str | None = None
    for _ in range(_PAGES):
        call = make(_asked(page, start))
        if address is not None:
            call = NextPage(call.operation, call.arguments, call.body, address=address)
        replied: Replied = yield WithHeaders(call)
        data = plain(replied.value)
        found.append(data)
        items = len(pointers.items(data, at))
        count += items
        if page.by in {"token", "link"}:
            following = _following(page, replied, data)
            if following is None:
                return found
            if following in seen:
                msg = f"{name} gives the same page again and again."
                raise DecodingError(msg)
            seen.add(following)
            start, address = (None, following) if page.by == "link" else (following, None)
        else:
            total = number(pointers.find(data, page.total)) if page.total else None
            if not items or (total is not None and count >= total):
                return found
            start = count if page.by == "offset" else start + 1
    msg = f"{name} gave {_PAGES:,} pages, and still has more."
    raise DecodingError(msg)


def plain(reply: Any) -> Any:
    """Return the plain data of a typed reply."""
    if is_list(reply):
        return [plain(item) for item in reply]
    return tree(reply, None)


def _asked(page: Paging, start: Any) -> dict[PageField, Any]:
    asked: dict[PageField, Any] = {}
    if page.size is not None and page.size.value is not None:
        asked[page.size] = page.size.value
    if page.start is not None and start is not None:
        asked[page.start] = start
    return asked


def _following(page: Paging, replied: Replied, data: Any) -> str | None:
    """Return the token or the absolute address of the next page; None where there is none."""
    if page.header is not None:
        told: Any = replied.headers.get(page.header.lower())
        if page.by == "link" and told is not None:
            told = next((link.target for link in links(told) if "next" in link.relations), None)
    else:
        told = pointers.find(data, page.next) if page.next is not None else None
    if told is None or told == "" or isinstance(told, bool):
        return None
    if not isinstance(told, str | int):
        msg = "the reply does not say where the next page is"
        raise DecodingError(msg)
    text = str(told).strip()
    return urljoin(replied.address, text) if page.by == "link" else text


@attrs.frozen
class Link:
    """A link of the header `Link` (RFC 8288): where it leads, and what for."""

    target: str
    relations: frozenset[str]


def links(header: str) -> Iterator[Link]:
    """Yield the links of a header; what is not written as RFC 8288 says is passed over."""
    rest = header
    while True:
        _, opened, rest = rest.partition("<")
        target, closed, rest = rest.partition(">")
        if not (opened and closed):
            return
        relations: set[str] = set()
        first = True
        while (rest := rest.lstrip(" \t")).startswith(";"):
            name, value, rest = _parameter(rest[1:])
            if name == "rel" and first:  # of several, the first counts (section 3.3)
                relations, first = set(value.lower().split()), False
        yield Link(target.strip(), frozenset(relations))


def _parameter(text: str) -> tuple[str, str, str]:
    """Return the name and the value of a link's parameter, and what follows it."""
    end = min((at for at in map(text.find, "=;,") if at >= 0), default=len(text))
    name, rest = text[:end].strip().lower(), text[end:]
    if not rest.startswith("="):
        return name, "", rest
    rest = rest[1:].lstrip(" \t")
    if not rest.startswith('"'):
        end = min((at for at in map(rest.find, ";,") if at >= 0), default=len(rest))
        return name, rest[:end].strip(), rest[end:]
    letters: list[str] = []
    at = 1
    while at < len(rest) and rest[at] != '"':
        at += rest[at] == "\\"
        letters.append(rest[at : at + 1])
        at += 1
    return name, "".join(letters), rest[at + 1 :]
