"""Which list: found by its name or its id, or made.

A name is looked up before anything is taken for an id, and an id has to be one of the lists
that the account has, wherever the service can list them.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import Final

import attrs

from adlists._runtime.misspellings import nearest
from adlists.errors import AdlistsError, ApiError, ArgumentError, ServerError, WireError
from adlists.flow import Flow
from adlists.lists.job import Job
from adlists.lists.sending.delivery import Delivery
from adlists.lists.service.protocol import ExistingList

_TRIALS: Final = 4
_SHOWN: Final = 5
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@attrs.frozen
class Target:
    """The list of a job: `made` just now, or `missing` where a dry run would make it.

    `listed` tells whether the service has said that it is there.
    """

    id: str | None
    name: str | None = None
    made: bool = False
    listed: bool = False


def resolve(job: Job, delivery: Delivery) -> Flow[Target]:
    """Find the list, or make it.

    Raises `ArgumentError` where there is none, or more than one, of that name.
    """
    noun, lists = job.lists.noun, job.lists
    missing = [name for name in lists.takes("find") if name not in job.inputs]
    if not lists.offers("find") or missing:
        return _unlisted(job, missing)
    delivery.tell(f"finding the {noun}")
    name = plain_name(job.target)
    tried = False
    for _ in range(_TRIALS):
        known = yield from delivery.converse(lists.find(job.scope(list_name=name)))
        found = _match(noun, job.target, known, name)
        if found is None and lists.looks_like_id(job.target):
            known = yield from _all(job, delivery, known)  # a service may have looked for the name
            found = _match(noun, job.target, known, name)
        if found is not None:
            if tried:  # by the lost reply, perhaps
                yield from _until_ready(job, delivery)
            return Target(found.id, found.name, listed=True)
        _refuse_to_make(job, known, name)
        if job.options.dry_run:
            return Target(None, name)
        tried = True
        # After a lost reply nobody knows whether it is there: so look, by its name.
        with suppress(ServerError, WireError):
            try:
                made = yield from delivery.converse(
                    lists.create(job.scope(list_name=name)), once=True
                )
            except ApiError as error:
                if not lists.is_taken(error):
                    raise
            else:
                yield from _until_ready(job, delivery)
                return Target(made.id, name, made=True, listed=True)
    msg = (
        f"The {noun} could not be made: its name is taken by one that is not listed, or every "
        "reply was lost. Look, and try again."
    )
    raise AdlistsError(msg)


def _all(job: Job, delivery: Delivery, named: list[ExistingList]) -> Flow[list[ExistingList]]:
    """List the lists whatever their name, where the service can do that."""
    found = named
    with suppress(ArgumentError):  # it cannot do without one
        found = yield from delivery.converse(job.lists.find(job.scope()))
    return found


def _until_ready(job: Job, delivery: Delivery) -> Flow[None]:
    if wait := job.lists.wait_after_create():
        yield from delivery.throttle.sleep(wait, f"until the new {job.lists.noun} can be filled")


def _refuse_to_make(job: Job, known: list[ExistingList], name: str) -> None:
    """Refuse to make a list that nobody asked for, or whose name is none."""
    noun = job.lists.noun
    if not job.options.create:
        told = job.told_inputs  # without secrets
        account = ", ".join(f"{key} {told[key]}" for key in job.lists.takes("find") if key in told)
        where = f" of {account}" if account else ""
        create = " To make it, ask for it to be created." if job.lists.offers("create") else ""
        raise ArgumentError(_absent(noun, where, known, name, create), argument="create")
    if job.lists.looks_like_id(job.target):
        msg = f"Each {noun} is made under a name, and {job.target} looks like an id."
        raise ArgumentError(msg)
    if _INVISIBLE.search(name):
        msg = f"The name of the {noun} holds an invisible character; write it anew."
        raise ArgumentError(msg)


def plain_name(text: str) -> str:
    """Return a name as it is compared: composed, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def match(noun: str, target: str, known: list[ExistingList]) -> ExistingList:
    """Return the list of that name, else the one of that id. Raises `ArgumentError` for none."""
    found = _match(noun, target, known, plain_name(target))
    if found is None:
        raise ArgumentError(_absent(noun, "", known, plain_name(target), ""))
    return found


def _match(noun: str, target: str, known: list[ExistingList], name: str) -> ExistingList | None:
    """Return the list of that name, else the one of that id."""
    named = [found for found in known if found.name is not None and plain_name(found.name) == name]
    if len(named) > 1:
        ids = ", ".join(found.id for found in named[:_SHOWN])
        msg = f"There are {len(named)} of that name ({ids}): give the id of the {noun}."
        raise ArgumentError(msg)
    if named:
        return named[0]
    return next((found for found in known if found.id == target), None)


def _absent(noun: str, where: str, known: list[ExistingList], name: str, create: str) -> str:
    names = [found.name for found in known if found.name]
    close = nearest(name, names, 0.75)
    meant = f" Meant: {close!r}?" if close else ""
    if not meant and names:
        shown = ", ".join(f"{text!r:.40}" for text in names[:_SHOWN])
        meant = f" There is {shown}{', …' if len(names) > _SHOWN else ''}."
    return f"There is no {noun}{where} of that name or id ({name!r:.80}).{meant}{create}"


def _unlisted(job: Job, missing: list[str]) -> Target:
    """Take an id as it is, where nobody can look it up."""
    noun, said = job.lists.noun, " and ".join(missing)
    if job.options.create:
        msg = f"To make the {noun}, its name has to be looked up first; say {said}."
        raise ArgumentError(msg, argument=missing[0] if missing else None)
    if missing and not job.lists.looks_like_id(job.target):
        msg = (
            f"A name tells one {noun} only among those of one account; say {said}, or give its id."
        )
        raise ArgumentError(msg, argument=missing[0])
    return Target(job.target)
