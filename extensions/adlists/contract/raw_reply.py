"""The result of a call together with the reply that it was read of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, overload

import attrs

from adlists.contract.reply_headers import ReplyHeader

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@attrs.frozen(eq=False, repr=False)
class RawReply(Generic[T_co]):
    """The result of a call together with the reply that it was read of.

    `headers` are found whatever the case of a name; `request_id` is the service's own name
    for the call, where it gave one; `attempts` tells how often the call was sent.
    `described` are the headers that the document describes for this status.
    """

    result: T_co
    status: int
    headers: Mapping[str, str]
    content: bytes
    request_id: str | None
    attempts: int
    described: tuple[ReplyHeader[Any], ...] = ()

    @overload
    def header(self, described: ReplyHeader[T], /) -> T | str | None: ...

    @overload
    def header(self, described: str, /) -> Any: ...

    def header(self, described: ReplyHeader[Any] | str, /) -> Any:
        """Return the value of a header, which is read now; None where the reply has none.

        By a constant of the operation's module its type is known; by its name it is what the
        document says, or text. A text that is no such value stays text.
        """
        if isinstance(described, str):
            name = described.lower()
            known = (header for header in self.described if header.name.lower() == name)
            found = next(known, None)
            return self.headers.get(name) if found is None else found.read(self.headers)
        return described.read(self.headers)

    def __repr__(self) -> str:  # the result and the headers may hold people and secrets
        return f"<RawReply {self.status}, {len(self.content)} bytes>"
