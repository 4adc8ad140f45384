"""The words of `x-lists`: which keys stand where, and what each holds.

`SHAPES` is the one table of them; the reader checks a document by it, and a test compares it
with `spec/x-lists.schema.json`, by which editors check. A value is one of

    text, pointer, integer, number, flag    what they say; a pointer is empty or begins with /
    place                                   a pointer into the body, or {header: name}
    scalar, data                            one value; any plain data, with expressions inside
    a|b|c                                   one of these words
    @name, {@name}, [@name]                 an object of that shape, a map or a list of them
    [text], [pointer]                       a list; one alone may stand without brackets

A key with `!` cannot be left out.
"""

from __future__ import annotations

from typing import Final

KEY: Final = "x-lists"

# Steps whose body is a frame around the identifiers, and all steps in the order of a job.
FILLING: Final = ("add", "remove", "replace")
STEPS: Final = (
    "find",
    "create",
    "add",
    "remove",
    "clear",
    "replace",
    "members",
    "size",
    "status",
)

NORMALIZE: Final = ("trim", "lower", "upper", "digits", "plus", "no-zeros", "gmail")
HASHES: Final = ("none", "md5", "sha1", "sha256", "sha512", "md5-sha256")

Shape = dict[str, str]

_STEP: Final[Shape] = {"operation!": "text", "parameters": "data", "body": "data"}

SHAPES: Final[dict[str, Shape]] = {
    "lists": {
        "noun": "text",
        "inputs": "{@input}",
        "find": "@find",
        "create": "@create",
        "add": "@step",
        "remove": "@step",
        "clear": "@step",
        "replace": "@replace",
        "members": "@members",
        "size": "@size",
        "outputs": "@outputs",
        "status": "@status",
        "identifiers!": "{@identifier}",
        "limits": "@limits",
    },
    "input": {
        "type!": "string|integer|number|boolean",
        "values": "[scalar]",
        "default": "scalar",
        "description": "text",
        "env": "flag",
        "needed": "data",  # steps, or {identifier: …}
    },
    "step": _STEP,
    "find": {
        **_STEP,
        "items!": "pointer",
        "id!": "pointer",
        "name!": "pointer",
        "page": "@page",
    },
    "page": {
        "by!": "offset|page|token|link",
        "size": "@field",
        "from": "@field",
        "first": "integer",
        "next": "place",
        "total": "pointer",
    },
    "field": {"in!": "query|body", "name!": "text", "value": "integer"},
    "create": {**_STEP, "id!": "place", "taken": "@taken", "ready": "@ready"},
    "taken": {"status": "integer", "code": "text"},
    "ready": {"wait!": "number"},
    "replace": {**_STEP, "session": "flag"},
    "members": {**_STEP, "items!": "pointer", "value": "pointer", "page": "@page"},
    "size": {
        **_STEP,
        "count!": "pointer",
        "matched": "pointer",
        "items": "pointer",
        "id": "pointer",
        "page": "@page",
        "delay": "number",
    },
    "outputs": {
        "valid": "pointer",
        "invalid": "pointer",
        "sample": "pointer",
        "key": "pointer",
        "problems": "@problems",
        "refused": "@refused",
        "ok": "@ok",
    },
    "problems": {
        "at!": "[pointer]",
        "code": "pointer",
        "text": "pointer",
        "index": "pointer",
    },
    "refused": {"status!": "integer", "at!": "pointer", "field!": "pointer", "index!": "text"},
    "ok": {"at!": "pointer", "values": "[scalar]"},
    "status": {
        **_STEP,
        "each": "pointer",
        "state!": "pointer",
        "states!": "@states",
        "rejected": "@rejected",
        "every": "number",
        "within": "number",
    },
    "states": {
        "running": "[text]",
        "done!": "[text]",
        "partly": "[text]",
        "failed": "[text]",
    },
    "rejected": {"at!": "pointer", "reason": "pointer", "count": "pointer", "rows": "pointer"},
    "identifier": {
        "value": "text",
        "normalize": "[text]",
        "hash": "[text]",
        "encode": "hex|base64",
        "item": "data",
        "list": "text",
    },
    "limits": {
        "items": "integer",
        "bytes": "integer",
        "parallel": "integer",
        "rate": "[@rate]",
    },
    "rate": {"calls!": "integer", "seconds!": "number"},
}
