"""What may be called: operations, their parameters, bodies and replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Literal, TypeVar

import attrs

from adlists.contract.hosts import Server
from adlists.contract.reply_headers import ReplyHeader
from adlists.contract.schemas import UNSET, Schema

T_co = TypeVar("T_co", covariant=True)

Place = Literal["path", "query", "querystring", "header", "cookie"]
Style = Literal[
    "simple", "label", "matrix", "form", "cookie", "spaceDelimited", "pipeDelimited", "deepObject"
]
Arguments = Mapping[str, Any]


def _usual_style(parameter: Parameter) -> Style:
    return "form" if parameter.place in {"query", "cookie"} else "simple"


def _usual_explode(parameter: Parameter) -> bool:
    return parameter.style in {"form", "cookie"}


@attrs.frozen(eq=False, repr=False)
class Parameter:
    """One parameter: `name` on the wire, `argument` in Python.

    `style` and `explode` say how lists and objects are written (Parameter Object). With
    `reserved` the characters that RFC 3986 reserves stand as they are (`allowReserved`).
    A parameter with a `media_type` is written by the codec of that type instead; one whose
    place is "querystring" is the whole query.
    """

    name: str
    argument: str
    place: Place
    required: bool
    schema: Schema
    description: str = ""
    style: Style = attrs.field(default=attrs.Factory(_usual_style, takes_self=True))
    explode: bool = attrs.field(default=attrs.Factory(_usual_explode, takes_self=True))
    reserved: bool = False
    media_type: str | None = None


@attrs.frozen
class MediaType:
    """A label that the document lists for a body, and the media type that writes it.

    The two differ where the document says so with `x-encode-as`: JSON that travels as
    text/html, raw lines that travel as application/x-www-form-urlencoded.
    `schema` and `parse` are given where they are others than those of the first media type.
    """

    name: str
    form: str
    schema: Schema | None = None
    parse: Callable[[Any], Any] | None = None


@attrs.frozen(eq=False, repr=False)
class Body:
    """What a request may carry. `parse` builds the Python value from plain data."""

    media_types: tuple[MediaType, ...]
    schema: Schema
    parse: Callable[[Any], Any]
    required: bool = True
    description: str = ""


@attrs.frozen(eq=False, repr=False)
class Reply:
    """What the document says of a status, or of a range of them.

    `low` and `high` are both included: 200..200, 400..499 for 4XX, 0..999 for default.
    `parse` is None where the reply has no body. `headers` are those that are described.
    """

    low: int
    high: int
    media_types: tuple[MediaType, ...] = ()
    schema: Schema | None = None
    parse: Callable[[Any], Any] | None = None
    description: str = ""
    headers: tuple[ReplyHeader[Any], ...] = ()


def _own_id(operation: Operation[Any]) -> str:
    return operation.id


@attrs.frozen(eq=False, repr=False)
class Operation(Generic[T_co]):
    """One method of a client: everything the document says of it.

    `security` lists alternatives; each names the schemes that must all be met. An empty
    tuple means that no credential is asked for.
    `idempotent` tells whether a call may be repeated when its outcome is unknown: by HTTP
    method (RFC 9110, section 9.2.2) unless the document says otherwise (`x-idempotent`).
    `max_reply` is the most bytes that a reply may have (`x-max-reply`), where the document
    knows better than the session.
    `document_id` is the operationId where several methods stand for one operation
    (`x-methods`); it equals `id` everywhere else.
    `servers` is empty where the operation is served where the service is. `scopes` has those
    that a token needs, by the name of the scheme that it is for.
    """

    id: str
    method: str
    path: str
    tag: str
    security: tuple[tuple[str, ...], ...]
    idempotent: bool
    replies: tuple[Reply, ...]
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    summary: str = ""
    description: str = ""
    document_id: str = attrs.field(default=attrs.Factory(_own_id, takes_self=True))
    max_reply: int | None = None
    servers: tuple[Server, ...] = ()
    scopes: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    def __repr__(self) -> str:
        return f"<Operation {self.id}>"

    def reply(self, status: int) -> Reply | None:
        """Return what the document says of a status: exact first, then range, then default."""
        found: Reply | None = None
        for reply in self.replies:
            if reply.low == status == reply.high:
                return reply
            if reply.low <= status <= reply.high and (
                found is None or reply.high - reply.low < found.high - found.low
            ):
                found = reply
        return found


@attrs.frozen(eq=False, repr=False)
class Encoded:
    """A body that is written already: its bytes, and the media type they are of.

    For jobs that write many bodies of one shape; the pipeline sends it as it is.
    """

    media_type: str
    content: bytes


@attrs.frozen(eq=False, repr=False)
class CallOptions:
    """What one call is sent with beside what its operation says.

    `timeout` is an `adlists.Timeout`; `headers` and `query` stand over what is there
    already, their names in lower case and as they are sent; `tags` are words for observers.
    `keep` is told the reply that the result was read of; `number` is what events call the call
    by, once it is under way.
    """

    timeout: Any = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    tags: Mapping[str, str] = attrs.field(factory=dict[str, str])
    keep: Callable[[Any], None] | None = None
    number: int = 0


@attrs.frozen(eq=False, repr=False, slots=False)  # one is made for each call: see `Request`
class Call(Generic[T_co]):
    """An operation with its arguments: what a method hands to the runtime.

    `body` is the value that the operation's model or type describes, or an `Encoded`.
    The result of a `streamed` call is a `Stream` of the bytes of a success.
    """

    operation: Operation[T_co]
    arguments: Arguments = attrs.field(factory=dict[str, Any])
    body: Any = UNSET
    content_type: str | None = None
    accept: str | None = None
    streamed: bool = False
    options: CallOptions | None = None

    @property
    def number(self) -> int:
        """What events call the call by, once it is under way in layers around it; else 0."""
        return 0 if self.options is None else self.options.number

    @property
    def tags(self) -> Mapping[str, str]:
        """Words that the caller has given the call, for observers."""
        return {} if self.options is None else self.options.tags

    def __repr__(self) -> str:
        return f"<Call {self.operation.id}>"  # arguments and body may be personal data


@attrs.frozen(eq=False, repr=False)
class NextPage(Call[T_co]):
    """The call for a further page of a listing, at the `address` that the page before gave.

    One that leads elsewhere than to the service's own origin is refused.
    """

    address: str = attrs.field(kw_only=True)
