"""Every page that shows how: a reader who follows it word for word gets what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from guides.reader import DOCS, ROOT, blocks, environment, follow, settings

from adlists.sandbox import Running, running

#: What other tests say: a page that one of them names is followed there.
OTHERS = "".join(
    path.read_text("utf-8")
    for path in (ROOT / "tests").rglob("test_*.py")
    if path.parent.name != "guides"
)
PAGES = sorted(path for path in DOCS.glob("*.md") if path.name not in OTHERS)


@pytest.fixture
def here() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_can_be_followed_word_for_word(
    page: Path, here: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**settings(here), "ADLISTS_STATE": str(tmp_path / "state")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)

    follow(page, tmp_path, environment(tmp_path, here))


def test_a_page_that_is_wrong_would_be_noticed(here: Running, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    environ = environment(tmp_path, here)
    for text, what in (
        ("```sh\nadlists no-such-command\n```\n", "line 1"),
        ("```sh\necho one\n```\n\n```text\ntwo\n```\n", "line 5: not printed"),
        ("```python\nassert False, 7\n```\n", "7"),
    ):
        page.write_text(text)
        with pytest.raises(AssertionError, match=what):
            follow(page, tmp_path, environ)


def test_the_tutorial_installs_and_starts_as_the_readme_says() -> None:
    """What is not run here: the fresh environment (`.ci/run` makes one) and the second terminal."""
    shown = [block.text for block in blocks(DOCS / "tutorial.md") if block.kind == "console"]
    readme = (ROOT / "README.md").read_text("utf-8")

    assert shown == ["$ pip install -e .\n$ adlists --version\n", "$ adlists sandbox\n"]
    assert "pip install -e . && adlists demo" in readme
    assert "\nadlists sandbox" in readme


def links(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text))


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in an address, as GitHub and MyST do it."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


PROSE = [*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(ROOT / ".github").rglob("*.md")]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    import pages

    generated = DOCS / "_generated"
    pages.write(generated)
    lost = []
    for link in links(page):
        parts = urlsplit(link)
        target = (page.parent / parts.path).resolve() if parts.path else page
        if parts.scheme in {"http", "https", "mailto"}:
            continue
        if not target.exists() or (parts.fragment and parts.fragment not in anchors(target)):
            lost.append(link)

    assert lost == []


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = set(re.findall(r"^([\w/-]+)$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE))

    assert {page.stem for page in DOCS.glob("*.md")} - {"index"} <= listed
    assert all((DOCS / f"{name}.md").exists() for name in listed if "_generated" not in name)
