"""The replies of an operation as Python source: what each holds, and its described headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from adlists._runtime.media import essence
from adlists.regenerate import expressions
from adlists.regenerate.body_code import annotation, builder, media_types
from adlists.regenerate.documents import mapping
from adlists.regenerate.endpoints import Endpoint, ResponseNode
from adlists.regenerate.expressions import CodeContext
from adlists.regenerate.names import Names, identifier
from adlists.regenerate.prepare.contents import sequential

_BODILESS: Final = frozenset({204, 205, 304})  # RFC 9110, section 15


@attrs.frozen
class HeaderCode:
    """One described header of a reply: its constant, its type, and the code that makes it."""

    name: str
    annotation: str
    code: str


@attrs.frozen
class ReplyCode:
    """One documented reply, as Python source; `build` is empty where it has no body."""

    low: int
    high: int
    media_types: str
    schema: str
    build: str
    description: str
    headers: tuple[HeaderCode, ...] = ()


def replies(
    endpoint: Endpoint, scope: CodeContext, taken: Iterable[str]
) -> Iterator[tuple[ReplyCode, str]]:
    """Yield each reply with the type of what it holds; no header takes a name that is *taken*."""
    names, known = (
        Names({name.casefold() for name in taken}),
        dict[tuple[str, str], HeaderCode](),
    )
    for reply in endpoint.replies:
        (low, high), described = reply.bounds, reply.node["description"]
        headers = tuple(_headers(reply, scope, names, known))
        empty = endpoint.method == "head" or (low == high and low in _BODILESS)
        if reply.content is None or empty:
            yield ReplyCode(low, high, "()", "", "", described, headers), "None"
            continue
        prop, schema = reply.content.first
        made = ReplyCode(
            low,
            high,
            media_types(reply.content, scope),
            expressions.schema(prop, schema, scope),
            builder(prop, schema, scope, sequence=sequential(next(iter(reply.content.media)))),
            described,
            headers,
        )
        yield made, annotation(reply.content, scope)


def _headers(
    reply: ResponseNode,
    scope: CodeContext,
    names: Names,
    known: dict[tuple[str, str], HeaderCode],
) -> Iterator[HeaderCode]:
    """Yield the described headers of a reply; equal ones of several replies are one."""
    strict = attrs.evolve(scope, lenient=False)  # an odd item makes the whole an odd one
    for wire, prop in reply.headers.items():
        node = reply.node["headers"][wire]
        marks = {key: node[key] for key in ("x-sensitive",) if key in node}
        schema = {**scope.document.resolve(node["schema"]), **marks}
        arguments = [
            repr(wire),
            expressions.schema(prop, schema, strict),
            builder(prop, schema, strict),
        ]
        if node.get("required") is True:
            arguments.append("required=True")
        if media := mapping(node.get("content")):
            arguments.append(f"media_type={essence(next(iter(media)))!r}")
        elif node.get("explode") is True:
            arguments.append("explode=True")
        if node.get("description"):
            arguments.append(f"description={str(node['description'])!r}")
        code = f"_ReplyHeader({', '.join(arguments)})"
        found = known.get((wire.lower(), code))
        if found is None:
            name = names.take(identifier(wire).upper())
            found = HeaderCode(name, expressions.annotation(prop, schema, strict), code)
            known[wire.lower(), code] = found
        yield found


def result(replies: list[tuple[ReplyCode, str]]) -> str:
    """Write the type of a call's result: of its successes, else of what any status means."""
    success = [kind for reply, kind in replies if 200 <= reply.low <= reply.high <= 299]
    chosen = success or [kind for reply, kind in replies if (reply.low, reply.high) == (0, 999)]
    parts = [item for item in dict.fromkeys(chosen) if item != "None"]
    return " | ".join([*parts, *(["None"] if "None" in chosen or not chosen else [])])
