"""Documents that somebody asks for by a button beside the flow: one entry brings the button, the address and the command."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from consult.actions.requestable import REQUESTABLE

pytestmark = pytest.mark.django_db


def buttons(client, dossier) -> bool:
    address = reverse("request_document", args=[dossier.pk, "payment_list"])
    return f'action="{address}"' in client.get(reverse("dossier", args=[dossier.pk])).content.decode()


def test_a_document_without_a_page_of_its_own_has_its_button_on_the_dossiers(drafted, as_person, monkeypatch):
    dossier, office = drafted.dossier, drafted.office
    officer = as_person(office.officer)
    assert not buttons(officer, dossier)
    monkeypatch.setitem(REQUESTABLE, "payment_list", replace(REQUESTABLE["payment_list"], own_page=False))
    assert buttons(officer, dossier)
    # Only who may make it sees it.
    assert not buttons(as_person(office.leader), dossier)
    assert not buttons(as_person(office.investor_person), dossier)
    officer.post(reverse("request_document", args=[dossier.pk, "payment_list"]))
    assert dossier.documents.filter(kind="payment_list").count() == 1
    assert dossier.events.filter(verb="payment_listed", person=office.officer).count() == 1


@pytest.mark.parametrize("kind", ["opinion", "no-such-kind"])
def test_no_other_document_can_be_asked_for(drafted, as_person, kind):
    answer = as_person(drafted.office.officer).post(reverse("request_document", args=[drafted.dossier.pk, kind]))
    assert answer.status_code == 404
    assert not drafted.dossier.documents.filter(kind="opinion").exists()


@pytest.mark.parametrize("kind", REQUESTABLE)
def test_whatever_is_asked_for_is_made_and_written_into_the_history(kind, issued, as_person):
    dossier = issued.dossier
    before = dossier.events.count()
    as_person(issued.office.officer).post(reverse("request_document", args=[dossier.pk, kind]))
    assert dossier.documents.filter(kind=kind).count() == 1
    assert dossier.events.count() == before + 1
