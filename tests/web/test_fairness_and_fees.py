"""How work is shared, with figures that can be counted by hand; and money, which only those see who must."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from consult import clock, tasks
from consult.actions.deadlines import calendar_of
from consult.commands import documents
from consult.models import DocumentVersion, Expert, Membership, Payout, Person, Task
from consult.queries.fairness import ORDERS, shares_of, summary_of
from consult.queries.fees import fees_of_year, own_fees
from consult.rules.payment import written_amount

pytestmark = pytest.mark.django_db


def shares(walk, order: str = "seats", year: int | None = None):
    union = walk.office.union.pk
    found = shares_of(union, year or clock.today().year, calendar_of(union), order)
    return found, {share.expert.person_id: share for share in found}


def test_the_figures_are_what_happened(reviewing):
    first, second = (review.seat.person for review in reviewing.open_reviews())
    reviewing.do("answer_invitation", first, decision="decline", reason="Bận")
    reviewing.accept(second)
    _found, by_person = shares(reviewing)
    declined, accepted = by_person[first.pk], by_person[second.pk]
    # A seat given up is none.
    assert (declined.seats, declined.invited, declined.accepted, declined.declined) == (0, 1, 0, 1)
    assert (declined.acceptance, accepted.acceptance) == (0, 100)
    assert (accepted.seats, accepted.open_seats, accepted.late) == (1, 1, 0)
    chair = by_person[reviewing.seat("chair").pk]
    assert (chair.seats, chair.invited, chair.acceptance) == (1, 0, None)
    never = by_person[reviewing.office.experts[11].pk]
    assert (never.seats, never.open_seats, never.invited) == (0, 0, 0)


def test_lateness_counts_working_days_and_forgives_what_was_given(reviewing):
    reviewing.accept_all()
    first, second = (review.seat.person for review in reviewing.open_reviews())
    calendar = calendar_of(reviewing.office.union.pk)
    due = reviewing.task("write_review", first).due_on
    late_by_three = calendar.add(due, 3)
    with clock.at(clock.now() + (late_by_three - clock.today())):
        _found, by_person = shares(reviewing, year=due.year)
        assert (by_person[first.pk].late, by_person[first.pk].days_late) == (1, 3)
        reviewing.review(first)
    # What came in late stays late by as much, whatever the day.
    Task.objects.filter(node="write_review", assignee=first).update(
        finished=clock.now() + (late_by_three - clock.today())
    )
    with clock.at(clock.now() + (late_by_three - clock.today()) + timedelta(days=30)):
        _found, by_person = shares(reviewing, year=due.year)
        assert (by_person[first.pk].late, by_person[first.pk].days_late) == (1, 3)
        assert by_person[second.pk].late == 1
    Task.objects.filter(node="write_review", assignee=second).update(due_on=late_by_three)
    due = late_by_three
    with clock.at(clock.now() + (late_by_three - clock.today())):
        assert shares(reviewing, year=due.year)[1][second.pk].late == 0


def test_the_whole_is_the_sum_of_its_parts(reviewing):
    found, _by_person = shares(reviewing)
    whole = summary_of(found)
    assert whole.seats == sum(share.seats for share in found) == 6
    assert whole.experts == len(found)
    assert whole.never == sum(1 for share in found if share.seats == share.invited == 0)
    assert (whole.most, whole.middle) == (1, 1)
    assert summary_of([]).by_tenth == 0


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_keeps_everybody(reviewing, as_person, order):
    page = as_person(reviewing.office.officer).get(reverse("fairness"), {"order": order})
    assert page.status_code == 200
    assert page.context["page"].paginator.count == len(shares(reviewing)[0])


def test_another_unions_councils_are_not_counted(reviewing, as_person):
    year = clock.today().year
    assert all(share.seats == 0 for share in shares_of(0, year, calendar_of(0)))
    assert all(share.seats == 0 for share in shares(reviewing)[0]) is False


def test_the_page_takes_as_many_queries_for_many_experts(reviewing, as_person, django_assert_max_num_queries):
    for n in range(60):
        person = Person.objects.create_user(f"them{n}@lhh.test", None, name=f"Chuyên gia {n}")
        Expert.objects.create(person=person)
    client = as_person(reviewing.office.officer)
    with django_assert_max_num_queries(25):
        assert client.get(reverse("fairness")).status_code == 200


@pytest.fixture
def paid(drafted):
    documents.request_document(dossier_id=drafted.dossier.pk, kind="payment_list", by=drafted.office.officer)
    tasks.work_off()
    return drafted


def amount_of(walk, person: Person) -> int:
    rates = {(rate.act, rate.seat): rate.amount for rate in walk.office.union.rates.all()}
    kind = walk.dossier.council.seats.get(person=person).kind
    reviews = walk.dossier.reviews.filter(seat__person=person, state="handed_in").count()
    return rates.get(("meeting", kind), 0) + reviews * rates.get(("review", kind), 0)


def test_the_sheet_holds_what_the_document_holds(paid, as_person):
    answer = as_person(paid.office.officer).get(reverse("fees_table", args=[paid.dossier.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.oddHeader.left.text == paid.office.union.name.upper()
    assert paid.dossier.code in sheet.oddHeader.right.text
    rows = list(sheet.iter_rows(values_only=True))[1:]
    data = DocumentVersion.objects.filter(document__kind="payment_list").latest("pk").data
    assert [(row[1], row[5], written_amount(row[8])) for row in rows[:-1]] == [
        (line["name"], line["reason"], line["amount"]) for line in data["lines"]
    ]
    assert rows[-1][8] == sum(row[8] for row in rows[:-1])
    assert written_amount(rows[-1][8]) == data["total"]


def test_everybody_sees_their_own_and_nobody_elses(paid, as_person):
    reviewer, chair = paid.dossier.reviews.first().seat.person, paid.seat("chair")
    for person in (reviewer, chair):
        own = own_fees(person)
        assert sum(fee.amount for fee in own) == amount_of(paid, person) > 0
        page = as_person(person).get(reverse("personal_data", args=[person.pk])).content.decode()
        for fee in own:
            assert fee.reason in page
        assert as_person(person).get(reverse("export_personal_data", args=[person.pk])).json()["fees"]
    administrator = Person.objects.create_user("admin@lhh.test", None, name="Người quản trị")
    Membership.objects.create(person=administrator, organisation=paid.office.union, role="administrator")
    seen = as_person(administrator).get(reverse("personal_data", args=[reviewer.pk]))
    assert seen.context["fees"] == []
    assert "fees" not in as_person(administrator).get(reverse("export_personal_data", args=[reviewer.pk])).json()


def test_who_must_see_the_money_and_who_must_not(paid, as_person):
    office, address = paid.office, reverse("fees", args=[paid.dossier.pk])
    version = DocumentVersion.objects.filter(document__kind="payment_list").latest("pk")
    made = {}
    for role in ("auditor", "administrator"):
        made[role] = Person.objects.create_user(f"{role}@lhh.test", None, name="Người mới")
        Membership.objects.create(person=made[role], organisation=office.union, role=role)
    others = (office.clerk, made["administrator"], paid.seat("chair"), paid.dossier.reviews.first().seat.person)
    for person in (office.officer, office.leader, made["auditor"]):
        client = as_person(person)
        assert client.get(address).status_code == 200
        assert client.get(reverse("fees_of_a_year")).status_code == 200
    for person in (*others, office.investor_person):
        client = as_person(person)
        assert client.get(address).status_code in (403, 404), person
        assert client.get(reverse("fees_table", args=[paid.dossier.pk])).status_code in (403, 404), person
        assert client.get(reverse("fees_of_a_year")).status_code == 403, person
        for name in ("document", "docx"):
            assert client.get(reverse(name, args=[version.pk])).status_code == 404, person
        page = client.get(reverse("dossier", args=[paid.dossier.pk])).content.decode()
        assert address not in page
        assert version.data["total"] not in page, person


def test_a_year_counts_the_newest_list_of_each_dossier_once(paid):
    once = fees_of_year(paid.office.union.pk, clock.today().year)
    documents.request_document(dossier_id=paid.dossier.pk, kind="payment_list", by=paid.office.officer)
    assert fees_of_year(paid.office.union.pk, clock.today().year) == once
    total = DocumentVersion.objects.filter(document__kind="payment_list").latest("pk").data["total"]
    assert written_amount(sum(line.amount for line in once)) == total
    assert fees_of_year(paid.office.union.pk, clock.today().year - 1) == []


def test_sums_are_told_in_the_readers_language(paid, as_person):
    client, address = as_person(paid.office.officer), reverse("fees", args=[paid.dossier.pk])
    assert client.get(address).context["in_words"].startswith("Sáu triệu")
    Person.objects.filter(pk=paid.office.officer.pk).update(language="en")
    assert client.get(address).context["in_words"].startswith("Six million")


def test_the_officer_enters_other_work_and_records_payments_on_the_page(paid, as_person):
    client, address = as_person(paid.office.officer), reverse("fees", args=[paid.dossier.pk])
    work = {"form": "work", "act": "hall", "name": "Nhà khách", "quantity": "2", "price": "1500000"}
    assert client.post(address, work | {"quantity": "0"}).status_code == 422
    assert client.post(address, work | {"name": ""}).status_code == 422
    assert client.post(address, work).status_code == 302
    assert client.get(address).context["total"] == 9_100_000
    line = client.get(address).context["made"][0]
    payout = {"form": "payout", "lines": [line.pk], "paid_on": clock.today().isoformat(), "voucher": "PC 1"}
    assert client.post(address, payout).status_code == 302
    again = client.post(address, payout | {"voucher": "PC 2"})
    assert (again.status_code, Payout.objects.count()) == (422, 1)
    assert client.post(address, {"form": "?"}).status_code == 404
    assert as_person(paid.seat("chair")).post(address, payout).status_code == 403


def test_a_tax_code_that_can_be_none_is_not_taken(paid, as_person):
    chair = paid.seat("chair")
    client, address = as_person(chair), reverse("payee", args=[chair.pk])
    for wrong in ({"tax_code": "123"}, {"tax_code": "abcdefghij"}, {"account": "190366"}):
        assert client.post(address, wrong).status_code == 422
    assert client.post(address, {"tax_code": "0123456789 001"}).status_code == 302
    assert client.get(address).context["form"].initial["tax_code"] == "0123456789-001"
