"""Every page under axe, in one look a day of the four; ``make prove`` takes all of them, and every step of the way."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from consult import clock
from tests.browser.conftest import DeliveredServer
from tests.browser.every_page import VARIANTS, Doors, Look, pages_of
from tests.web.test_access_urls import World, world

__all__ = ["world"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_is_without_fault_as_it_looks_today(browser: Browser, live_server: DeliveredServer, world: World):
    settings.ALLOWED_HOSTS = ["*"]
    turn = int(os.environ.get("LOOK", clock.today().toordinal())) % len(VARIANTS)
    look = Look(browser, live_server.url, [VARIANTS[turn]])
    look.at(pages_of(world, Doors()))
    print(f"LOOK={turn}: {look.told()}")
    assert look.faults == [], "\n".join([f"LOOK={turn}", *look.faults])
