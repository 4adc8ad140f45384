"""Mistakes of a person: each gets a message that says what is wrong, why, and how to mend it.

Every message was read; the pieces here are what a reader has to find in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Final

import attrs
import pytest

from adlists.cli import main
from adlists.sandbox import Running, Sandbox, running

PREFIX: Final = "ADLISTS_CRITEO_V1_"
TARGET: Final = ("--service", "criteo_v1", "--audience", "VIP", "--advertiser", "1")
JOB: Final = (*TARGET, "--identifier", "email", "--hash", "sha256")


@attrs.frozen
class Mistake:
    """A wrong command, and pieces of what is said about it."""

    command: tuple[str, ...]
    said: tuple[str, ...]
    code: int = 2
    environment: Mapping[str, str | None] = attrs.field(factory=dict[str, str | None])


def upload(*arguments: str) -> tuple[str, ...]:
    return ("upload", *arguments)


MISTAKES: Final = {
    "a command misspelled": Mistake(("uplaod", "people.csv"), ("no command 'uplaod'", "upload?")),
    "a service misspelled": Mistake(
        ("call", "criteo_v2", "get_audiences"), ("no service 'criteo_v2'", "Meant: criteo_v1?")
    ),
    "an operation misspelled": Mistake(
        ("call", "criteo_v1", "get_audience"), ("no operation 'get_audience'", "get_audiences?")
    ),
    "an option misspelled": Mistake(
        upload("people.csv", *JOB, "--dryrun"), ("No such option '--dryrun'", "'--dry-run'?")
    ),
    "an identifier misspelled": Mistake(
        upload("people.csv", *TARGET, "--identifier", "e-mail"), ("'e-mail'", "Meant: email?")
    ),
    "a hash misspelled": Mistake(
        upload("people.csv", *JOB[:-1], "sha-256"), ("'sha-256'", "'md5'", "Meant: sha256?")
    ),
    "no service": Mistake(
        upload("people.csv", "--list", "VIP"), ("--service", "criteo_v1", "applovin_v1")
    ),
    "no list": Mistake(
        upload("people.csv", "--service", "criteo_v1", "--identifier", "email"), ("--list",)
    ),
    "no hash": Mistake(
        upload("people.csv", *TARGET, "--identifier", "email"),
        ("personal data", "--hash", "sha256", "--prehashed"),
    ),
    "a file misspelled": Mistake(
        upload("pepole.csv", *JOB),
        ("pepole.csv: cannot be read: No such file", "Meant: people.csv?"),
    ),
    "a folder that is not there": Mistake(
        upload("nowhere/people.csv", *JOB), ("cannot be read", "no folder nowhere")
    ),
    "a folder instead of a file": Mistake(
        upload("folder", *JOB), ("is a folder", "'folder/*.csv'")
    ),
    "a pattern that matches nothing": Mistake(upload("*.tsv", *JOB), ("no file matches", "quote")),
    "an empty file": Mistake(upload("empty.csv", *JOB), ("empty.csv: is empty", "expected")),
    "a file of another encoding": Mistake(
        upload("latin.csv", *JOB), ("latin.csv, line 2", "not UTF-8", "Convert")
    ),
    "a column misspelled": Mistake(
        upload("people.csv", *JOB, "--column", "emial"),
        ("column 'emial'", "Meant: 'email'?", "Here: --column email"),
    ),
    "a column beyond the last": Mistake(
        upload("people.csv", *JOB, "--column", "7"), ("no column 7", "has 2", "Here: --column")
    ),
    "two columns that could be meant": Mistake(
        upload("two.csv", *JOB), ("2 of its 2 columns", "'email'", "'mail'", "Here: --column email")
    ),
    "a first row that may be a header": Mistake(
        upload("people.csv", *TARGET, "--identifier", "madid"),
        ("first row is no known column name", "Here: --header, or --no-header"),
    ),
    "a file that is hashed already": Mistake(
        upload("hashed.csv", *JOB), ("looks like a hash", "Here: --prehashed")
    ),
    "a file that is not hashed": Mistake(
        upload("people.csv", *TARGET, "--identifier", "email", "--prehashed"),
        ("no identifier", "not the shape of a hash", "Check the column and the type"),
    ),
    "a list that is not there": Mistake(
        upload("people.csv", *(text.replace("VIP", "VIPs") for text in JOB)),
        ("no audience of advertiser 1", "'VIPs'", "Meant: 'VIP'?", "Here: --create"),
    ),
    "a name without its account": Mistake(
        upload("people.csv", *JOB[:4], *JOB[6:]), ("advertiser", "Here: --advertiser")
    ),
    "an account that is no number": Mistake(
        upload("people.csv", *(text.replace("1", "one") if text == "1" else text for text in JOB)),
        ("--advertiser", "'one' is not a whole number"),
    ),
    "an account of somebody else": Mistake(
        upload("people.csv", *("77" if text == "1" else text for text in JOB)),
        ("403", "not in your portfolio", "CLIENT_SECRET in the environment"),
        code=1,
    ),
    "no credential": Mistake(
        upload("people.csv", *JOB),
        ("needs a credential", f"{PREFIX}CLIENT_SECRET", "adlists init"),
        environment={f"{PREFIX}CLIENT_ID": None, f"{PREFIX}CLIENT_SECRET": None},
    ),
    "half a credential, misspelled": Mistake(
        upload("people.csv", *JOB),
        ("CLIENT_SECRET is not", "CLIENT_SECRT means nothing", "Meant: CLIENT_SECRET?"),
        environment={f"{PREFIX}CLIENT_SECRET": None, f"{PREFIX}CLIENT_SECRT": "planted"},
    ),
    "a wrong secret": Mistake(
        upload("people.csv", *JOB),
        ("401", "Check the client id", f"{PREFIX}CLIENT_SECRET in the environment"),
        code=1,
        environment={f"{PREFIX}CLIENT_SECRET": "planted"},
    ),
    "a wrong secret, tried without sending": Mistake(
        upload("people.csv", *JOB, "--dry-run"),
        ("401", f"{PREFIX}CLIENT_SECRET in the environment"),
        code=1,
        environment={f"{PREFIX}CLIENT_SECRET": "planted"},
    ),
    "a secret with a line break": Mistake(
        upload("people.csv", *JOB),
        (f"{PREFIX}CLIENT_SECRET cannot be used", "line break", "the environment"),
        environment={f"{PREFIX}CLIENT_SECRET": "planted\n"},
    ),
    "a secret as an option": Mistake(
        upload("people.csv", *JOB, "--client-secret", "planted"),
        ("--client-secret", "history", "adlists init"),
    ),
    "a profile misspelled": Mistake(
        upload("people.csv", *JOB, "--profile", "agnecy"),
        ("no profile 'agnecy'", "Meant: agency?", "profiles.toml"),
    ),
    "a setting misspelled": Mistake(
        upload("people.csv", *JOB, "--profile", "other"),
        ("no setting 'clientid'", "Meant: client_id?", "profiles.toml"),
    ),
    "an address that is none": Mistake(
        upload("people.csv", *JOB),
        ("https://host/path", f"{PREFIX}BASE_URL in the environment"),
        environment={f"{PREFIX}BASE_URL": "planted"},
    ),
    "a rate that is none": Mistake(
        upload("people.csv", *JOB, "--rate", "fast"), ("'fast'", "250/min")
    ),
    "a size that is none": Mistake(
        upload("people.csv", *JOB, "--memory", "lots"), ("'lots'", "300MB", "Here: --memory")
    ),
    "a number that is none": Mistake(
        upload("people.csv", *JOB, "--batch", "x"), ("--batch", "'x' is not a whole number")
    ),
    "a replace with nothing to compare": Mistake(
        upload("people.csv", *JOB, "--operation", "replace"),
        ("no snapshot", "Here: --replace-all, or --snapshot"),
    ),
    "a plugin that is not there": Mistake(
        upload("people.csv", *JOB, "--plugin", "nonsense"), ("no plugin", "adlists plugins")
    ),
    "a folder of journals that cannot be": Mistake(
        upload("people.csv", *JOB, "--state", "people.csv/x"), ("people.csv/x", "ADLISTS_STATE")
    ),
    "a body that is no JSON": Mistake(
        ("call", "criteo_v1", "create_audience", "--body", '{"a": planted'), ("column 7", "JSON")
    ),
    "a field that is missing": Mistake(
        ("call", "criteo_v1", "create_audience", "--name", "x"), ("lacks --advertiser-id",)
    ),
    "a fault that is none": Mistake(
        ("sandbox", "--fault", "status=abc"), ("status", "'abc'", "takes a number")
    ),
    "an export of what cannot be read": Mistake(
        ("export", "criteo_v1", "VIP", "--advertiser", "1"), ("criteo_v1", "no way to read")
    ),
    "nothing to read": Mistake(upload(*JOB), ("Missing argument 'FILE...'", "what is to be read?")),
    "a database and no query": Mistake(
        upload(*JOB, "--from", "people.db"), ("--from is a database", "--query 'select …'")
    ),
    "files and a database": Mistake(
        upload("people.csv", *JOB, "--from", "people.db", "--query", "select 1"),
        ("Name files, or a database by --from; not both.",),
    ),
    "a query of two databases": Mistake(
        upload("a.db", "b.db", *JOB, "--query", "select 1"), ("asked of one database",)
    ),
    "a notice to nowhere": Mistake(
        upload("people.csv", *JOB, "--notify", "example.org"), ("goes to an address: https://",)
    ),
    "a report of another kind": Mistake(
        upload("people.csv", *JOB, "--report", "run.pdf"), (".md, .html, .json", "not as .pdf")
    ),
    "a list that cannot be read": Mistake(
        ("diff", "people.csv", *JOB), ("no way to read a list", "--operation replace --dry-run")
    ),
    "a profile that cannot be named": Mistake(
        ("init", "--profile", "a.b", "--service", "criteo_v1"), ("letters, digits, - and _",)
    ),
    "a profile that is not there as default": Mistake(
        ("config", "set", "default", "agencies"), ("no profile 'agencies'", "Meant: agency?")
    ),
    "a secret on the command line": Mistake(
        ("config", "set", "agency.criteo_v1.token", "planted"), ("history", "Leave the value out")
    ),
    "a setting that nobody reads": Mistake(
        ("config", "set", "agency.criteo_v1.tokn", "x"), ("no setting 'tokn'", "Meant: token?")
    ),
    "a value that is not set": Mistake(
        ("config", "unset", "agency.criteo_v1.client_id"), ("is not set in", "profiles.toml")
    ),
}


@pytest.fixture(scope="module")
def server() -> Generator[Running]:
    with running(Sandbox()) as found:
        with found.sandbox.store.transaction():
            found.sandbox.store.create("criteo_v1", "1", "VIP", None, 0)
        yield found


@pytest.fixture
def here(server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("ADLISTS_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for service, told in server.services.items():
        for name, value in told.items():
            monkeypatch.setenv(f"ADLISTS_{service}_{name}".upper(), value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    profiles = tmp_path / "profiles.toml"
    profiles.write_text("[agency.criteo_v1]\ntoken='planted'\n[other.criteo_v1]\nclientid='x'\n")
    profiles.chmod(0o600)
    monkeypatch.setenv("ADLISTS_PROFILES", str(profiles))
    monkeypatch.chdir(tmp_path)
    files = {
        "people.csv": b"email,name\nplanted.a@b.co,A\nplanted.c@d.org,C\n",
        "two.csv": b"email,mail\nplanted.a@b.co,x@y.zz\nplanted.c@d.org,x@y.zz\n",
        "empty.csv": b"",
        "latin.csv": b"email\nplanted.j\xe9r\xf4me@b.fr\n",
        "hashed.csv": b"email\n" + b"".join(b"%064x\n" % number for number in (2**255, 2**254)),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_what_why_and_how(
    here: Path, name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake = MISTAKES[name]
    for variable, value in mistake.environment.items():
        if value is None:
            monkeypatch.delenv(variable)
        else:
            monkeypatch.setenv(variable, value)
    assert main([*mistake.command]) == mistake.code
    out, err = capfd.readouterr()
    assert out == ""
    for piece in mistake.said:
        assert piece in err
    assert "Traceback" not in err
    assert err.count("Error:") == 1
    assert "this command" not in err  # none is offered again that cannot succeed
    told = err.partition("Error:")[2]
    assert "planted" not in told
    sentences = [text.strip() for text in re.split(r"[.?](?:\s|$)", told) if len(text.strip()) > 12]
    assert len(sentences) == len({*sentences})


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 25
