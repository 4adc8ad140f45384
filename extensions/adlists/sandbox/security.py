"""Who may call: the credentials of the sandbox, and the tokens it gives out.

Which credential an operation asks for, and where it sits, comes from its document.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from adlists.contract import Operation, Scheme, Service, is_dict
from adlists.sandbox.checks import cookies
from adlists.sandbox.problems import Problem, documented, refuse
from adlists.sandbox.router import Route


@attrs.frozen
class Account:
    """What the sandbox accepts. Nothing here is a secret: the sandbox tells it to everyone.

    `suspended` is the id of a client that exists and may not obtain a token (403).
    `token` is a bearer token for services that give out none themselves.
    """

    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"  # noqa: S105 - told to everyone
    api_key: str = "sandbox-key"
    token: str = "sandbox-token"  # noqa: S105 - told to everyone
    suspended: str = "sandbox-suspended"

    def told(self, service: Service) -> dict[str, str]:
        """Return the credentials that a service asks for, by the names of settings."""
        found: dict[str, str] = {}
        for scheme in service.schemes:
            if scheme.kind == "apiKey":
                found["api_key"] = self.api_key
            elif service.token_operation(scheme) is not None or scheme.scheme == "basic":
                found["client_id"] = self.client_id
                found["client_secret"] = self.client_secret
        if service.schemes and not found:
            found["token"] = self.token
        return found


class Tokens:
    """Bearer tokens and when they end, on the clock given; for one service each."""

    def __init__(self, clock: Callable[[], float], lifetime: float) -> None:
        self.lifetime: Final = lifetime
        self._clock = clock
        self._ends: dict[tuple[str, str], float] = {}
        self._guard = threading.Lock()

    def issue(self, service: str) -> str:
        """Give out a token."""
        token = secrets.token_urlsafe(24)
        now = self._clock()
        with self._guard:
            self._ends = {key: end for key, end in self._ends.items() if end > now}
            self._ends[service, token] = now + self.lifetime
        return token

    def valid(self, service: str, token: str) -> bool:
        """Tell whether a token is this service's and has not ended."""
        with self._guard:
            return self._ends.get((service, token), 0.0) > self._clock()

    def revoke(self, service: str, token: str) -> None:
        """End a token before its time."""
        with self._guard:
            self._ends.pop((service, token), None)


class Guard:
    """Lets a request through, or refuses it: 401, or 403 where the document has no 401."""

    def __init__(self, account: Account, tokens: Tokens) -> None:
        self._account = account
        self._tokens = tokens

    def admit(self, route: Route, headers: Mapping[str, str]) -> None:
        """Refuse a request that meets none of the alternatives its operation lists."""
        security = route.operation.security
        schemes = {one.name: one for one in route.service.schemes}
        for alternative in security:
            if all(self._met(schemes[name], route, headers) for name in alternative):
                return
        if not security:
            return
        bearer = _bearer(headers)
        given = bearer is not None or any(
            _key(one, route, headers) for one in schemes.values() if one.kind == "apiKey"
        )
        code = "authorization-invalid" if given else "authorization-missing"
        text = (
            "The credential is not valid, or not any more." if given else "A credential is missing."
        )
        status = documented(route.operation, 401, 403)
        headers = {"www-authenticate": "Bearer"} if status == 401 and bearers(route) else {}
        raise Problem(status, code, text, headers)

    def expire(self, route: Route, headers: Mapping[str, str]) -> None:
        """End the token that a request carries."""
        self._tokens.revoke(route.service.name, _bearer(headers) or "")

    def token(self, data: Any, service: Service) -> dict[str, Any]:
        """Give out a token for client credentials (RFC 6749, section 4.4)."""
        account, form = self._account, data if is_dict(data) else {}
        if not all(form.get(name) for name in ("client_id", "client_secret", "grant_type")):
            text = "client_id, client_secret and grant_type are needed."
            refuse(400, "invalid_request", text)
        if form["grant_type"] != "client_credentials":
            refuse(400, "unsupported_grant_type", "The grant type has to be client_credentials.")
        if form["client_id"] == account.suspended:
            refuse(403, "unauthorized_client", "The client may not obtain a token.")
        given = form["client_id"], form["client_secret"]
        if given != (account.client_id, account.client_secret):
            refuse(401, "invalid_client", "The client id or the client secret is wrong.")
        return {
            "access_token": self._tokens.issue(service.name),
            "token_type": "bearer",
            "expires_in": int(self._tokens.lifetime),
        }

    def _met(self, scheme: Scheme, route: Route, headers: Mapping[str, str]) -> bool:
        if scheme.kind == "apiKey":
            return secrets.compare_digest(
                _key(scheme, route, headers).encode(), self._account.api_key.encode()
            )
        if scheme.scheme == "basic":
            return _basic(headers) == (self._account.client_id, self._account.client_secret)
        token = _bearer(headers)
        if token is None:
            return False
        return self._tokens.valid(route.service.name, token) or (
            token == self._account.token and not _issues(route.service)
        )


def bearers(route: Route) -> bool:
    """Tell whether an operation takes a bearer token."""
    named = {name for alternative in route.operation.security for name in alternative}
    kinds = {(one.kind, one.scheme) for one in route.service.schemes if one.name in named}
    return any(kind != "apiKey" and scheme != "basic" for kind, scheme in kinds)


def issues(service: Service, operation: Operation[Any]) -> bool:
    """Tell whether an operation is the one that gives out a service's tokens."""
    return any(service.token_operation(one) is operation for one in service.schemes)


def _issues(service: Service) -> bool:
    return any(service.token_operation(one) is not None for one in service.schemes)


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _basic(headers: Mapping[str, str]) -> tuple[str, str] | None:
    scheme, _, text = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, word = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return name, word


def _key(scheme: Scheme, route: Route, headers: Mapping[str, str]) -> str:
    name = scheme.parameter or ""
    if scheme.place == "query":
        return next(iter(route.query.get(name, ())), "")
    if scheme.place == "header":
        return headers.get(name.lower(), "")
    return cookies(headers).get(name, "")
