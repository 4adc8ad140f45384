from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from adlists import sandbox
from adlists.cli import main
from adlists.demo import samples
from adlists.demo.records import differ
from adlists.sandbox.store import Store, Stored

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adlists", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_demo_does_the_whole_job_quickly_and_prints_nothing_personal() -> None:
    done = run("demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert not ADDRESS.search(done.stdout)
    assert not re.search(r"[0-9a-f]{64}", done.stdout)
    assert "\x1b" not in done.stdout
    assert "✓" in done.stdout.splitlines()[-2]
    seconds = float(re.findall(r"([\d.]+) s$", done.stdout.rstrip())[0])
    assert seconds < 10


def on_a_terminal(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run a command as a person would see it; return its exit code and what it wrote."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "adlists", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "120", **environment},
        )
        os.close(theirs)
        seen = b""
        try:
            while part := screen.read(65536):
                seen += part
        except OSError:  # how Linux tells that the other side has closed
            pass
    return process.wait(timeout=60), seen.decode()


def test_demo_draws_one_table_on_a_terminal() -> None:
    code, seen = on_a_terminal("demo")
    assert code == 0
    final = seen[seen.rindex("checked") :]
    assert final.count("ms") == 32
    assert final.count("✓") == 33
    assert "✗" not in final
    assert "\x1b[32m" in final
    assert not ADDRESS.search(seen)


def test_no_color_is_respected_on_a_terminal() -> None:
    colour = re.compile(r"\x1b\[[\d;]*[1-9][\d;]*m")
    create = ("call", "applovin_v1", "create", "--name", "x")
    address = {"ADLISTS_APPLOVIN_V1_API_KEY": "x", "ADLISTS_APPLOVIN_V1_BASE_URL": "x"}
    code, seen = on_a_terminal(*create, **address)
    assert code == 2
    assert colour.search(seen)
    assert not colour.search(on_a_terminal(*create, **address, NO_COLOR="1")[1])
    assert not re.search(r"\x1b\[[\d;]*3[0-7]m", on_a_terminal("demo", NO_COLOR="1")[1])


def test_demo_as_json_tells_every_step_of_both_ways() -> None:
    done = run("demo", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["ok"] is True
    sync = [one for one in told["steps"] if one["mode"] == "sync"]
    other = [one for one in told["steps"] if one["mode"] == "async"]
    assert sorted(map(_what, sync)) == sorted(map(_what, other))
    assert {one["operation"] for one in sync} >= {
        "create_token",
        "create_audience",
        "add_remove_users_to_audience",
        "get_audiences",
        "update_audience_metadata",
        "remove_users_from_audience",
        "delete_audience",
        "create",
        "append",
        "list_apps",
        "list_lists",
        "delete_apps",
        "delete",
    }
    assert all(one["status"] in {200, 204} and one["seconds"] > 0 for one in told["steps"])
    assert all(check["difference"] is None for one in told["steps"] for check in one["checks"])
    assert all(one["checks"] for one in told["steps"] if one["operation"] != "create_token")


def _what(step: dict[str, Any]) -> tuple[str, str, str]:
    return step["service"], step["title"], step["method"]


class Forgetful(Store):
    """Loses one identifier of each request."""

    def add(self, one: Stored, kind: str, values: Sequence[str], now: int) -> int:
        return super().add(one, kind, sorted(values)[1:], now)


class Hoarding(Store):
    """Never lets a list go."""

    def delete(self, one: Stored) -> None:
        pass


@pytest.mark.parametrize(
    ("store", "said"),
    [(Forgetful, "(1 missing, 0 too many)"), (Hoarding, "gone: expected nothing, found")],
)
def test_demo_fails_where_the_server_holds_something_else(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    store: type[Store],
    said: str,
) -> None:
    running = sandbox.running
    monkeypatch.setattr(sandbox, "running", lambda: running(sandbox.Sandbox(store=store())))
    monkeypatch.setenv("NO_PROXY", "")  # the demo sets it, and monkeypatch puts it back
    monkeypatch.setenv("no_proxy", "")
    assert main(["demo"]) == 1
    out = capsys.readouterr().out
    assert "✗ Something differs:" in out
    assert said in out
    assert not ADDRESS.search(out)


def test_demo_fails_where_a_step_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = sandbox.running
    fault = sandbox.Fault.parse("status=400,operation=append")
    monkeypatch.setattr(sandbox, "running", lambda: running(sandbox.Sandbox(faults=[fault])))
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    assert main(["demo"]) == 1
    assert "append 532 apps: BadRequest" in capsys.readouterr().out


def test_a_difference_is_told_in_numbers_only() -> None:
    assert differ({"a@b.example"}, {"c@d.example", "e@f.example"}) == (
        "the files say 1, there are 2 (1 missing, 2 too many)"
    )
    assert differ({"a@b.example"}, None) == "expected a set, found nothing"


def test_shipped_apps_are_many_distinct_and_of_both_stores() -> None:
    listing = samples.text("apps.txt")
    apps = samples.apps(listing)
    entered = [one for one in listing.splitlines() if one and not one.startswith("#")]
    assert len(entered) == len(apps.ids) >= 300
    assert len(apps.ios) >= 100
    android = set(apps.ids) - apps.ios
    assert all(re.fullmatch(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", one) for one in android)
    assert all(re.fullmatch(r"[1-9]\d{8,9}", one) for one in apps.ios)


def test_shipped_customers_have_reserved_domains_only() -> None:
    table = samples.text("customers.csv")
    customers = samples.customers(table)
    domains = {one.lower() for one in re.findall(r"@([\w.-]*\w)", table)}
    assert {"example.com", "example.org", "example.net"} <= domains
    assert all("example" in one for one in domains)
    assert len(customers.hashes) + len(customers.malformed) + len(customers.duplicates) == 504
    assert len(customers.malformed) >= 5
    assert len(customers.duplicates) >= 5
    assert set(customers.hashes) > customers.withdrawn


def test_addresses_are_trimmed_lowered_and_hashed_and_bad_rows_told_by_line() -> None:
    table = (
        "customer,email,country,consent\n"
        '1," User@Example.COM\t",AT,yes\n'
        "2,user@example.com,AT,no\n"
        "3,two@@example.com,AT,yes\n"
        "4,,AT,yes\n"
        "5,other@example.org,AT,yes\n"
    )
    customers = samples.customers(table)
    known = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514"
    assert customers.hashes[0] == known  # the SHA-256 of user@example.com
    assert len(customers.hashes) == 2
    assert customers.withdrawn == {known}
    assert customers.malformed == (4, 5)
    assert customers.duplicates == (3,)
