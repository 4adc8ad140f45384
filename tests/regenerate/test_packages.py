"""What is generated imports whole, whatever the document calls it, and means what it says."""

from __future__ import annotations

import typing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from small_documents import HEAD, Make

from adlists.contract import UNSET
from adlists.regenerate import SpecError, regenerate
from adlists.testing import laws

NAMES = [
    "µ",
    "__class__",
    "None",
    "日本語",
    "!!",
    "1",
    "a b",
    "a-b",
    "A_B",
    "self",
    "print",
    "Schema",
    "ManualImport",
    "import",
    "from",
]


def test_names_of_every_sort_make_a_package_that_imports(made: Make) -> None:
    fields = ", ".join(f"'{name}': {{type: string}}" for name in [*NAMES, "", "😀", "_Any", "mro"])
    lines = [f"    '{name}': {{type: object, properties: {{{fields}}}}}" for name in NAMES]
    paths = [
        f"  '/{n}': {{get: {{operationId: '{name}', tags: ['{name}']}}}}"
        for n, name in enumerate(NAMES)
    ]
    package = made("\n".join(["paths:", *paths, "components:", "  schemas:", *lines, ""]))

    models = [getattr(package.models, name) for name in package.models.__all__]
    assert len(models) == len(NAMES)
    for model in models:
        data = dict.fromkeys([*NAMES, "", "😀", "_Any", "mro"], "x")
        assert model.from_dict(data).to_dict() == data
        assert typing.get_type_hints(model)
    assert len(package.SERVICE.operations) == len(NAMES)
    assert len({one.id for one in package.SERVICE.operations}) == len(NAMES)


def test_schemas_whose_names_differ_in_case_are_two_modules(made: Make) -> None:
    package = made(
        "paths: {}\ncomponents: {schemas: {VLAN: {type: object, properties: {a: {}}},"
        " Vlan: {type: object, properties: {b: {}}}}}\n"
    )

    assert {field.name for field in package.models.VLAN.SCHEMA.fields} == {"a"}
    assert {field.name for field in package.models.Vlan2.SCHEMA.fields} == {"b"}


def test_defaults_of_every_type_are_values_of_the_field_s_type(made: Make) -> None:
    package = made(
        "paths: {}\ncomponents:\n  schemas:\n    D:\n      type: object\n      properties:\n"
        "        day: {type: string, format: date, default: 2024-01-02}\n"
        "        time: {type: string, format: date-time, default: '2024-01-02T03:04:05Z'}\n"
        "        naive: {type: string, format: date-time, default: '2024-01-02T03:04:05'}\n"
        "        id: {type: string, format: uuid, default: 07ef8b4d-aa09-4ffa-898d-c710796aff41}\n"
        "        none: {type: number, default: .nan}\n"
        "        much: {type: number, default: .inf}\n"
        "        wrong: {type: integer, default: many}\n"
        "        flag: {type: boolean, default: true}\n"
        "        kind: {type: string, enum: [a, b], default: b}\n"
        "        other: {type: string, enum: [a, b], default: c}\n"
        "        nothing: {type: [string, 'null'], default: null}\n"
        "        list: {type: array, items: {}, default: [1]}\n"
        "        read: {type: integer, readOnly: true, default: 3}\n"
    )

    made_up = package.models.D()
    assert (made_up.day, made_up.id) == (date(2024, 1, 2), "07ef8b4d-aa09-4ffa-898d-c710796aff41")
    assert made_up.time == datetime.fromisoformat("2024-01-02T03:04:05+00:00")
    assert (str(made_up.none), made_up.much) == ("nan", float("inf"))
    assert (made_up.flag, made_up.kind, made_up.nothing) == (True, "b", None)
    unset = (made_up.naive, made_up.wrong, made_up.other, made_up.list_, made_up.read)
    assert unset == (UNSET,) * 5


def test_a_chain_of_models_imports_and_its_types_resolve(made: Make) -> None:
    count = 400
    lines = [
        f"    N{n}: {{type: object, properties:"
        f" {{next: {{$ref: '#/components/schemas/N{(n + 1) % count}'}}}}}}"
        for n in range(count)
    ]
    package = made("\n".join(["paths: {}", "components:", "  schemas:", *lines, ""]))

    assert typing.get_type_hints(package.models.N7)["next_"]
    data: dict[str, Any] = {"next": {"next": {"next": {}}}}
    assert package.models.N7.from_dict(data).to_dict() == data


def test_models_nested_in_models_import(made: Make) -> None:
    inner = "{type: string}"
    for _ in range(150):
        inner = f"{{type: object, properties: {{child: {inner}}}}}"
    package = made(f"paths: {{}}\ncomponents: {{schemas: {{Root: {inner}}}}}\n")

    assert len(package.models.__all__) == 150
    names = [field.name for field in attrs.fields(package.models.Root)]
    assert names == ["child", "additional_properties"]


