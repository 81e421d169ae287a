"""What is kept about a person: seen, taken along, corrected, erased; how long; and who opened what is confidential."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.actions import privacy
from consult.actions.incoming import register_letter
from consult.actions.intake import draft_dossier
from consult.actions.retention import periods, purge
from consult.commands import dossiers, meetings
from consult.models import (
    Attendance,
    Call,
    ConfidentialAccess,
    Dossier,
    Expert,
    Mail,
    Membership,
    Notification,
    Organisation,
    PaperEntry,
    Passing,
    Person,
    Retention,
    SigningKey,
    Stage,
    StandIn,
    StandingCouncil,
    YearlyTask,
)  # fmt: skip
from consult.queries.history import history_faults
from consult.queries.privacy import confidential_dossiers, personal_data
from consult.texts import event_text
from consult.views.people_sections import SECTIONS
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def page_of(person, client) -> str:
    return client.get(reverse("personal_data", args=[person.pk])).content.decode()


# ---------------------------------------------------------------- to see and to take along
def test_an_expert_sees_everything_that_is_kept(reviewed, as_person):
    expert = reviewed.dossier.reviews.first().seat.person
    client = as_person(expert)
    page = page_of(expert, client)
    for words in (expert.email, reviewed.dossier.code, "phản biện", "Đã nộp", "nộp phiếu nhận xét"):
        assert words in page, words
    file = client.get(reverse("export_personal_data", args=[expert.pk]))
    assert file["Content-Disposition"].startswith("attachment")
    kept = json.loads(file.content)
    assert kept["account"]["email"] == expert.email
    assert kept["reviews"][0]["content"]
    assert {seat["dossier"] for seat in kept["seats"]} == {reviewed.dossier.code}
    assert len(kept["acts"]) == 2


def test_votes_notes_and_answers_of_the_council_are_taken_along(reviewed, as_person):
    later = clock.now() + timedelta(days=9)
    meetings.ask_dates(dossier_id=reviewed.dossier.pk, by=reviewed.office.officer, moments=[later])
    reviewer = reviewed.dossier.council.seats.filter(kind="reviewer").first().person
    slot = reviewed.dossier.council.slots.get()
    meetings.answer_date(dossier_id=reviewed.dossier.pk, by=reviewer, slot=slot.pk, answer="yes")
    reviewed.call_meeting()
    reviewed.keep_meeting()
    kept = json.loads(as_person(reviewer).get(reverse("export_personal_data", args=[reviewer.pk])).content)
    assert [(one["secret"], one["vote"]) for one in kept["motions"]] == [(True, ""), (False, "Tán thành")]
    assert [one["answer"] for one in kept["availability"]] == ["yes"]
    assert "giếng quan trắc" in kept["said"][0]["text"]


def test_what_somebody_answers_for_and_where_they_stand_ready_is_kept(walk, as_person):
    office = walk.office
    council = StandingCouncil.objects.create(
        union=office.union,
        name="Hội đồng thường trực",
        decision="15/QĐ-LHH",
        since=clock.today(),
        decided_on=clock.today(),
    )
    council.members.create(person=office.officer, kind="secretary")
    Dossier.objects.filter(pk=walk.dossier.pk).update(responsible=office.officer, confidential=True)
    kept = json.loads(as_person(office.officer).get(reverse("export_personal_data", args=[office.officer.pk])).content)
    assert kept["responsible"] == [walk.dossier.code]
    assert [one["council"] for one in kept["standing_councils"]] == [council.name]
    assert list(confidential_dossiers(office.officer)) == [walk.dossier]
    # Fees have a table of their own on the page.
    assert set(kept) - {"fees"} <= set(SECTIONS)
    page = page_of(office.officer, as_person(office.officer))
    assert walk.dossier.code in page
    assert council.name in page


def test_another_persons_secrets_are_not_in_it(reviewed, as_person):
    first, second = (review.seat.person for review in reviewed.dossier.reviews.all()[:2])
    text = as_person(first).get(reverse("export_personal_data", args=[first.pk])).content.decode()
    assert second.email not in text
    assert "password" not in text
    assert as_person(first).get(reverse("personal_data", args=[second.pk])).status_code == 404


def test_correcting_reaches_search_and_leaves_documents_alone(issued, as_person):
    expert = issued.dossier.reviews.first().seat.person
    frozen = json.dumps(issued.dossier.documents.get(kind="council_decision").versions.get().data)
    assert json.dumps(expert.name)[1:-1] in frozen
    answer = as_person(expert).post(
        reverse("personal_data", args=[expert.pk]), {"name": "  Trần   Văn Đổi Tên ", "phone": "0900 000 000"}
    )
    assert answer.status_code == 302
    expert.refresh_from_db()
    assert (expert.name, expert.phone) == ("Trần Văn Đổi Tên", "0900 000 000")
    assert "tran van doi ten" in Expert.objects.get(person=expert).search_text
    assert json.dumps(issued.dossier.documents.get(kind="council_decision").versions.get().data) == frozen


# ---------------------------------------------------------------- to erase
def erase(person, client, confirm: str | None = None):
    return client.post(
        reverse("erase_personal_data", args=[person.pk]), {"confirm": person.email if confirm is None else confirm}
    )


def closed(walk):
    dossiers.cancel(dossier_id=walk.dossier.pk, by=walk.office.leader, reason="Dừng")
    return walk


def test_erasing_wants_the_address_typed_and_nothing_open(reviewing, as_person):
    expert = reviewing.open_reviews()[0].seat.person
    client = as_person(expert)
    assert "Chưa xóa được" in page_of(expert, client)
    erase(expert, client)
    with refused("still_working"):
        privacy.erase(person=expert, by=expert)
    closed(reviewing)
    erase(expert, client, confirm="khac@dia.chi")
    expert.refresh_from_db()
    assert expert.erased_at is None
    assert expert.is_active


def test_an_expert_of_an_archive_keeps_a_name_and_nothing_else(reviewed, as_person):
    expert = closed(reviewed).dossier.reviews.first().seat.person
    name, email = expert.name, expert.email
    client = as_person(expert)
    assert "vẫn còn trong hồ sơ" in page_of(expert, client)
    assert erase(expert, client).headers["Location"] == reverse("account_login")
    expert.refresh_from_db()
    assert (expert.name, expert.phone, expert.is_active, expert.has_usable_password()) == (name, "", False, False)
    assert expert.erased_at is not None
    row = Expert.objects.get(person=expert)
    assert (row.employer, row.subject_areas.count()) == ("", 0)
    assert not Notification.objects.filter(person=expert).exists()
    assert not SigningKey.objects.filter(person=expert).exists()
    assert not Person.objects.filter(email=email).exists()
    assert client.get(reverse("my_work")).status_code == 302
    # The archive is whole: its chain, its reviews, its documents.
    assert list(history_faults([reviewed.dossier])) == []
    assert reviewed.dossier.reviews.filter(seat__person=expert).exists()


def test_why_somebody_did_not_come_is_shown_to_them_and_goes_with_them(drafted):
    member = drafted.dossier.council.seats.filter(kind="member", released_at=None).first().person
    Attendance.objects.filter(seat__person=member).update(mode="absent", vote="", absence_reason="Nằm viện")
    assert [row["absence_reason"] for row in personal_data(member)["votes"]] == ["Nằm viện"]
    closed(drafted)
    privacy.erase(person=member, by=member)
    assert set(Attendance.objects.values_list("absence_reason", flat=True)) == {""}


def test_absences_stand_ins_calls_papers_and_mails_are_shown_and_go_where_no_archive_needs_them(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    tasks.work_off()
    expert = reviewing.open_reviews()[0].seat.person
    today, word = clock.today(), "Lý do rất riêng"
    expert.absences.create(first_day=today, last_day=today, reason=word)
    Call.objects.create(union=office.union, dossier=dossier, person=expert, due_on=today, note=word)
    letter = register_letter(union=office.union, by=office.clerk, arrived_on=today, sender="Sở A", subject="Thư của bà")
    PaperEntry.objects.create(
        letter=letter, dossier=dossier, act="write_review", person=expert, entered_by=office.clerk, disputed=word
    )
    seat = dossier.council.seats.get(kind="chair")
    stand_in = StandIn.objects.create(
        seat=seat, person=expert, since=today, until=today, reason=word, named_by=office.leader
    )
    task = YearlyTask.objects.create(
        union=office.union,
        year=today.year,
        title="Việc năm",
        source="own",
        responsible=expert,
        entered_by=office.officer,
    )
    passing = Passing.objects.create(letter=letter, given_to=expert, written_by=office.clerk)
    kept = personal_data(expert)
    assert kept["account"]["daily_mail"] == "có"
    assert [row["reason"] for row in kept["absences"]] == [word]
    assert [row["for"] for row in kept["stand_ins"]] == [seat.person.name]
    assert [row["note"] for row in kept["calls"]] == [word]
    assert [row["disputed"] for row in kept["papers"]] == [word]
    assert [row["subject"] for row in kept["letters"]] == ["Thư của bà"]
    assert [row["title"] for row in kept["yearly_tasks"]] == ["Việc năm"]
    assert {row["to"] for row in kept["mails"]} == {expert.email}
    assert [row["reason"] for row in personal_data(seat.person)["stand_ins"]] == [word]
    assert set(kept) <= set(SECTIONS)
    page = page_of(expert, as_person(expert))
    assert "Thư của bà" in page
    closed(reviewing)
    privacy.erase(person=expert, by=expert)
    assert not expert.absences.exists()
    assert not Call.objects.filter(person=expert).exists()
    assert not Mail.objects.filter(notification__person=expert).exists()
    for row in (passing, task, stand_in):
        row.refresh_from_db()
    assert (passing.given_to, task.responsible, stand_in.ended_by) == (None, None, expert)
    # What was written on paper belongs to the archive.
    assert PaperEntry.objects.get(person=expert).disputed == word
    privacy.erase(person=seat.person, by=seat.person)
    stand_in.refresh_from_db()
    assert stand_in.reason == ""


def test_somebody_whom_no_archive_names_goes_altogether(office, as_person):
    expert = office.experts[11]
    assert erase(expert, as_person(expert)).status_code == 302
    assert not Person.objects.filter(pk=expert.pk).exists()


def test_the_administrator_erases_on_request_and_another_unions_cannot(reviewed, as_person):
    expert = closed(reviewed).dossier.reviews.first().seat.person
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    stranger = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác")
    Membership.objects.create(person=stranger, organisation=other, role="administrator")
    assert erase(expert, as_person(stranger)).status_code == 404
    assert erase(expert, as_person(reviewed.office.administrator)).status_code == 302
    expert.refresh_from_db()
    assert expert.erased_at is not None


def test_who_holds_a_role_is_not_erased(office, as_person):
    erase(office.clerk, as_person(office.clerk))
    office.clerk.refresh_from_db()
    assert office.clerk.is_active


# ---------------------------------------------------------------- how long
def test_what_is_past_its_period_goes_and_archives_stay(issued, office):
    tasks.work_off()
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Nháp"
    )
    kept, issued.dossier = issued.dossier, draft
    issued.attach("request", office.investor_person)
    issued.dossier = kept
    events, documents = kept.events.count(), kept.documents.count()
    Retention.objects.create(union=office.union, what="notices", days=100)
    Retention.objects.create(union=office.union, what="drafts", days=100)
    assert purge() == 0
    with clock.at(timezone.now() + timedelta(days=99)):
        assert purge() == 0
    with clock.at(timezone.now() + timedelta(days=101)):
        assert purge() > 5
    assert not Notification.objects.exists()
    assert not Dossier.objects.filter(stage=Stage.DRAFT).exists()
    assert (kept.events.count(), kept.documents.count()) == (events, documents)
    assert kept.documents.filter(versions__sha256="").count() == 0


def test_a_discarded_drafts_files_go_with_it(office, walk, django_capture_on_commit_callbacks):
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Nháp"
    )
    walk.dossier = draft
    walk.attach("request", office.investor_person)
    name = str(draft.attachments.get().file.name)
    Retention.objects.create(union=office.union, what="drafts", days=1)
    with clock.at(timezone.now() + timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        purge()
    assert not default_storage.exists(name)


def test_the_administrator_sets_the_periods(office, as_person):
    client = as_person(office.administrator)
    assert client.post(reverse("retention"), {"notices": "30", "drafts": "0", "openings": "5"}).status_code == 302
    assert periods(office.union) == {"notices": 30, "drafts": 0, "openings": 5}
    wrong = client.post(reverse("retention"), {"notices": "-1", "drafts": "x", "openings": "5"})
    assert wrong.status_code == 422
    assert periods(office.union)["notices"] == 30
    assert as_person(office.clerk).get(reverse("retention")).status_code == 403


# ---------------------------------------------------------------- who opened it
def test_who_opens_a_confidential_dossier_is_written_down(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    as_person(office.officer).get(reverse("dossier", args=[dossier.pk]))
    assert not ConfidentialAccess.objects.exists()
    as_person(office.officer).post(reverse("classify", args=[dossier.pk]), {"confidential": "yes"})
    clerk, chair = as_person(office.clerk), as_person(reviewing.seat("chair"))
    tasks.work_off()
    document = dossier.documents.get(kind="council_decision").versions.get()
    clerk.get(reverse("dossier", args=[dossier.pk]))
    chair.get(reverse("attachment", args=[dossier.attachments.first().pk]))
    chair.get(reverse("document", args=[document.pk]))
    stranger = as_person(office.department_person)
    assert stranger.get(reverse("dossier", args=[dossier.pk])).status_code == 404
    rows = list(ConfidentialAccess.objects.order_by("pk").values_list("person", "page"))
    assert rows == [
        (office.clerk.pk, "dossier"),
        (reviewing.seat("chair").pk, "attachment"),
        (reviewing.seat("chair").pk, "document"),
    ]


def test_an_experts_page_and_the_plan_show_no_confidential_dossier_unseen(reviewing, new_walk, as_person):
    office, seated = reviewing.office, reviewing.seat("chair")
    waiting = new_walk("Dự án chờ lập hội đồng")
    waiting.do("check_completeness", office.officer, decision="accept")
    officer, pages = as_person(office.officer), (reverse("expert", args=[seated.expert.pk]), reverse("plan"))
    for address in pages:
        assert officer.get(address).status_code == 200
    assert not ConfidentialAccess.objects.exists()
    Dossier.objects.update(confidential=True)
    for address in pages * 2:
        officer.get(address)
    as_person(seated).get(pages[0])
    rows = ConfidentialAccess.objects.order_by("pk").values_list("person", "dossier", "page", "what")
    own = str(seated.expert.pk)
    assert list(rows) == [
        (office.officer.pk, reviewing.dossier.pk, "expert", own),
        (office.officer.pk, waiting.dossier.pk, "plan", ""),
        (seated.pk, reviewing.dossier.pk, "expert", own),
    ]
    # Lists of one's own show titles, and are not written down.
    for name in ("my_work", "dossiers", "notices", "registers"):
        officer.get(reverse(name))
    assert rows.count() == 3


def test_the_history_says_in_which_direction_a_dossier_was_marked(reviewing, as_person):
    officer = as_person(reviewing.office.officer)
    for word in ("yes", "yes", "no", "yes"):
        officer.post(reverse("classify", args=[reviewing.dossier.pk]), {"confidential": word})
    marks = [event for event in reviewing.dossier.events.order_by("pk") if event.verb.startswith("made_")]
    assert [event.verb for event in marks] == ["made_confidential", "made_open", "made_confidential"]
    assert len({event_text(event) for event in marks}) == 2
    assert {event.person for event in marks} == {reviewing.office.officer}


def test_the_list_of_openings_is_the_leaders_and_the_administrators(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    Dossier.objects.filter(pk=dossier.pk).update(confidential=True)
    as_person(office.clerk).get(reverse("dossier", args=[dossier.pk]))
    page = as_person(office.leader).get(reverse("access_log", args=[dossier.pk])).content.decode()
    assert office.clerk.name in page
    assert as_person(office.clerk).get(reverse("access_log", args=[dossier.pk])).status_code == 403
    link = reverse("access_log", args=[dossier.pk])
    assert link in as_person(office.leader).get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert link not in as_person(office.clerk).get(reverse("dossier", args=[dossier.pk])).content.decode()


def test_an_invited_expert_opening_a_step_is_written_down(reviewing, as_person):
    Dossier.objects.filter(pk=reviewing.dossier.pk).update(confidential=True)
    expert = reviewing.open_reviews()[0].seat.person
    as_person(expert).get(reverse("task", args=[reviewing.task("answer_invitation", expert).pk]))
    assert list(ConfidentialAccess.objects.values_list("person", "page")) == [(expert.pk, "task")]
