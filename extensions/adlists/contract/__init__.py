"""What generated code is made of.

A generated package holds models, one module per operation and a client; all three are
built from the values below and from attrs, and from nothing else. The runtime, the
sandbox and the command line read the same values, so that a fact stated in an OpenAPI
document is stated once.

Names follow the OpenAPI Specification 3.1 (https://spec.openapis.org/oas/v3.1.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final, Generic, Literal, Protocol, Self, TypeGuard, TypeVar, cast

import attrs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Kind = Literal["object", "array", "string", "integer", "number", "boolean", "null", "any"]
Place = Literal["path", "query", "header", "cookie"]
Arguments = Mapping[str, Any]


class Unset:
    """The type of `UNSET`: a field that is absent, as opposed to null."""

    _only: ClassVar[Any] = None

    def __new__(cls) -> Self:
        """Return the only one: fields are tested by identity as well as by type."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        only: Self = cls._only
        return only

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


def redacted(value: object) -> str:
    """Stand in for the `repr` of a field that the document marks `x-sensitive`."""
    if value is None or isinstance(value, Unset):
        return repr(value)
    if is_list(value) or is_dict(value):
        return f"[secure: {len(value)} items]"
    return "[secure]"


@attrs.frozen
class Xml:
    """The XML Object of a schema: how its element or attribute is written."""

    name: str | None = None
    namespace: str | None = None
    prefix: str | None = None
    attribute: bool = False
    wrapped: bool = False


@attrs.frozen(eq=False)
class Schema:
    """What a codec must know of a value: its kind, its parts and its XML Object.

    `variants` is filled where a value may be of several kinds (`type: [integer, string]`,
    `oneOf`); `kind` is then "any". `model` is called rather than held, so that models may
    refer to each other. Schemas compare by identity: a codec may keep what it compiled.
    """

    kind: Kind
    format: str | None = None
    nullable: bool = False
    sensitive: bool = False
    max_items: int | None = None
    enum: tuple[object, ...] = ()
    xml: Xml = Xml()
    items: Schema | None = None
    variants: tuple[Schema, ...] = ()
    model: Callable[[], type[Model]] | None = None
    _fields: tuple[Field, ...] | None = attrs.field(default=None, init=False, repr=False)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of an object, in the document's order; none for other kinds."""
        if self._fields is None:
            model = self.model() if self.model is not None else None
            object.__setattr__(self, "_fields", fields(model) if model is not None else ())
        return cast("tuple[Field, ...]", self._fields)


@attrs.frozen(eq=False, repr=False)
class Field:
    """One property of a model: its name on the wire, and its schema."""

    name: str
    required: bool
    schema: Schema
    description: str = ""


class Model(Protocol):
    """What every generated model offers: a tree of plain data, both ways."""

    SCHEMA: ClassVar[Schema]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: dict, list, str, int, float, bool, None."""
        ...

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Any:
        """Build the model from plain data; absent, null and unknown fields survive."""
        ...


def is_list(data: object) -> TypeGuard[list[Any]]:
    """Tell a list in a tree, or a tuple in its place; its items have no type yet."""
    return isinstance(data, list | tuple)


def is_dict(data: object) -> TypeGuard[dict[str, Any]]:
    """Tell an object in a tree; its members have no type yet."""
    return isinstance(data, dict)


def fields(model: type[Model]) -> tuple[Field, ...]:
    """Read the fields that the generator left in the attrs metadata of a model."""
    declared: tuple[attrs.Attribute[Any], ...] = attrs.fields(cast("type[Any]", model))
    return tuple(one.metadata["openapi"] for one in declared if "openapi" in one.metadata)


def tree(value: Any, schema: Schema | None) -> Any:
    """Return the plain data of a body: models become dicts, plain lists stay as they are."""
    if schema is not None and schema.kind == "array" and isinstance(value, list | tuple):
        items = schema.items
        if items is None or (items.model is None and items.kind not in {"any", "array"}):
            return cast("Any", value)  # plain strings by the thousand: no loop
        return [tree(item, items) for item in cast("list[Any]", value)]
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    return value if dump is None else dump()


def optional(build: Callable[[Any], Any], data: Any) -> Any:
    """Build a value from plain data; null and an absent value stay what they are."""
    return data if data is None or isinstance(data, Unset) else build(data)


def listed(data: Any) -> Any:
    """Build a list of plain data: leave it as it is. TypeError where there is no list."""
    if not isinstance(data, list | tuple):
        msg = "not a list"
        raise TypeError(msg)
    return data  # pyright: ignore[reportUnknownVariableType] - its items have no type yet


def each(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the items of a list; TypeError where there is no list."""
    return [build(item) for item in listed(data)]


def first(builds: tuple[Callable[[Any], Any], ...], data: Any) -> Any:
    """Build the first of several alternatives that the data fits; ValueError if none."""
    for build in builds:
        try:
            return build(data)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    msg = "none of the alternatives fits"
    raise ValueError(msg)


def same(data: Any) -> Any:
    """Build a value that is plain data already."""
    return data


def read_time(data: str) -> datetime:
    """Read a date-time (RFC 3339); fractions of a second are cut to six digits."""
    return datetime.fromisoformat(data.upper())


