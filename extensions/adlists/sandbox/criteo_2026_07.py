"""What today's Criteo does beyond its document, as far as it is known.

Inferred from the vendor's own SDK, which fails without: every reply that gives out a token has a
member `refresh_token`, with nothing in it for client credentials; and the reply to emptying a
contact list names the list.

Segments are changed, deleted and measured several at a time, which no step of `x-lists` is: each
that is unknown is told among the errors of a reply of success.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from adlists.sandbox.backends import Answer, Handler, Invocation
from adlists.sandbox.store import ListExistsError, Stored
from adlists.sandbox.vendors import Vendor

_TYPE: Final = "AudienceSegment"
_PORTFOLIO: Final = range(1, 10)

#: What is done to one segment that a request names: what to tell of it, or a code of an error.
Act = Callable[[Invocation, Stored, Mapping[str, Any]], "dict[str, Any] | str"]


class Criteo202607(Vendor):
    """Members of replies that the document lets be absent, and what is done to segments."""

    def handlers(self, realm: str) -> Mapping[str, Handler]:
        """Return what changes, deletes and measures segments, and tells the portfolio."""
        return {
            "update_audience_segments": _each(realm, _update),
            "delete_audience_segments": _each(realm, _delete),
            "compute_audience_segments_sizes": _each(realm, _measure),
            "list_advertisers": _list_advertisers,
        }

    def token(self, issued: dict[str, Any]) -> dict[str, Any]:
        """Add `refresh_token`, which is null."""
        return {**issued, "refresh_token": None}

    def answer(self, step: str, data: Any, lists: Sequence[Stored], invocation: Invocation) -> Any:
        """Name the list that was emptied."""
        if step == "clear":
            names = {"name": lists[0].name, "description": lists[0].description}
            named = {"id": lists[0].key, "type": "AudienceContactlist", "attributes": names}
            data = {**data, "data": named}
        return super().answer(step, data, lists, invocation)


def _each(realm: str, act: Act) -> Handler:
    """Return a handler that does something to each segment of a request."""

    def handler(invocation: Invocation) -> Answer:
        told: list[dict[str, Any]] = []
        errors: list[dict[str, Any]] = []
        for item in invocation.body["data"]:
            stored = invocation.store.find(realm, item["id"])
            found = "segment-not-found" if stored is None else act(invocation, stored, item)
            if isinstance(found, str):
                title = found.replace("-", " ").capitalize()
                errors.append({"code": found, "title": title, "instance": f"/{item['id']}"})
            else:
                told.append({"id": item["id"], "type": _TYPE, **found})
        return Answer(200, {"data": told, "errors": errors, "warnings": []})

    return handler


def _update(
    invocation: Invocation, stored: Stored, item: Mapping[str, Any]
) -> dict[str, Any] | str:
    asked = item["attributes"]
    name = asked.get("name") or stored.name
    described = asked.get("description")
    description = stored.description if described is None else described.get("value")
    try:
        invocation.store.change(stored, name, description, int(invocation.now))
    except ListExistsError:
        return "name-must-be-unique"
    attributes: dict[str, Any] = {"advertiserId": stored.owner, "name": name, "contactList": {}}
    if description is not None:
        attributes["description"] = description
    return {"attributes": attributes}


def _delete(invocation: Invocation, stored: Stored, _: Mapping[str, Any]) -> dict[str, Any]:
    invocation.store.delete(stored)
    return {}


def _measure(_: Invocation, stored: Stored, __: Mapping[str, Any]) -> dict[str, Any]:
    return {"attributes": {"size": sum(stored.sizes.values())}}


def _list_advertisers(_: Invocation) -> Answer:
    told = [
        {"id": str(number), "type": "Advertiser", "attributes": {"advertiserName": f"No. {number}"}}
        for number in _PORTFOLIO
    ]
    return Answer(200, {"data": told, "errors": [], "warnings": []})


VENDOR: Final = Criteo202607()
