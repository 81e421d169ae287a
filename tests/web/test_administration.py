"""Django's admin is for whoever runs the installation: nobody else comes in, and its lists answer no other questions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
from consult.models import Channel, Expert, Membership, Organisation, Person

pytestmark = pytest.mark.django_db

# Notes of who looked where.
NOTED = {"sessions.session", "usersessions.usersession"}
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


@pytest.fixture
def root(office, as_person) -> Client:
    return as_person(Person.objects.create_superuser("goc@khac.test", None, name="Gốc"))


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


def address(row: Model | type[Model], what: str) -> str:
    name = f"admin:consult_{row._meta.model_name}_{what}"
    return reverse(name, args=[row.pk]) if isinstance(row, Model) else reverse(name)


def test_no_unions_administrator_comes_in_by_any_address(two):
    before = {table: rows for table, rows in everything().items() if table not in NOTED}
    tried = 0
    for model in site._registry:
        for what in ("changelist", "add"):
            assert two.client.get(address(model, what)).status_code in (302, 403), (model, what)
        for row in model._default_manager.all()[:5]:
            for what in ("change", "history", "delete"):
                assert two.client.get(address(row, what)).status_code in (302, 403), (row, what)
            for what, data in (("change", sent(row)), ("delete", {"post": "yes"})):
                assert two.client.post(address(row, what), data).status_code in (302, 403), (row, what)
            tried += 1
        chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [1, 2, 3]}
        assert two.client.post(address(model, "changelist"), chosen).status_code in (302, 403)
    query = {"app_label": "consult", "model_name": "membership", "field_name": "person", "term": ""}
    assert two.client.get(reverse("admin:autocomplete"), query).status_code in (302, 403)
    assert tried > 20
    assert {table: rows for table, rows in everything().items() if table not in NOTED} == before
    assert "/administration/" not in two.client.get(reverse("my_work")).content.decode()


def test_in_production_it_is_closed_unless_it_is_asked_for():
    command = [
        sys.executable,
        "-c",
        "import django; django.setup(); from config import urls; print(len(urls.urlpatterns))",
    ]
    counts = []
    for wanted in ("true", "false"):
        env = {**os.environ, "CONSULT_ADMIN": wanted, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
        counts.append(int(done.stdout))
    assert counts[0] == counts[1] + 1


def test_what_is_kept_on_pages_of_its_own_is_changed_not_even_by_a_superuser_here(two, root):
    rows = [Expert.objects.first(), Channel.objects.first(), models.Job.objects.first()]
    before = {table: rows for table, rows in everything().items() if table not in NOTED}
    for row in rows:
        assert root.get(address(row, "change")).status_code == 200
        for model, what in ((row, "change"), (row, "delete"), (type(row), "add")):
            assert root.post(address(model, what), sent(row)).status_code == 403, (row, what)
    assert {table: rows for table, rows in everything().items() if table not in NOTED} == before


def test_a_superuser_makes_unions_and_what_they_change_is_in_the_unions_history(two, root):
    data = {"kind": "union", "name": "Liên hiệp mới", "symbol": "LHM"}
    assert root.post(address(Organisation, "add"), data).status_code == 302
    union = Organisation.objects.get(name="Liên hiệp mới")
    person = {"name": "Người mới", "email": "moi@khac.test", "language": "vi", "is_active": "on", "keeper": union.pk}
    assert root.post(address(Person, "add"), person).status_code == 302
    made = Person.objects.get(email="moi@khac.test")
    assert (made.keeper, made.has_usable_password()) == (union, False)
    role = {"person": made.pk, "organisation": union.pk, "role": "administrator"}
    assert root.post(address(Membership, "add"), role).status_code == 302
    verbs = models.Event.objects.filter(union=union, dossier=None).order_by("position").values_list("verb", flat=True)
    assert list(verbs) == ["heading_changed", "person_changed", "role_given"]
    body = {"person": made.pk, "organisation": two.body.pk, "role": "officer"}
    assert root.post(address(Membership, "add"), body).status_code == 200, "people of a body are proposers"


def test_a_superusers_data_is_not_open_to_a_unions_administrator(two, as_person):
    root = Person.objects.create_superuser("root@lhh.test", None, name="Người vận hành", keeper=two.union)
    Membership.objects.create(person=root, organisation=two.union, role="officer")
    assert not check_person(two.administrator, root)
    for name in ("personal_data", "export_personal_data"):
        assert two.client.get(reverse(name, args=[root.pk])).status_code == 404
    erased = two.client.post(reverse("erase_personal_data", args=[root.pk]), {"confirm": root.email})
    assert erased.status_code == 404
    assert as_person(root).get(address(two.administrator, "change")).status_code == 200


# ---------------------------------------------------------------- what a list can be asked
# The ways from each list to what nobody may be told of.
TO_A_PERSON = ("password", "last_login", "is_superuser", "authenticator__data", "emailaddress__verified")
SECRETS = {
    "person": TO_A_PERSON,
    "membership": tuple(f"person__{way}" for way in TO_A_PERSON),
    "expert": tuple(f"person__{way}" for way in TO_A_PERSON),
    "organisation": tuple(f"memberships__person__{way}" for way in TO_A_PERSON),
    "subjectarea": tuple(f"experts__person__{way}" for way in TO_A_PERSON),
    "emulationcluster": tuple(f"organisation__memberships__person__{way}" for way in TO_A_PERSON),
    "channel": ("locked", *(f"people__person__{way}" for way in TO_A_PERSON)),
    "job": ("notification__mails__text", *(f"notification__person__{way}" for way in TO_A_PERSON)),
}
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
def test_a_list_answers_only_the_questions_of_its_filters(root, model, question):
    client = root
    for value in ("m", "("):
        assert client.get(reverse(f"admin:consult_{model}_changelist"), {question: value}).status_code == 400


@pytest.mark.parametrize("end", ["startswith", "regex", "gt", "in", "contains", "iexact", "isnull"])
def test_no_list_tells_of_a_password_a_secret_or_a_second_factor(root, end):
    for model in site._registry:
        for way in SECRETS[model._meta.model_name]:
            answer = root.get(address(model, "changelist"), {f"{way}__{end}": "1"})
            assert answer.status_code == 400, (model, way, end)


def test_secrets_are_looked_for_in_every_list():
    assert set(SECRETS) == {model._meta.model_name for model in site._registry}


def test_every_column_of_every_list_is_guarded(rf):
    request = rf.get("/")
    for model, options in site._registry.items():
        for column in model._meta.get_fields():
            for end in ("", "__startswith", "__regex", "__gt", "__in", "__isnull", "__exact", "__id__exact"):
                asked = options.lookup_allowed(f"{column.name}{end}", "1", request)
                filtered = column.name in options.list_filter and end in ("__isnull", "__exact", "__id__exact")
                assert asked is filtered, (model, column.name, end)


def test_a_list_takes_whatever_else_is_put_into_its_address(root):
    client = root
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


def test_filters_of_the_lists_work(office, root):
    client = root
    rows = (
        client.get(reverse("admin:consult_membership_changelist"), {"role__exact": "leader"}).context["cl"].result_count
    )
    assert rows == Membership.objects.filter(role="leader").count() >= 2
