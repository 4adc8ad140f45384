"""Whatever is passed to a job: our errors, and nothing was sent."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sandbox_harness import SandboxHarness, people, write

from adlists import AdlistsError, ApiKey, connect
from adlists.lists import Progress, sync, upload, upload_async
from adlists.lists.options import option_types
from adlists.messages import Request, Response
from adlists.testing.transport import json_reply
from adlists.transports.in_process import InProcess
from adlists_api import applovin_v1


class Odd(str):
    """A text whose methods do not do what they promise."""

    __slots__ = ()

    def __str__(self) -> str:
        raise StopIteration

    def strip(self, *_: Any) -> str:
        raise RuntimeError

    def __len__(self) -> int:
        raise OverflowError


class Raising:
    def __getattr__(self, name: str) -> Any:
        raise KeyError(name)

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    def __hash__(self) -> int:
        raise ZeroDivisionError


HOSTILE: list[Any] = [
    *(Odd("x"), Raising(), object(), b"bytes", "\0", "\ud800", "\x1b[31m", "x" * 100_000, ""),
    *(-1, 0, 10**30, math.nan, math.inf, True, 1.5, [], {}, {"a": 1}, (), set(), lambda: 1, type),
    *(Path("/dev/null/x"), Path("\0"), "2099-01-01", "'; DROP TABLE x; --", "٣"),
]
FINE: dict[str, Any] = {"identifier": "email", "hash": "sha256", "advertiser": 1}


@pytest.mark.parametrize("name", [*option_types(), "advertiser", "gum_caller", "unknown"])
def test_hostile_options(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where a text that names a folder makes one
    desk = SandboxHarness()
    desk.audience()
    source = write(tmp_path / "people.csv", people(3))
    with desk.criteo() as api:
        for value in HOSTILE:
            if name == "watch" and callable(value):
                continue  # what a callback raises is its owner's
            given = {**FINE, "state": tmp_path / "s", name: value, "dry_run": True}
            with suppress(AdlistsError):
                upload(api, "VIP", source, **given)
    assert desk.patches == []


@pytest.mark.parametrize("job", [upload, sync])
def test_hostile_lists_and_apis(job: Any, tmp_path: Path) -> None:
    desk = SandboxHarness()
    source = write(tmp_path / "people.csv", people(3))
    with desk.criteo() as api:
        for value in HOSTILE:
            with pytest.raises(AdlistsError):
                job(api, value, source, **FINE, state=tmp_path / "state")
            with pytest.raises(AdlistsError):
                job(value, "VIP", source, **FINE, state=tmp_path / "state")
    assert desk.patches == []


def test_a_coroutine_watches_where_a_job_is_awaited(tmp_path: Path) -> None:
    desk = SandboxHarness()
    desk.audience()
    source = write(tmp_path / "people.csv", people(3))
    seen: list[Progress] = []

    async def watch(progress: Progress) -> None:
        await asyncio.sleep(0)
        seen.append(progress)

    async def main() -> None:
        async with desk.criteo_async() as api:
            await upload_async(api, "VIP", source, **FINE, watch=watch, state=tmp_path / "state")

    asyncio.run(main())
    assert seen[-1].done == 3
    with desk.criteo() as api, pytest.raises(AdlistsError, match="awaited"):
        upload(api, "VIP", source, **FINE, watch=watch, state=tmp_path / "state")


def test_what_a_coroutine_raises_is_raised_at_the_end(tmp_path: Path) -> None:
    desk = SandboxHarness()
    desk.audience()
    source = write(tmp_path / "people.csv", people(3))

    async def watch(_: Progress) -> None:
        message = "mine"
        raise LookupError(message)

    async def main() -> None:
        async with desk.criteo_async() as api:
            await upload_async(api, "VIP", source, **FINE, watch=watch, state=tmp_path / "state")

    with pytest.raises(LookupError, match="mine"):
        asyncio.run(main())


@pytest.mark.parametrize("key", ["", "  ", None, True, 1.5, [], {"id": "1"}])
def test_a_listing_that_does_not_tell_the_id_of_the_list_ends_the_job(
    key: object, tmp_path: Path
) -> None:
    """It would be made a second time, or acted upon under a name that is none."""
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.url.partition("?")[0].rpartition("/")[2])
        return json_reply({"app_lists": [{"app_list_id": key, "name": "Games"}]})

    session = connect(applovin_v1.Api, ApiKey("the-key"), transport=InProcess(answer))
    with session as api, pytest.raises(AdlistsError, match="does not tell its id"):
        upload(api, "Games", ["com.example.app"], create=True, state=tmp_path)

    assert set(seen) == {"list"}
