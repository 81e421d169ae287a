"""Django's admin as another union's administrator meets it: every address, with every act that would reach beyond."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.db.models import Model
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from consult import models
from consult.access.keeping import check_person
from consult.backup.rows import dump, tables
from consult.demo.walk import Walk
from consult.models import Channel, Expert, Membership, Organisation, Person, SubjectArea

pytestmark = pytest.mark.django_db

UNTOLD = {"admin.logentry", "contenttypes.contenttype", "auth.permission"}


@dataclass
class Two:
    """A dossier of the demo's union, and another union with its administrator, a body and that body's person."""

    walk: Walk
    union: Organisation
    administrator: Person
    body: Organisation
    proposer: Person
    client: Client

    @property
    def own(self) -> set[tuple[type[Model], int]]:
        rows = (self.union, self.administrator, self.body, self.proposer, *Membership.objects.filter(
            person__in=[self.administrator, self.proposer]
        ))  # fmt: skip
        return {(type(row), row.pk) for row in rows}


@pytest.fixture
def two(reviewing, as_person) -> Two:
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    body = Organisation.objects.create(kind="investor", name="Công ty khác", keeper=union)
    administrator = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác", keeper=union)
    proposer = Person.objects.create_user("ndt@khac.test", None, name="Nhà đầu tư khác", keeper=union)
    Membership.objects.create(person=administrator, organisation=union, role="administrator")
    Membership.objects.create(person=proposer, organisation=body, role="proposer")
    ours = reviewing.office.union
    Channel.objects.create(union=ours, kind="webhook", address="https://keo.test/a")
    return Two(reviewing, union, administrator, body, proposer, as_person(administrator))


def everything() -> dict[str, set[str]]:
    """All rows of all tables but those that only note what somebody did here."""
    return {m._meta.label_lower: set(dump(m)) for m in tables() if m._meta.label_lower not in UNTOLD}


def sent(row: Model, **changes: Any) -> dict[str, Any]:
    """What a browser would send to keep ``row`` with ``changes``."""
    values = {**model_to_dict(row), **changes}
    plain = {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}
    plain = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in plain.items()}
    people = {"people-TOTAL_FORMS": 0, "people-INITIAL_FORMS": 0} if isinstance(row, Channel) else {}
    return {name: value for name, value in plain.items() if value not in (None, False)} | people


def taken_over(row: Model, by: Two) -> dict[str, Any]:
    """Changes with which the other union's administrator would make a row theirs."""
    wanted = {
        "name": "Đã đổi", "email": "qt2@khac.test", "role": "proposer", "kind": "investor", "union": by.union,
        "organisation": by.union, "keeper": by.union, "person": by.administrator, "is_active": False, "parent": None,
        "reason": "Đã đổi", "employer": "Đã đổi", "active": False, "state": "cancelled",
    }  # fmt: skip
    columns = {column.name for column in row._meta.get_fields()}
    return sent(row, **{name: value for name, value in wanted.items() if name in columns})


def address(row: Model | type[Model], what: str) -> str:
    name = f"admin:consult_{row._meta.model_name}_{what}"
    return reverse(name, args=[row.pk]) if isinstance(row, Model) else reverse(name)


def test_no_address_of_it_changes_or_shows_what_is_anothers(two):
    before = everything()
    own, tried = two.own, 0
    for model in site._registry:
        rows = [row for row in model._default_manager.all() if (model, row.pk) not in own]
        common = model in (SubjectArea, models.EmulationCluster)
        for row in rows:
            for what in ("change", "history", "delete"):
                seen = two.client.get(address(row, what))
                assert (seen.status_code == 200) is (common and what != "delete"), (row, what, seen.status_code)
            for what, body in (("change", taken_over(row, two)), ("delete", {"post": "yes"})):
                assert two.client.post(address(row, what), body).status_code in (302, 403), (row, what)
            tried += 1
        chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [row.pk for row in rows]}
        two.client.post(address(model, "changelist"), chosen)
        shown = two.client.get(address(model, "changelist"), {"all": ""}).content.decode()
        for row in () if common else rows:
            assert f">{row}<" not in shown, row
    assert tried > 60
    assert everything() == before


def test_the_registry_is_changed_on_its_own_pages_not_even_by_a_superuser_here(two, as_person):
    root = Person.objects.create_superuser("goc@khac.test", None, name="Gốc")
    client, expert = as_person(root), Expert.objects.first()
    before = everything()
    assert client.get(address(expert, "change")).status_code == 200
    for row, what in ((expert, "change"), (expert, "delete"), (Expert, "add")):
        assert client.post(address(row, what), sent(expert, employer="Nơi khác")).status_code == 403, what
    assert everything() == before


