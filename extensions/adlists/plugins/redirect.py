"""Follows redirects, within the service's own origin only.

Transports follow none: what they would forward to another host (a key in a header of its
own, a list of people in a body) is theirs to guess and ours to know.
"""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import attrs

from adlists._runtime import redaction
from adlists.contract import Operation
from adlists.errors import RedirectRefused
from adlists.flow import Exchange, Flow, Layer
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response, origin

# RFC 9110, section 15.4: 307 and 308 keep method and body. The older three let a client
# turn a POST into a GET, which would silently drop the body: only a GET follows them.
_KEEPING: Final = frozenset({307, 308})
_REDIRECTS: Final = _KEEPING | {301, 302, 303}
_URI: Final = "!#$%&'()*+,/:;=?@[]~"


@attrs.frozen(eq=False)
class Redirect:
    """Follows redirects to the same origin, `limit` at most, and refuses every other."""

    name: ClassVar[str] = "redirect"
    limit: int = 5

    @hookimpl(place="redirect")
    def adlists_layer(self, operation: Operation[object]) -> Layer:
        """Return a layer that sends on what the service redirects."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                response = yield from proceed(request)
                hops = 0
                while response.status in _REDIRECTS and "location" in response.headers:
                    following = _following(request, response)  # refuses, whatever the method
                    if response.status not in _KEEPING and request.method not in {"GET", "HEAD"}:
                        return response
                    hops += 1
                    if hops > self.limit:
                        msg = f"{operation.id} was redirected more than {self.limit} times."
                        raise _refusal(msg, response)
                    request = following
                    response = yield from proceed(request)
                return response

            return exchange

        return layer


def _following(request: Request, response: Response) -> Request:
    try:
        target = _target(request, response)
        return attrs.evolve(request, url=target, attempt=response.attempts)
    except RedirectRefused as error:
        failed = error
    raise redaction.bare(failed)  # the frames below hold what the reply says


def _target(request: Request, response: Response) -> str:
    """Return where a reply points to, if the request may go there."""
    here = origin(request.url)
    try:
        pointed = quote(response.headers["location"].strip(), _URI)
        target = urldefrag(urljoin(request.url, pointed)).url
        parts = urlsplit(target)
        there = origin(target)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except ValueError:  # no number where a port should be, an unclosed bracket
        usable, target, there = None, "", ""
    if not usable:
        msg = (
            f"The reply ({response.status}) points to no usable address. "
            "Check the base URL, and what stands between you and the service."
        )
        raise _refusal(msg, response)
    if there != here:
        sent = response.request or request
        secrets = {*redaction.of_request(sent), *redaction.of_content(sent)}
        there = redaction.mask(there, secrets, longest=100)
        msg = (
            f"The reply ({response.status}) points from {here} to {there}, where neither body nor "
            "credential may go. If that is where the service lives now, set base_url to it."
        )
        raise _refusal(msg, response)
    return target


def _refusal(message: str, response: Response) -> RedirectRefused:
    error = RedirectRefused(message)
    error.attempts = response.attempts
    return error
