"""Compares the Python of two packages: names, arguments, types, defaults and fields.

Both versions are read as source, never imported. What a method takes travels to the service
and what it returns comes back, so a model's direction is that of the methods which name it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, TypeAlias

import attrs

from adlists.regenerate.changes import renames
from adlists.regenerate.changes.change import Change, Way
from adlists.regenerate.changes.rules import RULES

_RECEIVER: Final = "self"
_NONE: Final = frozenset({"None"})
_ABSENT: Final = frozenset({"None", "Unset"})
_ReadShapes: TypeAlias = Callable[[str, str], Iterable[tuple[str, "Shape"]]]


@attrs.frozen
class Slot:
    """An argument or a field: its type as written, its default, whether it has to be given."""

    type: str
    required: bool
    default: str = ""
    keyword: bool = True


@attrs.frozen
class Shape:
    """A method, a model or an alias as callers see it; `result` is what a method returns."""

    slots: dict[str, Slot]
    result: str = ""
    kind: str = "method"


@attrs.frozen(eq=False)
class _Report:
    package: str
    changes: list[Change] = attrs.field(factory=list[Change])
    told: set[tuple[object, ...]] = attrs.field(factory=set[tuple[object, ...]])

    def tell(self, rule: str, subject: str, text: str, way: Way | None = None) -> None:
        kind = RULES[rule]
        name = f"{self.package}.{subject}"
        made = Change(rule, "python", kind.severity(way), name, text, way)
        # Of what is sent and received alike, once: it reads the same, and would count twice.
        same = (rule, name, text, made.severity)
        if same not in self.told:
            self.told.add(same)
            self.changes.append(made)


def compare(package: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Return every change of names, signatures, types and defaults, from source to source."""
    if old == new:
        return ()
    read = cache(_read)  # most files are in both
    before, after = dict(_shapes(old, read)), dict(_shapes(new, read))
    ways = _ways(before), _ways(after)
    values = _values(before), _values(after)
    report = _Report(package)
    for kind in ("method", "model", "alias"):
        gone = {n: s for n, s in before.items() if n not in after and s.kind == kind}
        made = {n: s for n, s in after.items() if n not in before and s.kind == kind}
        pairs = renames.pair(_contents(gone), _contents(made))
        for name in gone:
            if name in pairs:
                report.tell("name-renamed", name, f"is likely renamed to {pairs[name]}")
            else:
                report.tell("name-removed", name, "removed")
        for name in (item for item in made if item not in pairs.values()):
            report.tell("name-added", name, "added")
    for name, shape in before.items():
        if name in after and shape != after[name]:
            used = ways[0].get(name, set()) | ways[1].get(name, set())
            _Pair(report, name, shape, after[name], frozenset(used), *values).run()
    return tuple(report.changes)


