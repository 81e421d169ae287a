"""Searches know what something is called now."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from consult.models import Dossier, Expert, Organisation, Person, SubjectArea
from consult.queries.experts import ExpertFilters, expert_list

pytestmark = pytest.mark.django_db


def found(text: str) -> set[int]:
    return {expert.pk for expert in expert_list(ExpertFilters(text=text), [])}


def test_a_renamed_body_is_found_by_its_new_name(walk, as_person):
    body = walk.dossier.proposer
    body.name = "Công ty Tên Mới Hẳn"
    body.save()
    rows = as_person(walk.office.officer).get(reverse("dossiers"), {"text": "ten moi han"}).context["page"]
    assert [row.pk for row in rows] == [walk.dossier.pk]
    assert not Dossier.objects.filter(search_text__contains="xang dau dong a").exists()


def test_a_renamed_person_is_found_by_the_new_name(office):
    expert = office.experts[0].expert
    Person.objects.get(pk=expert.person_id).save()
    person = Person.objects.get(pk=expert.person_id)
    person.name = "Trịnh Đổi Tên"
    person.save()
    assert found("trinh doi ten") == {expert.pk}


def test_experts_are_found_by_their_fields_and_associations(office):
    expert = office.experts[0].expert
    area = SubjectArea.objects.create(name="Nước ngầm sâu")
    expert.subject_areas.add(area)
    assert found("nuoc ngam sau") == {expert.pk}
    area.name = "Địa nhiệt"
    area.save()
    assert found("dia nhiet") == {expert.pk}
    expert.subject_areas.remove(area)
    assert found("dia nhiet") == set()
    association = Organisation.objects.filter(kind="association").first()
    expert.association = association
    expert.save()
    association.name = "Hội Thử Nghiệm Riêng"
    association.save()
    assert found("hoi thu nghiem rieng") == {expert.pk}


def test_what_was_changed_past_the_program_is_said_and_mended(office):
    expert = office.experts[0].expert
    call_command("check_consistency", stdout=open("/dev/null", "w"))  # noqa: SIM115
    Person.objects.filter(pk=expert.person_id).update(name="Người Đổi Lén")
    with pytest.raises(CommandError):
        call_command("check_consistency")
    call_command("rebuild_search")
    call_command("check_consistency")
    assert found("nguoi doi len") == {expert.pk}


def test_lists_of_people_go_by_given_names(office):
    names = [expert.person.name.split()[-1] for expert in Expert.objects.select_related("person")]
    keys = list(Expert.objects.values_list("person__sort_key", flat=True))
    assert keys == sorted(keys)
    assert len(set(names)) > 3
