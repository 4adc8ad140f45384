"""Reads YAML into plain data, and keeps the nodes that it was composed of, for their lines.

A scalar means what the core schema of YAML 1.2 has it mean: `on`, `2024-01-01` and whatever is
in quotes are text; but `10_000` is a number, as most readers have it. A key is text as it stands
in the file: `200`, `1.10`, `true`.
libyaml composes a text, in a tenth of the time that Python needs. It knows YAML 1.1 alone, so
what it cannot read, or would break into other lines, ruamel.yaml reads, and says what is wrong.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from adlists.contract import is_list

_DEEPEST: Final = 1_000  # levels; Python gives up before that, with an error
_PLAIN: Final = "plain"
_TEXT: Final = "tag:yaml.org,2002:str"
_TEXTS: Final = frozenset({_TEXT, "tag:yaml.org,2002:timestamp"})
_BYTES: Final = "tag:yaml.org,2002:binary"
_STANDARD: Final = "tag:yaml.org,2002:"
# Tags of which a scalar, a list and an object mean what they would mean without them.
_SCALARS: Final = frozenset(
    {_PLAIN, *(_STANDARD + name for name in ("bool", "float", "int", "null", "merge", "value"))}
)
_SEQUENCES: Final = frozenset({_PLAIN, f"{_STANDARD}seq"})
_MAPPINGS: Final = frozenset({_PLAIN, f"{_STANDARD}map"})
_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS: Final = frozenset("-+.0123456789")
_INTEGER: Final = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_BASED: Final = re.compile(r"[-+]?0[ox][0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?\Z")
_UNBOUNDED: Final = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
_EMPTY: Final = re.compile(r"[ ]*\t[ \t]*(?=#|\r?\Z)")
_TABBED: Final = 100  # lines with a tab before nothing but a comment that are read
# What ends a line in YAML 1.1, and is a character like others since 1.2.
_OLD_BREAKS: Final = re.compile("[\x85\u2028\u2029]")


class YamlError(ValueError):
    """A text is no YAML, or holds what JSON does not have; line and column count from 1."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message, self.line, self.column = message, line, column

    def __str__(self) -> str:
        return self.message


class YamlSyntaxError(YamlError):
    """A text is not one document of YAML; the message may quote it."""


def read(text: str) -> tuple[Any, Any]:
    """Return the data of a text, and its nodes; YamlError where there is something wrong.

    What an alias names is there once: the same dict, or the same list.
    """
    node = _composed(text)
    return None if node is None else _Reader().data(node), node


def _composed(text: str) -> Any:
    for _ in range(_TABBED):
        if _OLD_BREAKS.search(text):
            break
        loader = _Composer(text)
        try:
            return loader.get_single_node()
        except yaml.YAMLError as error:
            _refuse_depth(error)
            plain = _without_tabs(text, error)
        finally:
            loader.dispose()
        if plain is None:
            break
        text = plain
    return _composed_slowly(text)


def _without_tabs(text: str, error: yaml.YAMLError) -> str | None:
    """Return the text with blanks for the tabs of a line that says nothing; None for any other.

    Before a comment, and in an empty line, YAML 1.2 allows tabs, and libyaml does not.
    """
    mark: Any = getattr(error, "problem_mark", None)
    lines = text.split("\n")
    at: int = len(lines) if mark is None else mark.line
    said = _EMPTY.match(lines[at]) if at < len(lines) else None
    if said is None:
        return None
    lines[at] = said[0].replace("\t", " ") + lines[at][said.end() :]
    return "\n".join(lines)


def _refuse_depth(error: yaml.YAMLError) -> None:
    """Refuse what libyaml found too deep: the other reader would look at it for minutes."""
    mark: Any = getattr(error, "problem_mark", None)
    if mark is not None and "nesting" in str(getattr(error, "problem", "")):
        failed = YamlError("is nested too deeply", mark.line + 1, mark.column + 1)
        raise failed from error


class _Composer(yaml.CLoader):
    """Marks what is written without quotes and without a tag; what it means is told later."""

    depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        del kind, value
        return _PLAIN if implicit is True or (implicit and implicit[0]) else _TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Count how deep this is: libyaml would go on to the end of the process' stack."""
        del current_index
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _at(current_node, "is nested too deeply")

    def ascend_resolver(self) -> None:
        """Count back."""
        self.depth -= 1


