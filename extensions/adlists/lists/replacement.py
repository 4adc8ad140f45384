"""A list made equal to a source, by what is known of it: added first, so that it is never empty.

Where nobody knows what is on the list, it is emptied and filled, if the caller says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, Self

import attrs

from adlists.errors import ArgumentError
from adlists.flow import Flow, block
from adlists.lists import completion, confirmation
from adlists.lists.removals import ask_about_exchange, ask_about_removals
from adlists.lists.report import Outcome, Report
from adlists.lists.run import Run
from adlists.lists.sending.snapshots import Difference
from adlists.lists.sending.verification import Expectation
from adlists.lists.service.protocol import Part


@attrs.frozen
class Base:
    """A snapshot that holds: its generation, how many identifiers, and the list's size then.

    `generation` is None for a list that holds nothing.
    """

    generation: int | None
    count: int = 0
    size: int | None = None
    doubted: bool = False

    def to_facts(self) -> dict[str, Any]:
        """Return plain data for the journal."""
        return attrs.asdict(self)

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read the journal's plain data."""
        return cls(**facts)


def base(run: Run) -> Base | None:
    """Return the snapshot to go by; None where nobody knows what is on the list."""
    if run.resumed is not None:
        facts = run.resumed.facts.get("base")
        return None if facts is None else Base.of_facts(facts)
    if run.target.made:
        return Base(None)
    journal = run.journal
    former, generation = journal.job(), journal.generation
    if former is None or former.generation != generation:
        return None
    kept = former.facts.get("snapshot")
    if former.state == "done" and kept is not None and run.snapshots.has(generation):
        return Base(generation, kept["count"], kept["size"])
    facts = former.facts.get("base")
    if former.operation == "replace" and former.state != "done" and facts is not None:
        known = Base.of_facts(facts)
        if known.generation is not None and not run.snapshots.has(known.generation):
            return None
        # The same source makes the same difference anew, if there was no doubt before.
        if run.snapshots.holds_pending(former.facts) or (run.same and not known.doubted):
            return attrs.evolve(known, doubted=True)
    return None


def holding_base(run: Run) -> Flow[Base | None]:
    """Return the snapshot to go by, unless the list's size says that it does not hold any more."""
    found = yield from block(partial(base, run))
    if found is None or run.resumed is not None or run.job.lists.delay:
        return found
    now, then = run.size_before, found.size
    if found.generation is None or now is None or then is None or now == then:
        return found
    run.notes.append(
        f"The list held {now:,} identifiers, and {then:,} after the last upload from here: "
        "something else changed it, so its snapshot is void."
    )
    return None


def keep(
    run: Run, known: Base | None, operation: Literal["add", "remove"], outcome: Outcome
) -> Flow[dict[str, Any]]:
    """Keep the snapshot of what the list holds after an add or a remove; return its facts."""
    before, size = run.size_before, run.size
    generation = run.journal.generation
    if known is None and operation == "remove" and before != 0:
        run.notes.append("Nobody knows what else is on the list, so no snapshot was kept.")
        return {}
    former = None if known is None else known.generation
    count = yield from block(
        lambda: run.snapshots.update(run.source, former, generation, operation)
    )
    whole = known is not None or run.target.made or before == 0
    if not whole and size is not None and not run.job.lists.delay and size != count:
        yield from block(run.snapshots.forget)
        run.notes.append(
            f"The list holds {size:,} identifiers and this source {count:,}, so that no snapshot "
            "was kept: a replace would not know of the others."
        )
        return {}
    if not whole and size is None:
        run.notes.append("The snapshot stands for the whole list, because you said so.")
    return {"snapshot": {"count": count, "size": _size_to_keep(run, outcome)}}


def _size_to_keep(run: Run, outcome: Outcome) -> int | None:
    """Return the size of the list that a snapshot stands for; of one that lags, once it agrees."""
    return None if run.job.lists.delay and outcome != "done" else run.size


