"""Who may import whom, and who is free of bad habits: the project's own checks pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


HERE = Path(sys.executable).parent

CHECKS = {
    "layers": [str(HERE / "lint-imports"), "--no-cache"],
    "lint": [sys.executable, "-m", "ruff", "check", "--no-cache"],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "--no-cache"],
    "types": [sys.executable, "-m", "mypy"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_it_passes(check: str) -> None:
    done = subprocess.run(CHECKS[check], cwd=ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_loads_no_http_stack_no_generator_and_no_command_line() -> None:
    heavy = {"httpx2", "pyreqwest", "openapi_python_client", "click", "rich", "lxml", "uvicorn"}
    script = (
        "import sys, adlists; from adlists_api import applovin_v1, criteo_v1; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )

    assert heavy.isdisjoint(done.stdout.split())
