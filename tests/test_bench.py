"""The benchmark runs and compares what it says; what it finds is no matter of these tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent / "bench"


def test_the_benchmark_measures_every_scenario(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"

    subprocess.run(
        [sys.executable, BENCH, "--quick", "--json", figures], check=True, capture_output=True
    )

    found = json.loads(figures.read_text())
    assert list(found["medians"]) == [
        "PATCH of 2",
        "PATCH of 50,000",
        "50 in flight",
        "XML of 50,000 written",
        "XML of 50,000 read",
        "import",
    ]
    assert all(row["ratio"] > 0 for row in found["ratios"])
    assert {row["ours"] for row in found["ratios"]} == {"adlists", "adlists[fast]"}
