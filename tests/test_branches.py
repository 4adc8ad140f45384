"""What `.ci/run` prints of the branches that no test takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

MEASURE = Path(__file__).with_name("branches") / "measure.py"

#: Takes what a module is made of in a command that is killed, and fails.
FAILING = """
import subprocess, sys

CODE = "import os, signal, adlists.lists.upload; os.kill(os.getpid(), signal.SIGKILL)"

def test_it():
    assert subprocess.run([sys.executable, "-c", CODE]).returncode == 0
"""


def test_it_hands_on_that_a_test_fails_and_measures_killed_commands(tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text(FAILING)
    # A run that is itself measured has told where.
    environ = {name: told for name, told in os.environ.items() if name != "BRANCHES_TAKEN"}

    done = subprocess.run(
        [sys.executable, MEASURE, "-n0", "-p", "no:cacheprovider", "-c", os.devnull, path],
        cwd=MEASURE.parents[2],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    if sys.version_info < (3, 12):
        assert "wants Python 3.12 or newer" in done.stderr
    else:
        assert "1 failed" in done.stdout
        found = re.search(r"is taken: (\d+) of (\d+) lines", done.stdout)
        assert found is not None
        assert 0.1 < int(found[1]) / int(found[2]) < 0.5
        assert "lists/upload.py: 1-" not in done.stdout
        assert "cli/doctor_command.py: 1-" in done.stdout
