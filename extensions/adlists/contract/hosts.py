"""Where a service may be called: the Server Object, and the variables in its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import attrs

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


@attrs.frozen
class ServerVariable:
    """A part of an address that a caller may choose.

    `default` is None where the document has none, so that it must be chosen; `enum` is empty
    where it may be anything.
    """

    name: str
    default: str | None = None
    enum: tuple[str, ...] = ()
    description: str = ""


@attrs.frozen
class Server:
    """An address that a document lists, with its variables in braces; it may be relative."""

    url: str
    variables: tuple[ServerVariable, ...] = ()
    description: str = ""

    def address(self, values: Mapping[str, str] | None = None) -> str:
        """Return the address with its variables filled in, those not given by their defaults.

        What has neither stays in braces.
        """
        known: dict[str, str] = {
            item.name: item.default for item in self.variables if item.default is not None
        }
        known.update(values or {})
        return _VARIABLE.sub(lambda found: known.get(found[1], found[0]), self.url).rstrip("/")