@attrs.frozen(eq=False)
class _Pair:
    report: _Report
    name: str
    old: Shape
    new: Shape
    ways: frozenset[Way]
    old_values: Mapping[str, str]
    new_values: Mapping[str, str]

    def run(self) -> None:
        if self.old.kind == "method":
            self.slots("argument", "request")
            self.order()
            self.result()
        elif self.old.kind == "model":
            for way in sorted(self.ways) or ["reply"]:
                self.slots("field", "request" if way == "request" else "reply")
        elif self.old.result != self.new.result:
            for way in sorted(self.ways) or ["reply"]:
                text = f"was {self.old.result}, is {self.new.result}"
                self.type("field", self.name, self.old.result, self.new.result,
                          "request" if way == "request" else "reply", text)  # fmt: skip

    def slots(self, kind: str, way: Way) -> None:
        old, new = self.old.slots, self.new.slots
        gone = {n: s for n, s in old.items() if n not in new}
        made = {n: s for n, s in new.items() if n not in old}
        pairs = renames.pair(_plain(gone), _plain(made))
        for name in gone:
            if name in pairs:
                text = f"is likely renamed to {pairs[name]}"
                self.report.tell(f"{kind}-renamed", f"{self.name}.{name}", text, way)
            else:
                self.report.tell(f"{kind}-removed", f"{self.name}.{name}", "removed", way)
        for name, slot in made.items():
            if name not in pairs.values():
                rule = f"{kind}-added-required" if slot.required else f"{kind}-added"
                text = "added and required" if slot.required else "added"
                self.report.tell(rule, f"{self.name}.{name}", text, way)
        for name in old:
            if name in new:
                self.slot(kind, f"{self.name}.{name}", old[name], new[name], way)

    def slot(self, kind: str, name: str, old: Slot, new: Slot, way: Way) -> None:
        if old.required != new.required:
            rule, text = (
                ("required", "now required") if new.required else ("optional", "now optional")
            )
            self.report.tell(f"{kind}-{rule}", name, text, way)
        elif kind == "argument" and old.default != new.default:
            text = f"the default was {old.default}, is {new.default}"
            self.report.tell("argument-default-changed", name, text, way)
        if old.type == new.type:
            return
        # Whether it may be left out is a line of its own.
        apart = _ABSENT if old.required != new.required else frozenset[str]()
        if self.before(old.type) - apart != self.after(new.type) - apart:
            text = f"was {old.type}, is {new.type}"
            self.type(kind, name, old.type, new.type, way, text, apart)

    def type(self, kind: str, name: str, old: str, new: str, way: Way, text: str,
             apart: frozenset[str] = frozenset()) -> None:  # fmt: skip
        before, after = self.before(old) - apart, self.after(new) - apart
        if _within(before, after):
            values = kind == "field" and _valued(after - before, before)
            rule = "field-values-widened" if values else f"{kind}-type-widened"
        elif _within(after, before):
            rule = f"{kind}-type-narrowed"
        else:  # another type: broken in either direction
            rule = f"{kind}-type-narrowed" if way == "request" else f"{kind}-type-widened"
        self.report.tell(rule, name, text, way)

    def before(self, written: str) -> frozenset[str]:
        """Return the parts of a union of the old package, sets of values spelled out."""
        return _members(_spelled(written, self.old_values))

    def after(self, written: str) -> frozenset[str]:
        """Return those of a union of the new one."""
        return _members(_spelled(written, self.new_values))

    def order(self) -> None:
        before, after = (
            [name for name, slot in shape.slots.items() if not slot.keyword]
            for shape in (self.old, self.new)
        )
        if before != after[: len(before)] and set(before) <= set(after):
            text = f"by position now: {', '.join(after)}"
            self.report.tell("argument-order-changed", self.name, text, "request")

    def result(self) -> None:
        old, new = self.old.result, self.new.result
        if old == new:
            return
        before, after = self.before(old), self.after(new)
        if before == after:
            return
        text = f"returned {old}, returns {new}"
        if after == _NONE:
            rule = "result-removed"
        elif before == _NONE or _within(after, before):
            rule = "result-narrowed"
        elif _within(before, after) and _valued(after - before, before):
            rule = "result-values-widened"
        else:
            rule = "result-widened"
        self.report.tell(rule, self.name, text, "reply")


def _contents(shapes: Mapping[str, Shape]) -> dict[str, Hashable]:
    return {name: repr(shape) for name, shape in shapes.items()}


def _plain(slots: Mapping[str, Slot]) -> dict[str, Hashable]:
    return dict(slots)


def _values(shapes: Mapping[str, Shape]) -> dict[str, str]:
    """Return the aliases that stand for nothing but a set of values."""
    return {
        name.removeprefix("models."): shape.result
        for name, shape in shapes.items()
        if shape.kind == "alias" and shape.result.startswith("Literal[")
    }


