"""What a request may be refused for, and how the document says so in a body."""

from __future__ import annotations

from collections.abc import Mapping
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
    "title": "title",
    "status": "status",
}


@attrs.frozen
class Problem(Exception):
    """A refusal: a status, a code for programs and a sentence for people.

    The sentence never quotes a value of the request.
    """

    status: int
    code: str
    text: str
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


def refuse(status: int, code: str, text: str) -> NoReturn:
    """Refuse the request."""
    raise Problem(status, code, text)


def documented(operation: Operation[Any], *statuses: int) -> int:
    """Return the first of several statuses that the operation lists; else the first of all.

    Criteo's listing, for one, knows no 400: an advertiser that cannot be read is not in the
    portfolio, which is 403.
    """
    return next((one for one in statuses if operation.reply(one) is not None), statuses[0])


def body(problem: Problem, schema: Schema) -> dict[str, Any]:
    """Return the refusal in the words of an error schema: every field that it has and we know.

    Of two fields that differ by case alone, the first is told.
    """
    said = {
        "text": problem.text,
        "code": problem.code,
        "title": problem.code.replace("-", " ").replace("_", " ").capitalize(),
        "status": problem.status,
    }
    found: dict[str, Any] = {}
    for field in schema.fields:
        word = _WORDS.get(field.name.lower())
        if field.name.lower() in map(str.lower, found):
            continue
        if word is not None:
            value = said[word]
            found[field.name] = value if field.schema.kind == "integer" else str(value)
        elif field.schema.kind == "array" and field.schema.items is not None:
            items = field.schema.items
            found[field.name] = [body(problem, items)] if items.kind == "object" else []
    return found
