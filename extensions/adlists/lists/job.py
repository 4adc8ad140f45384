"""A job before it begins: what it is to do on which service, checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

import attrs

from adlists._runtime.misspellings import meant
from adlists._runtime.pipeline import Pipeline
from adlists.contract import Service
from adlists.contract.list_steps import IdentifierType, Input, StepName
from adlists.errors import ArgumentError
from adlists.lists.options import JobOptions, option_types
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.rate import Rate
from adlists.lists.service.protocol import ListService
from adlists.lists.service.steps import lists_of
from adlists.lists.service.template import Variables

#: Types of identifiers that are of nobody: their values may be shown.
PUBLIC: Final = frozenset({"app"})

_MAX_BYTES: Final = 10_000_000
_MAX_ITEMS: Final = 10_000
_FALSE: Final = frozenset({"false", "no", "0"})
_TRUE: Final = frozenset({"true", "yes", "1"})


@attrs.frozen(kw_only=True, repr=False)
class Job:
    """What a job is to do."""

    pipeline: Pipeline
    lists: ListService
    kind: IdentifierType
    target: str
    source: Any
    options: JobOptions
    inputs: Mapping[str, Any]

    @property
    def service(self) -> Service:
        """Return the service whose list it is."""
        return self.pipeline.service

    @property
    def live(self) -> bool:
        """Tell whether the list can be read, so that a job compares and needs no memory."""
        return self.lists.offers("members")

    @property
    def hashed(self) -> bool:
        """Tell whether the identifiers leave as hashes."""
        return self.options.prehashed or self.options.hash not in {None, "none"}

    @property
    def personal(self) -> bool:
        """Tell whether the identifiers are plain personal data on their way."""
        return not self.hashed and any(mode != "none" for mode in self.kind.hash)

    @property
    def delivery(self) -> DeliveryOptions:
        """Return how to send: as asked, else as the document says."""
        options, limits = self.options, self.lists.limits
        asked = options.delivery or DeliveryOptions(
            rates=tuple(Rate(rate.calls, rate.seconds) for rate in limits.rate)
        )
        parallel = options.parallel or asked.parallel
        return attrs.evolve(
            asked,
            parallel=min(parallel, limits.parallel or parallel),
            rates=asked.rates if options.rate is None else (options.rate,),
            max_wait=options.max_wait,
        )

    @property
    def batch_items(self) -> int:
        """Return how many identifiers a batch may have."""
        return self.options.batch or self.lists.limits.items or _MAX_ITEMS

    @property
    def batch_bytes(self) -> int:
        """Return how many bytes a request may have."""
        return self.options.max_bytes or self.lists.limits.bytes or _MAX_BYTES

    @property
    def told_inputs(self) -> dict[str, Any]:
        """Return the inputs that a report and a journal may hold: no secrets."""
        secret = {known.name for known in self.lists.inputs if known.sensitive}
        return {name: value for name, value in self.inputs.items() if name not in secret}

    def scope(self, **more: Any) -> Variables:
        """Return what expressions may name now."""
        return Variables(
            inputs=self.inputs,
            identifier_type=self.kind.value,
            identifier_list=self.kind.list,
            dry=self.options.dry_run,
            list_description=self.options.description,
            **more,
        )

    def open(self) -> Extract:
        """Open the source."""
        options = self.options
        return extract(
            self.source,
            identifier=self.kind,
            hash=options.hash,
            prehashed=options.prehashed,
            column=options.column,
            header=options.header,
            format=options.format,
            sheet=options.sheet,
            query=options.query,
            exclude=options.exclude,
            accept_urls=options.accept_urls,
            deduplicate=options.deduplicate,
            memory=options.memory,
            threads=options.threads,
            rejects=options.rejects,
        )


def prepare(pipeline: Pipeline, target: Any, source: Any, options: JobOptions) -> Job:
    """Check what was asked for, before anything is read or sent.

    Raises `ArgumentError` for what does not go together, or what the service does not offer.
    """
    service = pipeline.service
    lists = lists_of(pipeline)
    if lists is None:
        msg = f"The document of {service.name} says nothing of lists (x-lists), so no job can run."
        raise ArgumentError(msg)
    kind = _kind(lists, service, options.identifier)
    inputs = given_inputs(lists, service, options.inputs, pipeline.inputs)
    job = Job(
        pipeline=pipeline,
        lists=lists,
        kind=kind,
        target=_target(target, lists.noun),
        source=source,
        options=options,
        inputs=inputs,
    )
    _check(job)
    return job


def _target(target: Any, noun: str) -> str:
    """Return the text of an id or a name."""
    if isinstance(target, bool) or type(target) not in {int, str}:
        msg = f"The {noun} is told by its id or its name, not by {type(target).__name__}."
        raise ArgumentError(msg)
    text = str(target)
    if not text.strip():
        msg = f"The {noun} has no name; give its id or its name."
        raise ArgumentError(msg)
    return text


def _kind(lists: ListService, service: Service, asked: str | None) -> IdentifierType:
    known = lists.identifiers
    if asked is None and len(known) == 1:
        return next(iter(known.values()))
    if asked is None or asked not in known:
        what = (
            "Say what the identifiers are" if asked is None else f"{asked[:40]!r} is none of them"
        )
        msg = f"{what}: {service.name} takes {', '.join(known)}.{meant(asked or '', known)}"
        raise ArgumentError(msg)
    return known[asked]


def given_inputs(
    lists: ListService,
    service: Service,
    given: Mapping[str, Any],
    configured: Mapping[str, str],
) -> dict[str, Any]:
    """Return the inputs that were given, by argument or settings, and their defaults."""
    declared = {known.name: known for known in lists.inputs}
    for name in given:
        if name not in declared:
            options = [*option_types(), *declared]
            said = f" Inputs of {service.name}: {', '.join(declared)}." if declared else ""
            msg = f"There is no option {name[:40]!r}.{meant(name, options)}{said}"
            raise ArgumentError(msg)
    found: dict[str, Any] = {}
    for name, known in declared.items():
        value = given.get(name)
        if value is None and (known.env or known.sensitive):
            value = configured.get(name) or os.environ.get(_variable(service, name)) or None
        if value is None:
            value = known.default
        if value is not None:
            found[name] = _converted(known, value)
    return found


def _variable(service: Service, name: str) -> str:
    """Return the environment's name for an input."""
    return f"ADLISTS_{service.name}_{name}".upper()


