"""Nothing of a job stays in the temporary folder, whatever ended it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from adlists.lists.reading.scratch import Scratch

HOLD = """
import sys, time
from pathlib import Path
from adlists.lists.reading.scratch import Scratch
scratch = Scratch(Path(sys.argv[1]))
(Path(scratch.name) / "spill").write_text("planted")
print(scratch.name, flush=True)
time.sleep(60)
"""


def hold(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_killed_jobs_folder_is_removed_by_the_next_job(tmp_path: Path) -> None:
    process, left = hold(tmp_path)
    with process:
        process.kill()
    assert (left / "spill").exists()

    Scratch(tmp_path).cleanup()

    assert list(tmp_path.iterdir()) == []


def test_a_living_jobs_folder_stays(tmp_path: Path) -> None:
    process, left = hold(tmp_path)
    with process:
        Scratch(tmp_path).cleanup()
        stays = (left / "spill").exists()
        process.kill()

    assert stays


def test_a_folder_is_private_and_goes_with_its_job(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    mode = Path(scratch.name).stat().st_mode & 0o777

    scratch.cleanup()
    scratch.cleanup()

    assert mode == 0o700
    assert list(tmp_path.iterdir()) == []
