"""Finds the earlier state of a document and of its package: in git, or beside the package.

The committed state is that of HEAD, or of another revision that is named. Where git does not
know the document, the copy that the last regeneration left in the package stands for it.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import attrs

from adlists.errors import ConfigurationError

_ENDINGS: Final = (".yaml", ".yml", ".json")
_OPENAPI: Final = re.compile(r"""^[ \t{]*["']?openapi["']?[ \t]*:""", re.MULTILINE)
COPY: Final = "document.txt"  # no .yaml: nobody should take it for a document to edit


@attrs.frozen
class Baseline:
    """An earlier state: the text of the document and the files of its package, where known.

    `said` tells where they come from, or why there is none.
    """

    text: str | None
    files: dict[str, str] | None
    said: str


def baseline(document: Path, package: Path, against: str | None = None) -> Baseline:
    """Return the earlier state; ConfigurationError where *against* names no revision."""
    home = _top(document.parent)
    if against is not None:
        if home is None:
            msg = f"{document} is in no git repository, so there is no state {against!r} of it."
            raise ConfigurationError(msg)
        if _commit(home, against) is None:
            msg = f"git knows no revision {against!r} in {home}."
            raise ConfigurationError(msg)
    revision = against or "HEAD"
    text = None if home is None else _show(home, revision, document)
    if text is not None and home is not None:
        files = _files(home, revision, package)
        return Baseline(text, files, f"as of {revision}")
    if against is not None:
        return Baseline(None, None, f"{document} does not exist as of {against}")
    copy = package / COPY
    if copy.is_file():
        return Baseline(copy.read_text(encoding="utf-8"), None, "as last generated")
    return Baseline(None, None, "no earlier state of the document is known")


def keep(document: Path, package: Path) -> None:
    """Leave a copy of the document in its package, unless git keeps its states."""
    home = _top(document.parent)
    if home is not None and _tracked(home, document):
        return
    text = document.read_text(encoding="utf-8")
    copy = package / COPY
    if not copy.is_file() or copy.read_text(encoding="utf-8") != text:
        copy.write_text(text, encoding="utf-8")


def known(folder: Path, against: str | None = None) -> tuple[Path, ...]:
    """Return the documents that git has in a folder, whether or not they are there now."""
    home, revision = _top(folder), against or "HEAD"
    if home is None:
        return ()
    below = f"{_inside(home, folder)}/".removeprefix("./")
    listed = _git(home, "ls-tree", "-z", "--name-only", revision, "--", *([below] if below else []))
    names = [name for name in (listed or "").split("\0") if name.endswith(_ENDINGS)]
    texts = _batch(home, [f"{revision}:{name}" for name in names])
    found = [name for name, text in zip(names, texts, strict=True) if _OPENAPI.search(text)]
    return tuple(folder / Path(name).name for name in found)


def _files(home: Path, revision: str, package: Path) -> dict[str, str] | None:
    """Return the Python files of a package as of a revision; None where it had none."""
    if _top(package.parent if package.parent.is_dir() else home) != home:
        return None
    below = _inside(home, package)
    listed = _git(home, "ls-tree", "-r", "-z", "--name-only", revision, "--", f"{below}/")
    names = [name for name in (listed or "").split("\0") if name.endswith(".py")]
    if not names:
        return None
    texts = _batch(home, [f"{revision}:{name}" for name in names])
    return {name.removeprefix(f"{below}/"): text for name, text in zip(names, texts, strict=True)}


def _batch(home: Path, objects: list[str]) -> list[str]:
    """Read many objects by one process."""
    if not objects:
        return []
    done = subprocess.run(
        ["git", "cat-file", "--batch"],  # noqa: S607 - git is where the PATH has it
        cwd=home, input="\n".join(objects).encode() + b"\n", capture_output=True, check=True,
    )  # fmt: skip
    found, texts, at = done.stdout, list[str](), 0
    while at < len(found):
        begin = found.index(b"\n", at) + 1
        end = begin + int(found[at:begin].rsplit(b" ", 1)[1])
        texts.append(found[begin:end].decode())
        at = end + 1
    return texts


def _show(home: Path, revision: str, document: Path) -> str | None:
    return _git(home, "show", f"{revision}:{_inside(home, document)}")


def _tracked(home: Path, document: Path) -> bool:
    return _git(home, "ls-files", "--error-unmatch", "--", _inside(home, document)) is not None


def _commit(home: Path, revision: str) -> str | None:
    return _git(
        home, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )


def _top(folder: Path) -> Path | None:
    """Return the root of the repository around a folder; None without one, or without git."""
    found = _git(folder, "rev-parse", "--show-toplevel") if folder.is_dir() else None
    return None if found is None else Path(found.strip()).resolve()


def _inside(home: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(home).as_posix()
    except ValueError:
        return path.name  # a link that leads out of the repository: git knows no such file


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - our own words, and a revision that git checks
            ["git", *arguments],  # noqa: S607 - git is where the PATH has it
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
