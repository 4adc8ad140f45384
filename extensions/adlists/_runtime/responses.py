"""What a reply means: the result of a 2xx, or the error that stands for anything else.

A reply is read by its own Content-Type and charset, whatever was asked for. Text that the
service wrote for people becomes part of an error's message only after the credentials of
the request, its sensitive values, and whatever looks like an identifier are masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar, cast

import attrs

from adlists._runtime import media, redaction
from adlists._runtime.arrivals import Arriving, Whole, dropped
from adlists.contract import (
    Call,
    MediaType,
    Operation,
    Reply,
    Schema,
    Stream,
    is_dict,
    is_list,
    same,
)
from adlists.errors import (
    ApiError,
    ConfigurationError,
    DecodingError,
    UnexpectedStatus,
    for_status,
)
from adlists.hookspecs import Codec, FindCodec
from adlists.messages import MAX_REPLY, Request, Response, parse_content_type

T = TypeVar("T")

_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid")
_UNDOCUMENTED: Final = (
    "The document says nothing of this status: it may come from what stands before the service."
)
_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,12}/[a-z][a-z.+-]{0,60}")
_SEARCHED: Final = 2**16  # bytes of a page in which its title is looked for
_DEPTH: Final = 8  # of errors within errors
_KEPT: Final = 256  # labels of replies
_SHAPES: Final[dict[str, type[Any]]] = {"object": dict, "array": list}
# What building a model of plain data of another shape ends in.
_MISSHAPEN: Final = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def accept(operation: Operation[Any], preferred: str | None) -> str:
    """Return the Accept header: what the 2xx replies list, in their order, as falling q.

    Where those are all empty, what the error replies list; `*/*` where no reply has a body.
    """
    success = [reply for reply in operation.replies if reply.low // 100 == 2 and reply.media_types]
    offered = [item.media_types for item in success or operation.replies]
    names = list(dict.fromkeys(item.name for media_types in offered for item in media_types))
    if not names:
        return preferred or "*/*"
    if preferred in names:
        names.remove(preferred)
        names.insert(0, preferred)
    weights = [1000 - round(900 * index / len(names)) for index in range(len(names))]
    return ", ".join(
        name if weight == 1000 else f"{name};q={weight / 1000:.3f}".rstrip("0")
        for name, weight in zip(names, weights, strict=True)
    )


def request_id(
    headers: Mapping[str, str], request: Request | None, secrets: Iterable[str] = ()
) -> str | None:
    """Return the service's own name for a call, where it gave one, fit to be shown."""
    found = next((headers[name] for name in _REQUEST_IDS if name in headers), None)
    return None if found is None else redaction.identity(found, request, secrets)


