"""Who answers for a dossier, in a real browser: taken and handed over, and the three views of My work."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.actions.divisions import set_naming
from consult.models import Division, Dossier, Membership, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Nguyễn Hoàng Thị Khánh Huyền Trang Quỳnh Như"
BOARD = "Ban Tư vấn, phản biện, giám định xã hội và hợp tác quốc tế về khoa học và công nghệ"


def test_a_dossier_is_taken_handed_over_and_found_again(visit, new_walk, office) -> None:
    walk, _other = new_walk(), new_walk("Dự án chưa ai nhận")
    second = Person.objects.create_user("thuhai@x.test", "x", name=LONG)
    Membership.objects.create(person=second, organisation=office.union, role="officer")
    board = Division.objects.create(union=office.union, name=BOARD)
    Membership.objects.filter(person__in=[second, office.officer]).update(division=board)
    leader = Person.objects.get(pk=office.leader.pk)
    set_naming(union=office.union, names_responsible=True, by=leader)

    officer = visit(office.officer)
    page = officer.go(reverse("dossier", args=[walk.dossier.pk]))
    officer.press("Nhận phụ trách")
    assert Dossier.objects.get(pk=walk.dossier.pk).responsible == office.officer
    officer.picture("responsible-dossier")

    chief = visit(office.leader)
    page = chief.go(reverse("hand_over"))
    chief.picture("hand-over")
    page.locator(f"input[name=dossier][value^='{walk.dossier.pk}:']").check()
    page.get_by_label("Chuyên viên phụ trách", exact=True).last.select_option(label=LONG)
    chief.press("Chuyển giao")
    # Without a note nothing is handed over, and what was chosen is still chosen.
    expect(page.locator("input[name=dossier]:checked")).to_have_count(1)
    chief.picture("hand-over-without-a-note")
    page.get_by_label("Nội dung bàn giao").fill("Đã hẹn Sở Tài chính ngày 12.")
    chief.press("Chuyển giao")
    page.wait_for_url("**" + reverse("hand_over"))
    assert Dossier.objects.get(pk=walk.dossier.pk).responsible == second

    page = officer.go("/")
    expect(page.locator("a.work-row")).to_have_count(1)
    officer.picture("my-work-mine")
    page.get_by_role("link", name="Ban, phòng tôi").click()
    expect(page.locator("a.work-row", has_text=LONG)).to_have_count(1)
    officer.picture("my-work-division")
    page.get_by_role("link", name="Tất cả").click()
    expect(page.locator("a.work-row")).to_have_count(2)
    officer.picture("my-work-all")


def test_the_pages_of_the_office_fit_a_phone(visit, office) -> None:
    Division.objects.create(union=office.union, name=BOARD)
    chief = visit(office.leader)
    for name in ("divisions", "naming", "standing", "upper_union", "lower_unions"):
        chief.go(reverse(name))
        chief.picture(f"office-{name}")
