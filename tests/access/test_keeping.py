"""Whose an account or a body is: each row that ties it to others takes it away from one union's administrator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import update_last_login
from django.db.models import QuerySet

from consult import clock
from consult.access import Decision
from consult.access.keeping import (
    administered,
    are_all_unions,
    belongs_elsewhere,
    check_account,
    check_person,
    own_bodies,
    own_organisations,
    own_people,
)
from consult.actions.actor import Actor, chain_events, record
from consult.actions.intake import draft_dossier
from consult.initial_data import install_procedures
from consult.models import (
    Address,
    Channel,
    ConfidentialAccess,
    Document,
    Dossier,
    Membership,
    Notification,
    Organisation,
    Person,
    Signatory,
    SigningKey,
    Task,
)

from . import why_not
from .people import anew, new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(other) -> Person:
    """The administrator of another union."""
    return new_person("qt@khac.test", (other, "administrator"), keeper=other)


def names(condition: object) -> set[str]:
    return set(Organisation.objects.filter(condition).values_list("name", flat=True))


# ---------------------------------------------------------------- unions and bodies
def test_one_administers_unions_alone(office, other):
    department = office.department
    person = new_person(
        "a@x.test", (other, "administrator"), (office.union, "administrator"), (department, "administrator")
    )
    assert administered(person) == sorted([office.union.pk, other.pk])
    assert administered(new_person("b@x.test", (other, "officer"), (office.union, "clerk"))) == []


def test_all_unions_are_all_where_anybody_works(office, other):
    assert are_all_unions([office.union.pk])
    new_person("a@x.test", (other, "officer"))
    assert not are_all_unions([office.union.pk])
    assert are_all_unions([office.union.pk, other.pk])
    Membership.objects.all().delete()
    assert not are_all_unions([])
    # Who stands for a body works for no union.
    new_person("b@x.test", (office.department, "proposer"))
    assert are_all_unions([other.pk])


def test_a_body_is_its_keepers_until_it_begins_a_dossier_for_another(office, other, walk):
    mine = [office.union.pk]
    kept = {office.department.name, office.investor.name, "Hội Cầu đường tỉnh"}
    Organisation.objects.create(kind="investor", name="Của bên kia", keeper=other)
    Organisation.objects.create(kind="union", name="Một Liên hiệp Hội", keeper=office.union)
    # It has begun a dossier, here.
    assert walk.dossier.proposer == office.investor
    assert names(own_bodies(mine)) == kept
    assert names(own_bodies([other.pk])) == {"Của bên kia"}
    assert names(own_organisations(mine)) == {*kept, office.union.name}
    theirs = install_procedures(other)["investment"]
    draft_dossier(procedure=theirs, proposer=office.department, by=office.department_person, title="Nháp")
    assert names(own_bodies(mine)) == kept - {office.department.name}
    assert names(own_bodies([office.union.pk, other.pk])) == {*kept, "Của bên kia"}


# ---------------------------------------------------------------- accounts
def test_an_account_is_looked_at_by_who_entered_it_employs_it_or_keeps_its_body(office, other):
    mine = [office.union.pk]
    seen = {
        "entered": new_person("e@x.test", keeper=office.union),
        "works": new_person("w@x.test", (office.union, "clerk"), keeper=other),
        "stands": new_person("s@x.test", (office.department, "proposer")),
    }
    hidden = {
        "nobody's": new_person("n@x.test"),
        "another's": new_person("o@x.test", keeper=other),
        "stands, entered by another": new_person("t@x.test", (office.department, "proposer"), keeper=other),
        "works elsewhere": new_person("v@x.test", (other, "clerk")),
        "root": new_person("r@x.test", (office.union, "clerk"), keeper=office.union, is_superuser=True),
    }
    found = set(Person.objects.filter(own_people(mine)))
    for name, person in seen.items():
        assert person in found, name
        assert check_account(office.administrator, person) == Decision(True, capacity="administrator"), name
    for name, person in hidden.items():
        assert person not in found, name
        assert why_not(check_account(office.administrator, person)) == "not_yours", name
        assert check_account(person, person) == Decision(True), name
        assert why_not(check_person(office.administrator, person)) == "not_yours", name
    assert why_not(check_account(office.officer, seen["entered"])) == "not_yours"


def test_an_account_belongs_elsewhere_when_others_use_it(office, other):
    mine = [office.union.pk]
    assert not belongs_elsewhere(new_person("a@x.test"), mine)
    assert not belongs_elsewhere(new_person("b@x.test", (office.union, "clerk"), keeper=office.union), mine)
    assert not belongs_elsewhere(new_person("c@x.test", (office.department, "proposer")), mine)
    assert belongs_elsewhere(new_person("d@x.test", keeper=other), mine)
    assert belongs_elsewhere(new_person("e@x.test", keeper=office.union, is_superuser=True), mine)
    assert belongs_elsewhere(new_person("f@x.test", (other, "officer"), keeper=office.union), mine)
    assert belongs_elsewhere(new_person("g@x.test", (office.union, "clerk"), (other, "officer")), mine)
    # Who signs in and has nothing to do with the union is nobody's to take.
    for person, theirs in {
        new_person("h@x.test"): True,
        new_person("i@x.test", keeper=office.union): False,
        new_person("k@x.test", (office.union, "clerk")): False,
    }.items():
        update_last_login(None, person)
        assert belongs_elsewhere(person, mine) is theirs, person.email


# ---------------------------------------------------------------- what is kept about somebody
def _sign_with(person: Person, dossier: Dossier) -> None:
    at = clock.now()
    SigningKey.objects.create(
        person=person, union=dossier.union, kind="pkcs11", not_before=at, not_after=at, added_by=dossier.submitter
    )


def _be_found_at(person: Person, dossier: Dossier) -> None:
    channel, _made = Channel.objects.get_or_create(union=dossier.union, kind="webhook", address="https://a.test/")
    Address.objects.create(person=person, channel=channel, address="1")


def _act_on(person: Person, dossier: Dossier) -> None:
    record(dossier, "submitted", Actor(person))
    chain_events(dossier)


def _put_into(rows: QuerySet, **values: Person) -> None:
    """Change one of the rows, as it would have been written with this person."""
    rows.model.objects.filter(pk=rows.order_by("pk").first().pk).update(**values)


TIES: dict[str, Callable[[Person, Dossier], object]] = {
    "membership": lambda one, at: Membership.objects.create(person=one, organisation=at.union, role="officer"),
    "submitter": lambda one, at: _put_into(Dossier.objects.filter(pk=at.pk), submitter=one),
    "seat": lambda one, at: at.council.seats.create(person=one, kind="member"),
    "signatory": lambda one, at: Signatory.objects.create(person=one, union=at.union, title="Chủ tịch"),
    "key": _sign_with,
    "address": _be_found_at,
    "signer": lambda one, at: _put_into(at.documents.all(), signer=one),
    "addressee": lambda one, at: _put_into(at.documents.all(), addressee=one),
    "task": lambda one, at: _put_into(Task.objects.filter(dossier=at), assignee=one),
    "file": lambda one, at: _put_into(at.attachments.all(), uploaded_by=one),
    "opening": lambda one, at: ConfidentialAccess.objects.create(dossier=at, person=one, page="dossier"),
    "notice": lambda one, at: Notification.objects.create(dossier=at, person=one, kind="x", key=f"{one.pk}"),
    "event": _act_on,
}


def test_each_tie_to_another_unions_work_takes_a_person_away_and_to_ones_own_does_not(office, reviewing, other):
    people = {tie: new_person(f"{tie}@x.test", keeper=office.union) for tie in TIES}
    for tie, person in people.items():
        TIES[tie](person, reviewing.dossier)
        assert check_person(office.administrator, anew(person)) == Decision(True, capacity="administrator"), tie
    Dossier.objects.update(union=other)
    Document.objects.update(union=other)
    elsewhere = Dossier.objects.get()
    for tie, put in TIES.items():
        person = new_person(f"{tie}@y.test", keeper=office.union)
        put(person, elsewhere)
        assert why_not(check_person(office.administrator, anew(person))) == "another_unions_person", tie
        # The account is still seen; and who is oneself sees everything.
        assert check_account(office.administrator, anew(person)).allowed, tie
        assert check_person(anew(person), anew(person)) == Decision(True), tie


def test_who_entered_somebody_comes_before_who_employs_them(office, stranger):
    person = new_person("moi@x.test", (office.union, "clerk"), keeper=stranger.keeper)
    assert check_account(office.administrator, person).allowed
    assert why_not(check_person(office.administrator, person)) == "another_unions_person"
    # A notice that concerns no dossier is nobody's secret.
    own = new_person("cua@x.test", (office.union, "clerk"), keeper=office.union)
    Notification.objects.create(person=own, kind="x", key="y")
    assert check_person(office.administrator, own).allowed
    nobodys = new_person("chang@x.test", (office.union, "clerk"))
    assert check_person(office.administrator, nobodys).allowed
