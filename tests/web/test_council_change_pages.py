"""The pages on which an approved council is changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consult.models import CouncilChange
from tests.actions.test_council_changes import propose, seat

pytestmark = pytest.mark.django_db


def test_the_officer_proposes_and_the_leader_decides_from_their_own_work(drafted, as_person):
    office, chair = drafted.office, seat(drafted, "chair")
    officer, leader = as_person(office.officer), as_person(office.leader)
    page = reverse("change_council", args=[drafted.dossier.pk])
    assert page in officer.get(reverse("dossier", args=[drafted.dossier.pk])).content.decode()
    sent = {"leaves_1": chair.pk, "comes_1": office.experts[11].pk, "reason": "Nghỉ ốm"}
    assert officer.post(page, sent).status_code == 302
    assert "Nghỉ ốm" in officer.get(page).content.decode()
    decide = reverse("decide_council_change", args=[drafted.dossier.pk])
    for address in (reverse("my_work"), reverse("dossier", args=[drafted.dossier.pk])):
        assert decide in leader.get(address).content.decode()
    shown = leader.get(decide).content.decode()
    assert chair.person.titled_name in shown
    assert office.experts[11].titled_name in shown
    assert leader.post(decide, {"decision": "approve"}).status_code == 302
    assert drafted.seat("chair") == office.experts[11]
    assert decide not in leader.get(reverse("my_work")).content.decode()


def test_what_is_wrong_is_said_and_what_was_chosen_stays(drafted, as_person):
    officer = as_person(drafted.office.officer)
    page = reverse("change_council", args=[drafted.dossier.pk])
    chair, come = seat(drafted, "chair"), drafted.office.experts[11]
    answer = officer.post(page, {"leaves_1": chair.pk, "comes_1": come.pk, "comes_2": drafted.office.experts[9].pk})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reason", "kind_2"}
    assert f'value="{come.pk}" selected' in answer.content.decode()
    assert officer.post(page, {"reason": "Không đổi gì"}).status_code == 422
    assert not CouncilChange.objects.exists()


def test_the_leader_sees_the_decision_before_it_is_numbered(drafted, as_person):
    propose(drafted, (seat(drafted, "chair"), drafted.office.experts[11], "chair"))
    leader = as_person(drafted.office.leader)
    shown = leader.post(reverse("preview_council_change", args=[drafted.dossier.pk]), {"decision": "approve"})
    assert len(shown.context["shown"]) == 1
    assert CouncilChange.objects.get().state == "proposed"


def test_an_officer_takes_a_proposal_back(drafted, as_person):
    propose(drafted, (seat(drafted, "chair"), drafted.office.experts[11], "chair"))
    officer = as_person(drafted.office.officer)
    officer.post(reverse("take_council_change_back", args=[drafted.dossier.pk]))
    assert CouncilChange.objects.get().state == "taken_back"
