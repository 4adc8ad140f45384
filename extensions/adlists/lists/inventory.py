"""What a service has: its lists, their sizes, their members; nothing is changed.

find_lists(api, advertiser=1)      every list, by id and name, with sizes on request
members(api, "Out")                what is on one list, where it can be read
"""

from __future__ import annotations

from typing import Any

import attrs

from adlists._runtime.pipeline import Pipeline
from adlists.contract import Client
from adlists.contract.list_steps import StepName
from adlists.errors import ArgumentError
from adlists.flow import Flow
from adlists.lists.api_sessions import session_of
from adlists.lists.job import demand_inputs, given_inputs, missing_inputs
from adlists.lists.options import InputValue
from adlists.lists.report import Watch
from adlists.lists.sending.delivery import Delivery, DeliveryOptions
from adlists.lists.sending.rate import Rate
from adlists.lists.service.protocol import ExistingList, ListService, ListSize
from adlists.lists.service.steps import lists_of
from adlists.lists.service.template import Variables
from adlists.lists.target import match, plain_name
from adlists.session import Session


@attrs.frozen
class ListEntry:
    """A list that a service has. Sizes are None where they were not asked for, or not told."""

    id: str
    name: str | None = None
    size: int | None = None
    matched: int | None = None


def find_lists(
    api: Client | Session[Any],
    *,
    sizes: bool = False,
    watch: Watch | None = None,
    **inputs: InputValue,
) -> list[ListEntry]:
    """Return the lists that a service has, in its order; with *sizes*, each is asked for its own.

    *inputs* are those that the service's document declares, such as *advertiser*. Raises
    `ArgumentError` where the service cannot list them, or one of the inputs is missing.
    """
    session = session_of(api)
    return session.run(_find(ListReader(session.pipeline, inputs, watch), sizes=sizes))


def members(
    api: Client | Session[Any],
    list: str | int,
    *,
    watch: Watch | None = None,
    **inputs: InputValue,
) -> list[str]:
    """Return what is on a list, where the service lets it be read; *list* is its name or id.

    Raises `ArgumentError` where it does not, or where there is no such list.
    """
    session = session_of(api)
    return session.run(_members(ListReader(session.pipeline, inputs, watch), str(list)))


def probe(session: Session[Any]) -> str:
    """Ask a service for something that changes nothing; return what that proves, "" for nothing."""
    return session.run(_probe(session.pipeline))


class ListReader:
    """What asks one service for what it has, no faster than its document allows."""

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: Any,
        watch: Watch | None = None,
        delivery: DeliveryOptions | None = None,
    ) -> None:
        service = pipeline.service
        lists = lists_of(pipeline)
        if lists is None:
            msg = f"The document of {service.name} says nothing of lists (x-lists)."
            raise ArgumentError(msg)
        self.service = service
        self.lists: ListService = lists
        self.inputs = given_inputs(lists, service, inputs, pipeline.inputs)
        rates = tuple(Rate(rate.calls, rate.seconds) for rate in lists.limits.rate)
        self.delivery = Delivery(pipeline, delivery or DeliveryOptions(rates=rates), watch)

    def scope(self, **more: Any) -> Variables:
        """Return the values of a step: the inputs, and *more*."""
        return Variables(inputs=self.inputs, **more)

    def needs(self, step: StepName, what: str) -> None:
        """Refuse a step that the service lacks, or whose inputs are missing."""
        if not self.lists.offers(step):
            msg = f"{self.service.name} has no way to {what} (its document's x-lists)."
            raise ArgumentError(msg)
        demand_inputs(self.lists, self.service, self.inputs, step, f"{what} of")

    def can_list(self) -> bool:
        """Tell whether the lists can be listed with the inputs that were given."""
        return self.lists.offers("find") and not missing_inputs(self.lists, self.inputs, "find")


def _find(reader: ListReader, *, sizes: bool) -> Flow[list[ListEntry]]:
    reader.needs("find", "list the lists")
    reader.delivery.tell(f"finding each {reader.lists.noun}")
    found: list[ExistingList] = yield from reader.delivery.converse(
        reader.lists.find(reader.scope())
    )
    if not sizes:
        return [ListEntry(known.id, known.name) for known in found]
    reader.needs("size", "tell the size of a list")
    entries: list[ListEntry] = []
    for known in found:
        reader.delivery.tell(f"asking for the size of {known.id}")
        scope = reader.scope(list_id=known.id, list_name=known.name)
        size: ListSize | None = yield from reader.delivery.converse(reader.lists.size(scope))
        counted = (None, None) if size is None else (size.count, size.matched)
        entries.append(ListEntry(known.id, known.name, *counted))
    return entries


def _members(reader: ListReader, target: str) -> Flow[list[str]]:
    reader.needs("members", "read the members of a list")
    found = ExistingList(target)
    if reader.can_list():
        known: list[ExistingList] = yield from reader.delivery.converse(
            reader.lists.find(reader.scope(list_name=plain_name(target)))
        )
        found = match(reader.lists.noun, target, known)
    reader.delivery.tell("reading its members")
    scope = reader.scope(list_id=found.id, list_name=found.name)
    held: list[str] = yield from reader.delivery.converse(reader.lists.members(scope))
    return held


def _probe(pipeline: Pipeline) -> Flow[str]:
    service = pipeline.service
    reader = ListReader(pipeline, {}) if lists_of(pipeline) is not None else None
    if reader is not None and reader.can_list():
        found = yield from reader.delivery.converse(reader.lists.find(reader.scope()), once=True)
        return f"the credential is taken: {len(found):,} lists are there"
    operation = next((known for known in service.operations if known.security), None)
    if operation is None:
        return ""
    told = yield from pipeline.sign(operation)
    return "the credential is taken: a token was fetched" if told else ""
