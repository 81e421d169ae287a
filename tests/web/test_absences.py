"""Everybody says when they are away; the office sees it before it asks them for something."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from consult import clock
from consult.actions.choosing import choices_for
from consult.actions.deadlines import due_date
from consult.actions.suggesting import check_council
from consult.models import Absence, Dossier, Membership, Organisation, StandIn
from consult.queries.absences import away_in
from tests.actions.test_council_changes import seat

pytestmark = pytest.mark.django_db


def away(person, first: int = 0, last: int = 20) -> Absence:
    today = clock.today()
    return person.absences.create(
        first_day=today + timedelta(days=first), last_day=today + timedelta(days=last), reason="Việc riêng kín"
    )


def test_on_their_own_page_everybody_says_when_they_are_away(office, as_person):
    today = clock.today()
    client = as_person(office.clerk)
    page = reverse("stand_ins")
    wrong = client.post(reverse("add_absence"), {"first_day": today, "last_day": today - timedelta(days=2)})
    assert wrong.status_code == 422
    client.post(
        reverse("add_absence"), {"first_day": today, "last_day": today + timedelta(days=3), "reason": "Nghỉ phép"}
    )
    row = office.clerk.absences.get()
    assert "Nghỉ phép" in client.get(page).content.decode()
    assert as_person(office.leader).post(reverse("remove_absence", args=[row.pk])).status_code == 404
    client.post(reverse("remove_absence", args=[row.pk]))
    assert not office.clerk.absences.exists()


def test_a_stand_in_is_named_and_ended_on_the_same_page(office, as_person):
    today = clock.today()
    client = as_person(office.clerk)
    held = Membership.objects.get(person=office.clerk, organisation=office.union, role="clerk")
    said = {
        "held": f"role:{held.pk}", "person": office.officer.pk, "since": today, "until": today + timedelta(days=3),
        "reason": "Nghỉ phép",
    }  # fmt: skip
    wrong = client.post(reverse("stand_ins"), {**said, "until": today - timedelta(days=1)})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"until"}
    assert "Nghỉ phép" in wrong.content.decode()
    assert client.post(reverse("stand_ins"), said).status_code == 302
    row = StandIn.objects.get()
    assert office.officer.name in client.get(reverse("stand_ins")).content.decode()
    assert as_person(office.experts[0]).post(reverse("end_stand_in", args=[row.pk])).status_code == 404
    client.post(reverse("end_stand_in", args=[row.pk]))
    assert StandIn.objects.get().ended_by == office.clerk


def test_the_office_sees_on_the_dossier_and_when_calling_the_meeting_who_is_away(reviewed, as_person):
    chair = seat(reviewed, "chair").person
    away(chair)
    officer = as_person(reviewed.office.officer)
    pages = [reverse("dossier", args=[reviewed.dossier.pk]), reverse("task", args=[reviewed.task("call_meeting").pk])]
    days = f"{clock.today() + timedelta(days=20):%d/%m/%Y}"
    for page in pages:
        shown = officer.get(page).content.decode()
        assert days in shown, page
        assert "Việc riêng kín" not in shown
    member = as_person(seat(reviewed, "member").person)
    assert days not in member.get(pages[0]).content.decode()


def test_a_deadline_that_falls_into_an_absence_is_marked_at_its_step_and_seat(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    person = reviewing.open_reviews()[0].seat.person
    due_on = reviewing.task("answer_invitation", person).due_on
    ahead = (due_on - clock.today()).days
    late = away(person, ahead + 1, ahead + 2)
    mark = f"{date_format(due_on, 'DATE_FORMAT')}"
    assert mark not in away_in(dossier)[person.pk]
    late.delete()
    away(person, ahead, ahead)
    assert away_in(dossier)[person.pk].count(mark) == 3
    page = reverse("dossier", args=[dossier.pk])
    assert away_in(dossier)[person.pk] in unescape(as_person(office.officer).get(page).content.decode())


def test_an_absence_of_the_responsible_officer_is_shown_at_the_step_that_waits_for_them(reviewed, as_person):
    office, dossier = reviewed.office, reviewed.dossier
    Organisation.objects.filter(pk=office.union.pk).update(names_responsible=True)
    Dossier.objects.filter(pk=dossier.pk).update(responsible=office.officer)
    away(office.officer, 0, 400)
    due_on = reviewed.task("call_meeting").due_on
    shown = as_person(office.leader).get(reverse("dossier", args=[dossier.pk]))
    assert [date_format(due_on, "DATE_FORMAT") in row["away"] for row in shown.context["steps"]] == [True]
    assert shown.context["away"][office.officer.pk] in unescape(shown.content.decode())


def test_whoever_is_chosen_is_shown_as_away_also_of_the_office(in_council):
    office = in_council.office
    away(office.experts[0])
    away(office.officer)
    days = f"{clock.today() + timedelta(days=20):%d/%m/%Y}"
    labels = {one.person.pk: one.label for one in choices_for(in_council.dossier)}
    review_due = f"{date_format(due_date(in_council.dossier, 'review'), 'DATE_FORMAT')}"
    assert (review_due in labels[office.experts[0].pk]) == (
        due_date(in_council.dossier, "review") - clock.today() <= timedelta(20)
    )
    assert days in labels[office.experts[0].pk]
    assert days in labels[office.officer.pk]
    remarks = check_council(in_council.dossier, in_council.seats()).remarks
    assert any(office.officer.name in remark for remark in remarks)
