"""Large councils, how work is shared, and money, as they look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consult.models import Expert, Person, SubjectArea
from consult.queries.groups import groups_of
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]


@pytest.fixture
def large(visit: Visit, in_council):
    """A dossier that wants twenty-one seats in groups, among a thousand experts."""
    procedure = in_council.dossier.procedure
    procedure.config = {
        **procedure.config,
        "seats": {"least": 21, "most": 41, "groups": True, "per_employer": 40, "least_reviewers": 6},
    }
    procedure.save()
    fields = list(SubjectArea.objects.filter(parent=None)[:3])
    in_council.dossier.subject_areas.set(fields)
    people = Person.objects.bulk_create(
        Person(email=f"lon{n}@lhh.test", name=f"Nguyễn Thị Hoàng Phương Uyên {n:03}", password="!") for n in range(1000)
    )
    experts = [Expert(person=person, degree="TS.", employer=f"Viện {n}") for n, person in enumerate(people)]
    for expert in experts:
        expert.save()
    through = Expert.subject_areas.through
    through.objects.bulk_create(
        through(expert_id=expert.pk, subjectarea_id=fields[n % 3].pk) for n, expert in enumerate(experts)
    )
    in_council.dossier = type(in_council.dossier).objects.get(pk=in_council.dossier.pk)
    return in_council


def test_a_council_of_twenty_one_is_formed_and_its_groups_report(visit: Visit, large):
    officer = visit(large.office.officer)
    page = officer.work("Đề xuất hội đồng")
    rows = page.locator("[data-rows] [data-row]")
    expect(rows).to_have_count(21)
    assert page.evaluate("document.documentElement.outerHTML.length") < 1_000_000
    officer.press("Gợi ý người phù hợp")
    expect(page.get_by_text("Đạt các điều kiện của quy trình.").first).to_be_visible()
    # Any seat's list holds everybody once it is used.
    last = rows.nth(5).locator("[data-people]")
    last.focus()
    assert last.locator("option").count() > 1000
    officer.picture("council-in-groups")
    officer.press("Đề xuất hội đồng")
    large.dossier.refresh_from_db()
    assert large.dossier.step == "approve_council"
    large.approve_council(large.office.leader)
    large.accept_all()
    for review in large.open_reviews():
        large.review(review.seat.person)
    group = groups_of(large.dossier)[0]
    page = officer.go(reverse("group", args=[large.dossier.pk, group.field.pk]))
    officer.picture("group-report")
    officer.press("Nộp báo cáo")
    expect(page.get_by_text("Đã nộp báo cáo.", exact=True)).to_be_visible()
    officer.picture("dossier-in-groups")


def test_the_pages_of_shares_and_money(visit: Visit, drafted):
    officer = visit(drafted.office.officer)
    officer.go(reverse("fairness"))
    officer.picture("fairness")
    page = officer.go(reverse("fees", args=[drafted.dossier.pk]))
    officer.picture("fees")
    officer.press("Lập bảng kê thanh toán")
    officer.go(reverse("fees_of_a_year"))
    officer.picture("fees-year")
    expect(page.locator("tbody tr").first).to_be_visible()
    chair = visit(drafted.seat("chair"))
    chair.go(reverse("personal_data", args=[drafted.seat("chair").pk]))
    chair.picture("my-data")
    expect(chair.page.get_by_text("Khoản tôi được chi")).to_be_visible()
    assert drafted.dossier.documents.filter(kind="payment_list").count() == 1
