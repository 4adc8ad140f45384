"""Credentials, as layers: each signs the requests of the operations that ask for it.

    ClientCredentials(id, secret)    oauth2: fetches tokens, renews them, replaces them
    BearerToken(token)               oauth2, http bearer: a token from elsewhere
    BasicAuth(username, password)    http basic
    ApiKey(key)                      apiKey, wherever the scheme puts it

A credential is matched to a service's security schemes by their kind. It goes to the
service's own origin and nowhere else, and a header or parameter that is there already
stays: of two credentials for one place, the first given is used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Protocol, TypeAlias

import attrs

from adlists._runtime import token_cache
from adlists._runtime.token_cache import Keeper, Token
from adlists.contract import Call, Operation, Scheme, Service
from adlists.errors import AdlistsError, ApiError, ConfigurationError
from adlists.events import TokenFetched
from adlists.flow import Exchange, Flow, Layer
from adlists.hookspecs import Emit, Invoke, hookimpl
from adlists.messages import Request, Response, origin

Sign: TypeAlias = Callable[[Request], Request]

# What may stand in a cookie's value as it is (RFC 6265, section 4.1.1), without letters.
_COOKIE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"


class Credential(Protocol):
    """A plugin that can say which security schemes it meets."""

    def fits(self, scheme: Scheme, /) -> bool:
        """Tell whether this credential meets a security scheme."""
        ...


def _secret(*, header: bool = False) -> Any:
    """Declare a field that is never shown, and refuse what no service can have issued."""

    def check(owner: object, field: attrs.Attribute[Any], value: Any) -> None:
        fault = _fault(value, header=header)
        if fault:
            msg = f"{type(owner).__name__}: {field.name} {fault}."
            raise ConfigurationError(msg)

    return attrs.field(repr=False, validator=check)


def _fault(value: Any, *, header: bool) -> str:
    if not isinstance(value, str):
        return f"has to be text, not {type(value).__name__}"
    if not value.strip():
        return "is empty"
    if value != value.strip():
        return "begins or ends with a blank or a line break, as text read from a file does"
    if not value.isprintable():
        return "holds a line break or another control character"
    if header and not value.isascii():
        return "holds a character that no header can carry"
    return ""


def _asked(
    operation: Operation[Any], service: Service, fits: Callable[[Scheme], bool]
) -> list[Scheme]:
    """Return the schemes to meet: those that fit, of the first alternative that has any."""
    schemes = {one.name: one for one in service.schemes}
    for alternative in operation.security:
        named = (schemes[name] for name in alternative if name in schemes)
        if fitting := [one for one in named if fits(one)]:
            return fitting
    return []


def _at_home(service: Service, sign: Sign) -> Sign:
    """Return a signer that refuses a request to any origin but the service's own."""
    home = origin(service.server)
    below = f"{service.server}/"

    def guarded(request: Request) -> Request:
        if request.url.startswith(below):  # the usual case, without taking the address apart
            return sign(request)
        there = origin(request.url)
        if there != home:
            msg = (
                f"A plugin directs a request to {there}, and the credential belongs to {home}. "
                "Leave out the plugin, or set base_url to where the service is."
            )
            raise ConfigurationError(msg)
        return sign(request)

    return guarded


def _signing(sign: Sign) -> Layer:
    def layer(proceed: Exchange) -> Exchange:
        def exchange(request: Request) -> Flow[Response]:
            return (yield from proceed(sign(request)))

        return exchange

    return layer


def _authorized(headers: Mapping[str, str]) -> bool:
    return "authorization" in headers or "Authorization" in headers  # as plugins write it


def _account(text: str) -> str:
    from hashlib import sha256

    return sha256(f"adlists account {text}".encode()).hexdigest()[:16]


def _authorize(request: Request, value: str) -> Request:
    if _authorized(request.headers):
        return request
    return request.with_header("authorization", value)


@attrs.frozen(eq=False)
class BearerToken:
    """A token that was obtained elsewhere; it is used as it is, and never renewed."""

    name: ClassVar[str] = "bearer-token"
    token: str = _secret(header=True)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit oauth2, and http with bearer."""
        return scheme.kind == "oauth2" or (scheme.kind == "http" and scheme.scheme == "bearer")

    @hookimpl(trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds the token."""
        if not _asked(operation, service, self.fits):
            return None
        value = f"Bearer {self.token}"
        return _signing(_at_home(service, lambda request: _authorize(request, value)))


