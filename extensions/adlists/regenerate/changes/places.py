"""Reads the text of a document: its tree, and the lines of all its places."""

from __future__ import annotations

from typing import Any

import attrs

from adlists.regenerate.documents import Node, mapping
from adlists.regenerate.problems import steps_of


def tree(text: str) -> Node | None:
    """Return the tree of a text; None where it holds no object, or is no YAML."""
    from ruamel.yaml import YAML, error

    yaml: Any = YAML(typ="safe", pure=True)
    try:
        return mapping(yaml.load(text)) or None
    except error.YAMLError:
        return None


@attrs.define
class Places:
    """The lines of the places in a text of YAML or JSON; it is read when first asked."""

    text: str
    _root: Any = None

    def __call__(self, place: str) -> int | None:
        """Return the line of a JSON pointer, from 1, or of the nearest place around it."""
        if self._root is None:
            from ruamel.yaml import YAML

            yaml: Any = YAML(typ="rt", pure=True)
            self._root = yaml.compose(self.text)
        node, line = self._root, 1
        for step in steps_of(place):
            found = _below(node, step)
            if found is None:
                break
            line, node = found
        return line


def _below(node: Any, step: str) -> tuple[int, Any] | None:
    if getattr(node, "id", "scalar") == "scalar":
        return None
    value: Any = node.value
    if node.id == "mapping":
        for key, child in value:
            if key.value == step:
                return int(key.start_mark.line) + 1, child
    elif step.isdigit() and int(step) < len(value):
        child = value[int(step)]
        return int(child.start_mark.line) + 1, child
    return None