def test_alternatives_keep_their_own_elements(made: Make) -> None:
    package = made(
        "paths: {/a: {post: {operationId: op, requestBody: {content:"
        " {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}\n"
        "components:\n  schemas:\n"
        "    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'},"
        " {$ref: '#/components/schemas/Dog'}]}\n"
        "    Cat: {type: object, properties: {n: {type: string}}, xml: {name: cat}}\n"
        "    Dog: {type: object, properties: {n: {type: string}}, xml: {name: dog}}\n"
    )

    variants: Any = package.SERVICE.operation("op").body.schema.variants
    assert [variant.xml.name for variant in variants] == ["cat", "dog"]


def test_the_file_s_name_is_text_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "evil\nraise SystemExit(7)\n.yaml"
    path.write_text(HEAD + "paths: {}\n")

    regenerate([path], tmp_path / "out")

    (init,) = (tmp_path / "out").glob("*/__init__.py")
    assert init.read_text().startswith("# Written by `adlists regenerate` from evil raise")
    compile(init.read_text(), "init", "exec")


def test_half_a_character_becomes_a_replacement_and_two_halves_become_one(
    made: Make, tmp_path: Path
) -> None:
    path = tmp_path / "emoji.json"
    path.write_text(
        '{"openapi": "3.1.0", "paths": {},'
        ' "info": {"title": "\\ud83d\\udea7 \\ud83d", "version": "1"}}'
    )
    regenerate([path], tmp_path / "out")

    assert "🚧 \ufffd" in (tmp_path / "out/emoji/client.py").read_text(encoding="utf-8")


