"""Compiles what a document says of its lists (`x-lists`) to the data that a job reads.

    compiled = compile_lists(document)   # None where the document says nothing
    write(document, package_folder)      # the module `lists.py` of its package

Everything is checked first, and all that is wrong is raised as one `SpecError`, each mistake
with its place. `docs/x-lists.md` describes the words for whoever writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from adlists.contract import is_dict
from adlists.contract.list_steps import Lists
from adlists.regenerate.documents import Document, mapping
from adlists.regenerate.packages import MARK
from adlists.regenerate.problems import SpecError
from adlists.regenerate.texts import one_line
from adlists.regenerate.x_lists import shapes
from adlists.regenerate.x_lists.building import build, source
from adlists.regenerate.x_lists.placeholders import Vocabulary
from adlists.regenerate.x_lists.shapes import Finding
from adlists.regenerate.x_lists.step_checks import Checker
from adlists.regenerate.x_lists.targets import operations
from adlists.regenerate.x_lists.vocabulary import KEY

__all__ = ["KEY", "compile_lists", "write"]

_MODULE: Final = '''{mark} from {document}. Do not edit.
"""What the document says of its lists: how a job finds, fills, reads and measures one."""

from typing import Final

from adlists.contract import list_steps as _lists

LISTS: Final = {code}
'''


def compile_lists(document: Document) -> Lists | None:
    """Return what a document says of its lists; SpecError with all that is wrong with it."""
    if KEY not in document.root:
        return None
    node = document.root[KEY]
    _raise(document, shapes.check(node))
    known = operations(document)
    vocabulary = Vocabulary(
        inputs=mapping(node.get("inputs")),
        identifiers={name: mapping(given) for name, given in node["identifiers"].items()},
        outputs=frozenset(mapping(node.get("outputs"))) & {"valid", "invalid", "sample", "key"},
        session=is_dict(node.get("replace")) and node["replace"].get("session") is True,
    )
    checker = Checker(document, node, known, vocabulary)
    _raise(document, checker.check())
    return build(node, checker.secret, min(checker.most, default=None), _method)


def write(document: Document, package: Path) -> None:
    """Write the module `lists.py` of a generated package, if the document has `x-lists`."""
    compiled = compile_lists(document)
    if compiled is None:
        return
    code = _MODULE.format(mark=MARK, document=one_line(document.path.name), code=source(compiled))
    (package / "lists.py").write_text(code, encoding="utf-8")


def _method(operation: str) -> str:
    """Return the name that an operation's method has in Python."""
    from adlists.regenerate.names import identifier

    return identifier(operation)


def _raise(document: Document, findings: Iterable[Finding]) -> None:
    problems = [document.problem(message, *place) for message, place in findings]
    if problems:
        raise SpecError(document.path, dict.fromkeys(problems))
