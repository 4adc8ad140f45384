"""A service's lists, kept as its document describes them: a backend made of its `x-lists`.

Each operation that a step names is served by that step. Where several steps name one operation,
the constants in their templates tell which is meant: `operation: add`, `operation: remove`. An
operation at the address of one list, which no step names, is what HTTP says it is: GET tells
of the list, PUT and PATCH rename it, DELETE deletes it.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import attrs

from adlists.contract import Operation, Reply, Service, is_dict, is_list
from adlists.contract.lists import Find, IdentifierType, Lists, Members, Paging, Step
from adlists.sandbox import pointers, replies, rows, templates
from adlists.sandbox.backends import Answer, Backend, Handler, Invocation
from adlists.sandbox.faults import Verdict
from adlists.sandbox.polling import Polling
from adlists.sandbox.problems import Problem, abort, documented
from adlists.sandbox.refusals import body as refusals_body
from adlists.sandbox.rows import Batch
from adlists.sandbox.sizes import Sizes
from adlists.sandbox.store import NameTakenError, Store, Stored
from adlists.sandbox.templates import Bindings
from adlists.sandbox.vendors import Vendor

_SAMPLE: Final = 10
_BATCHES: Final = ("add", "remove", "replace")
_STEPS: Final = (*_BATCHES, "clear", "create", "status", "find", "size", "members")


@attrs.frozen(eq=False)
class _Served:
    """A step of `x-lists` with the operation that performs it."""

    name: str
    step: Step
    operation: Operation[Any]

    @property
    def template(self) -> dict[str, Any]:
        """The whole of the step's request: its parameters and its body, apart."""
        return {"parameters": dict(self.step.parameters), "body": self.step.body}

    def bind(self, invocation: Invocation) -> Bindings:
        found: Bindings = {}
        request = {"parameters": invocation.arguments, "body": invocation.body}
        templates.bind(self.template, request, found)
        if not templates.fits(self.template, request):
            text = "A text is not of the form that the sandbox reads."
            abort(documented(self.operation, 400), "argument-not-understood", text)
        return found


