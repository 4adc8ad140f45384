"""An overlay beside a document changes what is generated, and not the document."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from adlists.regenerate import SpecError, documents, regenerate
from adlists.regenerate.documents import read
from adlists.regenerate.overlays import overlaid
from adlists.regenerate.x_lists import compile_lists

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "x-lists.md").read_text("utf-8")

VENDOR: Final = """
openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: https://shelf.example}]
tags: [{name: shelves}]
paths:
  /lists:
    get:
      operationId: appendAll
      tags: [shelves]
      responses: {"204": {description: Done.}}
  /append:
    post:
      operationId: append
      tags: [shelves]
      parameters: [{name: list, in: query, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content:
          text/plain: {schema: {type: array, maxItems: 50, items: {type: string}}}
      responses: {"204": {description: Done.}}
  /experiments:
    get:
      operationId: try_it
      tags: [shelves]
      responses: {"204": {description: Done.}}
"""
HEAD: Final = 'overlay: 1.0.0\ninfo: {title: Ours, version: "1"}\n'


def shelf(folder: Path, overlay: str, *, ending: str = "yaml") -> Path:
    path = folder / "shelf-v1.yaml"
    path.write_text(VENDOR, encoding="utf-8")
    (folder / f"shelf-v1.overlay.{ending}").write_text(overlay, encoding="utf-8")
    return path


def actions(text: str) -> str:
    return f"{HEAD}actions:\n{text}"


def refusal(path: Path) -> str:
    with pytest.raises(SpecError) as refused:
        overlaid(read(path))
    return str(refused.value)


def page_example() -> str:
    blocks: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return next(block for block in blocks if block.startswith("overlay:"))


def test_x_lists_are_put_onto_an_untouched_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The overlay of the page, whole."""
    path = shelf(tmp_path, page_example())

    regenerate(documents(tmp_path), tmp_path / "shelf_clients")

    assert path.read_text("utf-8") == VENDOR
    monkeypatch.syspath_prepend(str(tmp_path))
    service: Any = importlib.import_module("shelf_clients.shelf_v1").SERVICE
    for name in [name for name in sys.modules if name.startswith("shelf_clients")]:
        del sys.modules[name]
    assert [operation.id for operation in service.operations] == ["append_all", "append"]
    assert not service.operation("append_all").idempotent
    assert service.lists.add.parameters == {"list": "$list.id"}
    assert service.lists.limits.items == 50


def test_an_overlay_is_no_document(tmp_path: Path) -> None:
    path = shelf(tmp_path, page_example())
    (tmp_path / "x-lists.schema.json").write_text("{}", encoding="utf-8")

    assert documents(tmp_path) == [path]


def test_a_change_of_the_overlay_is_drift(tmp_path: Path) -> None:
    path = shelf(tmp_path, page_example())
    regenerate([path], tmp_path / "out")
    assert regenerate([path], tmp_path / "out", check=True).drifted == ()

    shelf(tmp_path, page_example().replace("[sha256]", "[md5]"))

    assert regenerate([path], tmp_path / "out", check=True).drifted == ("shelf_v1/lists.py",)


def test_actions_apply_in_order(tmp_path: Path) -> None:
    path = shelf(
        tmp_path,
        actions(
            """
  - {target: $.paths.*, update: {summary: Any.}}
  - {target: "$.paths['/append']", update: {summary: First.}}
  - {target: "$.paths['/append']", update: {summary: Second., post: {deprecated: true}}}
  - {target: $.tags, update: {name: more}}
  - {target: "$.paths[?@.get]", remove: true}
"""
        ),
    )

    root = overlaid(read(path)).root

    assert [*root["paths"]] == ["/append"]
    assert root["paths"]["/append"]["summary"] == "Second."
    assert root["paths"]["/append"]["post"]["deprecated"] is True
    assert root["paths"]["/append"]["post"]["operationId"] == "append"
    assert root["tags"] == [{"name": "shelves"}, {"name": "more"}]


def test_lists_are_joined_and_items_removed(tmp_path: Path) -> None:
    path = shelf(
        tmp_path,
        actions(
            """
  - target: $.paths['/append'].post
    update: {tags: [b, c, d]}
  - {target: "$.paths['/append'].post.tags[?@ != 'c']", remove: true}
"""
        ),
    )

    assert overlaid(read(path)).root["paths"]["/append"]["post"]["tags"] == ["c"]


@pytest.mark.parametrize("ending", ["yml", "json"])
def test_an_overlay_may_be_yaml_or_json(tmp_path: Path, ending: str) -> None:
    path = shelf(
        tmp_path,
        '{"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, '
        '"actions": [{"target": "$.info", "update": {"title": "Ours"}}]}',
        ending=ending,
    )

    assert overlaid(read(path)).root["info"]["title"] == "Ours"


def test_a_document_without_an_overlay_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "shelf-v1.yaml"
    path.write_text(VENDOR, encoding="utf-8")
    document = read(path)

    assert overlaid(document) is document


def test_a_mistake_in_what_the_overlay_adds_is_placed_there(tmp_path: Path) -> None:
    text = page_example().replace("parameters: {list: $list.id}", "parameters: {lst: $list.id}")
    document = overlaid(read(shelf(tmp_path, text)))

    with pytest.raises(SpecError) as refused:
        compile_lists(document)

    number = text.splitlines().index(
        next(line for line in text.splitlines() if "lst: $list.id" in line)
    )
    said = str(refused.value)
    assert f"shelf-v1.overlay.yaml, line {number + 1}, #/actions/0/update/x-lists/add" in said
    assert "has no parameter 'lst'; did you mean 'list'?" in said


def test_a_mistake_in_the_document_stays_there(tmp_path: Path) -> None:
    path = shelf(tmp_path, page_example())
    path.write_text(VENDOR.replace("204", "xyz"), encoding="utf-8")

    with pytest.raises(SpecError) as refused:
        regenerate([path], tmp_path / "out")

    assert "overlay" not in str(refused.value)


MISTAKES: Final = (
    (
        actions("  - {target: $.pths, update: {a: 1}}"),
        "line 4, #/actions/0/target: matches nothing",
    ),
    (actions("  - {target: '$.paths[', update: {a: 1}}"), "is no JSONPath query"),
    (actions("  - {target: $.info.title, update: {a: 1}}"), "neither an object nor a list"),
    (actions("  - {target: $.info, update: [1]}"), "does not fit the target, which is an object"),
    (actions("  - {target: $, remove: true}"), "cannot remove the whole document"),
    (actions("  - {target: $.info}"), "neither updates nor removes anything"),
    (actions("  - {target: $.info, update: {a: 1}, remove: true}"), "updates what it removes"),
    (actions("  - {traget: $.info, update: {a: 1}}"), "did you mean 'target'?"),
    (actions("  - {update: {a: 1}}"), "has no target"),
    (actions("  - nothing"), "has to be an object"),
    (HEAD, "has no actions"),
    (f"{HEAD}actions: []", "has no actions"),
    (f"{HEAD}extends: ./other.yaml\nactions: [{{target: $, update: {{}}}}]", "stands beside"),
    ("overlay: 2.0.0\ninfo: {}\nactions: [{target: $, update: {}}]", "has to be an Overlay 1.0"),
    ("overlay: 1.0.0\nactions: [{target: $, update: {}}]", "info needs a title and a version"),
    ("overlay: [", "is not valid YAML"),
    ("[]", "holds no OpenAPI document"),
)


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_in_an_overlay_is_said(tmp_path: Path, text: str, said: str) -> None:
    message = refusal(shelf(tmp_path, text))

    assert said in message
    assert "shelf-v1.overlay.yaml" in message


def test_extends_may_name_the_document(tmp_path: Path) -> None:
    text = actions("  - {target: $.info, update: {title: Ours}}")
    text = f"extends: https://example.org/shelf-v1.yaml\n{text}"

    assert overlaid(read(shelf(tmp_path, text))).root["info"]["title"] == "Ours"


def test_an_overlay_of_no_document_is_refused(tmp_path: Path) -> None:
    path = shelf(tmp_path, page_example())
    (tmp_path / "shelf-v2.overlay.yaml").write_text(page_example(), encoding="utf-8")

    with pytest.raises(SpecError, match=r"there is no shelf-v2\.yaml beside it"):
        regenerate([path], tmp_path / "out")


def test_two_overlays_of_one_document_are_refused(tmp_path: Path) -> None:
    path = shelf(tmp_path, page_example())
    (tmp_path / "shelf-v1.overlay.yml").write_text(page_example(), encoding="utf-8")

    assert "has several overlays" in refusal(path)


def test_the_page_and_the_documents_are_yaml() -> None:
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        assert YAML(typ="safe").load(block)
