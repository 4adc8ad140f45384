"""`adlists upload` and `adlists sync` as a person and as a script would run them."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

from adlists.cli import main
from adlists.sandbox import Fault, Running

PEOPLE = [f"planted.person{index}@example.org" for index in range(400)]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("email\n" + "\n".join([*PEOPLE, PEOPLE[0].upper(), "planted nonsense"]) + "\n")
    return path


def vip(people: Path, *more: str) -> list[str]:
    return [
        *("upload", str(people), "--service", "criteo_v1", "--audience", "VIP"),
        *("--advertiser", "1", "--identifier", "email", *more),
    ]


def members(here: Running, realm: str, kind: str) -> list[str]:
    store = here.sandbox.store
    with store.transaction():
        owner = "1" if realm == "criteo_v1" else ""
        return [one for found in store.owned(realm, owner) for one in store.members(found, kind)]


def test_a_file_is_uploaded_and_nothing_personal_is_printed(
    here: Running, people: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(vip(people, "--hash", "sha256", "--create")) == 0
    out, err = capfd.readouterr()
    assert members(here, "criteo_v1", "email") == sorted(
        sha256(one.encode()).hexdigest() for one in PEOPLE
    )
    assert "unique: 400" in out
    assert "duplicates: 1" in out
    assert "planted" not in (out + err).replace(str(people), "")
    assert not re.search(r"[0-9a-f]{64}", out + err)
    assert main(vip(people, "--hash", "sha256", "--create", "--json")) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["outcome"], told["sent"], told["ok"]) == ("done", 400, True)
    assert main(vip(people, "--hash", "sha256", "--once", "--json")) == 0
    assert json.loads(capfd.readouterr().out)["outcome"] == "already done"


def test_the_hash_is_asked_for_or_configured(
    here: Running,
    people: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(vip(people, "--create")) == 2
    assert "--hash" in capsys.readouterr().err
    assert members(here, "criteo_v1", "email") == []
    monkeypatch.setenv("ADLISTS_HASH", "md5")
    assert main(vip(people, "--create")) == 0
    assert {len(one) for one in members(here, "criteo_v1", "email")} == {32}


def test_a_dry_run_tells_and_sends_nothing(
    here: Running, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "--hash",
        "sha256",
        "--create",
        "--dry-run",
        "--max-bytes",
        "3000",
        "--rate",
        "5/min",
    ]
    assert main(vip(people, *arguments)) == 0
    out = capsys.readouterr().out
    batches = int(re.findall(r"batches: (\d+)", out)[0])
    assert f"time at least: {(batches - 1) // 5 * 60} s" in out
    assert members(here, "criteo_v1", "email") == []


@pytest.mark.parametrize(
    "faults", [[Fault(status=400, count=1, operation="add_remove_users_to_audience")]]
)
def test_a_failed_batch_exits_1_with_the_command_that_finishes(
    here: Running, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = vip(people, "--hash", "sha256", "--create", "--max-bytes", "3000", "--restart")
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert "✗ Batch" in out
    finish = err.split("this command finishes the job:\n")[1].strip()
    command = shlex.split(finish.splitlines()[0])
    assert command == ["adlists", *(one for one in arguments if one != "--restart")]
    assert main(command[1:]) == 0
    assert len(members(here, "criteo_v1", "email")) == 400


def test_replace_by_the_command(
    here: Running, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(vip(people, "--hash", "sha256", "--create", "--snapshot")) == 0
    people.write_text("email\n" + "\n".join(PEOPLE[100:]) + "\n")
    replace = vip(people, "--hash", "sha256", "--operation", "replace")
    assert main([*replace, "--dry-run"]) == 0
    assert "100 removed; at no time is it empty" in capsys.readouterr().out
    assert main(replace) == 0
    assert len(members(here, "criteo_v1", "email")) == 300


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--rate", "many"], "250/min"),
        (["--identifier", "nonsense"], "nonsense"),
        (["--parallel", "0"], "parallel"),
        (["--operation", "replace"], "snapshot"),
        (["--hash", "none", "--operation", "replace"], "plain personal"),
        (["--hash", "none", "--snapshot"], "plain personal"),
        (["--audience", "Unknown"], "There is no audience of advertiser 1"),
    ],
)
def test_wrong_usage_exits_2_and_sends_nothing(
    here: Running, people: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with here.sandbox.store.transaction():
        here.sandbox.store.create("criteo_v1", "1", "VIP", None, 0)
    assert main(vip(people, "--hash", "sha256", *more)) == 2
    assert said in capsys.readouterr().err
    assert members(here, "criteo_v1", "email") == []


def test_an_app_list_is_synced(
    here: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apps = tmp_path / "apps.txt"
    apps.write_text("\ufeff# ours\r\ncom.example.app\r\n553834731\r\n")
    sync = ["sync", str(apps), "--service", "applovin_v1", "--list", "Out"]
    assert main(sync) == 2
    assert "no list of that name or id" in capsys.readouterr().err
    assert main([*sync, "--create", "--dry-run"]) == 0
    assert "2 would be added:" in capsys.readouterr().out
    assert main([*sync, "--create"]) == 0
    assert members(here, "applovin_v1", "app") == ["553834731", "com.example.app"]
    apps.write_text("com.example.other\n")
    assert main([*sync, "--prune", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["to_add"], told["to_remove"]) == (1, 2)
    assert members(here, "applovin_v1", "app") == ["com.example.other"]


def test_a_dry_run_ends_as_the_sync_would(
    here: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apps = tmp_path / "apps.txt"
    apps.write_text("".join(f"com.example.app{number}\n" for number in range(30)))
    sync = ["sync", str(apps), "--service", "applovin_v1", "--list", "Out", "--create"]
    assert main(sync) == 0
    capsys.readouterr()
    apps.write_text("com.example.app1\n")
    ends: list[tuple[int, str]] = []
    for more in (["--prune", "--dry-run"], ["--prune"]):
        code = main([*sync, *more])
        told = capsys.readouterr()
        ends.append((code, told.err[told.err.index("29 of the 30") :]))
        assert ("29 would be removed" in told.out) == ("--dry-run" in more)
    assert ends[0] == ends[1]
    assert ends[0][0] == 2
    assert len(members(here, "applovin_v1", "app")) == 30


def test_ctrl_c_ends_a_dry_run_that_reads(here: Running, tmp_path: Path) -> None:
    """DuckDB itself would say so by an error that nobody expects."""
    source = tmp_path / "people.csv"
    duckdb.execute(
        f"COPY (SELECT i || '@example.com' AS email FROM range(3000000) t(i)) TO '{source}'"
    )
    command = vip(source, "--hash", "sha256", "--create", "--dry-run")
    process = subprocess.Popen(
        [sys.executable, "-m", "adlists", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    while not list(tmp_path.glob("adlists-*")):
        time.sleep(0.01)
        assert process.poll() is None
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Interrupted. Nothing was sent." in said
    assert "Traceback" not in said
    assert not members(here, "criteo_v1", "email")


@pytest.mark.parametrize("faults", [[Fault(delay=0.05)]])
def test_ctrl_c_tells_the_command_that_goes_on(here: Running, people: Path) -> None:
    ours, theirs = pty.openpty()
    command = vip(people, "--hash", "sha256", "--create", "--max-bytes", "1500", "--rate", "30/s")
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "adlists", *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "140"},
        )
        os.close(theirs)
        while not members(here, "criteo_v1", "email"):
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        seen = b""
        try:
            while part := screen.read(65536):
                seen += part
        except OSError:  # how Linux tells that the other side has closed
            pass
    assert process.wait(10) == 130
    text = seen.decode()
    assert "30/s" in text  # the limit, beside the bar
    assert "this command goes on from there" in text
    assert "Traceback" not in text
    done = len(members(here, "criteo_v1", "email"))
    assert 0 < done < 400
    assert main(command) == 0
    assert len(members(here, "criteo_v1", "email")) == 400


def test_jobs_are_shown(here: Running, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs"]) == 0
    assert "no jobs" in capsys.readouterr().err
    assert main(vip(people, "--hash", "sha256", "--create")) == 0
    capsys.readouterr()
    assert main(["jobs", "--verify", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["service"], told["operation"], told["outcome"]) == ("criteo_v1", "add", "done")
    assert (told["sent"], told["size"], told["expected"]) == (400, 400, [400, 400])
