"""A reviewer reads a Word file in the page: as text while nobody converts, then as pages, with remarks on both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import expect

from consult import clock
from consult.files import MEDIA_TYPES
from consult.models import Attachment, Person, ReadingCopy
from tests.browser.conftest import Visitor
from tests.browser.test_review import mark, saved
from tests.services.conftest import Processes, until
from tests.word_files import PROPOSAL, word_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def word(reviewing) -> Attachment:
    """The attachment that the reviewer sees first is a Word file."""
    found: Attachment = reviewing.dossier.attachments.get(item=reviewing.dossier.procedure.rules.checklist[0].code)
    content = word_file(*PROPOSAL, *(f"Đoạn {n}. {PROPOSAL[1]}" for n in range(40)))
    found.name, found.media_type, found.size = "Thuyết minh dự án.docx", MEDIA_TYPES["docx"], len(content)
    found.sha256, found.pages = hashlib.sha256(content).hexdigest(), 0
    found.file.save("a.docx", ContentFile(content))
    return found


@pytest.mark.parametrize("size", ["desktop"])
def test_a_reviewer_remarks_on_a_word_file(visit: Callable[[Person], Visitor], processes: Processes, reviewing, word):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    reviewer = visit(review.seat.person)
    address = reverse("task", args=[reviewing.task("write_review", review.seat.person).pk])
    page = reviewer.go(address)
    expect(page.locator("[data-reader-waits]")).to_be_visible()
    reviewer.picture("word-being-made")
    # Nobody here converts: after a minute the text is shown.
    ReadingCopy.objects.update(asked_at=clock.now() - timedelta(minutes=2))
    expect(page.locator("[data-reader-text]")).to_contain_text(PROPOSAL[1])
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-reader-text] p'))")
    page.locator("[data-reader-head] [data-remark='0']").click()
    page.get_by_label("Nhận xét vào ").first.fill("Tên dự án chưa khớp tờ trình.")
    saved(page)
    reviewer.picture("word-as-text")
    processes.start("manage.py", "work", "--lane=converter")
    until(lambda: ReadingCopy.objects.exclude(file="").exists())
    page = reviewer.go(address)
    page.locator("#reader").scroll_into_view_if_needed()
    expect(page.locator(".reader-holder[data-drawn]").first).to_be_attached()
    expect(page.locator("[data-reading-copy]")).to_be_visible()
    mark(page)
    page.locator(".reader-holder [data-remark='1']").first.click()
    page.get_by_label("Nhận xét vào ").nth(1).fill("Câu này cần dẫn nguồn.")
    until(lambda: review.remarks.count() == 2)
    reviewer.picture("word-as-pages")
    review.refresh_from_db()
    whole, on_page = review.remark_list()
    assert (whole["page"], whole["quote"], whole["file"]) == (0, PROPOSAL[0], word.pk)
    assert (on_page["page"], on_page["file"]) == (1, word.pk)
    assert on_page["quote"] in PROPOSAL[0]
