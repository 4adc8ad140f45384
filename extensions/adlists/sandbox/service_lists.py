"""The lists of one service: whose each is, and which one a request means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote, unquote

import attrs

from adlists._runtime import pointers
from adlists.contract import Operation, Reply, Service, is_dict
from adlists.contract.list_steps import Lists, Step
from adlists.sandbox import replies, templates
from adlists.sandbox.backends import Invocation
from adlists.sandbox.rejections import abort, documented
from adlists.sandbox.sizes import Sizes
from adlists.sandbox.store import Store, Stored
from adlists.sandbox.templates import Bindings
from adlists.sandbox.vendors import Vendor

STEPS: Final = ("add", "remove", "replace", "clear", "create", "status", "find", "size", "members")


@attrs.frozen(eq=False, slots=False)
class ServedStep:
    """A step of `x-lists` with the operation that performs it."""

    name: str
    step: Step
    operation: Operation[Any]

    @cached_property
    def template(self) -> dict[str, Any]:
        """The whole of the step's request: its parameters and its body, apart."""
        return {"parameters": dict(self.step.parameters), "body": self.step.body}

    def bind(self, invocation: Invocation) -> Bindings:
        """Return what fills the holes of the step's template; refuse a text that does not fit."""
        found: Bindings = {}
        request = {"parameters": invocation.arguments, "body": invocation.body}
        templates.bind(self.template, request, found)
        if not templates.fits(self.template, request):
            text = "A text is not of the form that the sandbox reads."
            abort(documented(self.operation, 400), "argument-not-understood", text)
        return found


class ServiceLists:
    """The lists of one service, as its document and its vendor see them."""

    def __init__(self, service: Service, lists: Lists, vendor: Vendor) -> None:
        self.service: Final = service
        self.lists: Final = lists
        self.vendor: Final = vendor
        self.realm: Final = service.name
        self.sizes: Final = Sizes(lists.size.delay if lists.size else 0.0)
        self.served: Final = {
            name: ServedStep(name, step, service.operation(step.operation))
            for name in STEPS
            if (step := getattr(lists, name)) is not None
        }
        self._scope = self._scope_of_lists()

    def named(
        self, served: ServedStep, bound: Bindings, invocation: Invocation, *, fill: bool = False
    ) -> list[Stored]:
        """Return the lists that a request names; there has to be one, and each has to be there.

        Where lists are made elsewhere, each that is named is there.
        """
        keys = list(dict.fromkeys(strings(bound.get("$list.id", []))))
        if not keys:
            abort(documented(served.operation, 400, 404), "list-missing", "No list is named.")
        return [self._there(served, key, bound, invocation, fill=fill) for key in keys]

    def _there(
        self, served: ServedStep, key: str, bound: Bindings, invocation: Invocation, *, fill: bool
    ) -> Stored:
        store, operation = invocation.store, served.operation
        stored = store.find(self.realm, key)
        if stored is None and self.lists.create is None:
            store.create(self.realm, "", key, None, int(invocation.now), key)
            stored = store.find(self.realm, key)
        wait = self.lists.create.wait if self.lists.create and fill else 0.0
        if stored is None or invocation.now - stored.created < wait:
            abort(documented(operation, 404, 400, 403), "list-not-found", "There is no such list.")
        mine = self.inputs_of(stored)
        given = inputs_in(bound)
        if any(given.get(name, value) != value for name, value in mine.items()):
            abort(documented(operation, 404, 403, 400), "list-not-found", "It is somebody else's.")
        self.vendor.check_inputs(mine)
        return stored

    def existing(self, store: Store, key: str) -> Stored:
        """Return a list that is there."""
        stored = store.find(self.realm, key)
        assert stored is not None  # noqa: S101 - it was there a moment ago, in this transaction
        return stored

    def base(self, served: ServedStep, reply: Reply, invocation: Invocation) -> Any:
        """Return the reply as far as the request decides it: what is required, what is repeated."""
        data = replies.skeleton(reply.schema) if reply.media_types else None
        if data is None:
            return {}
        said = replies.project(templates.echo(served.step.body, invocation.body), reply.schema)
        return replies.merge(data, said) if is_dict(said) else data

    def owner(self, bound: Bindings) -> str:
        """Return whose a list is that is made with these inputs."""
        values = [text_of(templates.first(bound, name, "")) for name in self._scope]
        return "/".join(quote(value, "") for value in values)

    def owners(self, bound: Bindings) -> list[str] | None:
        """Return whose lists a request is about; None for all."""
        owners = [""]
        for index, name in enumerate(self._scope):
            if name not in bound:
                return None
            values = [quote(text, "") for text in strings(bound[name])]
            owners = [
                f"{owner}/{value}" if index else value for owner in owners for value in values
            ]
        return owners if self._scope else None

    def inputs_of(self, stored: Stored) -> dict[str, str]:
        """Return the inputs that say whose a list is."""
        values = stored.owner.split("/")
        names = [name.removeprefix("$inputs.") for name in self._scope]
        return dict(zip(names, map(unquote, values), strict=False)) if self._scope else {}

    def _scope_of_lists(self) -> tuple[str, ...]:
        """Return the inputs that lists are found by and made with: they say whose a list is."""
        both: list[set[str]] = []
        for name in ("find", "create"):
            served = self.served.get(name)
            if served is None:
                return ()
            secret = {
                parameter.name
                for parameter in served.operation.parameters
                if parameter.schema.sensitive
            }
            public = {
                key: value for key, value in served.step.parameters.items() if key not in secret
            }
            leaves = pointers.leaves([public, served.step.body])
            both.append({str(value) for _, value in leaves if str(value).startswith("$inputs.")})
        order = {f"$inputs.{known.name}": index for index, known in enumerate(self.lists.inputs)}
        return tuple(sorted(both[0] & both[1], key=lambda name: order.get(name, len(order))))


def text_of(value: Any) -> str:
    """Return an id or an input as text: 5.0 is 5."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def strings(values: Sequence[Any]) -> list[str]:
    """Return several ids or inputs as text."""
    return [text_of(value) for value in values]


def inputs_in(bound: Bindings) -> dict[str, str]:
    """Return the inputs of a request as text, the first where there are several."""
    return {
        name.removeprefix("$inputs."): text_of(values[0])
        for name, values in bound.items()
        if name.startswith("$inputs.") and values
    }
