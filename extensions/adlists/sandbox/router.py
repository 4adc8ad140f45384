"""Which operation a request means: the table of the pipeline, read from the other end.

Each service stands under its own name: `/petshop/v1/pets`. A parameter stands for a part of a
segment: `{id}.json`, `{file}:copy`. Of several operations that fit, the one with more fixed
text wins (OpenAPI 3.1, Paths Object), and then the one that asks for more of the query's
parameters. HEAD is GET without a body, where GET is harmless; OPTIONS tells what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from adlists._runtime.addresses import along
from adlists._runtime.requests import template
from adlists.contract import Operation, Service
from adlists.sandbox.rejections import RefusedError

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


@attrs.frozen(eq=False, repr=False)
class Route:
    """Where a request goes, and the texts it carries: path and query, by their wire names.

    `text` is the query as it came. `rivals` are other routes that a request may mean as well,
    since a server sees neither the names in their paths nor what follows a `#`.
    """

    service: Service
    operation: Operation[Any]
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    text: str = ""
    rivals: tuple[Route, ...] = ()


@attrs.frozen(eq=False)
class _Line:
    service: Service
    operation: Operation[Any]
    patterns: tuple[re.Pattern[str], ...]
    names: tuple[str, ...]
    rank: tuple[int, int, int]
    asked: frozenset[str]
    told: Mapping[str, str]

    @property
    def address(self) -> tuple[object, ...]:
        """All that a server sees of it."""
        return self.patterns, self.asked, self.told

    def fits(self, query: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether a query has what is asked, and what a path with a query says of it."""
        return self.asked <= query.keys() and all(
            text in query[name] for name, text in self.told.items() if "{" not in text
        )

    def within(self, query: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Return the parameters of the path that stand in the query of it."""
        found: dict[str, str] = {}
        for name, text in self.told.items():
            held = re.fullmatch(_pattern(text), query.get(name, [""])[0], re.DOTALL)
            found |= zip(_PARAMETER.findall(text), held.groups(), strict=True) if held else ()
        return found

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        values: list[str] = []
        for pattern, segment in zip(self.patterns, segments, strict=True):
            found = pattern.fullmatch(segment)
            if found is None:
                return None
            values += found.groups()
        return dict(zip(self.names, values, strict=True))


class Router:
    """The table of all operations."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._lines: Final[dict[tuple[str, int], list[_Line]]] = {}
        for service in services:
            for operation in service.operations:
                line = _line(service, operation)
                key = service.name, len(line.patterns)
                self._lines.setdefault(key, []).append(line)
        for lines in self._lines.values():
            lines.sort(key=lambda line: line.rank)

    def find(self, method: str, url: str) -> Route:
        """Return the route of a request; raises `RefusedError`, 404 or 405, where there is none.

        A `RefusedError` with a status of 204 is the answer to OPTIONS.
        """
        parts = urlsplit(url)
        name, *segments = parts.path.removeprefix("/").split("/")
        query = _query(parts.query)
        lines = self._lines.get((unquote(name), len(segments)), ())
        plain = [unquote(segment) for segment in segments]
        fitting = [(line, path) for line in lines if (path := line.match(plain)) is not None]
        allowed = {line.operation.method for line, _ in fitting}
        harmless = {line.operation.method for line, _ in fitting if line.operation.idempotent}
        wanted = "GET" if method == "HEAD" and "GET" in harmless else method
        chosen = [(line, path) for line, path in fitting if line.operation.method == wanted]
        if chosen:
            alike = [pair for pair in chosen if pair[0].rank[:2] == chosen[0][0].rank[:2]]
            first, *others = [pair for pair in alike if pair[0].fits(query)] or alike[-1:]
            rivals = (pair for pair in others if pair[0].address == first[0].address)
            route, *more = [
                Route(line.service, line.operation, path | line.within(query), query, parts.query)
                for line, path in (first, *rivals)
            ]
            return attrs.evolve(route, rivals=tuple(more)) if more else route
        if allowed:
            head = {"HEAD"} if "GET" in harmless else set[str]()
            methods = ", ".join(sorted({*allowed, *head, "OPTIONS"}))
            status = 204 if method == "OPTIONS" else 405
            text = f"This address takes {methods}."
            raise RefusedError(status, "method-not-allowed", text, {"allow": methods})
        if method == "OPTIONS" and parts.path in {"*", "/*"}:
            methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
            raise RefusedError(204, "method-not-allowed", "", {"allow": methods})
        raise RefusedError(404, "no-such-address", "No operation has this address.")


def _line(service: Service, operation: Operation[Any]) -> _Line:
    asked = {
        parameter.name
        for parameter in operation.parameters
        if parameter.place == "query" and parameter.required
    }
    path, _, inner = template(operation).partition("?")
    told = dict(parse_qsl(inner, keep_blank_values=True))
    asked |= told.keys()
    segments = f"{_below(service, operation)}{path}".removeprefix("/").split("/")
    patterns = tuple(re.compile(_pattern(segment), re.DOTALL) for segment in segments)
    names = tuple(_PARAMETER.findall(path))
    # Of the routes that fit: fewest parameters, most text, most conditions on the query.
    rank = len(names), -len(_PARAMETER.sub("", path)), -len(asked)
    return _Line(service, operation, patterns, names, rank, frozenset(asked), told)


def _below(service: Service, operation: Operation[Any]) -> str:
    """Return what stands before the path of an operation that has a server of its own."""
    if not operation.servers:
        return ""
    base = f"http://sandbox/{service.name}"
    return along(operation.servers[0].address(), service.server, base).removeprefix(base)


def _pattern(segment: str) -> str:
    """Return what a segment looks like. A whole segment may be empty, a part of one may not."""
    texts = _PARAMETER.split(segment)[::2]
    hole = "(.*)" if texts == ["", ""] else "(.+?)"
    return hole.join(re.escape(text) for text in texts)


def _query(text: str) -> dict[str, list[str]]:
    """Read a query as servers do: a plus is a space. Broken UTF-8 becomes U+FFFD."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return found
