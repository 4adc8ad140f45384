"""Lets models refer to each other: each module gets the classes it names once it is complete.

An import at the bottom of each module would do, but for a chain of models: each import would
run within the one before it, and a hundred of them reach Python's limit.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from typing import Final

# What a module still waits for: names, and the modules beside it that have them.
_WAITING: Final[dict[str, Mapping[str, str]]] = {}
_ACTIVE: Final = threading.local()


def link(module: str, names: Mapping[str, str]) -> None:
    """Give a module the classes that it names, and those modules theirs, one after another.

    *names* maps a class to its module, relative to the package of *module*. Whoever imports
    the first module of a chain gets all of it linked; threads may do so at once.
    """
    _WAITING[module] = names
    if getattr(_ACTIVE, "linking", False):
        return  # within another's: it comes to this one in its turn
    _ACTIVE.linking = True
    linked, queue = set[str](), [module]
    try:
        while queue:
            name = queue.pop()
            if name in linked:
                continue
            linked.add(name)
            package = name.rpartition(".")[0]
            for wanted, place in _WAITING.get(name, {}).items():
                other = import_module(place, package)
                setattr(sys.modules[name], wanted, getattr(other, wanted))
                queue.append(other.__name__)
    finally:
        _ACTIVE.linking = False
    for name in linked:
        _WAITING.pop(name, None)
