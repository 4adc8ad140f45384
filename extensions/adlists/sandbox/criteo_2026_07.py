"""What today's Criteo does beyond its document, as far as it is known.

Inferred from the vendor's own SDK, which fails without: every reply that gives out a token has a
member `refresh_token`, with nothing in it for client credentials; and the reply to emptying a
contact list names the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from adlists.sandbox.backends import Invocation
from adlists.sandbox.store import Stored
from adlists.sandbox.vendors import Vendor


class Criteo202607(Vendor):
    """Members of replies that the document lets be absent, and the SDK does not."""

    def token(self, issued: dict[str, Any]) -> dict[str, Any]:
        """Add it, without a value."""
        return {**issued, "refresh_token": None}

    def answer(self, step: str, data: Any, lists: Sequence[Stored], invocation: Invocation) -> Any:
        """Name the list that was emptied."""
        if step == "clear":
            names = {"name": lists[0].name, "description": lists[0].description}
            named = {"id": lists[0].key, "type": "AudienceContactlist", "attributes": names}
            data = {**data, "data": named}
        return super().answer(step, data, lists, invocation)


VENDOR: Final = Criteo202607()
