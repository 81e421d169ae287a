"""The demo's registry is large enough that a council is suggested for its field."""

from __future__ import annotations

import pytest

from consult.actions.suggesting import propose_for
from consult.demo.dossiers import PLANNING, PLANS
from consult.demo.experts import FURTHER, add_experts
from consult.demo.large_council import SEATS, ask_for_large_councils
from consult.demo.office import EXPERTS
from consult.demo.walk import Walk
from consult.models import Expert, Person, SubjectArea
from consult.rules.council import CHAIR, HEAD, REVIEWER, group_of, kind_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_nobody_is_added_twice(office):
    before = Person.objects.count()
    add_experts(office.union)
    add_experts(office.union)
    assert Expert.objects.count() == len(EXPERTS) + len(FURTHER) == 60
    assert Person.objects.count() == before + len(FURTHER)


def test_every_dossier_of_the_demo_gets_a_full_council_of_its_field(office):
    add_experts(office.union)
    for fields in sorted({plan.subject_areas for plan in PLANS}):
        walk = Walk(office, lambda _dossier: None)
        areas = SubjectArea.objects.filter(parent=None, name__in=fields)
        dossier = walk.submit(
            by=office.investor_person, procedure=office.investment, title="Dự án thử", location="", subject_areas=areas
        )
        found = propose_for(dossier)
        assert (found.empty, found.outside) == ([], None), fields
        for person, seat in found.seats:
            if kind_of(seat) in (CHAIR, REVIEWER):
                known = set(person.expert.subject_areas.values_list("name", flat=True))
                assert known & set(fields), (fields, person.name)


def test_the_large_council_of_the_demo_is_full_in_each_of_its_groups(office):
    add_experts(office.union)
    asked = ask_for_large_councils(office.union, PLANNING)
    assert ask_for_large_councils(office.union, PLANNING) == asked
    [plan] = [plan for plan in PLANS if plan.code == PLANNING]
    walk = Walk(office, lambda _dossier: None)
    areas = SubjectArea.objects.filter(parent=None, name__in=plan.subject_areas)
    dossier = walk.submit(
        by=office.department_person, procedure=asked, title=plan.title, location="", subject_areas=areas
    )
    found = propose_for(dossier)
    assert (found.empty, found.outside) == ([], None)
    assert len(found.seats) == SEATS["least"]
    for area in areas:
        kinds = [kind_of(seat) for _person, seat in found.seats if group_of(seat) == area.pk]
        assert HEAD in kinds
        assert REVIEWER in kinds
