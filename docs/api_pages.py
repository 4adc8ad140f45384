"""Writes the pages of the API: the door, and one for each public module, filled by Sphinx."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import adlists

#: The pages of the API, each a public module and what it is for.
API: Final = (
    "adlists.session",
    "adlists.lists",
    "adlists.errors",
    "adlists.events",
    "adlists.plugins.credentials.keyring",
    "adlists.plugins.credentials",
    "adlists.plugins.retry",
    "adlists.plugins.budget",
    "adlists.plugins.cache",
    "adlists.plugins.otel",
    "adlists.hookspecs",
    "adlists.flow",
    "adlists.messages",
    "adlists.transports",
    "adlists.contract",
    "adlists.sandbox",
    "adlists.sandbox.practice",
    "adlists.regenerate",
    "adlists.testing.apparatus",
    "adlists.testing.cassette",
    "adlists.testing.conformance",
    "adlists.testing.observers",
    "adlists.testing.rehearsal",
    "adlists.testing.strategies",
    "adlists.testing.transport",
    "adlists.ui",
)


def index() -> str:
    """Return the door: what `import adlists` gives, and where each name is described."""
    homes = _homes()
    rows = [(name, homes[name]) for name in adlists.__all__ if name != "__version__"]
    return "\n".join(
        [
            "# The API",
            "",
            "What `import adlists` gives, and where it is described:",
            "",
            *(
                f"- `adlists.{name}`: [{home}]({home}.md)" if home in API else f"- `adlists.{name}`"
                for name, home in rows
            ),
            "",
            "```{toctree}",
            ":maxdepth: 1",
            "",
            *API,
            "```",
            "",
        ]
    )


def _homes() -> dict[str, str]:
    """Return the public module of every name that `import adlists` gives."""
    tree = ast.parse(Path(adlists.__file__).read_text("utf-8"))
    return {
        alias.name: next((door for door in API if f"{node.module}.".startswith(f"{door}.")), "")
        for node in ast.walk(tree)  # most are loaded late, and stand where types are checked
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def page(module: str) -> str:
    """Return the page of one module; Sphinx fills it from the docstrings."""
    return "\n".join(
        [
            f"# {module}",
            "",
            "```{eval-rst}",
            f".. automodule:: {module}",
            "   :members:",
            "```",
            "",
        ]
    )
