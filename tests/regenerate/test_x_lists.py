"""`x-lists` becomes typed data, or an error that names the place; the page and the schema agree."""

from __future__ import annotations

import copy
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import adlists
from adlists import sandbox
from adlists.contract import list_steps
from adlists.lists import upload
from adlists.regenerate import SpecError, regenerate
from adlists.regenerate.documents import Document, documents, read
from adlists.regenerate.x_lists import compile_lists
from adlists.regenerate.x_lists.building import source
from adlists.regenerate.x_lists.vocabulary import HASHES, NORMALIZE, SHAPES, STEPS
from adlists.testing import strategies

ROOT: Final = Path(__file__).parents[2]
SPEC: Final = ROOT / "spec"
PAGE: Final = (ROOT / "docs" / "x-lists.md").read_text("utf-8")
SCHEMA: Final[Any] = json.loads((SPEC / "x-lists.schema.json").read_text("utf-8"))
EXAMPLE: Final = next(
    block
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    if block.startswith("openapi:")
)
GONE: Final = object()


TREE: Final[Any] = YAML(typ="safe", pure=True).load(EXAMPLE)


def tree() -> Any:
    return copy.deepcopy(TREE)


def written(folder: Path, root: Any) -> Path:
    """Write a document as YAML of one node a line, so that places have lines of their own."""
    yaml = YAML()
    yaml.default_flow_style = False
    path = folder / "guests-v1.yaml"
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(root, file)
    return path


def edited(root: Any, place: str, value: Any) -> Any:
    """Return a copy with another value at a place; steps are parted by blanks."""
    made = copy.deepcopy(root)
    *steps, last = [int(step) if step.isdigit() else step for step in place.split()]
    node: Any = made
    for step in steps:
        node = node[step]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return made


def schema_refuses(root: Any) -> bool:
    return not Draft202012Validator(SCHEMA).is_valid(root)


# The example, whole.


@pytest.fixture(scope="module")
def guests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The example of the page as a generated package."""
    folder = tmp_path_factory.mktemp("guests")
    regenerate([written(folder, tree())], folder / "guest_lists")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("guest_lists.guests_v1")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("guest_lists")]:
        del sys.modules[name]


def test_the_example_of_the_page_becomes_data(guests: Any) -> None:
    told: list_steps.Lists = guests.SERVICE.lists

    assert told.noun == "party"
    assert told.inputs == (
        list_steps.Input(
            name="house", description="Whose parties.", env=True, needed=("find", "create")
        ),
    )
    assert told.find is not None
    assert told.find.page == list_steps.Paging(
        by="token", start=list_steps.PageField(place="query", name="after"), next="/next"
    )
    assert told.create is not None
    assert (told.create.id, told.create.taken_status, told.create.taken_code) == ("/id", 409, None)
    assert told.add == list_steps.Step(
        operation="change_guests",
        parameters={"party": "$list.id"},
        body={"change": "invite", "guests": "$identifiers"},
    )
    assert told.status is not None
    assert (told.status.running, told.status.done, told.status.partly) == (
        ("waiting",),
        ("done",),
        (),
    )
    assert told.identifiers[0].item == {"mail": "$identifier"}
    assert told.limits == list_steps.Limits(
        items=500, parallel=2, rate=(list_steps.RateLimit(calls=60, seconds=60),)
    )
    assert told.clear is None
    assert told.size is None


def test_the_example_of_the_page_is_uploaded_to_and_served(
    guests: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line of Python knows this service: its document alone serves the job and the sandbox."""
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    people = [f"guest{number}@example.com" for number in range(1200)]

    with sandbox.running(sandbox.Sandbox([guests.SERVICE])) as here:
        address = here.services["guests_v1"]["base_url"]
        with adlists.connect(guests.Api, base_url=address) as api:
            report = upload(
                api, "VIP", people, identifier="email", hash="sha256", create=True, house="ours"
            )

    assert (report.sent, report.valid, report.batches) == (1200, 1200, 3)
    assert (report.list_name, report.inputs, report.failures) == ("VIP", {"house": "ours"}, ())


def test_a_document_without_x_lists_makes_a_package_without(tmp_path: Path) -> None:
    path = written(tmp_path, edited(tree(), "x-lists", GONE))

    regenerate([path], tmp_path / "out")

    assert compile_lists(read(path)) is None
    assert not (tmp_path / "out" / "guests_v1" / "lists.py").exists()
    assert "load_lists" not in (tmp_path / "out" / "guests_v1" / "client.py").read_text("utf-8")


# Every service of the package.

