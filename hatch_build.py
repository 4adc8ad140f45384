"""The parts of the metadata that depend on where the project is hosted.

Whoever builds for a registry says so by PROJECT_URL, such as https://host/owner/adlists: then
the wheel names its home, and the README's links lead there, at the tag of the version.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

from hatchling.metadata.plugin.interface import MetadataHookInterface

#: Pages by the names that registries know.
PAGES: Final = {
    "Homepage": "",
    "Documentation": "/blob/{tag}/docs/index.md",
    "Source": "/tree/{tag}",
    "Changelog": "/blob/{tag}/CHANGELOG.md",
    "Issues": "/issues",
}
_LINK: Final = re.compile(r"(!?)(\[[^\]]*\]\()(?!https?:|#|mailto:)([^)]+)\)")


class HostedMetadata(MetadataHookInterface):
    """Adds the long description, and the addresses where PROJECT_URL is set."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Complete the metadata."""
        home = os.environ.get("PROJECT_URL", "").rstrip("/")
        text = Path(self.root, "README.md").read_text("utf-8")
        if home:
            tag = f"v{metadata['version']}"
            metadata["urls"] = {name: home + page.format(tag=tag) for name, page in PAGES.items()}
            text = absolute(text, home, tag)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def absolute(text: str, home: str, tag: str) -> str:
    """Return Markdown whose links into the project are absolute; images lead to the bytes."""

    def at_home(found: re.Match[str]) -> str:
        kind = "raw" if found[1] else "blob"
        return f"{found[1]}{found[2]}{home}/{kind}/{tag}/{found[3]})"

    return _LINK.sub(at_home, text)
