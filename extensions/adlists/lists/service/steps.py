"""A document's `x-lists` as the steps of a job: templates become calls, pointers read replies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from adlists._runtime import pointers
from adlists._runtime.pipeline import Pipeline
from adlists.contract import UNSET, Call, Encoded, Operation, Service, is_dict, is_list
from adlists.contract.list_steps import (
    IdentifierType,
    Input,
    Limits,
    Lists,
    PageField,
    Paging,
    Step,
    StepName,
)
from adlists.errors import AdlistsError, ApiError, ArgumentError, ConfigurationError, DecodingError
from adlists.lists.service import outcome
from adlists.lists.service.frame import Frame, split
from adlists.lists.service.listing import pages, plain
from adlists.lists.service.protocol import (
    BatchResult,
    BatchState,
    Dialogue,
    Encode,
    ExistingList,
    ListService,
    ListSize,
    Part,
    Replied,
    WithHeaders,
)
from adlists.lists.service.template import DROPPED, Variables, expressions, fitted, render

_ID: Final = re.compile(r"[1-9][0-9]*|[0-9a-fA-F]{32}|[0-9a-fA-F-]{36}")


class NameTakenError(AdlistsError):
    """A 2xx that says that a list was not made, for its name is taken."""


class DocumentedLists:
    """The lists of a service, by its document alone."""

    def __init__(self, service: Service, lists: Lists) -> None:
        self.noun: Final = lists.noun
        self.inputs: Final[tuple[Input, ...]] = lists.inputs
        self.identifiers: Final[Mapping[str, IdentifierType]] = {
            kind.name: kind for kind in lists.identifiers
        }
        self.limits: Final[Limits] = lists.limits
        self.delay: Final = 0.0 if lists.size is None else lists.size.delay
        self.every: Final = 0.0 if lists.status is None else lists.status.every
        self.within: Final = 0.0 if lists.status is None else lists.status.within
        self.session: Final = lists.replace is not None and lists.replace.session
        self._service = service
        self._lists = lists

    def offers(self, step: StepName) -> bool:
        """Tell whether the document has this step."""
        return getattr(self._lists, step) is not None

    def takes(self, step: StepName) -> tuple[str, ...]:
        """Return the inputs that a step needs, as the document says or a parameter demands."""
        needed = {known.name for known in self.inputs if step in known.needed}
        described: Step | None = getattr(self._lists, step)
        if described is not None:
            for parameter in self._service.operation(described.operation).parameters:
                if parameter.required and parameter.name in described.parameters:
                    needed |= inputs_of(described.parameters[parameter.name])
        return tuple(known.name for known in self.inputs if known.name in needed)

    def looks_like_id(self, text: str) -> bool:
        """Tell an integer from a name where ids are integers, else a number or a long token."""
        step = self._lists.add or self._lists.remove or self._lists.replace
        kinds = set[str]()
        for name, value in step.parameters.items() if step is not None else ():
            if value == "$list.id" and step is not None:
                kinds |= {
                    parameter.schema.kind
                    for parameter in self._service.operation(step.operation).parameters
                    if parameter.name == name
                }
        if kinds == {"integer"}:
            return re.fullmatch(r"[1-9][0-9]{0,18}", text) is not None
        return _ID.fullmatch(text) is not None

    def find(self, scope: Variables) -> Dialogue[list[ExistingList]]:
        """List the lists, page by page."""
        step = self._lists.find
        assert step is not None  # noqa: S101 - asked for where it is offered
        found: list[ExistingList] = []
        for item in (yield from self._items(step, step.items, step.page, scope)):
            key, name = pointers.find(item, step.id), pointers.find(item, step.name)
            if _is_id(key):
                found.append(ExistingList(str(key), name if isinstance(name, str) else None))
            elif isinstance(name, str) and name == scope.list_name:  # or it would be made anew
                msg = "the reply names the list and does not tell its id"
                raise DecodingError(msg)
        return found

    def create(self, scope: Variables) -> Dialogue[ExistingList]:
        """Make a list."""
        step = self._lists.create
        assert step is not None  # noqa: S101 - asked for where it is offered
        replied: Replied = yield WithHeaders(self._call(step, scope))
        data = plain(replied.value)
        key: Any = None
        if step.header is not None:
            key = replied.headers.get(step.header.lower(), "").strip() or None
        elif step.id is not None:
            key = pointers.find(data, step.id)
        if key is None and step.taken_code in outcome.codes(self._lists.outputs, data):
            raise NameTakenError(step.taken_code or "")
        if not _is_id(key):
            msg = "the reply does not tell the id of the list that it made"
            raise DecodingError(msg)
        return ExistingList(str(key), scope.list_name)

    def is_taken(self, error: AdlistsError) -> bool:
        """Tell by the status, or by a problem's code, whether a name is taken."""
        step = self._lists.create
        if isinstance(error, NameTakenError):
            return True
        if step is None or not isinstance(error, ApiError):
            return False
        status, code = step.taken_status, step.taken_code
        return (
            (status is not None or code is not None)
            and status in {None, error.status}
            and (code is None or code.encode() in error.content)
        )

    def wait_after_create(self) -> float:
        """Return how long a list just made cannot be filled."""
        return 0.0 if self._lists.create is None else self._lists.create.wait

    def members(self, scope: Variables) -> Dialogue[list[str]]:
        """Read what is on a list. A member that is no text is a `DecodingError`."""
        step = self._lists.members
        assert step is not None  # noqa: S101 - asked for where it is offered
        found: list[str] = []
        for item in (yield from self._items(step, step.items, step.page, scope, strict=True)):
            value = pointers.find(item, step.value)
            if not isinstance(value, str):
                msg = "the reply lists a member without its identifier"
                raise DecodingError(msg)
            found.append(value)
        return found

    def size(self, scope: Variables) -> Dialogue[ListSize | None]:
        """Ask for a list's size."""
        step = self._lists.size
        assert step is not None  # noqa: S101 - asked for where it is offered
        if step.items is not None and step.id is not None:
            wanted = str(scope.list_id)
            listed = yield from self._items(step, step.items, step.page, scope)
            matching = [item for item in listed if str(pointers.find(item, step.id)) == wanted]
            data = matching[0] if matching else None
        else:
            data = yield from self._ask(step, scope)
        count = outcome.number(pointers.find(data, step.count))
        if count is None:
            return None
        matched = pointers.find(data, step.matched) if step.matched is not None else None
        return ListSize(count, outcome.number(matched))

    def clear(self, scope: Variables) -> Dialogue[str | None]:
        """Empty a list; return the key of a change that the service carries out later."""
        step = self._lists.clear
        assert step is not None  # noqa: S101 - asked for where it is offered
        data = yield from self._ask(step, scope)
        at = self._lists.outputs.key
        key = pointers.find(data, at) if at is not None else None
        return None if key is None else str(key)

    def frame(self, part: Part, scope: Variables, media_type: str | None, encode: Encode) -> Frame:
        """Split the body of a batch at its hole."""
        step = self._part(part)
        operation = self._service.operation(step.operation)
        body = operation.body
        assert body is not None  # noqa: S101 - regeneration has seen to it
        listed = [media for media in body.media_types if media_type in {None, media.name}]
        if not listed:
            names = ", ".join(media.name for media in body.media_types)
            msg = f"{operation.id} takes no {media_type}; it takes {names}."
            raise ArgumentError(msg)
        media = listed[0]
        kind = next(
            known for known in self.identifiers.values() if known.value == scope.identifier_type
        )

        def write(rows: list[Any]) -> bytes:
            import attrs

            data = render(step.body, attrs.evolve(scope, hole=rows))
            return encode(fitted(data, media.schema or body.schema), operation, media.form)

        def row(value: str) -> Any:
            return value if kind.item is None else _row(kind.item, scope, value)

        return split(write, row, media.name, media.form)

    def batch(self, part: Part, scope: Variables, media_type: str, content: bytes) -> Call[Any]:
        """Return the call that sends a body that is written already."""
        step = self._part(part)
        operation = self._service.operation(step.operation)
        return Call(
            operation, self._arguments(operation, step, scope), body=Encoded(media_type, content)
        )

    def repeatable(self, part: Part) -> bool:
        """Tell what the document says of its operation (`x-idempotent`)."""
        return self._service.operation(self._part(part).operation).idempotent

    def result(self, reply: Any, sent: int) -> BatchResult:
        """Read the reply to a batch."""
        return outcome.result(self._lists.outputs, plain(reply), sent)

    def refused(self, error: AdlistsError) -> Mapping[int, str]:
        """Read which rows a refusal names."""
        if not isinstance(error, ApiError):
            return {}
        return outcome.refused(self._lists.outputs.refused, error.status, plain(error.body))

    def state(self, scope: Variables) -> Dialogue[BatchState]:
        """Ask how far a batch is."""
        step = self._lists.status
        assert step is not None  # noqa: S101 - asked for where it is offered
        return outcome.state(step, (yield from self._ask(step, scope)))

    def _part(self, part: Part) -> Step:
        step: Step | None = getattr(self._lists, part)
        assert step is not None  # noqa: S101 - asked for where it is offered
        return step

    def _ask(self, step: Step, scope: Variables) -> Dialogue[Any]:
        return plain((yield self._call(step, scope)))

    def _call(
        self, step: Step, scope: Variables, more: Mapping[PageField, Any] | None = None
    ) -> Call[Any]:
        operation = self._service.operation(step.operation)
        arguments = self._arguments(operation, step, scope)
        data = render(step.body, scope)
        for field, value in (more or {}).items():
            if field.place == "query":
                arguments |= _argument(operation, field.name, value)
            else:
                data = pointers.put({} if data is DROPPED else data, field.name, value)
        body: Any = UNSET
        if operation.body is not None and data is not DROPPED and data is not None:
            body = _parsed(operation, fitted(data, operation.body.schema))
        return Call(operation, arguments, body=body)

    def _arguments(self, operation: Operation[Any], step: Step, scope: Variables) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        for name, template in step.parameters.items():
            value = render(template, scope)
            if value is not DROPPED:
                arguments |= _argument(operation, name, value)
        return arguments

    def _items(
        self, step: Step, at: str, page: Paging | None, scope: Variables, *, strict: bool = False
    ) -> Dialogue[list[Any]]:
        """Read a listing to its end. *strict* refuses a reply that has no list at all."""
        found: list[Any] = []
        for data in (yield from pages(partial(self._call, step, scope), page, at, step.operation)):
            held = pointers.find_all(data, at)
            if strict and "*" not in at and not isinstance(next(iter(held), None), list):
                msg = "the reply has no list of members, so that nobody knows what is on the list"
                raise DecodingError(msg)
            found += pointers.items(data, at)
        return found


