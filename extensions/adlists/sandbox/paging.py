"""Which part of a listing a request asks for, and how the reply says what follows."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from adlists._runtime import pointers
from adlists.contract import Operation, Reply
from adlists.contract.list_steps import PageField, Paging
from adlists.sandbox import replies
from adlists.sandbox.backends import Invocation
from adlists.sandbox.rejections import abort, documented


class Page:
    """One page: *usual* is its size where the request does not say."""

    def __init__(
        self,
        paging: Paging | None,
        operation: Operation[Any],
        invocation: Invocation,
        usual: int,
    ) -> None:
        self._paging = paging
        self._invocation = invocation
        self.headers: Final[dict[str, str]] = {}
        self.after = self.skip = 0
        self.size = 1 << 40
        if paging is None:
            return
        asked = self._value(paging.size)
        size = usual if asked is None else asked
        self.size = max(0, int(size))
        start = self._value(paging.start)
        if paging.by in {"token", "link"}:
            text = start if paging.start else dict(self._query()).get("cursor")
            self.after = 0 if text in {None, ""} else _cursor(str(text), operation)
        elif start is not None:
            number = int(start) - (paging.first if paging.by == "page" else 0)
            self.skip = max(0, number) * (self.size if paging.by == "page" else 1)

    @property
    def limit(self) -> int:
        """How many to read: one more than the page holds tells whether there is another."""
        return -1 if self._paging is None else self.size + 1

    def _value(self, field: PageField | None) -> Any:
        if field is None:
            return None
        if field.place == "query":
            return self._invocation.arguments.get(field.name)
        return pointers.find(self._invocation.body, field.name)

    def _query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self._invocation.request.url).query, keep_blank_values=True)

    def finish(self, data: Any, reply: Reply, total: int, last: str | None) -> Any:
        """Say how many there are, and where the next page begins; *last* is None at the end.

        What the document has in a header stands in `headers` from then on.
        """
        paging = self._paging
        assert paging is not None  # noqa: S101 - the caller has looked
        if paging.total:
            data = replies.put(data, paging.total, total, reply.schema)
        if last is not None and paging.by in {"token", "link"}:
            token = base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")
            following = self._link(token) if paging.by == "link" else token
            if paging.header:
                told = f'<{following}>; rel="next"' if paging.by == "link" else following
                self.headers[paging.header.lower()] = told
            elif paging.next:
                data = replies.put(data, paging.next, following, reply.schema)
        return data

    def _link(self, token: str) -> str:
        assert self._paging is not None  # noqa: S101 - the caller has looked
        name = self._paging.start.name if self._paging.start else "cursor"
        parts = urlsplit(self._invocation.request.url)
        query = [(key, value) for key, value in self._query() if key != name]
        return urlunsplit(parts._replace(query=urlencode([*query, (name, token)])))


def _cursor(text: str, operation: Operation[Any]) -> int:
    try:
        return int(base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}").decode("ascii"))
    except (binascii.Error, ValueError):
        abort(documented(operation, 400), "page-unknown", "There is no such page.")