SERVICES: Final = [importlib.import_module(name).SERVICE for name in strategies.packages()]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_step_calls_an_operation_with_its_own_parameters(service: Any) -> None:
    told = service.lists
    assert told is not None
    steps = [getattr(told, name) for name in STEPS]

    for step in [step for step in steps if step is not None]:
        operation = service.operation(step.operation)
        known = {parameter.name for parameter in operation.parameters}
        assert step.parameters.keys() <= known
        assert (operation.body is None) == (step.body is None)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_code_of_a_package_says_what_was_compiled(service: Any) -> None:
    code = source(service.lists)

    assert eval(code, {"_lists": list_steps}) == service.lists


def test_a_client_is_imported_without_its_lists() -> None:
    script = (
        "import sys; from adlists_api.google_data_manager_v1 import SERVICE, Api; "
        "found = [name for name in sys.modules if name.endswith('.lists')]; "
        "assert not found, found; assert SERVICE.lists.find; "
        "assert 'adlists_api.google_data_manager_v1.lists' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_secret_of_the_document_is_a_secret_input() -> None:
    inputs = {
        (service.name, given.name)
        for service in SERVICES
        for given in service.lists.inputs
        if given.sensitive
    }

    assert inputs == {("microsoft_customer_list_v13", "developer_token")}


# Mistakes: what is changed, by what, what is said of it, and at which place. The first kind breaks
# the words by themselves, so that the schema refuses it too; the second what they refer to.

X: Final = "x-lists"
WORDS: Final[tuple[tuple[str, Any, str, str], ...]] = (
    (X, [], "has to be an object, not a list", "#/x-lists"),
    (f"{X} identifers", {}, "'identifers' is no word of x-lists here; did you mean", "#/x-lists"),
    (f"{X} identifiers", GONE, "'identifiers' is missing", "#/x-lists"),
    (f"{X} identifiers", {}, "names no type of identifiers", "#/x-lists/identifiers"),
    (f"{X} find nmae", "/title", "did you mean 'name'?", "#/x-lists/find/nmae"),
    (f"{X} find items", "parties", "has to be a JSON pointer", "#/x-lists/find/items"),
    (f"{X} find operation", GONE, "'operation' is missing", "#/x-lists/find"),
    (f"{X} find page by", "tokens", "has to be offset or page or token", "#/x-lists/find/page/by"),
    (f"{X} find page from in", "path", "has to be query or body", "#/x-lists/find/page/from/in"),
    (f"{X} create id", {"heder": "x"}, "or {header: name}, not an object", "#/x-lists/create/id"),
    (f"{X} find page next", {"header": ""}, "or {header: name}", "#/x-lists/find/page/next"),
    (f"{X} find page next", "next", "or {header: name}, not 'next'", "#/x-lists/find/page/next"),
    (f"{X} create taken", {}, "neither a status nor a code", "#/x-lists/create/taken"),
    (
        f"{X} inputs house type",
        "text",
        "has to be string or integer",
        "#/x-lists/inputs/house/type",
    ),
    (f"{X} inputs house env", "yes", "has to be true or false", "#/x-lists/inputs/house/env"),
    (
        f"{X} inputs house needed",
        ["fnd"],
        "did you mean 'find'?",
        "#/x-lists/inputs/house/needed/0",
    ),
    (f"{X} inputs house needed", "find", "a list of steps", "#/x-lists/inputs/house/needed"),
    (
        f"{X} identifiers email normalize",
        ["trim", "lowr"],
        "'lowr' is unknown; did you mean 'lower'?",
        "#/x-lists/identifiers/email/normalize/1",
    ),
    (f"{X} identifiers email hash", ["sha-256"], "sha256", "#/x-lists/identifiers/email/hash/0"),
    (
        f"{X} identifiers email encode",
        "hexa",
        "hex or base64",
        "#/x-lists/identifiers/email/encode",
    ),
    (f"{X} status states done", GONE, "'done' is missing", "#/x-lists/status/states"),
    (f"{X} limits rate", {"calls": 1}, "has to be a list", "#/x-lists/limits/rate"),
    (f"{X} limits rate 0 seconds", GONE, "'seconds' is missing", "#/x-lists/limits/rate/0"),
    (f"{X} limits items", "many", "has to be a whole number", "#/x-lists/limits/items"),
)

MEANING: Final[tuple[tuple[str, Any, str, str], ...]] = (
    (
        f"{X} find operation",
        "list_partys",
        "there is no operation 'list_partys'; did you mean 'list_parties'?",
        "#/x-lists/find/operation",
    ),
    (
        f"{X} find parameters",
        {"hose": "$inputs.house"},
        "list_parties has no parameter 'hose'; did you mean 'house'?",
        "#/x-lists/find/parameters/hose",
    ),
    (f"{X} find parameters", {}, "requires the parameter 'house'", "#/x-lists/find"),
    (
        f"{X} inputs house needed",
        ["create"],
        "is required, and $inputs.house may have no value; say needed: [find]",
        "#/x-lists/find/parameters/house",
    ),
    (f"{X} find items", "/partys", "did you mean 'parties'?", "#/x-lists/find/items"),
    (f"{X} find items", "/next", "leads to string or null, not to a list", "#/x-lists/find/items"),
    (f"{X} find name", "/name", "has no 'name'; known are id, title", "#/x-lists/find/name"),
    (f"{X} find page next", "/nxt", "did you mean 'next'?", "#/x-lists/find/page/next"),
    (f"{X} find page next", GONE, "paging by token needs 'next'", "#/x-lists/find/page"),
    (f"{X} find page from name", "afer", "did you mean 'after'?", "#/x-lists/find/page/from/name"),
    (f"{X} create id", "/ids", "did you mean 'id'?", "#/x-lists/create/id"),
    (f"{X} create body", GONE, "takes a body, and the step has none", "#/x-lists/create"),
    (f"{X} create body house", GONE, "'house' is missing", "#/x-lists/create/body"),
    (f"{X} create body huose", "x", "did you mean 'house'?", "#/x-lists/create/body/huose"),
    (
        f"{X} create body title",
        "$list.id",
        "not known yet in create",
        "#/x-lists/create/body/title",
    ),
    (
        f"{X} create body title",
        "$list.description",
        "is required, and $list.description may have no value",
        "#/x-lists/create/body/title",
    ),
    (f"{X} create body title", 7, "is 7, and string is taken here", "#/x-lists/create/body/title"),
    (f"{X} create body title", ["x"], "is a list, and string", "#/x-lists/create/body/title"),
    (f"{X} create body title", "{$list.nam}", "no expression", "#/x-lists/create/body/title"),
    (f"{X} create body title", "$dry", "in a dry run only", "#/x-lists/create/body/title"),
    (f"{X} add body guests", ["$identifier"], "stands in the item", "#/x-lists/add/body/guests/0"),
    (
        f"{X} add body guests",
        [{"mail": "x"}],
        "$identifiers has to stand there once, and stands there not once",
        "#/x-lists/add/body",
    ),
    (
        f"{X} remove body change",
        "$identifiers",
        "has to stand there once, and stands there twice",
        "#/x-lists/remove/body",
    ),
    (f"{X} add body change", "invit", "did you mean 'invite'?", "#/x-lists/add/body/change"),
    (
        f"{X} add body change",
        "$identifierType",
        "may give 'email', which is not taken here",
        "#/x-lists/add/body/change",
    ),
    (f"{X} add body change", "$inputs.hose", "not declared", "#/x-lists/add/body/change"),
    (f"{X} add body change", "$outputs.key", "in status only", "#/x-lists/add/body/change"),
    (f"{X} add body change", "$session.seq", "session: true", "#/x-lists/add/body/change"),
    (f"{X} outputs key", "/tiket", "did you mean 'ticket'?", "#/x-lists/outputs/key"),
    (f"{X} outputs key", GONE, "outputs has no 'key'", "#/x-lists/status/parameters/ticket"),
    (
        f"{X} outputs refused",
        {"status": 400, "at": "/errors", "field": "/row", "index": "(\\d+)"},
        "has no reply of 400",
        "#/x-lists/outputs/refused/status",
    ),
    (f"{X} status state", "/stat", "did you mean 'state'?", "#/x-lists/status/state"),
    (
        f"{X} identifiers email item",
        GONE,
        "has no item, and a row of the list is object",
        "#/x-lists/identifiers/email",
    ),
    (
        f"{X} identifiers email item",
        {"mail": "x"},
        "$identifier has to stand there once",
        "#/x-lists/identifiers/email/item",
    ),
    (
        f"{X} identifiers email item",
        {"mial": "$identifier"},
        "did you mean 'mail'?",
        "#/x-lists/identifiers/email/item/mial",
    ),
    (
        f"{X} inputs floor",
        {"type": "integer"},
        "is declared and used nowhere",
        "#/x-lists/inputs/floor",
    ),
    (
        f"{X} inputs house needed",
        ["find", "create", "add"],
        "is needed by add, which does not use it",
        "#/x-lists/inputs/house/needed/2",
    ),
    (
        f"{X} inputs house needed",
        ["find", "create", "clear"],
        "is needed by clear, which x-lists does not have",
        "#/x-lists/inputs/house/needed/2",
    ),
    (
        f"{X} inputs house needed",
        {"identifier": "emial"},
        "did you mean 'email'?",
        "#/x-lists/inputs/house/needed",
    ),
    (f"{X} inputs house default", 7, "7 is no string", "#/x-lists/inputs/house/default"),
    (f"{X} inputs house values", ["a", 1], "1 is no string", "#/x-lists/inputs/house/values/1"),
    (f"{X} limits items", 501, "takes at most 500 (maxItems)", "#/x-lists/limits/items"),
)


@pytest.mark.parametrize(("change", "value", "said", "place"), [*WORDS, *MEANING])
def test_a_mistake_names_its_place(
    tmp_path: Path, change: str, value: Any, said: str, place: str
) -> None:
    path = written(tmp_path, edited(tree(), change, value))
    document = read(path)

    with pytest.raises(SpecError) as refused:
        compile_lists(document)

    found = [one for one in refused.value.problems if said in one.message]
    assert found, refused.value
    assert found[0].place.startswith(place)
    lines = path.read_text("utf-8").splitlines()
    assert found[0].line is not None
    last, line = found[0].place.rpartition("/")[2], lines[found[0].line - 1].strip()
    assert line.startswith("-" if last.isdigit() else f"{last}:")
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(("change", "value"), [(change, value) for change, value, _, _ in WORDS])
def test_the_schema_refuses_what_breaks_the_words(change: str, value: Any) -> None:
    assert schema_refuses(edited(tree(), change, value))


def test_nothing_is_written_where_x_lists_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, edited(tree(), f"{X} find items", "/partys"))

    with pytest.raises(SpecError):
        regenerate([path], tmp_path / "out")

    assert not (tmp_path / "out" / "guests_v1").exists()


