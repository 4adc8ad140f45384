"""The file of profiles, written: private from its first byte, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.exceptions

from adlists._runtime import profiles
from adlists.cli import private_file
from adlists.contract import Service, is_dict
from adlists.errors import ConfigurationError


def change(path: Path, edit: Callable[[Any], None]) -> None:
    """Let *edit* change the document, and put it in place; comments and order stay.

    Raises `ConfigurationError` where the file is no TOML, or cannot be written.
    """
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
    except (OSError, UnicodeDecodeError, tomlkit.exceptions.TOMLKitError):
        msg = f"{path} cannot be read as TOML; mend or move it first."
        raise ConfigurationError(msg) from None
    edit(document)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private_file.write(path, tomlkit.dumps(document))
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}."
        raise ConfigurationError(msg) from None


def put(document: Any, profile: str, service: str, values: Mapping[str, Any]) -> None:
    """Set the keys of one service in one profile."""
    if profile not in document:
        document[profile] = tomlkit.table(is_super_table=True)
    if service not in document[profile]:
        document[profile][service] = tomlkit.table()
    for key, value in values.items():
        document[profile][service][key] = _inline(value)


def take(document: Any, profile: str, service: str, key: str | None) -> bool:
    """Remove a key, or the whole service; tell whether it was there."""
    held = document.get(profile, {}).get(service)
    if held is None or (key is not None and key not in held):
        return False
    if key is None or len(held) == 1:
        del document[profile][service]
        if not document[profile]:
            del document[profile]
    else:
        del held[key]
    return True


def keep_secret(profile: str, service: Service, key: str, value: str) -> dict[str, str]:
    """Put a secret into the system's keyring; return what stands for it in the file."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        msg = "Keeping secrets in the keyring needs keyring. Run: pip install 'adlists[keyring]'"
        raise ConfigurationError(msg) from None
    name = f"{profile}/{service.name}/{key}"
    try:
        keyring.set_password(profiles.KEYRING, name, value)
    except keyring.errors.KeyringError as error:
        msg = (
            f"The system's keyring takes nothing here ({type(error).__name__}); keep the secret in "
            "the file, which only you can read."
        )
        raise ConfigurationError(msg) from None
    return {"keyring": name}


def _inline(value: Any) -> Any:
    if not is_dict(value):
        return value
    table: Any = tomlkit.inline_table()
    table.update(value)
    return table