def test_no_form_of_it_takes_the_id_of_what_is_anothers(two):
    office, expert = two.walk.office, two.walk.open_reviews()[0].seat.person
    own_channel = Channel.objects.create(union=two.union, kind="webhook", address="https://keo.test/b", locked=b"x")
    own_member = Membership.objects.get(person=two.proposer)
    before = everything()
    people = {"people-TOTAL_FORMS": 1, "people-INITIAL_FORMS": 0, "people-0-person": expert.pk, "people-0-address": "1"}
    body = {"kind": "investor", "name": "Thân mới"}
    mine = {"person": two.administrator.pk, "role": "proposer"}
    for model, data in (
        (Membership, {**mine, "organisation": office.investor.pk}),
        (Membership, {**mine, "organisation": office.union.pk, "role": "leader"}),
        (Membership, {"person": office.leader.pk, "organisation": two.union.pk, "role": "officer"}),
        (Membership, {"person": expert.pk, "organisation": two.body.pk, "role": "proposer"}),
        (Membership, {"person": two.proposer.pk, "organisation": two.body.pk, "role": "administrator"}),
        (Organisation, {"kind": "union", "name": "Liên hiệp giả", "keeper": two.union.pk}),
        (Organisation, {**body, "keeper": office.union.pk}),
        (Organisation, {**body, "keeper": ""}),
        (Organisation, {**body, "keeper": two.union.pk, "parent": office.union.pk}),
        (Person, {"name": "A", "email": "a@khac.test", "language": "vi", "keeper": office.union.pk}),
        (Person, {"name": "A", "email": "a@khac.test", "language": "vi"}),
        (
            Channel,
            {"union": office.union.pk, "kind": "webhook", "address": "https://keo.test/c", "secret": "x", **people},
        ),
        (Expert, {"person": two.proposer.pk}),
        (SubjectArea, {"name": "Lĩnh vực"}),
        (models.EmulationCluster, {"name": "Cụm"}),
    ):
        answer = two.client.post(address(model, "add"), data)
        assert answer.status_code in (200, 403), (model, data)
    for row, changes in (
        (own_channel, {"union": office.union}),
        (two.body, {"kind": "union"}),
        (two.body, {"parent": office.union}),
    ):
        assert two.client.post(address(row, "change"), sent(row, **changes)).status_code == 200, (row, changes)
    # What cannot be typed is not read either: these are kept as they were.
    for row, changes in (
        (own_member, {"person": office.leader, "organisation": office.investor}),
        (two.body, {"keeper": office.union}),
        (two.union, {"kind": "investor", "parent": office.union, "level": "central"}),
        (two.proposer, {"keeper": office.union, "is_superuser": True, "password": "x"}),
    ):
        assert two.client.post(address(row, "change"), sent(row, **changes)).status_code == 302, (row, changes)
    taken = two.client.post(address(own_channel, "change"), sent(own_channel) | people)
    assert taken.status_code == 200
    assert everything() == before


def test_an_administrator_does_for_their_own_union_what_it_needs(two):
    client = two.client
    person = {
        "name": "Người mới",
        "email": "moi@khac.test",
        "language": "vi",
        "is_active": "on",
        "keeper": two.union.pk,
    }
    assert client.post(address(Person, "add"), person).status_code == 302
    made = Person.objects.get(email="moi@khac.test")
    assert (made.keeper, made.has_usable_password()) == (two.union, False)
    body = {"kind": "department", "name": "Sở mới", "keeper": two.union.pk, "parent": two.union.pk}
    assert client.post(address(Organisation, "add"), body).status_code == 302
    department = Organisation.objects.get(name="Sở mới")
    for organisation, role in ((two.union, "officer"), (department, "proposer")):
        data = {"person": made.pk, "organisation": organisation.pk, "role": role}
        assert client.post(address(Membership, "add"), data).status_code == 302, role
    member = Membership.objects.get(person=made, organisation=two.union)
    assert client.post(address(member, "change"), {"role": "clerk"}).status_code == 302
    assert client.post(address(two.body, "change"), sent(two.body, name="Tên mới")).status_code == 302
    assert client.post(address(two.proposer, "change"), sent(two.proposer, phone="0900")).status_code == 302
    query = {"app_label": "consult", "model_name": "membership", "field_name": "person", "term": ""}
    found = {row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]}
    assert found == {"Quản trị khác", "Nhà đầu tư khác", "Người mới"}
    two.body.refresh_from_db()
    member.refresh_from_db()
    assert (two.body.name, member.role) == ("Tên mới", "clerk")


