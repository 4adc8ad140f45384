"""`adlists.regenerate`: the clients are what the documents say, and mistakes are named."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

from adlists.errors import ConfigurationError
from adlists.regenerate import SpecError, documents, regenerate

ROOT: Final = Path(__file__).parents[2]
THIRD: Final = Path(__file__).with_name("third.yaml")


def tree(folder: Path) -> dict[str, bytes]:
    found = [one for one in folder.rglob("*") if one.is_file() and "__pycache__" not in one.parts]
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def edited(folder: Path, old: str, new: str) -> Path:
    text = THIRD.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path = folder / "third.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The third document's package, generated once, changed by no test."""
    output = tmp_path_factory.mktemp("made") / "parcels"
    regenerate([THIRD], output)
    return output


def test_the_committed_clients_are_what_the_documents_say(tmp_path: Path) -> None:
    committed = ROOT / "generated" / "adlists_api"
    report = regenerate(documents(ROOT / "spec"), committed, check=True)

    assert report.checked
    assert report.drifted == ()
    assert report.breaking == ()
    assert all(one.unchanged for one in report.packages)

    regenerate(documents(ROOT / "spec"), tmp_path / "adlists_api")
    fresh = tree(tmp_path / "adlists_api")
    assert {name: fresh[name] for name in fresh if "/" in name} == {
        name: content for name, content in tree(committed).items() if "/" in name
    }


def test_generating_twice_changes_no_byte_and_no_file(made: Path) -> None:
    before = tree(made)
    times = {one: one.stat().st_mtime_ns for one in made.rglob("*.py")}

    report = regenerate([THIRD], made)

    assert report.drifted == ()
    assert tree(made) == before
    assert {one: one.stat().st_mtime_ns for one in made.rglob("*.py")} == times


def test_checking_lists_what_drifted_and_changes_nothing(tmp_path: Path, made: Path) -> None:
    path = edited(tmp_path, "operationId: set_notes", "operationId: put_notes")
    before = tree(made)

    report = regenerate([path], made, check=True)

    assert report.drifted == (
        "third/api/parcels/__init__.py",
        "third/api/parcels/put_notes.py",
        "third/api/parcels/set_notes.py",
        "third/client.py",
        "third/tags/parcels.py",
    )
    assert tree(made) == before
    assert [one.name for one in made.parent.iterdir()] == ["parcels"]


def test_modules_no_longer_generated_disappear(tmp_path: Path) -> None:
    output = tmp_path / "parcels"
    regenerate([THIRD], output)
    report = regenerate(
        [edited(tmp_path, "operationId: set_notes", "operationId: put_notes")], output
    )

    assert report.packages[0].removed == ("api/parcels/set_notes.py",)
    assert not (output / "third/api/parcels/set_notes.py").exists()
    assert (output / "third/api/parcels/put_notes.py").is_file()
    assert sorted(one.name for one in output.iterdir()) == ["__init__.py", "py.typed", "third"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("operationId: set_notes", "operationId: put_notes",
         "third.Api.parcels.set_notes: is likely renamed to Api.parcels.put_notes"),
        ("name: since, in: query, required: false", "name: since, in: query, required: true",
         "third.Api.parcels.find_parcels.since: now required"),
        ("required: [stop]", "required: [stop, at]",
         "third.models.ParcelRouteItem.at: now required"),
        ("name: {type: string, x-sensitive: true}", "name: {type: integer}",
         "third.models.Party.name: was str | Unset, is int | Unset"),
        ("        note: {type", "        remark: {type", "third.models.Parcel.note: removed"),
        ("glad, cross", "glad",
         "third.models.PartyMood: was Literal['cross', 'glad'], is"),
        ('"201":', '"301":', "third.Api.parcels.post_parcel: returned Parcel | None, returns None"),
        ("required: [amount]", "required: [amount, note]", None),
        ("description: Parcels on their way.", "description: Boxes.", None),
    ],
)  # fmt: skip
def test_the_report_says_what_breaks_for_callers(
    tmp_path: Path, made: Path, old: str, new: str, line: str | None
) -> None:
    report = regenerate([edited(tmp_path, old, new)], made, check=True)

    if line is None:
        assert report.breaking == ()
    else:
        assert any(one.startswith(line) for one in report.breaking), report.breaking