def _composed_slowly(text: str) -> Any:
    from ruamel.yaml import YAML, error

    slow: Any = YAML(typ="safe", pure=True)
    try:
        constructor, parser = slow.get_constructor_parser(text)
        try:
            return constructor.composer.get_single_node()
        finally:
            parser.dispose()
    except error.YAMLError as mistake:
        raise _error(mistake) from mistake
    except ValueError as mistake:  # a character that YAML forbids
        raise YamlSyntaxError(str(mistake)) from mistake


def _error(mistake: Any) -> YamlSyntaxError:
    mark = getattr(mistake, "problem_mark", None) or getattr(mistake, "context_mark", None)
    said = getattr(mistake, "problem", None) or getattr(mistake, "context", None) or mistake
    if mark is None:
        return YamlSyntaxError(str(said))
    return YamlSyntaxError(str(said), mark.line + 1, mark.column + 1)


class _Reader:
    """Makes data of nodes; those that several aliases share are made once."""

    def __init__(self) -> None:
        self._made: dict[int, Any] = {}

    def data(self, node: Any) -> Any:
        if node.id == "scalar":
            return scalar(node)
        known = self._made.get(id(node))
        if known is not None:
            return known
        if node.id == "sequence":
            _demand(node, _SEQUENCES)
            made: list[Any] = []
            self._made[id(node)] = made
            made.extend(map(self.data, node.value))
            return made
        _demand(node, _MAPPINGS)
        found: dict[str, Any] = {}
        self._made[id(node)] = found
        self._fill(found, node)
        return found

    def _fill(self, found: dict[str, Any], node: Any) -> None:
        merged: list[Any] = []
        data = self.data
        for key, value in node.value:
            if key.id != "scalar":
                raise _at(key, "a key has to be text")
            name = key.value
            if name == "<<" and key.tag != _TEXT:
                merged += self._bases(value)
                continue
            if name in found:
                raise _at(key, f"the key {name!r} stands twice in one object")
            # Most of what a document holds: text, with nothing to look up.
            found[name] = value.value if value.tag is _TEXT else data(value)
        for base in merged:
            for name, value in base.items():
                found.setdefault(name, value)

    def _bases(self, node: Any) -> list[dict[str, Any]]:
        """Return what a `<<` merges: an object, or several, of which the first counts."""
        nodes = node.value if node.id == "sequence" else [node]
        if any(inner.id != "mapping" for inner in nodes):
            raise _at(node, "<< has to merge an object, or a list of objects")
        return [self.data(inner) for inner in nodes]


def scalar(node: Any) -> Any:
    """Return what a node of a scalar means: a text, a number, a truth value or None."""
    tag, text = node.tag, node.value
    if tag in _TEXTS:
        return text
    if tag == _BYTES:
        return "".join(text.split())  # JSON has bytes as they stand here: as Base64
    _demand(node, _SCALARS)
    if node.style in {"'", '"'}:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBERS:
        return text
    if _INTEGER.match(text):
        return _integer(text.replace("_", ""), 10)
    if _BASED.match(text):
        return _integer(text, 0)
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    if _UNBOUNDED.match(text):
        return float(text.replace(".", ""))
    return text


def _integer(text: str, base: int) -> Any:
    try:
        return int(text, base)
    except ValueError:  # 0o9, or more digits than Python reads
        return text if base == 0 else float(text)


def _demand(node: Any, tags: frozenset[str]) -> None:
    if node.tag not in tags:
        raise _at(
            node, f"a value has the tag {str(node.tag).replace(_STANDARD, '!!')}, which JSON lacks"
        )


def _at(node: Any, message: str) -> YamlError:
    mark = node.start_mark
    return YamlError(message, mark.line + 1, mark.column + 1)


def children(node: Any) -> list[tuple[object, tuple[int, Any]]]:
    """Return what stands below a node: by key or index its line, from 1, and its node."""
    value: Any = getattr(node, "value", None)
    if not is_list(value):
        return []
    if node.id == "mapping":
        return [(str(key.value), (key.start_mark.line + 1, inner)) for key, inner in value]
    return [(index, (inner.start_mark.line + 1, inner)) for index, inner in enumerate(value)]