@attrs.frozen(eq=False)
class BasicAuth:
    """A user name and a password, sent as UTF-8 (RFC 7617)."""

    name: ClassVar[str] = "basic-auth"
    username: str = _secret()
    password: str = _secret()

    def __attrs_post_init__(self) -> None:
        if ":" in self.username:
            msg = "BasicAuth: username holds a colon, which would end it there."
            raise ConfigurationError(msg)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit http with basic."""
        return scheme.kind == "http" and scheme.scheme == "basic"

    @hookimpl(trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds user name and password."""
        if not _asked(operation, service, self.fits):
            return None
        from base64 import b64encode

        value = f"Basic {b64encode(f'{self.username}:{self.password}'.encode()).decode()}"
        return _signing(_at_home(service, lambda request: _authorize(request, value)))


@attrs.frozen(eq=False)
class ApiKey:
    """A key that goes where the scheme puts it: into a header, the query or a cookie."""

    name: ClassVar[str] = "api-key"
    key: str = _secret(header=True)

    @property
    def account(self) -> str:
        """What tells this key from others, without saying it."""
        return _account(self.key)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit apiKey."""
        return scheme.kind == "apiKey"

    @hookimpl(trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds the key."""
        schemes = _asked(operation, service, self.fits)
        if not schemes:
            return None

        def sign(request: Request) -> Request:
            for scheme in schemes:
                request = _place(request, scheme, self.key)
            return request

        return _signing(_at_home(service, sign))


def _place(request: Request, scheme: Scheme, key: str) -> Request:
    from urllib.parse import quote, urlsplit

    name = scheme.parameter or scheme.name
    if scheme.place == "query":
        query = urlsplit(request.url).query
        there = any(one.partition("=")[0] == quote(name, "") for one in query.split("&"))
        return request if there else request.with_query(name, key)
    if scheme.place == "cookie":
        cookies = request.headers.get("cookie", "")
        if any(one.partition("=")[0].strip() == name for one in cookies.split(";")):
            return request
        cookie = f"{name}={quote(key, _COOKIE)}"
        return request.with_header("cookie", f"{cookies}; {cookie}" if cookies else cookie)
    there = name.lower() in request.headers
    return request if there else request.with_header(name.lower(), key)


