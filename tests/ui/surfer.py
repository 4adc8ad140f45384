"""Someone who looks at the pages without a browser, and a sandbox with something in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html
from sandbox_harness import SandboxHarness, people

from adlists import lists
from adlists._runtime import drivers
from adlists.messages import Request, Response
from adlists.sandbox import Accesses, Fault, Sandbox
from adlists.ui import sandbox_site
from adlists.ui.site import Pages

ADDRESS = "http://localhost:8470"


class Surfer:
    def __init__(self, site: Pages, sandbox: Sandbox | None = None) -> None:
        self.site = site
        self._sandbox = sandbox

    def send(self, request: Request) -> Response:
        assert self._sandbox is not None
        return self._sandbox.perform(request)

    def close(self) -> None:
        pass

    def ask(
        self, method: str, path: str, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Response:
        request = Request(method, f"{ADDRESS}{path}", headers or {}, content)
        assert self.site.has(request)
        return drivers.run(self.site.respond(request), self)

    def get(self, path: str) -> Any:
        """Return a page as a tree."""
        response = self.ask("GET", path)
        assert response.status == 200, path
        return html.document_fromstring(response.content.decode())

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Response:
        label = {"content-type": "application/x-www-form-urlencoded"}
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, urlencode(fields).encode(), {**label, **told})

    def word(self, path: str) -> str:
        """Return what a form says to show that it is of these pages."""
        return str(self.get(path).xpath("//input[@name='word']/@value")[0])

    def crawl(self) -> Iterator[tuple[str, Any]]:
        """Follow every link from the first page on, but for further parts of a long list."""
        seen, waiting = {"/"}, ["/"]
        while waiting:
            path = waiting.pop()
            page = self.get(path)
            yield path, page
            for target in page.xpath("//a/@href"):
                address = urlsplit(urljoin(f"{ADDRESS}{path}", target))
                assert f"{address.scheme}://{address.netloc}" == ADDRESS, target
                found = address.path + (f"?{address.query}" if address.query else "")
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)


class Scene(NamedTuple):
    surfer: Surfer
    harness: SandboxHarness
    accesses: Accesses
    told: list[str]


def lively() -> Scene:
    """Return a surfer of a sandbox with lists of people and of apps, calls and faults."""
    harness = SandboxHarness()
    told: list[str] = []
    accesses = Accesses(harness.sandbox, told.append)

    def keep(request: Request, response: Response) -> None:
        accesses.note(request, response, 1_700_000_000.0, 0.0123)

    harness.after = keep
    with harness.criteo() as criteo:
        for name, mode in (("VIP", "sha256"), ("Plain", "none")):
            lists.upload(
                criteo,
                name,
                [*people(60), "no address"],
                identifier="email",
                hash=mode,
                advertiser=1,
                create=True,
            )
    harness.app_list("Excluded", ["com.example.app", "553834731"])
    harness.audience("<script>alert(1)</script>")
    harness.sandbox.switch_on(Fault(status=503, rate=0.5, operation="create"))
    harness.sandbox.handle(Request("GET", "http://sandbox/nowhere?key=secret", {}, b""))
    site = sandbox_site(harness.sandbox, accesses)
    return Scene(Surfer(site, harness.sandbox), harness, accesses, told)
