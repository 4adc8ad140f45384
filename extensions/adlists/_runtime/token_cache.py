"""An access token that many threads and tasks share: kept, renewed, fetched by one at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs

from adlists._runtime import waits
from adlists._runtime.redaction import bare
from adlists.contract import is_dict
from adlists.errors import AdlistsError, DecodingError
from adlists.flow import Flow, Lock, exclusive

_LONGEST: Final = 30 * 86_400.0  # seconds; a token that is said to last longer is renewed then


@attrs.define(eq=False)
class Token:
    """An access token, and the moment on the clock from which it is not used any more.

    A token that met a 401 is ended by its `until`, in place: replacing it where it is kept
    could throw away a newer one that another thread has put there in between.
    """

    text: str = attrs.field(repr=False)
    until: float

    @classmethod
    def lasting(cls, text: str, lifetime: float | None, *, since: float, leeway: float) -> Token:
        """Make a token that is renewed *leeway* seconds before its end.

        One that lives less than twice as long is renewed at half its life. Without a lifetime
        it is used until a 401; with none left, for one call only.
        """
        if lifetime is None:
            return cls(text, float("inf"))
        return cls(text, since + lifetime - min(leeway, lifetime / 2))

    def end(self) -> None:
        """Use it no more."""
        self.until = float("-inf")


Fetch: TypeAlias = Callable[[], Flow[Token]]


@attrs.define(eq=False, repr=False)
class TokenCache:
    """Keeps the token of one account, and lets one caller at a time fetch the next."""

    clock: Callable[[], float]
    _lock: Lock = attrs.field(factory=Lock, init=False)
    _token: Token | None = attrs.field(default=None, init=False)
    _failure: AdlistsError | None = attrs.field(default=None, init=False)
    _fetches: int = attrs.field(default=0, init=False)

    def token(self, fetch: Fetch) -> Flow[Token]:
        """Return a token that still holds, fetching it or waiting for whoever does."""
        held = self.held()
        if held is not None:
            return held
        return (yield from exclusive(self._lock, self._renew(fetch, self._fetches)))

    def held(self) -> Token | None:
        """Return the token that still holds, if there is one."""
        token = self._token
        return token if token is not None and self.clock() < token.until else None

    def _renew(self, fetch: Fetch, before: int) -> Flow[Token]:
        """Fetch a token, unless that was done, or failed, while this call waited for the lock."""
        held = self.held()
        if held is not None:
            return held
        if self._failure is not None and self._fetches > before:
            raise copy.copy(self._failure)  # each its own, so that no two share a traceback
        try:
            token = yield from fetch()
        except AdlistsError as error:
            # A copy, because this one's traceback keeps every request on its way alive.
            self._failure = copy.copy(error)
            self._fetches += 1
            raise
        self._token, self._failure = token, None
        self._fetches += 1
        return token


def read(reply: Any) -> tuple[str, float | None]:
    """Return the token in a reply, and for how many seconds it lasts (RFC 6749, section 5.1).

    The lifetime is None where the reply says nothing of it that can be understood. Raises
    `DecodingError` where there is no token that a header could carry.
    """
    try:
        return _read(reply)
    except DecodingError as error:
        failed = error
    del reply
    raise bare(failed)


def _read(reply: Any) -> tuple[str, float | None]:
    dump: Callable[[], Any] | None = getattr(reply, "to_dict", None)
    data = reply if dump is None else dump()
    fields: Mapping[str, Any] = data if is_dict(data) else {}
    text: Any = fields.get("access_token")
    if not (isinstance(text, str) and text.strip() and text.isascii() and text.isprintable()):
        msg = "the reply holds no usable access_token; check the base URL"
        raise DecodingError(msg)
    return text.strip(), waits.wait(fields.get("expires_in"), longest=_LONGEST)
