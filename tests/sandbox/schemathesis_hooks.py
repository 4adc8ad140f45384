"""Hooks of schemathesis: calls that reach what exists, and JSON under a label of its own.

Left to itself, schemathesis invents ids and meets little but 404. Every second call is
sent to an audience or an app list made for it. What came back is written to a file, for
the test to look at.
"""

from __future__ import annotations

import itertools
import json
import os
import urllib.request
from pathlib import Path
from typing import Any

import schemathesis

CRITEO, APPLOVIN = os.environ["SANDBOX_CRITEO"], os.environ["SANDBOX_APPLOVIN"]
KEY, TOKEN = os.environ["SANDBOX_KEY"], os.environ["SANDBOX_TOKEN"]
SEEN = Path(os.environ["SANDBOX_SEEN"])
NUMBERS = itertools.count()


def made(url: str, data: dict[str, Any] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


@schemathesis.deserializer("text/html")
def read_html(context: Any, response: Any) -> Any:
    return json.loads(response.content)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    number = next(NUMBERS)
    if number % 2:
        return
    if isinstance((case.path_parameters or {}).get("audienceId"), int):
        data = {"advertiserId": 1 + number % 9, "name": f"made {number}"}
        answer = made(f"{CRITEO}/v1/audiences/userlist", data)
        case.path_parameters["audienceId"] = answer["audienceId"]
    if isinstance(case.body, dict) and isinstance(case.body.get("advertiserId"), int):
        case.body["advertiserId"] = 1 + number % 9
    if isinstance((case.query or {}).get("app_list_id"), str):
        answer = made(f"{APPLOVIN}/create?api_key={KEY}&name=made%20{number}")
        case.query["app_list_id"] = answer["app_list_id"]
    if isinstance(case.body, dict) and "client_secret" in case.body:
        case.body.update(client_id="sandbox-client", client_secret="sandbox-secret")


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    with SEEN.open("a") as file:
        file.write(f"{case.operation.definition.raw['operationId']} {response.status_code}\n")
