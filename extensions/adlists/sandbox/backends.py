"""What performs operations: an invocation comes in, plain data goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from adlists.messages import Request
from adlists.sandbox.faults import Verdict
from adlists.sandbox.store import Store


@attrs.frozen(eq=False, repr=False)
class Invocation:
    """One request, read and checked: its arguments by wire name, its body as plain data.

    `now` is in unix seconds. It has no `repr`: what it holds may be personal data.
    """

    request: Request
    arguments: Mapping[str, Any]
    body: Any
    store: Store
    now: float
    verdict: Verdict = attrs.field(factory=Verdict)


@attrs.frozen(eq=False, repr=False)
class Answer:
    """A status, the plain data of the reply (None for an empty one), and headers of its own.

    An example is made anew for the media type that is chosen.
    """

    status: int
    data: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    is_example: bool = attrs.field(default=False, kw_only=True)


Handler: TypeAlias = Callable[[Invocation], Answer]


@attrs.frozen(eq=False)
class Backend:
    """What a service does: a handler for each operation id, and what is there from the start.

    An operation without a handler is answered with an example from the document.
    """

    handlers: Mapping[str, Handler] = attrs.field(factory=dict[str, Handler])
    prepare: Callable[[Store, float], None] = lambda _store, _now: None
