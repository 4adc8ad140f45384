"""A report for people: a small table of HTML for notebooks, a page of Markdown or HTML for files.

A page has a picture of the run, drawn as SVG from what was told on the way: identifiers over
time, waits as bands, failed batches as marks. Nothing in it names a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from typing import Any, Final

import attrs

from adlists.lists.report import Progress, Report
from adlists.lists.sending.throttle import spoken

_MOST: Final = 1000  # moments of a run that are kept; beyond, every other one goes
_WIDE, _HIGH = 640, 160
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark}table{border-collapse:collapse}th,td{text-align:left;"
    "padding:.2rem 1rem .2rem 0;vertical-align:top}th{font-weight:600}svg{max-width:100%}"
)


@attrs.frozen
class Moment:
    """How far a run was: seconds since its begin, identifiers sent, batches failed, its wait."""

    seconds: float
    done: int
    failed: int
    wait: float


class Timeline:
    """Keeps the moments of a run, in bounded memory; called with each `Progress`."""

    def __init__(self) -> None:
        self._kept: list[Moment] = []
        self._last: Moment | None = None
        self._every = 0.1

    @property
    def moments(self) -> list[Moment]:
        """Return them in order, the last one always among them."""
        last = self._last
        return [*self._kept, last] if last is not None else self._kept

    def __call__(self, progress: Progress) -> None:
        """Keep a moment, unless one was kept just before; then until the next one."""
        moment = Moment(progress.seconds, progress.done, progress.failed, progress.wait)
        before = self._kept[-1] if self._kept else None
        new = progress.wait or before is None or progress.failed != before.failed
        if not new and before is not None and progress.seconds - before.seconds < self._every:
            self._last = moment
            return
        self._kept.append(moment)
        self._last = None
        if len(self._kept) > _MOST:
            self._kept = self._kept[::2]
            self._every *= 2


def rows(report: Report) -> dict[str, str]:
    """Return what a reader looks for first, by its name."""
    size = "not told" if report.size is None else f"{report.size:,}"
    if report.expected is not None:
        least, most = report.expected
        size += f", expected {least:,}" + ("" if least == most else f" to {most:,}")
    found = {
        "outcome": report.outcome,
        "list": f"{report.service} {report.list_id or 'new'} {report.list_name or ''}".strip(),
        "address": report.address,
        "account": report.credential,
        "operation": f"{report.operation} {report.identifier}",
        "files": ", ".join(str(file["name"]) for file in report.files),
        "rows read": f"{report.read:,}",
        "rejected": ", ".join(f"{count:,} {why}" for why, count in report.rejected.items()),
        "duplicates": f"{report.duplicates:,}",
        "unique": f"{report.unique:,}",
        "sent": f"{report.sent:,}",
        "valid": "not counted" if report.valid is None else f"{report.valid:,}",
        "size": size,
        "batches": f"{report.batches:,}, {len(report.failures):,} failed",
        "attempts": f"{report.attempts:,}, {report.retries:,} of them retries",
        "time": f"{spoken(report.seconds)}, {spoken(report.waited)} of it waiting",
    }
    return {name: text for name, text in found.items() if text}


def table(report: Report) -> str:
    """Return a table of HTML, for notebooks."""
    cells = "".join(
        f"<tr><th style='text-align:left'>{escape(name)}</th>"
        f"<td style='text-align:left'>{escape(text)}</td></tr>"
        for name, text in rows(report).items()
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in report.notes)
    return f"<table>{cells}</table>{notes}"


def written(report: Report, timeline: Timeline, suffix: str) -> str:
    """Return a report as a file of that suffix has it: .md, .html or .json."""
    if suffix == ".json":
        moments = [attrs.asdict(moment) for moment in timeline.moments]
        return json.dumps(without_members(report) | {"moments": moments}, indent=2) + "\n"
    title = f"{report.operation} on {report.service}: {report.outcome}"
    picture = drawn(timeline)
    failures = [
        f"Batch {failure.number} ({failure.part}, {failure.count:,} identifiers): {failure.reason}"
        for failure in report.failures
    ]
    if suffix == ".md":
        lines = [f"# {title}", "", "| | |", "| --- | --- |"]
        lines += [f"| {name} | {_cell(text)} |" for name, text in rows(report).items()]
        lines += ["", *(f"- {_cell(note)}" for note in (*report.notes, *failures)), "", picture, ""]
        return "\n".join(lines)
    items = "".join(f"<li>{escape(failure)}</li>" for failure in failures)
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{table(report)}{picture}"
        f"<ul>{items}</ul></html>\n"
    )


def without_members(report: Report) -> dict[str, Any]:
    """Return a report as plain data with no member of a list in it, not even a public one."""
    told: Mapping[str, Any] = report.to_dict()
    named = {"adding", "removing", "not_taken", "not_removed"}
    return {name: len(value) if name in named else value for name, value in told.items()}


def drawn(timeline: Timeline) -> str:
    """Return a run as a picture in SVG."""
    moments = timeline.moments
    end = max([moment.seconds + moment.wait for moment in moments], default=0.0) or 1.0
    most = max([moment.done for moment in moments], default=0) or 1
    failed = max([moment.failed for moment in moments], default=0)

    def across(seconds: float) -> float:
        return round(seconds / end * _WIDE, 1)

    line = " ".join(
        f"{across(moment.seconds)},{round(_HIGH - moment.done / most * _HIGH, 1)}"
        for moment in moments
    )
    waits = "".join(
        f"<rect x='{across(moment.seconds)}' width='{across(moment.wait)}' height='{_HIGH}' "
        "fill='#e0a100' opacity='.3'/>"
        for moment in moments
        if moment.wait
    )
    marks = "".join(
        f"<line x1='{across(later.seconds)}' x2='{across(later.seconds)}' y1='0' y2='{_HIGH}' "
        "stroke='#c0392b'/>"
        for earlier, later in pairwise(moments)
        if later.failed > earlier.failed
    )
    said = f"{most:,} identifiers in {spoken(end)}, {failed:,} batches failed"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDE} {_HIGH + 24}' role='img' "
        f"aria-label='{said}'>{waits}{marks}<polyline points='{line}' fill='none' "
        f"stroke='#2d7dd2' stroke-width='2'/><line x1='0' x2='{_WIDE}' y1='{_HIGH}' "
        f"y2='{_HIGH}' stroke='currentColor' opacity='.4'/><text x='0' y='{_HIGH + 18}' "
        f"font-size='13' fill='currentColor'>{said}; bands are waits, red lines failures</text>"
        "</svg>"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
