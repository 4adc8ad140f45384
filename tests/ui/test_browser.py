"""The pages in a real browser: Chromium, without a window, driven as a person would use it.

Collected where Chromium and its driver are; elsewhere the run says that it was not tried.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from adlists.sandbox import Accesses, Running, Sandbox, running
from adlists.ui import sandbox_site

PAGES = (
    "/",
    "/-/lists",
    "/-/lists/applovin_v1/{key}",
    "/-/calls",
    "/-/faults",
    "/-/documents",
    "/-/documents/criteo_v1",
    "/-/documents/criteo_v1/add_remove_users_to_audience",
    "/-/documents/google_data_manager_v1/ingest_audience_members",
    "/-/nowhere",
)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert binary, "Chromium is not installed (Debian: chromium, chromium-driver)"
    assert driver, "its driver is not installed (Debian: chromium-driver)"
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(driver))
    yield made
    made.quit()


@pytest.fixture(scope="module")
def here() -> Iterator[Running]:
    sandbox = Sandbox()
    accesses = Accesses(sandbox)
    sandbox.create_list("applovin_v1", "Apps")
    with running(sandbox, site=sandbox_site(sandbox, accesses), accesses=accesses) as server:
        yield server


def key_of(here: Running) -> str:
    store = here.sandbox.store
    with store.transaction():
        return store.page("applovin_v1")[0].key


@pytest.fixture
def look(browser: webdriver.Chrome, here: Running) -> Callable[..., None]:
    def look(path: str, scheme: str = "light", width: int = 1280) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(here.address + path.format(key=key_of(here)))

    return look


def named(browser: webdriver.Chrome) -> list[tuple[str, str]]:
    """Return roles and names of what is on a page, as the browser tells a screen reader."""
    browser.execute_cdp_cmd("Accessibility.enable", {})
    nodes: list[dict[str, Any]] = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})[
        "nodes"
    ]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored")
    ]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_has_the_colours_of_its_scheme(
    browser: webdriver.Chrome, look: Callable[..., None], scheme: str, width: int
) -> None:
    for path in PAGES:
        look(path, scheme, width)
        wide: int = browser.execute_script("return document.documentElement.scrollWidth")
        colour = browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
        assert wide <= width, path
        assert colour.startswith("rgba(246, 247" if scheme == "light" else "rgba(15, 21"), path


def test_a_screen_reader_is_told_the_name_of_everything_one_can_use(
    browser: webdriver.Chrome, look: Callable[..., None]
) -> None:
    useful = {"link", "button", "textbox", "combobox", "checkbox", "heading", "navigation"}
    for path in PAGES:
        look(path)
        found = named(browser)
        assert {role for role, _ in found} >= {"main", "banner", "navigation", "contentinfo"}, path
        assert [pair for pair in found if pair[0] in useful and not pair[1].strip()] == [], path


def test_the_first_key_leads_past_the_menu(
    browser: webdriver.Chrome, look: Callable[..., None]
) -> None:
    look("/-/faults")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to the content"
    assert skip.value_of_css_property("outline-style") == "solid"
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Switch on"


def until(browser: webdriver.Chrome, true: Callable[[], bool]) -> None:
    """Wait until something holds: what a key or a click begins ends later."""
    waiting: Any = WebDriverWait(browser, 20, ignored_exceptions=[WebDriverException])
    waiting.until(lambda _: true())


def came_is(browser: webdriver.Chrome, status: str) -> bool:
    return browser.find_element(By.ID, "came").text.startswith(f"What came: {status}")


def test_a_fault_is_switched_by_the_keyboard_and_an_operation_tried(
    browser: webdriver.Chrome, look: Callable[..., None], here: Running
) -> None:
    look("/-/faults")
    browser.find_element(By.ID, "text").send_keys("status=503,count=1", Keys.ENTER)
    until(
        browser,
        lambda: "status=503,count=1" in browser.find_element(By.CSS_SELECTOR, ".rows").text,
    )

    look("/-/documents/applovin_v1/create")
    for came in ("503", "200"):
        name = browser.find_element(By.ID, "argument.name")
        name.clear()
        name.send_keys("By hand", Keys.ENTER)
        until(browser, partial(came_is, browser, came))

    look("/-/lists")
    browser.find_element(By.LINK_TEXT, "By hand").click()
    until(browser, lambda: browser.find_element(By.TAG_NAME, "h1").text == "By hand")
    look("/-/faults")
    browser.find_element(By.CSS_SELECTOR, "button[name=off]").click()
    until(browser, lambda: here.sandbox.faults() == [])


def complaints(browser: webdriver.Chrome) -> list[dict[str, Any]]:
    """Return what the browser has logged since it was asked last."""
    driver: Any = browser
    found: list[dict[str, Any]] = driver.get_log("browser")
    return found


def test_the_browser_has_nothing_to_complain_about(
    browser: webdriver.Chrome, look: Callable[..., None]
) -> None:
    complaints(browser)
    for path in PAGES[:-1]:
        look(path)

    assert complaints(browser) == []


class Elsewhere(BaseHTTPRequestHandler):
    page = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: object) -> None:
        pass


def test_a_page_of_elsewhere_cannot_post(
    browser: webdriver.Chrome, look: Callable[..., None], here: Running
) -> None:
    """Even where it knows the word that the forms hold."""
    look("/-/faults")
    word = browser.find_element(By.NAME, "word").get_attribute("value")
    Elsewhere.page = (
        f"<form method=post action={here.address}/-/faults><input name=word value={word}>"
        "<button name=on value=status=500>Win</button></form>"
    )
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        browser.get(f"http://127.0.0.1:{server.server_port}/")
        browser.find_element(By.TAG_NAME, "button").click()
        WebDriverWait(browser, 10).until(lambda found: found.current_url.startswith(here.address))
        server.shutdown()

    until(browser, lambda: "serves no pages of other origins" in browser.page_source)
    assert here.sandbox.faults() == []
