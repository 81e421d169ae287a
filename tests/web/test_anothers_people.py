"""The pages of people and bodies as another union's administrator meets them: nothing of a union's is shown or changed."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from consult.models import AccessRequest, Membership, Organisation, Person, SheetImport, SubjectArea
from consult.urls import addresses
from tests.web.test_administration import Two, everything, two

__all__ = ["two"]
pytestmark = pytest.mark.django_db

# Addresses that are about one row, by what that is. One that is added under /office/people/, /office/bodies/, /office/roles/,
# /office/lists/, /colleagues/ or /people/ has to stand here.
ABOUT = {
    "person": ["person", "edit_person", "person_address", "invite_person", "give_role", "close_account", "open_account",
               "reset_second_factor", "join_account", "propose_person", "personal_data", "export_personal_data",
               "erase_personal_data", "payee", "person_mails"],
    "role": ["change_role", "end_role", "retire_colleague"],
    "body": ["body", "edit_body", "remove_body", "propose_body", "colleagues"],
    "request": ["access_request", "access_letter"],
    "sheet": ["people_import", "body_import"],
}  # fmt: skip
LISTS = {
    "people", "add_person", "people_table", "read_people", "bodies", "add_body", "body_table", "read_bodies",
    "access_requests", "own_bodies", "quiet_hours", "lists", "ask_about_data", "end_daily_mail",
}  # fmt: skip
ENTRIES = {"add_list_entry", "list_entry", "remove_list_entry"}
UNDER = ("office/people/", "office/bodies/", "office/roles/", "office/lists/", "colleagues/", "people/")
# Notes of who looked where, and what counts requests.
NOTED = {"sessions.session", "usersessions.usersession"}


def hostile(by: Two) -> dict[str, object]:
    """Whatever any of these forms takes, as somebody would send it who wants to have what is another's."""
    return {
        "name": "Đã Đổi", "email": "cuop@khac.test", "phone": "0900", "reason": "Vì thế", "text": "Đổi đi", "role": "proposer",
        "organisation": by.union.pk, "since": "2026-01-01", "until": "2026-01-02", "kind": "investor", "act": "accept",
        "body": by.body.pk, "confirm": by.walk.office.officer.email, "tax_code": "1", "account": "1", "bank": "x",
    }  # fmt: skip


def test_every_such_address_is_tried_here():
    named = {str(one.name) for one in addresses() if str(one.pattern).startswith(UNDER)}
    assert named == {name for names in ABOUT.values() for name in names} | LISTS | ENTRIES


def test_no_address_changes_or_shows_people_roles_and_bodies_of_another_union(two):
    office = two.walk.office
    Authenticator.objects.create(user=office.leader, type="totp", data={})
    former = Person.objects.create_user("cu@thunghiem.test", None, name="Người Cũ", keeper=two.union)
    Membership.objects.create(person=former, organisation=office.union, role="clerk", until="2020-01-01")
    reviewer = two.walk.open_reviews()[0].seat.person
    Person.objects.filter(pk=reviewer.pk).update(keeper=two.union)
    AccessRequest.objects.create(union=office.union, body_name="Sở Xin", kind="department", email="xin@x.test", size=1)
    other = office.experts[1]
    theirs = {
        "person": [
            office.officer,
            office.leader,
            office.administrator,
            office.investor_person,
            other,
            former,
            reviewer,
        ],
        "role": list(Membership.objects.exclude(organisation__in=[two.union, two.body])),
        "body": list(Organisation.objects.exclude(pk__in=[two.union.pk, two.body.pk])),
        "request": list(AccessRequest.objects.all()),
        "sheet": [
            SheetImport.objects.create(union=office.union, what=what, name="a.xlsx", read_by=office.administrator)
            for what in ("people", "bodies")
        ],
    }
    before = {table: rows for table, rows in everything().items() if table not in NOTED}
    # Their own union's account may be looked at, and a change of it proposed: to the person themselves.
    looked_at = {(name, one.pk) for name in ("person", "personal_data", "export_personal_data", "propose_person",
                 "give_role", "person_mails") for one in (former, reviewer)}  # fmt: skip
    for what, names in ABOUT.items():
        for name in names:
            for row in theirs[what]:
                address = reverse(name, args=[row.pk])
                if (name, row.pk) in looked_at:
                    continue
                for answer in (two.client.get(address), two.client.post(address, hostile(two))):
                    assert answer.status_code in (403, 404, 405), (name, row, answer.status_code)
                    assert not answer.streaming
    area = SubjectArea.objects.order_by("pk")[0]
    for name, args in (
        ("add_list_entry", ["field"]),
        ("list_entry", ["field", area.pk]),
        ("remove_list_entry", ["field", area.pk]),
    ):
        assert two.client.post(reverse(name, args=args), hostile(two)).status_code == 403, name
    changed = {table for table, rows in everything().items() if table not in NOTED and rows != before[table]}
    assert changed == set()


def test_no_form_of_them_takes_another_unions_body_person_or_union(two):
    office, client = two.walk.office, two.client
    person = {"name": "Mới", "email": "moi@khac.test", "role": "officer"}
    before = everything()
    for name, args, data in (
        ("add_person", [], {**person, "organisation": office.union.pk}),
        ("add_person", [], {**person, "organisation": office.investor.pk, "role": "proposer"}),
        ("add_person", [], {**person, "organisation": two.union.pk, "email": office.officer.email}),
        ("add_person", [], {**person, "organisation": two.union.pk, "email": office.experts[0].email.upper()}),
        ("give_role", [two.proposer.pk], {"organisation": office.investor.pk, "role": "proposer"}),
        ("give_role", [two.administrator.pk], {"organisation": office.union.pk, "role": "leader"}),
        ("add_body", [], {"kind": "union", "name": "Liên hiệp giả"}),
        ("add_body", [], {"kind": "investor", "name": "Mới", "parent": office.union.pk}),
        ("edit_body", [two.body.pk], {"kind": "union", "name": "Liên hiệp giả"}),
        ("edit_body", [two.body.pk], {"kind": "investor", "name": "Mới", "parent": office.department.pk}),
    ):
        assert client.post(reverse(name, args=args), data).status_code == 422, (name, data)
    assert everything() == before