def test_a_body_that_has_begun_a_dossier_for_another_union_is_no_longer_one_unions(two):
    assert two.client.get(address(two.body, "change")).status_code == 200
    models.Dossier.objects.create(
        union=two.walk.office.union, procedure=two.walk.office.investment, proposer=two.body, submitter=two.proposer,
        title="Nháp",
    )  # fmt: skip
    member = Membership.objects.get(person=two.proposer)
    for row in (two.body, member):
        assert two.client.get(address(row, "change")).status_code == 302, row
    data = {"person": two.administrator.pk, "organisation": two.body.pk, "role": "proposer"}
    assert two.client.post(address(Membership, "add"), data).status_code == 200
    assert not Membership.objects.filter(person=two.administrator, organisation=two.body).exists()
    # Their account stays to be looked at, and is not changed.
    assert two.client.get(address(two.proposer, "change")).status_code == 200
    assert two.client.post(address(two.proposer, "change"), sent(two.proposer, email="x@y.test")).status_code == 403


def test_where_one_union_has_people_what_is_common_is_theirs(office, as_person):
    client = as_person(office.administrator)
    field = SubjectArea.objects.first()
    assert client.post(address(field, "change"), sent(field, name="Tên khác")).status_code == 302
    assert client.post(address(models.EmulationCluster, "add"), {"name": "Cụm"}).status_code == 302


def test_a_superusers_data_is_not_open_to_a_unions_administrator(two, as_person):
    root = Person.objects.create_superuser("root@lhh.test", None, name="Người vận hành", keeper=two.union)
    Membership.objects.create(person=root, organisation=two.union, role="officer")
    assert not check_person(two.administrator, root)
    for name in ("personal_data", "export_personal_data"):
        assert two.client.get(reverse(name, args=[root.pk])).status_code == 404
    erased = two.client.post(reverse("erase_personal_data", args=[root.pk]), {"confirm": root.email})
    assert erased.status_code == 404
    assert two.client.get(address(root, "change")).status_code == 302
    assert two.client.post(address(root, "change"), sent(root, email="x@y.test")).status_code == 302
    root.refresh_from_db()
    assert root.email == "root@lhh.test"
    assert as_person(root).get(address(two.administrator, "change")).status_code == 200


# ---------------------------------------------------------------- what a list can be asked
REQUESTABLE = [
    ("person", "password__startswith"), ("person", "password__regex"), ("person", "last_login__gt"),
    ("person", "email__startswith"), ("person", "is_superuser__exact"), ("person", "memberships__role"),
    ("person", "authenticator__data__icontains"), ("membership", "person__password__startswith"),
    ("membership", "role__regex"), ("membership", "role__in"), ("membership", "organisation__dossiers__title__startswith"),
    ("organisation", "name__regex"), ("organisation", "proposed_dossiers__title__startswith"),
    ("subjectarea", "dossiers__title__startswith"), ("subjectarea", "experts__person__password__startswith"),
    ("channel", "locked__gt"), ("job", "state__regex"), ("job", "dossier__title__startswith"),
    ("job", "version__data__icontains"), ("channel", "union__name__startswith"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "question"), REQUESTABLE, ids=lambda value: value)
def test_a_list_answers_only_the_questions_of_its_filters(office, as_person, model, question):
    client = as_person(office.administrator)
    for value in ("m", "("):
        assert client.get(reverse(f"admin:consult_{model}_changelist"), {question: value}).status_code == 400


def test_every_column_of_every_list_is_guarded(rf):
    request = rf.get("/")
    for model, options in site._registry.items():
        for column in model._meta.get_fields():
            for end in ("", "__startswith", "__regex", "__gt", "__in", "__isnull", "__exact", "__id__exact"):
                asked = options.lookup_allowed(f"{column.name}{end}", "1", request)
                filtered = column.name in options.list_filter and end in ("__isnull", "__exact", "__id__exact")
                assert asked is filtered, (model, column.name, end)


def test_a_list_takes_whatever_else_is_put_into_its_address(office, as_person):
    client = as_person(office.administrator)
    odd = {
        "q": "\x00(",
        "o": "99.-99.x.",
        "p": "-7",
        "_facets": "1",
        "_popup": "1",
        "e": "1",
        "all": "x",
        "role__exact": "(",
    }
    for model in ("person", "membership", "organisation", "job", "channel"):
        page = reverse(f"admin:consult_{model}_changelist")
        for name, value in odd.items():
            known = name != "role__exact" or model == "membership"
            assert client.get(page, {name: value}).status_code in ((200, 302) if known else (400,)), (model, name)
        for column in ("password", "email", "name", "nothing"):
            assert client.get(page, {"_to_field": column}).status_code in (400, 403), (model, column)


def test_filters_of_the_lists_work(office, as_person):
    client = as_person(office.administrator)
    rows = (
        client.get(reverse("admin:consult_membership_changelist"), {"role__exact": "leader"}).context["cl"].result_count
    )
    assert rows == Membership.objects.filter(organisation=office.union, role="leader").count() == 2
