"""Turns the document's sentences into docstrings."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

WIDTH: Final = 88


def safe(text: str) -> str:
    """Make a text harmless inside a docstring: no escapes, no end, no control characters."""
    kept = "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C"
    )
    return kept.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def one_line(text: str) -> str:
    """Make a text one line that can stand in a comment or a sentence."""
    kept = (letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in text)
    return " ".join("".join(kept).split())


def paragraph(text: str, width: int = WIDTH) -> str:
    """Wrap a text, keeping its blank lines."""
    blocks = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "\n\n".join(
        textwrap.fill(block, width, break_long_words=False) for block in blocks if block
    )


def docstring(*blocks: str) -> str:
    """Write a docstring of blocks, its quotes included; the template indents it."""
    wrapped = [block if "\n    " in block else paragraph(block) for block in blocks]
    body = safe("\n\n".join(item for item in wrapped if item))
    if "\n" in body:
        return f'"""{body}\n"""'
    return f'"""{body} """' if body.endswith(('"', "\\")) else f'"""{body}"""'


def attributes(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the block that describes the fields of a class, if any is described."""
    yield from _section("Attributes", pairs)


def arguments(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the block that describes the arguments of a method, if any is described."""
    yield from _section("Args", pairs)


def raises(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the block that describes the errors of a method, if there are any."""
    yield from _section("Raises", pairs)


def _section(title: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines: list[str] = []
    for name, text in pairs:
        if text.strip():
            entry = f"{name}: {' '.join(text.split())}"
            lines.append(
                textwrap.fill(
                    entry,
                    WIDTH,
                    initial_indent="    ",
                    subsequent_indent="        ",
                    break_long_words=False,
                )
            )
    if lines:
        yield "\n".join([f"{title}:", *lines])
