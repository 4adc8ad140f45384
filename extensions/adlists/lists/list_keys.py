"""Which jobs of a manifest are on one list, however each of them names it.

A list has a name and an id. Where jobs of an account may give either, its service is asked which
name has which id; where it does not answer, all of them count as one list, so that they run one
after another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, TypeAlias

from adlists import catalog
from adlists.contract.list_steps import Input
from adlists.errors import AdlistsError, ArgumentError
from adlists.flow import Flow
from adlists.lists.inventory import ListReader
from adlists.lists.manifest import AccountKey, ManifestJob
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.service.protocol import ExistingList, ListService
from adlists.lists.service.steps import documented, lists_of
from adlists.lists.target import plain_name
from adlists.session import AsyncSession

Owner: TypeAlias = tuple[tuple[str, str], ...]
#: Gives the session of a job's account, and how it sends within that account's budget.
Opened: TypeAlias = Callable[[ManifestJob], Awaitable[tuple[AsyncSession[Any], DeliveryOptions]]]

_ONE: Final = "one of them"


class ListKeys:
    """Tells lists apart; `learn` asks what jobs alone do not tell."""

    def __init__(self) -> None:
        self._ids: dict[tuple[AccountKey, Owner, str], str] = {}
        self._unknown: set[AccountKey] = set()
        self._inputs: dict[str, tuple[Input, ...]] = {}  # of each service, by its name

    async def learn(self, jobs: Iterable[ManifestJob], opened: Opened) -> None:
        """Find the ids of lists, in accounts where jobs may name one list in two ways."""
        accounts: dict[AccountKey, list[ManifestJob]] = {}
        for job in jobs:
            accounts.setdefault(job.account, []).append(job)
        for account, members in accounts.items():
            if len(members) < 2:
                continue
            try:
                await self._ask(account, members, opened)
            except AdlistsError:  # each job will say by itself what is wrong
                self._unknown.add(account)

    async def _ask(self, account: AccountKey, jobs: list[ManifestJob], opened: Opened) -> None:
        lists: ListService | None = documented(jobs[0].service)
        if lists is None:  # a plugin knows them
            lists = lists_of((await opened(jobs[0]))[0].pipeline)
        owners: dict[Owner, list[ManifestJob]] = {}
        for job in jobs:
            owners.setdefault(self._owner(job), []).append(job)
            name = plain_name(str(job.target))
            if lists is not None and lists.looks_like_id(name):  # unless a list is called so
                self._ids[account, self._owner(job), name] = name
        if (
            lists is None
            or not lists.offers("find")
            or not any(a == account for a, *_ in self._ids)
        ):
            return
        for owner, members in owners.items():
            names = {plain_name(str(job.target)) for job in members}
            if len(names) < 2 and all(map(lists.looks_like_id, names)):
                continue
            session, delivery = await opened(members[0])
            told = self._told(members[0])
            reader = ListReader(session.pipeline, told, delivery=delivery)
            known: list[ExistingList] = await session.run(_known(reader, names))
            for found in known:
                if found.name is not None and plain_name(found.name) in names:
                    self._ids[account, owner, plain_name(found.name)] = found.id

    def of(self, job: ManifestJob) -> object:
        """Return a key for a job's list: equal for two jobs that may be on the same list."""
        if job.account in self._unknown:
            return job.account, _ONE
        name, owner = plain_name(str(job.target)), self._owner(job)
        found = self._ids.get((job.account, owner, name))
        return (job.account, found) if found is not None else (job.account, name, owner)

    def _owner(self, job: ManifestJob) -> Owner:
        """Return whose list it is: what the service has to be told to find it."""
        return tuple(
            (known.name, str(job.options.get(known.name)))
            for known in self._declared(job)
            if "find" in known.needed
        )

    def _told(self, job: ManifestJob) -> dict[str, Any]:
        return {
            known.name: job.options[known.name]
            for known in self._declared(job)
            if job.options.get(known.name) is not None
        }

    def _declared(self, job: ManifestJob) -> tuple[Input, ...]:
        name = job.service.name
        if name not in self._inputs:
            self._inputs[name] = catalog.inputs_of(job.service)
        return self._inputs[name]


def _known(reader: ListReader, names: Iterable[str]) -> Flow[list[ExistingList]]:
    """List the lists, or look for each name where the service wants one."""
    reader.needs("find", "list the lists")
    delivery = reader.delivery
    found: list[ExistingList] = []
    try:
        found = yield from delivery.converse(reader.lists.find(reader.scope()))
    except ArgumentError:
        for name in names:
            named: list[ExistingList] = yield from delivery.converse(
                reader.lists.find(reader.scope(list_name=name))
            )
            found += named
    return found
