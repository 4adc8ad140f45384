"""Who may call: the credentials of the sandbox, and the tokens it gives out.

Which credential an operation asks for, and where it sits, comes from its document. Where a
document names a token URL that none of its operations has, the sandbox serves one in its place.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

import attrs

from adlists._runtime import scheme_settings
from adlists.contract import (
    Body,
    MediaType,
    Operation,
    Reply,
    Schema,
    Scheme,
    Service,
    is_dict,
)
from adlists.messages import Request
from adlists.plugins.credentials import ApiKey
from adlists.sandbox.checks import cookies
from adlists.sandbox.rejections import RefusedError, abort, documented
from adlists.sandbox.router import Route

_TOKEN_PATH: Final = "/sandbox/token"  # noqa: S105 - an address
_JSON: Final = MediaType("application/json", "application/json")
_FORM: Final = MediaType("application/x-www-form-urlencoded", "application/x-www-form-urlencoded")
_GRANTS: Final = frozenset({"client_credentials", "refresh_token", "authorization_code"})
_ASSERTION: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ANYTHING: Final = Schema("any")

#: Stands for the token server of another host. Its form and its replies are those of RFC 6749.
TOKEN_ENDPOINT: Final[Operation[Any]] = Operation(
    id="sandbox_token",
    method="POST",
    path=_TOKEN_PATH,
    tag="sandbox",
    security=(),
    idempotent=True,
    body=Body((_FORM, _JSON), ANYTHING, lambda data: data),
    replies=tuple(
        Reply(status, status, (_JSON,), ANYTHING, lambda data: data)
        for status in (200, 400, 401, 403)
    ),
)


@attrs.frozen
class Account:
    """What the sandbox accepts. Nothing here is a secret: the sandbox tells it to everyone.

    `suspended` is the id of a client that exists and may not obtain a token (403).
    `token` is a bearer token that never ends, `refresh_token` what others are exchanged for.
    """

    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"  # noqa: S105 - told to everyone
    api_key: str = "sandbox-key"
    token: str = "sandbox-token"  # noqa: S105 - told to everyone
    refresh_token: str = "sandbox-refresh"  # noqa: S105 - told to everyone
    suspended: str = "sandbox-suspended"

    def connection_info(self, service: Service, base_url: str) -> dict[str, str]:
        """Return the address of a service and what it asks for, by the names of settings."""
        found = {"base_url": base_url}
        kinds = {(scheme.kind, scheme.scheme) for scheme in service.schemes}
        found |= dict(self.keys(service).values())
        if has_token_operation(service) or ("http", "basic") in kinds:
            found |= {"client_id": self.client_id, "client_secret": self.client_secret}
        if ("http", "basic") in kinds:
            found |= {"username": self.client_id, "password": self.client_secret}
        if needs_endpoint(service):
            found |= {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "refresh_token": self.refresh_token,
                "token_url": f"{base_url}{_TOKEN_PATH}",
            }
        bearer = ("http", "bearer") in kinds and not has_token_operation(service)
        if service.schemes and (len(found) == 1 or needs_endpoint(service) or bearer):
            found["token"] = self.token
        return found

    def keys(self, service: Service) -> dict[str, tuple[str, str]]:
        """Return the key of each apiKey scheme of a service: its setting's name, and the key.

        Where one call needs several, each has a key of its own.
        """
        own = scheme_settings.keys(service)
        paired = {name for group in scheme_settings.together(service) for name in group}
        keys: dict[str, tuple[str, str]] = {}
        for scheme in (scheme for scheme in service.schemes if scheme.kind == "apiKey"):
            keys[scheme.name] = "api_key", self.api_key
            if scheme.name in paired:
                (setting,) = own[scheme.name]
                word = setting.removeprefix("api_key_").strip("_").replace("_", "-")
                keys[scheme.name] = setting, f"{self.api_key}-{word}"
        return keys

    def api_keys(self, service: Service) -> list[ApiKey]:
        """Return the credentials that meet the apiKey schemes of a service."""
        keys = self.keys(service)
        own = [
            ApiKey(key, scheme=name)
            for name, (setting, key) in keys.items()
            if setting != "api_key"
        ]
        return own if len(own) == len(keys) else [*own, ApiKey(self.api_key)]


class Tokens:
    """Bearer tokens and when they end, on the clock given; for one service each."""

    def __init__(self, clock: Callable[[], float], lifetime: float) -> None:
        self.lifetime: Final = lifetime
        self._clock = clock
        self._ends: dict[tuple[str, str], float] = {}
        self._mutex = threading.Lock()

    def issue(self, service: str) -> str:
        """Give out a token."""
        token = secrets.token_urlsafe(24)
        now = self._clock()
        with self._mutex:
            if len(self._ends) >= _KEPT:  # the oldest are the first; ten thousand callers suffice
                self._ends = {key: end for key, end in self._ends.items() if end > now}
                for key in list(self._ends)[: len(self._ends) - _KEPT // 2]:
                    del self._ends[key]
            self._ends[service, token] = now + self.lifetime
        return token

    def valid(self, service: str, token: str) -> bool:
        """Tell whether a token is this service's and has not ended."""
        with self._mutex:
            return self._ends.get((service, token), 0.0) > self._clock()

    def revoke(self, service: str, token: str) -> None:
        """End a token before its time."""
        with self._mutex:
            self._ends.pop((service, token), None)


