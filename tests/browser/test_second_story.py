"""The main stops of a case that comes by letter, at a desk and on a phone: see the rehearsal of it in ``consult.demo``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from consult import clock
from consult.actions.dispatch import add_recipients
from consult.actions.incoming import register_letter
from consult.actions.uploads import add_file
from consult.commands import dossiers
from consult.demo.files import attachment, sample_pdf
from consult.demo.walk import usual_answers
from consult.models import Dossier, IncomingLetter, Person, Review, Sending, StandIn
from tests.actions.test_uploads import pdf_bytes
from tests.browser.conftest import Visitor, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
SENDER = "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Dịch vụ Tổng hợp Cao Nguyên Xanh"
SUBJECT = "Đề nghị phản biện Dự án Trung tâm dịch vụ hậu cần liên huyện Krông Búk – Ea H'leo"
SCAN = {"name": "Văn bản đề nghị.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}


def submit(page: Page, form: str) -> None:
    page.locator(f"{form} button[type=submit]").last.click()
    page.wait_for_load_state()


def test_a_dossier_is_opened_from_a_letter_and_sent(visit: Visit, office):
    clerk = visit(office.clerk)
    page = clerk.go(reverse("incoming"))
    page.locator("[name=scans]").set_input_files([SCAN])
    fill(clerk, sender=SENDER, subject=SUBJECT)
    submit(page, "#enter-letter")
    letter = IncomingLetter.objects.get(sender=SENDER)
    assert letter.files.count() == 1
    clerk.picture("letter")
    page.locator(f"a[href='{reverse('open_from_letter', args=[letter.pk])}']").click()
    page.locator("[name=proposer][value=new]").check()
    page.locator("[name=kind]").select_option("investor")
    page.locator("[name=procedure]").first.check()
    clerk.picture("letter-dossier")
    submit(page, "main form[method=post]")
    draft = Dossier.objects.get(entered_from=letter)
    answers = usual_answers(draft.procedure.rules.questions)
    dossiers.describe(
        dossier_id=draft.pk, by=office.clerk, revision=None, title=SUBJECT, kind="critique", answers=answers
    )
    for item in Dossier.objects.get(pk=draft.pk).asked_items():
        if item.required:
            file = attachment(item, SUBJECT, SENDER)
            add_file(dossier_id=draft.pk, item_code=item.code, upload=file, by=office.clerk, replaces=None)
    clerk.go(reverse("attachments", args=[draft.pk]))
    clerk.picture("letter-attachments")
    clerk.go(reverse("send", args=[draft.pk]))
    submit(page, "main form[method=post]")
    page.wait_for_url("**" + reverse("dossier", args=[draft.pk]))
    clerk.picture("letter-sent")


def test_a_review_is_entered_from_a_letter(visit: Visit, reviewing):
    office, person = reviewing.office, reviewing.open_reviews()[0].seat.person
    reviewing.accept(person)
    letter = register_letter(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender=person.name, subject="Phiếu nhận xét",
        files=[sample_pdf("Phiếu nhận xét")],
    )  # fmt: skip
    clerk = visit(office.clerk)
    page = clerk.go(reverse("enter_step", args=[reviewing.task("write_review", person).pk]))
    # None is chosen beforehand.
    expect(page.locator("[name=letter]")).to_have_value("")
    page.locator("[name=letter]").select_option(str(letter.pk))
    submit(page, "main form[method=get]")
    for field in page.locator("main textarea:visible").all():
        field.fill("Phù hợp; đề nghị làm rõ thêm.")
    for group in page.locator("main [role=radiogroup]:visible").all():
        group.locator("label").first.click()
    page.locator("[name=recommendation]").first.check()
    clerk.picture("review-from-letter")
    submit(page, "main form[method=post]")
    expect(page.get_by_role("status").first).to_be_visible()
    assert Review.objects.get(seat__person=person, seat__council__dossier=reviewing.dossier).state == "handed_in"


def test_a_stand_in_is_named(visit: Visit, office):
    clerk = visit(office.clerk)
    page = clerk.go(reverse("stand_ins"))
    page.locator("[name=held]").select_option(index=1)
    page.locator("[name=person]").select_option(str(office.officer.pk))
    page.locator("[name=until]").fill(clock.today().isoformat())
    page.locator("textarea[name=reason]").fill("Nghỉ phép")
    clerk.picture("stand-in")
    submit(page, "main form:has([name=held])")
    expect(page.get_by_role("status").first).to_be_visible()
    assert StandIn.objects.get(membership__person=office.clerk).reason == "Nghỉ phép"


def test_four_recipients_are_ticked_off_at_once(visit: Visit, issued):
    office = issued.office
    entry = issued.dossier.documents.get(kind="opinion").entry
    names = ["Ủy ban nhân dân tỉnh", "Sở Xây dựng", "Sở Tư pháp", SENDER]
    add_recipients(entry=entry, names=names, by=office.clerk)
    clerk = visit(office.clerk)
    page = clerk.go(reverse("dispatch"))
    for name in names:
        page.get_by_label(name).check()
    page.locator("[name=how]").select_option("post")
    clerk.picture("dispatch")
    submit(page, "main form[method=post]")
    expect(page.get_by_role("status").first).to_be_visible()
    assert Sending.objects.filter(entry=entry, how="post", sent_on=clock.today()).count() == 4
