"""Text and names as SQL writes them, and the few functions that queries are made of."""

from __future__ import annotations


def literal(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return a column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def matches(column: str, pattern: str) -> str:
    """Return a condition: the pattern is found in the column."""
    return f"regexp_matches({column}, {literal(pattern)})"


def is_all(column: str, pattern: str) -> str:
    """Return a condition: the pattern matches the whole column."""
    return f"regexp_full_match({column}, {literal(pattern)})"


def replaced(column: str, pattern: str, by: str = "") -> str:
    """Return the column with every match of the pattern replaced."""
    return f"regexp_replace({column}, {literal(pattern)}, {literal(by)}, 'g')"


def behind(text: str, mark: str) -> str:
    """Return SQL for all that follows the first mark in a text, whatever other marks are there."""
    return f"substr({text}, strpos({text}, {literal(mark)}) + 1)"


def composed(text: str) -> str:
    """Return SQL for a text with composed letters in place of decomposed ones (NFC).

    The database's own function takes a text to end before its first NUL, so another control stands
    there instead: no identifier holds either.
    """
    return f"nfc_normalize(replace({text}, chr(0), chr(1)))"
