"""Writes the report of a regeneration as Markdown, JSON or HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from adlists.errors import ConfigurationError
from adlists.regenerate.changes.change import Change, Severity, verdict

_ORDER: Final = (Severity.BREAKING, Severity.POSSIBLY_BREAKING, Severity.COMPATIBLE)
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}"
    ".breaking{color:#a00}.possibly{color:#950}.compatible{color:#060}"
)


@attrs.frozen
class Section:
    """What one service's part of the report holds; `said` tells what it is compared with."""

    name: str
    document: str
    said: str
    changes: tuple[Change, ...]


def write(path: Path, sections: Sequence[Section]) -> None:
    """Write the report in the format that the ending of the file names."""
    if path.suffix not in WRITERS:
        known = ", ".join(WRITERS)
        msg = f"A report is a file of one of {known}; {path.name!r} ends in none of them."
        raise ConfigurationError(msg)
    try:
        path.write_text(WRITERS[path.suffix](sections), encoding="utf-8")
    except OSError as error:
        msg = f"The report {path} cannot be written: {error.strerror}."
        raise ConfigurationError(msg) from error


def plain(sections: Sequence[Section]) -> dict[str, object]:
    """Return the report as plain data, as JSON has it."""
    return {
        "verdict": verdict(item for part in sections for item in part.changes).words,
        "services": [
            {
                "name": part.name,
                "document": part.document,
                "against": part.said,
                "verdict": verdict(part.changes).words,
                "changes": [_data(change) for change in part.changes],
            }
            for part in sections
        ],
    }


def summary(changes: Sequence[Change]) -> str:
    """Count changes by severity: `2 breaking, 1 compatible`."""
    counts = [
        f"{count} {severity.words}"
        for severity in _ORDER
        if (count := sum(change.severity is severity for change in changes))
    ]
    return ", ".join(counts) or "no change"


def where(change: Change) -> str:
    """Name the line of a change; a line of the earlier document is said to be one."""
    if change.line is None:
        return ""
    return f"line {change.line}{' before' if change.gone else ''}"


def _data(change: Change) -> dict[str, object]:
    return {
        **attrs.asdict(change, recurse=False),
        "severity": change.severity.words,
    }


def _json(sections: Sequence[Section]) -> str:
    return json.dumps(plain(sections), ensure_ascii=False, indent=2) + "\n"


def _markdown(sections: Sequence[Section]) -> str:
    return "\n".join(_markdown_lines(sections)) + "\n"


def _markdown_lines(sections: Sequence[Section]) -> Iterator[str]:
    every = [change for part in sections for change in part.changes]
    yield from ("# What changed", "", f"Verdict: **{verdict(every).words}**.")
    for part in sections:
        yield from ("", f"## {_escaped(part.name)}", "")
        yield f"{_escaped(part.document)}, {_escaped(part.said)}: {summary(part.changes)}."
        for severity in _ORDER:
            changes = [change for change in part.changes if change.severity is severity]
            if changes:
                yield from ("", f"### {severity.words.capitalize()}", "")
            for change in changes:
                line = f", {where(change)}" if where(change) else ""
                yield f"- {_escaped(str(change))} ({change.area}{line})"


def _escaped(text: str) -> str:
    """Keep a text from being Markdown: a document may hold anything."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _html(sections: Sequence[Section]) -> str:
    return "\n".join(_html_lines(sections)) + "\n"


def _html_lines(sections: Sequence[Section]) -> Iterator[str]:
    every = [change for part in sections for change in part.changes]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f"<title>What changed</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>What changed</h1><p>Verdict: <strong>{verdict(every).words}</strong>.</p>"
    for part in sections:
        about = html.escape(f"{part.document}, {part.said}: {summary(part.changes)}.")
        yield f"<h2>{html.escape(part.name)}</h2><p>{about}</p>"
        if part.changes:
            yield "<table><tr><th>Severity<th>Area<th>What<th>Where</tr>"
            for change in part.changes:
                kind = change.severity.words.split()[0]
                cells = (change.severity.words, change.area, str(change), where(change))
                row = "".join(f"<td>{html.escape(cell)}" for cell in cells)
                yield f'<tr class="{kind}">{row}</tr>'
            yield "</table>"
    yield "</body></html>"


WRITERS: Final[dict[str, Callable[[Sequence[Section]], str]]] = {
    ".md": _markdown,
    ".json": _json,
    ".html": _html,
}
