"""All keywords of the Schema Object: what is used, what is harmless, what is refused.

Harmless is what only a validator asks for: a client sends what it is given, and keeps what
it gets. A keyword in none of these sets is an annotation of somebody's, as JSON Schema has
it (Core, section 6.5), unless it looks like a misspelled one of ours.
"""

from __future__ import annotations

import difflib
from typing import Final

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


def light(key: str) -> bool:
    """Tell whether a keyword leaves the shape of a value alone."""
    return key not in SHAPE and key not in REFUSED


def misspelled(key: str) -> str | None:
    """Return the keyword that an unknown one was meant to be, where that is plain to see."""
    if key in ALL or key.startswith("x-"):
        return None
    folded = {known.casefold(): known for known in ALL}
    close = difflib.get_close_matches(key.casefold(), folded, 1, cutoff=0.86)
    return folded[close[0]] if close else None
