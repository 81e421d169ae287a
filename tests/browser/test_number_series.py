"""How numbers are kept, in a real browser: the next numbers follow what is chosen, before anything is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.queries.number_series import style_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_next_numbers_follow_what_is_chosen(visit, office, size) -> None:
    visitor = visit(office.clerk)
    page = visitor.go(reverse("office_series"))
    samples = page.locator("#samples")
    expect(samples).to_contain_text("01/QĐ-LHH")
    page.get_by_label("05-QĐ/LHH").check()
    expect(samples).to_contain_text("01-QĐ/LHH")
    # With a series for each kind, the abbreviation tells them apart.
    page.locator("input[name=symbol_form][value='{number}/{union}']").check()
    expect(samples.get_by_role("alert")).to_be_visible()
    visitor.picture("series-refused")
    page.locator("input[name=together][value=True]").check()
    expect(samples).to_contain_text("01/LHH")
    visitor.picture("series")
    assert not style_of(office.union).together
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**" + reverse("office_series"))
    assert style_of(office.union).together
