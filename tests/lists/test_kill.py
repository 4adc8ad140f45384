"""Killed at any moment, and taken up by the same command; over every service."""

from __future__ import annotations

from pathlib import Path

import pytest
from any_service import shipped
from kill_schedules import run

COUNT = 1500


@pytest.mark.parametrize("name", shipped())
def test_a_killed_upload_is_taken_up(name: str, tmp_path: Path) -> None:
    run(shipped()[name], len(name), tmp_path, COUNT)
