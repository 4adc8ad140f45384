"""Media types of a body: which of those that a document lists one is, ranges among them.

A document may list a range, such as `image/*`, `*/*` or `application/*+json`. What is listed
by name goes before a range, and a narrow range before a wide one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from adlists.contract import Body, File, MediaType, Operation
from adlists.errors import MediaTypeError
from adlists.hookspecs import Codec, FindCodec
from adlists.messages import parse_content_type

OCTETS: Final = "application/octet-stream"
EVENTS: Final = "text/event-stream"
#: Sequences with a JSON value a line, and those with a mark before each value (RFC 7464).
LINES: Final = frozenset(
    {
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
    }
)
RECORDS: Final = frozenset({"application/json-seq", "application/geo+json-seq"})
SEQUENCES: Final = frozenset({EVENTS, *LINES, *RECORDS})
# One of a family that everybody reads.
_JSON: Final = "application/json"
_COMMON: Final = {"image": "image/png", "text": "text/plain"}


def essence(name: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return parse_content_type(name)[0] or ""


def listed(offered: Sequence[MediaType], label: str, header: str = "") -> MediaType | None:
    """Return the media type or the range that covers a label (lower case, no parameters).

    Where several are alike but for their parameters, the *header* itself decides.
    """
    found: MediaType | None = None
    if ";" in header:
        plain = _without_blanks(header)
        for media in offered:
            if _without_blanks(media.name) == plain:
                return media
    for media in offered:
        name = media.name if media.name == label else essence(media.name)
        if name == label:
            return media
        if "*" in name and _covers(name, label) and (found is None or _wide(found) > _wide(media)):
            found = media
    return found


def _is_for(media: MediaType, label: str, offered: Sequence[MediaType]) -> bool:
    """Tell whether a label that a range covers is not listed by itself, for another body."""
    return not offered or listed(offered, label) in (None, media)


def _without_blanks(name: str) -> str:
    return "".join(name.lower().split())


def _covers(name: str, label: str) -> bool:
    family, _, kind = name.partition("/")
    here, _, there = label.partition("/")
    if family not in {"*", here}:
        return False
    return kind == "*" or (kind.startswith("*+") and there.endswith(kind[1:])) or kind == there


def _wide(media: MediaType) -> int:
    return media.name.count("*")


def codec_of(media: MediaType, label: str, find: FindCodec) -> Codec | None:
    """Return the codec for a body with that label, which *media* covers."""
    if media.form != "*/*" and ("*" not in media.name or media.form in {OCTETS, "text/plain"}):
        return find(media.form)
    found = find(label)
    if found is None and media.form == "*/*":  # anything at all: text is text, the rest bytes
        return find("text/plain" if label.startswith("text/") else OCTETS)
    return found or find(media.form)


def covered(media: MediaType, offered: Sequence[MediaType] = ()) -> str:
    """Return the name of a media type; of a range, that of one which no other of *offered* is."""
    name = media.name
    if "*" not in name:
        return name
    family, _, kind = essence(name).partition("/")
    if name == "*/*":
        names = [_JSON if "*" in media.form else media.form, "application/x+json"]
    elif kind == "*":
        names = [_COMMON.get(family, f"{family}/x"), f"{family}/x"]
    else:
        names = [f"{family}/{kind.replace('*', 'x')}"]
    return next((item for item in names if _is_for(media, item, offered)), names[-1])


def to_send(operation: Operation[object], body: Body, name: str) -> MediaType:
    """Return the media type that a caller chose; MediaTypeError where it is not listed."""
    label = essence(name)
    found = listed(body.media_types, label, name)
    if found is None or "*" in label:
        names = ", ".join(media.name for media in body.media_types)
        msg = f"{operation.id} does not list {name!r}; it takes {names}."
        raise MediaTypeError(msg)
    return found if found.name == name else attrs.evolve(found, name=name)


def label_of(operation: Operation[object], media: MediaType, value: object) -> str:
    """Return the Content-Type of a body for which the caller chose none.

    Where the document lists a range, such as `image/*`, the value has to tell.
    """
    if "*" not in media.name:
        return media.name
    if isinstance(value, File) and value.media_type:
        chosen = essence(value.media_type)
        if _covers(media.name, chosen):
            return value.media_type
    forms = [media.form]
    if media.form == "*/*":
        raw = isinstance(value, bytes | bytearray | memoryview | File)
        forms = [OCTETS] if raw else [_JSON]
        forms += ["text/plain"] if isinstance(value, str) else []
    offered = () if operation.body is None else operation.body.media_types
    for form in forms:
        if _covers(media.name, form) and _is_for(media, form, offered):
            return form
    msg = (
        f"{operation.id} takes any of {media.name}; say which one the body is, with "
        f"content_type=…, or with the media_type of a File."
    )
    raise MediaTypeError(msg)
