"""Criteo's audiences, as a job sees them: found or made by name, filled batch by batch."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, Literal, cast

import orjson

from adlists.contract import UNSET, Call
from adlists.errors import AdlistsError, ArgumentError, Conflict, ServerError, WireError
from adlists.lists.plans import Plan
from adlists.lists.reading.batches import Batch
from adlists.lists.sending.delivery import Counted, Delivery
from adlists.lists.sending.journal import Part
from adlists_api.criteo_v1.api.audiences import (
    add_remove_users_to_audience as patch,
)
from adlists_api.criteo_v1.api.audiences import create_audience, get_audiences
from adlists_api.criteo_v1.models import (
    AudienceCreateRequest,
    AudiencePatchRequest,
    AudiencePatchResponse,
)

Schema = Literal["email", "madid", "identityLink", "gum"]
Encoding = Literal["json", "xml"]

#: What an identifier takes in XML beyond what it takes in JSON, in bytes.
TAGS: Final = len("<identifier></identifier>") - len('"",')
_ENVELOPE: Final = 256  # bytes that a body takes beside its identifiers
_TYPES: Final = {"json": "application/json", "xml": "application/xml"}


def cut(max_bytes: int, encoding: Encoding) -> tuple[int, int]:
    """Return how many identifiers, and how many bytes of JSON, fit into one request."""
    most = identifiers_at_most()
    size = max_bytes - _ENVELOPE
    if encoding == "json":
        return most, size
    most = min(most, max(1, size // (2 * TAGS)))
    return most, size - most * TAGS


def weight(batch: Batch, encoding: Encoding) -> int:
    """Return how many bytes a batch takes on the wire, nearly."""
    tags = TAGS * batch.count if encoding == "xml" else 0
    return len(batch.rows) + tags + 80


def call(
    audience: int,
    part: Part,
    schema: Schema,
    gum_caller: int | None,
    encoding: Encoding,
    batch: Batch,
) -> Call[AudiencePatchResponse]:
    """Return the call that sends a batch."""
    # JSON goes into the body as it is: orjson copies it there without looking inside.
    whole = orjson.Fragment(b"[" + batch.rows + b"]") if encoding == "json" else batch.values()
    body = AudiencePatchRequest(
        operation=part,
        schema=schema,
        identifiers=cast("list[str]", whole),
        gum_caller_id=UNSET if gum_caller is None else gum_caller,
    )
    return patch.call(audience, body=body, content_type=_TYPES[encoding])


def identifiers_at_most() -> int:
    """Return the document's limit for one request."""
    body = patch.OPERATION.body
    assert body is not None  # noqa: S101 - the operation has one
    (found,) = [one.schema.max_items for one in body.schema.fields if one.name == "identifiers"]
    return found or 10_000


def valid(reply: AudiencePatchResponse) -> Counted:
    """Return how many identifiers the service found valid, and how many not."""
    good, bad = reply.nb_valid_identifiers, reply.nb_invalid_identifiers
    return (
        good if isinstance(good, int) else None,
        bad if isinstance(bad, int) else None,
    )


def find(
    name: int | str, advertiser: int | None, delivery: Delivery, *, create: bool
) -> Plan[tuple[int, bool]]:
    """Return an audience's id, and whether it was made just now."""
    if isinstance(name, int):
        return name, False
    delivery.tell("finding the audience")
    for _ in range(4):
        found = yield from _named(name, advertiser, delivery)
        if found is not None:
            return found, False
        if not create:
            msg = (
                f"Advertiser {advertiser} has no audience of that name. "
                "Ask for it to be created (--create), or give another name."
            )
            raise ArgumentError(msg)
        body = AudienceCreateRequest(advertiser_id=advertiser or 0, name=name)
        # After a lost reply nobody knows whether it is there: so look, by its name.
        with suppress(Conflict, ServerError, WireError):
            made = yield from delivery.once(create_audience.call(body=body))
            if isinstance(made.audience_id, int):
                return made.audience_id, True
    msg = "The audience could not be created: every reply was lost. Try again."
    raise AdlistsError(msg)


def _named(name: str, advertiser: int | None, delivery: Delivery) -> Plan[int | None]:
    listed = yield from delivery.ask(get_audiences.call(advertiser_id=advertiser or 0))
    for one in listed.audiences or ():
        if one.name == name and isinstance(one.id, int):
            return one.id
    return None
