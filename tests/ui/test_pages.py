"""The pages of a sandbox: each can be reached, read by anyone, and tells of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sandbox_harness import hashed, people
from ui.surfer import Scene, Surfer, lively

import adlists
from adlists import lists
from adlists.lists.sending.history import past_jobs
from adlists.messages import Request, Response
from adlists.sandbox import Accesses, Fault, Sandbox
from adlists.ui import job_site, sandbox_site

HIDDEN = "sandbox-secret|sandbox-key|Bearer |[\\w.]+@example"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ADLISTS_STATE", str(place))
        yield place


@pytest.fixture(scope="module")
def scene(state: Path) -> Scene:
    return lively()


@pytest.fixture(scope="module")
def surfer(scene: Scene) -> Surfer:
    return scene.surfer


#: What must not be on a page, and how it would be found there.
BARRIERS = {
    "a field without a label": "//*[self::input[not(@type='hidden')] or self::select or "
    "self::textarea][not(@id = //label/@for)]",
    "a link or a button without a word": "//*[self::a or self::button or self::summary]"
    "[not(normalize-space()) and not(@aria-label)]",
    "a region without a name": "//*[self::nav or @role='region'][not(@aria-label)]",
    "what scrolls is not reached by the keyboard": "//*[self::pre or @class='scroll']"
    "[not(@tabindex='0')]",
    "a head of a table that is not said to be one": "//th[not(@scope='col')]",
    "an id that stands twice": "//*[@id = preceding::*/@id]",
    "no language": "/html[not(@lang='en')]",
    "no title": "/html[not(normalize-space(//title))]",
    "not one heading of the first level": "/html[count(//h1[normalize-space()]) != 1]",
    "no way to skip to the content": "//body/a[1][@href != '#main']|/html[count(//main) != 1]",
}


def barriers(page: Any) -> list[str]:
    """Return what keeps somebody from using a page."""
    found = [what for what, path in BARRIERS.items() if page.xpath(path)]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    if any(after - before > 1 for before, after in pairwise(levels)):
        found.append(f"a level of headings is left out: {levels}")
    named = " ".join(page.xpath("//@aria-describedby|//@aria-labelledby")).split()
    return found + sorted(set(named) - set(page.xpath("//@id")))


def test_a_barrier_would_be_found() -> None:
    page = html.document_fromstring(
        "<a href=x></a><nav></nav><pre></pre><table><th>x</table><input id=a name=b>"
        "<p id=a aria-describedby=nobody></p><h1>x</h1><h3>y</h3>"
    )

    assert set(BARRIERS) - set(barriers(page)) == {"not one heading of the first level"}
    assert {"nobody", "a level of headings is left out: [1, 3]"} <= set(barriers(page))


def test_every_link_leads_to_a_page_that_anyone_can_use(surfer: Surfer) -> None:
    found = dict(surfer.crawl())
    assert len(found) > len(operations()) + 20
    assert {path: told for path, page in found.items() if (told := barriers(page))} == {}


def test_no_page_and_no_line_of_the_log_holds_a_person_or_a_credential(scene: Scene) -> None:
    texts = [page.text_content() for path, page in scene.surfer.crawl() if path != "/"]
    shown = "\n".join([*texts, *scene.told])

    assert len(scene.told) == len(scene.accesses.latest()) > 5
    assert re.findall(HIDDEN, re.sub("user@example.com", "", shown)) == []
    assert not any(one in shown for one in people(60))


def test_people_are_shown_by_digests_and_apps_by_name(surfer: Surfer) -> None:
    shown: dict[str, list[str]] = {}
    for path, page in surfer.crawl():
        if path.startswith("/-/lists/") and "?" not in path:
            members = [code.text for code in page.xpath("//ol/li/code")]
            shown[page.xpath("string(//h1)")] = members

    assert set(shown["VIP"]) <= set(hashed(people(60)))
    assert len(shown["VIP"]) == 50
    assert set(shown["Plain"]) <= set(hashed(people(60)))
    assert shown["Excluded"] == ["553834731", "com.example.app"]


def test_what_people_write_is_never_markup(surfer: Surfer) -> None:
    page = surfer.get("/-/lists")

    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.text_content()


def test_a_reply_allows_nothing_but_its_own_style(surfer: Surfer) -> None:
    response = surfer.ask("GET", "/")
    policy = response.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    for path, page in surfer.crawl():
        inline = page.xpath("//script|//style|//@style|//@*[starts-with(name(), 'on')]")
        assert inline == [], path
        assert page.xpath("//@src") == [], path
    assert surfer.ask("HEAD", "/").content == b""
    assert surfer.ask("GET", "/-/style.css").headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/-/nowhere", 404),
        ("GET", "/-/lists/criteo_v1/12345", 404),
        ("GET", "/-/lists/nobody/1", 404),
        ("GET", "/-/calls/99999", 404),
        ("GET", "/-/calls/99999999999999999999", 404),
        ("GET", "/-/calls/²", 404),
        ("GET", "/-/documents/criteo_v1/nothing", 404),
        ("GET", "/-/../etc/passwd", 404),
        ("GET", "/-/style.css/..", 404),
        ("PUT", "/-/faults", 405),
        ("POST", "/", 405),
    ],
)
def test_what_is_not_there_is_told_on_a_page(
    surfer: Surfer, method: str, path: str, status: int
) -> None:
    response = surfer.ask(method, path)

    assert response.status == status
    assert b"<h1>" in response.content


def test_a_fault_is_switched_on_and_off(surfer: Surfer) -> None:
    sandbox = surfer._sandbox
    assert sandbox is not None
    word = surfer.word("/-/faults")
    before = len(sandbox.faults())

    wanted = {"on": "status=503,count=1", "operation": "list_lists"}
    done = surfer.post("/-/faults", {"word": word, **wanted})
    assert (done.status, done.headers["location"]) == (303, "/-/faults")
    active = sandbox.faults()[-1]
    assert active.fault == Fault(status=503, count=1, operation="list_lists")

    ask = Request("GET", "http://sandbox/applovin_v1/list?api_key=sandbox-key", {}, b"")
    assert [sandbox.handle(ask).status for _ in range(2)] == [503, 200]

    surfer.post("/-/faults", {"word": word, "off": str(active.number)})
    surfer.post("/-/faults", {"word": word, "off": str(active.number)})  # once more is none
    assert len(sandbox.faults()) == before


@pytest.mark.parametrize("text", ["", "colour=red", "status=503,operation=nobody", "<b>"])
def test_a_fault_that_is_none_is_told_beside_its_field(surfer: Surfer, text: str) -> None:
    response = surfer.post("/-/faults", {"word": surfer.word("/-/faults"), "on": text})

    assert response.status == 400
    page = response.content.decode()
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {}),
        ({"word": "guessed"}, {}),
        (None, {"sec_fetch_site": "cross-site"}),
        (None, {"sec_fetch_site": "same-site"}),
        (None, {"origin": "null"}),
    ],
)
def test_a_form_of_somebody_elses_does_nothing(
    surfer: Surfer, fields: dict[str, str] | None, headers: dict[str, str]
) -> None:
    before = surfer._sandbox.faults()  # type: ignore[union-attr]  # it has one
    word = {"word": surfer.word("/-/faults")} if fields is None else fields
    response = surfer.post("/-/faults", {**word, "on": "status=500"}, **headers)

    assert response.status == 403
    assert b"Nothing was done" in response.content
    assert surfer._sandbox.faults() == before  # type: ignore[union-attr]  # likewise


def operations() -> list[Any]:
    sandbox = Sandbox()
    return [
        pytest.param(name, operation.id, id=f"{name}-{operation.id}")
        for name, service in sandbox.services.items()
        for operation in service.operations
    ]


@pytest.fixture(scope="module")
def quiet() -> Surfer:
    sandbox = Sandbox()
    return Surfer(sandbox_site(sandbox, Accesses(sandbox)), sandbox)


@pytest.mark.parametrize(("service", "operation"), operations())
def test_every_operation_can_be_tried_as_its_form_stands(
    quiet: Surfer, service: str, operation: str
) -> None:
    path = f"/-/documents/{service}/{operation}"
    (form,) = quiet.get(path).xpath("//form")
    fields = dict(form.form_values())
    for name, value in list(fields.items()):
        if name.startswith("argument.") and not value:
            fields[name] = "1"
    for control in form.xpath(".//select[starts-with(@name, 'argument.')]"):
        fields[control.get("name")] = [*control.xpath("./option/text()"), ""][0]
    response = quiet.post(path, fields)

    assert response.status == 200, re.findall(r'role="alert">(.*?)<', response.content.decode())
    assert b"What came:" in response.content
    assert b"is not valid, or not any more" not in response.content  # the credential was


def test_a_form_that_makes_no_request_says_why(quiet: Surfer) -> None:
    path = "/-/documents/criteo_v1/delete_audience"
    word = quiet.word(path)

    for value, why in (("", b"needs audience_id"), ("x", b"of the kind integer")):
        response = quiet.post(path, {"word": word, "argument.audience_id": value})
        assert response.status == 400
        assert why in response.content


def test_a_reply_that_is_lost_is_told_and_kept() -> None:
    sandbox = Sandbox(faults=[Fault(drop="after", operation="create")])
    accesses = Accesses(sandbox)
    surfer = Surfer(sandbox_site(sandbox, accesses), sandbox)
    path = "/-/documents/applovin_v1/create"
    fields = {"word": surfer.word(path), "argument.name": "x", "credentials": "yes"}

    assert b"the connection was broken" in surfer.post(path, fields).content
    assert accesses.latest()[0].status is None
    assert "lost" in accesses.line(accesses.latest()[0])
    surfer.get("/-/calls/1")


def test_what_is_kept_of_calls_is_bounded() -> None:
    accesses = Accesses(Sandbox())
    body = b"x" * (3 * 2**20)
    for _ in range(300):
        accesses.note(Request("POST", "http://sandbox/x", {}, body), Response(404, {}, b""), 0, 0)

    kept = accesses.latest(1000)
    assert len(kept) == 200
    assert sum(len(access.bodies[0] or b"") for access in kept) <= 16 * 2**20
    assert kept[0].bodies[0] == body
    assert (kept[-1].bodies[0], kept[-1].sizes[0]) == (None, len(body))


def test_the_pages_of_jobs_show_what_the_journals_hold(state: Path, scene: Scene) -> None:
    harness = scene.harness
    with harness.criteo() as criteo:
        harness.sandbox.switch_on(Fault(status=400, operation="add_remove_users_to_audience"))
        report = lists.upload(
            criteo, "VIP", people(9), identifier="email", hash="md5", advertiser=1
        )
    assert report.outcome == "unfinished"
    surfer = Surfer(job_site(state))
    found = dict(surfer.crawl())

    assert len(past_jobs(state)) == 2
    assert len(found) == 3
    assert {path: told for path, page in found.items() if (told := barriers(page))} == {}
    text = "\n".join(page.text_content() for page in found.values())
    assert "unfinished" in text
    assert "Run the same command again" in text
    assert "Not done: 1 batch" in text
    assert re.findall(HIDDEN, text) == []
    assert surfer.ask("POST", "/").status == 405


def test_a_folder_without_jobs_says_so(tmp_path: Path) -> None:
    assert "No job has left a journal" in Surfer(job_site(tmp_path)).get("/").text_content()


STYLE = (files(adlists) / "ui" / "static" / "style.css").read_text("utf-8")
#: Text on what it stands on, at least 4.5 to 1; what only bounds a control, 3 to 1.
PAIRS = [
    *(
        (text, back, 4.5)
        for text in ("text", "quiet", "link")
        for back in ("page", "card", "code-back")
    ),
    *((word, f"{word}-back", 4.5) for word in ("good", "warn", "bad")),
    ("on-strong", "strong", 4.5),
    *(
        (line, back, 3.0)
        for line in ("edge", "focus", "strong", "bad")
        for back in ("page", "card")
    ),
]


def colours(scheme: str) -> dict[str, str]:
    parts = STYLE.split("@media (prefers-color-scheme: dark)", 1)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in parts)
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    known = colours(scheme)
    weak: dict[tuple[str, str], float] = {}
    for text, back, least in PAIRS:
        one, other = sorted((luminance(known[text]), luminance(known[back])), reverse=True)
        contrast = (one + 0.05) / (other + 0.05)
        if contrast < least:
            weak[text, back] = round(contrast, 2)

    assert weak == {}


def test_every_colour_is_one_that_the_test_above_knows() -> None:
    """A rule that names a colour by itself would be in no pair, and in no scheme."""
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)

    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) <= {*colours("light"), "mono"}
    assert "prefers-reduced-motion" in STYLE