@attrs.frozen(eq=False)
class ClientCredentials:
    """A client id and its secret, exchanged for tokens (RFC 6749, section 4.4).

    A token is fetched through the service's own token operation on the first call that
    needs one, by one thread or task while all others wait, and shared by every session
    that is given this object. It is renewed `early` seconds before its end (of a token
    that lives less than twice as long: at half its life). After a 401 it is dropped, and
    the call is repeated once with a new one.

    What the reply says of its life (`expires_in`): a number of seconds, as a number or as
    text; where it says nothing, null or nonsense, the token is used until a 401; where it
    says zero or less, for the call at hand only.
    """

    name: ClassVar[str] = "client-credentials"
    client_id: str = _secret()
    client_secret: str = _secret()
    scopes: tuple[str, ...] = attrs.field(default=(), converter=tuple, kw_only=True)
    early: float = attrs.field(default=15.0, kw_only=True)
    clock: Callable[[], float] = attrs.field(default=time.monotonic, kw_only=True, repr=False)
    _keepers: dict[tuple[str, str, str], Keeper] = attrs.field(
        factory=dict[tuple[str, str, str], Keeper], init=False, repr=False
    )

    @property
    def account(self) -> str:
        """What tells this client from others, without saying who it is."""
        return _account(self.client_id)

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit oauth2 with a token URL."""
        return scheme.kind == "oauth2" and scheme.token_url is not None

    @hookimpl(trylast=True)
    def adlists_layer(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> Layer | None:
        """Return a layer that adds a token, fetched where there is none."""
        asked = _asked(operation, service, self.fits)
        if not asked:
            return None
        scheme = asked[0]
        fetcher = service.token_operation(scheme)
        if fetcher is None or fetcher.body is None:
            msg = (
                f"{service.name} has no operation that fetches a token for {scheme.name}. "
                "Describe it in the document under the scheme's tokenUrl, or pass a BearerToken."
            )
            raise ConfigurationError(msg)
        if fetcher is operation:
            return None  # whatever the document says: it cannot wait for its own result
        account = (service.name, service.server, scheme.name)
        keeper = self._keepers.setdefault(account, Keeper(self.clock))
        at_home = _at_home(service, lambda request: request)

        def fetch() -> Flow[Token]:
            since = self.clock()
            try:
                # Held by no name: a traceback may be shown with its locals.
                text, lifetime = token_cache.read(
                    (yield from invoke(Call(fetcher, body=self._question(fetcher))))
                )
            except AdlistsError as error:
                error.operation, error.attempts = fetcher.id, error.attempts or 1
                error.args = (_blame(error, fetcher, service),)
                raise
            emit(TokenFetched(service.name, scheme.name, lifetime))
            return Token.lasting(text, lifetime, since=since, early=self.early)

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                at_home(request)
                if _authorized(request.headers):
                    return (yield from proceed(request))
                token = keeper.held() or (yield from keeper.token(fetch))
                response = yield from proceed(_authorize(request, f"Bearer {token.text}"))
                if response.status != 401:
                    return response
                token.end()
                token = yield from keeper.token(fetch)
                request = attrs.evolve(request, attempt=response.attempts + 1)
                return (yield from proceed(_authorize(request, f"Bearer {token.text}")))

            return exchange

        return layer

    def _question(self, fetcher: Operation[Any]) -> Any:
        """Return the body of the token call, built as the document describes it."""
        assert fetcher.body is not None  # noqa: S101 - the layer has looked
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        return fetcher.body.parse(form)


def _blame(error: AdlistsError, fetcher: Operation[Any], service: Service) -> str:
    """Return the message of a failed token call: which call it was, and what to look at."""
    message = f"No token from {fetcher.id} of {service.name}: {error}"
    if isinstance(error, ApiError) and error.status in {400, 401, 403}:
        mend = "The client id or the client secret is wrong, or not meant for this service."
        message = message.replace(error.hint, mend)
    return message


@attrs.frozen
class Found:
    """What the environment and the settings file hold for a service.

    `advice` says what to set, for whoever finds that no credential is there.
    """

    credentials: tuple[Credential, ...]
    base_url: str | None
    advice: str


_Kind: TypeAlias = "type[BearerToken | ClientCredentials | BasicAuth | ApiKey]"

# In this order where several are set: what was obtained for the purpose comes first.
_SETTINGS: Final[tuple[tuple[_Kind, tuple[str, ...]], ...]] = (
    (BearerToken, ("TOKEN",)),
    (ClientCredentials, ("CLIENT_ID", "CLIENT_SECRET")),
    (BasicAuth, ("USERNAME", "PASSWORD")),
    (ApiKey, ("API_KEY",)),
)


def from_environment(service: Service, environ: Mapping[str, str]) -> Found:
    """Return the credentials and the address that are set for a service.

    They stand in variables `ADLISTS_<SERVICE>_TOKEN`, `_CLIENT_ID` and `_CLIENT_SECRET`,
    `_USERNAME` and `_PASSWORD`, `_API_KEY`, `_BASE_URL`, or under the same names in the
    settings file. The environment wins, and an empty value counts as none.

    Raises `ConfigurationError` for a value that cannot be a credential, and for a settings
    file that is unsafe or cannot be read.
    """
    from adlists._runtime import settings

    file = settings.read(environ)
    prefix = f"ADLISTS_{service.name.upper()}_"

    def value(name: str) -> str | None:
        return environ.get(name) or file.get(name) or None

    credentials: list[Credential] = []
    ways: list[str] = []
    half = ""
    for kind, endings in _SETTINGS:
        if not any(kind.fits(scheme) for scheme in service.schemes):
            continue
        names = [prefix + ending for ending in endings]
        ways.append(" and ".join(names))
        values = [found for name in names if (found := value(name)) is not None]
        if len(values) == len(names):
            credentials.append(_make(kind, names, values))
        elif values:
            given = next(name for name in names if value(name) is not None)
            missing = next(name for name in names if value(name) is None)
            half = f" {given} is set, but {missing} is not."
    wanted = ", or ".join(ways) or "nothing that a variable could hold"
    advice = (
        f"{service.name} needs a credential.{half} Set {wanted}, in the environment or in "
        f"{settings.path(environ)}, or pass a credential to connect()."
    )
    return Found(tuple(credentials), value(f"{prefix}BASE_URL"), advice)


def _make(kind: Callable[..., Credential], names: list[str], values: list[str]) -> Credential:
    try:
        return kind(*values)
    except ConfigurationError as error:
        msg = f"{' and '.join(names)} cannot be used. {error}"
        raise ConfigurationError(msg) from None