# The schema and the compiler know the same words.


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", documents(SPEC), ids=lambda path: path.stem)
def test_the_schema_takes_every_document(path: Path) -> None:
    Draft202012Validator(SCHEMA).validate(read(path).root)


def test_the_schema_takes_the_example() -> None:
    assert not schema_refuses(tree())


def test_the_schema_and_the_compiler_know_the_same_keys() -> None:
    shapes = {name: node for name, node in SCHEMA["$defs"].items() if name != "pointer"}
    told = {
        name: {f"{key}!" if key in node.get("required", []) else key for key in node["properties"]}
        for name, node in shapes.items()
    }

    assert told == {name: set(keys) for name, keys in SHAPES.items()}
    assert all(node["additionalProperties"] is False for node in shapes.values())


def test_the_schema_and_the_compiler_know_the_same_choices() -> None:
    for name, keys in SHAPES.items():
        for key, kind in keys.items():
            if "|" in kind:
                node = SCHEMA["$defs"][name]["properties"][key.rstrip("!")]
                assert node["enum"] == kind.split("|")
    identifier = SCHEMA["$defs"]["identifier"]["properties"]
    assert identifier["normalize"]["anyOf"][1]["enum"] == [*NORMALIZE]
    assert identifier["hash"]["anyOf"][1]["enum"] == [*HASHES]
    needed = SCHEMA["$defs"]["input"]["properties"]["needed"]["anyOf"]
    assert needed[0]["items"]["enum"] == [*STEPS]


