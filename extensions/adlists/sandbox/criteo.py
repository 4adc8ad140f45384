"""What Criteo's audiences do, as far as it is documented.

What is not documented is decided here: a name may not consist of blanks; identifiers are
the same if their letters are; a PUT without a description keeps the old one; every email
address counts as known to Criteo (nbMatchesEmail); ten invalid identifiers are a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from adlists.sandbox.behaviour import Answer, Ask, Behaviour, Handler, legible
from adlists.sandbox.problems import refuse
from adlists.sandbox.store import NameTakenError, Store, Stored

PORTFOLIO: Final = range(1, 10)
#: An audience of an advertiser outside the portfolio: there to be refused with 403.
FOREIGN: Final = "1"
_REALM: Final = "audience"
_SAMPLE: Final = 10
_HEX: Final = "[0-9a-fA-F]"
_WORD: Final = r"[^@\s\x00-\x1f\x7f-\x9f\ud800-\udfff"
# Plain, or a hash: MD5 has 32 hexadecimal digits; SHA-256, also that of an MD5, has 64.
_EMAIL: Final = re.compile(rf"{_HEX}{{64}}|{_HEX}{{32}}|{_WORD}]+@{_WORD}.]+(?:\.{_WORD}.]+)+")
_MADID: Final = re.compile(rf"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}")

_VALID: Final[Mapping[str, Callable[[str], object]]] = {
    "email": _EMAIL.fullmatch,
    "madid": _MADID.fullmatch,
}


def _get_audiences(ask: Ask) -> Answer:
    advertiser = _own(ask.arguments["advertiserId"])
    found = ask.store.owned(_REALM, advertiser)
    return Answer(200, {"audiences": [_shown(one) for one in found]})


def _shown(one: Stored) -> dict[str, Any]:
    emails = one.sizes.get("email", 0)
    shown = {
        "id": int(one.key),
        "advertiserId": one.owner,
        "name": one.name,
        "description": one.description,
        "created": one.created,
        "updated": one.updated,
        "nbLines": sum(one.sizes.values()),
        "nbLinesEmail": emails,
        "nbMatchesEmail": emails,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _create_audience(ask: Ask) -> Answer:
    name = _named(ask.body)
    advertiser = _own(ask.body["advertiserId"])
    try:
        key = ask.store.create(_REALM, advertiser, name, ask.body.get("description"), int(ask.now))
    except NameTakenError:
        _taken()
    return Answer(200, {"audienceId": int(key)})


def _update_audience_metadata(ask: Ask) -> Answer:
    name = _named(ask.body)
    one = _audience(ask)
    description = ask.body.get("description")
    try:
        ask.store.change(
            one, name, one.description if description is None else description, int(ask.now)
        )
    except NameTakenError:
        _taken()
    return Answer(204)


def _delete_audience(ask: Ask) -> Answer:
    ask.store.delete(_audience(ask))
    return Answer(204)


def _remove_users_from_audience(ask: Ask) -> Answer:
    ask.store.clear(_audience(ask), int(ask.now))
    return Answer(204)


def _add_remove_users_to_audience(ask: Ask) -> Answer:
    one = _audience(ask)
    operation, schema = ask.body["operation"], ask.body["schema"]
    _check_caller(schema, ask.body.get("gumCallerId"))
    identifiers: list[str] = ask.body["identifiers"]
    fits = _VALID.get(schema, legible)
    valid = list(filter(fits, identifiers))
    if not valid:
        refuse(400, "no-valid-identifier", f"No identifier is valid for the schema {schema}.")
    act = ask.store.add if operation == "add" else ask.store.remove
    act(one, schema, valid, int(ask.now))
    invalid = len(identifiers) - len(valid)
    sample: list[str] = []
    if invalid:
        sample = [item for item in identifiers if not fits(item)][:_SAMPLE]
    return Answer(
        200,
        {
            "operation": operation,
            "requestDate": _moment(ask.now),
            "schema": schema,
            "nbValidIdentifiers": len(valid),
            "nbInvalidIdentifiers": invalid,
            "sampleInvalidIdentifiers": sample,
        },
    )


def _check_caller(schema: str, caller: int | None) -> None:
    if schema == "gum" and caller is None:
        refuse(400, "gum-caller-id-missing", "The schema gum needs a gumCallerId.")
    if schema != "gum" and caller is not None:
        refuse(400, "gum-caller-id-misused", "A gumCallerId goes with the schema gum only.")


def _named(body: Mapping[str, Any]) -> str:
    name: str = body["name"]
    if not name.strip():
        refuse(400, "name-must-not-be-empty", "The name is empty.")
    return name


def _taken() -> NoReturn:
    refuse(409, "name-must-be-unique", "The advertiser has an audience of this name already.")


def _own(advertiser: int) -> int:
    if advertiser not in PORTFOLIO:
        refuse(403, "advertiser-not-in-portfolio", "The advertiser is not in your portfolio.")
    return advertiser


def _audience(ask: Ask) -> Stored:
    one = ask.store.find(_REALM, str(ask.arguments["audienceId"]))
    if one is None:
        refuse(404, "audience-not-found", "There is no audience with this id.")
    _own(one.owner)
    return one


def _moment(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _prepare(store: Store, now: float) -> None:
    """Put somebody else's audience there, for the 403."""
    if store.find(_REALM, FOREIGN) is None:
        store.create(_REALM, PORTFOLIO.stop, "Not yours", None, int(now), FOREIGN)


_HANDLERS: Final[dict[str, Handler]] = {
    "get_audiences": _get_audiences,
    "create_audience": _create_audience,
    "update_audience_metadata": _update_audience_metadata,
    "delete_audience": _delete_audience,
    "remove_users_from_audience": _remove_users_from_audience,
    "add_remove_users_to_audience": _add_remove_users_to_audience,
}

BEHAVIOUR: Final = Behaviour(_HANDLERS, _prepare)
