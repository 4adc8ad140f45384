"""The benchmark runs and compares what it says; what it finds is no matter of these tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import history

BENCH = Path(__file__).parent / "bench"


def test_the_benchmark_measures_every_scenario(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"

    subprocess.run(
        [sys.executable, BENCH, "--quick", "--json", figures], check=True, capture_output=True
    )

    found = json.loads(figures.read_text())
    assert list(found["medians"]) == [
        "no transport, 2",
        "no transport, 50,000",
        "PATCH of 2",
        "PATCH of 50,000",
        "50 in flight",
        "XML of 50,000 written",
        "XML of 50,000 read",
        "import",
    ]
    assert all(row["ratio"] > 0 for row in found["ratios"])
    assert {row["ours"] for row in found["ratios"]} == {"adlists", "adlists[fast]"}


def test_what_regenerating_costs_is_measured_beside_the_bare_generator(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    words = ["--quick", "--only", "^applovin-v1$", "--json", str(figures)]

    subprocess.run(
        [sys.executable, str(BENCH / "generate.py"), *words], check=True, capture_output=True
    )

    found = json.loads(figures.read_text())
    names = {"bare", "code", "regenerate", "again", "raw"}
    assert set(found["medians"]["applovin-v1"]) == names
    assert all(took > 0 for took in found["medians"]["applovin-v1"].values())
    assert set(found["ratios"]) == {f"applovin-v1: {name} / bare" for name in names - {"bare"}}


def test_a_run_is_kept_and_compared_with_the_last_ones_on_such_a_machine(tmp_path: Path) -> None:
    kept = tmp_path / "history.jsonl"
    told = [
        history.remember("calls", {"a": ratio, "b": 1.0}, kept)
        for ratio in (1.0, 9.0, 1.0, 1.05, 1.2)
    ]
    other = history.remember("upload", {"a": 99.0}, kept)

    assert [bool(lines) for lines in told] == [False, True, False, False, True]
    assert told[-1] == ["a: 1.200, was 1.025 over 4 runs"]
    assert other == []
    runs = history.read(kept)
    assert [run["ratios"]["a"] for run in runs] == [1.0, 9.0, 1.0, 1.05, 1.2, 99.0]
    assert {run["machine"] for run in runs} == {history.machine()}
    assert all(run["commit"] for run in runs)


def test_what_opens_fails_and_closes_leaves_nothing_behind() -> None:
    parts = ["sessions-default", "sessions-fast-async", "failures-default-async", "failures-fast"]
    done = subprocess.run(
        [sys.executable, BENCH / "memory.py", "0.01", *parts],
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("flat") == len(parts)
