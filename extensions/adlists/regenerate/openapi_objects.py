"""All objects of OpenAPI 3.0, 3.1 and 3.2, and what each of their keywords means to us.

A keyword is *used*; *harmless*, as it says nothing that a client needs; *said*, as it is passed
over aloud; or *refused*, so that what needs it is left out and listed. The Schema Object has
its own list, in `keywords`. A keyword of a later version is read in an earlier one, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from adlists._runtime.misspellings import nearest
from adlists.regenerate import keywords
from adlists.regenerate.documents import METHODS, Document, Node

Meaning = Literal["used", "harmless", "said", "refused"]

# What a keyword means, and what its value holds: an object of that name, a list of them
# ("[Server]"), or an object that has them under any names ("{Header}").
_DOCUMENTATION: Final = {"externalDocs": "harmless External Documentation"}
_EXAMPLES: Final = {"example": "harmless", "examples": "harmless {Example}"}
_VALUE: Final = {
    "description": "used", "required": "used", "deprecated": "harmless",
    "allowEmptyValue": "harmless", "style": "used", "explode": "used", "schema": "used Schema",
    "content": "used {Media Type}", **_EXAMPLES,
}  # fmt: skip
_POSITIONS: Final = {
    "prefixEncoding": "refused", "itemEncoding": "refused",
}  # fmt: skip
_TABLE: Final[dict[str, dict[str, str]]] = {
    "OpenAPI": {
        "openapi": "used", "$self": "used", "info": "used Info", "jsonSchemaDialect": "used",
        "servers": "used [Server]", "paths": "used {Path Item}", "webhooks": "said",
        "components": "used Components", "security": "used", "tags": "used [Tag]",
        **_DOCUMENTATION,
    },
    "Info": {
        "title": "used", "summary": "harmless", "description": "used", "version": "used",
        "termsOfService": "harmless", "contact": "harmless Contact", "license": "harmless License",
    },
    "Contact": {"name": "harmless", "url": "harmless", "email": "harmless"},
    "License": {"name": "harmless", "identifier": "harmless", "url": "harmless"},
    "Server": {
        "url": "used", "description": "used", "name": "harmless",
        "variables": "used {Server Variable}",
    },
    "Server Variable": {"enum": "used", "default": "used", "description": "used"},
    "Components": {
        "schemas": "used {Schema}", "responses": "used {Response}",
        "parameters": "used {Parameter}", "examples": "harmless {Example}",
        "requestBodies": "used {Request Body}", "headers": "used {Header}",
        "securitySchemes": "used {Security Scheme}", "links": "harmless {Link}",
        "callbacks": "harmless", "pathItems": "used {Path Item}",
        "mediaTypes": "used {Media Type}",
    },
    "Path Item": {
        "$ref": "used", "summary": "harmless", "description": "harmless",
        **dict.fromkeys(METHODS, "used Operation"), "additionalOperations": "used {Operation}",
        "servers": "used [Server]", "parameters": "used [Parameter]",
    },
    "Operation": {
        "tags": "used", "summary": "used", "description": "used", **_DOCUMENTATION,
        "operationId": "used", "parameters": "used [Parameter]",
        "requestBody": "used Request Body", "responses": "used {Response}", "callbacks": "said",
        "deprecated": "harmless", "security": "used", "servers": "used [Server]",
    },
    "External Documentation": {"description": "harmless", "url": "harmless"},
    "Parameter": {"name": "used", "in": "used", "allowReserved": "used", **_VALUE},
    "Request Body": {"description": "used", "content": "used {Media Type}", "required": "used"},
    "Media Type": {
        "description": "harmless", "schema": "used Schema", "itemSchema": "used Schema",
        "encoding": "used {Encoding}", **_EXAMPLES, **_POSITIONS,
    },
    "Encoding": {
        "contentType": "used", "style": "used", "explode": "used", "allowReserved": "used",
        "headers": "said", **_POSITIONS,
        "encoding": "refused",
    },
    "Response": {
        "summary": "harmless", "description": "used", "headers": "used {Header}",
        "content": "used {Media Type}", "links": "harmless {Link}",
    },
    "Example": {
        "summary": "harmless", "description": "harmless", "value": "harmless",
        "externalValue": "harmless", "dataValue": "harmless", "serializedValue": "harmless",
    },
    "Link": {
        "operationRef": "harmless", "operationId": "harmless", "parameters": "harmless",
        "requestBody": "harmless", "description": "harmless", "server": "harmless Server",
    },
    "Header": {**_VALUE, "allowReserved": "harmless"},
    "Tag": {
        "name": "used", "summary": "harmless", "description": "used", "parent": "harmless",
        "kind": "harmless", **_DOCUMENTATION,
    },
    "Discriminator": {"propertyName": "used", "mapping": "used", "defaultMapping": "used"},
    "XML": {
        "name": "used", "namespace": "used", "prefix": "used", "attribute": "used",
        "wrapped": "used", "nodeType": "used",
    },
    "Security Scheme": {
        "type": "used", "description": "harmless", "name": "used", "in": "used",
        "scheme": "used", "bearerFormat": "harmless", "flows": "used OAuth Flows",
        "openIdConnectUrl": "used", "oauth2MetadataUrl": "harmless", "deprecated": "harmless",
    },
    "OAuth Flows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"),
        "used OAuth Flow",
    ),
    "OAuth Flow": {
        "authorizationUrl": "harmless", "deviceAuthorizationUrl": "harmless",
        "tokenUrl": "used", "refreshUrl": "used", "scopes": "used",
    },
    "Schema": {key: f"{keywords.meaning(key)} {keywords.part(key)}" for key in keywords.ALL},
}  # fmt: skip
_MEANINGS: Final[Mapping[str, Meaning]] = {
    "used": "used", "harmless": "harmless", "said": "said", "refused": "refused",
}  # fmt: skip
_UNDONE: Final = {
    ("Media Type", "prefixEncoding"): "parts are written by their name, and not by their place",
    ("Media Type", "itemEncoding"): "parts are written by their name, and not by their place",
    ("Encoding", "prefixEncoding"): "a part is written by one media type, and has no parts",
    ("Encoding", "itemEncoding"): "a part is written by one media type, and has no parts",
    ("Encoding", "encoding"): "a part is written by one media type, and has no parts",
}
_CLOSE: Final = 0.75


def meanings(name: str) -> dict[str, Meaning]:
    """Return the keywords of an object, by its name in the specification, with their meaning."""
    return {key: _MEANINGS[said.partition(" ")[0]] for key, said in _TABLE[name].items()}


#: The keywords of each object, by its name in the specification.
OBJECTS: Final[Mapping[str, Mapping[str, Meaning]]] = {name: meanings(name) for name in _TABLE}
#: What the value of a keyword holds: an object, a list of them, or one of them by any names.
PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    name: {key: part for key, said in table.items() if (part := said.partition(" ")[2])}
    for name, table in _TABLE.items()
}


def meant(name: str, key: str) -> str | None:
    """Return the keyword of an object that another key was meant to be, where that is plain."""
    return nearest(key, OBJECTS[name], _CLOSE)


def demand(document: Document, node: Node, name: str) -> None:
    """Raise a Refusal where an object has a keyword that a client needs and nobody follows."""
    for key in node:
        if OBJECTS[name].get(key) == "refused":
            document.refuse(f"{key} is not followed: {_UNDONE[name, key]}", node, key)
