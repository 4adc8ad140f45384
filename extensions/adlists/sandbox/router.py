"""Which operation a request means: the table of the pipeline, read from the other end.

Each service stands under its own name: `/criteo_v1/v1/audiences`. Of several operations
that fit, the one with more fixed segments wins (OpenAPI 3.1, Paths Object), and then the
one that asks for more of the query's parameters: AppLovin's two ways to `/list`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from adlists.contract import Operation, Service
from adlists.sandbox.problems import Problem


@attrs.frozen(eq=False, repr=False)
class Route:
    """Where a request goes, and the texts it carries: path and query, by their wire names."""

    service: Service
    operation: Operation[Any]
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]


@attrs.frozen(eq=False)
class _Line:
    service: Service
    operation: Operation[Any]
    segments: tuple[str, ...]
    asked: frozenset[str]

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for mine, theirs in zip(self.segments, segments, strict=True):
            if mine.startswith("{") and mine.endswith("}"):
                found[mine[1:-1]] = theirs
            elif mine != theirs:
                return None
        return found


class Router:
    """The table of all operations."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._lines: Final[dict[tuple[str, int], list[_Line]]] = {}
        for service in services:
            for operation in service.operations:
                line = _line(service, operation)
                key = service.name, len(line.segments)
                self._lines.setdefault(key, []).append(line)
        for lines in self._lines.values():
            lines.sort(key=lambda one: (sum("{" in part for part in one.segments), -len(one.asked)))

    def find(self, method: str, url: str) -> Route:
        """Return the route of a request; raises `Problem`, 404 or 405, where there is none."""
        parts = urlsplit(url)
        name, *segments = [unquote(one) for one in parts.path.removeprefix("/").split("/")]
        query = _query(parts.query)
        lines = self._lines.get((name, len(segments)), ())
        fitting = [(one, path) for one in lines if (path := one.match(segments)) is not None]
        allowed = {one.operation.method for one, _ in fitting}
        fitting = [(one, path) for one, path in fitting if one.operation.method == method]
        if fitting:
            alike = [one for one in fitting if one[0].segments == fitting[0][0].segments]
            line, path = next((one for one in alike if one[0].asked <= query.keys()), alike[-1])
            return Route(line.service, line.operation, path, query)
        if allowed:
            methods = ", ".join(sorted(allowed))
            text = f"This address takes {methods}."
            raise Problem(405, "method-not-allowed", text, {"allow": methods})
        raise Problem(404, "no-such-address", "No operation has this address.")


def _line(service: Service, operation: Operation[Any]) -> _Line:
    asked = {one.name for one in operation.parameters if one.place == "query" and one.required}
    segments = tuple(operation.path.removeprefix("/").split("/"))
    return _Line(service, operation, segments, frozenset(asked))


def _query(text: str) -> dict[str, list[str]]:
    """Read a query as servers do: a plus is a space. Broken UTF-8 becomes U+FFFD."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return found