BREAKAGES: Final = [
    ("openapi: 3.1.0", "openapi: 4.0.0", "line 4, #/openapi: has to be OpenAPI 3.0, 3.1 or 3.2"),
    ("openapi: 3.1.0", 'swagger: "2.0"', "#/openapi: has to be OpenAPI 3.0, 3.1 or 3.2"),
    ("openapi: 3.1.0", "openapi: [3.1.0", "line 6, column 5: is not valid YAML"),
    ("openapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.1.0", "line 5, column 1: is not valid YAML"),
    ('version: "3.2"', "version: [3]", "line 6, #/info: version has to be a text"),
    ("schemas/Duty", "schemas/Dutyy",
     "line 155, #/components/schemas/Parcel/properties/customs/oneOf/0/$ref: $ref leads nowhere"),
    ('"#/components/schemas/Duty"', "other.yaml#/Duty",
     "customs/oneOf/0/$ref: $ref leads to a file that is not there"),
    ("operationId: set_notes", "operationId: post_parcel",
     "notes/put/operationId: the name 'post_parcel' is taken by POST /parcels"),
    ("- {}\n        - deskKey: []\n          clerk: []", "- ghost: []",
     "delete/security: names the security scheme 'ghost'"),
    ("scheme: Basic", "bearerFormat: x", "#/components/securitySchemes/clerk: has no scheme"),
    ("type: apiKey,", "type: apikey,",
     "line 111, #/components/securitySchemes/deskKey: is of no kind"),
    ("tags: [send]", "tags: [send]\n      x-methods: []", "x-methods: has to name at least one"),
    ("tags: [send]", "tags: [send]\n      x-methods: {forget: {parameters: {id: required}}}",
     "x-methods/forget/parameters/id: the operation has no parameter 'id'"),
    ("tags: [send]",
     "tags: [send]\n      x-methods: {forget: {reply: '#/components/schemas/State'}}",
     "x-methods/forget/reply: has to point to an object"),
    ("items: {type: array, items: {type: integer}}", "items: {type: arrray}",
     "line 158, #/components/schemas/Parcel/properties/grid/items/type: 'arrray' is no type"),
    ("  /parcels/{parcel-id}/notes:", "  /parcels/{parcel}/notes:",
     "{parcel}~1notes/put: {parcel} stands in the path, but no parameter says what it is"),
    ('"404": {', '"4O4": {',
     "#/paths/~1parcels~1{parcel-id}/delete/responses/4O4: '4O4' is no status"),
    ("required: false, schema: {type: string}}", "required: false}",
     "#/paths/~1parcels/parameters/0: parameter 'X-Trace' has no schema"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BREAKAGES)
def test_a_broken_document_is_refused_with_its_place_and_leaves_the_output_alone(
    tmp_path: Path, made: Path, old: str, new: str, said: str
) -> None:
    path = edited(tmp_path, old, new)
    before = tree(made.parent)

    with pytest.raises(SpecError) as caught:
        regenerate([path], made)

    assert said in str(caught.value)
    assert all(one.startswith(f"{path}: ") for one in str(caught.value).splitlines())
    assert " object at 0x" not in str(caught.value)
    assert caught.value.document == path
    assert tree(made.parent) == before


def test_a_reply_of_a_method_has_to_be_an_object_whatever_else_it_has(tmp_path: Path) -> None:
    path = tmp_path / "odd-v1.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: Odd, version: '1'}\nservers: [{url: https://odd.example}]\n"
        "paths:\n  /odd:\n    get:\n      operationId: odd\n"
        "      x-methods: {odd: {reply: '#/components/schemas/Odd'}}\n"
        "      responses: {'200': {description: ok}}\n"
        "components: {schemas: {Odd: {type: boolean, properties: {a: {type: string}}}}}\n"
    )
    with pytest.raises(SpecError, match="x-methods/odd/reply: has to point to an object"):
        regenerate([path], tmp_path / "made")


def test_one_broken_document_holds_back_those_beside_it(tmp_path: Path) -> None:
    broken = edited(tmp_path, "openapi: 3.1.0", "openapi: 2.0.0")
    last = broken.rename(tmp_path / "last.yaml")
    with pytest.raises(SpecError):
        regenerate([THIRD, last], tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    path = edited(tmp_path, "openapi: 3.1.0", "openapi: 3.1.0")
    (tmp_path / "generator.yaml").write_text("content_type_overrides: 7\n")
    with pytest.raises(ConfigurationError, match=r"generator\.yaml does not hold settings"):
        regenerate([path], tmp_path / "made")


@pytest.mark.parametrize(("name", "package"), [("7.yaml", "api_7"), ("class.yaml", "api_class")])
def test_a_file_name_that_is_no_name_in_python_becomes_one(
    tmp_path: Path, name: str, package: str
) -> None:
    path = tmp_path / name
    path.write_bytes(THIRD.read_bytes())
    regenerate([path], tmp_path / "made")

    assert (tmp_path / "made" / package / "client.py").is_file()


def test_two_documents_may_not_make_one_package(tmp_path: Path) -> None:
    path = tmp_path / "Third.yaml"
    path.write_bytes(THIRD.read_bytes())
    with pytest.raises(SpecError, match="makes the package third, as"):
        regenerate([THIRD, path], tmp_path / "made")


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"absent\.yaml: cannot be read"):
        regenerate([tmp_path / "absent.yaml"], tmp_path / "made")


def test_a_folder_that_was_not_generated_is_not_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "made" / "third"
    mine.mkdir(parents=True)
    (mine / "__init__.py").write_text("precious = True\n")
    with pytest.raises(ConfigurationError, match="was not generated, so it stays"):
        regenerate([THIRD], tmp_path / "made")
    assert tree(tmp_path / "made") == {"third/__init__.py": b"precious = True\n"}


@pytest.mark.parametrize(
    ("found", "said"), [(None, "not installed"), ("0.28.0", r"in version 0\.28\.0")]
)
def test_the_generator_missing_or_another_is_said_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str | None, said: str
) -> None:
    def version(name: str) -> str:
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(ConfigurationError, match=rf"{said}.*pip install 'adlists\[regenerate\]'"):
        regenerate([THIRD], tmp_path / "made")


def test_importing_the_command_does_not_import_the_generator() -> None:
    code = (
        "import sys, adlists.regenerate\n"
        "assert not {'openapi_python_client', 'ruamel', 'pydantic', 'jinja2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
