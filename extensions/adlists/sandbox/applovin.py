"""What AppLovin's app lists do, as far as it is documented.

What is not documented is decided here: an app is any text without control characters;
putting an app on a list where it is counts as processed, and so does each of two equal
lines; taking off an app that is not there counts as neither processed nor failed; a list
that is deleted is gone, and its name free.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, Final

from adlists.sandbox.behaviour import Answer, Ask, Behaviour, Handler, legible
from adlists.sandbox.problems import refuse
from adlists.sandbox.store import NameTakenError, Stored

_REALM: Final = "app_list"
_ACCOUNT: Final = 0
_KIND: Final = "app"
_NAME: Final = re.compile(r"[A-Za-z0-9_+ -]+")


def _create(ask: Ask) -> Answer:
    name: str = ask.arguments["name"]
    if not _NAME.fullmatch(name) or not name.strip():
        refuse(400, "name-invalid", "A name has letters, digits, _, -, + and spaces.")
    key = secrets.token_hex(16)
    description = ask.arguments.get("description")
    try:
        ask.store.create(_REALM, _ACCOUNT, name, description, int(ask.now), key)
    except NameTakenError:
        refuse(406, "name-taken", "An active list has this name.")
    return Answer(200, {"app_list_id": key})


def _list_lists(ask: Ask) -> Answer:
    lists = [_shown(one) for one in ask.store.owned(_REALM, _ACCOUNT)]
    return Answer(200, {"code": 200, "app_lists": lists, "count": len(lists)})


def _shown(one: Stored) -> dict[str, Any]:
    return {
        "app_list_id": one.key,
        "name": one.name,
        "description": one.description or "",
        "app_count": one.sizes.get(_KIND, 0),
    }


def _list_apps(ask: Ask) -> Answer:
    apps = [{"application": one} for one in ask.store.members(_app_list(ask), _KIND)]
    return Answer(200, {"code": 200, "apps": apps, "count": len(apps)})


def _append(ask: Ask) -> Answer:
    one = _app_list(ask)
    valid, failed = _apps(ask)
    ask.store.add(one, _KIND, valid, int(ask.now))
    return _changed(one, len(valid), failed)


def _delete_apps(ask: Ask) -> Answer:
    one = _app_list(ask)
    valid, failed = _apps(ask)
    return _changed(one, ask.store.remove(one, _KIND, valid, int(ask.now)), failed)


def _changed(one: Stored, processed: int, failed: int) -> Answer:
    counts = {"processed_apps": processed, "failed_apps": failed}
    return Answer(200, {"code": 200, "app_list_id": one.key, **counts})


def _delete(ask: Ask) -> Answer:
    ask.store.delete(_app_list(ask))
    return Answer(200)


def _apps(ask: Ask) -> tuple[list[str], int]:
    """Return the valid lines, and how many are not. Blank lines are none."""
    lines = [one for one in ask.body if one.strip()]
    if not lines:
        refuse(400, "no-apps", "The body holds no application id.")
    valid = [one for one in lines if legible(one)]
    return valid, len(lines) - len(valid)


def _app_list(ask: Ask) -> Stored:
    one = ask.store.find(_REALM, ask.arguments["app_list_id"])
    if one is None:
        refuse(404, "app-list-not-found", "There is no list with this id.")
    return one


_HANDLERS: Final[dict[str, Handler]] = {
    "create": _create,
    "list_lists": _list_lists,
    "list_apps": _list_apps,
    "append": _append,
    "delete": _delete,
    "delete_apps": _delete_apps,
}

BEHAVIOUR: Final = Behaviour(_HANDLERS)
