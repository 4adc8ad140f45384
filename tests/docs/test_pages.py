"""The pages: the reference holds what the code says, and the architecture what there is."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path
from typing import Final, get_args

import api_pages
import attrs
import pages

import adlists
import adlists.events
from adlists import catalog, cli, hookspecs

ROOT: Final = Path(__file__).parents[2]
ARCHITECTURE: Final = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PACKAGE: Final = ROOT / "extensions" / "adlists"


def test_the_page_of_the_hooks_describes_each_with_its_exact_arguments() -> None:
    names = [name for name in vars(hookspecs) if name.startswith("adlists_")]
    parts = re.split(r"^## ", pages.hooks(), flags=re.MULTILINE)[1:-3]

    assert [part.partition("\n")[0] for part in parts] == names
    for name, part in zip(names, parts, strict=True):
        arguments = list(signature(getattr(hookspecs, name)).parameters)
        assert re.findall(r"^- `(\w+)`: \S", part, flags=re.MULTILINE) == arguments
        assert re.search(rf"def {name}\({', '.join(f'{one}: [^()]+' for one in arguments)}\)", part)


def test_the_page_of_the_hooks_describes_each_place_and_each_effect_with_its_fields() -> None:
    *_, places, effects, events = re.split(r"^## ", pages.hooks(), flags=re.MULTILINE)

    assert re.findall(r"^- `([a-z ]+)`: \S", places, re.MULTILINE) == list(hookspecs.PLACES)
    assert pages.PLACES.keys() == {*hookspecs.PLACES}
    parts = re.split(r"^### ", effects, flags=re.MULTILINE)[1:]
    assert len(parts) == 6
    for effect, part in zip(pages.effects(), parts, strict=True):
        assert part.startswith(f"{effect.__name__}\n\n")
        assert re.findall(r"^- `(\w+)`: \S", part, re.MULTILINE) == fields(effect)
    assert "events.md" in events


def fields(kind: type[attrs.AttrsInstance]) -> list[str]:
    return [field.name for field in attrs.fields(kind)]


def test_the_page_of_the_commands_has_the_help_of_each_with_an_example() -> None:
    parts = re.split(r"^## adlists ", pages.commands(), flags=re.MULTILINE)[1:]

    assert [part.partition("\n")[0] for part in parts] == list(cli.COMMANDS)
    for part in parts:
        assert "Usage: adlists" in part
        assert "Example" in part


def test_the_page_of_the_operations_has_every_operation_of_every_service() -> None:
    page = pages.operations()

    for name in catalog.names():
        service = catalog.find(name)
        assert service is not None
        for operation in service.operations:
            assert f"Usage: adlists call {name} {operation.id} " in page


def test_the_page_of_the_modules_has_every_module_and_what_it_is_for() -> None:
    page = pages.modules()
    paths = [path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts]

    assert len(re.findall(r"^- `adlists[\w.]*`: \S", page, flags=re.MULTILINE)) == len(paths)


def test_every_public_name_has_a_page() -> None:
    page = api_pages.index()

    for name in {*adlists.__all__} - {"__version__"}:
        assert re.search(rf"^- `adlists\.{name}`: \[adlists\.", page, flags=re.MULTILINE), name


def test_the_page_of_the_settings_has_every_variable_that_is_read() -> None:
    """One that is new belongs into `VARIABLES` of docs/pages.py, with what it says."""
    texts = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    read = set(re.findall(r"\bADLISTS_[A-Z_]*[A-Z]\b", "\n".join(texts)))
    inner = {"ADLISTS_COMPLETE"}  # of click, for the completion of a shell

    assert read - inner <= pages.VARIABLES.keys()
    page = pages.settings()
    for name in pages.VARIABLES:
        assert f"`{name}`" in page
    for name in catalog.names():
        assert f"`ADLISTS_{name.upper()}_BASE_URL`" in page


def test_the_page_of_the_errors_has_every_public_one() -> None:
    page = pages.errors()

    for name in adlists.__all__:
        kind = getattr(adlists, name)
        if isinstance(kind, type) and issubclass(kind, adlists.AdlistsError):
            assert f"## {name}\n" in page


def test_the_page_of_the_events_has_each_with_its_fields() -> None:
    parts = re.split(r"^## ", pages.events(), flags=re.MULTILINE)[1:]

    for kind, part in zip(get_args(adlists.events.Event), parts, strict=True):
        assert part.startswith(f"{kind.__name__}\n")
        assert re.findall(r"^- `(\w+)`: \S", part, re.MULTILINE) == fields(kind)


def test_the_page_of_the_words_has_each_that_a_document_of_ours_uses() -> None:
    used = {
        word
        for path in (ROOT / "spec").glob("*.yaml")
        for word in re.findall(r"^[ -]*(x-[a-z-]+):", path.read_text("utf-8"), re.MULTILINE)
    }

    assert used <= pages.WORDS.keys()


def _drawn() -> set[str]:
    """Return the paths of the tree that the architecture draws."""
    (block,) = re.findall(r"```text\n(.*?)```", ARCHITECTURE, flags=re.DOTALL)
    found: list[str] = []
    parents: list[str] = []
    for line in block.splitlines():
        indent, name = re.match(r"([│├└─ ]*)(\S+)", line).groups()  # type: ignore[union-attr]  # every line has one
        parents = [*parents[: len(indent) // 4], name]
        found.append("".join(parents))
    return set(found)


def test_the_tree_of_the_architecture_is_the_tree_there_is() -> None:
    drawn = _drawn()
    packages = {
        f"{path.parent.relative_to(ROOT).as_posix()}/" for path in PACKAGE.rglob("*/__init__.py")
    }
    modules = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.glob("*.py")
        if not path.name.startswith("__") and path.name != "version.py"
    }
    inside = {path for path in drawn if path.startswith("extensions/adlists/")}

    assert inside == {"extensions/adlists/", *packages, *modules}
    for path in drawn - inside:
        assert (ROOT / path).exists(), path


def test_what_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`([\w./]+(?:\.py|\.txt|/))`", ARCHITECTURE))
    rooms = (ROOT, PACKAGE)

    assert len(named) > 20
    for name in named:
        assert any((room / name).exists() for room in rooms), name
