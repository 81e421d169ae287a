"""Documents that go out: a row for each recipient, until it is sent."""

from __future__ import annotations

from datetime import timedelta

from consult import clock
from consult.actions.dispatch import add_recipients, record_sent, take_back
from consult.actions.registers import reserve_number
from consult.commands import documents
from consult.models import Event, Sending
from consult.queries.asked import asked_of
from consult.queries.dispatch import still_to_send
from consult.queries.registers import outgoing_table
from tests.actions.test_recipients import choose, finish, say
from tests.refusals import refused


def rows(walk, kind="opinion"):
    return walk.dossier.documents.filter(kind=kind).latest("pk").entry.sendings.order_by("copy", "pk")


def test_an_issued_opinion_waits_until_it_is_sent_to_everybody(drafted):
    office, proposer = drafted.office, drafted.dossier.proposer.name
    say(drafted)
    choose(drafted, [drafted.dossier.given_by.name, proposer], ["Sở Xây dựng"])
    finish(drafted)
    drafted.settle(drafted.dossier)
    found = list(rows(drafted))
    names = [drafted.dossier.given_by.name, proposer, "Sở Xây dựng", "Thường trực Liên hiệp Hội"]
    assert [row.name for row in found] == names
    assert [row.copy for row in found] == [False, False, True, True]
    # Whoever reads it here has it at once.
    assert [(row.how, row.sent_on) for row in found if row.sent_on] == [("here", clock.today())]
    assert asked_of(office.clerk).to_send == 3
    assert asked_of(office.officer).to_send == 0
    left = [row.pk for row in found if not row.sent_on]
    send = {"union": office.union, "how": "post", "day": clock.today(), "by": office.clerk}
    assert outgoing_table(office.union, clock.today().year, "BC").rows[0][7] is None
    assert record_sent(sendings=left[:2], **send) == 2
    assert record_sent(sendings=left[2:], **{**send, "how": "hand", "received_by": "Văn phòng"}) == 1
    assert not still_to_send([office.union.pk]).filter(entry=found[0].entry).exists()
    row = outgoing_table(office.union, clock.today().year, "BC").rows[0]
    assert (row[7], row[8]) == (clock.today(), "Văn phòng")
    assert Event.objects.filter(union=office.union, verb="documents_sent").count() == 2


def test_what_is_recorded_is_right_or_nothing_is(issued):
    office = issued.office
    left = list(still_to_send([office.union.pk]).values_list("pk", flat=True))
    assert left
    send = {"union": office.union, "sendings": left, "how": "post", "day": clock.today(), "by": office.clerk}
    for changed, code in (
        ({"by": office.officer}, "role"),
        ({"sendings": []}, "nothing_chosen"),
        ({"how": "here"}, "how_missing"),
        ({"day": clock.today() + timedelta(days=1)}, "day_future"),
        ({"day": clock.today() - timedelta(days=9)}, "sent_before_given"),
        ({"sendings": [*left, 999_999]}, "changed_meanwhile"),
    ):
        with refused(code):
            record_sent(**{**send, **changed})
    assert still_to_send([office.union.pk]).count() == len(left)
    record_sent(**send)
    with refused("changed_meanwhile"):
        record_sent(**send)
    sent = Sending.objects.get(pk=left[0])
    with refused("role"):
        take_back(sending=sent, by=office.officer)
    take_back(sending=sent, by=office.clerk)
    assert [one.pk for one in still_to_send([office.union.pk])] == left[:1]
    with refused("not_sent"):
        take_back(sending=sent, by=office.clerk)


def test_a_letter_to_a_department_is_to_be_sent_and_a_document_on_paper_gets_its_recipients_by_hand(reviewing):
    office = reviewing.office
    documents.ask_department(
        dossier_id=reviewing.dossier.pk, by=office.officer, department="Sở Xây dựng", questions="Gì?",
        answer_by=clock.today() + timedelta(days=9),
    )  # fmt: skip
    assert next(row.name for row in rows(reviewing, "department_letter") if not row.sent_on) == "Sở Xây dựng"
    entry = reserve_number(union=office.union, kind="", subject="Công văn tay", by=office.clerk)
    assert add_recipients(entry=entry, names=["UBND tỉnh", "ubnd tinh", "Sở Nội vụ"], by=office.clerk) == 2
    assert add_recipients(entry=entry, names=["Sở Nội vụ"], by=office.clerk) == 0
    with refused("name_missing"):
        add_recipients(entry=entry, names=[" "], by=office.clerk)
    with refused("role"):
        add_recipients(entry=entry, names=["A"], by=office.officer)
    table = outgoing_table(office.union, clock.today().year, "").rows
    assert next(row[4] for row in table if row[0] == entry.symbol) == "UBND tỉnh; Sở Nội vụ"


def test_what_was_revoked_is_not_sent_any_more(issued):
    document = issued.dossier.documents.get(kind="opinion")
    assert still_to_send([issued.office.union.pk]).filter(entry=document.entry).exists()
    documents.revoke_document(document_id=document.pk, by=issued.office.clerk, reason="Sai số liệu")
    assert not still_to_send([issued.office.union.pk]).filter(entry=document.entry).exists()


def test_the_recipients_of_one_document_stand_together(issued):
    office, dossier = issued.office, issued.dossier
    entries = [one.entry for one in dossier.documents.exclude(entry=None)]
    numbers = [entry.number for entry in entries]
    assert len(set(numbers)) < len(numbers), "two registers, one number"
    for name in ("Sở Xây dựng", "Sở Tư pháp"):
        for entry in entries:
            add_recipients(entry=entry, names=[name], by=office.clerk)
    listed = list(still_to_send([office.union.pk]).values_list("entry", flat=True))
    assert listed == sorted(listed, reverse=True)
    assert len(listed) >= 2 * len(entries)
