"""The documents as pages: each operation with what it takes and answers, and a form to try it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import attrs

from adlists.contract import Operation, Schema, Service
from adlists.errors import AdlistsError, ConnectionLost
from adlists.flow import Flow, block
from adlists.messages import Response
from adlists.sandbox import Accesses, Sandbox
from adlists.sandbox.examples import example
from adlists.sandbox.rejections import RefusedError
from adlists.ui import try_form
from adlists.ui.site import PageRoute, Visit, WebPage, looks

_DEEPEST: Final = 6
_VALUES: Final = 12


@attrs.frozen
class Line:
    """One line of a schema's outline: how deep it stands, its name, and what it is."""

    depth: int
    name: str
    kind: str
    required: bool = False
    sensitive: bool = False
    description: str = ""


class DocumentPages:
    """The pages of the documents of a sandbox's services."""

    def __init__(self, sandbox: Sandbox, accesses: Accesses) -> None:
        self._sandbox = sandbox
        self._accesses = accesses

    def routes(self) -> tuple[PageRoute, ...]:
        """Return where they stand."""
        return (
            PageRoute("GET", "/-/documents", looks(self.documents)),
            PageRoute("GET", "/-/documents/{}", looks(self.document)),
            PageRoute("GET", "/-/documents/{}/{}", looks(self.operation)),
            PageRoute("POST", "/-/documents/{}/{}", self.attempt),
        )

    def documents(self, visit: Visit) -> WebPage:
        """Show the services."""
        del visit
        return WebPage("documents.html", {"services": list(self._sandbox.services.values())})

    def document(self, visit: Visit) -> WebPage:
        """Show the operations of a service."""
        service = self._service(visit.parts[0])
        base = f"{visit.address}/{service.name}"
        return WebPage("document.html", {"service": service, "base": base})

    def operation(self, visit: Visit) -> WebPage:
        """Show an operation, and the form to try it."""
        service, operation = self._found(visit)
        wanted = visit.query.get("type", "")
        return self._operation(service, operation, self._example(operation, wanted), {})

    def attempt(self, visit: Visit) -> Flow[WebPage]:
        """Send what the form holds, as a client would, and show what came of it."""
        service, operation = self._found(visit)
        form = visit.form
        said: dict[str, Any] = {}
        try:
            request = try_form.request(service, operation, form, self._sandbox.find_codec)
            if form.get("credentials"):
                request = self._sandbox.authorize(request)
        except (AdlistsError, RefusedError) as error:
            said["problem"] = error.text if isinstance(error, RefusedError) else str(error)
        else:
            at, began = time.time(), time.perf_counter()
            response: Response | None = None
            try:
                response = yield from self._sandbox.respond(request)
            except ConnectionLost:
                response = None
            seconds = time.perf_counter() - began
            access = self._accesses.note(request, response, at, seconds)
            shown = yield from block(lambda: self._accesses.show(access))
            said |= {"access": access, "shown": shown}
        kept = {**self._example(operation, form.get("type", "")), **form}
        return self._operation(service, operation, kept, said)

    def _operation(
        self, service: Service, operation: Operation[Any], form: dict[str, str], said: Any
    ) -> WebPage:
        body = operation.body
        values = {
            "service": service,
            "operation": operation,
            "fields": try_form.fields(operation),
            "form": form,
            "body": [] if body is None else list(outline(body.schema)),
            "replies": [
                (reply, [] if reply.schema is None else list(outline(reply.schema)))
                for reply in operation.replies
            ],
            "problem": "",
            "access": None,
            **said,
        }
        return WebPage("operation.html", values, 400 if said.get("problem") else 200)

    def _example(self, operation: Operation[Any], wanted: str) -> dict[str, str]:
        """Return what the form holds at first: an example of the body in its type."""
        form = {"credentials": "yes", "type": "", "accept": "", "body": ""}
        body = operation.body
        if body is None:
            return form
        chosen = next((media for media in body.media_types if media.name == wanted), None)
        chosen = chosen or body.media_types[0]
        form["type"] = chosen.name
        codec = self._sandbox.find_codec(chosen.form)
        schema = chosen.schema or body.schema
        if codec is not None:
            try:
                form["body"] = try_form.legible(codec.encode(example(schema), schema))
            except (AdlistsError, UnicodeDecodeError):
                form["body"] = ""
        return form

    def _service(self, name: str) -> Service:
        service = self._sandbox.services.get(name)
        if service is None:
            raise RefusedError(404, "document-unknown", "The sandbox has no such service.")
        return service

    def _found(self, visit: Visit) -> tuple[Service, Operation[Any]]:
        service = self._service(visit.parts[0])
        try:
            return service, service.operation(visit.parts[1])
        except KeyError:
            text = "The service has no such operation."
            raise RefusedError(404, "operation-unknown", text) from None


def outline(schema: Schema, name: str = "", depth: int = 0) -> Iterator[Line]:
    """Yield what a schema holds, line by line; what refers to itself ends after a few."""
    if not depth and schema.kind != "object":
        yield Line(0, name, kind_of(schema), sensitive=schema.sensitive)
    if schema.kind == "array" and schema.items is not None:
        yield from outline(schema.items, name, depth or 1)
    for variant in schema.variants:
        yield from outline(variant, name, depth or 1)
    if depth > _DEEPEST:
        return
    for field in schema.fields:
        inner = field.schema
        yield Line(
            depth, field.name, kind_of(inner), field.required, inner.sensitive, field.description
        )
        yield from outline(inner, field.name, depth + 1)


def kind_of(schema: Schema) -> str:
    """Say what a value of a schema is, in a few words."""
    if schema.enum:
        shown = ", ".join(str(value) for value in schema.enum[:_VALUES])
        return f"one of {shown}{', …' if len(schema.enum) > _VALUES else ''}"
    if schema.kind == "array" and schema.items is not None:
        most = f", at most {schema.max_items:,}" if schema.max_items is not None else ""
        return f"list of {schema.items.kind}{most}"
    kind: str = "anything" if schema.kind == "any" else schema.kind
    if schema.variants:
        kind = "one of several"
    return f"{kind} ({schema.format})" if schema.format else kind
