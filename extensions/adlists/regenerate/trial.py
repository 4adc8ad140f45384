"""Tries a package that was made, in a process of its own, before anyone else imports it.

Every module is imported, the types of every model resolve, and every schema of every
operation is looked into. The process has no network, and what it prints is read by nobody
but whoever is told that it failed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from adlists.errors import ConfigurationError

_SECONDS: Final = 600
_HOME: Final = "adlists_trial"
_SCRIPT: Final = f"""
import importlib, pkgutil, socket, sys, types, typing

def refused(*_, **__):
    raise OSError("a package that is tried has no network")

socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = refused
home = types.ModuleType({_HOME!r})
home.__path__ = [sys.argv[1]]
sys.modules[home.__name__] = home
for name in sys.argv[2:]:
    package = importlib.import_module(f"{{home.__name__}}.{{name}}")
    for module in pkgutil.walk_packages(package.__path__, f"{{package.__name__}}."):
        importlib.import_module(module.name)
    for model in map(package.models.__getattr__, package.models.__all__):
        if hasattr(model, "SCHEMA"):
            typing.get_type_hints(model)
            model.SCHEMA.fields
    package.Api(lambda call: None)
    package.AsyncApi(lambda call: None)
    for operation in package.SERVICE.operations:
        for held in (operation.body, *operation.replies):
            schemas = [] if held is None else [held.schema, *(m.schema for m in held.media_types)]
            for schema in schemas:
                schema is None or schema.fields
"""


def run(folder: Path, names: list[str]) -> None:
    """Import the packages of those names in a folder; ConfigurationError where one fails."""
    if not names:
        return
    # -P and -B: nothing of the working folder is imported, and nothing is written.
    command = [sys.executable, "-P", "-B", "-c", _SCRIPT, str(folder.absolute()), *names]
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        msg = (
            f"What was generated could not be imported within {_SECONDS} seconds; nothing changed."
        )
        raise ConfigurationError(msg) from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        place = next(
            (line.strip() for line in reversed(lines) if _HOME in line or "File" in line), ""
        )
        msg = (
            "What was generated cannot be imported, so nothing changed. That is our mistake, "
            f"not the document's: {lines[-1].strip()} {place}".rstrip()
        )
        raise ConfigurationError(msg)
