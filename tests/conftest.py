"""What a run needs of its machine, and what it says where that is not there."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Final

import pytest
import redis_server

#: Set where a browser has to be there, so that its absence is a failure.
DEMAND_BROWSER: Final = "ADLISTS_DEMAND_BROWSER"

#: What is left out here, and what it wants.
left_out: Final[dict[str, str]] = {}

if not (
    os.environ.get(DEMAND_BROWSER) or (shutil.which("chromium") and shutil.which("chromedriver"))
):
    left_out["ui/test_browser.py"] = (
        "Chromium and its driver (Debian: apt-get install chromium chromium-driver)"
    )

if find_spec("criteo_marketing") is None:
    left_out["sandbox/test_old_sdk.py"] = "Criteo's retired SDK (pip install 'adlists[vendors]')"

if find_spec("ray") is None:
    left_out["lists/test_ray.py"] = "Ray, of 250 MB (pip install 'adlists[ray]')"

if redis_server.program() is None:
    left_out["plugins/test_budget_redis.py"] = "a Redis (Debian: apt-get install redis-server)"

collect_ignore: Final = list(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was not tried, as the last thing that the run says."""
    for path in collect_ignore:
        terminalreporter.write_line(f"NOT TRIED: tests/{path} wants {left_out[path]}", yellow=True)
