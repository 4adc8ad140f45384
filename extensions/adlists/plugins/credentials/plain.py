"""Credentials that are sent as they are: a bearer token, a password, a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

import attrs

from adlists._runtime import redaction, scheme_settings
from adlists.contract import Operation, Scheme, Service
from adlists.errors import ConfigurationError
from adlists.flow import Layer
from adlists.hookspecs import hookimpl
from adlists.messages import Request
from adlists.plugins.credentials.signing import (
    account,
    asked,
    authorize,
    check,
    discreet,
    secret,
    signing,
)

# What may stand in a cookie's value as it is (RFC 6265, section 4.1.1), without letters.
_COOKIE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"


def _token_or_source(owner: object, field: attrs.Attribute[Any], value: Any) -> None:
    if not callable(value):
        check(owner, field.name, value)


@attrs.frozen(eq=False, kw_only=True)
class _Named:
    """A credential that may be for one scheme alone, of several of a kind."""

    KIND: ClassVar[str]
    scheme: str | None = None

    @property
    def name(self) -> str:
        """What plugins call it; two for two schemes have two names."""
        return self.KIND if self.scheme is None else f"{self.KIND}:{self.scheme}"

    @staticmethod
    def takes(scheme: Scheme) -> bool:
        """Tell whether credentials of this kind meet a scheme."""
        raise NotImplementedError

    def fits(self, scheme: Scheme) -> bool:
        """Fit what this kind takes: the scheme of that name alone, where one was named."""
        return self.scheme in {None, scheme.name} and self.takes(scheme)


@discreet
@attrs.frozen(eq=False)
class BearerToken(_Named):
    """A token that was obtained elsewhere, or a function that returns one.

    A function is called for each attempt, in the thread of the call; it should return what it
    holds rather than wait, as an async call waits with it. `scheme` names the security scheme
    that it is for, where a service has several.
    """

    KIND: ClassVar[str] = "bearer-token"
    token: str | Callable[[], str] = attrs.field(repr=False, validator=_token_or_source)

    @staticmethod
    def takes(scheme: Scheme) -> bool:
        """Take oauth2, openIdConnect, and http with bearer."""
        return scheme.kind in {"oauth2", "openIdConnect"} or (
            scheme.kind == "http" and scheme.scheme == "bearer"
        )

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds the token."""
        if not asked(operation, service, self.fits):
            return None
        token = self.token
        if callable(token):
            return signing(service, lambda request: authorize(request, self._fresh()))
        value = f"Bearer {token}"
        return signing(service, lambda request: authorize(request, value))

    def _fresh(self) -> str:
        source = self.token
        token = source() if callable(source) else source
        try:
            check(self, "token", token)
        except ConfigurationError as error:
            failed = error
        else:
            return f"Bearer {token}"
        del source, token
        raise redaction.bare(failed)


@discreet
@attrs.frozen(eq=False)
class BasicAuth(_Named):
    """A user name and a password, sent as UTF-8 (RFC 7617).

    `scheme` names the security scheme that they are for, where a service has several.
    """

    KIND: ClassVar[str] = "basic-auth"
    username: str = secret()
    password: str = secret()

    def __attrs_post_init__(self) -> None:
        if ":" in self.username:
            msg = "BasicAuth: username holds a colon, which would end it there."
            raise ConfigurationError(msg)

    @staticmethod
    def takes(scheme: Scheme) -> bool:
        """Take http with basic."""
        return scheme.kind == "http" and scheme.scheme == "basic"

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds user name and password."""
        if not asked(operation, service, self.fits):
            return None
        from base64 import b64encode

        value = f"Basic {b64encode(f'{self.username}:{self.password}'.encode()).decode()}"
        return signing(service, lambda request: authorize(request, value))


@discreet
@attrs.frozen(eq=False)
class ApiKey(_Named):
    """A key that goes where its scheme puts it: into a header, the query or a cookie.

    Where one call needs two of them, each is for the security scheme that `scheme` names:
    `ApiKey(key, scheme="apiKeyAuth"), ApiKey(secret, scheme="appKeyAuth")`.
    """

    KIND: ClassVar[str] = "api-key"
    key: str = secret(header=True)

    @property
    def account(self) -> str:
        """What tells this key from others, without saying it."""
        return account(self.key)

    @staticmethod
    def takes(scheme: Scheme) -> bool:
        """Take apiKey."""
        return scheme.kind == "apiKey"

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer | None:
        """Return a layer that adds the key."""
        schemes = asked(operation, service, self.fits)
        if not schemes:
            return None
        if len({scheme_settings.place(scheme) for scheme in schemes}) > 1:
            return signing(service, lambda request: self._last(request, schemes, service))

        def sign(request: Request) -> Request:
            for scheme in schemes:
                request = _place(request, scheme, self.key)
            return request

        return signing(service, sign)

    def _last(self, request: Request, schemes: Sequence[Scheme], service: Service) -> Request:
        """Put the key into the one place that still lacks one; refuse where there are several."""
        left = [scheme for scheme in schemes if _place(request, scheme, "x") is not request]
        if len({scheme_settings.place(scheme) for scheme in left}) < 2:
            for scheme in left:
                request = _place(request, scheme, self.key)
            return request
        names = [scheme.name for scheme in left]
        words = scheme_settings.keys(service)
        variables = " and ".join(
            f"ADLISTS_{service.name}_{word}".upper() for name in names for word in words[name]
        )
        given = ", ".join(f"ApiKey(…, scheme={name!r})" for name in names)
        msg = (
            f"The call needs {len(names)} keys, {' and '.join(names)}, and an ApiKey that names "
            f"no scheme would put the same one into each. Pass {given}; or set {variables}."
        )
        raise ConfigurationError(msg)


def _place(request: Request, scheme: Scheme, key: str) -> Request:
    from urllib.parse import quote, urlsplit

    name = scheme.parameter or scheme.name
    if scheme.place == "query":
        query = urlsplit(request.url).query
        there = any(part.partition("=")[0] == quote(name, "") for part in query.split("&"))
        return request if there else request.with_query(name, key)
    if scheme.place == "cookie":
        cookies = request.headers.get("cookie", "")
        if any(part.partition("=")[0].strip() == name for part in cookies.split(";")):
            return request
        cookie = f"{name}={quote(key, _COOKIE)}"
        return request.with_header("cookie", f"{cookies}; {cookie}" if cookies else cookie)
    header = name.lower()
    there = header in request.headers and header != "user-agent"  # which every request has
    return request if there else request.with_header(header, key)
