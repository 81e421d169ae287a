"""Requests about personal data: asked, due, reminded of, answered; and they name nobody once the data are erased."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook

from consult import clock, tasks
from consult.actions import data_requests as actions
from consult.actions.notifications.mails import notice_path
from consult.actions.privacy import erase
from consult.models import DataRequest, Event, Membership, Notification, Organisation, Person
from consult.queries.data_requests import DataRequestFilters, request_list, unions_to_ask
from consult.queries.privacy import personal_data
from consult.rules.data_requests import next_reminder
from consult.texts import notice_text
from tests.access.people import new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked_by(person, union, kind="correction", text="Sửa số điện thoại"):
    return actions.ask(person=person, union=union, kind=kind, text=text)


def entered(office, **changes):
    said = {"name": "Trần Thị Hỏi", "contact": "0905", "kind": "copy", "text": "Xin bản sao", "asked_on": clock.today()}
    return actions.enter(union=office.union, by=office.administrator, **said | changes)


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind).count()


def test_a_person_asks_and_is_told_the_answer(office, as_person):
    client = as_person(office.officer)
    answer = client.post(
        reverse("ask_about_data"), {"union": office.union.pk, "kind": "correction", "text": "Tên tôi viết sai"}
    )
    assert answer.status_code == 302
    row = DataRequest.objects.get()
    assert (row.person, row.union, row.due_on) == (office.officer, office.union, clock.today() + 10 * DAY)
    assert told(office.administrator, "data_request_asked") == 1
    event = Event.objects.filter(union=office.union, dossier=None).latest("position")
    assert (event.verb, event.person, event.data) == (
        "data_request_entered", None, {"kind": "correction", "person": str(office.officer.uid)},
    )  # fmt: skip
    assert "Tên tôi viết sai" in client.get(reverse("personal_data", args=[office.officer.pk])).content.decode()
    administrator = as_person(office.administrator)
    notice = Notification.objects.get(kind="data_request_asked")
    assert notice_path(notice) == reverse("data_request", args=[row.pk])
    page = administrator.get(notice_path(notice)).content.decode()
    assert "Tên tôi viết sai" in page
    assert reverse("personal_data", args=[office.officer.pk]) in page
    # What is not wholly done needs a reason, at the field; what was chosen stays.
    refused_page = administrator.post(reverse("data_request", args=[row.pk]), {"act": "answer", "outcome": "refused"})
    assert (refused_page.status_code, list(refused_page.context["answer"].errors)) == (422, ["reason"])
    done = {"act": "answer", "outcome": "partly", "reason": "Đã sửa ở hồ sơ mới"}
    assert administrator.post(reverse("data_request", args=[row.pk]), done).status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.closed_by, row.next_reminder_on) == ("partly", office.administrator, None)
    notice = Notification.objects.get(person=office.officer, kind="data_request_answered")
    assert "Đã sửa ở hồ sơ mới" in notice_text(notice)
    tasks.work_off()
    assert any("Đã sửa ở hồ sơ mới" in message.body for message in mail.outbox)
    assert "Đã sửa ở hồ sơ mới" in client.get(reverse("ask_about_data")).content.decode()
    with refused("answered_already"):
        actions.answer(asked=row, by=office.administrator, outcome="done", reason="")


def test_the_same_is_not_asked_twice_and_only_of_who_keeps_something(office):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    asked_by(office.officer, office.union)
    with refused("asked_already"):
        asked_by(office.officer, office.union)
    with refused("text_missing"):
        asked_by(office.officer, office.union, "deletion", " ")
    asked_by(office.officer, office.union, "copy", "")
    with refused("not_yours"):
        asked_by(office.officer, other)
    assert unions_to_ask(office.experts[0]) == [office.union]


def test_an_office_enters_what_came_on_paper_and_finds_the_account(office):
    with refused("in_future"):
        entered(office, asked_on=clock.today() + DAY)
    row = entered(office, contact=office.clerk.email.upper(), asked_on=clock.today() - 4 * DAY)
    assert (row.person, row.due_on) == (office.clerk, clock.today() + 6 * DAY)
    stranger = Person.objects.create_user("la@khac.test", "x", name="Người Lạ")
    assert entered(office, contact=stranger.email).person is None, "what is not theirs to look at is not found"
    with refused("role"):
        actions.enter(
            union=office.union, by=office.officer, name="A", contact="", kind="copy", text="x", asked_on=clock.today()
        )


def test_the_offices_own_days_hold_from_then_on(office, as_person):
    before = entered(office)
    client = as_person(office.administrator)
    assert client.post(reverse("data_protection"), {"notice": "x", "answer_days": 0}).status_code == 422
    client.post(reverse("data_protection"), {"notice": "Chúng tôi giữ tên và địa chỉ.", "answer_days": 5})
    before.refresh_from_db()
    assert before.due_on == clock.today() + 10 * DAY
    assert entered(office).due_on == clock.today() + 5 * DAY
    for address in (reverse("personal_data", args=[office.administrator.pk]), reverse("ask_access")):
        assert "Chúng tôi giữ tên và địa chỉ." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("after", "following"), [(-10, -3), (-4, -3), (-3, 0), (-1, 0), (0, 1), (1, 8), (5, 8), (8, 15), (40, 43)]
)
def test_reminders_come_before_the_day_on_it_and_after(after, following):
    due = date(2026, 12, 31)
    assert next_reminder(due + after * DAY, due) == due + following * DAY


def test_the_office_is_reminded_once_a_day_and_who_handles_it_alone(office, any_hour):
    second = new_person("qt2@nha.test", (office.union, "administrator"), keeper=office.union)
    row = entered(office, asked_on=clock.today() - 7 * DAY)
    # Three days are left: the reminder of today is past, the next is on the day itself.
    assert actions.remind_due() == 0
    DataRequest.objects.filter(pk=row.pk).update(next_reminder_on=clock.today())
    assert (actions.remind_due(), actions.remind_due()) == (1, 0)
    assert (told(office.administrator, "data_request_due"), told(second, "data_request_due")) == (1, 1)
    actions.assign(asked=row, handler=second, by=office.administrator)
    DataRequest.objects.filter(pk=row.pk).update(due_on=clock.today() - DAY, next_reminder_on=clock.today())
    assert tasks.remind() >= 1
    assert (told(office.administrator, "data_request_late"), told(second, "data_request_late")) == (0, 1)
    row.refresh_from_db()
    assert row.late
    assert row.next_reminder_on > clock.today()
    with refused("not_administrator"):
        actions.assign(asked=row, handler=office.officer, by=office.administrator)
    # Somebody who is administrator no more handles nothing: all the others are told again.
    Membership.objects.filter(person=second).delete()
    DataRequest.objects.filter(pk=row.pk).update(due_on=clock.today() - 8 * DAY, next_reminder_on=clock.today())
    actions.remind_due()
    assert told(office.administrator, "data_request_late") == 1


def test_the_register_is_filtered_paged_and_exported(office, as_person, django_assert_max_num_queries):
    late = entered(office, name="=Trễ", asked_on=clock.today() - 30 * DAY)
    done = entered(office, name="Xong", kind="deletion")
    actions.answer(asked=done, by=office.administrator, outcome="done", reason="")
    for number in range(40):
        entered(office, name=f"Người {number}")
    unions = [office.union.pk]
    assert list(request_list(DataRequestFilters(state="late"), unions)) == [late]
    assert list(request_list(DataRequestFilters(state="answered"), unions)) == [done]
    assert list(request_list(DataRequestFilters(kind="deletion"), unions)) == [done]
    assert request_list(DataRequestFilters(), unions)[0] == late
    client = as_person(office.administrator)
    client.get(reverse("data_requests"))
    with django_assert_max_num_queries(25):
        page = client.get(reverse("data_requests"))
    assert len(page.context["page"].object_list) == 30
    exported = client.get(reverse("data_request_table"), {"state": "late"}).content
    (head, row) = load_workbook(BytesIO(exported)).active.iter_rows()
    assert (len(head), row[1].value, row[1].data_type) == (10, "=Trễ", "s")


def test_another_union_sees_nothing_of_it(office, as_person):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    theirs = new_person("qt@khac.test", (other, "administrator"), keeper=other)
    row = entered(office, name="Tên Kín")
    client = as_person(theirs)
    assert client.get(reverse("data_request", args=[row.pk])).status_code == 404
    assert client.post(reverse("data_request", args=[row.pk]), {"act": "answer", "outcome": "done"}).status_code == 404
    for name in ("data_requests", "data_request_table"):
        assert "Tên Kín" not in client.get(reverse(name)).content.decode(errors="replace")
    assert "Tên Kín" not in str(
        load_workbook(BytesIO(client.get(reverse("data_request_table")).content)).active["B2"].value
    )


def test_what_a_person_asked_is_among_their_data_and_goes_with_them(office):
    person = Person.objects.create_user("di@nha.test", "x", name="Người Đi", keeper=office.union)
    row = asked_by(person, office.union, "deletion", "Xóa hết")
    assert personal_data(person)["data_requests"][0]["text"] == "Xóa hết"
    assert erase(person=person, by=office.administrator), "nothing that stays names whoever asked"
    row.refresh_from_db()
    assert (row.person, row.name, row.contact, row.text, row.outcome) == (None, "", "", "", "done")
    assert row.closed_by == office.administrator


@pytest.mark.parametrize("day", ["0001-01-01", "1026-11-27"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field(office, as_person, day):
    sent = {"name": "A", "contact": "b", "kind": "copy", "text": "t", "asked_on": day}
    page = as_person(office.administrator).post(reverse("enter_data_request"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["asked_on"])
    assert not DataRequest.objects.exists()


def test_what_waits_for_an_answer_stands_in_my_work(office, as_person):
    second = new_person("qt3@nha.test", (office.union, "administrator"), keeper=office.union)
    client, link = as_person(office.administrator), f"{reverse('data_requests')}?state=open"
    assert link not in client.get(reverse("my_work")).content.decode()
    row = entered(office)
    assert link in client.get(reverse("my_work")).content.decode()
    assert link not in as_person(office.officer).get(reverse("my_work")).content.decode()
    actions.assign(asked=row, handler=second, by=office.administrator)
    assert link not in client.get(reverse("my_work")).content.decode(), "somebody else handles it"
    assert link in as_person(second).get(reverse("my_work")).content.decode()
