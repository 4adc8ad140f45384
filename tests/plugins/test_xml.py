"""XML by hand-made schemas: the text expected, and the tree read back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from adlists.contract import Field, Schema, Xml
from adlists.errors import DecodingError, EncodingError
from adlists.plugins.xml import XmlCodec, lifting

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
CODEC = XmlCodec()
STRING, INTEGER = Schema("string"), Schema("integer")


def record(called: str, *fields: Field, xml: Xml | None = None) -> Schema:
    """The schema of a model as the generator would write it."""
    metadata = {
        f"field_{index}": attrs.field(default=None, metadata={"openapi": one})
        for index, one in enumerate(fields)
    }
    model: Any = attrs.make_class(called, metadata)
    return Schema("object", xml=xml or Xml(), model=lambda: model)


def of(name: str, schema: Schema, *, required: bool = False) -> Field:
    return Field(name, required, schema)


def text(**xml: Any) -> Schema:
    return Schema("string", xml=Xml(**xml))


def array(items: Schema, **xml: Any) -> Schema:
    return Schema("array", items=items, xml=Xml(**xml))


PERSON = record("Person", of("id", Schema("integer", xml=Xml(attribute=True))), of("name", STRING))

TABLE: dict[str, tuple[Schema, Any, str]] = {
    "names after the fields, in the document's order": (
        record("R", of("b", STRING), of("a", INTEGER)),
        {"a": 1, "b": "x"},
        "<R><b>x</b><a>1</a></R>",
    ),
    "names of the XML Object": (
        record("R", of("a", text(name="A")), xml=Xml(name="Root")),
        {"a": "x"},
        "<Root><A>x</A></Root>",
    ),
    "attributes": (
        record("R", of("a", text(attribute=True)), of("n", INTEGER), of("b", text(attribute=True))),
        {"a": 'x "<&>\r\n\t', "n": 1, "b": ""},
        '<R a="x &quot;&lt;&amp;&gt;&#13;&#10;&#9;" b=""><n>1</n></R>',
    ),
    "a default namespace holds for what is inside": (
        record("R", of("a", STRING), xml=Xml(namespace="urn:r")),
        {"a": "x"},
        '<R xmlns="urn:r"><a>x</a></R>',
    ),
    "a namespace of a field's own": (
        record("R", of("a", text(namespace="urn:a")), of("b", STRING)),
        {"a": "x", "b": "y"},
        '<R><a xmlns="urn:a">x</a><b>y</b></R>',
    ),
    "a prefix on a field": (
        record("R", of("name", text(namespace="urn:s", prefix="sample"))),
        {"name": "x"},
        '<R><sample:name xmlns:sample="urn:s">x</sample:name></R>',
    ),
    "a prefix on the root does not hold for what is inside": (
        record("R", of("a", STRING), xml=Xml(namespace="urn:r", prefix="r")),
        {"a": "x"},
        '<r:R xmlns:r="urn:r"><a>x</a></r:R>',
    ),
    "a prefix that is in force is not declared again": (
        record(
            "R",
            of("a", text(namespace="urn:r", prefix="r")),
            of("b", text(prefix="r")),
            xml=Xml(namespace="urn:r", prefix="r"),
        ),
        {"a": "x", "b": "y"},
        '<r:R xmlns:r="urn:r"><r:a>x</r:a><r:b>y</r:b></r:R>',
    ),
    "a prefixed attribute": (
        record("R", of("a", text(namespace="urn:a", prefix="p", attribute=True))),
        {"a": "x"},
        '<R xmlns:p="urn:a" p:a="x"></R>',
    ),
    "two fields of one name in two namespaces": (
        record(
            "R",
            of("a", text(name="v", namespace="urn:a", prefix="a")),
            of("b", text(name="v", namespace="urn:b", prefix="b")),
        ),
        {"a": "x", "b": "y"},
        '<R><a:v xmlns:a="urn:a">x</a:v><b:v xmlns:b="urn:b">y</b:v></R>',
    ),
    "a list without a wrapper": (
        record("R", of("ids", array(STRING))),
        {"ids": ["x", ""]},
        "<R><ids>x</ids><ids></ids></R>",
    ),
    "a list without a wrapper, its items named; its own name is ignored": (
        record("R", of("ids", array(text(name="id"), name="many"))),
        {"ids": ["x", "y"]},
        "<R><id>x</id><id>y</id></R>",
    ),
    "an empty list without a wrapper, where one is required": (
        record("R", of("ids", array(STRING), required=True)),
        {"ids": []},
        "<R></R>",
    ),
    "a wrapped list": (
        record("R", of("ids", array(STRING, wrapped=True))),
        {"ids": ["x", "y"]},
        "<R><ids><ids>x</ids><ids>y</ids></ids></R>",
    ),
    "a wrapped list, its items named": (
        record("R", of("ids", array(text(name="id"), wrapped=True))),
        {"ids": ["x"]},
        "<R><ids><id>x</id></ids></R>",
    ),
    "a wrapped list, itself named": (
        record("R", of("ids", array(STRING, name="all", wrapped=True))),
        {"ids": ["x"]},
        "<R><all><all>x</all></all></R>",
    ),
    "a wrapped list, empty": (
        record("R", of("ids", array(text(name="id"), wrapped=True))),
        {"ids": []},
        "<R><ids></ids></R>",
    ),
    "prefixed items declare on their wrapper": (
        record(
            "R",
            of("Ids", array(text(name="string", namespace=ARRAYS, prefix="d2p1"), wrapped=True)),
            xml=Xml(namespace="urn:clr"),
        ),
        {"Ids": ["x"]},
        f'<R xmlns="urn:clr"><Ids xmlns:d2p1="{ARRAYS}"><d2p1:string>x</d2p1:string></Ids></R>',
    ),
    "prefixed items without a wrapper declare on the object": (
        record("R", of("ids", array(text(name="i", namespace="urn:i", prefix="p")))),
        {"ids": ["x", "y"]},
        '<R xmlns:p="urn:i"><p:i>x</p:i><p:i>y</p:i></R>',
    ),
    "objects in objects": (
        record("R", of("who", PERSON)),
        {"who": {"id": 1, "name": "x"}},
        '<R><who id="1"><name>x</name></who></R>',
    ),
    "a list of objects": (
        record("R", of("people", array(attrs.evolve(PERSON, xml=Xml(name="p")), wrapped=True))),
        {"people": [{"id": 1}, {"name": "x"}, {}]},
        '<R><people><p id="1"></p><p><name>x</name></p><p></p></people></R>',
    ),
    "a list of objects without a wrapper": (
        record("R", of("p", array(PERSON))),
        {"p": [{"id": 1}, {"name": "x"}]},
        '<R><p id="1"></p><p><name>x</name></p></R>',
    ),
    "a list of lists": (
        record("R", of("rows", array(array(Schema("integer", xml=Xml(name="cell")))))),
        {"rows": [[1, 2], [], [3]]},
        "<R><rows><cell>1</cell><cell>2</cell></rows><rows></rows><rows><cell>3</cell></rows></R>",
    ),
    "a list as the root": (
        array(text(name="id"), name="ids"),
        ["x", "y"],
        "<ids><id>x</id><id>y</id></ids>",
    ),
    "one value as the root": (text(name="said"), " x ", "<said> x </said>"),
    "null": (
        record("R", of("a", Schema("string", nullable=True)), of("l", array(STRING, wrapped=True))),
        {"a": None, "l": None},
        f'<R {XSI}><a xsi:nil="true"/><l xsi:nil="true"/></R>',
    ),
    "null among items": (
        record("R", of("l", array(Schema("integer", nullable=True)))),
        {"l": [1, None]},
        f'<R {XSI}><l>1</l><l xsi:nil="true"/></R>',
    ),
    "null for a list without a wrapper": (
        record("R", of("l", Schema("array", items=STRING, nullable=True))),
        {"l": None},
        f'<R {XSI}><l xsi:nil="true"/></R>',
    ),
    "null as the root": (text(name="r"), None, f'<r {XSI} xsi:nil="true"/>'),
    "a number or text": (
        record("R", of("n", Schema("any", variants=(INTEGER, STRING)))),
        {"n": 299},
        "<R><n>299</n></R>",
    ),
    "text that looks like the number": (
        record("R", of("n", Schema("any", variants=(INTEGER, STRING)))),
        {"n": "299"},
        f'<R {XSI} {XS}><n xsi:type="xs:string">299</n></R>',
    ),
    "text or a list": (
        record("R", of("n", Schema("any", variants=(STRING, array(text(name="i")))))),
        {"n": ["x"]},
        f'<R {XSI}><n xsi:type="array"><i>x</i></n></R>',
    ),
    "one of two objects": (
        record(
            "R",
            of(
                "one",
                Schema(
                    "any",
                    variants=(
                        record("A", of("a", STRING, required=True)),
                        record("B", of("b", INTEGER, required=True)),
                    ),
                ),
            ),
        ),
        {"one": {"b": 5}},
        "<R><one><b>5</b></one></R>",
    ),
    "one of two roots": (
        Schema("any", variants=(record("A", of("a", STRING)), record("B", of("b", INTEGER)))),
        {"b": 5},
        "<B><b>5</b></B>",
    ),
    "fields that the schema does not know": (
        record("R", of("a", text(name="b")), xml=Xml(namespace="urn:r")),
        {"a": "x", "b": 1, "c d": [True, None, {}], "e_x": 1.5},
        (
            f'<R {XSI} {XS} xmlns="urn:r"><b>x</b><_x0062_ xsi:type="xs:integer">1</_x0062_>'
            '<c_x0020_d xsi:type="array"><item xsi:type="xs:boolean">true</item>'
            '<item xsi:nil="true"/><item xsi:type="object"></item></c_x0020_d>'
            '<e_x005F_x xsi:type="xs:double">1.5</e_x005F_x></R>'
        ),
    ),
    "names that XML forbids": (
        record("R", of("a b", STRING), of("1", STRING), of("é:", STRING)),
        {"a b": "x", "1": "y", "é:": "z"},
        "<R><a_x0020_b>x</a_x0020_b><_x0031_>y</_x0031_><é_x003A_>z</é_x003A_></R>",
    ),
    "a prefix that XML keeps for itself": (
        record("R", of("a", text(namespace="urn:a", prefix="xsi"))),
        {"a": "x"},
        '<R><_xsi_:a xmlns:_xsi_="urn:a">x</_xsi_:a></R>',
    ),
    "blanks, carriage returns and markup in text": (
        record("R", of("a", STRING)),
        {"a": " \r\n\t]]>&<\x7f\x85\u2028😀 "},
        "<R><a> &#13;\n\t]]&gt;&amp;&lt;\x7f\x85\u2028😀 </a></R>",
    ),
    "numbers and truth values": (
        record("R", of("i", INTEGER), of("n", Schema("number")), of("b", Schema("boolean"))),
        {"i": -(2**70), "n": 1e300, "b": False},
        f"<R><i>{-(2**70)}</i><n>1e+300</n><b>false</b></R>",
    ),
}


@pytest.mark.parametrize(("schema", "tree", "expected"), TABLE.values(), ids=TABLE)
def test_each_xml_object_is_honoured_both_ways(schema: Schema, tree: Any, expected: str) -> None:
    content = CODEC.encode(tree, schema)

    assert content.decode() == HEAD + expected
    assert CODEC.decode(content, schema, None) == tree
    again = etree.tostring(etree.fromstring(content), encoding="utf-8")
    assert CODEC.decode(again, schema, None) == tree


LISTS = Schema("any", variants=(STRING, array(STRING), array(INTEGER), array(array(INTEGER))))
CALLED = Schema(
    "any", variants=(array(text(name="s")), array(Schema("integer", xml=Xml(name="i"))))
)


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (LISTS, "1"),
        (LISTS, []),
        (LISTS, ["1", "2"]),
        (LISTS, [1, 2]),
        (LISTS, [[1, 2], [3], []]),
        (CALLED, ["1"]),
        (CALLED, [1]),
    ],
)
def test_of_several_lists_the_items_tell(schema: Schema, data: Any) -> None:
    around = record("R", of("input", schema))

    assert CODEC.decode(CODEC.encode({"input": data}, around), around, None) == {"input": data}
    assert CODEC.decode(CODEC.encode(data, schema), schema, None) == data


def constant(name: str, *values: str) -> Field:
    return of(name, Schema("string", enum=values), required=True)


ONE = record("One", constant("how", "is", "was"), of("value", STRING, required=True))
SEVERAL = record("Several", constant("how", "in", "out"), of("value", array(STRING), required=True))


@pytest.mark.parametrize("order", [(ONE, SEVERAL), (SEVERAL, ONE)])
@pytest.mark.parametrize(
    "data",
    [
        {"how": "is", "value": "a"},
        {"how": "in", "value": ["a"]},
        {"how": "out", "value": [""]},
        {"how": "in", "value": ["a", "b"]},
        {"how": "in", "value": []},
    ],
)
def test_a_list_of_one_hides_no_alternative(order: tuple[Schema, ...], data: Any) -> None:
    around = record("R", of("filter", Schema("any", variants=order)))

    content = CODEC.encode({"filter": data}, around)

    assert CODEC.decode(content, around, None) == {"filter": data}


def _node() -> Any:
    return Node


@attrs.frozen
class Node:
    SCHEMA: ClassVar[Schema]
    name: Any = attrs.field(default=None, metadata={"openapi": of("name", STRING)})
    inner: Any = attrs.field(
        default=None,
        metadata={"openapi": of("inner", array(Schema("object", model=_node), name="n"))},
    )


def test_a_model_may_hold_itself() -> None:
    schema = Schema("object", model=_node)
    tree = {"name": "a", "inner": [{"name": "b", "inner": [{"name": "c"}]}, {}]}

    assert CODEC.decode(CODEC.encode(tree, schema), schema, None) == tree


IDS = record("R", of("ids", array(text(name="id"), wrapped=True)), of("n", INTEGER))


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ({"ids": ["x"] * 41 + ["private\x01"]}, "ids[41]"),
        ({"ids": ["x", "private\ud800"]}, "ids[1]"),
        ({"ids": ["private\ufffe"]}, "ids[0]"),
        ({"ids": ["x", 5]}, "ids[1]"),
        ({"ids": "private"}, "ids"),
        ({"n": "private"}, "n"),
        ({"n": True}, "n"),
        ({"other": {"k": ["private\x00"]}}, "other.k[0]"),
        ({"a@b.co": "private\x00"}, "*"),
        ({"other": float("nan")}, "other"),
    ],
)
def test_what_xml_cannot_carry_is_refused_by_its_place(tree: Any, place: str) -> None:
    with pytest.raises(EncodingError) as caught:
        CODEC.encode(tree, IDS)

    assert caught.value.place == place
    assert str(caught.value).startswith(f"{place}: ")
    assert "private" not in str(caught.value)


def test_data_that_holds_itself_is_refused() -> None:
    tree: dict[str, Any] = {}
    tree["more"] = tree

    with pytest.raises(EncodingError, match="too deeply"):
        CODEC.encode(tree, IDS)


BOMB = "<!DOCTYPE R [<!ENTITY a 'aaaaaaaaaa'>{}]>".format(
    "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "line 1"),
        ("<R><n>private</n>", "not well-formed"),
        ("<html><body>private</body></html>", "root element is not R"),
        ("<R>private</R>", "text where the document says elements"),
        (f"{BOMB}<R><n>&i;</n></R>", ": "),
        (f"{BOMB}<R><n>1</n></R>", "document type"),
        ("<!DOCTYPE R SYSTEM 'file:///etc/passwd'><R/>", "document type"),
        (
            "<!DOCTYPE R [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><R><n>&x;</n></R>",
            "document type",
        ),
        ("<R>" * 5000, "not well-formed"),
        ("<R>" + "<a>" * 300 + "</a>" * 300 + "</R>", "not well-formed"),
        ("<R><n>&#0;</n></R>", "not well-formed"),
        ("<p:R/>", "not well-formed"),
    ],
)
def test_hostile_and_broken_documents_are_refused(document: str, said: str) -> None:
    with pytest.raises(DecodingError) as caught:
        CODEC.decode(document.encode(), IDS, None)

    assert said in str(caught.value)
    assert "private" not in str(caught.value)


@pytest.mark.parametrize(
    "declared", ["SYSTEM '{}'", "[<!ENTITY x SYSTEM '{}'>]", "[<!ENTITY % x SYSTEM '{}'> %x;]"]
)
def test_no_file_is_opened_for_a_document_type(declared: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside.dtd"
    os.mkfifo(outside)  # whoever opens it to read waits for a writer
    document = f"<!DOCTYPE R {declared.format(outside.as_uri())}><R><n>1</n></R>"
    script = (
        "import sys\n"
        "from adlists.errors import DecodingError\n"
        "from adlists.plugins.xml import XmlCodec\n"
        "try: XmlCodec().decode(sys.argv[1].encode(), None, None)\n"
        "except DecodingError as error: print(error)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", script, document],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert "document type" in ended.stdout


def test_comments_cdata_and_elements_do_not_corrupt_text() -> None:
    document = (
        b"<R><ids><id>a<!-- x -->b<?pi y?>c<![CDATA[<d>]]>e</id><id>f<x>no</x>g</id></ids></R>"
    )

    assert CODEC.decode(document, IDS, None) == {"ids": ["abc<d>e", "fg"]}


def test_elements_are_found_by_local_name_unless_a_namespace_is_stated() -> None:
    loose = record("R", of("a", STRING), of("b", text(namespace="urn:b")))
    document = b"<p:R xmlns:p='urn:p'><p:a>x</p:a><p:b>other</p:b><b xmlns='urn:b'>y</b></p:R>"

    assert CODEC.decode(document, loose, None) == {"a": "x", "b": "y"}


def test_unknown_elements_and_attributes_change_nothing_declared() -> None:
    document = b"<R z='1'><new>1</new><n>5</n><new>2</new><deep><n>7</n></deep></R>"

    assert CODEC.decode(document, IDS, None) == {"n": 5, "new": ["1", "2"], "deep": {"n": "7"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_charset_wins_over_the_declaration(encoding: str) -> None:
    said = "<?xml version='1.0' encoding='{}'?><R><ids><id>é</id></ids></R>"
    tree = {"ids": ["é"]}

    assert CODEC.decode(said.format(encoding).encode(encoding), IDS, None) == tree
    assert CODEC.decode(said.format("koi8-r").encode(encoding), IDS, encoding) == tree


def test_a_byte_order_mark_is_no_text() -> None:
    assert CODEC.decode(b"\xef\xbb\xbf<R><n>1</n></R>", IDS, "utf-8") == {"n": 1}
    assert CODEC.decode(b"\xef\xbb\xbf<R><n>1</n></R>", IDS, "latin-1") == {"n": 1}


def test_a_reply_without_a_schema_is_plain_data() -> None:
    document = b"<Error xmlns:i='urn:i'><Message>no</Message><a/><b><c>1</c></b></Error>"

    assert CODEC.decode(document, None, None) == {"Message": "no", "a": "", "b": {"c": "1"}}


def test_datacontract_documents_are_read() -> None:
    schema = record(
        "R",
        of("GumCallerId", Schema("integer", nullable=True)),
        of("Ids", array(text(name="string", namespace=ARRAYS, prefix="d2p1"), wrapped=True)),
        xml=Xml(namespace="urn:clr"),
    )
    document = f"""<R xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:clr">
      <GumCallerId i:nil="true"/>
      <Ids xmlns:a="{ARRAYS}"><a:string>x</a:string><string>not an item</string></Ids>
    </R>"""

    assert CODEC.decode(document.encode(), schema, None) == {"GumCallerId": None, "Ids": ["x"]}


# ---- long lists, which are cut out before parsing

LONG = [f"user{index}@example.com" for index in range(1000)]
RUN = "".join(f"<id>{one}</id>" for one in LONG)


def test_long_lists_are_lifted_and_put_back() -> None:
    tree: Any = {"n": 5, "ids": [*LONG, "a&<>'\"]]>", ""], "id": "extra"}
    content = CODEC.encode(tree, IDS).replace(b"&amp;", b"&amp;&apos;")
    tree["ids"][1000] = "a&'<>'\"]]>"

    assert lifting.lift(content, ("id",)) is None  # a further <id> of another kind: hands off
    del tree["id"]
    content = CODEC.encode(tree, IDS)
    assert lifting.lift(content, ("id",)) is not None
    assert CODEC.decode(content, IDS, None) == tree


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<R><new>", "</new></R>", {"new": {"id": LONG}}),
        ("<R><!--", "--><n>1</n></R>", {"n": 1}),
        ("<R><new><![CDATA[", "]]></new></R>", {"new": RUN}),
    ],
)
def test_a_run_that_is_not_the_list_is_left_to_the_parser(
    before: str, after: str, expected: Any
) -> None:
    document = before + RUN + after

    assert CODEC.decode(document.encode(), IDS, None) == expected


def test_items_of_another_name_are_no_empty_list() -> None:
    document = "<R><ids><number>1</number></ids></R>"

    assert CODEC.decode(document.encode(), IDS, None) == {"ids": {"number": "1"}}
    assert CODEC.decode(b"<R><ids><n/><id>1</id></ids></R>", IDS, None) == {"ids": ["1"]}
    assert CODEC.decode(b"<R><ids> </ids></R>", IDS, None) == {"ids": []}
    with pytest.raises(DecodingError, match="none of the elements in the root"):
        CODEC.decode(document.encode(), Schema("array", items=text(name="id"), xml=Xml("R")), None)


ODD = record(
    "R",
    of("n", Schema("integer", nullable=True)),
    of("a", Schema("boolean", xml=Xml(attribute=True))),
    of("ids", array(Schema("integer", xml=Xml("id")), wrapped=True)),
    of("either", Schema("any", variants=(INTEGER, Schema("boolean")))),
    of("inner", record("Inner", of("x", INTEGER))),
)


@pytest.mark.parametrize(
    ("document", "tree"),
    [
        ("<n>soon</n>", {"n": "soon"}),
        ("<n><b/>soon</n>", {"n": "soon"}),
        ("<n>  </n>", {"n": None}),
        ("<ids><id>1</id><id>?</id></ids>", {"ids": [1, "?"]}),
        ("<ids>none</ids>", {"ids": "none"}),
        ("<either>x</either>", {"either": "x"}),
        ("<inner>none</inner>", {"inner": "none"}),
        ("<inner><x/></inner>", {"inner": {"x": ""}}),
    ],
)
def test_what_does_not_convert_stays_plain_and_loses_nothing_beside_it(
    document: str, tree: Any
) -> None:
    content = f'<R a="perhaps">{document}</R>'.encode()

    assert CODEC.decode(content, ODD, None) == {"a": "perhaps", **tree}


PIECES = [
    *(b"<id>", b"</id>", b"<id/>", b"<id >", b"<id i='1'>", b"<p:id>", b"<b>x</b>", b"<", b">"),
    *(b"<!-- <id>x</id> -->", b"<![CDATA[</id><id>]]>", b"<?p?>", b"</ids><ids>", b"<n>1</n>"),
    *(b"&amp;", b"&#65;", b"&x;", b"&", b"]]>", b"\r\n", b"\0", b"\x01", b" ", b"\xc3\xa9"),
    *(b"\xff", b"\xef\xbf\xbf"),
]


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.lists(st.tuples(st.integers(0, 1100), st.sampled_from(PIECES)), max_size=3), st.booleans()
)
def test_lifting_never_changes_what_is_read(edits: list[tuple[int, bytes]], pretty: bool) -> None:
    between = b"</id>\n    <id>" if pretty else b"</id><id>"
    parts = [one.encode() for one in LONG]
    for index, piece in edits:
        at = index % len(parts)
        parts[at] = parts[at][:3] + piece + parts[at][3:]
    document = b"<R><ids><id>" + between.join(parts) + b"</id></ids></R>"

    def outcome(codec: XmlCodec) -> Any:
        try:
            return codec.decode(document, IDS, None)
        except DecodingError:
            return "refused"

    plain = XmlCodec()
    plain._tags[IDS] = ()  # nothing to lift: the parser reads it all

    assert outcome(CODEC) == outcome(plain)


def test_one_codec_serves_threads_that_use_it_first_together() -> None:
    codec, barrier, found = XmlCodec(), threading.Barrier(8), []
    tree = {"ids": ["x"], "n": 1, "more": {"a": 1}}

    def use() -> None:
        barrier.wait()
        found.append(codec.decode(codec.encode(tree, IDS), IDS, None))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert found == [tree] * 8


def test_the_media_types_are_xmls() -> None:
    assert CODEC.adlists_codec("application/xml") is CODEC
    assert CODEC.adlists_codec("text/xml") is CODEC
    assert CODEC.adlists_codec("application/problem+xml") is CODEC
    assert CODEC.adlists_codec("text/html") is None
