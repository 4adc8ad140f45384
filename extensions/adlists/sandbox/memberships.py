"""What is on the lists: identifiers that come and go, batch by batch."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Final

import attrs

from adlists._runtime import pointers
from adlists.contract import Reply, Schema, is_list
from adlists.contract.list_steps import IdentifierType, Members, Refusals
from adlists.sandbox import checks, received, refusals, replies, templates
from adlists.sandbox.backends import Answer, Invocation
from adlists.sandbox.faults import Verdict
from adlists.sandbox.paging import Page
from adlists.sandbox.polling import Polling
from adlists.sandbox.received import Received
from adlists.sandbox.rejections import RefusedError, abort, documented
from adlists.sandbox.service_lists import ServedStep, ServiceLists
from adlists.sandbox.store import Stored
from adlists.sandbox.templates import Bindings

_SAMPLE: Final = 10
_ENDED: Final = "ended-"


class Memberships:
    """What a service does with batches. *page_size* is for whoever does not choose one."""

    def __init__(self, known: ServiceLists, page_size: int) -> None:
        self._known = known
        self._page_size = page_size
        self._kinds: Final[tuple[tuple[IdentifierType, received.Fits], ...]] = tuple(
            (kind, received.fitting(kind)) for kind in known.lists.identifiers
        )
        self._polling = Polling(known.service, known.lists) if known.lists.status else None

    def change(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Put the rows of a batch on lists, or take them off."""
        invocation = self._telling(invocation)
        bound = served.bind(invocation)
        found = self._known.named(served, bound, invocation, fill=True)
        batch = self._read(served, bound, invocation)
        changed, store, now = 0, invocation.store, int(invocation.now)
        act = store.remove if served.name == "remove" else store.add
        if self._takes_effect(bound, batch, invocation):
            for stored in found:
                self._known.sizes.changes(self._known.realm, stored, invocation)
                for kind, values in batch.values.items():
                    changed += act(stored, kind, values, now)
        return self._batch_answer(served, batch, changed, found, bound, invocation)

    def _telling(self, invocation: Invocation) -> Invocation:
        """Return an invocation whose fault `errors` the service has a way to tell of.

        Where the reply to a batch has none, the job that works it through fails.
        """
        outputs, verdict = self._known.lists.outputs, invocation.verdict
        if not verdict.errors or outputs.problems or outputs.ok or outputs.valid is not None:
            return invocation
        job = verdict.job or ("failed" if self._polling is not None else None)
        return attrs.evolve(invocation, verdict=attrs.evolve(verdict, errors=False, job=job))

    def _read(self, served: ServedStep, bound: Bindings, invocation: Invocation) -> Received:
        """Return the rows of a request, judged by the kind that it names."""
        sent: list[Any] = templates.first(bound, templates.ROWS, [])
        if not is_list(sent):
            abort(documented(served.operation, 400), "value-invalid", "The rows are no list.")
        if served.step.body == templates.ROWS:  # lines of text: blank ones are none
            sent = [row for row in sent if not isinstance(row, str) or row.strip()]
            if not sent:
                abort(documented(served.operation, 400), "no-rows", "The body holds no row.")
        wire = templates.first(bound, "$identifierType")
        kinds = [entry for entry in self._kinds if wire is None or entry[0].value == wire]
        kinds = kinds or list(self._kinds)
        batch = received.read(sent, kinds)
        kind = kinds[0][0].name if len(kinds) == 1 else ""
        self._known.vendor.check_batch(invocation, kind, batch)
        verdict = invocation.verdict
        return self._spoilt(sent, batch, verdict, kinds) if verdict.touches_rows else batch

    def _spoilt(
        self,
        sent: Sequence[Any],
        batch: Received,
        verdict: Verdict,
        kinds: Sequence[tuple[IdentifierType, received.Fits]],
    ) -> Received:
        """Leave out the rows that a fault is about: at once, or later."""
        invalid = set(batch.invalid) | set(verdict.refused(sent))
        if verdict.valid is not None:
            good = [index for index in range(len(sent)) if index not in invalid]
            invalid |= set(good[verdict.valid :])
        late: set[int] = set()
        if self._polling is not None:
            late = set(verdict.rejected(sent)) - invalid
        left = [row for index, row in enumerate(sent) if index not in invalid | late]
        return Received(sent, received.read(left, kinds).values, sorted(invalid), sorted(late))

    def _takes_effect(self, bound: Bindings, batch: Received, invocation: Invocation) -> bool:
        """Tell whether what was asked for is done: nobody validates only, nothing is refused."""
        doomed = self._polling is not None and invocation.verdict.job == "failed"
        refused = self._known.lists.outputs.refused is not None and bool(batch.invalid)
        dry = bound.get("$dry") == [True]
        return not (dry or refused or doomed or invocation.verdict.errors)

    def _batch_answer(
        self,
        served: ServedStep,
        batch: Received,
        changed: int,
        found: Sequence[Stored],
        bound: Bindings,
        invocation: Invocation,
    ) -> Answer:
        outputs, verdict = self._known.lists.outputs, invocation.verdict
        if outputs.refused is not None and batch.invalid:
            raise _refused(served, outputs.refused, batch)
        reply = replies.success(served.operation, quiet=served.name == "clear")
        data = self._known.base(served, reply, invocation)
        dry = bound.get("$dry") == [True]
        if outputs.key is not None:
            key = secrets.token_hex(8)
            data = replies.put(data, outputs.key, key, reply.schema)
            if self._polling is not None and not dry:
                keys = [stored.key for stored in found]
                self._polling.submit(key, invocation, keys, batch.late)
        valid = 0 if verdict.errors else self._known.vendor.valid(served.name, batch, changed)
        if outputs.valid is not None and _has_place(reply, outputs.valid):
            data = replies.put(data, outputs.valid, valid, reply.schema)
        if outputs.invalid is not None and _has_place(reply, outputs.invalid):
            invalid = len(batch.rows) if verdict.errors else len(batch.invalid)
            data = replies.put(data, outputs.invalid, invalid, reply.schema)
        if outputs.sample is not None and _has_place(reply, outputs.sample):
            sample = [_quoted(batch.rows[index]) for index in batch.invalid[:_SAMPLE]]
            data = replies.put(data, outputs.sample, sample, reply.schema)
        if outputs.problems is not None:
            data = self._problems(data, reply, batch, failed=verdict.errors)
        if outputs.ok is not None:
            good = next(iter(outputs.ok.values), None)
            if good is not None or verdict.errors:
                schema = pointers.schema_at(reply.schema, outputs.ok.at)
                value = _none_of(outputs.ok.values, schema) if verdict.errors else good
                data = replies.put(data, outputs.ok.at, value, reply.schema)
        return Answer(reply.low, self._known.vendor.answer(served.name, data, found, invocation))

    def _problems(self, data: Any, reply: Reply, batch: Received, *, failed: bool) -> Any:
        """Name what was not taken: each row where the document has room for it."""
        problems = self._known.lists.outputs.problems
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
                item: Any = replies.skeleton(schema) or {}
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

    def clear(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Take everything off lists."""
        invocation = self._telling(invocation)
        bound = served.bind(invocation)
        found = self._known.named(served, bound, invocation, fill=True)
        batch = Received((), {}, ())
        if self._takes_effect(bound, batch, invocation):
            for stored in found:
                self._known.sizes.changes(self._known.realm, stored, invocation)
                invocation.store.clear(stored, int(invocation.now))
        return self._batch_answer(served, batch, 0, found, bound, invocation)

    def replace(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Replace what is on a list: at once, or by a numbered run of batches, after the last."""
        invocation = self._telling(invocation)
        bound = served.bind(invocation)
        found = self._known.named(served, bound, invocation, fill=True)
        batch = self._read(served, bound, invocation)
        store, now = invocation.store, int(invocation.now)
        if self._takes_effect(bound, batch, invocation):
            for stored in found:
                staged = self._staged(served, stored, bound, invocation)
                if staged is None:
                    continue
                for kind, values in batch.values.items():
                    store.add(staged, kind, values, now)
                if not served.step.session or bound.get("$session.last") == [True]:
                    self._known.sizes.changes(self._known.realm, stored, invocation)
                    store.exchange(stored, staged, now)
                    if served.step.session:
                        ended = f"{staged.key} {_ENDED}{_number(staged)}"
                        realm = f"{self._known.realm} session"
                        store.create(realm, "", ended, None, now, staged.key)
        return self._batch_answer(served, batch, batch.valid, found, bound, invocation)

    def _staged(
        self, served: ServedStep, stored: Stored, bound: Bindings, invocation: Invocation
    ) -> Stored | None:
        """Return the list behind the scenes that a session fills, one batch after the other.

        A batch that comes again is one that its sender has heard nothing of: it goes on the same
        list once more; None for the last one, which has acted.
        """
        realm, store = f"{self._known.realm} session", invocation.store
        session = templates.first(bound, "$session.id", secrets.token_hex(8))
        number = templates.first(bound, "$session.seq")
        key = f"{stored.key} {session}"
        staged = store.find(realm, key)
        seen = 0 if staged is None else _number(staged)
        if staged is not None and number is not None and _has_ended(staged):
            if int(number) == seen > 1:
                return None
            store.delete(staged)
            staged, seen = None, 0
        if staged is not None and number is not None and int(number) == seen:
            return staged
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

    def members(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Tell what is on a list."""
        members, bound = served.step, served.bind(invocation)
        assert isinstance(members, Members)  # noqa: S101 - it is the step of that name
        [stored] = self._known.named(served, bound, invocation)[:1]
        page = Page(members.page, served.operation, invocation, self._page_size)
        skip = page.after or page.skip  # identifiers have no number to go on after
        found = invocation.store.members(stored, skip=skip, limit=page.limit)
        more = len(found) > page.size
        found = found[: page.size]
        reply = replies.success(served.operation)
        schema = pointers.schema_at(reply.schema, f"{members.items}/0")
        data = self._known.base(served, reply, invocation)
        if members.value:
            least = replies.skeleton(schema)
            items: list[Any] = [
                replies.put(replies.merge({}, least), members.value, value, schema)
                for value in found
            ]
        else:
            items = list(found)
        data = pointers.put(data, members.items, items)
        if members.page is not None:
            total = sum(stored.sizes.values())
            data = page.finish(data, reply, total, str(skip + len(found)) if more else None)
        told = self._known.vendor.answer("members", data, [stored], invocation)
        return Answer(reply.low, told, page.headers)

    def status(self, served: ServedStep, invocation: Invocation) -> Answer:
        """Tell what becomes of a batch."""
        assert self._polling is not None  # noqa: S101 - its step is served
        key = templates.first(served.bind(invocation), "$outputs.key")
        reply = replies.success(served.operation)
        data = self._known.base(served, reply, invocation)
        data = self._polling.tell(str(key), data, reply, served.operation, invocation)
        return Answer(reply.low, self._known.vendor.answer("status", data, [], invocation))


def _refused(served: ServedStep, refused: Refusals, batch: Received) -> RefusedError:
    """Refuse a batch for some of its rows, in the service's way: by their places."""
    return RefusedError(
        refused.status,
        "identifier-invalid",
        "Some rows are not valid.",
        shape=lambda data: refusals.body(data, served.step.body, refused, batch.invalid),
    )


def _has_ended(staged: Stored) -> bool:
    return staged.name.rpartition(" ")[2].startswith(_ENDED)


def _number(staged: Stored) -> int:
    """Return the number of the batch that a session had last."""
    return int(staged.name.rpartition(" ")[2].removeprefix(_ENDED))


def _quoted(row: Any) -> str:
    """Return the identifier of a row, as a sample quotes it."""
    texts = (value for _, value in pointers.leaves(row) if isinstance(value, str))
    return next(texts, "")


def _has_place(reply: Reply, pointer: str) -> bool:
    """Tell whether a reply has room for an output; that to emptying a list may have none."""
    return pointers.schema_at(reply.schema, pointer) is not None


def _none_of(values: Sequence[Any], schema: Schema | None) -> Any:
    """Return a value of the schema's kind that is none of those for success."""
    candidates = (False, True, "failed", "FAILED", -1, -2)
    return next(
        value
        for value in candidates
        if value not in values and (schema is None or checks.is_valid(value, schema))
    )
