"""Tries the laws many times: `python tests/bench/laws.py [TIMES] [PATH]…`.

TIMES (20) multiplies the examples of each law; the paths are those of `tests/laws` that count
so, and schemathesis over every document that ships, where none is named. Other examples each
time; a failure prints what repeats it. Minutes to hours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
LAWS: Final = (
    "tests/laws/test_planted.py",
    "tests/laws/test_replies.py",
    "tests/laws/test_requests.py",
    "tests/sandbox/test_schemathesis.py",
)


def main() -> int:
    """Run pytest over the laws; return its exit code."""
    words = sys.argv[1:]
    times = words.pop(0) if words and words[0].isdecimal() else "20"
    command = [sys.executable, "-m", "pytest", "-q", *(words or LAWS)]
    environment = {**os.environ, "LAW_TIMES": times}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
