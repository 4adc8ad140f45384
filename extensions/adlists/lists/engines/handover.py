"""What may be handed to other machines: no secret, and nothing without a state that they share."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any
from urllib.parse import urlsplit

from adlists.contract import is_list
from adlists.contract.list_steps import Input
from adlists.errors import ArgumentError, ConfigurationError
from adlists.lists.sending.shared_state import SharedState
from adlists.lists.sending.state import StateStore


def shared(state: StateStore) -> SharedState:
    """Return a state that several machines share. Raises `ConfigurationError` for another."""
    if isinstance(state, SharedState):
        return state
    msg = (
        "An engine runs jobs on several machines, and they need a state that all of them share: "
        "set ADLISTS_STATE to a postgresql:// address, here and for every worker."
    )
    raise ConfigurationError(msg)


def refuse_secret_inputs(inputs: Iterable[Input], options: Container[str], whose: str) -> None:
    """Refuse an input that is secret and was given: it would travel in a task.

    Raises:
        ArgumentError: It was.
    """
    for known in inputs:
        if known.sensitive and known.name in options:
            msg = (
                f"{whose} names {known.name}, which is secret, and secrets are not handed to an "
                "engine: set it in the environment of the workers, or in the profile there."
            )
            raise ArgumentError(msg, argument=known.name)


def refuse_secrets(source: Any, whose: str) -> None:
    """Refuse the address of a source that holds a password, or may: it would travel in a task.

    Raises:
        ArgumentError: It does.
    """
    for name in source if is_list(source) else [source]:
        text = str(name)
        parts = urlsplit(text) if "://" in text else None
        if parts is None:
            continue
        user = parts.username if parts.scheme.lower() in {"http", "https"} else None
        if parts.password or parts.query or user:
            msg = (
                f"{whose} reads from an address with a password or a query in it, and secrets "
                "are not handed to an engine. Name the bare address, and let the workers find "
                "the login in their environment (PGPASSWORD, AWS_PROFILE and the like)."
            )
            raise ArgumentError(msg)
