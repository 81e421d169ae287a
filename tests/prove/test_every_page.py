"""Every page and every step under axe: light and dark, on a phone and on a desk."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.conftest import DeliveredServer, browser, live_server
from tests.browser.every_page import VARIANTS, Doors, Look, pages_of
from tests.browser.every_step import Way
from tests.states import submitted
from tests.web.test_access_urls import World, world

__all__ = ["browser", "live_server", "world"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_is_without_fault(browser: Browser, live_server: DeliveredServer, world: World):
    settings.ALLOWED_HOSTS = ["*"]
    look = Look(browser, live_server.url, VARIANTS, pictures=bool(os.environ.get("PICTURES")))
    doors = Doors()
    look.at(pages_of(world, doors))
    print(look.told())
    look.at(Way(submitted(world.walk.office, "Dự án Kho xăng dầu đi hết quy trình"), doors).pages())
    print(look.told())
    assert look.faults == [], "\n".join(look.faults)
