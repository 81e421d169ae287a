"""What an act refuses, keeps and throws away beside its main work: what small changes to the code showed no test to notice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.http import Http404

from consult import clock
from consult.actions import keys
from consult.actions.meetings.scheduling import MOST_SLOTS
from consult.actions.privacy import erase
from consult.actions.registry import MOST_OPEN, propose_change
from consult.actions.sheet_imports import save_import
from consult.commands import dossiers, meetings
from consult.models import Event, Membership, Organisation, Person, SheetImport, SigningKey
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_for_a_time_that_is_past(reviewing):
    officer, past = reviewing.office.officer, clock.now() - timedelta(minutes=1)
    with refused("dates_missing"):
        meetings.ask_dates(dossier_id=reviewing.dossier.pk, by=officer, moments=[past])
    later = clock.now() + timedelta(days=2)
    meetings.ask_dates(dossier_id=reviewing.dossier.pk, by=officer, moments=[past, later])
    assert list(reviewing.dossier.council.slots.values_list("starts_at", flat=True)) == [later]


def test_at_most_so_many_times_are_asked_for(reviewing):
    officer, first = reviewing.office.officer, clock.now() + timedelta(days=2)
    ask = partial(meetings.ask_dates, dossier_id=reviewing.dossier.pk, by=officer)
    ask(moments=[first + timedelta(hours=n) for n in range(MOST_SLOTS)])
    # Those that are there already do not count twice.
    ask(moments=[first])
    with refused("too_many_dates"):
        ask(moments=[first + timedelta(days=9)])
    assert reviewing.dossier.council.slots.count() == MOST_SLOTS


def test_a_key_is_brought_in_by_somebody(office):
    event = Event.objects.filter(union=office.union, verb="own_key_saved", person=office.leader).latest("pk")
    assert (event.person.pk, event.capacity) == (office.leader.pk, "leader")
    keys.drop_key(union=office.union, person=office.leader, by=office.leader)
    dropped = Event.objects.filter(union=office.union, verb="own_key_dropped").latest("pk")
    assert (dropped.person.pk, dropped.capacity) == (office.leader.pk, "leader")


def test_only_the_newest_sheet_of_a_person_waits(office):
    for name in ("a.xlsx", "b.xlsx"):
        save_import(union=office.union, by=office.officer, name=name, rows=[])
    assert list(SheetImport.objects.values_list("name", flat=True)) == ["b.xlsx"]


def test_more_proposals_than_anybody_decides_are_refused(office):
    expert = office.experts[0].expert
    others = [Organisation.objects.create(kind="union", name=f"LHH {n}", symbol=f"L{n}") for n in range(MOST_OPEN + 1)]
    officers = [Person.objects.create_user(f"cv{n}@khac.test", None, name="Cán bộ") for n in range(MOST_OPEN + 1)]
    for union, officer in zip(others, officers, strict=True):
        Membership.objects.create(person=officer, organisation=union, role="officer")
    *taken, (union, officer) = list(zip(others, officers, strict=True))
    for one, by in taken:
        propose_change(expert=expert, union=one, by=by, place=f"Xã {one.pk}")
    with refused("too_many_proposals"):
        propose_change(expert=expert, union=union, by=officer, place="Xã khác")
    # One's own makes place for itself.
    propose_change(expert=expert, union=taken[0][0], by=taken[0][1], place="Xã nữa")
    assert expert.proposals.count() == MOST_OPEN


def test_erasing_forgets_keys_and_is_nobody_elses(office, reviewed):
    leader = Person.objects.get(pk=office.leader.pk)
    stranger = Person.objects.create_user("la@khac.test", None, name="Người lạ")
    with pytest.raises(Http404):
        erase(person=leader, by=stranger)
    assert SigningKey.objects.filter(person=leader).exists()
    dossiers.cancel(dossier_id=reviewed.dossier.pk, by=office.leader, reason="Dừng")
    Membership.objects.filter(person=leader).delete()
    assert erase(person=leader, by=leader) is False
    assert not SigningKey.objects.filter(person=leader).exists()
