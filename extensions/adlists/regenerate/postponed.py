"""Modules that a library imports and seldom uses: each is loaded when something of it is used.

openapi-python-client imports an HTTP library at its top, for documents at an address; we hand
it documents that we have read. To load it took a quarter of what a small document takes.
Python's own `LazyLoader` loads as soon as anyone looks at the module's name or file, which
`inspect` does with every module there is.
"""

from __future__ import annotations

import sys
import threading
from importlib.util import find_spec, module_from_spec
from typing import Any


def postpone(*names: str) -> None:
    """Have modules loaded when they are used; those that are there already stay as they are."""
    for name in names:
        if name not in sys.modules:
            _postpone(name)


def _postpone(name: str) -> None:
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        return  # whoever imports it is told so
    module = module_from_spec(spec)
    run = spec.loader.exec_module
    lock = threading.RLock()
    running = False

    def load(attribute: str) -> Any:
        nonlocal running
        with lock:  # another thread waits until all is there
            if running:  # it looks for what it has not made yet
                msg = f"module {name!r} has no attribute {attribute!r}"
                raise AttributeError(msg)
            if module.__dict__.get("__getattr__") is load:
                running = True
                try:
                    run(module)
                finally:
                    running = False
                if module.__dict__.get("__getattr__") is load:
                    del module.__dict__["__getattr__"]
        return getattr(module, attribute)

    module.__dict__["__getattr__"] = load
    sys.modules[name] = module