def _converted(known: Input, value: Any) -> Any:
    """Return an input as its type; `ArgumentError` where it is none."""
    kind = known.type
    # Of plain types only: others may do anything when they are asked for their text.
    text = str(value).strip() if type(value) in {str, int, float, bool} else ""
    converted: Any = None
    if not text:
        converted = None
    elif kind == "string" and type(value) in {str, int}:
        converted = text or None
    elif kind == "integer" and type(value) in {str, int}:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 20:
            converted = int(text)
    elif kind == "number" and type(value) in {str, int, float}:
        try:
            converted = float(text)
        except ValueError:
            converted = None
    elif kind == "boolean":
        lowered = text.lower()
        converted = True if lowered in _TRUE else False if lowered in _FALSE else None
    if converted is None or (isinstance(converted, str) and not converted.isprintable()):
        msg = f"{known.name} takes {'an' if kind == 'integer' else 'a'} {kind}."
        raise ArgumentError(msg)
    if known.values and converted not in known.values:
        msg = f"{known.name} is one of {', '.join(map(str, known.values))}."
        raise ArgumentError(msg)
    return converted


def _check(job: Job) -> None:
    """Refuse what does not go together."""
    options, lists, name = job.options, job.lists, job.service.name
    whole = options.operation == "replace" and lists.offers("replace") and not job.live
    by_parts = options.operation == "replace" and not whole
    steps: tuple[StepName, ...] = ("add", "remove") if by_parts else (options.operation,)
    for step in (*steps, *_also(job, whole=whole)):
        if not lists.offers(step):
            msg = f"{name} has no way to {step} identifiers (its document's x-lists)."
            raise ArgumentError(msg)
        demand_inputs(lists, job.service, job.inputs, step, f"{step} on")
    _check_inputs(job)
    keeps = options.snapshot or (by_parts and not job.live)
    if keeps and job.personal:
        offered = ", ".join(mode for mode in job.kind.hash if mode != "none")
        msg = (
            "A replace, now or later, needs a snapshot of what was sent, and plain personal "
            f"identifiers are not kept. Choose a hash: {offered}."
        )
        raise ArgumentError(msg)
    if options.operation == "replace" and not options.deduplicate:
        msg = "replace compares sets, so it cannot do without removing duplicates."
        raise ArgumentError(msg)
    if options.replace_all and not whole and not lists.offers("clear"):
        msg = f"{name} has no way to empty a list (its document's x-lists)."
        raise ArgumentError(msg)
    if options.create and not lists.offers("create"):
        msg = f"{name} has no way to make a list (its document's x-lists)."
        raise ArgumentError(msg)
    if options.create:
        demand_inputs(lists, job.service, job.inputs, "create", "create on")


def _also(job: Job, *, whole: bool) -> tuple[StepName, ...]:
    """Return the steps that a job takes beside its operation."""
    asked: tuple[StepName, ...] = ("status",) if job.lists.offers("status") else ()
    if job.live:
        return (*asked, "members")
    empties = job.options.replace_all and not whole and job.lists.offers("clear")
    return (*asked, "clear") if empties else asked


def _check_inputs(job: Job) -> None:
    """Refuse an input that the type of identifiers lacks, or that goes with another type."""
    kind = job.kind.name
    for known in job.lists.inputs:
        if kind in known.identifiers and known.name not in job.inputs:
            msg = f"Identifiers of the type {kind} take {known.name}; say it."
            raise ArgumentError(msg, argument=known.name)
        if known.identifiers and kind not in known.identifiers and known.name in job.options.inputs:
            only = ", ".join(known.identifiers)
            msg = f"{known.name} goes with identifiers of the type {only} only."
            raise ArgumentError(msg)


def demand_inputs(
    lists: ListService, service: Service, inputs: Mapping[str, Any], step: StepName, what: str
) -> None:
    """Refuse a step whose inputs are missing; *what* says in a message what it does, and where."""
    missing = missing_inputs(lists, inputs, step)
    if not missing:
        return
    said: dict[str, str] = {}
    for known in lists.inputs:
        if known.env or known.sensitive:
            said[known.name] = f"{known.name} (or set {_variable(service, known.name)})"
        elif known.values:
            said[known.name] = f"{known.name} ({' or '.join(map(str, known.values))})"
    named = " and ".join(said.get(name, name) for name in missing)
    msg = f"To {what} {service.name}, say {named}."
    raise ArgumentError(msg, argument=missing[0])


def missing_inputs(lists: ListService, inputs: Mapping[str, Any], step: StepName) -> list[str]:
    """Return the inputs that a step cannot do without and that nobody gave."""
    return [name for name in lists.takes(step) if name not in inputs]
