"""Every kind of change that a report knows, and its severity by direction.

A change narrows what may be sent, or widens what may come back: both hurt those who call.
The other way round neither does. That is nearly the whole table; what deviates says why.
"""

from __future__ import annotations

from typing import Final

import attrs

from adlists.regenerate.changes.change import Area, Severity, Way

_C: Final = Severity.COMPATIBLE
_P: Final = Severity.POSSIBLY_BREAKING
_B: Final = Severity.BREAKING


@attrs.frozen
class ChangeRule:
    """A kind of change: its severity in a request (or without direction), and in a reply."""

    area: Area
    request: Severity
    reply: Severity

    def severity(self, way: Way | None) -> Severity:
        """Return the severity for things that travel this way."""
        return self.reply if way == "reply" else self.request


def _rules(
    area: Area, table: dict[str, tuple[Severity, Severity] | Severity]
) -> dict[str, ChangeRule]:
    return {
        name: ChangeRule(area, *(weight if isinstance(weight, tuple) else (weight, weight)))
        for name, weight in table.items()
    }


RULES: Final[dict[str, ChangeRule]] = {
    **_rules(
        "contract",
        {
            "document-removed": _B,
            "document-added": _C,
            "info-changed": _C,
            # Where calls go: yesterday's client reaches another host, or none.
            "server-changed": _B,
            "server-added": _C,
            "server-removed": _P,
            "server-variable-narrowed": _B,
            "server-variable-widened": _C,
            "operation-removed": _B,
            "operation-added": _C,
            "operation-renamed": _B,
            "operation-path-changed": _B,
            "operation-method-changed": _B,
            "operation-tag-changed": _C,  # what it does to names is Python's to say
            "deprecated": _C,
            "not-deprecated": _C,
            "parameter-removed": _B,
            "parameter-renamed": _B,
            "parameter-added-required": _B,
            "parameter-added-optional": _C,
            "parameter-required": _B,
            "parameter-optional": _C,
            "parameter-empty-allowed": _C,
            "parameter-empty-refused": _B,
            "parameter-moved": _B,
            "parameter-style-changed": _B,
            "body-removed": _B,
            "body-added-required": _B,
            "body-added-optional": _C,
            "body-required": _B,
            "body-optional": _C,
            "media-type-removed": _B,
            "media-type-added": _C,
            "media-type-order-changed": (_P, _C),  # the first one is sent, unless another is named
            "encoding-changed": _B,
            "part-header-added-optional": _C,
            "status-success-removed": _B,
            "status-success-added": _P,
            "status-error-removed": _C,  # an error is raised by its status all the same
            "status-error-added": _C,
            "header-removed": _B,
            "header-added": _C,
            "header-required": _C,
            "header-optional": _B,
            "header-style-changed": _B,
            "header-format-changed": _P,  # read alike where it is a text
            "security-narrowed": _B,
            "security-widened": _C,
            "scheme-removed": _C,  # operations that named it say what it means for them
            "scheme-added": _C,
            "scheme-changed": _B,
            "scheme-url-changed": _P,
            "scope-removed": _P,
            "scope-added": _C,
            "schema-added": (_B, _C),
            "schema-removed": (_C, _P),
            "type-changed": _B,
            "type-widened": (_C, _B),
            "type-narrowed": (_B, _C),
            "nullable-added": (_C, _B),
            "nullable-removed": (_B, _C),
            "format-type-changed": _B,
            "format-changed": _P,
            "format-narrowed": (_P, _C),
            "format-widened": (_C, _P),
            "enum-added": (_B, _C),
            "enum-removed": (_C, _P),
            "enum-value-added": (_C, _P),
            "enum-value-removed": (_B, _C),
            "const-added": (_B, _C),
            "const-removed": (_C, _P),
            "const-changed": _B,
            "default-changed": (_P, _C),
            "limit-tightened": (_B, _C),
            "limit-loosened": (_C, _P),
            "pattern-added": (_B, _C),
            "pattern-removed": _C,
            "pattern-changed": (_P, _C),
            "property-removed": _B,
            "property-renamed": _B,
            "property-added-required": (_B, _C),
            "property-added-optional": _C,
            "property-required": (_B, _C),
            "property-optional": (_C, _B),
            "property-read-only": (_P, _C),
            "property-not-read-only": _C,
            "property-write-only": (_C, _B),
            "property-not-write-only": _C,
            "additional-closed": (_B, _P),
            "additional-opened": _C,
            "alternative-added": (_C, _B),
            "alternative-removed": (_B, _C),
            "discriminator-changed": _B,
            "discriminator-added": (_P, _P),
            "discriminator-removed": (_P, _P),
            "constraint-added": (_B, _C),
            "constraint-removed": (_C, _P),
            "constraint-changed": (_B, _P),
            "extension-changed": _C,
        },
    ),
    **_rules(
        "behaviour",
        {
            # A call is repeated that was not, or is not that was: doubles, or failures.
            "repeat-allowed": _P,
            "repeat-forbidden": _P,
            "reply-limit-tightened": _P,
            "reply-limit-loosened": _C,
            "sensitive-added": _C,
            "sensitive-removed": _P,  # its values may now stand in logs
            "xml-changed": _B,
            "xml-order-changed": (_P, _C),
            "encode-as-changed": _B,
            "methods-changed": _P,
            "method-removed": _B,
            "method-added": _C,
            "method-narrowed": _B,
            "method-widened": _C,
            "method-reply-changed": _B,
            "list-step-removed": _B,
            "list-step-added": _C,
            "list-identifier-removed": _B,
            "list-identifier-added": _C,
            "list-input-removed": _B,
            "list-input-added-needed": _B,
            "list-input-added": _C,
            "list-input-needed": _B,
            "list-input-not-needed": _C,
            "list-value-removed": _B,
            "list-value-added": _C,
            "list-limit-tightened": _P,  # more and smaller batches; each still goes through
            "list-limit-loosened": _C,
            "list-changed": _P,
        },
    ),
    **_rules(
        "python",
        {
            "name-removed": _B,
            "name-renamed": _B,
            "name-added": _C,
            "argument-removed": _B,
            "argument-renamed": _B,
            "argument-required": _B,
            "argument-optional": _C,
            "argument-added-required": _B,
            "argument-added": _C,
            "argument-type-narrowed": _B,
            "argument-type-widened": _C,
            "argument-default-changed": _P,
            "argument-order-changed": _B,
            "field-removed": _B,
            "field-renamed": _B,
            "field-required": (_B, _C),
            "field-optional": (_C, _B),
            "field-added-required": (_B, _C),
            "field-added": _C,
            "field-type-narrowed": (_B, _C),
            "field-type-widened": (_C, _B),
            "field-values-widened": (_C, _P),
            "result-removed": _B,
            "result-narrowed": _C,
            "result-widened": _B,
            "result-values-widened": _P,
        },
    ),
}
