"""`adlists run` as a person and as a script would run it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from adlists.cli import main
from adlists.sandbox import Fault, Running, Sandbox, running

COMMAND = [sys.executable, "-m", "adlists", "run", "jobs.toml"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Running]:
    sandbox = Sandbox()
    with running(sandbox) as server:
        for service, told in server.services.items():
            for name, value in told.items():
                monkeypatch.setenv(f"ADLISTS_{service.upper()}_{name.upper()}", value)
        monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.chdir(tmp_path)
        for number in range(1, 4):
            sandbox.create_list("criteo_v1", "Buyers", advertiser=number)
            people = "".join(f"planted.person{index}@example.org\n" for index in range(40))
            (tmp_path / f"{number}.csv").write_text("email\n" + people)
        write("")
        yield server


def write(more: str) -> None:
    Path("jobs.toml").write_text(
        '[defaults]\nservice = "criteo_v1"\nidentifier = "email"\nhash = "sha256"\n'
        "[tables.advertisers]\nrows = [{id = 1}, {id = 2}, {id = 3}]\n"
        '[[jobs]]\nname = "buyers of {id}"\nover = "advertisers"\nlist = "Buyers"\n'
        f'source = "{{id}}.csv"\nadvertiser = "{{id}}"\n{more}'
    )


def test_results_go_out_and_news_beside_them(
    here: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "jobs.toml"]) == 0

    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "done  buyers of 1: 40 sent of 40"
    assert told.out.splitlines()[-1].startswith("3 jobs in")
    assert "3/3 buyers of" in told.err
    assert main(["run", "jobs.toml", "--continue", "--select", "*2", "--json"]) == 0
    told = capsys.readouterr()
    data = json.loads(told.out)
    assert [(job["name"], job["skipped"]) for job in data["jobs"]] == [("buyers of 2", True)]
    assert "planted" not in told.out + told.err


def test_it_speaks_as_it_is_asked(here: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "jobs.toml", "-q"]) == 0
    told = capsys.readouterr()
    assert (told.err, told.out.splitlines()[-1][:9]) == ("", "3 jobs in")
    assert main(["run", "jobs.toml", "-v", "--log", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    events = [line["event"] for line in lines]
    assert events.count("job") == 3
    assert "CallFinished" in events
    assert {line["job"] for line in lines if line["event"] == "job"} == {
        f"buyers of {number}" for number in (1, 2, 3)
    }
    here.sandbox.switch_on(Fault(status=503, count=1, operation="add_remove_users_to_audience"))
    assert main(["run", "jobs.toml"]) == 0
    assert "trying again" in capsys.readouterr().err


def test_a_job_that_fails_is_told_and_makes_the_exit_code(
    here: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("2.csv").unlink()

    assert main(["run", "jobs.toml"]) == 1

    told = capsys.readouterr()
    assert "failed  buyers of 2: " in told.out
    assert told.out.count("done  ") == 2
    write("hsah = 3\n")
    assert main(["run", "jobs.toml"]) == 2
    assert "Meant: hash?" in capsys.readouterr().err
    assert main(["run", "absent.toml"]) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_ends_it_is_told_how_to_go_on(here: Running, number: int, code: int) -> None:
    write("batch = 1\nparallel = 1\nrate = '20/s'\n")
    process = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while not list(Path("state").glob("*.journal")):
        time.sleep(0.05)
        assert process.poll() is None
    process.send_signal(number)
    out, err = process.communicate(timeout=60)

    assert process.returncode == code, err
    assert out == ""
    assert "Traceback" not in err
    assert "adlists run jobs.toml --continue" in err
    assert main(["run", "jobs.toml", "--continue"]) == 0


def test_a_terminal_sees_a_live_table(here: Running) -> None:
    write("batch = 10\nrate = '5/s'\n")
    master, slave = pty.openpty()
    seen = bytearray()

    def read() -> None:
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                return
            if not piece:
                return
            seen.extend(piece)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    done = subprocess.run(COMMAND, stderr=slave, stdout=subprocess.PIPE, check=False, timeout=120)
    os.close(slave)
    reader.join(5)

    assert done.returncode == 0
    assert b"of 3 jobs ended" in seen
    assert b"buyers of" in seen
