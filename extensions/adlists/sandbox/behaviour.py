"""What a handler is asked, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs

from adlists.sandbox.store import Store

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@attrs.frozen(eq=False, repr=False)
class Ask:
    """One request, read and checked: its arguments by wire name, its body as plain data.

    `now` is in unix seconds. It has no `repr`: what it holds may be personal data.
    """

    arguments: Mapping[str, Any]
    body: Any
    store: Store
    now: float


@attrs.frozen(eq=False, repr=False)
class Answer:
    """A status and the plain data of the reply; None for an empty one."""

    status: int
    data: Any = None


Handler: TypeAlias = Callable[[Ask], Answer]


@attrs.frozen(eq=False)
class Behaviour:
    """What a service does: a handler for each operation id, and what is there from the start."""

    handlers: Mapping[str, Handler]
    prepare: Callable[[Store, float], None] = lambda _store, _now: None


def legible(text: str) -> bool:
    """Tell whether a text has something in it, and no control characters."""
    return not (text.isspace() or text == "" or _CONTROL.search(text))
