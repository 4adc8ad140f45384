"""A made-up service with lists, on the command line: as a plugin knows it, and in the demo."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from circles import DESK, document, generated
from circles_plugin import CircleLists, CirclePlugin

from adlists import catalog
from adlists.cli import main
from adlists.contract.list_steps import Limits, RateLimit
from adlists.errors import ArgumentError
from adlists.lists import DeliveryOptions, Manifest, Rate
from adlists.lists.engines.dispatcher import Dispatcher
from adlists.lists.performer import Performer
from adlists.lists.sending.shared_state import SharedState
from adlists.sandbox import Sandbox, running

NAME = "reading_circles_v3"
CARDS = [f"A{number:05d}X" for number in range(90)]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Any, Any]]:
    """The service as its sandbox knows it, and as its clients do: without a word on lists."""
    whole = document("is replaced by difference")
    bare = {key: value for key, value in whole.items() if key != "x-lists"}
    with (
        generated(whole, tmp_path_factory.mktemp("whole")) as served,
        generated(bare, tmp_path_factory.mktemp("bare")) as known,
    ):
        assert known.SERVICE.lists is None
        yield served, known


@pytest.fixture
def shop(
    services: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[tuple[str, Sandbox]]:
    """The name of the service, its sandbox, and an installed plugin; nothing is named yet."""
    served, known = services
    sandbox = Sandbox([served.SERVICE])
    meta = tmp_path / "circles-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: circles\nVersion: 1.0\n", "utf-8")
    (meta / "entry_points.txt").write_text("[adlists]\ncircles = circles_plugin:CirclePlugin\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("ADLISTS_PROFILES", str(tmp_path / "profiles.toml"))
    (tmp_path / "cards.txt").write_text("".join(f"{card}\n" for card in CARDS))
    with running(sandbox) as server:
        told = server.services[NAME]
        profile = {"token": told["token"], "base_url": told["base_url"], "desk": DESK, "branch": 7}
        text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in profile.items())
        Path("profiles.toml").write_text(f'default = "main"\n[main.{NAME}]\n{text}')
        Path("profiles.toml").chmod(0o600)
        yield known.__name__, sandbox


def test_the_plugin_says_which_options_there_are_and_the_job_runs(
    shop: tuple[str, Sandbox], capsys: pytest.CaptureFixture[str]
) -> None:
    service, sandbox = shop
    named = ("--service", service, "--plugin", "circles")
    assert main(["upload", *named, "--help"]) == 0
    told = capsys.readouterr().out
    for option in ("--circle", "--branch INTEGER", "--shelf [open|closed]", "[card|email]"):
        assert option in told
    assert f"ADLISTS_{NAME}_DESK".upper() in told.replace("\n", " ")
    assert "--desk" not in told  # it is secret

    sandbox.create_list(NAME, "Poets", branch=7)
    job = (
        "upload",
        "cards.txt",
        *named,
        "--circle",
        "Poets",
        "--identifier",
        "card",
        "--club",
        "3",
    )
    assert main([*job, "--json"]) == 0, capsys.readouterr().err
    assert json.loads(capsys.readouterr().out)["sent"] == len(CARDS)
    with sandbox.store.transaction():
        (found,) = sandbox.store.page(NAME, names=["Poets"])
        assert len(sandbox.store.members(found, "card")) == len(CARDS)

    assert main(["lists", service, "--plugin", "circles", "--sizes", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["size"]) == ("Poets", len(CARDS))


def test_a_manifest_and_a_profile_know_its_inputs(
    shop: tuple[str, Sandbox], capsys: pytest.CaptureFixture[str]
) -> None:
    service, sandbox = shop
    sandbox.create_list(NAME, "Poets", branch=7)
    Path("jobs.toml").write_text(
        f'[[jobs]]\nservice = "{service}"\nlist = "Poets"\nsource = "cards.txt"\n'
        'identifier = "card"\nshelf = "open"\nclub = 3\n'
    )
    assert main(["run", "jobs.toml", "--plugin", "circles"]) == 0, capsys.readouterr().err
    assert "90 sent of 90" in capsys.readouterr().out

    with Path("profiles.toml").open("a") as file:
        file.write('dest = "planted"\n')
    assert main(["run", "jobs.toml", "--plugin", "circles"]) != 0
    told = capsys.readouterr()
    assert "has no setting 'dest'. Meant: desk?" in told.out + told.err


def test_a_manifest_keeps_to_the_rates_that_the_plugin_declares(
    shop: tuple[str, Sandbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(items=40, rate=(RateLimit(calls=7, seconds=2.0),))
    monkeypatch.setattr(CircleLists, "limits", limits)
    Path("jobs.toml").write_text(
        f'[[jobs]]\nservice = "{shop[0]}"\nlist = "Poets"\nsource = "cards.txt"\n'
        'identifier = "card"\nclub = 3\n'
    )

    async def opened() -> DeliveryOptions:
        with catalog.naming(["circles"]):
            (job,) = Manifest.read("jobs.toml").jobs
        plugins = [CirclePlugin()]
        async with Performer(tmp_path / "state", dry_run=True, plugins=plugins) as performer:
            return (await performer.opened(job))[1]

    delivery = asyncio.run(opened())
    assert delivery.rates == (Rate(7, 2.0),)
    assert delivery.limiter is not None
    assert delivery.limiter.rates == delivery.rates


def test_a_secret_input_that_the_plugin_declares_is_not_handed_to_an_engine(
    shop: tuple[str, Sandbox],
) -> None:
    with catalog.naming(["circles"]):
        Path("jobs.toml").write_text(
            f'[[jobs]]\nservice = "{shop[0]}"\nlist = "Poets"\nsource = "cards.txt"\n'
            'identifier = "card"\nclub = 3\ndesk = "planted-desk"\n'
        )
        jobs = Manifest.read("jobs.toml").jobs
        dispatcher = Dispatcher(
            "dask://nowhere:1", SharedState("postgresql://nowhere/x"), dry_run=True, watch=None
        )
        with pytest.raises(ArgumentError, match="names desk, which is secret") as caught:
            dispatcher.check(jobs, transport=None, plugins=())
    assert "planted" not in str(caught.value)


def test_without_the_plugin_it_has_no_lists(
    shop: tuple[str, Sandbox], capsys: pytest.CaptureFixture[str]
) -> None:
    service, _ = shop
    assert main(["upload", "cards.txt", "--service", service, "--list", "Poets"]) == 2
    assert "with lists" in capsys.readouterr().err


def test_the_demo_runs_over_a_package_of_one_s_own(
    services: tuple[Any, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    served, known = services
    assert main(["demo", "--service", served.__name__, "--json"]) == 0, capsys.readouterr()
    told = json.loads(capsys.readouterr().out)
    assert [(job["noun"], job["operation"], job["difference"]) for job in told["jobs"]] == [
        ("circle", "add", None),
        ("circle", "remove", None),
    ]
    assert main(["demo", "--service", known.__name__]) == 2
