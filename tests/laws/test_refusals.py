"""Whatever is wrong with a credential, no frame of the error about it holds the credential."""

from __future__ import annotations

import asyncio
import itertools
import socket
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import httpx2
import pytest
from hand_made import READ, SCHEMES, SERVICE, Api, AsyncApi, call, only, perform

import adlists
from adlists import ApiKey, BasicAuth, BearerToken, ClientCredentials
from adlists.contract import Operation
from adlists.errors import AdlistsError, ConfigurationError
from adlists.plugins.credentials import RefreshToken, ServiceAccount, from_environment
from adlists.testing.transport import json_reply

GOOD: Final = "pl4nted-g00d"
BAD: Final[dict[str, Any]] = {
    "a line break": "pl4nted\nsecret",
    "a line break at its end": "pl4nted-secret\n",
    "a blank before it": " pl4nted-secret",
    "another script": "pl4nted-s\u0435cret-\u6f22",
    "Latin, not ASCII": "pl4nted-s\xe9cret",
    "nothing": "",
    "blanks": "   ",
    "half a surrogate pair": "pl4nted\ud800",
    "a control character": "pl4nted\x1b[31m",
    "a change of direction": "pl4nted\u202esecret",
    "bytes": b"pl4nted",
    "a number": 74074074,
    "a colon": "pl4nted:secret",
    "a list": ["pl4nted"],
    "very much": "pl4nted" * 10_000 + "\n",
}
MAKERS: Final[dict[str, tuple[Callable[..., Any], int]]] = {
    "bearer": (BearerToken, 1),
    "bearer of a function": (lambda token: BearerToken(lambda: token), 1),
    "basic": (BasicAuth, 2),
    "key": (ApiKey, 1),
    "query_key": (ApiKey, 1),
    "cookie_key": (ApiKey, 1),
    "oauth": (ClientCredentials, 2),
    "refresh": (RefreshToken, 3),
    "account": (ServiceAccount, 2),
}


def frames_of(error: BaseException) -> Iterator[str]:
    """What a traceback shows, locals included, but for the frames of the tests themselves."""
    own = str(Path(__file__).parent.parent)
    trace: traceback.TracebackException | None = traceback.TracebackException.from_exception(
        error, capture_locals=True
    )
    while trace is not None:
        trace.stack[:] = [frame for frame in trace.stack if not frame.filename.startswith(own)]
        yield "".join(trace.format(chain=False))
        trace = trace.__cause__ or trace.__context__


def check(error: BaseException) -> None:
    for text in (str(error), repr(error), *frames_of(error)):
        assert "pl4nted" not in text.lower(), text
        assert "74074074" not in text, text
        assert str(error).isprintable()


