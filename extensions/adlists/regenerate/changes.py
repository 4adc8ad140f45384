"""Tells what a regenerated package breaks for those who call it.

Both versions are read as source, never imported: what callers write down are the names,
types and defaults of methods and fields, and these stand in the code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

_RECEIVER: Final = "self"


@attrs.frozen
class Slot:
    """An argument or a field: its type as written, and whether it has to be given."""

    type: str
    required: bool


@attrs.frozen
class Shape:
    """A method or a model as its callers see it: what it takes, and what it returns."""

    slots: dict[str, Slot]
    result: str = ""


def breaking(package: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line for everything that callers of the old version may have to change."""
    before, after = dict(_shapes(old)), dict(_shapes(new))
    lines: list[str] = []
    for name, shape in before.items():
        if name not in after:
            lines.append(f"{package}.{name}: removed")
        else:
            lines += [f"{package}.{name}{line}" for line in _differences(shape, after[name])]
    return tuple(lines)


def _differences(old: Shape, new: Shape) -> Iterator[str]:
    for name, slot in old.slots.items():
        now = new.slots.get(name)
        if now is None:
            yield f".{name}: removed"
            continue
        if now.required and not slot.required:
            yield f".{name}: now required"
        if _members(slot.type, now) != _members(now.type, now):
            yield f".{name}: was {slot.type}, is {now.type}"
    for name, slot in new.slots.items():
        if slot.required and name not in old.slots:
            yield f".{name}: added and required"
    if old.result != new.result:
        yield f": returned {old.result}, returns {new.result}"


def _members(written: str, now: Slot) -> frozenset[str]:
    """Return the parts of a union; whether it may be left out is a line of its own."""
    parts = {one.strip() for one in written.split("|")}
    return frozenset(parts - {"None", "Unset"} if now.required else parts)


def _shapes(files: Mapping[str, str]) -> Iterator[tuple[str, Shape]]:
    for name, source in files.items():
        if name == "client.py":
            yield from _methods(ast.parse(source))
        elif name.startswith("models/") and not name.endswith("__init__.py"):
            yield from _models(ast.parse(source))


def _models(module: ast.Module) -> Iterator[tuple[str, Shape]]:
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            slots = {
                one.target.id: Slot(_type(one.annotation), required=not _has_default(one.value))
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                if one.target.id != "SCHEMA"
            }
            yield f"models.{node.name}", Shape(slots)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if not name.startswith("_"):
                yield f"models.{name}", Shape({}, ast.unparse(node.value))


def _methods(module: ast.Module) -> Iterator[tuple[str, Shape]]:
    """Yield the sync methods; the async ones have the same shape by construction."""
    classes = {one.name: one for one in module.body if isinstance(one, ast.ClassDef)}
    for attribute, name in _attributes(classes["Api"]):
        for node in classes[name].body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                slots = dict(_arguments(node.args))
                yield f"Api.{attribute}.{node.name}", Shape(slots, _type(node.returns))


def _attributes(client: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for node in ast.walk(client):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Attribute)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
        ):
            yield node.target.attr, node.value.func.id


def _arguments(given: ast.arguments) -> Iterator[tuple[str, Slot]]:
    first_default = len(given.args) - len(given.defaults)
    for index, one in enumerate(given.args):
        if one.arg != _RECEIVER:
            yield one.arg, Slot(_type(one.annotation), required=index < first_default)
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield one.arg, Slot(_type(one.annotation), required=default is None)


def _has_default(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and any(
        one.arg in {"default", "factory"} for one in value.keywords
    )


def _type(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _plain(node.value)
    return "" if node is None else _plain(ast.unparse(node))


def _plain(written: str) -> str:
    """Write a type as callers know it: without the underscores and prefixes of our imports."""
    return re.sub(r"\b(?:models\.|_datetime\.|_(?=[A-Z]))", "", written)
