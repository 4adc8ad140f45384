"""What Criteo's audiences do beyond their document, as far as it is known.

What is not documented is decided here: identifiers are the same if their letters are; every
email address counts as known to Criteo (nbMatchesEmail).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from adlists.sandbox.backends import Invocation
from adlists.sandbox.received import Received
from adlists.sandbox.rejections import abort
from adlists.sandbox.store import Store, Stored
from adlists.sandbox.vendors import Vendor

PORTFOLIO: Final = range(1, 10)
#: An audience of an advertiser outside the portfolio: there to be refused with 403.
FOREIGN: Final = "1"


class CriteoV1(Vendor):
    """A portfolio of nine advertisers, rules for GUM cookie ids, and times in unix seconds."""

    def prepare(self, store: Store, realm: str, now: float) -> None:
        """Put somebody else's audience there, for the 403."""
        if store.find(realm, FOREIGN) is None:
            store.create(realm, str(PORTFOLIO.stop), "Not yours", None, int(now), FOREIGN)

    def check_name(self, name: str) -> None:
        """Refuse a name without a letter; whatever else it holds is taken."""
        if not name.strip():
            abort(400, "name-must-not-be-empty", "The name is empty.")

    def check_inputs(self, inputs: Mapping[str, str]) -> None:
        """Refuse an advertiser outside the portfolio."""
        advertiser = inputs.get("advertiser")
        if advertiser is not None and advertiser not in map(str, PORTFOLIO):
            abort(403, "advertiser-not-in-portfolio", "The advertiser is not in your portfolio.")

    def check_batch(self, invocation: Invocation, kind: str, batch: Received) -> None:
        """Refuse a GUM caller out of place, or missing; and a batch without one valid row."""
        caller = invocation.body.get("gumCallerId")
        if kind == "gum" and caller is None:
            abort(400, "gum-caller-id-missing", "The schema gum needs a gumCallerId.")
        if kind != "gum" and caller is not None:
            abort(400, "gum-caller-id-misused", "A gumCallerId goes with the schema gum only.")
        if not batch.valid:
            text = f"No identifier is valid for the schema {kind}."
            abort(400, "no-valid-identifier", text)

    def show(self, item: dict[str, Any], stored: Stored) -> None:
        """Tell when an audience was made and changed, and how many of its lines are emails."""
        emails = stored.sizes.get("email", 0)
        item |= {"created": stored.created, "updated": stored.updated}
        item |= {"nbLinesEmail": emails, "nbMatchesEmail": emails}
        item["advertiserId"] = int(stored.owner)

    def answer(self, step: str, data: Any, lists: Sequence[Stored], invocation: Invocation) -> Any:
        """Date the reply to a batch."""
        if step in {"add", "remove"}:
            moment = datetime.fromtimestamp(invocation.now, UTC)
            data["requestDate"] = moment.isoformat(timespec="milliseconds")[:-6] + "Z"
        return super().answer(step, data, lists, invocation)


VENDOR: Final = CriteoV1()
