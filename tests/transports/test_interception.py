"""A test that believes it is mocked never reaches a live account: what it uses is named instead."""

from __future__ import annotations

import subprocess
import sys

import pytest

CONNECT = """
import adlists, asyncio
from adlists_api import applovin_v1
def call(**more):
    key = adlists.ApiKey("k")
    with adlists.connect(applovin_v1.Api, key, base_url="http://127.0.0.1:9", **more) as api:
        api.app_lists.list_lists()
async def call_async():
    key = adlists.ApiKey("k")
    made = adlists.connect_async(applovin_v1.AsyncApi, key, base_url="http://127.0.0.1:9")
    async with made as api:
        await api.app_lists.list_lists()
def refused(name):
    for attempt in (call, lambda: asyncio.run(call_async())):
        try:
            attempt()
        except adlists.ConfigurationError as error:
            assert str(error).startswith(f"{name} intercepts requests here"), error
        else:
            raise AssertionError("it was not refused")
def unseen(**more):
    try:
        call(**more)
    except adlists.ConnectionFailed:
        return
    raise AssertionError("nothing is there")
"""

USES = {
    "respx": (
        "import respx\nwith respx.mock: refused('respx'); unseen(transport='default')\nunseen()"
    ),
    "responses": "import responses\nwith responses.RequestsMock(): refused('responses')\nunseen()",
    "vcrpy": "import vcr\nwith vcr.use_cassette('c.yaml'): refused('vcr')\nunseen()",
    "pytest-httpx": (
        "import pytest\n"
        "open('test_it.py', 'w').write('def test_it(httpx_mock): refused(\"pytest_httpx\")')\n"
        "import builtins; builtins.refused = refused\n"
        "assert pytest.main(['-q', '-p', 'no:xdist', '-p', 'no:cacheprovider', 'test_it.py']) == 0"
    ),
}


@pytest.mark.parametrize("library", USES)
def test_what_intercepts_other_libraries_is_refused_aloud(
    library: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONNECT + USES[library]],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path_factory.mktemp("mocked"),
    )

    assert done.returncode == 0, done.stdout + done.stderr
