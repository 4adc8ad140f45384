"""What a document says of its lists (`x-lists`): how a job finds, fills, reads and measures one.

A document's `x-lists` becomes a `Lists` in its generated package. Names of members are those of
the document; what is absent there is None or empty here. Two words are used throughout:

    pointer     a JSON pointer (RFC 6901) into the tree of a reply, such as `/data/0/id`;
                a `*` as a step stands for every item of a list
    template    plain data of a request's wire form, in which a string `$…` is an expression
                and `{$…}` inside of a string another; an expression without a value drops
                its member

Expressions: `$inputs.NAME`; `$list.id`, `.name`, `.description`; `$identifierType`,
`$identifierType.list`; `$identifiers` and `$identifier`; `$dry`; `$outputs.NAME`;
`$session.id`, `.seq`, `.last`, `.total`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs

Template: TypeAlias = Any
Pointer: TypeAlias = str
StepName = Literal[
    "find", "create", "add", "remove", "clear", "replace", "members", "size", "status"
]


@attrs.frozen(kw_only=True)
class Input:
    """Something a job has to be told, such as an advertiser's id: an option, a keyword.

    `needed` names the steps that cannot do without it, `identifiers` the types of identifiers
    that cannot. `env` says that ADLISTS_<SERVICE>_<NAME> may hold it; `sensitive` that it goes
    where the document says `x-sensitive`, so that it is never shown.
    """

    name: str
    type: Literal["string", "integer", "number", "boolean"] = "string"
    values: tuple[str | int | float, ...] = ()
    default: str | float | bool | None = None
    description: str = ""
    env: bool = False
    needed: tuple[StepName, ...] = ()
    identifiers: tuple[str, ...] = ()
    sensitive: bool = False


@attrs.frozen(kw_only=True)
class Step:
    """One call of the job: an operation, its parameters by wire name, and its body.

    Parameters and body are templates. `body` is None where the operation takes none.
    `session` says of `replace` that it takes the whole list as a numbered run of batches.
    """

    operation: str
    parameters: Mapping[str, Template] = attrs.field(factory=dict[str, Any])
    body: Template = None
    session: bool = False


@attrs.frozen(kw_only=True)
class PageField:
    """Where a request says which page is wanted: a member of its query or of its body.

    `name` is a parameter's name or a pointer into the body; `value` what it always holds.
    """

    place: Literal["query", "body"]
    name: str
    value: int | None = None


@attrs.frozen(kw_only=True)
class Paging:
    """How a listing goes on.

    by offset   `start` takes the number of items read so far
    by page     `start` takes the number of the page, the first being `first`
    by token    `start` takes what `next` points to in the reply, until that is absent
    by link     `next` points to the address of the next page

    A token, or a link of RFC 8288, may stand in the header `header` instead. `size` takes the
    number of items asked for; `total` points to how many there are.
    """

    by: Literal["offset", "page", "token", "link"]
    size: PageField | None = None
    start: PageField | None = None
    first: int = 1
    next: Pointer | None = None
    header: str | None = None
    total: Pointer | None = None


@attrs.frozen(kw_only=True)
class Find(Step):
    """How lists are listed: `items` points to them, `id` and `name` into each."""

    items: Pointer
    id: Pointer
    name: Pointer
    page: Paging | None = None


@attrs.frozen(kw_only=True)
class Create(Step):
    """How a list is made. Its id is at `id` in the reply, or in the header `header`.

    A name that is taken is told by `taken_status` or by `taken_code`, a problem's code.
    `wait` is how many seconds it takes until a list just made may be filled.
    """

    id: Pointer | None = None
    header: str | None = None
    taken_status: int | None = None
    taken_code: str | None = None
    wait: float = 0.0


@attrs.frozen(kw_only=True)
class Members(Step):
    """How a list's identifiers are read: `items` points to them, `value` into each."""

    items: Pointer
    value: Pointer = ""
    page: Paging | None = None


