"""OAuth2: credentials that are exchanged for tokens (RFC 6749), fetched once and shared.

    ClientCredentials(id, secret)                 the client itself (section 4.4)
    RefreshToken(id, secret, token)               somebody who has agreed before (section 6)
    ServiceAccount(issuer, key)                   a signed assertion (RFC 7523)

Where the token is to be had, the document says: one of its own operations, the address in
the scheme, or what openIdConnect discovery names. A secret goes there, and a token to the
service's own origin; neither goes anywhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, ClassVar, Final
from urllib.parse import quote, urljoin, urlsplit

import attrs

from adlists._runtime import redaction, token_cache
from adlists._runtime.token_cache import Token, TokenCache
from adlists.contract import Call, Operation, Scheme, Service, is_dict
from adlists.errors import AdlistsError, ApiError, ConfigurationError, DecodingError, for_status
from adlists.events import TokenFetched
from adlists.flow import Exchange, Flow, Layer, transmit
from adlists.hookspecs import Emit, Invoke, hookimpl
from adlists.messages import Request, Response
from adlists.plugins.credentials.signing import (
    account,
    asked,
    at_home,
    authorized,
    discreet,
    secret,
)

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ASSERTION: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def _scopes(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@attrs.frozen(eq=False, kw_only=True)
class Exchanged:
    """A credential that is exchanged for tokens; each kind says by which form.

    A token is fetched on the first call that needs one, by one thread or task while all
    others wait, and shared by every session that is given this object. It is renewed `leeway`
    seconds before its end (of a token that lives less than twice as long: at half its life).
    After a 401 it is dropped, and the call is repeated once with a new one.

    What the reply says of its life (`expires_in`): a number of seconds, as a number or as
    text; where it says nothing, null or nonsense, the token is used until a 401; where it
    says zero or less, for the call at hand only.
    """

    # An operation that a document has for tokens takes the form of client credentials.
    by_operation: ClassVar[bool] = True
    leeway: float = 15.0
    clock: Callable[[], float] = attrs.field(default=time.monotonic, repr=False)
    _caches: dict[tuple[str, str, str], TokenCache] = attrs.field(
        factory=dict[tuple[str, str, str], TokenCache], init=False, repr=False
    )

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit oauth2 with a token URL, and openIdConnect, which names one."""
        if scheme.kind == "openIdConnect":
            return scheme.discovery_url is not None
        return scheme.kind == "oauth2" and scheme.token_url is not None

    def form(self, address: str, scopes: tuple[str, ...]) -> dict[str, str]:
        """Return what is sent to the token's address, for a token with these scopes."""
        raise NotImplementedError

    def asked_for(self, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the scopes to ask for: the credential's own, or those that an operation needs."""
        return getattr(self, "scopes", ()) or tuple(sorted(scopes))

    def address(self, scheme: Scheme) -> str | None:
        """Return the address that a scheme names for this kind of exchange."""
        return scheme.token_url

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> Layer | None:
        """Return a layer that adds a token, fetched where there is none."""
        schemes = asked(operation, service, self.fits)
        if not schemes:
            return None
        scheme = schemes[0]
        fetcher = self._operation(service, scheme)
        if fetcher is not None and fetcher.id == operation.id:
            return None  # whatever the document says: it cannot wait for its own result
        scopes = self.asked_for(operation.scopes.get(scheme.name, ()))
        account = (service.name, service.server, f"{scheme.name} {' '.join(scopes)}".rstrip())
        cache = self._caches.setdefault(account, TokenCache(self.clock))
        stay = at_home(service)

        def fetch(number: int) -> Flow[Token]:
            since = self.clock()
            try:
                # Held by no name: a traceback may be shown with its locals.
                text, lifetime = token_cache.read(
                    (yield from self._asked(service, scheme, scopes, fetcher, invoke))
                )
            except AdlistsError as error:
                name = fetcher.id if fetcher is not None else "the token's address"
                error.operation, error.attempts = name, error.attempts or 1
                error.args = (_blame(error, name, service),)
                raise
            emit(TokenFetched(service.name, scheme.name, lifetime, call=number))
            return Token.lasting(text, lifetime, since=since, leeway=self.leeway)

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                stay(request)
                if authorized(request):
                    return (yield from proceed(request))
                token = cache.held() or (yield from cache.token(partial(fetch, request.call)))
                response = yield from proceed(_signed(request, token))
                if response.status != 401:
                    return response
                token.end()
                token = cache.held() or (yield from cache.token(partial(fetch, request.call)))
                request = attrs.evolve(request, attempt=response.attempts + 1)
                return (yield from proceed(_signed(request, token)))

            return exchange

        return layer

    def _operation(self, service: Service, scheme: Scheme) -> Operation[Any] | None:
        """Return the operation of the document that fetches the token, if there is one."""
        if not self.by_operation:
            return None
        found = service.token_operation(scheme)
        return found if found is not None and found.body is not None else None

    def _asked(
        self,
        service: Service,
        scheme: Scheme,
        scopes: tuple[str, ...],
        fetcher: Operation[Any] | None,
        invoke: Invoke,
    ) -> Flow[Any]:
        """Return the reply to the exchange: by an operation, or from the address alone."""
        if fetcher is not None and fetcher.body is not None:
            body = fetcher.body.parse(self.form("", scopes))
            return (yield from invoke(Call(fetcher, body=body)))
        address = self.address(scheme)
        if address is None and scheme.discovery_url is not None:
            found = yield from _ask(_safe(urljoin(f"{service.server}/", scheme.discovery_url)))
            address = found.get("token_endpoint")
        if not isinstance(address, str):
            msg = f"Nothing says where a token for {scheme.name} is to be had."
            raise ConfigurationError(msg)
        address = _safe(urljoin(f"{service.server}/", address))
        return (yield from _ask(address, self.form(address, scopes)))


@discreet
@attrs.frozen(eq=False)
class ClientCredentials(Exchanged):
    """A client id and its secret, exchanged for tokens (RFC 6749, section 4.4)."""

    name: ClassVar[str] = "client-credentials"
    client_id: str = secret()
    client_secret: str = secret()
    scopes: tuple[str, ...] = attrs.field(default=(), converter=_scopes, kw_only=True)

    @property
    def account(self) -> str:
        """What tells this client from others, without saying who it is."""
        return account(self.client_id)

    def form(self, address: str, scopes: tuple[str, ...]) -> dict[str, str]:  # noqa: ARG002 - the same everywhere
        """Return what is sent to the token's address."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        return form | ({"scope": " ".join(scopes)} if scopes else {})


@discreet
@attrs.frozen(eq=False)
class RefreshToken(Exchanged):
    """A refresh token that somebody's consent gave, exchanged for access tokens.

    It was obtained once, by the authorization-code flow in a browser; where it is exchanged
    the document says, often on another host than the service.

    """

    name: ClassVar[str] = "refresh-token"
    client_id: str = secret()
    client_secret: str = secret()
    refresh_token: str = secret()
    scope: str | None = attrs.field(default=None)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit oauth2 whose document says where tokens are refreshed, and openIdConnect."""
        if scheme.kind == "openIdConnect":
            return scheme.discovery_url is not None
        return scheme.kind == "oauth2" and scheme.refresh_url is not None

    def address(self, scheme: Scheme) -> str | None:
        """Return the address where tokens are refreshed."""
        return scheme.refresh_url

    def asked_for(self, scopes: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002 - somebody agreed to some
        """Return no scopes: those that somebody has agreed to stand with the token."""
        return ()

    def form(self, address: str, scopes: tuple[str, ...]) -> dict[str, str]:  # noqa: ARG002 - likewise
        """Return what is sent to the token's address."""
        form = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": self.refresh_token,
        }
        return form | ({"scope": self.scope} if self.scope else {})

    by_operation: ClassVar[bool] = False


def _signed(request: Request, token: Token) -> Request:
    return request.with_header("authorization", f"Bearer {token.text}")


def _hidden() -> Any:
    """Declare a text of several lines that is never shown."""

    def validate(_: object, field: attrs.Attribute[Any], value: Any) -> None:
        if not isinstance(value, str):
            msg = f"ServiceAccount: {field.name} has to be text, not {type(value).__name__}."
            raise ConfigurationError(msg)

    return attrs.field(repr=False, validator=validate)


@discreet
@attrs.frozen(eq=False)
class ServiceAccount(Exchanged):
    """A service account: a key that signs assertions, exchanged for tokens (RFC 7523).

    `issuer` is the account's name, `key` its private key in PEM. Needs the extra `jwt`.
    """

    name: ClassVar[str] = "service-account"
    by_operation: ClassVar[bool] = False
    issuer: str = secret()
    key: str = _hidden()
    scopes: tuple[str, ...] = attrs.field(default=(), converter=_scopes, kw_only=True)
    key_id: str | None = attrs.field(default=None, kw_only=True)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit oauth2 whose document says where tokens are to be had, and openIdConnect."""
        return RefreshToken.fits(scheme) or ClientCredentials.fits(scheme)

    def address(self, scheme: Scheme) -> str | None:
        """Return the address where tokens are to be had."""
        return scheme.token_url or scheme.refresh_url

    def form(self, address: str, scopes: tuple[str, ...]) -> dict[str, str]:
        """Return what is sent to the token's address: a signed assertion, good for an hour."""
        try:
            import jwt
        except ImportError:
            msg = "ServiceAccount needs PyJWT. Run: pip install 'adlists[jwt]'"
            raise ConfigurationError(msg) from None
        now = int(self.now())
        claims: dict[str, Any] = {"iss": self.issuer, "sub": self.issuer, "aud": address}
        claims |= {"iat": now, "exp": now + 3600}
        if scopes:
            claims["scope"] = " ".join(scopes)
        headers = {"kid": self.key_id} if self.key_id else None
        try:
            assertion = jwt.encode(claims, self.key, "RS256", headers=headers)
        except (ValueError, TypeError, jwt.PyJWTError):
            failed = ConfigurationError("ServiceAccount: key is no private key in PEM.")
        else:
            return {"grant_type": _ASSERTION, "assertion": assertion}
        del claims
        raise redaction.bare(failed)  # the frames below hold the key


def _safe(address: str) -> str:
    """Refuse to send a secret in the clear."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return address
    msg = f"The token's address has to be https, not {parts.scheme or 'relative'}."
    raise ConfigurationError(msg)


def _ask(address: str, form: Mapping[str, str] | None = None) -> Flow[dict[str, Any]]:
    """Return the JSON object that an address answers with."""
    headers = {"accept": "application/json"}
    content = b""
    if form is not None:
        headers["content-type"] = "application/x-www-form-urlencoded"
        content = "&".join(f"{name}={quote(text, '')}" for name, text in form.items()).encode()
    method = "GET" if form is None else "POST"
    response = yield from transmit(Request(method, address, headers, content))
    if response.status != 200:
        kind = for_status(response.status)
        said = f"the token's address answered {response.status}. {kind.hint}"
        raise kind(
            said,
            status=response.status,
            headers=response.headers,
            content=response.content,
        )
    import json

    try:
        data: Any = json.loads(response.content)
    except ValueError:
        data = None
    if not is_dict(data):
        msg = "the token's address did not answer with a JSON object"
        raise DecodingError(msg)
    return data


def _blame(error: AdlistsError, name: str, service: Service) -> str:
    """Return the message of a failed token call: which call it was, and what to look at."""
    message = f"No token from {name} of {service.name}: {error}"
    if isinstance(error, ApiError) and error.status in {400, 401, 403}:
        mend = "Check the client id and the client secret, and whether they are of this service."
        message = message.replace(error.hint, mend)
    return message
