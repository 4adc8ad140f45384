"""What commands say beside their results, and to whom: streams, encodings, pipes, waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adlists.cli import main
from adlists.lists import Progress, Rate
from adlists.lists.sending.rate import Limiter
from adlists.sandbox import Fault, Running

PEOPLE = [f"planted{index}@example.org" for index in range(300)]


@pytest.fixture
def job(tmp_path: Path) -> list[str]:
    path = tmp_path / "people.csv"
    path.write_text("email\n" + "\n".join(PEOPLE) + "\n")
    return [
        *("upload", str(path), "--service", "criteo_v1", "--audience", "VIP → Ø", "--create"),
        *("--advertiser", "1", "--identifier", "email", "--hash", "sha256"),
    ]


def run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "adlists", *arguments],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
    )


def size(here: Running) -> int:
    store = here.sandbox.store
    with store.transaction():
        return sum(len(store.members(found, "email")) for found in store.owned("criteo_v1", "1"))


def test_results_go_to_standard_output_and_all_else_does_not(
    here: Running, job: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*job, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["sent"] == 300
    assert main([*job, "--quiet"]) == 0
    out, err = capfd.readouterr()
    assert "sent: 300" in out
    assert err == ""
    assert main(job) == 0
    out, err = capfd.readouterr()
    assert out.startswith("outcome: done")
    assert "finding the audience" in err


def test_the_log_is_one_object_a_line(
    here: Running, job: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*job, "--log", "json", "-v"]) == 0
    said = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert {"progress", "CallFinished"} <= {line["event"] for line in said}
    assert all(line["message"] and line["time"] and line["level"] for line in said)
    shown = [line for line in said if line["event"] == "progress"]
    assert shown[-1]["done"] == shown[-1]["total"] == 300  # the real total at the end
    assert main([*job, "--log", "json", "--column", "nonsense"]) == 2
    last = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert (last["level"], last["event"]) == ("error", "error")
    assert "nonsense" in last["message"]
    assert main(["upload", "--log", "json"]) == 2
    assert "exit_code" in json.loads(capfd.readouterr().err.splitlines()[-1])


@pytest.mark.parametrize("faults", [[Fault(status=503, count=2)]])
def test_every_repeat_is_said(
    here: Running, job: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(job) == 0
    assert capfd.readouterr().err.count("503; trying again in") == 2
    assert main(["call", "criteo_v1", "get_audiences", "--advertiser-id", "1", "-vv"]) == 0
    assert "AttemptFinished service=criteo_v1 operation=get_audiences" in capfd.readouterr().err


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "cp437"])
def test_any_encoding_will_do(here: Running, job: list[str], encoding: str) -> None:
    commands = [job, [*job, "--json"], ["jobs"], ["plugins"], ["--help"]]
    for command in commands:
        done = run(command, PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        out = done.stdout.decode(encoding)
        if "--json" in command:
            assert json.loads(out)["list_name"] == "VIP → Ø"
        elif command is job:
            name = "VIP → Ø" if encoding == "utf-8" else "VIP -> "
            assert f"'{name}" in out


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_leaves_ends_no_job(here: Running, job: list[str], stream: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-m", "adlists", *job],
        stdout=theirs if stream == "stdout" else nowhere,
        stderr=theirs if stream == "stderr" else nowhere,
    )
    os.close(theirs)
    assert process.wait(30) == 0
    assert size(here) == 300


def test_a_dry_run_tries_the_credentials_where_nothing_else_is_asked(
    here: Running,
    job: list[str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An id is taken as it is, where no account says among which lists it is one."""
    dry = [text if text != "VIP → Ø" else "7654" for text in job if text != "--create"]
    dry = [text for text in dry if text not in {"--advertiser", "1"}] + ["--dry-run"]
    assert main(dry) == 0
    assert "time at least: 0 s, at 250/min" in capfd.readouterr().out
    monkeypatch.setenv("ADLISTS_CRITEO_V1_CLIENT_SECRET", "wrong")
    assert main(dry) == 1
    assert "Check the client id" in capfd.readouterr().err


def test_a_dry_run_says_where_only_the_first_batch_can_tell(
    here: Running, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "devices.txt"
    path.write_text("6d92078a-8246-4ba4-ae5b-76104861e7dc\n")
    dry = ["upload", str(path), "--service", "applovin_suppression_v1", "--app", "com.example"]
    assert main([*dry, "--dry-run"]) == 0
    assert "only the first batch will tell" in capfd.readouterr().out


@given(
    limit=st.integers(1, 5),
    period=st.floats(0.5, 100),
    sent=st.integers(0, 12),
    left=st.integers(0, 30),
)
def test_the_time_left_is_when_the_limiter_lets_the_last_one_leave(
    limit: int, period: float, sent: int, left: int
) -> None:
    """For replies that come at once: the limiter itself, asked request by request."""
    at = 0.0
    limiter = Limiter(Rate(limit, period), clock=lambda: at)

    def send() -> None:
        nonlocal at
        while wait := limiter.acquire():
            at += wait
        limiter.observe(200, {})

    for _ in range(sent):
        send()
    told, began = limiter.least(left), at
    for _ in range(left):
        before = limiter.least(left)
        at += period / 100
        assert limiter.least(left) <= before + 1e-6  # a wait makes it shorter, never longer
        at -= period / 100
        send()
        left -= 1
    assert at - began == pytest.approx(told, abs=1e-3)


@given(st.integers(1, 1000), st.floats(0.1, 100), st.floats(0, 1000))
def test_the_time_left_does_not_grow_while_a_limit_holds(
    done: int, sending: float, more: float
) -> None:
    first = Progress(step="adding", done=done, total=2000, seconds=sending, sending=sending)
    later = Progress(step="adding", done=done, total=2000, seconds=sending + more, sending=sending)
    assert first.seconds_left == later.seconds_left
    assert first.seconds_left is not None
