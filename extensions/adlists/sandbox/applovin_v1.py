"""What AppLovin's app lists do beyond their document, as far as it is known.

What is not documented is decided here: putting an app on a list where it is counts as
processed, and so does each of two equal lines; taking off an app that is not there counts as
neither processed nor failed; a list that is deleted is gone, and its name free.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adlists.sandbox.backends import Answer, Handler, Invocation
from adlists.sandbox.received import Received
from adlists.sandbox.rejections import abort
from adlists.sandbox.store import Stored
from adlists.sandbox.vendors import Vendor

_NAME: Final = re.compile(r"[A-Za-z0-9_+ -]+")


class AppLovin(Vendor):
    """Names of few characters, ids of 32 hexadecimal digits, and a count in every reply."""

    def handlers(self, realm: str) -> Mapping[str, Handler]:
        """Return what deletes a list."""

        def delete(invocation: Invocation) -> Answer:
            stored = invocation.store.find(realm, invocation.arguments["app_list_id"])
            if stored is None:
                abort(404, "app-list-not-found", "There is no list with this id.")
            invocation.store.delete(stored)
            return Answer(200)

        return {"delete": delete}

    def key(self) -> str | None:
        """Return the id of a new list."""
        return secrets.token_hex(16)

    def check_name(self, name: str) -> None:
        """Refuse a name with other characters than the page has."""
        if not _NAME.fullmatch(name) or not name.strip():
            abort(400, "name-invalid", "A name has letters, digits, _, -, + and spaces.")

    def valid(self, step: str, batch: Received, changed: int) -> int:
        """Count the apps that a removal took off."""
        return changed if step == "remove" else batch.valid

    def show(self, item: dict[str, Any], stored: Stored) -> None:
        """Tell how many apps are on a list."""
        item["description"] = stored.description or ""
        item["app_count"] = sum(stored.sizes.values())

    def answer(self, step: str, data: Any, lists: Sequence[Stored], invocation: Invocation) -> Any:
        """Repeat the status in the body, and count what the body lists."""
        if step == "create":
            return data
        data["code"] = 200
        if step in {"add", "remove"}:
            data["app_list_id"] = lists[0].key
        for items in ("app_lists", "apps"):
            if items in data:
                data["count"] = len(data[items])
        return super().answer(step, data, lists, invocation)


VENDOR: Final = AppLovin()