def ways() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield every credential with a bad text in each of its places."""
    for (name, (_, count)), bad in itertools.product(MAKERS.items(), BAD):
        for place in range(count):
            secrets: list[Any] = [GOOD] * count
            secrets[place] = BAD[bad]
            yield name, tuple(secrets)


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_a_bad_credential_is_in_no_frame(mode: str) -> None:
    refused = 0
    for name, secrets in ways():
        scheme = name.partition(" ")[0].replace("refresh", "oauth").replace("account", "oauth")
        changed: dict[str, Any] = {"refresh_url": SCHEMES[0].token_url} if scheme == "oauth" else {}
        schemes = tuple(attrs.evolve(found, **changed) for found in SCHEMES if found.name == scheme)
        api = type("Api", (only(scheme),), {"SERVICE": attrs.evolve(SERVICE, schemes=schemes)})
        try:
            credential = MAKERS[name][0](*secrets)
            run = perform(
                mode,
                lambda _: json_reply({"access_token": GOOD}),
                call(READ),
                credentials=[credential],
                api=api,
            )
            if isinstance(run.outcome, AdlistsError):
                raise run.outcome
        except AdlistsError as error:
            check(error)
            refused += 1
    assert refused > 100


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_a_bad_token_of_a_service_is_in_no_frame(mode: str, bad: str) -> None:
    run = perform(
        mode,
        lambda _: json_reply({"access_token": str(BAD[bad])}),
        call(READ),
        credentials=[ClientCredentials(GOOD, GOOD)],
        api=only("oauth"),
    )
    if isinstance(run.outcome, BaseException):
        check(run.outcome)


def settings_of(bad: Any) -> dict[str, str]:
    kinds = ("TOKEN", "API_KEY", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET")
    return {f"ADLISTS_{SERVICE.name.upper()}_{kind}": str(bad) for kind in kinds}


@pytest.mark.parametrize("bad", BAD)
def test_nor_one_of_the_environment(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings_of(BAD[bad]).items():
        if "\ud800" not in value:
            monkeypatch.setenv(name, value)
    for connect in (
        lambda: adlists.connect(Api),
        lambda: adlists.connect_async(AsyncApi),
        lambda: from_environment(SERVICE, settings_of(BAD[bad])),
    ):
        try:
            connect()
        except AdlistsError as error:
            check(error)


@pytest.mark.parametrize(
    "text",
    [
        f"ADLISTS_{SERVICE.name.upper()}_TOKEN=pl4nted\u0435\n",
        "pl4nted-line\n",
        f"ADLISTS_{SERVICE.name.upper()}_API_KEY=pl4nted\n \x1bpl4nted\n",
        f"ADLISTS_{SERVICE.name.upper()}_BASE_URL=https://me:pl4nted@example.com\n",
        b"TOKEN=pl4nted\xff\n",
    ],
)
def test_nor_one_of_the_settings_file(
    text: str | bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(0o600)
    monkeypatch.setenv("ADLISTS_SETTINGS", str(file))
    with pytest.raises(ConfigurationError) as caught:
        adlists.connect(Api)
    check(caught.value)
    with pytest.raises(ConfigurationError) as caught:
        adlists.connect_async(AsyncApi)
    check(caught.value)


def test_nor_one_that_stands_in_an_address() -> None:
    with pytest.raises(ConfigurationError) as caught:
        adlists.connect(Api, BearerToken("t"), base_url="https://me:pl4nted@example.com")
    check(caught.value)


# What a network does, with the transports of this project and a client of the user's own


@pytest.fixture(scope="module")
def nobody() -> Iterator[str]:
    """Return an address where nobody answers, and which nobody else gets."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


SCHEME_OF: Final[dict[str, Any]] = {
    "key": ApiKey("pl4nted-key"),
    "query_key": ApiKey("pl4nted-key"),
    "cookie_key": ApiKey("pl4nted-key"),
    "bearer": BearerToken("pl4nted-key"),
    "basic": BasicAuth("pl4nted-user", "pl4nted-key"),
    "oauth": ClientCredentials("pl4nted-id", "pl4nted-secret"),
}


class Broken(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """A transport of the user's own that fails in its own way, and holds the request."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        held = (str(request.url), list(request.headers.raw), request.content)
        assert held
        raise self.failure

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


FAILURES: Final = (
    httpx2.ConnectError("no"),
    httpx2.ReadTimeout("no"),
    httpx2.RemoteProtocolError("no"),
    httpx2.UnsupportedProtocol("no"),
    httpx2.InvalidURL("no"),
    OSError("no"),
    ValueError("no"),
    KeyError("no"),
)
OPERATION: Final[Operation[Any]] = READ


@pytest.mark.parametrize("kind", ["httpx2", "pyreqwest", "client"])
@pytest.mark.parametrize("scheme", sorted(SCHEME_OF))
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_no_key_is_in_a_frame_where_a_network_fails(
    mode: str, scheme: str, kind: str, nobody: str
) -> None:
    failures: tuple[Exception | None, ...] = FAILURES if kind == "client" else (None,)
    for failure in failures:
        with pytest.raises(Exception) as caught:
            visit(mode, scheme, kind if failure is None else Broken(failure), nobody)
        if isinstance(caught.value, AdlistsError):
            check(caught.value)
        else:
            assert caught.value is failure


def visit(mode: str, scheme: str, kind: Any, address: str) -> None:
    service = only(scheme).SERVICE
    options: dict[str, Any] = {"base_url": address, "plugins": ["no:retry"]}
    if mode == "sync":
        client: Any = kind if isinstance(kind, str) else httpx2.Client(transport=kind)
        api = type("Api", (Api,), {"SERVICE": service})
        session: Any = adlists.connect(api, SCHEME_OF[scheme], transport=client, **options)
        with session as opened:
            opened.send(call(OPERATION))
        return

    async def awaiting() -> None:
        client: Any = kind if isinstance(kind, str) else httpx2.AsyncClient(transport=kind)
        async_api = type("AsyncApi", (AsyncApi,), {"SERVICE": service})
        session: Any = adlists.connect_async(
            async_api, SCHEME_OF[scheme], transport=client, **options
        )
        async with session as opened:
            await opened.send(call(OPERATION))

    asyncio.run(awaiting())
