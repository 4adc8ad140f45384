"""Records what a service answered, once, and answers from that afterwards, without a network.

    session = connect(Api, credential, plugins=[Cassette(path)])

It is a layer between retry and the credentials: so it never sees a key or a token, and a
recording needs none when it is played. Of a request it keeps the method, the path, the query
and a digest of the body, never the body; what the document marks sensitive is masked, in the
query as in the reply.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl, urlsplit

import attrs

from adlists._runtime import secrecy
from adlists.contract import Operation, Schema, Service, is_dict, is_list
from adlists.errors import ConfigurationError
from adlists.flow import Exchange, Flow, Layer
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response

_MASK: Final = "[secure]"
_KEPT: Final = ("content-type", "etag", "last-modified", "retry-after", "x-request-id")


@attrs.define(eq=False)
class Cassette:
    """A recording in a file of JSON. It is played where it exists, and made where *record* is on.

    Each recorded reply is played once, in its order among those of the same request. A call
    that was not recorded is an error; nothing is ever sent while a recording is played.
    """

    name: ClassVar[str] = "cassette"
    path: Path
    record: bool = False
    _played: list[int] = attrs.field(factory=list[int], init=False)
    _lock: Any = attrs.field(factory=threading.Lock, init=False, repr=False)
    _entries: list[dict[str, Any]] = attrs.field(
        factory=list[dict[str, Any]], init=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        if self.record:
            return
        try:
            self._entries = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            msg = f"There is no recording {self.path}, and none is being made. Record it first."
            raise ConfigurationError(msg) from None

    @hookimpl(place="inside retry")
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that records or plays an operation; one that fetches tokens is neither."""
        if any(service.token_operation(scheme) is operation for scheme in service.schemes):
            return None

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                asked = _asked(operation, service, request)
                if not self.record:
                    return self._play(operation, asked)
                response = yield from proceed(request)
                self._keep(operation, asked, response)
                return response

            return exchange

        return layer

    def _play(self, operation: Operation[Any], asked: Mapping[str, Any]) -> Response:
        with self._lock:
            for index, entry in enumerate(self._entries):
                if entry["request"] == asked and index not in self._played:
                    self._played.append(index)
                    reply = entry["reply"]
                    return Response(reply["status"], reply["headers"], reply["content"].encode())
        msg = f"{self.path} holds no further reply to this call of {operation.id}. Record it anew."
        raise ConfigurationError(msg)

    def _keep(
        self, operation: Operation[Any], asked: Mapping[str, Any], response: Response
    ) -> None:
        reply = {
            "status": response.status,
            "headers": {name: response.headers[name] for name in _KEPT if name in response.headers},
            "content": _content(operation, response),
        }
        with self._lock:
            self._entries.append({"request": asked, "reply": reply})
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self._entries, indent=1), "utf-8")


def _asked(operation: Operation[Any], service: Service, request: Request) -> dict[str, Any]:
    """Return what tells a request from others, without what is sensitive in it."""
    hidden = {item.name for item in operation.parameters if item.schema.sensitive}
    parts = urlsplit(request.url)
    path = operation.path if _path_is_sensitive(operation) else parts.path
    return {
        "service": service.name,
        "method": request.method,
        "path": path.removeprefix(urlsplit(service.server).path),
        "query": [
            [name, _MASK if name in hidden else value]
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ],
        "body": sha256(bytes(request.content)).hexdigest() if request.content else "",
    }


def _path_is_sensitive(operation: Operation[Any]) -> bool:
    return any(item.place == "path" and item.schema.sensitive for item in operation.parameters)


def _content(operation: Operation[Any], response: Response) -> str:
    """Return the text of a reply, with what is sensitive masked."""
    if not response.content:
        return ""
    described = operation.reply(response.status)
    schema = Schema("any") if described is None else described.schema or Schema("any")
    try:
        if "json" in (response.media_type or "json"):
            return json.dumps(secrecy.veiled(json.loads(response.content), schema, _mask))
        text = response.content.decode()
    except ValueError:
        text = None
    if text is None or secrecy.holds(schema):
        msg = f"The reply of {operation.id} cannot be recorded: it is no JSON that can be masked."
        raise ConfigurationError(msg)
    return text


def _mask(value: Any) -> Any:
    """Stand in for what is sensitive, by something of the same kind."""
    if is_list(value):
        return [_mask(item) for item in value]
    if is_dict(value):
        return {name: _mask(item) for name, item in value.items()}
    return 0 if isinstance(value, int | float) else _MASK
