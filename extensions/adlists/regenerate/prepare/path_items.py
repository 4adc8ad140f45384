"""Operations: each with a name, a tag, its parameters, its body and its replies.

One that cannot be brought into form is left out, and listed with the reason and the place.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Any, Final

from adlists.contract import is_dict
from adlists.regenerate.documents import METHODS, Document, Node, mapping, sequence
from adlists.regenerate.names import Names, identifier
from adlists.regenerate.prepare import contents, directions, parameters, schemes, servers
from adlists.regenerate.prepare.classes import HOME, classes_in
from adlists.regenerate.prepare.merging import at
from adlists.regenerate.prepare.shaper import Shaper
from adlists.regenerate.prepare.textual_replies import TextualReplies
from adlists.regenerate.problems import Missing, Refusal

_REPLACED: Final = frozenset({"callbacks", "servers", "requestBody"})
_DEFAULT_TAG: Final = "default"


def settle(document: Document, shaper: Shaper) -> None:
    """Bring every operation into form; leave out and list what cannot be."""
    _say_shared(document)
    names, taken = Names(), dict[str, str]()
    made: Node = {}
    uses: dict[tuple[str, str], set[str]] = {}
    for path, item, method, raw in list(_found(document)):
        title = f"{method.upper()} {path}"
        try:
            node = _operation(document, shaper, path, item, method, raw, names, taken)
            shaper.drain()
        except Refusal as refusal:
            document.missing.append(Missing(title, refusal.problem))
            continue
        made.setdefault(path, at(item, {}))[method] = node
        uses[path, method] = _classes(node)
    replies = [reply for path, method in uses for reply in made[path][method]["responses"].values()]
    told = TextualReplies()
    classes = shaper.classes
    classes.tell_apart(directions.closure(directions.held(replies), classes.nodes))
    broken = classes.unusable()
    for (path, method), used in uses.items():
        replied = made[path][method]["responses"]
        contents.without_broken(document, replied, broken)
        problem = classes.ambiguity.find(replied) or told.apart(document, classes, replied)
        if problem is not None:
            document.missing.append(Missing(f"{method.upper()} {path}", problem))
            del made[path][method]
            continue
        for name in sorted(used & broken.keys()):
            document.missing.append(Missing(f"{method.upper()} {path}", broken[name]))
            del made[path][method]
            break
    document.root["paths"] = {path: item for path, item in made.items() if item}


def _found(document: Document) -> Iterator[tuple[str, Node, str, Any]]:
    """Yield path, Path Item, method and Operation Object of each operation."""
    for path, given in mapping(document.root.get("paths")).items():
        if path.startswith("x-"):
            continue
        try:
            item = at(mapping(given), document.resolve(given))
        except Refusal as refusal:
            document.missing.append(Missing(path, refusal.problem))
            continue
        for method in METHODS:
            if method in item:
                yield path, item, method, item[method]
        for method, raw in mapping(item.get("additionalOperations")).items():
            yield path, item, method.lower(), raw


def _say_shared(document: Document) -> None:
    """Say which operations have one address: a server sees no name, nor what follows a `#`."""
    paths = mapping(document.root.get("paths"))
    firsts: dict[tuple[str, str], str] = {}
    shared: dict[str, dict[str, None]] = {}
    for path, item in paths.items():
        plain = parameters.PLACEHOLDER.sub("{}", path.partition("#")[0])
        for method in mapping(item).keys() & METHODS:
            first = firsts.setdefault((plain, method), path)
            if first != path:
                shared.setdefault(first, {})[path] = None
    for first, others in shared.items():
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        message = f"is one address with {next(iter(others))}{more}"
        document.say(f"{message}: a sandbox answers with whichever fits", paths, first)


def _operation(
    document: Document,
    shaper: Shaper,
    path: str,
    item: Node,
    method: str,
    raw: Any,
    names: Names,
    taken: dict[str, str],
) -> Node:
    if not is_dict(raw):
        document.refuse("has to be an object", item, method)
    raw = at(raw, document.resolve(raw))  # no version allows it, and people do it all the same
    said = raw.get("operationId")
    wire = said if isinstance(said, str) and said.strip() else _made_up(method, path)
    _methods_fit(document, raw, item)
    title = f"{method.upper()} {path}"
    name = _named(document, raw, wire, title, names, taken)
    schemes.demand(document, raw)
    own = servers.own(document, item, raw)
    most = raw.get("x-max-reply")
    if most is not None and not (type(most) is int and most > 0):
        message = f"x-max-reply has to be a number of bytes, not {most!r}"
        document.refuse(message, raw, "x-max-reply")
    for key in mapping(raw.get("callbacks")):
        message = "is a callback: a call to you, not by you, so it gets no method"
        document.say(message, raw, "callbacks", key)
    described = raw.get("description", "")
    if not isinstance(described, str):
        document.say("is no text, so that it is left out", raw, "description")
        raw = at(raw, {**raw, "description": ""})
    tags = [tag for tag in sequence(raw.get("tags")) if isinstance(tag, str) and tag.strip()]
    body = contents.body(document, shaper, raw, name) if "requestBody" in raw else None
    made = {key: value for key, value in raw.items() if key not in _REPLACED}
    made |= {
        "servers": own,
        "operationId": wire,
        "x-python-name": name,
        "tags": tags[:1] or [_DEFAULT_TAG],
        "parameters": parameters.settle(document, shaper, title, item, raw, name),
        **({} if body is None else {"requestBody": body}),
        "responses": contents.replies(document, shaper, raw, name),
    }
    for entry in mapping(raw.get("x-methods")).values():
        if "reply" in mapping(entry):
            entry["reply"] = shaper.refer({"$ref": entry["reply"]})["$ref"]
    return at(raw, made)


def _named(
    document: Document, raw: Node, wire: str, title: str, names: Names, taken: dict[str, str]
) -> str:
    """Return the name of an operation in Python; Refusal where another has the same one."""
    methods = list(mapping(raw.get("x-methods")))
    for name in methods or [wire]:
        if name in taken:
            document.refuse(f"the name {name!r} is taken by {taken[name]}", raw, "operationId")
        taken[name] = title
    for name in methods:
        names.take(identifier(name))
    return identifier(wire) if methods else names.take(identifier(wire))


def _made_up(method: str, path: str) -> str:
    """Return a name for an operation that has none: `get_users_id` for GET /users/{id}."""
    return identifier(f"{method}_{path.replace('/', '_')}", f"{method}_")


def _methods_fit(document: Document, raw: Node, item: Node) -> None:
    """Demand that `x-methods` names parameters and schemas that exist."""
    if "x-methods" not in raw:
        return
    if not mapping(raw["x-methods"]):
        document.refuse("has to name at least one method", raw, "x-methods")
    known = {node.get("name") for node in parameters.of(document, item, raw)}
    for name, entry in mapping(raw["x-methods"]).items():
        if not name.isidentifier() or keyword.iskeyword(name):
            document.refuse(f"{name!r} is no Python name", raw, "x-methods", name)
        for key, need in mapping(mapping(entry).get("parameters")).items():
            if key not in known:
                message = f"the operation has no parameter {key!r}"
                document.refuse(message, raw, "x-methods", name, "parameters", key)
            if need not in {"required", "optional"}:
                message = f'has to be "required" or "optional", not {need!r}'
                document.refuse(message, raw, "x-methods", name, "parameters", key)
        if "reply" in mapping(entry):
            _reply_exists(document, str(entry["reply"]), raw, name)


def _reply_exists(document: Document, reference: str, raw: Node, name: str) -> None:
    try:
        found = mapping(document.find(reference)) if reference.startswith(HOME) else {}
    except KeyError:
        found = {}
    shaped = not found.keys().isdisjoint({"properties", "allOf"})
    if found.get("type", "object" if shaped else None) != "object":
        message = f"has to point to an object (#/components/schemas/…), but is {reference!r}"
        document.refuse(message, raw, "x-methods", name, "reply")


def _classes(node: Node) -> set[str]:
    """Return the classes that an operation needs, itself; a header alone is no need."""
    held = [parameter["schema"] for parameter in node["parameters"]]
    for owner in (node.get("requestBody"), *node["responses"].values()):
        held += [media["schema"] for media in mapping(mapping(owner).get("content")).values()]
    return {name for schema in held for name in classes_in(schema)}
