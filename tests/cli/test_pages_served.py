"""The two commands that print an address to open: the pages are there, and the log is on stderr."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest


@contextmanager
def started(*arguments: str, state: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command until it has printed its first line."""
    with subprocess.Popen(
        [sys.executable, "-m", "adlists", *arguments],
        env={**os.environ, "ADLISTS_STATE": str(state)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.send_signal(signal.SIGTERM)


def fetch(address: str) -> tuple[int, str]:
    with build_opener(ProxyHandler({})).open(address) as reply:
        return reply.status, reply.read().decode()


def test_the_sandbox_prints_an_address_to_open_and_a_line_for_each_call(tmp_path: Path) -> None:
    with started("sandbox", "--port", "0", state=tmp_path) as (process, first):
        address = re.findall(r"http://127\.0\.0\.1:\d+/", first)[0]
        assert "<h1>" in fetch(address)[1]
        fetch(f"{address}applovin_v1/list?api_key=sandbox-key")
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        out = process.stdout.read()
        err = process.communicate(timeout=10)[1]

    assert process.returncode in {0, 130}
    assert "export ADLISTS_APPLOVIN_V1_API_KEY=sandbox-key" in out
    (line,) = err.splitlines()
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d GET /applovin_v1/list\?api_key=\[secure\] 200 \d+ ms, "
        r"0 bytes in, \d+ out",
        line,
    )


@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_it_can_be_silent(tmp_path: Path, option: str) -> None:
    with started("sandbox", "--port", "0", option, state=tmp_path) as (process, first):
        address = re.findall(r"http://127\.0\.0\.1:\d+/", first)[0]
        assert fetch(address)[0] == 200
        fetch(f"{address}applovin_v1/list?api_key=sandbox-key")
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10)[1] == ""
    if option == "--json":
        assert set(json.loads(first)) == {"services"}


def test_a_usual_port_that_is_taken_is_told_and_another_one_found(tmp_path: Path) -> None:
    with started("sandbox", state=tmp_path) as (_, _first):
        time.sleep(0.1)
        with started("sandbox", "--json", state=tmp_path) as (process, line):
            port = re.findall(r"127\.0\.0\.1:(\d+)/", line)[0]
            assert port != "8470"
            process.send_signal(signal.SIGTERM)
            assert "Port 8470 is taken" in process.communicate(timeout=10)[1]


def test_the_jobs_are_served(tmp_path: Path) -> None:
    with started("ui", "--port", "0", state=tmp_path) as (process, first):
        address = re.findall(r"http://127\.0\.0\.1:\d+/", first)[0]
        assert "No job has left a journal" in fetch(address)[1]
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10)[1] == ""
