"""What all credentials share: which operations they sign, and where their secrets may go."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar

import attrs

from adlists._runtime import redaction
from adlists.contract import Operation, Scheme, Service
from adlists.errors import ConfigurationError
from adlists.flow import Exchange, Flow, Layer
from adlists.messages import Request, Response, origin

Sign: TypeAlias = Callable[[Request], Request]
C = TypeVar("C", bound=type[Any])


class Credential(Protocol):
    """A plugin that can say which security schemes it meets."""

    def fits(self, scheme: Scheme, /) -> bool:
        """Tell whether this credential meets a security scheme."""
        ...


def secret(*, header: bool = False) -> Any:
    """Declare a field that is never shown, and refuse what no service can have issued."""

    def validate(owner: object, field: attrs.Attribute[Any], value: Any) -> None:
        check(owner, field.name, value, header=header)

    return attrs.field(repr=False, validator=validate)


def check(owner: object, name: str, value: Any, *, header: bool = True) -> None:
    """Refuse what no service can have issued, without showing it."""
    found = fault(value, header=header)
    if found:
        msg = f"{type(owner).__name__}: {name} {found}."
        failed = ConfigurationError(msg)
        del value  # a traceback may be shown with its locals
        raise failed


def discreet(cls: C) -> C:
    """Let no frame of a credential that is refused hold what it was made of."""
    made: Callable[..., None] = cls.__init__

    @functools.wraps(made)
    def __init__(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it is one
        try:
            made(self, *args, **kwargs)
        except ConfigurationError as error:
            failed = error
        else:
            return
        del args, kwargs
        raise redaction.bare(failed)

    cls.__init__ = __init__
    return cls


def fault(value: Any, *, header: bool) -> str:
    """Say what is wrong with a secret; nothing where it is fine."""
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


def asked(
    operation: Operation[Any], service: Service, fits: Callable[[Scheme], bool]
) -> list[Scheme]:
    """Return the schemes to meet: those that fit, of the first alternative that has any."""
    schemes = {scheme.name: scheme for scheme in service.schemes}
    for alternative in operation.security:
        named = (schemes[name] for name in alternative if name in schemes)
        if fitting := [item for item in named if fits(item)]:
            return fitting
    return []


def at_home(service: Service) -> Callable[[Request], None]:
    """Return what refuses a request to any origin but the service's own."""
    home = origin(service.server)
    below = f"{service.server}/"

    def stay(request: Request) -> None:
        if request.url.startswith(below):  # the usual case, without taking the address apart
            return
        there = origin(request.url)
        if there != home:
            msg = (
                f"A plugin directs a request to {there}, and the credential belongs to {home}. "
                "Leave out the plugin, or set base_url to where the service is."
            )
            raise ConfigurationError(msg)

    return stay


def signing(service: Service, sign: Sign) -> Layer:
    """Return a layer that signs each request, and refuses one to another origin."""
    stay = at_home(service)

    def layer(proceed: Exchange) -> Exchange:
        def exchange(request: Request) -> Flow[Response]:
            stay(request)
            return (yield from proceed(sign(request)))

        return exchange

    return layer


def authorized(request: Request) -> bool:
    """Tell whether a request is signed already, however a plugin wrote the header's name."""
    return "authorization" in request.headers or "Authorization" in request.headers


def account(text: str) -> str:
    """Return what tells one account from others, without saying which it is."""
    from hashlib import sha256

    return sha256(f"adlists account {text}".encode()).hexdigest()[:16]


def authorize(request: Request, value: str) -> Request:
    """Return the request with an Authorization header, unless it has one."""
    headers = request.headers  # looked at here as by `authorized`: every call comes by
    if "authorization" in headers or "Authorization" in headers:
        return request
    return request.with_header("authorization", value)
