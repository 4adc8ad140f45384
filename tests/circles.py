"""A made-up service of another shape than any that ships, generated from its document.

`variant()` leaves out what a document may leave out, or pages in another way, so that a job takes
each of its ways.
"""

from __future__ import annotations

import copy
import importlib
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

import adlists
from adlists.contract import Service
from adlists.messages import Request, Response
from adlists.plugins.retry import Retry
from adlists.regenerate import regenerate
from adlists.sandbox import Fault, Sandbox
from adlists.transports.in_process import InProcess

DOCUMENT: Final = Path(__file__).with_name("reading-circles-v3.yaml")
DESK: Final = "planted-desk-key"
INPUTS: Final[dict[str, Any]] = {"branch": 7, "desk": DESK}

#: How a listing goes on, in all ways.
PAGINGS: Final[dict[str, Any]] = {
    "link in a header": {"by": "link", "next": {"header": "Link"}},
    "link in the body": {"by": "link", "next": "/envelope/following"},
    "token in a header": {
        "by": "token",
        "from": {"in": "query", "name": "after"},
        "next": {"header": "X-Following"},
    },
    "token in the body": {
        "by": "token",
        "from": {"in": "query", "name": "after"},
        "next": "/envelope/following",
    },
    "page": {
        "by": "page",
        "from": {"in": "query", "name": "page"},
        "size": {"in": "query", "name": "most", "value": 3},
    },
    "offset": {
        "by": "offset",
        "from": {"in": "query", "name": "skip"},
        "total": "/envelope/total",
    },
}

#: What is left out of the document, so that a job goes another way.
WAYS: Final[dict[str, tuple[str, ...]]] = {
    "can be read": (),
    "is replaced in a session": ("members",),
    "is replaced by difference": ("members", "replace"),
    "is answered at once": ("members", "replace", "status", "outputs key"),
    "is replaced in one request or by difference": ("members", "replace session"),
    "is replaced in one request": ("members", "replace session", "add", "remove"),
}


@cache
def _tree() -> Any:
    return YAML(typ="safe", pure=True).load(DOCUMENT)


def document(way: str = "can be read", paging: str | None = None) -> Any:
    """Return the document as plain data, changed."""
    tree = copy.deepcopy(_tree())
    lists = tree["x-lists"]
    for place in WAYS[way]:
        node, (*path, last) = lists, place.split()
        for step in path:
            node = node[step]
        del node[last]
    for known in lists["inputs"].values():
        if isinstance(known.get("needed"), list):
            known["needed"] = [step for step in known["needed"] if step in lists]
    if "session" not in lists.get("replace", {"session": True}):
        del lists["replace"]["body"]["session"], lists["replace"]["parameters"]["number"]
    if paging is not None:
        lists["find"]["page"] = PAGINGS[paging]
        get = tree["paths"]["/branches/{branch}/circles"]["get"]
        for name in ("page", "skip"):
            schema = {"type": "integer", "minimum": 0}
            get["parameters"].append(
                {"name": name, "in": "query", "required": False, "schema": schema}
            )
    return tree


@contextmanager
def generated(tree: Any, folder: Path) -> Generator[Any]:
    """Write the package of a document, and import it."""
    path = folder / DOCUMENT.name
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(tree, file)
    name = f"circles_{folder.name.replace('-', '_')}"
    regenerate([path], folder / name)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(f"{name}.reading_circles_v3")
    finally:
        sys.path.remove(str(folder))
        for known in [known for known in sys.modules if known.startswith(name)]:
            del sys.modules[known]


class Circles:
    """The service in a sandbox of this process, and a session with it."""

    def __init__(self, package: Any, faults: list[Fault] | None = None, **more: Any) -> None:
        self.package = package
        self.service: Service = package.SERVICE
        self.sandbox = Sandbox([self.service], faults=faults or [], page_size=2, **more)
        self.requests: list[Request] = []
        self.before: Callable[[Request], None] = lambda _: None
        self.after: Callable[[Request, Response], None] = lambda *_: None

    def handle(self, request: Request) -> Response:
        self.requests.append(request)
        self.before(request)
        response = self.sandbox.handle(request)
        self.after(request, response)
        return response

    @contextmanager
    def api(self, *plugins: object) -> Generator[Any]:
        retry = Retry(attempts=2, wait_initial=0.001, wait_max=0.002)
        with adlists.connect(
            self.package.Api,
            adlists.BearerToken(self.sandbox.account.token),
            base_url=f"http://sandbox/{self.service.name}",
            transport=InProcess(self.handle),
            plugins=[retry, *plugins],
        ) as api:
            yield api

    def members(self, name: str, kind: str | None = None) -> list[str]:
        store = self.sandbox.store
        with store.transaction():
            found = store.page(self.service.name, names=[name])
            return [] if not found else store.members(found[0], kind)
