"""What a request may be refused for, and how the document says so in a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

import attrs

from adlists.contract import Operation, Schema

#: The fields that error bodies of the usual shapes have, and what each of them is told.
#: ASP.NET's Message, RFC 6749's error and error_description, RFC 9457's title and detail.
_WORDS: Final = {
    "message": "text",
    "error_description": "text",
    "detail": "text",
    "error": "code",
    "code": "code",
    "errorcode": "code",
    "reason": "code",
    "title": "title",
    "status": "status",
}


@attrs.frozen
class RefusedError(Exception):
    """A refusal: a status, a code for programs and a sentence for people.

    The sentence never quotes a value of the request. `shape` completes the body that is made
    of both.
    """

    status: int
    code: str
    text: str
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    shape: Callable[[Any], Any] | None = None


def abort(status: int, code: str, text: str) -> NoReturn:
    """Refuse the request."""
    raise RefusedError(status, code, text)


def documented(operation: Operation[Any], *statuses: int) -> int:
    """Return the first of several statuses that the operation lists; else the first of all.

    A listing, for one, may know no 400: an owner that cannot be read is then one whose lists
    the caller may not see, which is 403.
    """
    return next((status for status in statuses if operation.reply(status) is not None), statuses[0])


def body(problem: RefusedError, schema: Schema) -> dict[str, Any]:
    """Return the refusal in the words of an error schema, completed by the problem's `shape`."""
    data = _body(problem, schema)
    return data if problem.shape is None else problem.shape(data)


def _body(problem: RefusedError, schema: Schema, *, inner: bool = False) -> dict[str, Any]:
    """Fill every field that the schema has and we know.

    Of two fields that differ by case alone, the first is told; of several lists of problems,
    the first has the problem in it. Lists within its items stay empty.
    """
    said = {
        "text": problem.text,
        "code": problem.code,
        "title": problem.code.replace("-", " ").replace("_", " ").capitalize(),
        "status": problem.status,
    }
    found: dict[str, Any] = {}
    told = inner
    for field in schema.fields:
        word = _WORDS.get(field.name.lower())
        if field.name.lower() in map(str.lower, found):
            continue
        kind, items = field.schema.kind, field.schema.items
        if kind == "object" and field.schema.fields:
            found[field.name] = _body(problem, field.schema, inner=inner)
        elif kind == "integer" and word is not None:
            found[field.name] = problem.status
        elif kind == "string" and word is not None:
            found[field.name] = str(said[word])
        elif kind == "array" and items is not None:
            tells = items.kind == "object" and not told
            found[field.name] = [_body(problem, items, inner=True)] if tells else []
            told = told or tells
    return found
