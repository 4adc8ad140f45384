"""From an API, as users hold it, to the session behind it: a job's calls pass its pipeline."""

from __future__ import annotations

from typing import Any, Final

from adlists.contract import AsyncClient, Client
from adlists.errors import ArgumentError
from adlists.session import AsyncSession, Session

# Of any API: a generic class makes the type checkers ask for its parameter.
_SYNC: Final[Any] = Session
_ASYNC: Final[Any] = AsyncSession


def session_of(api: Client | Session[Any]) -> Session[Any]:
    """Return the session behind an API: its requests have to pass the job's limiter."""
    owner: Any = api if isinstance(api, _SYNC) else _owner(api)
    if not isinstance(owner, _SYNC):
        msg = "Pass the API of a session that adlists.connect() opened."
        raise ArgumentError(msg)
    session: Session[Any] = owner
    return session


def async_session_of(api: AsyncClient | AsyncSession[Any]) -> AsyncSession[Any]:
    """Return the session behind an async API."""
    owner: Any = api if isinstance(api, _ASYNC) else _owner(api)
    if not isinstance(owner, _ASYNC):
        msg = "Pass the API of a session that adlists.connect_async() opened."
        raise ArgumentError(msg)
    session: AsyncSession[Any] = owner
    return session


def _owner(api: Any) -> Any:
    return getattr(api.send, "__self__", None) if isinstance(api, Client | AsyncClient) else None