def _spelled(written: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\w+", lambda word: values.get(word[0], word[0]), written)


def _members(written: str) -> frozenset[str]:
    """Return the parts of a union; the values of a Literal are parts too.

    Beside a type that takes any of them, values say nothing: `Literal["a"] | str` is `str`.
    """
    if not written:
        return frozenset()
    try:
        found = frozenset(_parts(ast.parse(written, mode="eval").body))
    except SyntaxError:
        return frozenset({written})
    return frozenset(part for part in found if _plain_type(part) not in found - {part})


def _parts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _parts(node.left)
        yield from _parts(node.right)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
        values = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        yield from (f"Literal[{ast.unparse(value)}]" for value in values)
    elif isinstance(node, ast.Subscript):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        yield from (f"{ast.unparse(node.value)}[{part}]" for part in _parts(inner[-1]))
    else:
        yield ast.unparse(node)


def _within(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Tell whether a wider union accepts every part: by itself, by its value's type, or by Any."""
    rooms = wide | {"int"} if "float" in wide else wide
    return all(part in rooms or "Any" in rooms or (_plain_type(part) in rooms) for part in narrow)


def _plain_type(part: str) -> str:
    found = re.search(r"Literal\[(.*)\]", part)
    if found is None:
        return part
    kind = type(ast.literal_eval(found[1])).__name__
    return part.replace(found[0], kind)


def _valued(added: frozenset[str], known: frozenset[str]) -> bool:
    """Tell whether a set of values only got more of them, or became open."""
    kinds = {_plain_type(part) for part in known if "Literal[" in part}
    return bool(kinds) and all(_plain_type(part) in kinds for part in added)


def _ways(shapes: Mapping[str, Shape]) -> dict[str, set[Way]]:
    """Return for each model the directions in which it travels, through other models too."""
    known = {name.removeprefix("models."): name for name in shapes if name.startswith("models.")}
    ways: dict[str, set[Way]] = {}

    def mark(written: str, way: Way) -> None:
        for word in re.findall(r"\w+", written):
            name = known.get(word)
            if name is None or way in ways.setdefault(name, set()):
                continue
            ways[name].add(way)
            mark(shapes[name].result, way)
            for slot in shapes[name].slots.values():
                mark(slot.type, way)

    for shape in shapes.values():
        if shape.kind == "method":
            for slot in shape.slots.values():
                mark(slot.type, "request")
            mark(shape.result, "reply")
    return ways


def _shapes(files: Mapping[str, str], read: _ReadShapes) -> Iterator[tuple[str, Shape]]:
    attributes = dict(_attributes(files.get("client.py", "")))
    for name, source in files.items():
        folder, _, module = name.partition("/")
        if module == "__init__.py":
            continue
        if folder == "models":
            yield from read(folder, source)
        elif folder == "tags":
            for method, shape in read(folder, source):
                owner, _, called = method.partition(".")
                if owner in attributes:
                    yield f"Api.{attributes[owner]}.{called}", shape


def _read(folder: str, source: str) -> tuple[tuple[str, Shape], ...]:
    module = ast.parse(source)
    return tuple(_methods(module) if folder == "tags" else _models(module))


def _models(module: ast.Module) -> Iterator[tuple[str, Shape]]:
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            slots = {
                part.target.id: Slot(_type(part.annotation), required=not _has_default(part.value))
                for part in node.body
                if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
                if part.target.id != "SCHEMA"
            }
            yield f"models.{node.name}", Shape(slots, kind="model")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if not name.startswith("_"):
                yield f"models.{name}", Shape({}, _plainly(ast.unparse(node.value)), "alias")


def _methods(module: ast.Module) -> Iterator[tuple[str, Shape]]:
    """Yield the methods of each class; the async ones have the same shape by construction."""
    for owner in module.body:
        if isinstance(owner, ast.ClassDef):
            for node in owner.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    slots = dict(_arguments(node.args))
                    yield f"{owner.name}.{node.name}", Shape(slots, _type(node.returns))


def _attributes(client: str) -> Iterator[tuple[str, str]]:
    """Yield the class of each tag with the attribute of the client that holds it."""
    for owner in ast.parse(client).body:
        if isinstance(owner, ast.ClassDef) and owner.name == "Api":
            for node in owner.body:
                if isinstance(node, ast.FunctionDef):
                    yield _type(node.returns), node.name


def _arguments(given: ast.arguments) -> Iterator[tuple[str, Slot]]:
    plain = [*given.posonlyargs, *given.args]
    first_default = len(plain) - len(given.defaults)
    for index, argument in enumerate(plain):
        if argument.arg != _RECEIVER:
            needed = index < first_default
            default = "" if needed else ast.unparse(given.defaults[index - first_default])
            yield argument.arg, Slot(_type(argument.annotation), needed, default, keyword=False)
    for argument, value in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        default = "" if value is None else ast.unparse(value)
        yield argument.arg, Slot(_type(argument.annotation), value is None, default)


def _has_default(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and any(
        word.arg in {"default", "factory"} for word in value.keywords
    )


def _type(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _plainly(node.value)
    return "" if node is None else _plainly(ast.unparse(node))


def _plainly(written: str) -> str:
    """Write a type as callers know it: without the underscores and prefixes of our imports."""
    return re.sub(r"\b(?:models\.|_datetime\.|_(?=[A-Z]))", "", written)