class ReplyReader:
    """Reads replies, and keeps what was looked up for their operations and labels."""

    def __init__(self, find: FindCodec, credentials: Iterable[Any] = ()) -> None:
        self._find: Final = find
        self._credentials: Final = credentials
        self._known: dict[tuple[Operation[Any], int, str], Described] = {}

    def result(self, call: Call[T], response: Response, most: int = MAX_REPLY) -> T:
        """Return what a 2xx reply holds; raise the error that any other reply stands for.

        An item of a reply that still arrives has *most* bytes.
        """
        operation, status = call.operation, response.status
        if not 200 <= status <= 299:
            raise _error(call, response, operation.reply(status), self._find, self._credentials)
        if response.stream is not None or call.streamed:
            return cast("T", _handed_on(call, response, operation.reply(status), self._find, most))
        try:
            # The label is held by no name: a traceback may be shown with its locals.
            described = self._known.get(
                (operation, status, response.headers.get("content-type", ""))
            ) or self._described(operation, response)
            value: Any = None if described is None else parse(described, read(response, described))
        except DecodingError as error:
            failed = error
            failed.operation = operation.id
        except Exception as error:  # noqa: BLE001 - whatever a codec or a model makes of a reply
            failed = DecodingError(f"the reply cannot be read ({type(error).__name__})")
        else:
            result: T = value
            return result
        failed.status, failed.headers = response.status, response.headers
        failed.content, failed.attempts = response.content, response.attempts
        raise redaction.bare(failed)  # a codec's frames hold the reply, its errors may quote it

    def _described(self, operation: Operation[Any], response: Response) -> Described | None:
        """Look up what is documented for a success; None where it means nothing but that."""
        status = response.status
        documented = operation.reply(status)
        reply = documented
        if reply is None:  # an undocumented 2xx means what the documented one does
            reply = next(
                (item for item in operation.replies if item.low // 100 == 2 and item.parse), None
            )
            if not response.content:
                return None
        if reply is None or reply.parse is None or bodiless(operation, status):
            return None
        described = describe(reply, response, self._find)
        if documented is not None and len(self._known) < _KEPT:  # the label is the service's own
            self._known[operation, status, response.headers.get("content-type", "")] = described
        return described


def _handed_on(
    call: Call[Any], response: Response, reply: Reply | None, find: FindCodec, most: int
) -> Any:
    """Return the stream of a reply that still arrives, or of its bytes where all are here."""
    operation = call.operation
    if call.streamed:
        if response.stream is None:
            return Stream[Any]([response.content] if response.content else [], same)
        return Stream[Any](Arriving(operation, response, Whole(), most), same)
    described = describe(reply, response, find)
    codec: Any = described.codec
    if described.parse is None or not hasattr(codec, "reader"):
        dropped(response)
        msg = f"No codec reads {response.media_type} while it arrives ({operation.id})."
        raise ConfigurationError(msg)
    reader = codec.reader(described.schema, described.charset)
    return parse(described, Arriving(operation, response, reader, most))


def bodiless(operation: Operation[Any], status: int) -> bool:
    """Tell whether HTTP has no content for a reply (RFC 9110, sections 6.4.1 and 15)."""
    return operation.method == "HEAD" or status in {204, 205, 304}


def _shape_of(reply: Described) -> type[Any] | None:
    return None if reply.schema is None else _SHAPES.get(reply.schema.kind)


@attrs.frozen
class Described:
    """What the document says of one reply in the media type that it came in, and who reads it.

    `label` is that media type, None where the reply does not say. A `raw` reply may be empty.
    What the service wrote itself is never shown: it may repeat what it was sent.
    """

    label: str | None = attrs.field(default=None, repr=False)
    charset: str | None = attrs.field(default=None, repr=False)
    codec: Codec | None = None
    listed: tuple[MediaType, ...] = ()
    schema: Schema | None = None
    parse: Callable[[Any], Any] | None = None
    raw: bool = False
    shape: type[Any] | None = attrs.field(
        init=False, default=attrs.Factory(_shape_of, takes_self=True)
    )


def describe(reply: Reply | None, response: Response, find: FindCodec) -> Described:
    """Return what is documented for a reply's Content-Type; without one, for the first one."""
    header = response.headers.get("content-type", "")
    label, charset = parse_content_type(header)
    if reply is None:
        return Described(label, charset, _octets_aside(find(label or ""), None, find))
    offered = reply.media_types
    found = offered[0] if label is None and offered else None
    if label is not None:
        found = media.listed(offered, label, header)
    if found is None:
        codec = _octets_aside(find(label or ""), reply.schema, find)
        return Described(label, charset, codec, offered, reply.schema, reply.parse)
    codec = media.codec_of(found, label or media.essence(found.name), find)
    own = found.schema is not None
    schema = found.schema if own else reply.schema
    raw = schema is not None and schema.kind == "string" and codec is not None
    build = found.parse if own else reply.parse
    return Described(label, charset, codec, offered, schema, build, raw)


def _octets_aside(codec: Codec | None, schema: Schema | None, find: FindCodec) -> Codec | None:
    """Return the codec of an undocumented Content-Type; that of bytes where bytes are expected."""
    if codec is find(media.OCTETS) and (schema is None or schema.format != "binary"):
        return None
    return codec


def parse(reply: Described, data: Any) -> Any:
    """Build the Python value of a reply; a tree of the wrong shape is a DecodingError."""
    assert reply.parse is not None  # noqa: S101 - the caller has looked
    shape = reply.shape
    if shape is not None and not isinstance(data, (shape, Arriving)):
        assert reply.schema is not None  # noqa: S101 - the shape is of it
        if data is not None or not reply.schema.nullable:
            msg = f"the reply holds {_kind(data)} where the document says {reply.schema.kind}"
            raise DecodingError(msg)
    try:
        value: Any = reply.parse(data)
    except _MISSHAPEN as error:
        raise _misshapen(error) from None  # the original quotes the reply's values
    if type(value) is not Stream:
        return value
    items: Stream[Any] = value  # pyright: ignore[reportUnknownVariableType] - its caller knows them
    return items.refusing(_item_misshapen)


def _item_misshapen(index: int, error: Exception) -> Exception:
    return _misshapen(error, f"[{index}]") if isinstance(error, _MISSHAPEN) else error


def _misshapen(error: Exception, place: str = "") -> DecodingError:
    detail = f"{error} is missing" if isinstance(error, KeyError) else type(error).__name__
    msg = f"the reply does not have the shape that the document describes ({detail})"
    return DecodingError(msg, place=place)


def _kind(data: Any) -> str:
    names = {"dict": "object", "list": "array", "str": "string", "bool": "boolean"}
    return "null" if data is None else names.get(type(data).__name__, "number")


def read(response: Response, described: Described) -> Any:
    """Return the plain data of a reply, by its own Content-Type and charset."""
    content, codec = response.content, described.codec
    if not described.raw and (not content or content.isspace()):
        msg = f"the reply ({response.status}) is empty where the document describes a body"
        raise DecodingError(msg)
    if codec is None and looks_like_html(content):
        raise _html_page(response)
    if codec is None:
        label = described.label
        said = (
            "has no Content-Type" if label is None else f"is {_named(label)}, which no codec reads"
        )
        names = ", ".join(item.name for item in described.listed) or "none"
        msg = f"the reply ({response.status}) {said}; the document lists {names}"
        raise DecodingError(msg)
    try:
        return codec.decode(content, described.schema, described.charset)
    except DecodingError as error:
        if looks_like_html(content):
            raise _html_page(response) from error
        raise


def _named(label: str) -> str:
    """Return a media type, where it is no more than that."""
    return label if _MEDIA_TYPE.fullmatch(label) else "of an odd media type"


def _html_page(response: Response) -> DecodingError:
    msg = (
        f"the reply ({response.status}) is an HTML page; "
        "something between you and the service answered"
    )
    return DecodingError(msg)


def looks_like_html(content: bytes) -> bool:
    """Tell an HTML page from JSON that travels as text/html."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _error(
    call: Call[Any],
    response: Response,
    reply: Reply | None,
    find: FindCodec,
    credentials: Iterable[Any],
) -> ApiError:
    operation = call.operation
    data = body = None
    try:
        described = describe(reply, response, find)
        data = body = read(response, described)
        if described.parse is not None:
            body = parse(described, data)
    except Exception:  # noqa: BLE001, S110 - an error page is an error, and its bytes are kept
        pass
    kind = for_status(response.status)
    # Of other calls, too: a service may know the session's password by an earlier one.
    held = redaction.of_credentials(credentials)
    secrets = {*held, *redaction.secrets(call, response.request)}
    said = _said(data) or _said_plainly(response)
    parts = [f"{operation.id}: {response.status} {_phrase(response.status)}"]
    meaning = (reply.description if reply else "").strip()
    if said:
        parts.append(f"The service says: {redaction.mask(said, secrets)}")
    elif meaning:
        parts.append(meaning)
    identity = request_id(response.headers, response.request, secrets)
    hint = _UNDOCUMENTED if reply is None and kind is UnexpectedStatus else kind.hint
    message = ". ".join(part.rstrip(".") for part in parts) + f". {hint}"
    if identity:
        message += f" Request id: {identity}."
    error = kind(
        message,
        status=response.status,
        headers=response.headers,
        content=response.content,
        body=body,
        request_id=identity,
    )
    error.operation = operation.id
    error.attempts = response.attempts
    return error


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown Status"


def _said(data: Any) -> str:
    """Find the sentence meant for people in an error body of any of the usual shapes."""
    waiting = [data]
    for _ in range(_DEPTH):
        inner: list[Any] = []
        for part in waiting:
            if is_list(part):
                inner += part[:1]
            elif is_dict(part):
                lower = {key.lower(): value for key, value in part.items()}
                for key in _SENTENCES:
                    value = lower.get(key)
                    if isinstance(value, str) and value.strip():
                        return value.strip()
                inner += [lower.get("errors"), lower.get("error")]
        waiting = inner
    return ""


_SENTENCES: Final = (
    "message",
    "error_description",
    "detail",
    "details",
    "title",
    "code",
    "error",
)


def _said_plainly(response: Response) -> str:
    if looks_like_html(response.content):
        from html import unescape

        # Found, not matched: a pattern over somebody else's page may take for ever.
        page = response.content[:_SEARCHED]
        lower = page.lower()
        start = lower.find(b">", max(0, lower.find(b"<title")) + 6) + 1
        end = lower.find(b"</title", start)
        known = b"<title" in lower and 0 < start <= end
        words = unescape(page[start:end].decode("utf-8", "replace")) if known else ""
        return f"an HTML page, '{' '.join(words.split())}'" if words.strip() else "an HTML page"
    if response.media_type == "text/plain":
        return " ".join(response.content[:_SEARCHED].decode("utf-8", "replace").split())
    return ""
