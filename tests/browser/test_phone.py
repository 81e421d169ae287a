"""What is a table on a desk can be read on a phone, and a long title does not fill the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.actions.actor import record_of_union
from consult.models import Person
from tests.browser.conftest import SIZES, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
# Where the words of each cell begin, and how wide its box is.
CELLS = """[...document.querySelectorAll('.table-stacked :is(tbody, tfoot) tr')].map((row) => [...row.children]
  .filter((cell) => cell.getClientRects().length).map((cell) => {
    const style = getComputedStyle(cell);
    const box = cell.getBoundingClientRect();
    return [Math.round(box.left + parseFloat(style.paddingLeft)), Math.round(box.width)];
  }))"""
LINES = """[...document.querySelectorAll('form.list-group-item button > span:first-child')].map((one) =>
  Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))"""


@pytest.mark.parametrize("size", ["phone"])
def test_rows_of_a_table_stand_below_each_other_and_begin_in_one_place(visit: Visit, reviewed):
    page = visit(reviewed.office.officer).go(reverse("fees", args=[reviewed.dossier.pk]))
    rows = page.evaluate(CELLS)
    # Two reviews and the sum, which has one cell for its words.
    assert [len(row) for row in rows] == [6, 6, 5]
    assert len({left for row in rows for left, _width in row}) == 1
    assert min(width for row in rows for _left, width in row) > 0.8 * SIZES["phone"]["width"]


@pytest.mark.parametrize("size", ["phone"])
def test_a_notice_is_three_lines_at_most(visit: Visit, walk):
    walk.dossier.title = "Dự án Khu liên hợp xử lý chất thải rắn sinh hoạt và công nghiệp liên huyện " * 5
    walk.dossier.save()
    page = visit(walk.office.officer).go(reverse("notices"))
    assert page.evaluate(LINES) == [3]


@pytest.mark.parametrize("size", ["phone"])
def test_a_word_that_is_longer_than_a_line_makes_no_page_wider(visit: Visit, reviewed):
    reason = "4ECBEDA7E75C6C21D76761B94A785FD8CEFFA5A3" * 3
    record_of_union(reviewed.office.union, "rates_changed", None, reason=reason)
    page = visit(reviewed.office.leader).go(reverse("office_history"))
    expect(page.get_by_text(reason)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
