"""All keywords of the Schema Object: what is used, what is harmless, what is refused.

Harmless is what only a validator asks for: a client sends what it is given, and keeps what
it gets. A keyword in none of these sets is an annotation of somebody's, as JSON Schema has
it (Core, section 6.5); that nobody reads it is said, as it may be a misspelled one.
"""

from __future__ import annotations

from typing import Final, Literal

# What describes a value and changes nothing about its shape.
ANNOTATIONS: Final = frozenset(
    {
        "$comment", "default", "deprecated", "description", "example", "examples", "externalDocs",
        "readOnly", "summary", "title", "writeOnly", "xml",
    }
)  # fmt: skip
# What only a validator asks for.
VALIDATION: Final = frozenset(
    {
        "contains", "contentSchema", "dependencies",
        "dependentRequired", "dependentSchemas", "else", "exclusiveMaximum", "exclusiveMinimum",
        "if", "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains",
        "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "pattern",
        "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    }
)  # fmt: skip
# What names a schema or a part of it; references are followed by their place.
NAMES: Final = frozenset(
    {
        "$anchor", "$defs", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema", "$vocabulary",
        "definitions", "id",
    }
)  # fmt: skip
SHAPE: Final = frozenset(
    {
        "$ref", "additionalProperties", "allOf", "anyOf", "const", "contentEncoding",
        "contentMediaType", "discriminator", "enum",
        "format", "items", "nullable", "oneOf", "patternProperties", "prefixItems", "properties",
        "required", "type",
    }
)  # fmt: skip
# What leads to a schema that only a validator finds; where it is plain, it became a `$ref`.
REFUSED: Final = frozenset({"$dynamicRef", "$recursiveRef"})
ALL: Final = ANNOTATIONS | VALIDATION | NAMES | SHAPE | REFUSED
TYPES: Final = ("array", "boolean", "integer", "null", "number", "object", "string")


# What a value that is made up keeps to: in the sandbox, and where a package is tried.
_LIMITS: Final = frozenset(
    {
        "exclusiveMaximum", "exclusiveMinimum", "maxLength", "maxProperties", "maximum",
        "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern",
        "uniqueItems",
    }
)  # fmt: skip
# What else of these is used: it describes a field in Python, or how it is sent.
_USED: Final = (
    SHAPE
    | _LIMITS
    | frozenset({"default", "description", "maxItems", "readOnly", "title", "writeOnly", "xml"})
)
# What holds schemas: one, a list of them, or some by their names.
_ONE: Final = (
    "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_PARTS: Final = {
    **dict.fromkeys(_ONE, "Schema"),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[Schema]"),
    **dict.fromkeys(
        (
            "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties",
            "properties",
        ),
        "{Schema}",
    ),
    "discriminator": "Discriminator", "externalDocs": "External Documentation", "xml": "XML",
}  # fmt: skip


def light(key: str) -> bool:
    """Tell whether a keyword leaves the shape of a value alone."""
    return key not in SHAPE and key not in REFUSED


def meaning(key: str) -> Literal["used", "harmless", "refused"]:
    """Tell what a keyword of the Schema Object means to a client."""
    if key in REFUSED:
        return "refused"
    return "used" if key in _USED else "harmless"


def part(key: str) -> str:
    """Return what stands under a keyword: "Schema", "[Schema]" or "{Schema}"; or nothing."""
    return _PARTS.get(key, "")
