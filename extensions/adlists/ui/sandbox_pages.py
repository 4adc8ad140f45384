"""The pages of a sandbox: what is on its lists, what came to it, and what goes wrong on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Final

import attrs

from adlists._runtime import pointers, secrecy
from adlists.contract import Schema, Service
from adlists.contract.list_steps import IdentifierType, Lists
from adlists.errors import ConfigurationError
from adlists.sandbox import Accesses, Fault, Sandbox, received
from adlists.sandbox.rejections import RefusedError
from adlists.sandbox.store import Stored
from adlists.ui.document_pages import DocumentPages
from adlists.ui.site import PageRoute, Pages, Visit, WebPage, looks

_MEMBERS: Final = 50
_LISTS: Final = 200
_LATEST: Final = 6

#: Faults that people ask for first: what is written, and what it does.
_PRESETS: Final = (
    ("status=503,rate=0.1", "A tenth of all calls fails with 503."),
    ("status=429,count=2,retry_after=5", "The next two calls are too many: 429, wait 5 seconds."),
    ("expire,count=1", "The next call's token has ended."),
    ("delay=1", "Every reply takes a second longer."),
    ("drop=after,count=1", "The next call is done, but its reply is lost."),
    ("limits", "The documents' own rates hold."),
    ("refuse=0.01", "One row in a hundred is refused, always the same ones."),
    ("errors,count=1", "The next batch is answered with 200, and nothing was done."),
)


@attrs.frozen
class ListRow:
    """A list as a table shows it."""

    service: str
    title: str
    stored: Stored

    @property
    def size(self) -> int:
        """How many identifiers are on it, of all kinds."""
        return sum(self.stored.sizes.values())


def sandbox_site(sandbox: Sandbox, accesses: Accesses) -> Pages:
    """Return the site of a sandbox."""
    own = _SandboxPages(sandbox, accesses)
    documents = DocumentPages(sandbox, accesses)
    menu = (
        ("/", "Overview"),
        ("/-/lists", "Lists"),
        ("/-/calls", "Calls"),
        ("/-/faults", "Faults"),
        ("/-/documents", "Documents"),
    )
    routes = (
        PageRoute("GET", "/", looks(own.overview)),
        PageRoute("GET", "/-/lists", looks(own.lists)),
        PageRoute("GET", "/-/lists/{}/{}", looks(own.a_list)),
        PageRoute("GET", "/-/calls", looks(own.calls)),
        PageRoute("GET", "/-/calls/{}", looks(own.call)),
        PageRoute("GET", "/-/faults", looks(own.faults)),
        PageRoute("POST", "/-/faults", looks(own.switch)),
        *documents.routes(),
    )
    return Pages("adlists sandbox", menu, routes)


class _SandboxPages:
    def __init__(self, sandbox: Sandbox, accesses: Accesses) -> None:
        self._sandbox = sandbox
        self._accesses = accesses

    def overview(self, visit: Visit) -> WebPage:
        """Show the services, how to reach them, and what happened last."""
        found = self._lists()
        services: list[dict[str, Any]] = []
        for service in self._sandbox.services.values():
            mine = [row for row in found if row.service == service.name]
            services.append(
                {
                    "service": service,
                    "lists": len(mine),
                    "members": sum(row.size for row in mine),
                }
            )
        settings = [
            (f"ADLISTS_{name.upper()}_{key.upper()}", value)
            for name, info in self._sandbox.connection_info(visit.address).items()
            for key, value in info.items()
        ]
        values = {
            "services": services,
            "settings": settings,
            "address": visit.address,
            "faults": self._sandbox.faults(),
            "calls": self._lines(_LATEST),
        }
        return WebPage("overview.html", values)

    def lists(self, visit: Visit) -> WebPage:
        """Show all lists of all services."""
        del visit
        found = self._lists()
        return WebPage("lists.html", {"rows": found[:_LISTS], "count": len(found)})

    def a_list(self, visit: Visit) -> WebPage:
        """Show what is on a list: apps by name, people by digest."""
        name, key = visit.parts
        service = self._sandbox.services.get(name)
        kind = visit.query.get("kind")
        skip = visit.number("from")
        store = self._sandbox.store
        with store.transaction():
            stored = None if service is None else store.find(name, key)
            if service is None or stored is None:
                raise RefusedError(404, "list-unknown", "There is no such list, or not any more.")
            kinds = sorted(stored.sizes)
            chosen = kind if kind in kinds else next(iter(kinds), "")
            found = store.members(stored, chosen, skip=skip, limit=_MEMBERS)
        members = list(map(_shown_by(service, chosen), found))
        values: dict[str, Any] = {
            "row": ListRow(name, service.title, stored),
            "kinds": kinds,
            "kind": chosen,
            "members": members,
            "personal": is_personal(service),
            "skip": skip,
            "more": skip + len(found) < stored.sizes.get(chosen, 0),
            "page": _MEMBERS,
        }
        return WebPage("list.html", values)

    def calls(self, visit: Visit) -> WebPage:
        """Show the last calls."""
        del visit
        return WebPage("calls.html", {"calls": self._lines()})

    def call(self, visit: Visit) -> WebPage:
        """Show one call, its bodies redacted."""
        text = visit.parts[0]
        access = self._accesses.find(int(text)) if text.isdecimal() and len(text) < 10 else None
        if access is None:
            raise RefusedError(404, "call-unknown", "This call is not kept, or not any more.")
        values = {"access": access, "shown": self._accesses.show(access)}
        return WebPage("call.html", values)

    def faults(self, visit: Visit) -> WebPage:
        """Show the faults that are switched on, and those that may be."""
        del visit
        return self._faults()

    def _faults(self, text: str = "", problem: str = "") -> WebPage:
        operations = sorted(
            {
                operation.id
                for service in self._sandbox.services.values()
                for operation in service.operations
            }
        )
        values = {
            "faults": self._sandbox.faults(),
            "presets": _PRESETS,
            "operations": operations,
            "text": text,
            "problem": problem,
        }
        return WebPage("faults.html", values, 400 if problem else 200)

    def switch(self, visit: Visit) -> WebPage:
        """Switch a fault on or off."""
        off = visit.form.get("off", "")
        if off.isdecimal() and len(off) < 10:
            self._sandbox.switch_off(int(off))
            return WebPage(location="/-/faults")
        text = visit.form.get("on", "").strip()
        operation = visit.form.get("operation", "")
        wanted = f"{text},operation={operation}" if operation else text
        try:
            self._sandbox.switch_on(Fault.parse(wanted))
        except ConfigurationError as error:
            return self._faults(text, str(error))
        return WebPage(location="/-/faults")

    def _lists(self) -> list[ListRow]:
        store = self._sandbox.store
        found: list[ListRow] = []
        with store.transaction():
            for service in self._sandbox.services.values():
                if service.lists is not None:
                    rows = store.page(service.name)
                    found += [ListRow(service.name, service.title, stored) for stored in rows]
        return sorted(found, key=lambda row: (-row.stored.updated, row.service, row.stored.id))

    def _lines(self, most: int = 100) -> list[tuple[Any, str]]:
        latest = self._accesses.latest(most)
        return [(access, self._accesses.address(access.request)) for access in latest]


def is_personal(service: Service) -> bool:
    """Tell whether a service's rows are of people: its document marks them sensitive."""
    lists = service.lists
    step = None if lists is None else lists.add or lists.replace
    body = None if step is None else service.operation(step.operation).body
    if step is None or body is None:
        return True
    places = [at for at, value in pointers.leaves(step.body) if value == "$identifiers"]
    if not places:
        return True
    schemas = [body.schema, *_on_the_way(body.schema, places[0])]
    return any(schema.sensitive for schema in schemas) or secrecy.holds(schemas[-1])


def _on_the_way(schema: Schema, place: str) -> Iterable[Schema]:
    """Return the schemas from a body's down to that of the rows."""
    steps = pointers.steps(place)
    found = [
        pointers.schema_at(schema, "".join(f"/{step}" for step in steps[: length + 1]))
        for length in range(len(steps))
    ]
    return [inner for inner in found if inner is not None]


def _shown_by(service: Service, kind: str) -> Callable[[str], str]:
    """Return how members of a kind are shown: apps as they are, people by a digest."""
    lists = service.lists
    if lists is None or not is_personal(service):
        return str
    digest = _digest_of(lists, kind)

    def shown(value: str) -> str:
        return value if digest(value) else sha256(value.encode()).hexdigest()

    return shown


def _digest_of(lists: Lists, kind: str) -> received.Fits:
    known: IdentifierType | None = next(
        (entry for entry in lists.identifiers if entry.name == kind), None
    )
    return received.digest_of(known) if known is not None else lambda _: None