def test_without_leave_a_part_is_refused_and_with_it_the_rest_is_made(tmp_path: Path) -> None:
    path = tmp_path / "partial.yaml"
    path.write_text(
        HEAD + "paths: {/a: {get: {operationId: a}},\n"
        "  /b: {get: {operationId: b, responses: {2: {description: d}}}}}\n"
    )

    with pytest.raises(SpecError) as caught:
        regenerate([path], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert "line 4, #/paths/~1b/get/responses/2: '2' is no status" in str(caught.value)
    assert str(caught.value).endswith("the rest can be made, if part of it may be missing.")
    assert caught.value.argument == "allow_partial"

    report = regenerate([path], tmp_path / "out", allow_partial=True)
    (line,) = report.missing
    assert line.endswith("(GET /b cannot be made)")
    assert (tmp_path / "out/partial/api/default/a.py").is_file()


def test_a_tag_may_be_called_as_what_every_dict_has(made: Make) -> None:
    tags = ("items", "keys", "get", "copy")
    paths = "".join(f"  /{tag}: {{get: {{tags: [{tag}]}}}}\n" for tag in tags)
    package = made(f"paths:\n{paths}")

    assert {operation.tag for operation in package.SERVICE.operations} == set(tags)


def test_a_media_type_is_what_its_schema_means_or_is_said(tmp_path: Path) -> None:
    path = tmp_path / "media.yaml"
    media = {
        "application/json": "{type: string, format: binary}",
        "text/plain": "{$ref: '#/components/schemas/O'}",
        "text/html": "{type: array, items: {$ref: '#/components/schemas/O'}}",
        "application/x-www-form-urlencoded": "{type: string}",
        "application/x-odd": "{$ref: '#/components/schemas/O'}",
    }
    content = ", ".join(f"{label}: {{schema: {schema}}}" for label, schema in media.items())
    path.write_text(
        f"{HEAD}paths: {{/a: {{get: {{responses: {{'200': {{content: {{{content}}}}}}}}}}}}}\n"
        "components: {schemas: {O: {type: object, properties: {n: {type: string}}}}}\n"
    )

    report = regenerate([path], tmp_path / "out")

    code = " ".join((tmp_path / "out/media/api/default/get_a.py").read_text().split())
    assert '"application/json", "application/octet-stream"' in code
    assert '"text/plain", "application/json"' in code
    assert '"text/html", "application/json"' in code
    assert '"application/x-www-form-urlencoded", "text/plain"' in code
    (said,) = report.packages[0].notes
    assert "application/x-odd has no codec here" in said


def test_a_range_of_json_and_a_model_that_would_hold_itself_are_answered(made: Make) -> None:
    package = made(
        "servers: [{url: 'https://any.example'}]\n"
        "paths:\n  /a:\n    post:\n      operationId: add\n"
        "      requestBody: {content: {application/*+json: {schema: &a"
        " {$ref: '#/components/schemas/A'}}}}\n"
        "      responses: {200: {content: {application/*+json: {schema: *a}, '*/*': {}}}}\n"
        "components: {schemas: {A: {type: object, required: [a],"
        " properties: {a: {$ref: '#/components/schemas/A'}}}}}\n"
    )

    (operation,) = package.SERVICE.operations
    assert operation.body.media_types[0].form == "application/json"
    laws.answered(package.__name__, operation)
    laws.survives(package.models.A, "application/xml", 5)


def test_alternatives_that_lead_back_are_answered(made: Make) -> None:
    package = made(
        "servers: [{url: 'https://any.example'}]\n"
        "paths: {/a: {get: {operationId: look, responses: {200: {content: {application/json:"
        " {schema: {$ref: '#/components/schemas/A'}}}}}}}}\n"
        "components:\n  schemas:\n"
        "    A: {type: object, required: [n, k, a], properties: {k: {const: a},"
        " n: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]},"
        " a: {anyOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}}}\n"
        "    B: {type: object, required: [k, b], properties: {k: {const: b},"
        " b: {anyOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}}}\n"
        "    C: {type: object, required: [k], properties: {k: {const: c}}}\n"
    )

    (operation,) = package.SERVICE.operations
    laws.answered(package.__name__, operation)


def test_a_token_has_all_that_its_document_demands(made: Make) -> None:
    package = made(
        "servers: [{url: 'https://any.example'}]\n"
        "paths:\n  /token:\n    post:\n      operationId: sign_in\n      security: []\n"
        "      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema:"
        " {type: object, required: [grant_type, client_id, client_secret], properties:"
        " {grant_type: {const: client_credentials}, client_id: {type: string},"
        " client_secret: {type: string}}}}}}\n"
        "      responses: {200: {content: {application/json: {schema: {type: object,"
        " required: [access_token, region], properties: {access_token: {type: string},"
        " region: {type: string}}}}}}}\n"
        "components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials:"
        " {tokenUrl: 'https://any.example/token', scopes: {}}}}}}\n"
    )

    (operation,) = package.SERVICE.operations
    laws.answered(package.__name__, operation)


def test_words_of_pythons_that_differ_by_case_are_names_apart(tmp_path: Path) -> None:
    words = [spell(word) for word in ("any", "class", "list") for spell in (str, str.title)]
    get = "{{get: {{operationId: {}, parameters: [{}], responses: {{}}}}}}"
    parameter = "{{name: {}, in: query, schema: {{type: string}}}}"
    parameters = ", ".join(parameter.format(word) for word in words)
    paths = ", ".join(f"/{word}: {get.format(word, parameters)}" for word in words)
    path = tmp_path / "words.yaml"
    path.write_text(f"{HEAD}paths: {{{paths}}}\n")

    regenerate([path], tmp_path / "clients")  # imports what it has made

    made = {file.stem for file in (tmp_path / "clients" / "words" / "api").rglob("*.py")}
    assert {"any_", "any_2", "class_", "class_2", "list_", "list_2"} <= made


def test_no_class_of_a_tag_is_that_of_another(made: Make) -> None:
    tags = ["async", "tag", "jobs", "async-jobs"]
    package = made(
        "\n".join(
            [
                "paths:",
                *(f"  /{tag}: {{get: {{operationId: {tag}, tags: [{tag}]}}}}" for tag in tags),
                "components: {schemas: {SCHEMA: {type: object, properties: {a: {}}}}}\n",
            ]
        )
    )

    clients = [package.Api(lambda _: None), package.AsyncApi(lambda _: None)]
    names = {
        type(getattr(client, name)).__name__
        for client in clients
        for name in ("async_", "tag", "jobs", "async_jobs")
    }
    assert len(names) == 2 * len(tags)
    (model,) = package.models.__all__
    assert model != "SCHEMA"


@pytest.mark.parametrize("said", ["", "2024", "true", "{$ref: gone.md}"])
def test_a_description_that_is_empty_or_no_text_stops_nothing(made: Make, said: str) -> None:
    package = made(
        f'openapi: 3.1.0\ninfo: {{title: T, version: "1", description: {said}}}\n'
        "servers: [{url: 'https://{description}.example',"
        " variables: {description: {default: a}}}]\n"
        f"tags: [{{name: x, description: {said}}}]\n"
        "paths:\n  /a:\n    get:\n      operationId: send\n      tags: [x]\n"
        f"      description: {said}\n"
        f"      responses: {{'200': {{description: {said}, content: {{application/json: {{schema: "
        f"{{type: object, title: M, description: {said}, properties: "
        "{description: {type: string}}}}}}}\n"
    )

    (operation,) = package.SERVICE.operations
    assert operation.description == {"2024": "2024", "true": "True"}.get(said, "")
    (model,) = package.models.__all__
    assert getattr(package.models, model)(description="d").to_dict() == {"description": "d"}
    assert package.SERVICE.server == "https://a.example"