_KEPT: Final = 10_000


class Authenticator:
    """Lets a request through, or refuses it: 401, or 403 where the document has no 401."""

    def __init__(self, account: Account, tokens: Tokens) -> None:
        self._account = account
        self._tokens = tokens
        self._known: dict[Service, dict[str, tuple[str, str]]] = {}

    def _keys(self, service: Service) -> dict[str, tuple[str, str]]:
        if service not in self._known:
            self._known[service] = self._account.keys(service)
        return self._known[service]

    def authenticate(self, route: Route, headers: Mapping[str, str]) -> None:
        """Refuse a request that meets none of the alternatives its operation lists."""
        security = route.operation.security
        schemes = {scheme.name: scheme for scheme in route.service.schemes}
        for alternative in security:
            if all(self._met(schemes[name], route, headers) for name in alternative):
                return
        if not security:
            return
        bearer = _bearer(headers)
        given = bearer is not None or any(
            _key(scheme, route, headers) for scheme in schemes.values() if scheme.kind == "apiKey"
        )
        code = "authorization-invalid" if given else "authorization-missing"
        text = (
            "The credential is not valid, or not any more." if given else "A credential is missing."
        )
        status = documented(route.operation, 401, 403)
        headers = {"www-authenticate": "Bearer"} if status == 401 and bearers(route) else {}
        raise RefusedError(status, code, text, headers)

    def authorize(self, route: Route, request: Request) -> Request:
        """Return a request with what the first alternative of its operation asks for."""
        named = route.operation.security[0] if route.operation.security else ()
        account = self._account
        keys = self._keys(route.service)
        for scheme in (scheme for scheme in route.service.schemes if scheme.name in named):
            name = scheme.parameter or ""
            if scheme.kind == "apiKey" and scheme.place == "query":
                request = request.with_query(name, keys[scheme.name][1])
            elif scheme.kind == "apiKey" and scheme.place == "cookie":
                request = request.with_header("cookie", f"{name}={keys[scheme.name][1]}")
            elif scheme.kind == "apiKey":
                request = request.with_header(name, keys[scheme.name][1])
            elif scheme.scheme == "basic":
                pair = base64.b64encode(f"{account.client_id}:{account.client_secret}".encode())
                request = request.with_header("authorization", f"Basic {pair.decode()}")
            else:
                token = self._tokens.issue(route.service.name)
                request = request.with_header("authorization", f"Bearer {token}")
        return request

    def expire(self, route: Route, headers: Mapping[str, str]) -> None:
        """End the token that a request carries."""
        self._tokens.revoke(route.service.name, _bearer(headers) or "")

    def token(self, data: Any, service: Service, headers: Mapping[str, str]) -> dict[str, Any]:
        """Give out a token (RFC 6749).

        A service's own operation takes client credentials; in place of another host, whatever
        that would exchange.
        """
        form = dict(data) if is_dict(data) else {}
        if has_token_operation(service):
            grant = self._client(form, {"client_credentials"})
        else:
            if (basic := _basic(headers)) is not None:
                form.setdefault("client_id", basic[0])
                form.setdefault("client_secret", basic[1])
            grant = str(form.get("grant_type"))
            if grant != _ASSERTION:
                grant = self._client(form, _GRANTS)
        if grant == _ASSERTION and str(form.get("assertion", "")).count(".") != 2:
            abort(400, "invalid_grant", "The assertion is no signed token.")
        if grant == "refresh_token" and form.get("refresh_token") != self._account.refresh_token:
            abort(400, "invalid_grant", "The refresh token is not valid, or not any more.")
        issued = {
            "access_token": self._tokens.issue(service.name),
            "token_type": "bearer",
            "expires_in": int(self._tokens.lifetime),
        }
        if grant == "authorization_code":
            issued["refresh_token"] = self._account.refresh_token
        return issued

    def _client(self, form: Mapping[str, Any], grants: AbstractSet[str]) -> str:
        """Refuse a client that is not known; return how it asks."""
        if not all(form.get(name) for name in ("client_id", "client_secret", "grant_type")):
            text = "client_id, client_secret and grant_type are needed."
            abort(400, "invalid_request", text)
        grant = str(form["grant_type"])
        if grant not in grants:
            text = f"The grant type has to be {' or '.join(sorted(grants))}."
            abort(400, "unsupported_grant_type", text)
        if form["client_id"] == self._account.suspended:
            abort(403, "unauthorized_client", "The client may not obtain a token.")
        given = form["client_id"], form["client_secret"]
        if given != (self._account.client_id, self._account.client_secret):
            abort(401, "invalid_client", "The client id or the client secret is wrong.")
        return grant

    def _met(self, scheme: Scheme, route: Route, headers: Mapping[str, str]) -> bool:
        if scheme.kind == "mutualTLS":  # met by a connection, and there is none here
            return True
        if scheme.kind == "apiKey":
            return secrets.compare_digest(
                _key(scheme, route, headers).encode(),
                self._keys(route.service)[scheme.name][1].encode(),
            )
        if scheme.scheme == "basic":
            return _basic(headers) == (self._account.client_id, self._account.client_secret)
        token = _bearer(headers)
        if token is None:
            return False
        return self._tokens.valid(route.service.name, token) or (
            token == self._account.token and not has_token_operation(route.service)
        )


def bearers(route: Route) -> bool:
    """Tell whether an operation takes a bearer token."""
    named = {name for alternative in route.operation.security for name in alternative}
    kinds = {
        (scheme.kind, scheme.scheme) for scheme in route.service.schemes if scheme.name in named
    }
    return any(kind != "apiKey" and scheme != "basic" for kind, scheme in kinds)


def issues(service: Service, operation: Operation[Any]) -> bool:
    """Tell whether an operation is the one that gives out a service's tokens."""
    return operation is TOKEN_ENDPOINT or any(
        service.token_operation(scheme) is operation for scheme in service.schemes
    )


def has_token_operation(service: Service) -> bool:
    """Tell whether a service gives out its tokens itself."""
    return any(service.token_operation(scheme) is not None for scheme in service.schemes)


def needs_endpoint(service: Service) -> bool:
    """Tell whether a service's tokens come from another host, which the sandbox stands for."""
    oauth = any(scheme.kind in {"oauth2", "openIdConnect"} for scheme in service.schemes)
    return oauth and not has_token_operation(service)


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
