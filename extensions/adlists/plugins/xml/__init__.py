"""XML, as the XML Objects of a document have it: names, namespaces, attributes, wrappers.

Beyond what OpenAPI says of them: null is `xsi:nil="true"`; members stand in the document's
order; a value of several kinds bears an `xsi:type` where its text alone would read back as
another kind, and so does open data that is not text. Keys that are no XML names are written
as `_xHHHH_`, the way .NET does. Lists of lists always have an element around each list.

XML has no words for some trees. An optional list without a wrapper that is empty, and a
null attribute, are left out and read back as absent. What no XML can carry is refused.

Documents are read without entities, document types or network; `reader` says how names and
namespaces are matched, `lifting` how long lists are read faster than a parser could.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, cast

from adlists._runtime import scalars
from adlists.contract import Schema
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec, hookimpl
from adlists.plugins.xml import lifting
from adlists.plugins.xml.elements import Misfit
from adlists.plugins.xml.reader import Reader
from adlists.plugins.xml.untyped import Element
from adlists.plugins.xml.writer import XmlWriter

_NAMES: Final = frozenset({"application/xml", "text/xml"})
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii"})


class XmlCodec:
    """Reads and writes application/xml, text/xml and every type that ends in +xml."""

    name: Final = "xml"

    def __init__(self) -> None:
        self._writer = XmlWriter()
        self._reader = Reader()
        self._tags: dict[Schema, tuple[str, ...]] = {}

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Return this codec for XML's media types."""
        return self if media_type in _NAMES or media_type.endswith("+xml") else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write a document in UTF-8; `EncodingError` with the place of what XML cannot hold."""
        try:
            return self._writer.document(data, schema)
        except Misfit as misfit:
            raise EncodingError(misfit.message, place=misfit.place) from None
        except RecursionError:
            msg = "the data is nested too deeply, or holds itself"
            raise EncodingError(msg) from None

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read a document; its byte order mark, else the charset, else its declaration rules."""
        content, encoding = _in_utf8(content, charset)
        try:
            lifted = lifting.lift(content, self._liftable(schema)) if schema is not None else None
            if lifted is not None:
                data = self._reader.document(_parsed(lifted.content, encoding), schema)
                if lifted.put_back(data):
                    return data
            return self._reader.document(_parsed(content, encoding), schema)
        except Misfit as misfit:
            raise DecodingError(misfit.message, place=misfit.place) from None
        except RecursionError:
            msg = "the document is nested too deeply"
            raise DecodingError(msg) from None

    def _liftable(self, schema: Schema) -> tuple[str, ...]:
        found = self._tags.get(schema)
        if found is None:
            found = self._tags[schema] = lifting.tags(schema)
        return found


def _in_utf8(content: bytes, charset: str | None) -> tuple[bytes, str | None]:
    """Return the bytes in UTF-8 where their encoding is known; else as they are."""
    content, marked = scalars.marked(content)
    known = marked or charset
    if known is None:
        return content, None  # the declaration says, or it is UTF-8
    if known not in _UTF8:
        content = scalars.decoded(content, known).encode("utf-8", "surrogatepass")
    return content, "utf-8"


def _parsed(content: bytes, encoding: str | None) -> Element:
    """Return the root element; no entity, no document type, no network, no huge text."""
    etree: Any = import_module("lxml.etree")  # slow to import, and rarely needed
    parser = etree.XMLParser(
        encoding=encoding,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )  # never collect_ids=False: lxml then fetches an external document type after all
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        msg = "this is not well-formed XML, or not all of it"
        raise DecodingError(msg, place=f"line {line}, column {column}") from None  # it quotes
    except (etree.LxmlError, LookupError, ValueError):
        msg = "this is not XML"
        raise DecodingError(msg) from None
    if root.getroottree().docinfo.internalDTD is not None:
        msg = "the document has a document type; such documents are refused"
        raise DecodingError(msg)
    return cast("Element", root)