class ListBackend:
    """The lists of one service. *page_size* is for requests that do not choose one."""

    def __init__(self, service: Service, lists: Lists, vendor: Vendor, page_size: int) -> None:
        self.service: Final = service
        self.lists: Final = lists
        self.realm: Final = service.name
        self.vendor: Final = vendor
        self._page_size = page_size
        self._kinds: Final[tuple[tuple[IdentifierType, rows.Fits], ...]] = tuple(
            (kind, rows.fitting(kind)) for kind in lists.identifiers
        )
        self._sizes = Sizes(lists.size.delay if lists.size else 0.0)
        self._polling = Polling(service, lists) if lists.status else None
        self._served = {
            name: _Served(name, step, service.operation(step.operation))
            for name in _STEPS
            if (step := getattr(lists, name)) is not None
        }
        self._scope = self._scope_of_lists()
        self._prefix, self._described = self._place_of_facts()

    def backend(self) -> Backend:
        """Return the handlers of all operations that have to do with lists."""
        by_operation: dict[str, list[_Served]] = {}
        for served in self._served.values():
            by_operation.setdefault(served.operation.id, []).append(served)
        handlers = dict(self._resources())
        handlers.update({key: self._dispatch(steps) for key, steps in by_operation.items()})
        handlers.update(self.vendor.handlers(self.realm))
        return Backend(handlers, lambda store, now: self.vendor.prepare(store, self.realm, now))

    # Which step an operation is called for.

    def _dispatch(self, steps: list[_Served]) -> Handler:
        performers: Mapping[str, Callable[[_Served, Invocation], Answer]] = {
            "add": self._change,
            "remove": self._change,
            "replace": self._replace,
            "clear": self._clear,
            "create": self._create,
            "status": self._status,
            "find": self._listing,
            "size": self._size,
            "members": self._members,
        }
        if len(steps) == 1:
            return lambda invocation: performers[steps[0].name](steps[0], invocation)
        differences = templates.distinguishing([served.template for served in steps])

        def handler(invocation: Invocation) -> Answer:
            request = {"parameters": invocation.arguments, "body": invocation.body}
            for served in steps:
                known = templates.constants(served.template)
                if all(pointers.look(request, at) == known.get(at) for at in differences):
                    return performers[served.name](served, invocation)
            wanted = " or ".join(served.name for served in steps)
            status = documented(steps[0].operation, 400)
            abort(status, "operation-unknown", f"The sandbox takes this for {wanted}, not more.")

        return handler

    # Lists as such.

    def make(self, store: Store, now: float, name: str, inputs: Mapping[str, object]) -> str:
        """Make a list without a request; return its id."""
        owner = self._owner({f"$inputs.{key}": [value] for key, value in inputs.items()})
        return store.create(self.realm, owner, name, None, int(now), self.vendor.key())

    def _create(self, served: _Served, invocation: Invocation) -> Answer:
        create, bound = self.lists.create, served.bind(invocation)
        assert create is not None  # noqa: S101 - its step is served
        names = bound.get("$list.name", [])
        if len(names) != 1:
            status = documented(served.operation, 400)
            abort(status, "name-missing", "The sandbox makes one list at a time, with a name.")
        name, description = names[0], next(iter(bound.get("$list.description", [])), None)
        self.vendor.check_name(name)
        self.vendor.check_inputs(_texts(bound))
        request = invocation.body if served.step.body is not None else invocation.arguments
        template = served.step.body if served.step.body is not None else served.step.parameters
        said = pointers.look(templates.echo(template, request), self._prefix)
        facts = replies.project(said, self._item_schema()) or {}
        owner = self._owner(bound)
        if invocation.store.count(self.realm, owners=[owner], names=[name]):
            status = create.taken_status or documented(served.operation, 409, 400)
            code = create.taken_code or "name-taken"
            abort(status, code, "The owner has a list of this name already.")
        now = int(invocation.now)
        key = self.vendor.key()
        if bound.get("$dry") == [True]:
            stored = Stored(
                0, key or "0", owner, name, description, now, now, facts=facts, sizes={}
            )
        else:
            key = invocation.store.create(self.realm, owner, name, description, now, key, facts)
            stored = self._existing(invocation.store, key)
        reply = replies.success(served.operation)
        data = self._base(served, reply, invocation)
        if self.lists.find is not None and create.id and create.id.endswith(self.lists.find.id):
            at = create.id.removesuffix(self.lists.find.id)
            shown = replies.project(self._item(stored), pointers.schema_at(reply.schema, at))
            if shown is not None:
                data = pointers.put(data, at, replies.merge(pointers.look(data, at), shown))
        if create.id is not None:
            data = replies.put(data, create.id, stored.key, reply.schema)
        headers = {create.header.lower(): stored.key} if create.header else {}
        data = self.vendor.answer("create", data, [stored], invocation)
        return Answer(reply.low, data, headers)

    def _listing(self, served: _Served, invocation: Invocation) -> Answer:
        find, bound = served.step, served.bind(invocation)
        assert isinstance(find, Find)  # noqa: S101 - it is the step of that name
        self.vendor.check_inputs(_texts(bound))
        filters: dict[str, Sequence[str] | None] = {
            "owners": self._owners(bound),
            "names": None if "$list.name" not in bound else _strings(bound["$list.name"]),
            "keys": None if "$list.id" not in bound else _strings(bound["$list.id"]),
        }
        store = invocation.store
        page = _Page(find.page, served.operation, invocation, self._page_size)
        found = store.page(
            self.realm, **filters, after=page.after, skip=page.skip, limit=page.limit
        )
        more = len(found) > page.size
        found = found[: page.size]
        reply = replies.success(served.operation)
        data = self._base(served, reply, invocation)
        items = [self._item(stored, invocation) for stored in found]
        data = _put_items(data, find.items, items, reply)
        if find.page is not None:
            last = str(found[-1].id) if found else "0"
            total = store.count(self.realm, **filters) if find.page.total else 0
            data = page.finish(data, reply, total, last if more else None)
        return Answer(reply.low, self.vendor.answer("find", data, found, invocation))

    def _item(self, stored: Stored, invocation: Invocation | None = None) -> dict[str, Any]:
        """Return what a listing tells of a list: what was said of it, and its size."""
        find, size = self.lists.find, self.lists.size
        assert find is not None  # noqa: S101 - a list is shown where lists are found
        schema = self._item_schema()
        item: dict[str, Any] = replies.merge(replies.skeleton(schema) or {}, dict(stored.facts))
        item = replies.put(item, find.id, stored.key, schema)
        item = replies.put(item, find.name, stored.name, schema)
        if self._described and stored.description is not None:
            item = replies.put(item, self._described, stored.description, schema)
        if size and size.items == find.items and size.operation == find.operation and invocation:
            count = self._sizes.told(self.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                item = replies.put(item, pointer, count, schema)
        self.vendor.show(item, stored)
        return item

    def _item_schema(self) -> Any:
        find = self.lists.find
        if find is None:
            return None
        reply = replies.success(self.service.operation(find.operation))
        return pointers.schema_at(reply.schema, f"{find.items}/0")

    def _size(self, served: _Served, invocation: Invocation) -> Answer:
        size, bound = self.lists.size, served.bind(invocation)
        assert size is not None  # noqa: S101 - its step is served
        reply = replies.success(served.operation)
        data = self._base(served, reply, invocation)
        if size.items is None:
            [stored] = self._named(served, bound, invocation)[:1]
            count = self._sizes.told(self.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                data = replies.put(data, pointer, count, reply.schema)
            return Answer(reply.low, self.vendor.answer("size", data, [stored], invocation))
        found = invocation.store.page(self.realm, owners=self._owners(bound))
        if "$list.id" in bound:
            found = self._named(served, bound, invocation)
        schema = pointers.schema_at(reply.schema, f"{size.items}/0")
        items: list[Any] = []
        for stored in found:
            item = replies.put(replies.skeleton(schema), size.id or "/id", stored.key, schema)
            count = self._sizes.told(self.realm, stored, invocation)
            for pointer in filter(None, (size.count, size.matched)):
                item = replies.put(item, pointer, count, schema)
            items.append(item)
        data = _put_items(data, size.items, items, reply)
        return Answer(reply.low, self.vendor.answer("size", data, found, invocation))

    # What is on a list.

    def _change(self, served: _Served, invocation: Invocation) -> Answer:
        bound = served.bind(invocation)
        found = self._named(served, bound, invocation, fill=True)
        kind, batch = self._read(served, bound, invocation)
        batch, changed = self._store(served.name, found, bound, batch, invocation)
        return self._batch_answer(served, kind, batch, changed, found, bound, invocation)

    def _read(self, served: _Served, bound: Bindings, invocation: Invocation) -> tuple[str, Batch]:
        """Return the kind that a request names, and its rows, judged by it."""
        sent: list[Any] = next(iter(bound.get(templates.ROWS, [])), [])
        if not is_list(sent):
            abort(documented(served.operation, 400), "value-invalid", "The rows are no list.")
        if served.step.body == templates.ROWS:  # lines of text: blank ones are none
            sent = [row for row in sent if not isinstance(row, str) or row.strip()]
            if not sent:
                abort(documented(served.operation, 400), "no-rows", "The body holds no row.")
        wire = next(iter(bound.get("$identifierType", [])), None)
        kinds = [entry for entry in self._kinds if wire is None or entry[0].value == wire]
        batch = rows.read(sent, kinds or self._kinds)
        kind = kinds[0][0].name if len(kinds) == 1 else ""
        self.vendor.check_batch(invocation, kind, batch)
        refused = self._refusable(sent, batch, invocation.verdict)
        return kind, attrs.evolve(batch, values=refused[0], invalid=refused[1])

    def _refusable(
        self, sent: Sequence[Any], batch: Batch, verdict: Verdict
    ) -> tuple[Mapping[str, Sequence[str]], Sequence[int]]:
        """Leave out the rows that a fault is about."""
        if not verdict.touches_rows:
            return batch.values, batch.invalid
        invalid = set(batch.invalid) | set(verdict.refused(sent))
        if verdict.valid is not None:
            good = [index for index in range(len(sent)) if index not in invalid]
            invalid |= set(good[verdict.valid :])
        left = [row for index, row in enumerate(sent) if index not in invalid]
        kinds = [entry for entry in self._kinds if entry[0].name in batch.values]
        return rows.read(left, kinds or self._kinds).values, sorted(invalid)

    def _store(
        self,
        name: str,
        found: Sequence[Stored],
        bound: Bindings,
        batch: Batch,
        invocation: Invocation,
    ) -> tuple[Batch, int]:
        """Change the lists, unless nothing may come of it; return how much changed."""
        outputs, verdict = self.lists.outputs, invocation.verdict
        refused = outputs.refused is not None and batch.invalid
        doomed = verdict.errors or (self._polling is not None and verdict.job == "failed")
        if bound.get("$dry") == [True] or refused or doomed:
            return batch, 0
        changed, store, now = 0, invocation.store, int(invocation.now)
        act = store.remove if name == "remove" else store.add
        for stored in found:
            self._sizes.changes(self.realm, stored, invocation)
            for kind, values in batch.values.items():
                left = values
                if self._polling is not None and verdict.reject:
                    late = set(verdict.rejected(values))
                    left = [value for index, value in enumerate(values) if index not in late]
                changed += act(stored, kind, left, now)
        return batch, changed

    def _batch_answer(
        self,
        served: _Served,
        kind: str,
        batch: Batch,
        changed: int,
        found: Sequence[Stored],
        bound: Bindings,
        invocation: Invocation,
    ) -> Answer:
        outputs, verdict = self.lists.outputs, invocation.verdict
        if outputs.refused is not None and batch.invalid:
            raise _refused(served, outputs.refused, batch)
        reply = replies.success(served.operation, quiet=served.name == "clear")
        data = self._base(served, reply, invocation)
        dry = bound.get("$dry") == [True]
        if outputs.key is not None:
            key = secrets.token_hex(8)
            data = replies.put(data, outputs.key, key, reply.schema)
            if self._polling is not None and not dry:
                late = verdict.rejected([row for values in batch.values.values() for row in values])
                self._polling.submit(key, invocation, [stored.key for stored in found], late)
        valid = 0 if verdict.errors else self.vendor.valid(served.name, batch, changed)
        if outputs.valid is not None:
            data = replies.put(data, outputs.valid, valid, reply.schema)
        if outputs.invalid is not None:
            invalid = batch.count if verdict.errors else len(batch.invalid)
            data = replies.put(data, outputs.invalid, invalid, reply.schema)
        if outputs.sample is not None:
            sent: list[Any] = next(iter(bound.get(templates.ROWS, [])), [])
            sample = [str(sent[index]) for index in batch.invalid[:_SAMPLE]]
            data = replies.put(data, outputs.sample, sample, reply.schema)
        if outputs.problems is not None:
            data = self._problems(data, reply, batch, failed=verdict.errors)
        if outputs.ok is not None:
            good = next(iter(outputs.ok.values), None)
            if good is not None or verdict.errors:
                value = "failed" if verdict.errors else good
                data = replies.put(data, outputs.ok.at, value, reply.schema)
        return Answer(reply.low, self.vendor.answer(served.name, data, found, invocation))

    def _problems(self, data: Any, reply: Reply, batch: Batch, *, failed: bool) -> Any:
        """Name what was not taken: each row where the document has room for it."""
        problems = self.lists.outputs.problems
        assert problems is not None  # noqa: S101 - the caller has looked
        told: list[tuple[str, int | None]] = []
        if problems.index is not None:
            told = [("identifier-invalid", index) for index in batch.invalid]
        if failed:
            told.insert(0, ("internal-error", None))
        for number, at in enumerate(problems.at):
            schema = pointers.schema_at(reply.schema, f"{at}/0")
            items: list[Any] = []
            for code, index in told if number == 0 else ():
                item = replies.skeleton(schema) or {}
                if problems.code:
                    item = replies.put(item, problems.code, code, schema)
                if problems.text:
                    item = replies.put(item, problems.text, "The row is not valid.", schema)
                if problems.index and index is not None:
                    item = replies.put(item, problems.index, index, schema)
                items.append(item)
            if pointers.schema_at(reply.schema, at) is not None:
                data = pointers.put(data, at, items)
        return data

    def _clear(self, served: _Served, invocation: Invocation) -> Answer:
        bound = served.bind(invocation)
        found = self._named(served, bound, invocation, fill=True)
        if bound.get("$dry") != [True] and not invocation.verdict.errors:
            for stored in found:
                self._sizes.changes(self.realm, stored, invocation)
                invocation.store.clear(stored, int(invocation.now))
        batch = Batch(0, {}, ())
        return self._batch_answer(served, "", batch, 0, found, bound, invocation)

    def _replace(self, served: _Served, invocation: Invocation) -> Answer:
        """Replace what is on a list: at once, or by a numbered run of batches, after the last."""
        bound = served.bind(invocation)
        found = self._named(served, bound, invocation, fill=True)
        kind, batch = self._read(served, bound, invocation)
        store, now = invocation.store, int(invocation.now)
        if bound.get("$dry") != [True] and not invocation.verdict.errors:
            for stored in found:
                staged = self._staged(served, stored, bound, invocation)
                for name, values in batch.values.items():
                    store.add(staged, name, values, now)
                if not served.step.session or bound.get("$session.last") == [True]:
                    self._sizes.changes(self.realm, stored, invocation)
                    store.exchange(stored, staged, now)
        return self._batch_answer(served, kind, batch, batch.valid, found, bound, invocation)

    def _staged(
        self, served: _Served, stored: Stored, bound: Bindings, invocation: Invocation
    ) -> Stored:
        """Return the list behind the scenes that a session fills, one batch after the other."""
        realm, store = f"{self.realm} session", invocation.store
        session = next(iter(bound.get("$session.id", [])), secrets.token_hex(8))
        number = next(iter(bound.get("$session.seq", [])), None)
        key = f"{stored.key} {session}"
        staged = store.find(realm, key)
        seen = 0 if staged is None else int(staged.name.rpartition(" ")[2])
        if number is not None and int(number) != seen + 1:
            text = f"Batch {seen + 1} of the session comes next."
            abort(documented(served.operation, 400), "session-out-of-order", text)
        now = int(invocation.now)
        if staged is None:
            store.create(realm, "", f"{key} 1", None, now, key)
        else:
            store.change(staged, f"{key} {seen + 1}", None, now)
        staged = store.find(realm, key)
        assert staged is not None  # noqa: S101 - made above
        return staged

    def _members(self, served: _Served, invocation: Invocation) -> Answer:
        members, bound = served.step, served.bind(invocation)
        assert isinstance(members, Members)  # noqa: S101 - it is the step of that name
        [stored] = self._named(served, bound, invocation)[:1]
        page = _Page(members.page, served.operation, invocation, self._page_size)
        skip = page.after or page.skip  # identifiers have no number to go on after
        found = invocation.store.members(stored, skip=skip, limit=page.limit)
        more = len(found) > page.size
        found = found[: page.size]
        reply = replies.success(served.operation)
        schema = pointers.schema_at(reply.schema, f"{members.items}/0")
        data = self._base(served, reply, invocation)
        if members.value:
            least = replies.skeleton(schema)
            items: list[Any] = [
                replies.put(replies.merge({}, least), members.value, value, schema)
                for value in found
            ]
        else:
            items = list(found)
        data = _put_items(data, members.items, items, reply)
        if members.page is not None:
            total = sum(stored.sizes.values())
            data = page.finish(data, reply, total, str(skip + len(found)) if more else None)
        return Answer(reply.low, self.vendor.answer("members", data, [stored], invocation))

    def _status(self, served: _Served, invocation: Invocation) -> Answer:
        assert self._polling is not None  # noqa: S101 - its step is served
        key = next(iter(served.bind(invocation).get("$outputs.key", [])), None)
        reply = replies.success(served.operation)
        data = self._base(served, reply, invocation)
        data = self._polling.tell(str(key), data, reply, served.operation, invocation)
        return Answer(reply.low, self.vendor.answer("status", data, [], invocation))

    # Operations at a list's own address.

    def _resources(self) -> Mapping[str, Handler]:
        """Return handlers for `…/lists/{id}`, where lists are found or made at `…/lists`."""
        homes = {
            served.operation.path
            for name in ("find", "create")
            if (served := self._served.get(name)) is not None
        }
        performers = {
            "GET": self._get_resource,
            "PUT": self._change_resource,
            "PATCH": self._change_resource,
            "DELETE": self._delete_resource,
        }
        found: dict[str, Handler] = {}
        for operation in self.service.operations:
            home, _, last = operation.path.rpartition("/")
            if home in homes and last[:1] == "{" and last[-1:] == "}":
                perform = performers.get(operation.method)
                if perform is not None and self.lists.find is not None:
                    found[operation.id] = _resource(operation, last[1:-1], perform)
        return found

    def _resource_at(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Stored:
        key = _text(invocation.arguments[parameter])
        stored = invocation.store.find(self.realm, key)
        if stored is None:
            abort(documented(operation, 404, 400, 403), "list-not-found", "There is no such list.")
        self.vendor.check_inputs(self._inputs_of(stored))
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
        assert self.lists.find is not None  # noqa: S101 - there are no resources without
        name = pointers.look(invocation.body, self.lists.find.name)
        if name is not None:
            self.vendor.check_name(name)
        stored = self._resource_at(operation, parameter, invocation)
        described = self._described and pointers.look(invocation.body, self._described)
        description = described if isinstance(described, str) else stored.description
        dry = any(value is True for value in invocation.arguments.values())
        if not dry:
            try:
                name = name or stored.name
                invocation.store.change(stored, name, description, int(invocation.now))
            except NameTakenError:
                create = self.lists.create
                status = (create and create.taken_status) or documented(operation, 409, 400)
                code = (create and create.taken_code) or "name-taken"
                abort(status, code, "The owner has a list of this name already.")
            stored = self._existing(invocation.store, stored.key)
        return self._shown(operation, stored, invocation)

    def _delete_resource(
        self, operation: Operation[Any], parameter: str, invocation: Invocation
    ) -> Answer:
        stored = self._resource_at(operation, parameter, invocation)
        if not any(value is True for value in invocation.arguments.values()):
            invocation.store.delete(stored)
        reply = replies.success(operation, quiet=True)
        return Answer(reply.low, replies.skeleton(reply.schema))

    # Whose a list is, and which one is meant.

    def _scope_of_lists(self) -> tuple[str, ...]:
        """Return the inputs that lists are found by and made with: they say whose a list is."""
        both: list[set[str]] = []
        for name in ("find", "create"):
            served = self._served.get(name)
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

    def _owner(self, bound: Bindings) -> str:
        values = [_text(next(iter(bound.get(name, [])), "")) for name in self._scope]
        return "/".join(quote(value, "") for value in values)

    def _owners(self, bound: Bindings) -> list[str] | None:
        """Return whose lists a request is about; None for all."""
        owners = [""]
        for index, name in enumerate(self._scope):
            if name not in bound:
                return None
            values = [quote(text, "") for text in _strings(bound[name])]
            owners = [
                f"{owner}/{value}" if index else value for owner in owners for value in values
            ]
        return owners if self._scope else None

    def _inputs_of(self, stored: Stored) -> dict[str, str]:
        values = stored.owner.split("/")
        names = [name.removeprefix("$inputs.") for name in self._scope]
        return dict(zip(names, values, strict=False)) if self._scope else {}

    def _named(
        self, served: _Served, bound: Bindings, invocation: Invocation, *, fill: bool = False
    ) -> list[Stored]:
        """Return the lists that a request names; there has to be one, and each has to be there.

        Where lists are made elsewhere, each that is named is there.
        """
        keys = list(dict.fromkeys(_strings(bound.get("$list.id", []))))
        if not keys:
            abort(documented(served.operation, 400, 404), "list-missing", "No list is named.")
        return [self._there(served, key, bound, invocation, fill=fill) for key in keys]

    def _there(
        self, served: _Served, key: str, bound: Bindings, invocation: Invocation, *, fill: bool
    ) -> Stored:
        store, operation = invocation.store, served.operation
        stored = store.find(self.realm, key)
        if stored is None and self.lists.create is None:
            store.create(self.realm, "", key, None, int(invocation.now), key)
            stored = store.find(self.realm, key)
        wait = self.lists.create.wait if self.lists.create and fill else 0.0
        if stored is None or invocation.now - stored.created < wait:
            abort(documented(operation, 404, 400, 403), "list-not-found", "There is no such list.")
        mine = self._inputs_of(stored)
        given = _texts(bound)
        if any(quote(given.get(name, ""), "") not in {"", value} for name, value in mine.items()):
            abort(documented(operation, 404, 403, 400), "list-not-found", "It is somebody else's.")
        self.vendor.check_inputs(mine)
        return stored

    def _existing(self, store: Store, key: str) -> Stored:
        stored = store.find(self.realm, key)
        assert stored is not None  # noqa: S101 - it was there a moment ago, in this transaction
        return stored

    def _base(self, served: _Served, reply: Reply, invocation: Invocation) -> Any:
        """Return the reply as far as the request decides it: what is required, what is repeated."""
        data = replies.skeleton(reply.schema) if reply.media_types else None
        if data is None:
            return {}
        said = replies.project(templates.echo(served.step.body, invocation.body), reply.schema)
        return replies.merge(data, said) if is_dict(said) else data

    def _place_of_facts(self) -> tuple[str, str | None]:
        """Return where in a request to create stands what a listing tells: its place, and the
        description's place in it.
        """
        create, find = self.lists.create, self.lists.find
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


class _Page:
    """Which part of a listing a request asks for, and how the reply says what follows."""

    def __init__(
        self,
        paging: Paging | None,
        operation: Operation[Any],
        invocation: Invocation,
        usual: int,
    ) -> None:
        self._paging = paging
        self._invocation = invocation
        self.after = self.skip = 0
        self.size = 1 << 40
        if paging is None:
            return
        asked = self._value(paging.size)
        size = usual if asked is None else asked
        self.size = max(0, int(size))
        start = self._value(paging.start)
        if paging.by in {"token", "link"}:
            text = start if paging.start else dict(self._query()).get("cursor")
            self.after = 0 if text in {None, ""} else _cursor(str(text), operation)
        elif start is not None:
            number = int(start) - (paging.first if paging.by == "page" else 0)
            self.skip = max(0, number) * (self.size if paging.by == "page" else 1)

    @property
    def limit(self) -> int:
        """How many to read: one more than the page holds tells whether there is another."""
        return -1 if self._paging is None else self.size + 1

    def _value(self, field: Any) -> Any:
        if field is None:
            return None
        if field.place == "query":
            return self._invocation.arguments.get(field.name)
        return pointers.look(self._invocation.body, field.name)

    def _query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self._invocation.request.url).query, keep_blank_values=True)

    def finish(self, data: Any, reply: Reply, total: int, last: str | None) -> Any:
        """Say how many there are, and where the next page begins; *last* is None at the end."""
        paging = self._paging
        assert paging is not None  # noqa: S101 - the caller has looked
        if paging.total:
            data = replies.put(data, paging.total, total, reply.schema)
        if paging.next and last is not None:
            token = base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")
            following = self._link(token) if paging.by == "link" else token
            data = replies.put(data, paging.next, following, reply.schema)
        return data

    def _link(self, token: str) -> str:
        assert self._paging is not None  # noqa: S101 - the caller has looked
        name = self._paging.start.name if self._paging.start else "cursor"
        parts = urlsplit(self._invocation.request.url)
        query = [(key, value) for key, value in self._query() if key != name]
        return urlunsplit(parts._replace(query=urlencode([*query, (name, token)])))


def _cursor(text: str, operation: Operation[Any]) -> int:
    try:
        return int(base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}").decode("ascii"))
    except (binascii.Error, ValueError):
        abort(documented(operation, 400), "page-unknown", "There is no such page.")


def _resource(
    operation: Operation[Any],
    parameter: str,
    perform: Callable[[Operation[Any], str, Invocation], Answer],
) -> Handler:
    return lambda invocation: perform(operation, parameter, invocation)


def _put_items(data: Any, at: str, items: list[Any], reply: Reply) -> Any:
    """Put a list where it belongs, without copying it."""
    if not at:
        return items
    return (
        replies.put(data, at, items, None)
        if reply.schema is None
        else pointers.put(data, at, items)
    )


def _refused(served: _Served, refusals: Any, batch: Batch) -> Problem:
    """Refuse a batch for some of its rows, in the service's way: by their places."""
    return Problem(
        refusals.status,
        "identifier-invalid",
        "Some rows are not valid.",
        shape=lambda data: refusals_body(data, served.step.body, refusals, batch.invalid),
    )


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _strings(values: Sequence[Any]) -> list[str]:
    return [_text(value) for value in values]


def _texts(bound: Bindings) -> dict[str, str]:
    """Return the inputs of a request as text, the first where there are several."""
    return {
        name.removeprefix("$inputs."): _text(values[0])
        for name, values in bound.items()
        if name.startswith("$inputs.") and values
    }
