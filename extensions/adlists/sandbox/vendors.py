"""What a vendor does beyond its document: a module named after the service says so.

`adlists.sandbox.<service>` may hold a `VENDOR`, of a class that overrides what differs. The
methods here are what every service does that has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from adlists.contract import Schema
from adlists.sandbox.backends import Handler, Invocation
from adlists.sandbox.received import Received, legible
from adlists.sandbox.rejections import abort
from adlists.sandbox.store import Store, Stored


class Vendor:
    """The usual: any name, any owner, any inputs; counts are those of the valid rows."""

    def handlers(self, realm: str) -> Mapping[str, Handler]:  # noqa: ARG002 - for those that override it
        """Return handlers of operations that `x-lists` has no step for."""
        return {}

    def prepare(self, store: Store, realm: str, now: float) -> None:
        """Put there what a service has from the start."""

    def token(self, issued: dict[str, Any]) -> dict[str, Any]:
        """Complete the reply that gives out a token; return it."""
        return issued

    def received(self, data: Any, schema: Schema) -> Any:  # noqa: ARG002 - as above
        """Return the body of a request as the document has it; *schema* is what it says."""
        return data

    def key(self) -> str | None:
        """Return the id of a new list; None for the next number."""
        return None

    def check_name(self, name: str) -> None:
        """Refuse a name that no list may have."""
        if not legible(name):
            abort(400, "name-must-not-be-empty", "The name is empty, or holds what no name may.")

    def check_inputs(self, inputs: Mapping[str, str]) -> None:
        """Refuse inputs, such as an advertiser, that the caller may not use."""

    def check_batch(self, invocation: Invocation, kind: str, batch: Received) -> None:
        """Refuse a batch as a whole."""

    def valid(self, step: str, batch: Received, changed: int) -> int:  # noqa: ARG002 - as above
        """Return how many rows the reply counts as valid; *changed* is what they changed."""
        return batch.valid

    def show(self, item: dict[str, Any], stored: Stored) -> None:
        """Complete what a listing tells of a list."""

    def answer(self, step: str, data: Any, lists: Sequence[Stored], invocation: Invocation) -> Any:
        """Complete the reply to a step; return it."""
        del step, lists, invocation
        return data


def find(service: str) -> Vendor:
    """Return what is known of a service beyond its document."""
    name = f"{__package__}.{service}"
    if not service.isidentifier() or find_spec(name) is None:
        return Vendor()
    vendor = getattr(import_module(name), "VENDOR", None)
    return vendor if isinstance(vendor, Vendor) else Vendor()
