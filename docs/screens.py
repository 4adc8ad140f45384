"""Draws the screens of the README: runs commands in a terminal of its own, and keeps the last view.

    python docs/screens.py          writes docs/screens/*.svg

What changes from run to run, such as times, is in the pictures as it was; `words()` is what a
test compares.
"""

from __future__ import annotations

import fcntl
import html
import io
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from adlists import sandbox

FOLDER: Final = Path(__file__).parent / "screens"
COLUMNS: Final = 96
_LINES: Final = 80

#: Each picture, and the command that it shows.
SCREENS: Final[Mapping[str, str]] = {
    "demo": "adlists demo",
    "upload": "adlists upload people.csv --service criteo_v1 --list VIP --create --advertiser 1"
    " --identifier email --hash sha256",
}
_PEOPLE: Final = 100_000


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name in SCREENS:
        (FOLDER / f"{name}.svg").write_text(draw(name), "utf-8")


def draw(name: str) -> str:
    """Return one picture, as SVG that needs nothing from elsewhere."""
    command = SCREENS[name]
    with tempfile.TemporaryDirectory() as place, sandbox.running() as here:
        folder = Path(place)
        with (folder / "people.csv").open("w", encoding="utf-8") as file:
            file.write("email\n")
            file.writelines(f"person{number}@example.com\n" for number in range(_PEOPLE))
        told = {
            f"ADLISTS_{service}_{key}".upper(): value
            for service, values in here.services.items()
            for key, value in values.items()
        }
        environ = {**os.environ, **told, "ADLISTS_STATE": str(folder / "state"), "NO_PROXY": "*"}
        rows = _last_view(command.split(), folder, environ)
    port = here.address.rpartition(":")[2]
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), command), soft_wrap=False)
    for row in rows:
        console.print(row, soft_wrap=True)
    drawn = console.export_svg(title="adlists", theme=SVG_EXPORT_THEME, unique_id=f"adlists-{name}")
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"\s*<!-- Generated .*?-->", "", drawn)
    return drawn.replace("Fira Code", "ui-monospace").replace(port, "8470") + "\n"


def words(drawn: str) -> list[str]:
    """Return what a picture says, word by word, without numbers and the line of progress."""
    rows: dict[str, list[str]] = {}
    for place, text in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>(.*?)</text>', drawn):
        rows.setdefault(place, []).append(html.unescape(text))
    said = [" ".join(row) for row in rows.values() if "\u2501" not in "".join(row)]
    plain = re.sub(r"[\d.,:/\u2713]+", " ", " ".join(said)).split()
    return [word for word in plain if word not in {"ms", "s"}]


def _last_view(words_: Sequence[str], folder: Path, environ: Mapping[str, str]) -> list[Text]:
    """Run a command in a terminal; return the rows of its last view."""
    screen = pyte.Screen(COLUMNS, _LINES)
    stream = pyte.ByteStream(screen)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, COLUMNS, 0, 0))
    told = {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": str(_LINES)}
    with subprocess.Popen(  # noqa: S603 - the commands stand above
        [sys.executable, "-m", *words_],
        cwd=folder,
        env={**environ, **told},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        while True:
            try:
                content = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not content:
                break
            stream.feed(content)
    os.close(ours)
    if process.returncode:
        msg = f"{' '.join(words_)} ended with {process.returncode}."
        raise RuntimeError(msg)
    rows = [_row(screen.buffer[number]) for number in range(_LINES)]
    while rows and not rows[-1].plain.strip():
        rows.pop()
    return rows


def _row(cells: Mapping[int, Any]) -> Text:
    row = Text()
    for looks, run in groupby((cells[column] for column in range(COLUMNS)), key=_looks):
        foreground, background, bold, italic = looks
        style = Style(color=foreground, bgcolor=background, bold=bold, italic=italic)
        row.append("".join(cell.data for cell in run), style)
    row.rstrip()
    return row


def _looks(cell: Any) -> tuple[str | None, str | None, bool, bool]:
    return _colour(cell.fg), _colour(cell.bg), cell.bold, cell.italics


def _colour(name: str) -> str | None:
    if name == "default":
        return None
    if re.fullmatch("[0-9a-f]{6}", name):
        return f"#{name}"
    return {"brown": "yellow", "brightbrown": "bright_yellow"}.get(
        name, name.replace("bright", "bright_")
    )


if __name__ == "__main__":
    main()
