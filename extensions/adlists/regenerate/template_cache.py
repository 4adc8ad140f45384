"""Compiled templates, kept where Python keeps its compiled modules.

To compile them takes a tenth of what a small document takes. A template that changed, another
Python or another Jinja compile them anew; so does whatever cannot be read, and where nothing
may be written, nothing is kept.
"""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from openapi_python_client import __version__ as generator  # it chooses how Jinja compiles


class TemplateCache(BytecodeCache):
    """Keeps the compiled templates of a folder beside them, in `__pycache__`."""

    def __init__(self, templates: Path) -> None:
        self._templates: Final = templates

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, where there is a file that fits it."""
        try:
            with self._file(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except Exception:  # noqa: BLE001 - a broken file says so in any way that pickle has
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket, in one step, as several programs may do at once."""
        if sys.dont_write_bytecode:
            return
        file = self._file(bucket)
        fresh = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            try:
                fresh.write_bytes(bucket.bytecode_to_string())
                fresh.replace(file)
            finally:
                fresh.unlink(missing_ok=True)

    def _file(self, bucket: Bucket) -> Path:
        made = cache_from_source(str(self._templates / f"{bucket.key}-{generator}.py"))
        return Path(made).with_suffix(".jinja")
