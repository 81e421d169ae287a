"""What a phone on a slow line has to fetch: the first page cold, and the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from consult.models import Person
from tests.browser.conftest import SIZES, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
FIRST_PAGE_BYTES = 200_000
NEXT_PAGE_BYTES = 20_000
# Opened by whoever reads or writes; the first page is whole without them.
OPENED_LATER = ("/vendor/pdfjs", "/django_prose_editor/", "/consult/reader/", "/files/")
# What the first paint waits for: light or dark, and the looks.
BLOCKING = {"theme", "tabler.min", "consult"}


class Line:
    """A browser that was never here before, and what goes over its line."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.addresses: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = int(event["encodedDataLength"])

    def fetch(self, address: str) -> dict[str, int]:
        """Bytes over the wire for each address that this page asked for, without what is opened later."""
        self.addresses, self.bytes = {}, {}
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        weighed = {self.addresses[key]: size for key, size in self.bytes.items() if key in self.addresses}
        return {url: size for url, size in weighed.items() if not any(part in url for part in OPENED_LATER)}


@pytest.fixture
def line(browser: Browser) -> Iterator[Callable[..., Line]]:
    assert settings.STATIC_GATHERED, "weighed as delivered: `make test`, or STATIC_GATHERED=1 after gather_static"
    contexts = []

    def fresh(cookies: Any = ()) -> Line:
        contexts.append(browser.new_context(viewport=SIZES["phone"], locale="vi-VN", has_touch=True))
        contexts[-1].add_cookies(list(cookies))
        return Line(contexts[-1])

    yield fresh
    for context in contexts:
        context.close()


def told(weighed: dict[str, int]) -> str:
    return "\n".join(f"{size:>8} {url}" for url, size in sorted(weighed.items(), key=lambda row: -row[1]))


@pytest.mark.parametrize("size", ["phone"])
def test_the_first_page_is_light_and_the_next_one_lighter(visit: Visit, line, reviewing):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    visitor = visit(review.seat.person)
    task = reverse("task", args=[reviewing.task("write_review", review.seat.person).pk])
    dossier = reverse("dossier", args=[reviewing.dossier.pk])
    pages = {
        "my work": ("/", task, True), "dossier": (dossier, "/", True), "review": (task, "/", True),
        "sign in": (reverse("account_login"), reverse("verify"), False),
        "verify": (reverse("verify"), reverse("account_login"), False),
    }  # fmt: skip
    for name, (first, following, known) in pages.items():
        phone = line(visitor.context.cookies() if known else ())
        cold = phone.fetch(visitor.base + first)
        assert sum(cold.values()) <= FIRST_PAGE_BYTES, f"{name}\n{told(cold)}"
        after = phone.fetch(visitor.base + following)
        assert sum(after.values()) <= NEXT_PAGE_BYTES, f"after {name}\n{told(after)}"
        print(f"{name}: {sum(cold.values())} cold, then {sum(after.values())}")


@pytest.mark.parametrize("size", ["phone"])
def test_the_first_paint_waits_for_the_looks_alone(visit: Visit, line, office):
    visitor = visit(office.officer)
    phone = line(visitor.context.cookies())
    phone.fetch(visitor.base + "/")
    blocking = phone.page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking')"
        ".map((one) => one.name)"
    )
    names = {url.rsplit("/", 1)[1] for url in blocking}
    assert {name.rsplit(".", 2)[0] for name in names} == BLOCKING
