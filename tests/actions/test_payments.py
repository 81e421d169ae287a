"""The payment list: other work, tax, where to pay, and that it was paid."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from consult import clock, crypto
from consult.actions.payees import details_of, save_details
from consult.actions.payments import payment_lines
from consult.actions.privacy import erase
from consult.actions.rotation import rotate
from consult.commands import documents, payments
from consult.documents import pdf
from consult.models import (
    DocumentVersion,
    Event,
    Guest,
    Meeting,
    Membership,
    Organisation,
    PayeeDetails,
    Payout,
    Person,
    Rate,
)
from consult.models.payment import TaxTerms
from consult.queries.fees import fees_of_year, lines_in_force
from tests.refusals import refused

DETAILS = {"tax_code": "0123456789", "account": "19036688", "bank": "Ngân hàng Mẫu"}


def make_list(walk) -> DocumentVersion:
    documents.request_document(dossier_id=walk.dossier.pk, kind="payment_list", by=walk.office.officer)
    return DocumentVersion.objects.filter(document__kind="payment_list").latest("pk")


def enter(walk, **data) -> None:
    payments.enter_work(dossier_id=walk.dossier.pk, by=walk.office.officer, **data)


def test_other_work_is_paid_at_the_offices_rate_or_its_own_price(drafted):
    member = drafted.dossier.council.seats.filter(kind="member").first().person
    Rate.objects.create(union=drafted.office.union, act="comment", seat="", amount=200_000)
    enter(drafted, act="comment", person=member)
    enter(drafted, act="hall", name="Nhà khách Tỉnh", price=3_000_000)
    enter(drafted, act="print", name="Tiệm in Ban Mai", quantity=10)
    found = {line.act: line for line in payment_lines(drafted.dossier)}
    assert (found["comment"].person, found["comment"].amount) == (member.pk, 200_000)
    assert (found["hall"].amount, found["hall"].tax) == (3_000_000, 0)
    assert "print" not in found
    with refused("counted_itself"):
        enter(drafted, act="review", person=member)
    with refused("not_in_council"):
        enter(drafted, act="comment", person=drafted.office.experts[11])
    with refused("payee_missing"):
        enter(drafted, act="hall", name=" ")
    with refused("role"):
        payments.enter_work(dossier_id=drafted.dossier.pk, by=drafted.office.clerk, act="hall", name="x", price=1)
    make_list(drafted)
    called = {line.name for line in fees_of_year(drafted.office.union.pk, clock.today().year)}
    assert "Nhà khách Tỉnh" in called
    row = drafted.dossier.extra_work.get(act="hall")
    payments.remove_work(dossier_id=drafted.dossier.pk, row=row.pk, by=drafted.office.officer)
    history = drafted.dossier.events.filter(data__act="hall").order_by("pk")
    assert list(history.values_list("verb", "data__name")) == [
        ("extra_work_entered", "Nhà khách Tỉnh"), ("extra_work_removed", "Nhà khách Tỉnh"),
    ]  # fmt: skip
    assert "hall" not in {line.act for line in payment_lines(drafted.dossier)}


def test_guests_who_were_asked_and_came_are_paid(drafted):
    Rate.objects.create(union=drafted.office.union, act="guest", seat="", amount=130_000)
    meeting = Meeting.objects.get(council__dossier=drafted.dossier, state="held")
    Guest.objects.create(meeting=meeting, name="Ông Hồ Văn Xa", organisation="Sở Xây dựng", came=True)
    Guest.objects.create(meeting=meeting, name="Không đến")
    Guest.objects.create(meeting=meeting, name="Tự đến", came=True, by_themselves=True)
    paid = [(line.name, line.role, line.amount) for line in payment_lines(drafted.dossier) if line.act == "guest"]
    assert paid == [("Ông Hồ Văn Xa", "Sở Xây dựng", 130_000)]


def test_tax_is_withheld_as_the_office_says_and_is_on_the_list(drafted):
    chair = drafted.seat("chair")
    assert sum(line.tax for line in payment_lines(drafted.dossier)) == 0
    TaxTerms.objects.create(union=drafted.office.union, percent=5, threshold=1_000_000)
    data = make_list(drafted).data
    mine = [line for line in lines_in_force(drafted.dossier) if line.person_id == chair.pk]
    assert [(line.amount, line.tax, line.net) for line in mine] == [(1_000_000, 50_000, 950_000)]
    # The two reviewers write and attend: 1.200.000 each.
    assert (data["total"], data["total_tax"], data["total_net"]) == ("6.100.000", "170.000", "5.930.000")


def test_tax_codes_are_encrypted_wherever_they_lie_and_open_only_on_paper(drafted):
    chair = drafted.seat("chair")
    save_details(person=chair, by=chair, **DETAILS)
    row, version = PayeeDetails.objects.get(), make_list(drafted)
    for kept in (bytes(row.locked).decode(), json.dumps(version.data)):
        assert not any(said in kept for said in DETAILS.values())
    html = pdf.to_html("payment_list", "x", version.data)
    assert DETAILS["tax_code"] in html
    assert f"{DETAILS['account']} – {DETAILS['bank']}" in html


def test_what_is_encrypted_comes_through_new_secrets(drafted, settings):
    chair = drafted.seat("chair")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    save_details(person=chair, by=chair, **DETAILS)
    version = make_list(drafted)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert sum(kind.anew for kind in rotate() if kind.name == crypto.Purpose.PAYEE.name) == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert details_of([chair.pk]) == {chair.pk: DETAILS}
    version.refresh_from_db()
    assert DETAILS["tax_code"] in pdf.to_html("payment_list", "x", version.data)


def test_only_the_person_and_who_pays_them_keep_where_to_pay(drafted):
    office, chair = drafted.office, drafted.seat("chair")
    save_details(person=chair, by=office.officer, **DETAILS)
    elsewhere = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    stranger = Person.objects.create_user("o@khac.test", None, name="Người khác")
    Membership.objects.create(person=stranger, organisation=elsewhere, role="officer")
    for by in (office.clerk, office.department_person, stranger, office.experts[11]):
        with pytest.raises(Http404):
            save_details(person=chair, by=by, **DETAILS)
    with pytest.raises(Http404):
        # Nobody pays an expert who sits in no council.
        save_details(person=office.experts[11], by=office.officer, **DETAILS)
    save_details(person=chair, by=chair)
    assert details_of([chair.pk]) == {}


def test_who_is_erased_leaves_no_tax_code(office):
    expert = office.experts[11]
    save_details(person=expert, by=expert, **DETAILS)
    erase(person=expert, by=expert)
    assert not PayeeDetails.objects.exists()


def test_a_payment_is_recorded_with_its_voucher_and_corrected_beside_the_old_row(drafted):
    make_list(drafted)
    first, second, *_rest = lines_in_force(drafted.dossier)

    def pay(lines, by=drafted.office.officer, **data):
        said = {"paid_on": clock.today(), "voucher": "PC 12/2026"} | data
        payments.record_payout(dossier_id=drafted.dossier.pk, by=by, lines=lines, **said)

    with refused("day_future"):
        pay([first.pk], paid_on=clock.today() + timedelta(days=1))
    with refused("voucher_missing"):
        pay([first.pk], voucher=" ")
    with refused("no_lines"):
        pay([10**9])
    with refused("role"):
        pay([first.pk], by=drafted.office.clerk)
    pay([first.pk, second.pk])
    with refused("reason_missing"):
        pay([second.pk], voucher="UNC 7")
    pay([second.pk], voucher="UNC 7", reason="Ghi nhầm số")
    rows = list(Payout.objects.filter(line=second).order_by("pk"))
    assert [(row.voucher, row.reason, row.recorded_by) for row in rows] == [
        ("PC 12/2026", "", drafted.office.officer), ("UNC 7", "Ghi nhầm số", drafted.office.officer),
    ]  # fmt: skip
    assert rows[1].corrects == rows[0]
    events = Event.objects.filter(dossier=drafted.dossier, verb__startswith="payment_").order_by("pk")
    assert [(event.verb, event.data.get("lines")) for event in events] == [
        ("payment_listed", None), ("payment_recorded", 2), ("payment_corrected", 1),
    ]  # fmt: skip


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one file and no roles: no guards")
def test_postgresql_keeps_what_was_recorded_as_paid(drafted):
    make_list(drafted)
    line = lines_in_force(drafted.dossier).first()
    said = {"paid_on": clock.today(), "voucher": "PC 12/2026"}
    payments.record_payout(dossier_id=drafted.dossier.pk, by=drafted.office.officer, lines=[line.pk], **said)
    for act in (Payout.objects.get().delete, lambda: Payout.objects.update(voucher="khác")):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act()