def test_the_page_names_every_key() -> None:
    for keys in SHAPES.values():
        for key in keys:
            assert re.search(rf"\b{key.rstrip('!')}\b", PAGE), key


def test_every_word_of_the_data_comes_from_the_document() -> None:
    """What the data has beside the keys of the document is named where it is built."""
    renamed = {"taken_status", "taken_code", "wait", "header", "start", "place", "identifiers"}
    for cls in (
        list_steps.Lists,
        list_steps.Find,
        list_steps.Create,
        list_steps.Members,
        list_steps.Size,
        list_steps.Outputs,
    ):
        known = set(SHAPES["lists" if cls is list_steps.Lists else cls.__name__.lower()])
        words = {key.rstrip("!") for key in known} | renamed | {"session"}
        assert {field.name for field in attrs.fields(cls)} <= words


# Whatever stands there.

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 600)
    | st.text(max_size=5)
    | st.sampled_from(["$identifiers", "$identifier", "$list.id", "$inputs.house", "/id", "find"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["operation", "id", "at", "body", "x"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    inside = node.items() if isinstance(node, dict) else ()
    for key, value in enumerate(node) if isinstance(node, list) else inside:
        yield from places(value, (*place, key))


@attrs.frozen(eq=False)
class Quick(Document):
    """A document that looks up no lines: to find one, the file is read again."""

    def line(self, place: str) -> int | None:
        assert place.startswith("#/x-lists")
        return None


FOUND: Final = list(places(tree()[X]))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(written(tmp_path_factory.mktemp("any"), tree()))


@settings(max_examples=200, deadline=None, database=None)
@given(place=st.sampled_from(FOUND), value=values)
def test_anything_compiles_or_is_refused(example: Document, place: Any, value: Any) -> None:
    root = tree()
    node = root[X]
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value

    with suppress(SpecError):
        compile_lists(Quick(example.path, root, example.file))
