"""A real browser, signed in as the demo's people, against the real pages with a real worker behind them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    TimeoutError,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from consult.models import Person
from tests.services.conftest import Processes, processes, redis_url

__all__ = ["processes", "redis_url"]

# A cold worker on a busy machine takes its time over the first signed document.
expect.set_options(timeout=60_000)

# Playwright keeps an event loop in this thread; the database is used from it all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
LOOKS, LOOK_MS = 20, 3_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: these tests run by `make test`"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def until(page: Page, condition: str) -> None:
    """Wait until this expression is true on the page, for a minute at the most.

    Playwright's own waiting compiles its text anew at every look after the first, which the pages' policy forbids.
    """
    page.evaluate(
        f"""() => new Promise((found, missing) => {{
            const end = performance.now() + 60_000;
            const look = () => {{
                if ({condition}) found();
                else if (performance.now() < end) setTimeout(look, 20);
                else missing(new Error("not within a minute"));
            }};
            look();
        }})"""
    )


class Visitor:
    """One person at one browser window."""

    def __init__(self, context: BrowserContext, base: str, size: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.base = base
        self.size = size
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._listen)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.set_default_timeout(60_000)

    def _listen(self, message: ConsoleMessage) -> None:
        """What the page's policy forbids, Chromium says in the console."""
        if "Content Security Policy" in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def go(self, path: str = "/") -> Page:
        try:
            self.page.goto(self.base + path)
        except Error as fault:
            # What was pressed before was still on its way to another page.
            if "interrupted by another navigation" not in fault.message:
                raise
            self.page.wait_for_load_state()
            self.page.goto(self.base + path)
        return self.page

    def work(self, step: str) -> Page:
        """Open the step with this title from "My work"; what somebody pressed in another window may be on its way yet."""
        row = self.page.locator("a.work-row", has_text=step).first
        for _look in range(LOOKS):
            self.go("/")
            try:
                row.wait_for(timeout=LOOK_MS)
                break
            except TimeoutError:
                continue
        row.click()
        self.page.wait_for_load_state()
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        """Keep a picture; the page must not be wider than the window, nor hide anything from assistive software."""
        folder = ARTEFACTS / self.size
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            self.faults.append(f"{name} is {wider} px wider than the window")
        try:
            found = self._axe()
        except Error as fault:
            # A page that waits for a document loads itself anew when it is there.
            if "context was destroyed" not in fault.message:
                raise
            self.page.wait_for_load_state()
            found = self._axe()
        self.faults += [f"{name}: {violation}" for violation in self._violations(found)]

    def _axe(self) -> dict[str, Any]:
        self.page.evaluate(AXE.read_text())
        return dict(self.page.evaluate("axe.run(document, {resultTypes: ['violations']})"))

    @staticmethod
    def _violations(found: dict[str, Any]) -> list[str]:
        grave = [v for v in found["violations"] if v["impact"] in ("critical", "serious")]
        return [f"{v['id']}: {node['html'][:160]}" for v in grave for node in v["nodes"][:3]]


Window = Callable[..., Visitor]


class DeliveredServer(LiveServer):
    """The pages with their scripts and styles as our own web process delivers them, with their headers."""

    def start(self) -> None:
        self.thread.static_handler = lambda application: application
        super().start()


@pytest.fixture(scope="session")
def live_server() -> Iterator[DeliveredServer]:
    server = DeliveredServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def visit(browser: Browser, live_server: Any, size: str, processes: Processes) -> Iterator[Callable[[Person], Visitor]]:
    settings.ALLOWED_HOSTS = ["*"]
    open_windows: dict[int, Visitor] = {}

    def sign_in(person: Person) -> Visitor:
        if person.pk not in open_windows:
            context = browser.new_context(viewport=SIZES[size], locale="vi-VN", has_touch=size == "phone")
            visitor = Visitor(context, live_server.url, size)
            visitor.go("/demo/")
            visitor.page.locator(f'form[action="/demo/{person.pk}/"] button').click()
            visitor.page.wait_for_url(live_server.url + "/")
            open_windows[person.pk] = visitor
        return open_windows[person.pk]

    yield sign_in
    faults = [fault for visitor in open_windows.values() for fault in visitor.faults]
    for visitor in open_windows.values():
        visitor.context.close()
    assert faults == [], "\n".join(faults)


@pytest.fixture
def window(browser: Browser, live_server: DeliveredServer, size: str) -> Iterator[Window]:
    """Windows of nobody, each with cookies of its own, unless some are given."""
    settings.ALLOWED_HOSTS = ["*"]
    made: list[Visitor] = []

    def opened(kept: Any = None) -> Visitor:
        context = browser.new_context(viewport=SIZES[size], locale="vi-VN", has_touch=True, storage_state=kept)
        made.append(Visitor(context, live_server.url, size))
        return made[-1]

    yield opened
    faults = [fault for visitor in made for fault in visitor.faults]
    for visitor in made:
        visitor.context.close()
    assert faults == [], "\n".join(faults)


def fill(visitor: Visitor, **values: str) -> None:
    """Type into fields by their names; two underscores stand for a hyphen."""
    for name, value in values.items():
        visitor.page.locator(f"[name='{name.replace('__', '-')}']").fill(value)
