"""Servers: the addresses that calls go to, and the variables in them.

The first server of the root counts, unless all paths name another one; the first that an
operation or its path names counts for that operation. An address may be relative, or there
may be none: whoever connects then says where the service is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from adlists.contract import Server, ServerVariable, is_dict
from adlists.regenerate.documents import Document, Node, mapping, sequence

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def settle(document: Document) -> None:
    """Keep in the root the servers that have an address; without any, one with an empty one."""
    root = document.root
    known = _known(root) or _of_all_paths(document)
    for index, server in enumerate(known):
        _check(document, server, root, "servers", index)
    root["servers"] = known or [{"url": ""}]


def own(document: Document, item: Node, raw: Node) -> list[Any]:
    """Return the servers of an operation or its path; nothing where they are the service's."""
    for owner in (raw, item):
        found = _known(owner)
        if found:
            for index, server in enumerate(found):
                _check(document, server, owner, "servers", index)
            same = list(servers(found)) == list(servers(document.root["servers"]))[: len(found)]
            return [] if same else found
    return []


def servers(nodes: Any) -> Iterator[Server]:
    """Yield what the Server Objects of a list say."""
    for node in sequence(nodes):
        declared = mapping(node.get("variables"))
        url = str(node["url"]).strip()
        names = dict.fromkeys(_VARIABLE.findall(url))
        yield Server(
            url,
            tuple(_variable(name, mapping(declared.get(name))) for name in names),
            str(node.get("description") or ""),
        )


def _variable(name: str, node: Node) -> ServerVariable:
    values = tuple(map(str, sequence(node.get("enum"))))
    default = node.get("default", values[0] if values else None)
    return ServerVariable(
        name,
        None if default is None else str(default),
        values,
        str(node.get("description") or ""),
    )


def _check(document: Document, server: Node, owner: Node, *steps: object) -> None:
    """Say which variables have a default that is none of their values."""
    for name, given in mapping(server.get("variables")).items():
        node = mapping(given)
        values = sequence(node.get("enum"))
        if values and "default" in node and node["default"] not in values:
            message = f"has the default {node['default']!r}, which its enum does not list"
            document.say(message, owner, *steps, "variables", name)


def _known(owner: Node) -> list[Any]:
    found = sequence(owner.get("servers"))
    return [server for server in found if "url" in mapping(server) and _is_address(server)]


def _is_address(server: Node) -> bool:
    try:
        urlsplit(str(server["url"]))
    except ValueError:  # such as a bracket that is not closed
        return False
    return True


def _of_all_paths(document: Document) -> list[Any]:
    """Return the servers of the paths, where the root has none and they all name the same."""
    items = [item for item in mapping(document.root.get("paths")).values() if is_dict(item)]
    named = [_known(item) for item in items]
    first = named[0] if named else []
    return first if first and all(servers == first for servers in named) else []