def documented(service: Service) -> DocumentedLists | None:
    """Return the lists of a service whose document says something of them."""
    lists = service.lists
    return None if lists is None else DocumentedLists(service, lists)


def lists_of(pipeline: Pipeline) -> ListService | None:
    """Return the lists of a session's service, as a plugin knows them, else its document."""
    found: ListService | None = pipeline.registry.lists(pipeline.service)
    return found or documented(pipeline.service)


def inputs_of(template: Any) -> set[str]:
    """Return the inputs that a template names."""
    return {
        text.removeprefix("$inputs.")
        for text in expressions(template)
        if text.startswith("$inputs.")
    }


def _argument(operation: Operation[Any], name: str, value: Any) -> dict[str, Any]:
    for parameter in operation.parameters:
        if parameter.name == name:
            if parameter.schema.kind == "integer" and isinstance(value, str):
                if not re.fullmatch(r"-?[0-9]{1,19}", value):
                    msg = f"{operation.id}: {parameter.argument} is an integer."
                    raise ArgumentError(msg)
                value = int(value)
            elif parameter.schema.kind == "string" and isinstance(value, int):
                value = str(value).lower() if isinstance(value, bool) else str(value)
            return {parameter.argument: value}
    msg = f"{operation.id} has no parameter {name!r}."
    raise ConfigurationError(msg)


def _parsed(operation: Operation[Any], data: Any) -> Any:
    assert operation.body is not None  # noqa: S101 - the caller has looked
    try:
        return operation.body.parse(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        msg = f"The document's x-lists make a body that {operation.id} does not take."
        raise ConfigurationError(msg) from None  # the original may quote a value


def _row(template: Any, scope: Variables, value: str) -> Any:
    """Fill in the template of a row."""
    if template == "$identifier":
        return value
    if is_dict(template):
        return {name: _row(child, scope, value) for name, child in template.items()}
    if is_list(template):
        return [_row(child, scope, value) for child in template]
    return render(template, scope)


def _is_id(value: object) -> bool:
    """Tell whether something can be the id of a list: a text with something in it, a number."""
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int) and not isinstance(value, bool)
