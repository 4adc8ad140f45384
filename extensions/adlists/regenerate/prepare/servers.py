"""Servers: the address that calls go to.

The first server of the root counts, unless all paths name another one. An address may be
relative, or there may be none: whoever connects then says where the service is.
"""

from __future__ import annotations

import re
from typing import Any

from adlists.contract import is_dict
from adlists.regenerate.documents import Document, Node, mapping, sequence


def settle(document: Document) -> None:
    """Leave one server in the root: its address, its variables filled in by their defaults."""
    root = document.root
    known = [server for server in sequence(root.get("servers")) if "url" in mapping(server)]
    if not known:
        known = _of_all_paths(document)
    root["servers"] = [{**known[0], "url": address(known[0])}] if known else [{"url": ""}]


def address(server: Node) -> str:
    """Return the address of a Server Object, without the slash at its end."""
    variables = mapping(server.get("variables"))

    def value(found: re.Match[str]) -> str:
        given = mapping(variables.get(found[1]))
        values = sequence(given.get("enum"))
        return str(given.get("default", values[0] if values else found[0]))

    return re.sub(r"\{([^{}]+)\}", value, str(server["url"]).strip()).rstrip("/")


def of(node: Node) -> str | None:
    """Return the address of the first server that a path or an operation names, if any."""
    found = [server for server in sequence(node.get("servers")) if "url" in mapping(server)]
    return address(found[0]) if found else None


def _of_all_paths(document: Document) -> list[Any]:
    """Return the servers of the paths, where the root has none and they all name the same."""
    items = [item for item in mapping(document.root.get("paths")).values() if is_dict(item)]
    named = [sequence(item.get("servers")) for item in items]
    first = named[0] if named else []
    return first if first and all(servers == first for servers in named) else []
