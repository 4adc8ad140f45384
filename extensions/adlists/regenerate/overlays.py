"""Puts an overlay onto a document, so that a vendor's own document can stay as it is.

An overlay is a file `NAME.overlay.yaml` beside `NAME.yaml`, in the words of the OpenAPI Overlay
Specification 1.0 (https://spec.openapis.org/overlay/v1.0.0.html): actions in order, each with a
target, a JSONPath query (RFC 9535), and an update to be merged or `remove: true`. It is applied
in memory before anything is generated.

The specification lets an action pass that finds nothing. Here that is an error: the vendor has
moved what somebody meant to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from adlists.contract import is_dict, is_list
from adlists.errors import ConfigurationError
from adlists.regenerate.document_files import copied
from adlists.regenerate.document_files import read as read_file
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.problems import Problem, SpecError
from adlists.regenerate.x_lists.shapes import suggestion

MARK: Final = ".overlay"
_ENDINGS: Final = (".yaml", ".yml", ".json")
_KEYS: Final = {
    "overlay": ("overlay", "info", "extends", "actions"),
    "info": ("title", "version"),
    "action": ("target", "description", "update", "remove"),
}

Steps = tuple[object, ...]


def owned(specs: Iterable[Path]) -> list[Path]:
    """Return the documents given; refuse an overlay in their folders that belongs to none."""
    found = list(specs)
    for folder in sorted({path.parent for path in found}):
        for overlay in sorted(folder.glob(f"*{MARK}.*")):
            name = overlay.stem.removesuffix(MARK)
            if overlay.suffix in _ENDINGS and not any(
                (folder / f"{name}{ending}").is_file() for ending in _ENDINGS
            ):
                message = f"belongs to no document: there is no {name}.yaml beside it"
                raise SpecError(overlay, [Problem(message)])
    return found


def overlaid(document: Document) -> Document:
    """Return a document, the overlay beside it applied to its tree, if there is one.

    Raises `SpecError` for an overlay that is malformed or finds nothing to act on.
    """
    beside = [document.path.with_suffix(f"{MARK}{ending}") for ending in _ENDINGS]
    found = [path for path in beside if path.is_file()]
    if not found:
        return document
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        raise SpecError(document.path, [Problem(f"has several overlays: {names}")])
    file = read_file(found[0])
    overlay = Document(found[0], file.grow(), file)
    problems = list(_check(overlay, document.path.name))
    if problems:
        raise SpecError(overlay.path, problems)
    _Application(overlay, document.root).apply(document)
    return document


@attrs.frozen(eq=False)
class _Application:
    """One overlay being applied to a tree."""

    overlay: Document
    root: Node
    origins: list[tuple[Steps, Steps]] = attrs.field(factory=list[tuple[Steps, Steps]])

    def apply(self, document: Document) -> None:
        for index, action in enumerate(self.overlay.root["actions"]):
            place: Steps = ("actions", index)
            targets = self._find(action["target"], (*place, "target"))
            if action.get("remove") is True:
                for steps in reversed(targets):  # the last first: indexes of the others stay true
                    self._remove(steps, place)
            elif "update" in action:
                for steps in targets:
                    self._update(steps, action["update"], (*place, "update"))
        document.origins = [(target, self.overlay.file, source) for target, source in self.origins]

    def _find(self, query: str, place: Steps) -> list[Steps]:
        jsonpath = _jsonpath()
        try:
            found: Any = jsonpath.find(query, self.root)
        except jsonpath.JSONPathError as error:
            said = str(error).partition("\n")[0]
            message = f"is no JSONPath query (RFC 9535): {said}"
            raise self._refusal(message, place) from error
        targets: list[Steps] = [tuple(node.location) for node in found]
        if not targets:
            message = f"matches nothing in the document: {query}"
            raise self._refusal(message, place)
        return targets

    def _remove(self, steps: Steps, place: Steps) -> None:
        if not steps:
            message = "cannot remove the whole document"
            raise self._refusal(message, place)
        owner = self._at(steps[:-1])
        del owner[steps[-1]]

    def _update(self, steps: Steps, update: Any, place: Steps) -> None:
        """Merge an update into an object, or append it to a list."""
        target = self._at(steps)
        if is_list(target):
            self.origins.append(((*steps, len(target)), place))
            target.append(copied(update))
        elif is_dict(target) and is_dict(update):
            self._merge(target, update, steps, place)
        else:
            kind = "an object" if is_dict(target) else "neither an object nor a list"
            message = f"does not fit the target, which is {kind}"
            raise self._refusal(message, place)

    def _merge(self, target: Node, update: Node, steps: Steps, place: Steps) -> None:
        for key, value in update.items():
            there, inner, source = target.get(key), (*steps, key), (*place, key)
            if is_dict(there) and is_dict(value):
                self._merge(there, value, inner, source)
            elif is_list(there) and is_list(value):
                for index, item in enumerate(value):
                    self.origins.append(((*inner, len(there)), (*source, index)))
                    there.append(copied(item))
            else:
                self.origins.append((inner, source))
                target[key] = copied(value)

    def _at(self, steps: Steps) -> Any:
        node: Any = self.root
        for step in steps:
            node = node[step]
        return node

    def _refusal(self, message: str, place: Steps) -> SpecError:
        return SpecError(self.overlay.path, [self.overlay.problem(message, *place)])


def _check(overlay: Document, name: str) -> Iterator[Problem]:
    """Yield what is wrong with an overlay by itself."""
    root = overlay.root
    yield from _keys(overlay, root, "overlay", ())
    version = root.get("overlay")
    if not (isinstance(version, str) and version.startswith("1.0.")):
        message = f"has to be an Overlay 1.0 (overlay: 1.0.0), but says {version!r}"
        yield overlay.problem(message, "overlay")
    info = root.get("info")
    if not (is_dict(info) and {"title", "version"} <= info.keys()):
        yield overlay.problem("info needs a title and a version", "info")
    extends = root.get("extends")
    if extends is not None and str(extends).rpartition("/")[2] != name:
        yield overlay.problem(f"extends {extends}, and stands beside {name}", "extends")
    actions = root.get("actions")
    if not (is_list(actions) and actions):
        yield overlay.problem("has no actions", "actions")
        return
    for index, action in enumerate(actions):
        place = ("actions", index)
        yield from _keys(overlay, action, "action", place)
        if not isinstance(mapping(action).get("target"), str):
            yield overlay.problem("has no target", *place)
        if not ("update" in mapping(action) or mapping(action).get("remove") is True):
            yield overlay.problem("neither updates nor removes anything", *place)
        elif "update" in action and action.get("remove") is True:
            yield overlay.problem("updates what it removes", *place)


def _keys(overlay: Document, node: Any, kind: str, place: Steps) -> Iterator[Problem]:
    if not is_dict(node):
        yield overlay.problem("has to be an object", *place)
        return
    for key in node:
        if key not in _KEYS[kind] and not str(key).startswith("x-"):
            message = f"{key!r} is no word of overlays here{suggestion(str(key), _KEYS[kind])}"
            yield overlay.problem(message, *place, key)


def _jsonpath() -> Any:
    try:
        import jsonpath_rfc9535
    except ImportError as error:
        msg = "An overlay needs jsonpath-rfc9535. Run: pip install 'adlists[regenerate]'"
        raise ConfigurationError(msg) from error
    return jsonpath_rfc9535
