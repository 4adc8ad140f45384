"""Compares two states of a document: the contract, and what the client does by it."""

from __future__ import annotations

from adlists.regenerate.changes import identity, interface, list_service
from adlists.regenerate.changes.change import Change
from adlists.regenerate.changes.findings import Findings, Line, no_line
from adlists.regenerate.changes.view import View
from adlists.regenerate.documents import Node


def compare(
    old: Node, new: Node, old_line: Line = no_line, new_line: Line = no_line
) -> tuple[Change, ...]:
    """Return every change from one parsed document to another, the gravest first."""
    found = Findings(old_line, new_line)
    before, after = View(old), View(new)
    identity.compare(before, after, found)
    interface.compare(before, after, found)
    list_service.compare(before, after, found)
    return tuple(sorted(found.changes, key=lambda change: -change.severity))
