"""Someone who calls the sandbox by hand, in process: raw requests, plain JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from adlists.messages import Request, Response
from adlists.sandbox import Sandbox


class Clock:
    """A clock that stands still until it is moved; in unix seconds."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Visitor:
    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._token: str | None = None

    @property
    def token(self) -> str:
        if self._token is None:
            self._token = self.fetch_token()
        return self._token

    def forget(self) -> None:
        self._token = None

    def send(
        self, method: str, path: str, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> Response:
        request = Request(method, f"http://sandbox{path}", headers or {}, content)
        return self.sandbox.handle(request)

    def form(self, **fields: str) -> Response:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", "/criteo_v1/oauth2/token", urlencode(fields).encode(), headers)

    def fetch_token(self) -> str:
        reply = self.form(
            client_id="sandbox-client",
            client_secret="sandbox-secret",
            grant_type="client_credentials",
        )
        token: str = json.loads(reply.content)["access_token"]
        return token

    def criteo(
        self, method: str, path: str, data: Any = None, headers: dict[str, str] | None = None
    ) -> Response:
        sent = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        content = b"" if data is None else json.dumps(data).encode()
        return self.send(method, f"/criteo_v1/v1/audiences{path}", content, sent | (headers or {}))

    def create(self, name: str = "VIP", advertiser: int = 1) -> int:
        reply = self.criteo("POST", "/userlist", {"advertiserId": advertiser, "name": name})
        made: int = json.loads(reply.content)["audienceId"]
        return made

    def patch(self, audience: int, identifiers: list[str], **fields: Any) -> Response:
        data = {"operation": "add", "schema": "email", "identifiers": identifiers, **fields}
        return self.criteo("PATCH", f"/userlist/{audience}", data)

    def audiences(self, advertiser: int = 1) -> list[dict[str, Any]]:
        reply = self.criteo("GET", f"?advertiserId={advertiser}")
        found: list[dict[str, Any]] = json.loads(reply.content)["audiences"]
        return found

    def applovin(
        self,
        command: str,
        content: bytes | None = None,
        *,
        key: str = "sandbox-key",
        content_type: str = "text/plain",
        **query: str,
    ) -> Response:
        method = "GET" if content is None else "POST"
        path = f"/applovin_v1/{command}?{urlencode({**query, 'api_key': key})}"
        return self.send(method, path, content or b"", {"content-type": content_type})

    def create_list(self, name: str = "Games") -> str:
        made: str = json.loads(self.applovin("create", name=name).content)["app_list_id"]
        return made

    def apps(self, app_list_id: str) -> list[str]:
        reply = json.loads(self.applovin("list", app_list_id=app_list_id).content)
        return [one["application"] for one in reply["apps"]]
