"""The result of a call together with the reply that it was read of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import attrs

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen(eq=False, repr=False)
class RawReply(Generic[T_co]):
    """The result of a call together with the reply that it was read of.

    `headers` are found whatever the case of a name; `request_id` is the service's own name
    for the call, where it gave one; `attempts` tells how often the call was sent.
    """

    result: T_co
    status: int
    headers: Mapping[str, str]
    content: bytes
    request_id: str | None
    attempts: int

    def __repr__(self) -> str:  # the result and the headers may hold people and secrets
        return f"<RawReply {self.status}, {len(self.content)} bytes>"
