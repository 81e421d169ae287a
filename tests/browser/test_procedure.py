"""The procedure's picture in a real browser: what it says fits its boxes, in both themes; a phone gets the list instead."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from consult.demo.walk import Walk

from .conftest import SIZES, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Texts that leave their box by more than the border, and labels that lie over a box.
OUTSIDE = """() => {
  const found = [];
  const boxes = [...document.querySelectorAll('svg.picture g[data-step]')];
  for (const group of boxes) {
    const box = group.querySelector('.picture-box').getBBox();
    for (const text of group.querySelectorAll(':scope > text')) {
      const said = text.getBBox();
      const fits = said.x > box.x + 4 && said.x + said.width < box.x + box.width - 4
        && said.y > box.y && said.y + said.height < box.y + box.height;
      if (!fits) found.push(text.textContent);
    }
    for (const label of document.querySelectorAll('svg.picture .picture-label')) {
      const said = label.getBBox();
      if (said.x < box.x + box.width && said.x + said.width > box.x
          && said.y < box.y + box.height && said.y + said.height > box.y) found.push(label.textContent);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_read_on_a_desk_and_the_list_on_a_phone(
    in_council: Walk, browser: Browser, live_server: Any, size: str, theme: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(viewport=SIZES[size], locale="vi-VN")
    visitor = Visitor(context, live_server.url, size)
    visitor.go("/demo/")
    visitor.page.locator(f'form[action="/demo/{in_council.office.officer.pk}/"] button').click()
    visitor.page.wait_for_url(live_server.url + "/")
    for path, name in (("/procedure/", "procedure"), (f"/dossiers/{in_council.dossier.pk}/procedure/", "place")):
        page = visitor.go(path)
        page.evaluate(f"document.documentElement.setAttribute('data-bs-theme', '{theme}')")
        picture = page.get_by_role("img", name="Sơ đồ quy trình")
        if size == "desktop":
            expect(picture).to_be_visible()
            assert page.evaluate(OUTSIDE) == []
        else:
            expect(picture).to_be_hidden()
        expect(page.get_by_text("quay lại bước 2. Kiểm tra hồ sơ")).to_be_visible()
        visitor.picture(f"{name}-{theme}")
    context.close()
    assert visitor.faults == []
