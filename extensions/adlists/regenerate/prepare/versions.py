"""OpenAPI 3.0 said some things otherwise: a schema is read as 3.1 would have it.

- `nullable: true` is one more type, `"null"`. Where no `type` stands beside it, as around an
  `allOf`, it means nothing since 3.0.3; whoever wrote it meant null, which is taken as well;
- `exclusiveMinimum: true` beside `minimum` is `exclusiveMinimum` with the bound itself, and
  likewise at the upper end;
- `example` is a list of one, `examples`.

And 3.1 says others so: `contentEncoding: base64` is what `format: byte` was, and the media type
of an image or of a file without an encoding is what `format: binary` was.
"""

from __future__ import annotations

from typing import Any, Final

from adlists._runtime.media import essence
from adlists.regenerate.documents import Node, sequence
from adlists.regenerate.prepare.merging import at

_BYTES: Final = (
    "application/octet-stream", "application/pdf", "application/zip", "audio/", "font/", "image/",
    "video/",
)  # fmt: skip


def modern(node: Node) -> Node:
    """Return a schema in the words of OpenAPI 3.1; itself where it uses no others."""
    if not node.keys() & {"nullable", "exclusiveMinimum", "exclusiveMaximum"}:
        return node
    made = at(node, dict(node))
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(exclusive), bool) and made.pop(exclusive) and bound in made:
            made[exclusive] = made.pop(bound)
    if made.pop("nullable", False) is True:
        made = _nullable(made)
    return at(node, made)  # of what may be null, what stands around it as well


def encoded(node: Node) -> Node:
    """Return what the contents of a text make it: Base64, or bytes as they are; else nothing."""
    encoding = str(node.get("contentEncoding") or "").lower()
    if encoding == "binary":  # bytes as they are, whatever they are of (RFC 2045, 2.9)
        return {"type": "string", "format": "binary"}
    if encoding:
        return {"type": "string", "format": "byte"} if encoding == "base64" else {}
    label = essence(str(node.get("contentMediaType") or ""))
    return {"type": "string", "format": "binary"} if label.startswith(_BYTES) else {}


def _nullable(node: Node) -> Node:
    kinds: Any = node.get("type")
    if isinstance(kinds, str | list):
        listed = [kinds] if isinstance(kinds, str) else [*sequence(kinds)]
        node["type"] = [*listed, *([] if "null" in listed else ["null"])]
        if "enum" in node and None not in sequence(node["enum"]):
            node["enum"] = [*sequence(node["enum"]), None]
        return node
    return {"anyOf": [node, {"type": "null"}]} if node else node
