"""A body as Python source: its type, its media types, and what builds or writes it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import attrs

from adlists._runtime.media import OCTETS, essence
from adlists.regenerate import expressions, keywords
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.endpoints import BodyNodes, Endpoint
from adlists.regenerate.expressions import CodeContext
from adlists.regenerate.prepare.contents import sequential
from adlists.regenerate.properties import Property

# What is written as a tree by a codec of its own, whatever its schema is.
_TREES: Final = ("json", "xml", "x-www-form-urlencoded", "yaml")
# Encodings that leave bytes as they are, as HTTP does.
_IDENTITIES: Final = frozenset({"7bit", "8bit", "binary"})
# An object labelled so is JSON: no other way is known to write one as such.
_JSON_BY_ANOTHER_NAME: Final = frozenset(
    {"application/javascript", "text/html", "text/javascript", "text/plain"}
)


@attrs.frozen
class BodyCode:
    """The body of a request, as Python source."""

    annotation: str
    required: bool
    media_types: str
    schema: str
    build: str
    description: str

    @property
    def signature(self) -> str:
        """Write the body as it stands in a signature."""
        return f"body: {self.annotation}{'' if self.required else ' | None = None'}"


def body(endpoint: Endpoint, scope: CodeContext) -> BodyCode | None:
    """Return what an operation sends; None where that is nothing."""
    if endpoint.body is None:
        return None
    node = endpoint.node["requestBody"]
    prop, schema = endpoint.body.first
    return BodyCode(
        annotation=annotation(endpoint.body, scope),
        required=bool(node.get("required")),
        media_types=media_types(endpoint.body, scope),
        schema=expressions.schema(prop, schema, scope),
        build=builder(prop, schema, scope),
        description=str(node.get("description") or ""),
    )


def annotation(content: BodyNodes, scope: CodeContext) -> str:
    """Write the type of a body: that of each media type, where they differ."""
    written: list[str] = []
    for name, media in content.media.items():
        prop = content.props[name]
        made = expressions.annotation(prop, media["schema"], scope)
        if sequential(name) and expressions.kind(prop) == "List" and not scope.sent:
            made = f"_Stream{made.removeprefix('list')}"
        written.append(made)
    return " | ".join(dict.fromkeys(written))


def builder(prop: Property, node: Node, scope: CodeContext, *, sequence: bool = False) -> str:
    """Write the function that builds a body; models are imported when it is first called."""
    if sequence and expressions.kind(prop) == "List" and not scope.sent:
        items = mapping(scope.document.resolve(node).get("items"))
        inner = expressions.build(prop.inner_property, items, scope) or "_same"
        return f"lambda _data: _streamed({inner}, _data)"
    made = expressions.build(prop, node, scope)
    if made is None:
        return "_same"
    return made if made.startswith("lambda") else f"lambda _data: {made}(_data)"


def media_types(content: BodyNodes, scope: CodeContext) -> str:
    """Write the media types of a body; one with another schema than the first has its own."""
    first, shared = content.first
    streams = sequential(next(iter(content.media)))
    written: list[str] = []
    for number, (name, media) in enumerate(content.media.items()):
        form = str(media.get("x-encode-as") or _form(name, media, scope))
        _say_unwritten(form, media, scope.document)
        arguments = [repr(name), repr(form)]
        encoding = _encoding(name, media, scope) if _is_form(name) else ""
        other = media["schema"] != shared or sequential(name) != streams
        if other or encoding:
            prop = content.props[name] if number else first
            given = expressions.schema(prop, media["schema"], scope)
            if encoding:
                given = f"{given[:-1]}, encoding={encoding})"
            arguments += [given, builder(prop, media["schema"], scope, sequence=sequential(name))]
        written.append(f"_MediaType({', '.join(arguments)})")
    return listed(written)


@cache
def _has_codec(form: str) -> bool:
    from adlists._runtime.registry import Registry
    from adlists.plugins import builtins

    return Registry(builtins(), environ={}).codec(form) is not None


def _say_unwritten(form: str, media: Node, document: Document) -> None:
    """Say that no codec of ours writes a media type; once for each of its places."""
    if form != "*/*" and not _has_codec(form):
        message = f"{form} has no codec here: pass a plugin that brings one, or x-encode-as"
        problem = document.at(message, media)
        if problem not in document.notes:
            document.notes.append(problem)


def _form(name: str, media: Node, scope: CodeContext) -> str:
    """Return the media type that writes what is labelled so: its own, or what its schema means.

    Bytes are bytes and text is text under any label; a range of anything else is JSON.
    """
    label = essence(name)
    schema = scope.document.resolve(media["schema"])
    if schema.get("type") == "string" and schema.get("format") == "binary":
        return "application/octet-stream"
    if label == "application/x-www-form-urlencoded" and schema.get("type") == "string":
        return "text/plain"  # a form that the caller has written
    if "*" in label and label.endswith("+json"):
        return "application/json"
    if label.endswith(_TREES) or label.startswith("multipart/") or sequential(label):
        return label
    if schema.get("type") == "string":
        return "text/plain"
    items = scope.document.resolve(schema.get("items"))
    if "*" not in label and "object" in {schema.get("type"), items.get("type")}:
        return "application/json" if label in _JSON_BY_ANOTHER_NAME else label
    if "*" not in label:
        return "text/plain" if label.startswith("text/") else label
    shaped = any(not keywords.light(key) for key in schema)
    return "application/json" if shaped else "*/*"


def _is_form(name: str) -> bool:
    return essence(name).startswith(("multipart/", "application/x-www-form-urlencoded"))


def _encoding(name: str, media: Node, scope: CodeContext) -> str:
    """Write the Encoding Objects of a form; nothing where there are none."""
    encodings: Node = dict(mapping(media.get("encoding")))
    if essence(name).startswith("multipart/"):
        for wire, node in mapping(
            scope.document.resolve(media["schema"]).get("properties")
        ).items():
            given = mapping(encodings.get(wire))
            said = _said(scope.document.resolve(node), scope.document)
            if said and given.keys().isdisjoint({"style", "explode"}):
                headers = {**mapping(said.get("headers")), **mapping(given.get("headers"))}
                encodings[wire] = {**said, **given, "headers": headers}
    written: list[str] = []
    for wire, node in encodings.items():
        arguments: list[str] = []
        if node.get("contentType"):
            types = [part.strip() for part in str(node["contentType"]).split(",")]
            arguments.append(f"media_types={tuple(types)!r}")
        if node.get("style"):
            arguments.append(f"style={str(node['style'])!r}")
        if isinstance(node.get("explode"), bool):
            arguments.append(f"explode={node['explode']!r}")
        if node.get("allowReserved") is True:
            arguments.append("reserved=True")
        if node.get("headers"):
            arguments.append(f"headers={node['headers']!r}")
        written.append(f"{wire!r}: _Encoding({', '.join(arguments)})")
    return f"{{{', '.join(written)}}}" if written else ""


def _said(schema: Node, document: Document) -> Node:
    """Return what the schema of a part says of its header; of Base64, that it is bytes.

    Since OpenAPI 3.1 `contentEncoding` means the header Content-Transfer-Encoding as well.
    """
    if schema.get("type") == "array":
        schema = document.resolve(schema.get("items"))
    encoding = str(schema.get("contentEncoding") or "").lower()
    encoding = "" if encoding in _IDENTITIES else encoding
    label = schema.get("contentMediaType")
    if label is None and (encoding or schema.get("format") == "byte"):
        label = OCTETS
    headers = {"headers": {"Content-Transfer-Encoding": encoding}} if encoding else {}
    return {"contentType": str(label), **headers} if label else {}


def listed(items: Any) -> str:
    """Write a tuple of what is source already."""
    return f"({''.join(f'{item}, ' for item in items)})"
