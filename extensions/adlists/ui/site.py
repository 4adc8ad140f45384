"""A site of pages: which handler a request means, who may post, and what every reply says.

A page is a template and its values. Handlers are flows, so that one may ask the sandbox; what
blocks, such as a look into the store, does so in a thread.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from adlists.flow import Flow, block
from adlists.messages import Request, Response
from adlists.sandbox.rejections import RefusedError
from adlists.ui.rendering import render

#: Everything but the first page lies below it; no service can have that name.
BELOW: Final = "/-/"
_LARGEST: Final = 4 * 2**20  # bytes of a form
_STATIC: Final = {
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "cache-control": "no-store",
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Not `no-referrer`: the Origin of a form would be `null` then.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@attrs.frozen(eq=False, repr=False)
class Visit:
    """What a request asks for: the parts of its path, its query and its form, and from where."""

    parts: Sequence[str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    address: str

    def number(self, name: str) -> int:
        """Return a number of the query; 0 where it is none."""
        text = self.query.get(name, "")
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


@attrs.frozen(eq=False, repr=False)
class WebPage:
    """A template's name and its values, or the address of another page to go to instead."""

    template: str = ""
    values: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    status: int = 200
    location: str | None = None


PageHandler: TypeAlias = Callable[[Visit], Flow[WebPage]]
Look: TypeAlias = Callable[[Visit], WebPage]


@attrs.frozen(eq=False, repr=False)
class PageRoute:
    """Where a page stands: `{}` in the path stands for one segment of it."""

    method: str
    path: str
    handler: PageHandler

    def match(self, path: str) -> list[str] | None:
        """Return the parts that the path holds, or None where it is another's."""
        pattern = re.escape(self.path).replace(r"\{\}", "([^/]+)")
        found = re.fullmatch(pattern, path)
        return None if found is None else [unquote(part) for part in found.groups()]


def looks(function: Look) -> PageHandler:
    """Make a handler of a function that blocks."""

    def handler(visit: Visit) -> Flow[WebPage]:
        return block(lambda: function(visit))

    return handler


class Pages:
    """A site. *title* stands on every page, *menu* are its entries: addresses and words.

    A form is taken from these pages alone: whoever posts has to say the word that only they
    hold, and a browser has to name no other origin.
    """

    def __init__(
        self, title: str, menu: Sequence[tuple[str, str]], routes: Iterable[PageRoute]
    ) -> None:
        self._routes: Final = tuple(routes)
        self._word: Final = secrets.token_urlsafe(16)
        self._shared: Final = {"site": title, "menu": menu, "word": self._word}

    def has(self, request: Request) -> bool:
        """Tell whether a request is for a page."""
        path = urlsplit(request.url).path
        return path == "/" or path.startswith(BELOW)

    def respond(self, request: Request) -> Flow[Response]:
        """Answer a request; `HEAD` is `GET` without a body."""
        try:
            response = yield from self._respond(request)
        except RefusedError as problem:
            page = WebPage("problem.html", {"problem": problem}, problem.status)
            response = self._rendered(page, problem.headers, urlsplit(request.url).path)
        content = b"" if request.method == "HEAD" else response.content
        return attrs.evolve(response, headers={**_HEADERS, **response.headers}, content=content)

    def _respond(self, request: Request) -> Flow[Response]:
        parts = urlsplit(request.url)
        method = "GET" if request.method == "HEAD" else request.method
        name = parts.path.removeprefix(BELOW)
        if name in _STATIC and method == "GET":
            content = (files("adlists.ui") / "static" / name).read_bytes()
            headers = {"content-type": _STATIC[name], "cache-control": "max-age=60"}
            return Response(200, headers, content)
        fitting = [
            (route, values)
            for route in self._routes
            if (values := route.match(parts.path)) is not None
        ]
        if not fitting:
            raise RefusedError(404, "no-page", "There is no page at this address.")
        chosen = next((pair for pair in fitting if pair[0].method == method), None)
        if chosen is None:
            allowed = ", ".join(sorted({route.method for route, _ in fitting}))
            text = "This address does not take that."
            raise RefusedError(405, "method-not-allowed", text, {"allow": allowed})
        route, values = chosen
        form = self._form(request) if method == "POST" else {}
        address = f"{parts.scheme}://{parts.netloc}"
        visit = Visit(values, dict(parse_qsl(parts.query, keep_blank_values=True)), form, address)
        page = yield from route.handler(visit)
        if page.location is not None:
            return Response(303, {"location": page.location}, b"")
        response = yield from block(lambda: self._rendered(page, {}, parts.path))
        return response

    def _form(self, request: Request) -> dict[str, str]:
        site = request.header("sec-fetch-site")
        if site not in {None, "same-origin"} or request.header("origin") == "null":
            text = "This form was sent from another site's page. Nothing was done."
            raise RefusedError(403, "form-foreign", text)
        if len(request.content) > _LARGEST:
            raise RefusedError(413, "form-too-large", f"A form may have {_LARGEST:,} bytes.")
        label = Response(0, request.headers, b"").media_type
        form: dict[str, str] = {}
        if label == "application/x-www-form-urlencoded":
            text = request.content.decode("utf-8", "replace")
            form = dict(parse_qsl(text, keep_blank_values=True))
        if not secrets.compare_digest(form.pop("word", "").encode(), self._word.encode()):
            text = (
                "This form does not come from a page of this run. Nothing was done: go back, "
                "load the page again, and send it from there."
            )
            raise RefusedError(403, "form-unknown", text)
        return form

    def _rendered(self, page: WebPage, headers: Mapping[str, str], path: str) -> Response:
        values = {**self._shared, "here": path, **page.values}
        content = render(page.template, values)
        told = {"content-type": "text/html; charset=utf-8", **headers}
        return Response(page.status, told, content)
