"""Encoding Objects: how each property is written into a form, or as a part of its own."""

from __future__ import annotations

from typing import Final

from adlists._runtime.media import essence
from adlists.regenerate import openapi_objects
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.prepare.versions import modern
from adlists.regenerate.problems import Refusal

_STYLED: Final = ("style", "explode", "allowReserved")
_FORM: Final = "application/x-www-form-urlencoded"


def settle(document: Document, media: Node, label: str, *, sent: bool) -> Node:
    """Return the Encoding Objects of a media type, each with what counts there alone.

    A style makes pairs, as in a query, and with it no `contentType` counts; in parts it counts
    since OpenAPI 3.1, and in those of multipart/form-data alone. Of `headers` the values
    remain that a part always has.
    """
    made: Node = {}
    kind, older = essence(label), str(document.root["openapi"]).startswith("3.0")
    for name, given in mapping(media.get("encoding")).items():
        node = at(mapping(given), mapping(given))
        openapi_objects.demand(document, node, "Encoding")
        styled = [key for key in _STYLED if key in node]
        if kind.startswith("multipart/"):
            node = at(node, {**node, "headers": _headers(document, node, sent=sent)})
            if styled and (kind != "multipart/form-data" or older):
                message = f"{styled[0]} does not count in {kind}, where each value is a part"
                if kind == "multipart/form-data":
                    message += " (before OpenAPI 3.1)"
                _say(document, message, node, styled[0])
                styled, node = [], _without(node, *_STYLED)
        if styled and "contentType" in node and not (older and kind == _FORM):
            message = f"contentType does not count beside {styled[0]}"
            _say(document, message, node, "contentType")
            node = _without(node, "contentType")
        made[name] = node
    return made


def _without(node: Node, *keys: str) -> Node:
    return at(node, {key: value for key, value in node.items() if key not in keys})


def _headers(document: Document, encoding: Node, *, sent: bool) -> dict[str, str]:
    """Return the headers whose value the document has, and say what becomes of the others."""
    fixed: dict[str, str] = {}
    for name, given in mapping(encoding.get("headers")).items():
        if name.lower() in {"content-type", "content-disposition"}:
            continue
        try:
            node = document.resolve(mapping(given))
            schema = modern(document.resolve(mapping(node.get("schema"))))
        except Refusal as refusal:
            document.notes.append(refusal.problem)
            continue
        values = [schema["const"]] if "const" in schema else schema.get("enum") or []
        if len(values) == 1 and isinstance(values[0], str | int):
            fixed[name] = str(values[0])
            continue
        message = f"the header {name} of a part is not read"
        if sent:
            message = f"the header {name} of a part is sent where a File brings it (headers=…)"
        _say(document, message, encoding, "headers", name)
    return fixed


def _say(document: Document, message: str, node: Node, *steps: str) -> None:
    """Say something once of what several operations share."""
    problem = document.at(message, node, *steps)
    if problem not in document.notes:
        document.notes.append(problem)
