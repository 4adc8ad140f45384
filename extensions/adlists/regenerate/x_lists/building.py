"""Builds the data that `contract/list_steps.py` defines of a checked `x-lists`, as Python, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from adlists.contract import is_dict, is_list, list_steps
from adlists.regenerate.documents import Node, mapping

Naming = Callable[[str], str]


def build(node: Node, secret: set[str], most: int | None, naming: Naming) -> list_steps.Lists:
    """Return what `x-lists` says. *naming* gives the method's name of an operation."""

    def step(key: str, cls: type[Any] = list_steps.Step, /, **more: Any) -> Any:
        if key not in node:
            return None
        given = mapping(node[key])
        return cls(
            operation=naming(given["operation"]),
            parameters=given.get("parameters", {}),
            body=given.get("body"),
            **more,
        )

    find, create, size, status = (
        mapping(node.get(k)) for k in ("find", "create", "size", "status")
    )
    members, taken = mapping(node.get("members")), mapping(create.get("taken"))
    states = mapping(status.get("states"))
    place = mapping(create.get("id"))
    return list_steps.Lists(
        noun=node.get("noun", "list"),
        inputs=tuple(
            _input(name, given, secret) for name, given in mapping(node.get("inputs")).items()
        ),
        find=step("find", list_steps.Find, **_given(find, "items", "id", "name"), page=_page(find)),
        create=step(
            "create",
            list_steps.Create,
            id=None if place else create.get("id"),
            header=place.get("header"),
            taken_status=taken.get("status"),
            taken_code=taken.get("code"),
            wait=mapping(create.get("ready")).get("wait", 0.0),
        ),
        add=step("add"),
        remove=step("remove"),
        clear=step("clear"),
        replace=step("replace", session=mapping(node.get("replace")).get("session", False)),
        members=step(
            "members", list_steps.Members, **_given(members, "items", "value"), page=_page(members)
        ),
        size=step(
            "size",
            list_steps.Size,
            **_given(size, "count", "matched", "items", "id", "delay"),
            page=_page(size),
        ),
        identifiers=tuple(
            _identifier(name, mapping(given)) for name, given in node["identifiers"].items()
        ),
        outputs=_outputs(mapping(node.get("outputs"))),
        status=step(
            "status",
            list_steps.Status,
            **_given(status, "state", "each", "every", "within"),
            **{key: _several(states.get(key)) for key in ("running", "done", "partly", "failed")},
            rejected=list_steps.Rejected(**status["rejected"]) if "rejected" in status else None,
        ),
        limits=_limits(mapping(node.get("limits")), most),
    )


def _given(node: Node, *keys: str) -> Node:
    return {key: node[key] for key in keys if key in node}


def _several(node: Any) -> tuple[Any, ...]:
    return () if node is None else tuple(node) if is_list(node) else (node,)


def _input(name: str, given: Node, secret: set[str]) -> list_steps.Input:
    needed = given.get("needed", [])
    return list_steps.Input(
        name=name,
        **_given(given, "type", "default", "description", "env"),
        values=_several(given.get("values")),
        needed=_several(None if is_dict(needed) else needed),
        identifiers=_several(mapping(needed).get("identifier")),
        sensitive=name in secret,
    )


def _page(step: Node) -> list_steps.Paging | None:
    page = mapping(step.get("page"))
    if not page:
        return None
    place = mapping(page.get("next"))
    return list_steps.Paging(
        **_given(page, "by", "first", "total"),
        next=None if place else page.get("next"),
        header=place.get("header"),
        size=_field(mapping(page.get("size"))),
        start=_field(mapping(page.get("from"))),
    )


def _field(given: Node) -> list_steps.PageField | None:
    if not given:
        return None
    return list_steps.PageField(place=given["in"], name=given["name"], value=given.get("value"))


def _identifier(name: str, given: Node) -> list_steps.IdentifierType:
    return list_steps.IdentifierType(
        name=name,
        value=given.get("value", name),
        normalize=_several(given.get("normalize")),
        hash=_several(given.get("hash")),
        **_given(given, "encode", "item", "list"),
    )


def _outputs(given: Node) -> list_steps.Outputs:
    problems, ok = mapping(given.get("problems")), mapping(given.get("ok"))
    others = _given(problems, "code", "text", "index")
    return list_steps.Outputs(
        **_given(given, "valid", "invalid", "sample", "key"),
        problems=list_steps.Problems(at=_several(problems["at"]), **others) if problems else None,
        refused=list_steps.Refusals(**given["refused"]) if "refused" in given else None,
        ok=list_steps.Criterion(at=ok["at"], values=_several(ok.get("values"))) if ok else None,
    )


def _limits(given: Node, most: int | None) -> list_steps.Limits:
    return list_steps.Limits(
        items=given.get("items", most),
        **_given(given, "bytes", "parallel"),
        rate=tuple(list_steps.RateLimit(**mapping(limit)) for limit in given.get("rate", ())),
    )


def source(value: Any) -> str:
    """Write a value of `adlists.contract.list_steps` as Python, without what is as if left out."""
    kind = _kind(value)
    if kind is tuple:
        return f"({''.join(f'{source(item)}, ' for item in value)})"
    if not attrs.has(kind):
        return repr(value)
    return f"_lists.{kind.__name__}({', '.join(_arguments(value, kind))})"


def _kind(value: object) -> type[Any]:
    return type(value)


def _arguments(value: Any, kind: type[Any]) -> Iterator[str]:
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    for field in fields:
        default: Any = field.default
        if hasattr(default, "factory"):
            default = default.factory()
        given = getattr(value, field.name)
        if given != default or type(given) is not type(default):
            yield f"{field.name}={source(given)}"
