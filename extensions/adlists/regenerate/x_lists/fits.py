"""Checks that a template fits a schema: that what it makes is a body the operation takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.x_lists.navigation import branches, is_anything, types
from adlists.regenerate.x_lists.placeholders import Value, Vocabulary, inside, is_expression
from adlists.regenerate.x_lists.shapes import Finding, Place, suggestion

_JSON: Final = {
    "str": ("string",),
    "bool": ("boolean",),
    "int": ("integer", "number"),
    "float": ("number",),
    "NoneType": ("null",),
}


@attrs.frozen(eq=False)
class Fitting:
    """Fits the templates of one step; keeps what it learns on the way.

    `used` are the inputs that the templates name, `secret` those that stand where the document
    says `x-sensitive`, `hole` the schema of the list that takes the identifiers.
    """

    document: Document
    vocabulary: Vocabulary
    step: str
    used: set[str] = attrs.field(factory=set[str])
    secret: set[str] = attrs.field(factory=set[str])
    hole: list[Node] = attrs.field(factory=list[Node])

    def fit(self, template: Any, schema: Any, place: Place) -> Iterator[Finding]:
        """Yield what does not fit, with its place."""
        node = self.document.resolve(schema)
        if is_expression(template):
            yield from self._expression(template, node, place)
            return
        options = [branch for branch in branches(self.document, node) if branch is not node]
        if options and "allOf" not in node:
            # The branch that fits best speaks for all of them.
            found = [list(self.fit(template, option, place)) for option in options]
            yield from min(found, key=len)
        elif is_dict(template):
            yield from self._object(template, node, place)
        elif is_list(template):
            yield from self._list(template, node, place)
        else:
            yield from self._constant(template, node, place)

    def value(self, expression: str, place: Place) -> Iterator[Finding | Value]:
        """Yield what an expression gives, or what is wrong with it."""
        if expression.startswith("$inputs."):
            self.used.add(expression.removeprefix("$inputs."))
        found = self.vocabulary.value(expression, self.step)
        yield (found, place) if isinstance(found, str) else found

    def absent(self, template: Any) -> Value | None:
        """Return the expression that may leave a member without a value, if there is one."""
        for expression in [template] if is_expression(template) else inside(template):
            found = self.vocabulary.value(expression, self.step)
            if isinstance(found, Value) and found.absent:
                return found
        return None

    def _expression(self, expression: str, node: Node, place: Place) -> Iterator[Finding]:
        if node.get("x-sensitive") is True and expression.startswith("$inputs."):
            self.secret.add(expression.removeprefix("$inputs."))
        for found in self.value(expression, place):
            if isinstance(found, Value):
                yield from self._fits(expression, found, node, place)
            else:
                yield found

    def _fits(self, expression: str, found: Value, node: Node, place: Place) -> Iterator[Finding]:
        taken = branches(self.document, node)
        kinds = {kind for branch in taken for kind in types(branch)}
        if found.kind == "identifiers":
            arrays = [branch for branch in taken if "array" in types(branch)]
            if arrays:
                self.hole.append(arrays[0])
            else:
                yield f"{expression} has to stand where a list is taken", place
            return
        if kinds and not kinds & _takers(found.kind):
            names = " or ".join(sorted(kinds))
            yield f"{expression} gives {found.kind}, and {names} is taken here", place
        enums = [value for branch in taken for value in sequence(branch.get("enum"))]
        enums += [branch["const"] for branch in taken if "const" in branch]
        if enums:
            for value in found.values:
                if value not in enums:
                    message = f"{expression} may give {value!r}, which is not taken here"
                    yield f"{message}{suggestion(str(value), map(str, enums))}", place

    def _object(self, template: dict[str, Any], node: Node, place: Place) -> Iterator[Finding]:
        if is_anything(node):
            for key, value in template.items():
                yield from self.fit(value, {}, (*place, key))
            return
        if "object" not in types(node) and "allOf" not in node:
            yield f"is an object, and {_names(node)} is taken here", place
            return
        merged = branches(self.document, node)
        known = {k: v for branch in merged for k, v in mapping(branch.get("properties")).items()}
        others = [
            branch["additionalProperties"] for branch in merged if "additionalProperties" in branch
        ]
        closed = not others or False in others
        for key, value in template.items():
            if key in known:
                yield from self.fit(value, known[key], (*place, key))
            elif closed and known:
                yield f"has no member {key!r}{suggestion(key, known)}", (*place, key)
            elif closed:
                yield f"has no member {key!r}; there are none", (*place, key)
            else:
                yield from self.fit(value, {}, (*place, key))
        required = [name for branch in merged for name in sequence(branch.get("required"))]
        yield from self._required(template, required, place)

    def _required(
        self, template: dict[str, Any], required: list[str], place: Place
    ) -> Iterator[Finding]:
        for key in required:
            if key not in template:
                yield f"{key!r} is missing, which is required", place
            elif lost := self.absent(template[key]):
                message = f"is required, and {template[key]} may have no value; {lost.why}"
                yield message, (*place, key)

    def _list(self, template: list[Any], node: Node, place: Place) -> Iterator[Finding]:
        if not is_anything(node) and "array" not in types(node):
            yield f"is a list, and {_names(node)} is taken here", place
            return
        if len(template) < node.get("minItems", 0):
            yield f"is a list of {len(template)}; at least {node['minItems']} are taken", place
        for index, value in enumerate(template):
            yield from self.fit(value, node.get("items", {}), (*place, index))

    def _constant(self, template: Any, node: Node, place: Place) -> Iterator[Finding]:
        for expression in inside(template):
            yield from (
                item for item in self.value(expression, place) if not isinstance(item, Value)
            )
        kinds = types(node)
        if kinds and not set(kinds).intersection(_JSON.get(template.__class__.__name__, ())):
            yield f"is {template!r}, and {_names(node)} is taken here", place
        values = [*sequence(node.get("enum")), *([node["const"]] if "const" in node else [])]
        if values and template not in values and not inside(template):
            message = f"is {template!r}, which is not taken here"
            yield f"{message}{suggestion(str(template), map(str, values))}", place


def _takers(kind: str) -> set[str]:
    """Return the types of schemas that take an expression's value: text takes all that is plain."""
    plain = {"string", "integer", "number", "boolean"}
    match kind:
        case "any":
            return plain
        case "integer":
            return {"string", "integer", "number"}
        case "number" | "boolean":
            return {"string", kind}
        case _:
            return {"string"}


def _names(node: Node) -> str:
    return " or ".join(types(node)) or "something else"
