"""References: to other files, into paths, under keys of one's own, and in circles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from small_documents import HEAD, Prepare, reply, schemas

from adlists.regenerate import SpecError, regenerate
from adlists.regenerate.prepare import prepare


def got(schema: str) -> str:
    return (
        "{get: {responses: {'200': {description: d, content:"
        f" {{application/json: {{schema: {schema}}}}}}}}}}}}}"
    )


def test_a_document_may_be_spread_over_files(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "pet.yaml").write_text(
        "Pet: {type: object, properties: {owner: {$ref: '../people.json#/Owner'}}}\n"
    )
    (tmp_path / "people.json").write_text(
        '{"Owner": {"type": "object", "properties": {"pet": {"$ref": "models/pet.yaml#/Pet"}}}}'
    )
    (tmp_path / "paths.yaml").write_text(got("{$ref: 'models/pet.yaml#/Pet'}"))
    path = tmp_path / "main.yaml"
    path.write_text(HEAD + "paths: {/a: {$ref: paths.yaml}}\n")

    document = prepare(path)

    assert reply(document) == {"$ref": "#/components/schemas/Pet"}
    assert schemas(document)["Owner"]["properties"]["pet"] == reply(document)


def test_names_may_stand_in_another_file_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "index.yaml").write_text(
        "Cat: {$ref: cat.yaml}\nDog: {type: object, properties: {k: {type: string}}}\n"
    )
    (tmp_path / "models" / "cat.yaml").write_text("{type: object, properties: {n: {}}}\n")
    (tmp_path / "paths.yaml").write_text(f"/a: {got('{$ref: models/cat.yaml}')}\n")
    path = tmp_path / "main.yaml"
    own = "Own: {type: object, properties: {}}"
    path.write_text(
        f"{HEAD}paths: {{$ref: paths.yaml}}\n"
        f"components: {{schemas: {{$ref: models/index.yaml, {own}}}}}\n"
    )

    document = prepare(path)

    assert document.missing == []
    assert schemas(document).keys() == {"Cat", "Dog", "Own"}
    assert set(document.root["paths"]) == {"/a"}


def test_names_in_a_file_that_is_not_there_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "main.yaml"
    path.write_text(f"{HEAD}paths: {{}}\ncomponents:\n  schemas: {{$ref: missing.yaml}}\n")

    with pytest.raises(SpecError, match=r"line \d+, #/components/schemas/\$ref: .*missing\.yaml"):
        prepare(path)


def test_a_file_that_an_extension_names_need_not_be_there(tmp_path: Path) -> None:
    path = tmp_path / "main.yaml"
    prose = "x-topics: [{title: First steps, content: {$ref: ./docs/first-steps.md}}]\n"
    path.write_text(f"{HEAD}{prose}paths: {{/a: {got('{type: string}')}}}\n")

    assert reply(prepare(path)) == {"type": "string"}


def test_a_discriminator_may_name_files(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    for name in ("cat", "dog"):
        text = f"{{type: object, title: {name}, properties: {{k: {{type: string}}}}}}\n"
        (tmp_path / "models" / f"{name}.yaml").write_text(text)
    (tmp_path / "models" / "pet.yaml").write_text(
        "oneOf: [{$ref: ./cat.yaml}, {$ref: dog.yaml}]\n"
        "discriminator: {propertyName: k, mapping: {c: ./cat.yaml, d: dog.yaml}}\n"
    )
    path = tmp_path / "main.yaml"
    path.write_text(f"{HEAD}paths: {{/a: {got('{$ref: models/pet.yaml}')}}}\n")

    document = prepare(path)

    assert (document.notes, document.missing) == ([], [])
    told = reply(document)
    home = "#/components/schemas"
    assert told["discriminator"]["mapping"] == {"c": f"{home}/Cat", "d": f"{home}/Dog"}


def test_a_mistake_in_another_file_is_named_with_it(tmp_path: Path) -> None:
    (tmp_path / "pet.yaml").write_text("Pet:\n  type: objekt\n")
    path = tmp_path / "main.yaml"
    path.write_text(HEAD + f"paths: {{/a: {got('{$ref: pet.yaml#/Pet}')}}}\n")

    (missing,) = prepare(path).missing

    assert missing.what == "GET /a"
    assert str(missing.problem).startswith(f"{tmp_path / 'pet.yaml'}, line 2, #/Pet/type: 'objekt'")


@pytest.mark.parametrize(
    "reference",
    [
        "#/paths/~1b/get/responses/200/content/application~1json/schema",
        "#/paths/%7E1b/get/responses/200/content/application~1json/schema",
        "#/x-models/Held",
        "#/components/schemas/Held",
        "#held",
    ],
)
def test_a_reference_may_lead_to_any_place(prepared: Prepare, reference: str) -> None:
    held = "{type: object, properties: {x: {type: string}}}"
    document = prepared(
        f"paths: {{/a: {got(f'{{$ref: {reference!r}}}')}, /b: {got(held)}}}\n"
        f"x-models: {{Held: {held}}}\n"
        f"components: {{schemas: {{Held: {held.replace('{type', '{$anchor: held, type', 1)}}}}}\n"
    )

    assert document.missing == []
    name = reply(document)["$ref"].rpartition("/")[2]
    assert schemas(document)[name]["properties"] == {"x": {"type": "string"}}


def test_parameters_bodies_replies_and_paths_may_be_references_to_references(
    prepared: Prepare,
) -> None:
    document = prepared(
        "paths: {/a: {$ref: '#/components/pathItems/P'}}\n"
        "components:\n"
        "  pathItems: {P: {get: {parameters: [{$ref: '#/components/parameters/P'}],"
        " responses: {'200': {$ref: '#/components/responses/R'}}}}}\n"
        "  parameters: {P: {$ref: '#/components/parameters/Q'},"
        " Q: {name: q, in: query, schema: {}}}\n"
        "  responses: {R: {$ref: '#/components/responses/S'}, S: {description: d}}\n"
    )

    node = document.root["paths"]["/a"]["get"]
    assert [one["name"] for one in node["parameters"]] == ["q"]
    assert node["responses"]["200"]["description"] == "d"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (("responses: {default: {$ref: '#/components/responses/default'}}}}}\n"
         "components: {responses: {default: {$ref: '#/components/responses/default'}}}"),
         "$ref leads in a circle"),
        ("responses: {default: {$ref: 'https://x.test/r.yaml'}}}}}",
         "$ref leads to another address, and nothing is fetched that was not named"),
        ("responses: {default: {$ref: 'absent.yaml'}}}}}", "is not there, or holds no such"),
        ("responses: {default: {$ref: '#/nowhere'}}}}}", "$ref leads nowhere: #/nowhere"),
        (("requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/A'}}}}}}}\n"
         "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}"),
         "$ref leads in a circle: #/components/schemas/A"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_leaves_out_its_operation_alone(
    prepared: Prepare, text: str, said: str
) -> None:
    document = prepared(f"paths: {{/b: {{get: {{}}}}, /a: {{get: {{{text}\n")

    assert list(document.root["paths"]) == ["/b"]
    assert {one.what for one in document.missing} - {"the model A"} == {"GET /a"}
    assert said in str(document.missing[0])


def test_data_is_no_reference(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents: {schemas: {A: {type: object, default: {$ref: nowhere.yaml},"
        " properties: {default: {type: string}, example: {type: string}}}}}\n"
    )

    assert document.missing == []
    assert list(schemas(document)["A"]["properties"]) == ["default", "example"]


BOMB: Final = "x-a: &a [1, 2]\n" + "".join(
    f"x-{b}: &{b} [{', '.join([f'*{a}'] * 12)}]\n"
    for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "grows without end by its aliases"),
        ("x-a: &a {b: *a}\n", "is nested more than 1000 deep"),
        (f"x-a: {'[' * 50_000}{']' * 50_000}\n", "is nested too deeply"),
        (f"x-a: {'{a: ' * 50_000}1{'}' * 50_000}\n", "is nested too deeply"),
        ("x-a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 1500)), "is nested too deeply"),
        ("x-a: !person x\n", "line 4, column 6: is not valid YAML: a value has the tag !person"),
    ],
)
def test_a_file_that_grows_without_end_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(f"{HEAD}paths: {{}}\n{text}")

    with pytest.raises(SpecError, match=said):
        regenerate([path], tmp_path / "out")


def test_a_schema_that_is_merged_of_too_many_is_refused_in_time(tmp_path: Path) -> None:
    """Each part twice, and so on: no circle, and no end to be waited for."""
    parts = "{$ref: '#/components/schemas/S%d'}"
    path = tmp_path / "many.yaml"
    path.write_text(
        f"{HEAD}paths: {{/a: {got(parts % 0)}}}\ncomponents:\n  schemas:\n"
        + "".join(
            f"    S{n}: {{allOf: [{parts % (n + 1)}, {parts % (n + 1)}]}}\n" for n in range(16)
        )
        + "    S16: {type: object, properties: {x: {type: string}}}\n"
    )

    with pytest.raises(SpecError, match="is merged of more than"):
        regenerate([path], tmp_path / "clients")


def test_a_nullable_reference_of_3_0_that_leads_nowhere_has_its_place(prepared: Prepare) -> None:
    document = prepared(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
        "    M:\n      type: object\n      properties:\n"
        "        f: {$ref: '#/components/schemas/Gone', nullable: true}\n"
    )

    (missing,) = document.missing
    assert missing.problem.line == 9
    assert missing.problem.place == "#/components/schemas/M/properties/f/$ref"


def test_a_description_may_stand_in_a_file_of_its_own(prepared: Prepare, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a b.md").write_text("# Said: here: at length\n", encoding="utf-8")

    document = prepared(
        "tags: [{name: t, description: {$ref: 'pages/a%20b.md'}}]\n"
        "paths: {/a: {get: {description: {$ref: pages/none.md}}}}\n"
    )

    assert document.root["tags"][0]["description"] == "# Said: here: at length\n"
    assert document.missing == []
