"""A service's lists, kept as its document describes them: a backend made of its `x-lists`.

Each operation that a step names is served by that step. Where several steps name one operation,
the constants in their templates tell which is meant: `operation: add`, `operation: remove`. An
operation at the address of one list, which no step names, is what HTTP says it is: GET tells
of the list, PUT and PATCH rename it, DELETE deletes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from adlists._runtime import pointers
from adlists.contract import Service
from adlists.contract.list_steps import Lists
from adlists.sandbox import templates
from adlists.sandbox.backends import Answer, Backend, Handler, Invocation
from adlists.sandbox.listings import Listings
from adlists.sandbox.memberships import Memberships
from adlists.sandbox.rejections import RefusedError, documented
from adlists.sandbox.service_lists import ServedStep, ServiceLists
from adlists.sandbox.vendors import Vendor


class ListBackend:
    """The backend of one service that has lists."""

    def __init__(self, service: Service, lists: Lists, vendor: Vendor, page_size: int) -> None:
        self.lists: Final = lists
        self.listings: Final = Listings(known := ServiceLists(service, lists, vendor), page_size)
        self._memberships = Memberships(known, page_size)
        self._known = known

    def backend(self) -> Backend:
        """Return the handlers of all operations that have to do with lists."""
        by_operation: dict[str, list[ServedStep]] = {}
        for served in self._known.served.values():
            by_operation.setdefault(served.operation.id, []).append(served)
        handlers = dict(self.listings.resources())
        handlers.update({key: self._dispatch(steps) for key, steps in by_operation.items()})
        handlers.update(self._known.vendor.handlers(self._known.realm))
        return Backend(
            handlers, lambda store, now: self._known.vendor.prepare(store, self._known.realm, now)
        )

    def _dispatch(self, steps: list[ServedStep]) -> Handler:
        performers: Mapping[str, Callable[[ServedStep, Invocation], Answer]] = {
            "add": self._memberships.change,
            "remove": self._memberships.change,
            "replace": self._memberships.replace,
            "clear": self._memberships.clear,
            "create": self.listings.create,
            "status": self._memberships.status,
            "find": self.listings.find,
            "size": self.listings.size,
            "members": self._memberships.members,
        }
        if len(steps) == 1:
            return lambda invocation: performers[steps[0].name](steps[0], invocation)
        differences = templates.distinguishing([served.template for served in steps])
        marks = [
            {at: templates.constants(served.template).get(at) for at in differences}
            for served in steps
        ]

        def handler(invocation: Invocation) -> Answer:
            request = {"parameters": invocation.arguments, "body": invocation.body}
            for served, mark in zip(steps, marks, strict=True):
                if all(pointers.find(request, at) == value for at, value in mark.items()):
                    return performers[served.name](served, invocation)
            wanted = " or ".join(served.name for served in steps)
            status = documented(steps[0].operation, 400)
            raise RefusedError(
                status, "operation-unknown", f"The sandbox takes this for {wanted}, not more."
            )

        return handler
