"""What concerns no dossier stands in the union's own history, chained like those of dossiers."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from consult.actions import office as actions
from consult.actions.actor import record_of_union
from consult.actions.registers import reserve_number, void_number
from consult.actions.retention import purge, set_periods
from consult.actions.timing import set_hours
from consult.demo.office import Office
from consult.models import Event, HistoryHead, LegalGround, Membership, Organisation, Person
from consult.queries.history import union_faults
from consult.queries.office_history import A_PAGE, office_history
from consult.rules.chain import link_hash
from consult.texts import UNION_EVENTS, union_event_text
from tests.actions.tampering import unguarded, verified

pytestmark = pytest.mark.django_db
SECOND = "WHERE union_id = %s AND dossier_id IS NULL AND position = 2"


def verbs(union: Organisation) -> list[str]:
    return list(Event.objects.filter(union=union, dossier=None).order_by("position").values_list("verb", flat=True))


def test_acts_of_the_office_are_chained(office):
    union, clerk = office.union, office.clerk
    before = len(verbs(union))
    actions.set_rates(union=union, amounts={("review", "reviewer"): 500_000}, by=clerk)
    actions.save_wording(union=union, kind="receipt", sentences={}, recipients="Văn thư", by=clerk)
    union.mails_from = time(8)
    set_hours(union=union, by=clerk)
    ground = LegalGround(text="Luật thử")
    actions.save_office_rows(LegalGround, union=union, kept=[ground], removed=[], by=clerk)
    entry = reserve_number(union=union, kind="BC", subject="Thử", by=clerk)
    void_number(entry=entry, by=clerk, reason="Nhầm")
    assert verbs(union)[before:] == [
        "rates_changed",
        "wording_changed",
        "hours_changed",
        "grounds_changed",
        "number_voided",
    ]
    head = HistoryHead.objects.get(union=union, dossier=None)
    last = Event.objects.get(union=union, dossier=None, position=head.length)
    assert (last.hash, last.person, last.capacity, last.reason) == (head.hash, clerk, "clerk", "Nhầm")
    assert list(union_faults()) == []


def test_what_was_destroyed_is_told_by_the_system(office, reviewing):
    set_periods(union=office.union, days={"notices": 1}, by=office.administrator)
    reviewing.dossier.notifications.update(created_at="2020-01-01T00:00Z")
    number = reviewing.dossier.notifications.count()
    purge()
    event = Event.objects.get(union=office.union, verb="rows_destroyed")
    assert (event.data, event.person) == ({"notices": number, "drafts": 0, "entries": 0}, None)
    purge()
    assert Event.objects.filter(union=office.union, verb="rows_destroyed").count() == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (f"UPDATE consult_event SET verb = 'seal_changed' {SECOND}", "changed"),
        (f"DELETE FROM consult_event {SECOND}", "missing"),
        ("DELETE FROM consult_historyhead WHERE union_id = %s AND dossier_id IS NULL", "inserted"),
    ],
)  # fmt: skip
def test_a_changed_history_of_a_union_is_found(office, statement, fault):
    for _once in range(3):
        record_of_union(office.union, "rates_changed", None)
    assert verified() == ""
    unguarded(statement, office.union.pk)
    assert fault in {what for _union, what, _place in union_faults()}
    assert "the union's own history" in verified()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one file and no roles: no guards")
def test_the_head_of_a_unions_history_only_follows_its_events(office):
    record_of_union(office.union, "rates_changed", None)
    record_of_union(office.union, "rates_changed", None)
    head = HistoryHead.objects.get(union=office.union, dossier=None)
    for values in ({"length": head.length - 1}, {"hash": "0" * 64}, {"length": head.length + 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HistoryHead.objects.filter(pk=head.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(union=office.union, dossier=None).update(reason="khác")


def test_a_hash_stays_right_where_rows_have_other_numbers(issued):
    event = issued.dossier.events.exclude(person=None).order_by("position").last()
    kept = event.hash
    for name in ("union", "dossier", "person"):
        row = getattr(event, name)
        row.pk = row.pk + 1000
        setattr(event, name, row)
    assert link_hash(event.previous, event.position, event.facts) == kept
    event.hash_version = 1
    assert link_hash(event.previous, event.position, event.facts) != kept


def test_every_verb_of_a_union_has_words(office):
    values = {
        "document": "receipt", "serial": "1", "subject": "CA", "days": "01/01/2026", "notices": 1, "drafts": 1, "entries": 1,
        "symbol": "01/BC", "person": "x", "body": "y", "role": "clerk", "name": "Quy trình", "version": 1, "kind": "webhook",
        "part": "days", "day": "2026-01-01", "division": "Ban", "shows": "figures", "item": "request", "file": "a.pdf",
        "count": 3, "symbols": "01/BC", "year": 2026, "title": "Đề án", "dossier": "HS2026-0001", "stand_in": "z",
        "mail": "invitation",
    }  # fmt: skip
    for verb in UNION_EVENTS:
        assert "%(" not in union_event_text(Event(verb=verb, data=values), {})


# ---------------------------------------------------------------- the page
def test_the_page_goes_on_to_what_is_older(office: Office, as_person, django_assert_num_queries):
    for _once in range(A_PAGE + 5):
        record_of_union(office.union, "rates_changed", None)
    record_of_union(office.union, "person_changed", None, person=str(office.leader.uid))
    with django_assert_num_queries(3):
        first = office_history(office.union)
    second = office_history(office.union, first.older)
    assert len(first.lines) == A_PAGE
    places = [line["event"].position for line in [*first.lines, *second.lines]]  # type: ignore[attr-defined]
    assert places == list(range(places[0], 0, -1))
    answer = as_person(office.leader).get(reverse("office_history"), {"before": "²"})
    assert answer.status_code == 200


def test_roles_and_accounts_are_named_by_what_is_kept_of_them(office: Office, as_person):
    root = Person.objects.create_superuser("goc@example.vn", None, name="Gốc")
    operator, client = as_person(root), as_person(office.administrator)
    person = Person.objects.create_user("moi@example.vn", name="Người Mới", keeper=office.union)
    operator.post(
        reverse("admin:consult_membership_add"), {"person": person.pk, "organisation": office.union.pk, "role": "clerk"}
    )
    event = Event.objects.get(verb="role_given", union=office.union)
    body = str(office.union.uid)
    assert event.data == {"person": str(person.uid), "body": body, "role": "clerk"}
    assert (event.person, event.capacity) == (root, "")
    assert "Người Mới" in client.get(reverse("office_history")).content.decode()
    row = Membership.objects.get(person=person)
    operator.post(reverse("admin:consult_membership_delete", args=[row.pk]), {"post": "yes"})
    assert verbs(office.union)[-1] == "role_taken"
    client.get(reverse("office_history"))
    person.delete()
    assert "Người Mới" not in client.get(reverse("office_history")).content.decode()