@attrs.frozen(kw_only=True)
class Size(Step):
    """How a list's size is read: `count` points to it, `matched` to how many are known.

    Where the reply lists several, `items` points to them and `id` into each; `count` and
    `matched` then, too, and `page` tells how the listing goes on. `delay` is how many seconds a
    size may lag behind a change.
    """

    count: Pointer
    matched: Pointer | None = None
    items: Pointer | None = None
    id: Pointer | None = None
    page: Paging | None = None
    delay: float = 0.0


@attrs.frozen(kw_only=True)
class IdentifierType:
    """A kind of identifiers: how its values are normalised, hashed and written.

    `value` is the type's name on the wire, `list` its value where a list is made. `normalize`
    are steps in order: trim, lower, upper, digits, plus, no-zeros, gmail. `hash` are the modes
    a user may choose from; empty where they leave as they are. `item` is the template of a
    row; None where a row is the plain string.
    """

    name: str
    value: str
    normalize: tuple[str, ...] = ()
    hash: tuple[str, ...] = ()
    encode: Literal["hex", "base64"] = "hex"
    item: Template = None
    list: str | None = None


@attrs.frozen(kw_only=True)
class Problems:
    """Where a reply names what it did not do: `at` points to lists, the others into each item.

    `index` points to the number, from 0, of the row that was not taken.
    """

    at: tuple[Pointer, ...]
    code: Pointer | None = None
    text: Pointer | None = None
    index: Pointer | None = None


@attrs.frozen(kw_only=True)
class Refusals:
    """How a service refuses a batch for some of its rows: nothing of it was taken.

    `at` points to lists in the body of a reply of that status, `field` into each item; the
    pattern `index` finds the row's number, from 0, as its first group.
    """

    status: int
    at: Pointer
    field: Pointer
    index: str


@attrs.frozen(kw_only=True)
class Criterion:
    """When a 2xx is good: what `at` points to is one of `values`; absent where there are none."""

    at: Pointer
    values: tuple[Any, ...] = ()


@attrs.frozen(kw_only=True)
class Outputs:
    """What the reply to a batch tells: counts, a sample, problems, and a key to ask by later."""

    valid: Pointer | None = None
    invalid: Pointer | None = None
    sample: Pointer | None = None
    key: Pointer | None = None
    problems: Problems | None = None
    refused: Refusals | None = None
    ok: Criterion | None = None


@attrs.frozen(kw_only=True)
class Rejected:
    """Where the state of a polled job names rejected rows: `at` points to lists."""

    at: Pointer
    reason: Pointer | None = None
    count: Pointer | None = None
    rows: Pointer | None = None


@attrs.frozen(kw_only=True)
class Status(Step):
    """How to ask what became of a batch that the service works through later.

    `each` points to a list of states where there are several, `state` into each. Asked every
    `every` seconds, for at most `within` seconds.
    """

    state: Pointer
    each: Pointer | None = None
    running: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    rejected: Rejected | None = None
    every: float = 60.0
    within: float = 86_400.0


@attrs.frozen(kw_only=True)
class RateLimit:
    """At most so many calls within so many seconds."""

    calls: int
    seconds: float


@attrs.frozen(kw_only=True)
class Limits:
    """What a batch and a job may take: rows, bytes, calls at once, and rates that all hold.

    `items` is the `maxItems` of the array that takes the identifiers, where the document
    does not say otherwise.
    """

    items: int | None = None
    bytes: int | None = None
    parallel: int | None = None
    rate: tuple[RateLimit, ...] = ()


@attrs.frozen(kw_only=True)
class Lists:
    """All that a document says of its lists. A step that is None is not offered."""

    identifiers: tuple[IdentifierType, ...]
    noun: str = "list"
    inputs: tuple[Input, ...] = ()
    find: Find | None = None
    create: Create | None = None
    add: Step | None = None
    remove: Step | None = None
    clear: Step | None = None
    replace: Step | None = None
    members: Members | None = None
    size: Size | None = None
    outputs: Outputs = Outputs()
    status: Status | None = None
    limits: Limits = Limits()
