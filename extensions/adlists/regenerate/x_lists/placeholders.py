"""Expressions: the values that start with `$` in a template, and what each may give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate.x_lists.shapes import Place, suggestion
from adlists.regenerate.x_lists.vocabulary import FILLING

_INSIDE: Final = re.compile(r"\{(\$[^{}]*)\}")
_SESSION: Final = {"id": "integer", "seq": "integer", "last": "boolean", "total": "integer"}


@attrs.frozen
class Value:
    """What an expression gives: its kind, all values that are known, whether it may be absent.

    `why` says, for a message, what would make it present.
    """

    kind: str
    values: tuple[Any, ...] = ()
    absent: bool = False
    why: str = ""


_FIXED: Final = {
    "$list.id": Value("any"),
    "$list.name": Value("string"),
    "$list.description": Value("string", absent=True, why="a list may have no description"),
    "$identifiers": Value("identifiers"),
    "$dry": Value("boolean", absent=True, why="it has a value in a dry run only"),
}


@attrs.frozen(eq=False)
class Vocabulary:
    """What the expressions of one document's `x-lists` may name."""

    inputs: dict[str, dict[str, Any]]
    identifiers: dict[str, dict[str, Any]]
    outputs: frozenset[str]
    session: bool

    def value(self, expression: str, step: str) -> Value | str:
        """Return what an expression gives in a step, or say what is wrong with it."""
        kind, _, name = expression.removeprefix("$").partition(".")
        if kind == "inputs":
            return self._input(name, step)
        if kind == "outputs":
            return self._output(name, step)
        if kind == "session":
            return self._session(name, step)
        return self._fixed(expression, step)

    def _input(self, name: str, step: str) -> Value | str:
        if name not in self.inputs:
            return f"$inputs.{name} is not declared under inputs{suggestion(name, self.inputs)}"
        given = self.inputs[name]
        needed = given.get("needed")
        sure = "default" in given or (is_list(needed) and step in needed)
        values = given.get("values", ())
        return Value(
            given.get("type", "string"),
            tuple(values) if is_list(values) else (values,),
            absent=not sure,
            why=f"say needed: [{step}] at the input, or give it a default",
        )

    def _output(self, name: str, step: str) -> Value | str:
        if step != "status":
            return f"$outputs.{name} is known in status only"
        if name not in self.outputs:
            return f"$outputs.{name}: outputs has no {name!r}{suggestion(name, self.outputs)}"
        return Value("any")

    def _session(self, name: str, step: str) -> Value | str:
        if name not in _SESSION:
            return f"$session.{name} is no expression{suggestion(name, _SESSION)}"
        if step != "replace" or not self.session:
            return f"$session.{name} is known in a replace with session: true only"
        return Value(_SESSION[name])

    def _fixed(self, expression: str, step: str) -> Value | str:
        if expression == "$list.id" and step in {"find", "create"}:
            return f"$list.id is not known yet in {step}"
        if expression == "$identifiers" and step not in FILLING:
            return f"$identifiers stands in add, remove or replace, not in {step}"
        if expression == "$identifier":
            return "$identifier stands in the item of a type of identifiers only"
        if expression == "$identifierType":
            types = self.identifiers.items()
            return Value("string", tuple(given.get("value", name) for name, given in types))
        if expression == "$identifierType.list":
            lists = [given.get("list") for given in self.identifiers.values()]
            known = tuple(value for value in lists if value is not None)
            why = "not every type of identifiers has a value for list"
            return Value("string", known, absent=None in lists, why=why)
        if expression in _FIXED:
            return _FIXED[expression]
        known_ones = (*_FIXED, "$identifierType", "$identifierType.list", "$identifier")
        return f"{expression} is no expression{suggestion(expression, known_ones)}"


def is_expression(node: Any) -> bool:
    """Tell whether a value of a template is filled in."""
    return isinstance(node, str) and node.startswith("$")


def inside(node: Any) -> list[str]:
    """Return the expressions in braces inside a text."""
    return _INSIDE.findall(node) if isinstance(node, str) else []


def places(node: Any, place: Place = ()) -> Iterator[tuple[str, Place]]:
    """Yield every text of a template with its place."""
    if isinstance(node, str):
        yield node, place
    for key, value in node.items() if is_dict(node) else ():
        yield from places(value, (*place, key))
    for index, value in enumerate(node) if is_list(node) else ():
        yield from places(value, (*place, index))


def count(node: Any, expression: str) -> int:
    """Count how often an expression stands in a template, as a value or inside of a text."""
    return sum(text == expression or expression in inside(text) for text, _ in places(node))
