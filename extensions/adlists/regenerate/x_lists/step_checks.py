"""Checks each step of `x-lists` against the operation that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from adlists.contract import is_dict
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.x_lists import inputs, navigation
from adlists.regenerate.x_lists.fits import Fitting
from adlists.regenerate.x_lists.outputs import Replies
from adlists.regenerate.x_lists.placeholders import Value, Vocabulary, count
from adlists.regenerate.x_lists.shapes import Finding, Place, suggestion
from adlists.regenerate.x_lists.targets import Called
from adlists.regenerate.x_lists.vocabulary import FILLING, KEY, STEPS

_HOLE: Final = "$identifiers"
_ROW: Final = "$identifier"


@attrs.frozen(eq=False)
class Checker:
    """Checks the `x-lists` of one document, whose shape is right."""

    document: Document
    lists: Node
    operations: dict[str, Called]
    vocabulary: Vocabulary
    used: dict[str, set[str]] = attrs.field(factory=dict[str, set[str]])
    secret: set[str] = attrs.field(factory=set[str])
    most: list[int] = attrs.field(factory=list[int])

    def check(self) -> Iterator[Finding]:
        """Yield all that is wrong, with its place."""
        for name in STEPS:
            if name in self.lists:
                yield from self._step(name, self.lists[name], (KEY, name))
        yield from self._outputs()
        yield from inputs.check(self.lists, self.vocabulary.identifiers, self.used)
        yield from self._limits()

    def _step(self, name: str, step: Node, place: Place) -> Iterator[Finding]:
        called = self.operations.get(step["operation"])
        if called is None:
            said = f"there is no operation {step['operation']!r}"
            yield f"{said}{suggestion(step['operation'], self.operations)}", (*place, "operation")
            return
        fitting = Fitting(self.document, self.vocabulary, name)
        yield from self._parameters(called, step, fitting, place)
        yield from self._body(called, step, fitting, place)
        self.used[name] = fitting.used
        self.secret.update(fitting.secret)
        yield from Replies(self.document).step(name, called, step, place)

    def _parameters(
        self, called: Called, step: Node, fitting: Fitting, place: Place
    ) -> Iterator[Finding]:
        known = {parameter["name"]: parameter for parameter in called.parameters}
        given = mapping(step.get("parameters"))
        if not is_dict(step.get("parameters", {})):
            yield "has to be an object of parameters by name", (*place, "parameters")
        for name, template in given.items():
            inner = (*place, "parameters", name)
            if name not in known:
                said = f"{called.name} has no parameter {name!r}"
                yield f"{said}{suggestion(name, known)}", inner
                continue
            marked = known[name].get("x-sensitive") is True
            schema = self.document.resolve(known[name].get("schema"))
            yield from fitting.fit(
                template, {**schema, "x-sensitive": True} if marked else schema, inner
            )
            if called.needs(known[name]) and (lost := fitting.absent(template)):
                yield f"is required, and {template} may have no value; {lost.why}", inner
        paged = {
            mapping(mapping(step.get("page")).get(key)).get("name") for key in ("from", "size")
        }
        for name in known.keys() - given.keys() - paged:
            if called.needs(known[name]):
                yield f"{called.name} requires the parameter {name!r}", place

    def _body(
        self, called: Called, step: Node, fitting: Fitting, place: Place
    ) -> Iterator[Finding]:
        schema, body, inner = called.body(self.document), step.get("body"), (*place, "body")
        if schema is None and body is not None:
            yield f"{called.name} takes no body", inner
        elif schema is not None and body is None:
            yield f"{called.name} takes a body, and the step has none", place
        elif body is not None:
            yield from fitting.fit(body, schema, inner)
        holes = count(body, _HOLE)
        if fitting.step in FILLING and holes != 1:
            yield f"{_HOLE} has to stand there once, and stands there {_times(holes)}", inner
        elif fitting.hole:
            hole = fitting.hole[0]
            yield from self._rows(hole, fitting.used)
            if isinstance(hole.get("maxItems"), int):
                self.most.append(hole["maxItems"])

    def _rows(self, hole: Node, used: set[str]) -> Iterator[Finding]:
        """Check that the row of each type of identifiers is an item of the list."""
        schema = hole.get("items", {})
        for name, given in self.vocabulary.identifiers.items():
            place = (KEY, "identifiers", name)
            kinds = navigation.types(self.document.resolve(schema))
            if "item" not in given:
                if kinds and "string" not in kinds:
                    yield f"has no item, and a row of the list is {' or '.join(kinds)}", place
                continue
            inner = (*place, "item")
            times = count(given["item"], _ROW)
            if times != 1:
                yield f"{_ROW} has to stand there once, and stands there {_times(times)}", inner
            yield from _Row(self.document, self.vocabulary, "item", used).fit(
                given["item"], schema, inner
            )

    def _outputs(self) -> Iterator[Finding]:
        """Check that what is read of a batch's reply stands in the reply of each filling step."""
        given = mapping(self.lists.get("outputs"))
        steps = [mapping(self.lists.get(name)) for name in FILLING]
        called = [self.operations.get(step.get("operation", "")) for step in steps]
        found = [
            finding
            for operation in called
            if operation is not None
            for finding in Replies(self.document).outputs(operation, given, (KEY, "outputs"))
        ]
        yield from dict.fromkeys(found)

    def _limits(self) -> Iterator[Finding]:
        asked = mapping(self.lists.get("limits")).get("items")
        if asked is not None and self.most and asked > min(self.most):
            said = f"is {asked}, and the list takes at most {min(self.most)} (maxItems)"
            yield said, (KEY, "limits", "items")


class _Row(Fitting):
    """Fits the item of a type of identifiers, where `$identifier` is known and little else."""

    def value(self, expression: str, place: Place) -> Iterator[Finding | Value]:
        if expression == _ROW:
            yield Value("string")
        else:
            yield from super().value(expression, place)


def _times(number: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")
