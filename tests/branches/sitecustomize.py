"""Writes down which lines and branches of ours a Python process takes, from its start.

Python itself imports a module of this name where `PYTHONPATH` has it, so that pytest, its workers
and the commands that tests start are measured alike. What they import of ours was compiled by
`measure.py`, so that each branch begins with a line of its own, which does nothing.
`sys.monitoring` tells of a line once and never again: what runs often runs as fast as ever.
A line is written down when it is taken, since a process that is killed counts, too.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from marshal import loads
from struct import Struct
from zlib import crc32

TYPE_CHECKING = False  # `typing` itself is what most processes need not import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

#: The environment variable that names the folder of the marked code and of what is taken.
FOLDER = "BRANCHES_TAKEN"

#: A line that was taken: the checksum of its module's path, and its number.
LINE = Struct("<II")


def marked(folder: str, path: str) -> str:
    """Return where the marked code of the module at `path` is."""
    return f"{folder}/{path.replace(os.sep, '%')}.marked"


if sys.version_info >= (3, 12) and (folder := os.environ.get(FOLDER)):
    LINES = sys.monitoring.events.LINE
    TOOL = sys.monitoring.COVERAGE_ID
    write = os.write  # whatever a test puts in its place
    notes = os.open(f"{folder}/{os.getpid()}.taken", os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def note(code: CodeType, line: int) -> object:
        """Write down a line, the first time that it is taken."""
        try:
            write(notes, LINE.pack(crc32(code.co_filename.encode()), line))
        except OSError:
            pass  # a test lets the disk be full, or closes what is open
        return sys.monitoring.DISABLE

    def watch(code: CodeType) -> None:
        """Have each line noted of `code` and of the functions in it."""
        sys.monitoring.set_local_events(TOOL, code, LINES)
        for constant in code.co_consts:
            if isinstance(constant, type(code)):
                watch(constant)

    class MarkedLoader(SourceFileLoader):
        """Loads the marked code in place of a module's own."""

        def get_code(self, fullname: str) -> CodeType:
            with open(marked(folder, self.path), "rb") as file:
                code: CodeType = loads(file.read())
            watch(code)
            return code

    class MarkedFinder:
        """Finds the modules that were marked, before anyone else does."""

        @classmethod
        def find_spec(
            cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
        ) -> ModuleSpec | None:
            if sys.meta_path[0] is not cls:  # pytest's, which compiles its plugins anew
                sys.meta_path.remove(cls)
                sys.meta_path.insert(0, cls)
            if name.partition(".")[0] != "adlists":
                return None
            spec = PathFinder.find_spec(name, path, target)
            if spec and spec.origin and os.path.exists(marked(folder, spec.origin)):
                spec.loader = MarkedLoader(name, spec.origin)
            return spec

    sys.monitoring.use_tool_id(TOOL, "branches")
    sys.monitoring.register_callback(TOOL, LINES, note)
    sys.meta_path.insert(0, MarkedFinder)
