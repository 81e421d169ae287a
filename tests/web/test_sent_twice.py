"""Forms sent twice, and acts on what somebody else removed in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from consult import clock
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file, remove_file
from consult.commands import dossiers, meetings
from consult.demo.files import sample_pdf
from consult.models import Attachment, DepartmentRequest, Dossier, IncomingLetter, RegisterEntry
from tests.refusals import refused

pytestmark = pytest.mark.django_db

MARK = re.compile(r'name="once" value="([^"]+)"')


def marks(client: Any, address: str) -> list[str]:
    return MARK.findall(client.get(address).content.decode())


def sent_twice(client: Any, address: str, data: dict[str, Any], rows: Callable[[], int]) -> None:
    """The second sending makes nothing and leads to where the first led; a fresh form makes another."""
    before = rows()
    first = {**data, "once": marks(client, address)[0]}
    answers = [client.post(address, first) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert rows() == before + 1
    client.post(address, {**data, "once": marks(client, address)[0]})
    assert rows() == before + 2


def test_a_number_is_taken_once(office, as_person):
    data = {"kind": "", "subject": "Công văn"}
    sent_twice(as_person(office.clerk), reverse("registers"), data, RegisterEntry.objects.count)


def test_a_letter_arrives_once(office, as_person):
    data = {"arrived_on": "2026-11-20", "sender": "Sở", "subject": "Công văn"}
    sent_twice(as_person(office.clerk), reverse("incoming"), data, IncomingLetter.objects.count)


def test_a_dossier_is_begun_once(office, as_person):
    data = {"procedure": office.investment.pk, "proposer": office.investor.pk}
    sent_twice(as_person(office.investor_person), reverse("begin"), data, Dossier.objects.count)


def test_a_department_is_asked_once(reviewing, as_person):
    address = reverse("ask_department", args=[reviewing.dossier.pk])
    client = as_person(reviewing.office.officer)
    data = {
        "department": "Sở Xây dựng",
        "questions": "Quy hoạch?",
        "answer_by": f"{clock.today() + timedelta(days=20)}",
    }
    before = DepartmentRequest.objects.count()
    sending = {**data, "once": marks(client, address)[0]}
    answers = [client.post(address, sending) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {reverse("dossier", args=[reviewing.dossier.pk])}
    assert DepartmentRequest.objects.count() == before + 1


def test_a_note_at_a_meetings_desk_is_written_once(reviewed, as_person):
    reviewed.call_meeting()
    meeting = reviewed.dossier.council.meetings.latest("sequence")
    office = reviewed.office
    for seat in reviewed.dossier.council.seats.filter(released_at=None):
        meetings.act_in_session(meeting_id=meeting.pk, act="presence", by=office.officer, seat=seat.pk, mode="room")
    meetings.act_in_session(meeting_id=meeting.pk, act="open", by=office.officer)
    client, page = as_person(office.officer), reverse("meeting", args=[meeting.pk])
    notes, motions = meeting.entries.filter(verb="spoke"), meeting.motions.all()
    for act, data, rows in (("note", {"text": "Đồng ý"}, notes), ("motion", {"text": "Một điểm"}, motions)):
        before = rows.count()
        sending = {**data, "once": marks(client, page)[0]}
        for _ in range(2):
            assert client.post(reverse("meeting_act", args=[meeting.pk, act]), sending)["Location"] == page
        assert rows.count() == before + 1


def test_what_took_no_effect_may_be_sent_again(office, as_person):
    client, address = as_person(office.clerk), reverse("registers")
    mark = marks(client, address)[0]
    assert client.post(address, {"kind": "", "subject": "", "once": mark}).status_code == 422
    assert client.post(address, {"kind": "", "subject": "Công văn", "once": mark}).status_code == 302
    assert RegisterEntry.objects.filter(subject="Công văn").count() == 1


def test_one_persons_mark_holds_back_nobody_else(office, as_person):
    address, data = reverse("registers"), {"kind": "", "subject": "Công văn", "once": "x"}
    for person in (office.clerk, office.officer):
        as_person(person).post(address, data)
    as_person(office.clerk).post(address, {**data, "once": "y"})
    assert RegisterEntry.objects.filter(subject="Công văn").count() >= 2


@contextmanager
def before_the_act(remove: Callable[[], object]) -> Iterator[None]:
    """``remove`` happens after the view has looked, and before its transaction takes the lock."""
    done = False

    def watch(execute: Any, sql: str, *more: Any) -> Any:
        nonlocal done
        if sql.startswith("SAVEPOINT") and not done:
            done = True
            remove()
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        yield
    assert done


@pytest.fixture
def draft(office):
    made = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Nháp")
    describe_dossier(dossier=made, by=office.investor_person, answers={"rice_land": "no"})
    item = made.procedure.rules.checklist[0].code
    add_file(dossier_id=made.pk, item_code=item, upload=sample_pdf("a"), by=office.investor_person)
    return made


@pytest.mark.parametrize("page", ["discard", "send", "upload"])
def test_an_act_on_a_draft_that_is_gone_says_so(office, draft, as_person, page):
    client = as_person(office.investor_person)
    address = reverse(page, args=[draft.pk, "other"] if page == "upload" else [draft.pk])
    data = {"file": sample_pdf("a")} if page == "upload" else {}
    if page == "send":
        for item in draft.asked_items():
            add_file(dossier_id=draft.pk, item_code=item.code, upload=sample_pdf(item.code), by=office.investor_person)
    with before_the_act(Dossier.objects.get(pk=draft.pk).delete):
        answer = client.post(address, data)
    assert answer.status_code == 410


def test_a_file_that_is_gone_is_told_as_gone(office, draft, as_person):
    kept = draft.attachments.get()
    with before_the_act(Attachment.objects.filter(pk=kept.pk).delete):
        answer = as_person(office.investor_person).post(reverse("remove_file", args=[draft.pk, kept.pk]))
    assert answer.status_code in (404, 410)
    with refused("gone"):
        remove_file(dossier_id=draft.pk, attachment_id=kept.pk, by=office.investor_person)


def test_the_lock_of_a_dossier_that_is_gone(office, draft):
    draft_pk = draft.pk
    draft.delete()
    with refused("gone"):
        dossiers.discard_draft(dossier_id=draft_pk, by=office.investor_person)