def plain(value: Any) -> Any:
    """Return the plain data of a value inside a model: of models, dates and lists of them."""
    dump: Callable[[], Any] | None = getattr(value, "to_dict", None)
    if dump is not None:
        return dump()
    if is_list(value):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return _write_time(value)
    return value.isoformat() if isinstance(value, date) else value


def _write_time(value: datetime) -> str:
    """Write a date-time (RFC 3339), whose offsets have no seconds; naive ones are refused."""
    offset = value.utcoffset()
    if offset is None:
        msg = "a date-time needs a time zone, such as tzinfo=datetime.UTC"
        raise ValueError(msg)
    return (value.astimezone(UTC) if offset % timedelta(minutes=1) else value).isoformat()


@attrs.frozen(eq=False, repr=False)
class Parameter:
    """One parameter: `name` on the wire, `argument` in Python."""

    name: str
    argument: str
    place: Place
    required: bool
    schema: Schema
    description: str = ""


@attrs.frozen
class MediaType:
    """A label that the document lists for a body, and the media type that writes it.

    The two differ where the document says so with `x-encode-as`: JSON that travels as
    text/html, raw lines that travel as application/x-www-form-urlencoded.
    """

    name: str
    form: str


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
    `parse` is None where the reply has no body.
    """

    low: int
    high: int
    media_types: tuple[MediaType, ...] = ()
    schema: Schema | None = None
    parse: Callable[[Any], Any] | None = None
    description: str = ""


def _own_id(operation: Operation[Any]) -> str:
    return operation.id


@attrs.frozen(eq=False, repr=False)
class Operation(Generic[T_co]):
    """One method of a client: everything the document says of it.

    `security` lists alternatives; each names the schemes that must all be met. An empty
    tuple means that no credential is asked for.
    `idempotent` tells whether a call may be repeated when its outcome is unknown: by HTTP
    method (RFC 9110, section 9.2.2) unless the document says otherwise (`x-idempotent`).
    `document_id` is the operationId where several methods stand for one operation
    (`x-methods`); it equals `id` everywhere else.
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

    def __repr__(self) -> str:
        return f"<Operation {self.id}>"

    def reply(self, status: int) -> Reply | None:
        """Return what the document says of a status: exact first, then range, then default."""
        found: Reply | None = None
        for one in self.replies:
            if one.low == status == one.high:
                return one
            if one.low <= status <= one.high and (
                found is None or one.high - one.low < found.high - found.low
            ):
                found = one
        return found


@attrs.frozen(eq=False, repr=False)
class Call(Generic[T_co]):
    """An operation with its arguments: what a method hands to the runtime."""

    operation: Operation[T_co]
    arguments: Arguments = attrs.field(factory=dict[str, Any])
    body: Any = UNSET
    content_type: str | None = None
    accept: str | None = None

    def __repr__(self) -> str:
        return f"<Call {self.operation.id}>"  # arguments and body may be personal data


@attrs.frozen
class Scheme:
    """A security scheme: what kind of credential, and where it goes.

    `kind` is the Security Scheme Object's `type`; `scheme` is the HTTP authentication
    scheme in lower case ("bearer", "basic") where `kind` is "http".
    """

    name: str
    kind: Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]
    scheme: str | None = None
    place: Literal["query", "header", "cookie"] | None = None
    parameter: str | None = None
    token_url: str | None = None
    scopes: tuple[str, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Service:
    """One document: its name as a Python package, its server and its operations.

    `server` is an address without a slash at its end; a session replaces it by its own
    base URL, so that whoever holds a `Service` knows where credentials may go.
    """

    name: str
    title: str
    version: str
    server: str
    operations: tuple[Operation[Any], ...]
    schemes: tuple[Scheme, ...] = ()
    description: str = ""

    def __repr__(self) -> str:
        return f"<Service {self.name} at {self.server}>"

    def operation(self, name: str) -> Operation[Any]:
        """Return the operation of that id; KeyError where there is none."""
        for one in self.operations:
            if one.id == name:
                return one
        raise KeyError(name)

    def token_operation(self, scheme: Scheme) -> Operation[Any] | None:
        """Return the operation that a scheme's token URL names, if this service has it."""
        if scheme.token_url is None:
            return None
        path = scheme.token_url.partition("?")[0].rstrip("/")
        for one in self.operations:
            if one.method == "POST" and path.endswith(one.path):
                return one
        return None


class Send(Protocol):
    """How a sync client reaches the runtime."""

    def __call__(self, call: Call[T], /) -> T:
        """Perform the call; return what its 2xx reply holds, or raise."""
        ...


class AsyncSend(Protocol):
    """How an async client reaches the runtime."""

    async def __call__(self, call: Call[T], /) -> T:
        """Perform the call; return what its 2xx reply holds, or raise."""
        ...


class Client:
    """What every generated `Api` is: a service and a way to reach it."""

    SERVICE: ClassVar[Service]

    def __init__(self, send: Send) -> None:
        self.send: Final = send


class AsyncClient:
    """What every generated `AsyncApi` is: a service and a way to reach it."""

    SERVICE: ClassVar[Service]

    def __init__(self, send: AsyncSend) -> None:
        self.send: Final = send
