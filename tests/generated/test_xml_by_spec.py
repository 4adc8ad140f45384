"""The DataContract form of XML (.NET's own) is reached by editing the document alone.

Members in PascalCase and alphabetical order, in the namespace of the root, and the items of a
list under a prefix and a namespace of their own. The edits below name no field: they would turn
any document with XML Objects into that form.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree
from ruamel.yaml import YAML

from adlists.contract import tree
from adlists.plugins.xml import XmlCodec
from adlists.regenerate import regenerate

SPEC: Final = Path(__file__).parents[2] / "spec" / "criteo-v1.yaml"
NAMESPACE: Final = "http://schemas.datacontract.org/2004/07/Some.Models"
ARRAYS: Final = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def to_data_contract(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        if "properties" not in schema:
            continue
        schema["xml"]["namespace"] = NAMESPACE
        for name, member in schema["properties"].items():
            member["xml"] = {**member.get("xml", {}), "name": pascal(name), "namespace": NAMESPACE}
            if member.get("items", {}).get("type") == "string":
                member["xml"]["wrapped"] = True
                member["items"]["xml"] = {"name": "string", "prefix": "d2p1", "namespace": ARRAYS}
        schema["properties"] = dict(
            sorted(schema["properties"].items(), key=lambda one: pascal(one[0]))
        )


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("contract")
    yaml = YAML(typ="safe")
    document = yaml.load(SPEC)
    to_data_contract(document)
    path = folder / SPEC.name
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(document, file)
    regenerate([path], folder / "data_contract")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("data_contract.criteo_v1")
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.startswith("data_contract")]:
        del sys.modules[name]


WRITTEN: Final = f"""
<AudiencePatchRequest xmlns="{NAMESPACE}">
  <GumCallerId>7</GumCallerId>
  <Identifiers xmlns:d2p1="{ARRAYS}">
    <d2p1:string>a@b.co</d2p1:string>
    <d2p1:string>c@d.co</d2p1:string>
  </Identifiers>
  <Operation>add</Operation>
  <Schema>email</Schema>
</AudiencePatchRequest>
"""


def shape(element: Any) -> tuple[Any, ...]:
    """What two documents must share: names with namespaces, text, and the order of both."""
    return element.tag, (element.text or "").strip(), tuple(shape(one) for one in element)


def test_data_contract_xml_is_written_by_the_edited_document_alone(edited: Any) -> None:
    body = edited.SERVICE.operation("add_remove_users_to_audience").body
    data = {
        "operation": "add",
        "schema": "email",
        "identifiers": ["a@b.co", "c@d.co"],
        "gumCallerId": 7,
    }
    value = body.parse(data)

    content = XmlCodec().encode(tree(value, body.schema), body.schema)

    assert shape(etree.fromstring(content)) == shape(etree.fromstring(WRITTEN))
    assert b":string>a@b.co</" in content
    assert XmlCodec().decode(WRITTEN.strip().encode(), body.schema, None) == data


def test_data_contract_xml_is_read_by_the_edited_document_alone(edited: Any) -> None:
    reply = edited.SERVICE.operation("get_audiences").reply(200)
    data = {"audiences": [{"advertiserId": 1, "id": 7, "name": "VIP"}, {"id": 8}]}

    content = XmlCodec().encode(data, reply.schema)
    root = etree.fromstring(content)

    assert {etree.QName(one).namespace for one in root.iter()} == {NAMESPACE}
    first = root[0][0]
    assert [etree.QName(one).localname for one in first] == ["AdvertiserId", "Id", "Name"]
    assert reply.parse(XmlCodec().decode(content, reply.schema, None)).to_dict() == data
