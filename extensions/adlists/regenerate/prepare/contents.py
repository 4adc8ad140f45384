"""Bodies and replies: their media types, each with a schema in form."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from adlists._runtime.media import EVENTS, OCTETS, SEQUENCES, essence
from adlists.contract import is_dict
from adlists.regenerate import openapi_objects
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare import json_types, part_encodings
from adlists.regenerate.prepare.classes import Spot, classes_in
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.prepare.shaper import Shaper
from adlists.regenerate.problems import Problem, Refusal

_STATUS: Final = re.compile(r"[1-9]\d\d|[1-5]XX|default")
# How the stock generator calls the bodies of an operation that takes several.
_LABELS: Final = {
    "application/x-www-form-urlencoded": "data",
    "multipart/form-data": "files",
    "application/octet-stream": "content",
}
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_TEXT: Final = ("text/",)
_PICTURES: Final = ("audio/", "image/", "video/")
_TREES: Final = ("json", "xml", "yaml", "x-www-form-urlencoded")


def sequential(label: str) -> bool:
    """Tell whether a media type is a sequence: lines of JSON, or events that a server sends."""
    return essence(label) in SEQUENCES


def body(document: Document, shaper: Shaper, raw: Node, name: str) -> Node | None:
    """Return a Request Body Object in form; None where it has no content."""
    node = at(mapping(raw["requestBody"]), document.resolve(raw["requestBody"]))
    content = mapping(node.get("content"))
    if not content:
        document.say("has no content, so that nothing is sent", node)
        return None
    made = _content(document, shaper, content, name, "body")
    for label in [label for label, media in made.items() if _is_no_form(label, media)]:
        if len(made) > 1:
            message = f"{label} holds an object and nothing else, so that it is left out"
            document.say(message, made.pop(label), "schema")
    return at(node, {**node, "content": made})


def _is_no_form(label: str, media: Node) -> bool:
    """Tell whether what a form has no words for is to be sent as one."""
    kind = media["schema"].get("type")
    form = essence(str(media.get("x-encode-as") or label))
    return form in _FORMS and kind is not None and kind != "object"


def replies(document: Document, shaper: Shaper, raw: Node, name: str) -> Node:
    """Return the replies of an operation in form, by status."""
    found: Node = {}
    for status, given in mapping(raw.get("responses")).items():
        if status.startswith("x-"):
            continue
        written = status if status == "default" else status.upper()
        if not _STATUS.fullmatch(written):
            message = f'{status!r} is no status: 200, 4XX or "default"'
            document.refuse(message, raw, "responses", status)
        if not is_dict(given):
            document.refuse("has to be an object", raw, "responses", status)
        node = at(given, document.resolve(given))
        content = mapping(node.get("content"))
        spot = f"response_{written}"
        found[written] = at(
            node,
            {
                **node,
                "description": str(node.get("description") or ""),
                "content": _content(document, shaper, content, name, spot),
                "headers": _headers(document, shaper, node, name, spot),
            },
        )
    return found


def _headers(document: Document, shaper: Shaper, reply: Node, parent: str, name: str) -> Node:
    """Return the headers of a reply in form; one that cannot be is said, and costs no more.

    Content-Type is left out, as the specification demands (Response Object, `headers`).
    """
    made: Node = {}
    for wire, given in mapping(reply.get("headers")).items():
        if wire.lower() == "content-type":
            continue
        try:
            node = at(mapping(given), document.resolve(given))
            content = list(mapping(node.get("content")).values())
            raw = document.resolve(content[0]).get("schema", {}) if content else node.get("schema")
            shaped = shaper.shape(
                {"type": "string"} if raw is None else raw, Spot(parent, f"{name}_{wire}")
            )
        except Refusal as refusal:
            document.notes.append(_undescribed(refusal.problem, wire))
            continue
        made[wire] = at(node, {**node, "schema": shaped})
    return made


def without_broken(document: Document, replies: Node, broken: Mapping[str, Problem]) -> None:
    """Leave out the headers of replies that are of classes which cannot be made, and say so."""
    for reply in replies.values():
        for wire, node in list(reply["headers"].items()):
            lost = sorted(classes_in(node["schema"]) & broken.keys())
            if lost:
                document.notes.append(_undescribed(broken[lost[0]], wire))
                del reply["headers"][wire]


def _undescribed(problem: Problem, wire: str) -> Problem:
    message = f"{problem.message}; the header {wire} is text, as nothing describes it"
    return attrs.evolve(problem, message=message)


def _content(document: Document, shaper: Shaper, content: Node, parent: str, name: str) -> Node:
    """Return media types in form; equal schemas become one, so that a body has one type."""
    made: Node = {}
    shaped: list[tuple[Any, Node]] = []
    for label, given in content.items():
        media = at(mapping(given), document.resolve(given))
        openapi_objects.demand(document, media, "Media Type")
        raw = _items(document, _octets(document, media, label), label)
        known = next((node for other, node in shaped if other == raw), None)
        if known is None:
            owner = f"{parent}_{_kind(label)}" if shaped else parent
            known = shaper.shape(raw, Spot(owner, name))
            shaped.append((raw, known))
        kept = {key: value for key, value in media.items() if key not in {"example", "examples"}}
        said = _examples(document, media, raw)
        if "encoding" in kept:
            kept["encoding"] = part_encodings.settle(document, media, label, sent=name == "body")
        made[label] = at(media, {**kept, "schema": known, "x-examples": said})
    return made


def _examples(document: Document, media: Node, raw: Any) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Return what a media type has as examples, by name: each with where it stands in there.

    Where it has none itself, those of its schema count.
    """
    found: dict[str, tuple[Any, tuple[str, ...]]] = {}
    if media.get("example") is not None:  # as some tools write none
        found["example"] = media["example"], ("example",)
    for name, given in mapping(media.get("examples")).items():
        with contextlib.suppress(Refusal):  # it leads nowhere, and nobody needs it
            node = document.resolve(given)
            for key in ("value", "dataValue", "serializedValue"):
                if key in node:
                    found[name] = node[key], ("examples", name)
                    break
    schema = Node()
    if not found and is_dict(raw):
        with contextlib.suppress(Refusal):
            schema = document.resolve(raw)
    if schema.get("example") is not None:
        found["example of the schema"] = schema["example"], ("schema",)
    for index, value in enumerate(sequence(schema.get("examples"))):
        found[f"example {index} of the schema"] = value, ("schema",)
    return found