def replace(run: Run, fingerprint: str) -> Flow[Report]:
    """Make the list equal to the source."""
    run.delivery.tell("comparing with the last upload")
    difference: Difference | None = None
    if run.resumed is not None:
        difference = yield from block(partial(run.snapshots.resumed, run.resumed.facts))
        if difference is None:
            run.begin_anew()
    found = yield from block(partial(base, run))
    if run.resumed is None or difference is None:
        difference, facts = yield from _begun(run, fingerprint, found)
    else:
        facts = dict(run.resumed.facts)
    empties = facts["empties"]
    run.difference = difference.to_add, difference.to_remove
    if empties and not facts["emptied"]:
        run.delivery.tell(f"emptying the {run.job.lists.noun}")
        key: str | None = yield from run.delivery.converse(run.job.lists.clear(run.scope))
        if key is not None and run.job.lists.offers("status"):
            yield from completion.wait_for_key(run, key)
        yield from block(lambda: run.journal.note({"emptied": True}))
        yield from block(run.journal.raise_others)
    yield from _send(run, difference)
    if not (yield from completion.wait_for_batches(run)):
        return completion.left_to_service(run)
    entries = run.journal.entries
    if any(not entry.done for entry in entries):
        return run.report("unfinished")
    known = Base(None, 0, 0) if empties else found or Base(None, 0, 0)
    outcome = yield from confirmation.confirm(run, _expected(run, difference, known))
    more: dict[str, Any] = {}
    if outcome != "unfinished":
        generation = run.journal.generation
        new = difference.path("new")
        if new.exists():  # a kill may have come between this and the journal's end
            yield from block(lambda: run.snapshots.keep(generation, new))
        size = _size_to_keep(run, outcome)
        more = {"snapshot": {"count": difference.count, "size": size}}
    report = yield from run.finish(outcome, more)
    yield from block(run.snapshots.settle)
    return report


def _begun(
    run: Run, fingerprint: str, found: Base | None
) -> Flow[tuple[Difference, dict[str, Any]]]:
    """Compare, ask what has to be asked, and begin; return what is to be done, and its facts."""
    refuse_unknown(run, found)
    empties = found is None or run.job.options.replace_all
    difference = yield from block(partial(compare, run, found))
    if empties:
        ask_about_exchange(run.job, difference.count, run.size_before)
    elif found is not None:
        ask_about_removals(run.job, difference.to_remove, found.count)
    yield from block(run.source.verify)  # before anything of it is acted on
    facts = {
        "base": None if found is None or empties else found.to_facts(),
        "to_add": difference.to_add,
        "to_remove": difference.to_remove,
        "count": difference.count,
        "mark": difference.mark,
        "empties": empties,
        "emptied": False,
    }
    yield from block(partial(run.begin, fingerprint, facts))
    return difference, facts


def compare(run: Run, known: Base | None, *, dry: bool = False) -> Difference:
    """Compare the source with what is known of the list."""
    if run.job.options.replace_all or known is None:
        return run.snapshots.compare(run.source, None, dry=dry)
    return run.snapshots.compare(run.source, known.generation, doubted=known.doubted, dry=dry)


def refuse_unknown(run: Run, known: Base | None) -> None:
    """Refuse to guess what is on a list."""
    if run.job.options.replace_all:
        return
    noun = run.job.lists.noun
    if known is None:
        former = run.journal.job()
        if former is not None and former.state != "done":
            msg = (
                f"A job on this {noun} was broken off ({former.title}), so nobody knows what is on "
                f"it. Finish that one first{_or_replace_all(run)}"
            )
        else:
            msg = (
                f"There is no snapshot of what this {noun} holds, so nobody can tell what to "
                "remove. Upload with a snapshot first, where the source holds all that is on "
                f"it{_or_replace_all(run)}"
            )
        raise ArgumentError(" ".join([*run.snapshots.amiss, msg]), argument="snapshot")
    now, then = run.size_before, known.size
    if run.job.lists.delay or known.doubted or now is None or then is None or now == then:
        return
    msg = (
        f"The {noun} holds {now:,} identifiers, and {then:,} after the last upload from here: "
        "something else changed it, so nobody knows what is on it. Upload with a snapshot, where "
        f"the source holds all that is on it{_or_replace_all(run)}"
    )
    raise ArgumentError(msg)


def _or_replace_all(run: Run) -> str:
    """Return the end of a message, which names `replace all` where the service offers it."""
    if not run.job.lists.offers("clear"):
        return "."
    return "; or replace all, which empties it and adds everything."


def _expected(run: Run, difference: Difference, known: Base) -> Expectation | None:
    """Return what the list must hold: the source's, and what else was there before."""
    invalid = sum(entry.invalid or 0 for entry in run.journal.entries if entry.part == "add")
    others = 0 if known.size is None else known.size - known.count
    if known.generation is not None and known.size is None and not run.job.lists.delay:
        return None
    count = difference.count - invalid + others
    return Expectation(least=count, most=count)


def _send(run: Run, difference: Difference) -> Flow[None]:
    total = difference.to_add + difference.to_remove
    counts: dict[Part, int] = {"add": difference.to_add, "remove": difference.to_remove}
    for part, count in counts.items():
        if not count:
            continue
        opened = yield from block(partial(difference.open, part))
        run.delivery.throttle.on_stop(opened.interrupt)
        try:
            yield from run.send(part, opened, lambda: total, reopen=partial(difference.open, part))
        finally:
            opened.close()
