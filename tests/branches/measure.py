"""`python tests/branches/measure.py …` runs pytest and prints which of our branches no test takes.

What follows goes to pytest, whose exit status is handed on. Wants Python 3.12 or newer, whose
`sys.monitoring` makes it cheap: some ten seconds, and a few in a hundred of what pytest takes.
Not measured is what a test installs elsewhere or runs with an environment of its own, nor the
file `trial_process.py`, which is run by its path.
"""

from __future__ import annotations

import ast
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from types import CodeType
from typing import Any, Final
from zlib import crc32

from sitecustomize import FOLDER, LINE, marked

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE.parents[1] / "extensions"

#: What no test can take, beside what type checkers alone read: the bodies of protocols.
LEFT_OUT: Final = (r"^ +\.\.\.$",)

#: How many modules are printed, those first of which least is taken.
SHOWN: Final = 40

#: How many characters of what is not taken are printed of each, for a look at the place.
WIDTH: Final = 100


def mark(folder: str) -> dict[str, CodeType]:
    """Compile every module of ours with its branches marked, into `folder`; return them."""
    from slipcover.branch import preinstrument

    codes: dict[str, CodeType] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        tree = preinstrument(ast.parse(path.read_bytes()))
        code = codes[str(path)] = compile(tree, path, "exec", dont_inherit=True)
        Path(marked(folder, str(path))).write_bytes(marshal.dumps(code))
    return codes


def taken(folder: str) -> Iterator[tuple[int, int]]:
    """Yield what the processes wrote down: the checksum of a path, and a line."""
    for notes in Path(folder).glob("*.taken"):
        content = notes.read_bytes()
        yield from LINE.iter_unpack(content[: len(content) // LINE.size * LINE.size])


def report(folder: str, codes: dict[str, CodeType]) -> dict[str, Any]:
    """Hold what was taken against what there is, as SlipCover does."""
    from slipcover import Slipcover
    from slipcover.branch import decode_branch, is_branch

    slipcover = Slipcover(branch=True, exclude_also=LEFT_OUT)
    paths = {crc32(path.encode()): path for path in codes}
    for path, code in codes.items():
        slipcover.code_lines[path] = set(Slipcover.lines_from_code(code))
        slipcover.code_branches[path] = set(Slipcover.branches_from_code(code))
    for checksum, line in set(taken(folder)):
        seen = decode_branch(line) if is_branch(line) else line
        slipcover.all_seen[paths[checksum]].add(seen)
    measured: dict[str, Any] = slipcover.get_coverage()
    return measured


def show(files: dict[str, Any], total: dict[str, Any]) -> None:
    """Print how much is taken of all, and what is not of the modules with the least."""
    from slipcover.slipcover import format_missing

    lines, branches = (
        f"{total[f'covered_{kind}']} of {total[f'covered_{kind}'] + total[f'missing_{kind}']}"
        for kind in ("lines", "branches")
    )
    parted = [(file["summary"]["percent_covered"], path) for path, file in files.items()]
    least = sorted((percent, path) for percent, path in parted if percent < 100)
    print(f"== {total['percent_covered']:.2f} % is taken: {lines} lines, {branches} branches")
    print(f"{len(files) - len(least)} of {len(files)} modules are whole; the least of the others:")
    print("(not seen: trial_process.py, which is run by its path, and what tests start elsewhere)")
    for percent, path in least[:SHOWN]:
        file = files[path]
        missing = format_missing(
            file["missing_lines"], file["executed_lines"], file["missing_branches"]
        )
        print(f"{percent:6.1f} % {path}: {shorten(missing, WIDTH, placeholder=' ...')}")


def main() -> int:
    """Run pytest while it is measured, and print what was not taken."""
    if sys.version_info < (3, 12):
        sys.exit("To measure branches wants Python 3.12 or newer.")
    with TemporaryDirectory() as folder:
        codes = mark(folder)
        where = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))
        pytest = Path(sys.executable).with_name("pytest")
        status = subprocess.run(
            [pytest, *sys.argv[1:]],
            env={**os.environ, "PYTHONPATH": where, FOLDER: folder},
            check=False,
        ).returncode
        measured = report(folder, codes)
    show(measured["files"], measured["summary"])
    return status


if __name__ == "__main__":
    sys.exit(main())