def _kind(label: str) -> str:
    """Return what a class of a second media type is called by: `files`, `data`, `json`."""
    name = essence(label)
    return _LABELS.get(name) or re.split(r"\W", name.rpartition("/")[2] or name)[-1] or "other"


def _items(document: Document, raw: Any, label: str) -> Any:
    """Return the schema of a body: of a sequence a list, where the document describes an item."""
    if not sequential(label):
        return raw
    known = document.resolve(raw) if is_dict(raw) else Node()
    kinds = json_types.named(known)
    if "array" in kinds or ("string" in kinds and essence(label) != EVENTS):
        return raw
    return {"type": "array", "items": raw}


def _octets(document: Document, media: Node, label: str) -> Any:
    """Return the schema of a media type; of one that is nothing but bytes, that of bytes."""
    raw = _schema(media, label)
    kind = essence(label)
    if not (kind == OCTETS or kind.startswith(_PICTURES)) or not is_dict(raw):
        return raw
    known = document.resolve(raw)
    kinds = json_types.named(known)
    if "properties" not in known and "object" not in kinds and "array" not in kinds:
        return raw
    message = f"describes an object or a list, but {kind} is bytes, so that bytes are taken"
    document.say(message, media, "schema")
    return Node({"type": "string", "format": "binary"})


def _schema(media: Node, label: str) -> Any:
    """Return the schema of a media type: what it says, or what its label means."""
    if "schema" in media:
        return media["schema"]
    if "itemSchema" in media:  # OpenAPI 3.2: a sequence, such as lines or events
        return {"type": "array", "items": media["itemSchema"]}
    kind = essence(label)
    if sequential(label):
        return {"type": "array", "items": {"type": "string"} if kind == EVENTS else {}}
    if kind.endswith(_TREES) or kind == "*/*" or kind.startswith("multipart/"):
        return {}
    if kind.startswith(_TEXT):
        return {"type": "string"}
    return {"type": "string", "format": "binary"}
