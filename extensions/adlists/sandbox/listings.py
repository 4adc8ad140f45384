"""Lists as such: finding and making them, telling their sizes, and each at its own address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import attrs

from adlists._runtime import pointers
from adlists.contract import Operation, is_list
from adlists.contract.list_steps import Find
from adlists.sandbox import replies, templates
from adlists.sandbox.backends import Answer, Handler, Invocation
from adlists.sandbox.paging import Page
from adlists.sandbox.rejections import abort, documented
from adlists.sandbox.service_lists import ServedStep, ServiceLists, inputs_in, strings, text_of
from adlists.sandbox.store import ListExistsError, Store, Stored


class Listings:
    """What a service tells of its lists. *page_size* is for whoever does not choose one."""

    def __init__(self, known: ServiceLists, page_size: int) -> None:
        self._known = known
        self._page_size = page_size
        self._prefix, self._described = self._place_of_facts()

    def make(self, store: Store, now: float, name: str, inputs: Mapping[str, object]) -> str:
        """Make a list without a request; return its id."""
        owner = self._known.owner({f"$inputs.{key}": [value] for key, value in inputs.items()})
        key = self._known.vendor.key()
        return store.create(self._known.realm, owner, name, None, int(now), key)

    def create(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Make a list, or several where the request has a place for each; all of them or none."""
        several = self._apart(served, invocation)
        if len(several) > 1:
            return self._together([self.create(served, alone) for alone in several])
        create, bound = self._known.lists.create, served.bind(invocation)
        assert create is not None  # noqa: S101 - its step is served
        names = bound.get("$list.name", [])
        if len(names) != 1:
            status = documented(served.operation, 400)
            abort(status, "name-missing", "A list needs a name.")
        name, description = names[0], templates.first(bound, "$list.description", None)
        self._known.vendor.check_name(name)
        self._known.vendor.check_inputs(inputs_in(bound))
        request = invocation.body if served.step.body is not None else invocation.arguments
        template = served.step.body if served.step.body is not None else served.step.parameters
        said = pointers.find(templates.echo(template, request), self._prefix)
        facts: dict[str, Any] = replies.project(said, self._item_schema()) or {}
        owner = self._known.owner(bound)
        if invocation.store.count(self._known.realm, owners=[owner], names=[name]):
            status = create.taken_status or documented(served.operation, 409, 400)
            code = create.taken_code or "name-taken"
            abort(status, code, "The owner has a list of this name already.")
        now = int(invocation.now)
        key = self._known.vendor.key()
        if bound.get("$dry") == [True]:
            stored = Stored(
                0, key or "0", owner, name, description, now, now, facts=facts, sizes={}
            )
        else:
            key = invocation.store.create(
                self._known.realm, owner, name, description, now, key, facts
            )
            stored = self._known.existing(invocation.store, key)
        reply = replies.success(served.operation)
        data = self._known.base(served, reply, invocation)
        if (
            self._known.lists.find is not None
            and create.id
            and create.id.endswith(self._known.lists.find.id)
        ):
            at = create.id.removesuffix(self._known.lists.find.id)
            shown = replies.project(self._item(stored), pointers.schema_at(reply.schema, at))
            if shown is not None:
                data = pointers.put(data, at, replies.merge(pointers.find(data, at), shown))
        if create.id is not None:
            data = replies.put(data, create.id, stored.key, reply.schema)
        headers = {create.header.lower(): stored.key} if create.header else {}
        data = self._known.vendor.answer("create", data, [stored], invocation)
        return Answer(reply.low, data, headers)

    def _apart(self, served: ServedStep, invocation: Invocation) -> list[Invocation]:
        """Return a request for each list that one asks for."""
        named = templates.place(served.step.body, "$list.name") or ""
        home, inside, _ = named.rpartition("/0/")
        items = pointers.find(invocation.body, home) if inside else None
        made = self._known.lists.create
        if not is_list(items) or made is None or not (made.id or "").rpartition("/0/")[1]:
            return [invocation]
        rest = pointers.put(deepcopy(invocation.body), home, [])
        return [
            attrs.evolve(invocation, body=pointers.put(deepcopy(rest), home, [item]))
            for item in items
        ]

    def _together(self, answers: Sequence[Answer]) -> Answer:
        """Return one reply that tells of the lists of several."""
        create = self._known.lists.create
        home = ((create and create.id) or "").rpartition("/0/")[0]
        told = [item for answer in answers for item in pointers.find(answer.data, home)]
        first = answers[0]
        return attrs.evolve(first, data=pointers.put(first.data, home, told))

    def find(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Tell the lists, page by page, and their sizes where the same reply has them."""
        find, bound = served.step, served.bind(invocation)
        assert isinstance(find, Find)  # noqa: S101 - it is the step of that name
        self._known.vendor.check_inputs(inputs_in(bound))
        filters: dict[str, Sequence[str] | None] = {
            "owners": self._known.owners(bound),
            "names": None if "$list.name" not in bound else strings(bound["$list.name"]),
            "keys": None if "$list.id" not in bound else strings(bound["$list.id"]),
        }
        store = invocation.store
        page = Page(find.page, served.operation, invocation, self._page_size)
        found = store.page(
            self._known.realm, **filters, after=page.after, skip=page.skip, limit=page.limit
        )
        more = len(found) > page.size
        found = found[: page.size]
        reply = replies.success(served.operation)
        data = self._known.base(served, reply, invocation)
        items = [self._item(stored, invocation) for stored in found]
        data = pointers.put(data, find.items, items)
        if find.page is not None:
            last = str(found[-1].id) if found else "0"
            total = store.count(self._known.realm, **filters) if find.page.total else 0
            data = page.finish(data, reply, total, last if more else None)
        told = self._known.vendor.answer("find", data, found, invocation)
        return Answer(reply.low, told, page.headers)

    def size(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Tell the size of a list, or of all."""
        size, bound = self._known.lists.size, served.bind(invocation)
        assert size is not None  # noqa: S101 - its step is served
        reply = replies.success(served.operation)
        data = self._known.base(served, reply, invocation)
        if size.items is None:
            [stored] = self._known.named(served, bound, invocation)[:1]
            count = self._known.sizes.told(self._known.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                data = replies.put(data, pointer, count, reply.schema)
            return Answer(reply.low, self._known.vendor.answer("size", data, [stored], invocation))
        owners = self._known.owners(bound)
        page = Page(size.page, served.operation, invocation, self._page_size)
        found = invocation.store.page(
            self._known.realm, owners=owners, after=page.after, skip=page.skip, limit=page.limit
        )
        more = len(found) > page.size
        found = found[: page.size]
        if "$list.id" in bound:
            found, more = self._known.named(served, bound, invocation), False
        schema = pointers.schema_at(reply.schema, f"{size.items}/0")
        items: list[Any] = []
        for stored in found:
            item = replies.put(replies.skeleton(schema), size.id or "/id", stored.key, schema)
            count = self._known.sizes.told(self._known.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                item = replies.put(item, pointer, count, schema)
            items.append(item)
        data = pointers.put(data, size.items, items)
        if size.page is not None:
            last = str(found[-1].id) if found else "0"
            total = invocation.store.count(self._known.realm, owners=owners)
            data = page.finish(data, reply, total, last if more else None)
        told = self._known.vendor.answer("size", data, found, invocation)
        return Answer(reply.low, told, page.headers)

    def _item(self, stored: Stored, invocation: Invocation | None = None) -> dict[str, Any]:
        """Return what a listing tells of a list: what was said of it, and its size."""
        find, size = self._known.lists.find, self._known.lists.size
        assert find is not None  # noqa: S101 - a list is shown where lists are found
        schema = self._item_schema()
        item: dict[str, Any] = replies.merge(replies.skeleton(schema) or {}, dict(stored.facts))
        item = replies.put(item, find.id, stored.key, schema)
        item = replies.put(item, find.name, stored.name, schema)
        if self._described and stored.description is not None:
            item = replies.put(item, self._described, stored.description, schema)
        if size and size.items == find.items and size.operation == find.operation and invocation:
            count = self._known.sizes.told(self._known.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                item = replies.put(item, pointer, count, schema)
        self._known.vendor.show(item, stored)
        return item

    def _item_schema(self) -> Any:
        find = self._known.lists.find
        if find is None:
            return None
        reply = replies.success(self._known.service.operation(find.operation))
        return pointers.schema_at(reply.schema, f"{find.items}/0")

    def resources(self) -> Mapping[str, Handler]:
        """Return handlers for `…/lists/{id}`, where lists are found or made at `…/lists`."""
        homes = {
            served.operation.path
            for name in ("find", "create")
            if (served := self._known.served.get(name)) is not None
        }
        performers = {
            "GET": self._get_resource,
            "PUT": self._change_resource,
            "PATCH": self._change_resource,
            "DELETE": self._delete_resource,
        }
        found: dict[str, Handler] = {}
        for operation in self._known.service.operations:
            home, _, last = operation.path.rpartition("/")
            if home in homes and last[:1] == "{" and last[-1:] == "}":
                perform = performers.get(operation.method)
                if perform is not None and self._known.lists.find is not None:
                    found[operation.id] = _resource(operation, last[1:-1], perform)
        return found

    def _resource_at(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Stored:
        key = text_of(invocation.arguments[parameter])
        stored = invocation.store.find(self._known.realm, key)
        if stored is None:
            abort(documented(operation, 404, 400, 403), "list-not-found", "There is no such list.")
        self._known.vendor.check_inputs(self._known.inputs_of(stored))
        return stored

    def _get_resource(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Answer:
        stored = self._resource_at(operation, parameter, invocation)
        return self._shown(operation, stored, invocation)

    def _shown(self, operation: Operation[Any], stored: Stored, invocation: Invocation) -> Answer:
        reply = replies.success(operation, quiet=operation.method != "GET")
        if reply.schema is None:
            return Answer(reply.low)
        shown = replies.project(self._item(stored, invocation), reply.schema)
        return Answer(reply.low, replies.merge(replies.skeleton(reply.schema), shown))

    def _change_resource(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Answer:
        assert self._known.lists.find is not None  # noqa: S101 - there are no resources without
        name = pointers.find(invocation.body, self._known.lists.find.name)
        if name is not None:
            self._known.vendor.check_name(name)
        stored = self._resource_at(operation, parameter, invocation)
        described = self._described and pointers.find(invocation.body, self._described)
        description = described if isinstance(described, str) else stored.description
        dry = any(value is True for value in invocation.arguments.values())
        if not dry:
            try:
                name = name or stored.name
                invocation.store.change(stored, name, description, int(invocation.now))
            except ListExistsError:
                create = self._known.lists.create
                status = (create and create.taken_status) or documented(operation, 409, 400)
                code = (create and create.taken_code) or "name-taken"
                abort(status, code, "The owner has a list of this name already.")
            stored = self._known.existing(invocation.store, stored.key)
        return self._shown(operation, stored, invocation)

    def _delete_resource(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Answer:
        stored = self._resource_at(operation, parameter, invocation)
        if not any(value is True for value in invocation.arguments.values()):
            invocation.store.delete(stored)
        reply = replies.success(operation, quiet=True)
        return Answer(reply.low, replies.skeleton(reply.schema))

    def _place_of_facts(self) -> tuple[str, str | None]:
        """Return where a request to create has what a listing tells, and the description in it."""
        create, find = self._known.lists.create, self._known.lists.find
        if create is None or find is None:
            return "/ ", None
        template: Any = create.parameters if create.body is None else create.body
        named = templates.place(template, "$list.name")
        if named is None or not named.endswith(find.name):
            return "/ ", None
        prefix = named.removesuffix(find.name)
        described = templates.place(template, "$list.description")
        inside = described is not None and described.startswith(prefix)
        return prefix, described.removeprefix(prefix) if inside and described else None


def _resource(
    operation: Operation[Any],
    parameter: str,
    perform: Callable[[Operation[Any], str, Invocation], Answer],
) -> Handler:
    return lambda invocation: perform(operation, parameter, invocation)
