"""What an identifier looks like, and how it is written before it leaves."""

from __future__ import annotations

from typing import Final, Literal, get_args

from adlists.errors import ArgumentError

Kind = Literal["email", "madid", "identityLink", "gum", "app"]
HashMode = Literal["none", "md5", "sha256", "sha256-of-md5"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
HASH_MODES: Final[tuple[HashMode, ...]] = get_args(HashMode)


def check_choice(kind: Kind, mode: HashMode | None, *, prehashed: bool) -> None:
    """Refuse a kind and a hash mode that do not go together.

    Raises:
        ArgumentError: emails without a choice, a choice that is not offered, or a hash
            for what is never hashed.
    """
    if kind not in KINDS:
        msg = f"{kind!r} is no kind of identifier. Choose one of {', '.join(KINDS)}."
        raise ArgumentError(msg)
    if mode is not None and mode not in HASH_MODES:
        msg = f"{mode!r} is no hash mode. Choose one of {', '.join(HASH_MODES)}."
        raise ArgumentError(msg)
    if kind == "email":
        if mode is None and not prehashed:
            msg = (
                "emails are personal data, so how they leave is yours to say: choose a hash, one"
                f" of {', '.join(HASH_MODES)}, or say that they are prehashed."
            )
            raise ArgumentError(msg)
        if mode not in {None, "none"} and prehashed:
            msg = f"emails that are prehashed cannot be hashed again with {mode}. Drop one of both."
            raise ArgumentError(msg)
    elif prehashed or mode not in {None, "none"}:
        msg = f"only emails are hashed; a {kind} identifier leaves as it is. Drop the hash."
        raise ArgumentError(msg)
