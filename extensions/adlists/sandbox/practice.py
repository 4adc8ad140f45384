"""Sessions over a sandbox in this process: real clients, real state, no socket."""

from __future__ import annotations

from typing import Any, TypeVar

from adlists.contract import AsyncClient, Client
from adlists.plugins.credentials import BasicAuth, BearerToken, ClientCredentials
from adlists.plugins.credentials.signing import Credential
from adlists.sandbox.core import Sandbox
from adlists.sandbox.security import Account
from adlists.session import AsyncSession, Session, connect, connect_async
from adlists.transports.in_process import AsyncInProcess, InProcess

A = TypeVar("A", bound=Client)
B = TypeVar("B", bound=AsyncClient)

_HOST = "http://sandbox.example"


class Practice:
    """A sandbox of its own, and sessions with the credentials that it takes.

        practice = Practice()
        criteo = practice.connect(criteo_v1.Api).api

    `sandbox` is the sandbox itself: `sandbox.switch_on(Fault.parse("status=503,count=1"))`.
    """

    def __init__(self, **options: Any) -> None:
        self.sandbox = Sandbox(**options)
        self._sessions: list[Session[Any]] = []

    def connect(self, api: type[A], **options: Any) -> Session[A]:
        """Open a session over a generated `Api`; *options* are those of `adlists.connect`."""
        info = self._info(api)
        session = connect(
            api,
            *_credentials(info, api, self.sandbox.account),
            base_url=info["base_url"],
            transport=InProcess(self.sandbox.handle),
            **options,
        )
        self._sessions.append(session)
        return session

    def connect_async(self, api: type[B], **options: Any) -> AsyncSession[B]:
        """Open an async session over a generated `AsyncApi`; close it where it was opened."""
        info = self._info(api)
        return connect_async(
            api,
            *_credentials(info, api, self.sandbox.account),
            base_url=info["base_url"],
            transport=AsyncInProcess(self.sandbox.handle),
            **options,
        )

    def _info(self, api: type[Client | AsyncClient]) -> dict[str, str]:
        return self.sandbox.connection_info(_HOST)[api.SERVICE.name]

    def close(self) -> None:
        """Close the sync sessions and what the sandbox keeps."""
        for session in self._sessions:
            session.close()
        self.sandbox.store.close()


def _credentials(
    info: dict[str, str], api: type[Client | AsyncClient], account: Account
) -> list[Credential]:
    made: list[Credential] = []
    if "token" in info:
        made.append(BearerToken(info["token"]))
    elif "client_id" in info:
        made.append(ClientCredentials(info["client_id"], info["client_secret"]))
    made += account.api_keys(api.SERVICE)
    if "username" in info:
        made.append(BasicAuth(info["username"], info["password"]))
    schemes = api.SERVICE.schemes
    return [item for item in made if any(item.fits(scheme) for scheme in schemes)]
