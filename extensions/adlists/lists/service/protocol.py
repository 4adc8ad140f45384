"""What a job asks of a service's lists. A document's `x-lists` compiles to it; a plugin may, too.

What takes calls is a dialogue: a generator that yields calls and receives their results, so
that it is the same for jobs that block and jobs that are awaited, and a test needs no server:

    found = yield call
    replied = yield WithHeaders(call)  # a `Replied`, where the body does not say everything
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import attrs

from adlists.contract import Call
from adlists.contract.list_steps import IdentifierType, Input, Limits, StepName
from adlists.errors import AdlistsError
from adlists.lists.service.frame import Frame
from adlists.lists.service.template import Variables

R = TypeVar("R")

Part = Literal["add", "remove", "replace"]


@attrs.frozen(eq=False)
class WithHeaders:
    """A call of a dialogue whose reply's headers and address are asked for, too."""

    call: Call[Any]


@attrs.frozen(eq=False, repr=False)
class Replied:
    """What a `WithHeaders` receives: what the reply holds, its headers and where it came from.

    The headers' names are in lower case. The address may hold a credential.
    """

    value: Any
    headers: Mapping[str, str]
    address: str


Dialogue: TypeAlias = Generator[Call[Any] | WithHeaders, Any, R]


@attrs.frozen
class ExistingList:
    """A list that a service has."""

    id: str
    name: str | None = None


@attrs.frozen
class ListSize:
    """How many identifiers a list holds, and how many of them the service knows."""

    count: int
    matched: int | None = None


@attrs.frozen(kw_only=True)
class BatchResult:
    """What became of a batch of identifiers.

    `valid` and `invalid` are the service's counts, None where it gives none. `rows` maps the
    number of each row that was not taken, from 0, to the reason; `sample` are values of some
    that were not. `problem` says why the batch does not count as done. `key` names what the
    service works through later.
    """

    valid: int | None = None
    invalid: int | None = None
    rows: Mapping[int, str] = attrs.field(factory=dict[int, str])
    sample: tuple[str, ...] = attrs.field(default=(), repr=False)
    problem: str | None = None
    key: str | None = None


@attrs.frozen(kw_only=True)
class BatchState:
    """How far the service is with a batch that it works through later.

    `rejected` is how many of its rows were not taken, `rows` the numbers, from 0, of those that
    are named, with their reasons.
    """

    state: Literal["running", "done", "partly", "failed"]
    rejected: int = 0
    reason: str = ""
    rows: Mapping[int, str] = attrs.field(factory=dict[int, str])


class ListService(Protocol):
    """The lists of one service."""

    @property
    def noun(self) -> str:
        """What its users call a list."""
        ...

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What a job has to be told."""
        ...

    @property
    def identifiers(self) -> Mapping[str, IdentifierType]:
        """The types of identifiers, by name."""
        ...

    @property
    def limits(self) -> Limits:
        """What a batch and a job may take."""
        ...

    @property
    def session(self) -> bool:
        """Whether a replace is a numbered run of batches, which acts with the last of them."""
        ...

    @property
    def delay(self) -> float:
        """For how many seconds a size may lag behind a change."""
        ...

    @property
    def every(self) -> float:
        """How many seconds to let pass between two questions for a batch's state."""
        ...

    @property
    def within(self) -> float:
        """For how many seconds to ask for a batch's state."""
        ...

    def offers(self, step: StepName) -> bool:
        """Tell whether the service can do this."""
        ...

    def takes(self, step: StepName) -> tuple[str, ...]:
        """Return the names of the inputs that a step cannot do without."""
        ...

    def looks_like_id(self, text: str) -> bool:
        """Tell whether a text has the form that this service's ids have."""
        ...

    def find(self, scope: Variables) -> Dialogue[list[ExistingList]]:
        """List the lists that there are."""
        ...

    def create(self, scope: Variables) -> Dialogue[ExistingList]:
        """Make a list of the scope's name."""
        ...

    def is_taken(self, error: AdlistsError) -> bool:
        """Tell whether a list could not be made because its name is taken."""
        ...

    def wait_after_create(self) -> float:
        """Return for how many seconds a list just made cannot be filled."""
        ...

    def members(self, scope: Variables) -> Dialogue[list[str]]:
        """Read the identifiers on a list."""
        ...

    def size(self, scope: Variables) -> Dialogue[ListSize | None]:
        """Ask how many identifiers a list holds; None where the reply does not tell."""
        ...

    def clear(self, scope: Variables) -> Dialogue[str | None]:
        """Take everything off a list; return the key of what the service does later, or None."""
        ...

    def frame(self, part: Part, scope: Variables, media_type: str | None, encode: Encode) -> Frame:
        """Write the body of a batch once, with a hole for its rows."""
        ...

    def batch(self, part: Part, scope: Variables, media_type: str, content: bytes) -> Call[Any]:
        """Return the call that sends a batch."""
        ...

    def repeatable(self, part: Part) -> bool:
        """Tell whether a batch may be sent again when nobody knows whether it arrived."""
        ...

    def result(self, reply: Any, sent: int) -> BatchResult:
        """Tell what a 2xx reply to a batch of that many rows says became of it."""
        ...

    def refused(self, error: AdlistsError) -> Mapping[int, str]:
        """Tell for which rows, by number from 0, a whole batch was refused; empty if unknown."""
        ...

    def state(self, scope: Variables) -> Dialogue[BatchState]:
        """Ask how far a batch is, whose key is `$outputs.key`."""
        ...


#: Writes plain data in a media type's form, for an operation's body: `(data, operation, form)`.
Encode: TypeAlias = Callable[[Any, Any, str], bytes]
