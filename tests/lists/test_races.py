"""A list that somebody else makes between the look and the making of it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from any_service import AnyService, shipped
from sandbox_harness import QUICK

from adlists.lists import upload
from adlists.messages import Request

#: A name is there once, and the document says how a service tells that it is taken.
MAKING = [
    name
    for name, service in shipped().items()
    if service.lists is not None
    and (create := service.lists.create) is not None
    and (create.taken_status or create.taken_code)
]


@pytest.mark.parametrize("name", MAKING)
def test_a_list_of_the_name_that_is_there_by_then_is_filled(tmp_path: Path, name: str) -> None:
    desk = AnyService(shipped()[name])
    create = desk.lists.create
    assert create is not None
    making = next(found for found in desk.service.operations if found.id == create.operation)
    path = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(making.path)) + "$"
    others: list[str] = []

    def overtake(request: Request) -> None:
        made = request.method == making.method and re.search(path, urlsplit(request.url).path)
        if made and not others:
            others.append(desk.make())

    desk.before = overtake
    with desk.connect() as api:
        told = {"state": tmp_path, "delivery": QUICK, "create": True, **desk.told}
        report = upload(api, "VIP", desk.rows(range(20)), **told)

    assert (report.ok, [report.list_id]) == (True, others)
    assert desk.members(report.list_id) == desk.leaving(range(20))
