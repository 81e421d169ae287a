"""The kinds that ship, and who submits what a union brings forward itself. All eight: ``tests/prove/test_shipped_kinds.py``."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse

from consult import clock
from consult.actions.people import add_person, give_role
from consult.models import DocumentKind, DossierKind, Person
from consult.rules.procedure import procedure_problems
from consult.rules.procedure_file import shipped_kinds
from consult.rules.text import code_of
from tests.kinds import archived
from tests.refusals import refused

pytestmark = pytest.mark.django_db
# The union's own, and another each day.
OWN = "initiative"
SAMPLE = [OWN, random.Random(f"{clock.today()}").choice([code for code in shipped_kinds() if code != OWN])]


def test_every_kind_that_ships_holds_together():
    found = shipped_kinds()
    assert len(found) == 8
    for code, kind in found.items():
        assert code_of(code) == code
        assert procedure_problems(kind.rules) == []


@pytest.mark.parametrize("code", SAMPLE)
def test_a_dossier_comes_to_the_archive(office, code):
    walk = archived(office, code)
    assert (walk.dossier.stage, walk.dossier.outcome) == ("closed", "archived")
    assert walk.dossier.documents.filter(kind=DocumentKind.OPINION).count() == 1


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_on_behalf_of_a_union_its_officers_submit_and_leaders_with_the_role(office, as_person, who):
    own = DossierKind.objects.get(union=office.union, code=OWN).procedures.get()
    person = getattr(office, who)
    assert as_person(person).get(reverse("begin")).status_code == (200 if who == "officer" else 403)
    if who == "leader":
        give_role(person=person, organisation=office.union, role="proposer", by=office.administrator)
    client = as_person(Person.objects.get(pk=person.pk))
    assert client.get(reverse("begin")).status_code == 200
    answer = client.post(
        reverse("begin"), {"procedure": own.pk, "proposer": office.union.pk, "title": "Sáng kiến của Liên hiệp Hội"}
    )
    assert answer.status_code == 302
    assert office.union.proposed_dossiers.get().submitter == person


def test_nobody_from_outside_the_office_submits_on_its_behalf(office):
    with refused("not_of_office"):
        give_role(person=office.clerk, organisation=office.union, role="proposer", by=office.administrator)
    with refused("not_of_office"):
        add_person(
            union=office.union, by=office.administrator, name="Trần Văn Mới", email="moi@thunghiem.test", phone="",
            organisation=office.union, role="proposer",
        )  # fmt: skip
