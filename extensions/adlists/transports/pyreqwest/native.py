"""Loads pyreqwest in a thread that lives as long as the process.

pyo3 keeps what it needs of the interpreter with the thread that loads a module first. Where
that thread has ended, the next call from another one ends the process (pyreqwest 0.15, and
no exception says so). The main thread lives long enough; for any other, a thread of our
own loads the module and then waits for ever.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Final

_lock: Final = threading.Lock()
_state: Final = {"loaded": False}


def load() -> None:
    """Load the library, once; importing it afterwards is safe in any thread."""
    with _lock:  # a module that is being loaded stands in `sys.modules` already
        if _state["loaded"]:
            return
        if threading.current_thread() is threading.main_thread():
            import_module("pyreqwest.client")
        else:
            loading = _Loading()
            loading.start()
            loading.loaded.wait()
            if loading.failure is not None:
                raise loading.failure
        _state["loaded"] = True


class _Loading(threading.Thread):
    """Loads the library, reports that, and lives as long as the process."""

    def __init__(self) -> None:
        super().__init__(name="adlists-pyreqwest", daemon=True)
        self.loaded = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            import_module("pyreqwest.client")
        except BaseException as error:  # noqa: BLE001 - raised where it was asked for
            self.failure = error
        self.loaded.set()
        if self.failure is None:
            threading.Event().wait()
