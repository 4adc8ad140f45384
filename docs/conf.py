"""How Sphinx builds these pages: `nox -s docs`. The reference is written by `pages.py` first."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE))

import pages  # noqa: E402 - Sphinx does not know its own folder

from adlists.version import __version__  # noqa: E402 - after the one above

project = "adlists"
project_copyright = "the adlists authors"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"adlists {__version__}"
html_copy_source = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
myst_heading_anchors = 3
# Annotations are read by people here: of what other libraries are, those tell.
suppress_warnings = ["ref.python"]


def setup(app: Any) -> None:
    """Write the reference, and let docstrings be read as they are written: with backticks."""
    pages.write(HERE / "_generated")
    app.connect("autodoc-process-docstring", _to_restructured_text, priority=100)  # before napoleon


def _to_restructured_text(
    app: object, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    del app, what, name, obj, options
    written: list[str] = []
    in_code = False
    for line in lines:
        if not line.strip():
            written.append(line)
            continue
        indented = line.startswith("    ") and _sections_end(written)
        if indented and not in_code:
            written += [".. code-block:: python" if _is_python(line) else "::", ""]
        in_code = indented
        written.append(line if in_code else re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line))
    lines[:] = written


def _sections_end(written: list[str]) -> bool:
    """Tell whether no section such as `Args:`, which indents what it says, is open."""
    for line in reversed(written):
        if line and not line.startswith(" "):
            return not re.fullmatch(r"(Args|Returns|Raises|Yields):", line)
    return True


def _is_python(line: str) -> bool:
    words = r"(import|from|with|async|def|class|@|return|yield|\w+ = |\w+\()"
    return re.match(rf"\s+{words}", line) is not None
