"""A secret vote that is broken off is told to everybody at the table until it is opened again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from .test_meeting_page import act, everybody, meeting_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(reviewed):
    reviewed.call_meeting()
    return reviewed


def test_a_vote_that_was_broken_off_is_told_to_those_who_voted_until_it_is_opened_again(called, as_person):
    everybody(called)
    session = as_person(called.office.officer)
    act(session, called, "open")
    whole = meeting_of(called).motions.get(is_final=True)
    act(session, called, "put", motion=whole.pk, secret="on")
    voter = as_person(called.dossier.council.seats.filter(kind="member").first().person)
    act(voter, called, "vote", motion=whole.pk, choice="for")
    assert "data-broken-off" not in page(voter, called)
    address = reverse("meeting_act", args=[meeting_of(called).pk, "break-off"])
    answer = session.post(address, {"motion": whole.pk}, headers={"HX-Request": "true"})
    assert answer.context["done"]
    assert answer.context["table"].broken_off == [whole.text]
    assert "data-broken-off" in page(voter, called)
    act(session, called, "put", motion=whole.pk, secret="on")
    assert "data-broken-off" not in page(voter, called)


def test_a_breaking_off_that_is_refused_is_not_confirmed(called, as_person):
    everybody(called)
    session = as_person(called.office.officer)
    act(session, called, "open")
    whole = meeting_of(called).motions.get(is_final=True)
    address = reverse("meeting_act", args=[meeting_of(called).pk, "break-off"])
    answer = session.post(address, {"motion": whole.pk}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.context["done"]) == (422, "")
