"""What an officer sees when a supplement comes, and of people whom no mail reaches, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult import clock
from consult.models import Call, Person
from tests.actions.test_supplements import supplied
from tests.actions.test_uploads import add, pdf_bytes
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
LONG = "Thuyet_minh_de_xuat_du_an_Cua_hang_xang_dau_Pong_Drang_da_ky_va_dong_dau_ban_cuoi_cung_(2).pdf"


def test_a_supplement_is_seen_file_by_file_and_read_to_its_earlier_versions(visit: Visit, walk):
    by, dossier = walk.office.investor_person, walk.dossier
    project = dossier.attachments.get(item="project")
    supplied(walk, project="Thiếu chữ ký của người đại diện theo pháp luật và dấu của đơn vị", land="Bản quá mờ")
    add(dossier, pdf_bytes(pages=4), LONG, "project", by, replaces=project.pk)
    walk.do("supply_supplement", by, remark="Giấy tờ về đất sẽ gửi sau khi được cấp lại.")
    officer = visit(walk.office.officer)
    page = officer.go(reverse("task", args=[walk.task("check_completeness").pk]))
    shown = page.locator('[data-supplement="1"]')
    expect(shown.get_by_text("Giấy tờ về đất sẽ gửi sau")).to_be_visible()
    expect(shown.get_by_role("link", name=LONG).first).to_be_visible()
    officer.picture("supplement-compared")
    page = officer.go(reverse("read_attachment", args=[project.pk]))
    expect(page.get_by_role("note").first).to_be_visible()
    officer.picture("earlier-version")
    officer.go(reverse("dossier", args=[dossier.pk]))
    officer.picture("dossier-with-supplement")


def test_the_call_list(visit: Visit, reviewed):
    office, dossier = reviewed.office, reviewed.dossier
    people = [seat.person for seat in dossier.council.seats.filter(kind="member")][:2]
    for number, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(email=None, phone="" if number else "0262 3 855 001")
        Call.objects.create(union=dossier.union, dossier=dossier, person=person, due_on=clock.today())
    officer = visit(office.officer)
    officer.go("/")
    officer.page.locator("#calls").click()
    officer.page.wait_for_load_state()
    officer.picture("call-list")
    first = officer.page.locator("section.card").first
    first.get_by_label("Ghi chú").fill("Đã nhận lời")
    first.get_by_role("button").click()
    expect(officer.page.get_by_role("status").first).to_be_visible()
    assert Call.objects.filter(closed_at=None).count() == 1
