"""Histories and registers, once written, stay as they are."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from consult import clock
from consult.actions.actor import record
from consult.actions.intake import draft_dossier
from consult.actions.registers import enter_incoming, reserve_number, void_number
from consult.commands import dossiers
from consult.models import Dossier, Event, HistoryHead, IncomingLetter, Register, RegisterEntry
from consult.queries.history import history_faults
from consult.rules.chain import link_hash
from tests.actions.tampering import unguarded, verified

pytestmark = pytest.mark.django_db
guarded = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one file and no roles: no guards")


def found(dossier: Dossier) -> list[tuple[str, int]]:
    return [(fault, place) for _dossier, fault, place in history_faults([dossier])]


def test_the_whole_procedure_leaves_a_whole_chain(issued, capsys):
    assert found(issued.dossier) == []
    head = HistoryHead.objects.get(dossier=issued.dossier)
    assert head.length == issued.dossier.events.count() > 10
    assert issued.dossier.events.order_by("position").last().hash == head.hash
    call_command("verify_history")
    assert "1 histories are whole" in capsys.readouterr().out


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_breaking_off_is_sealed(reviewing, act):
    by = reviewing.office.investor_person if act == "withdraw" else reviewing.office.leader
    getattr(dossiers, act)(dossier_id=reviewing.dossier.pk, by=by, reason="Lý do")
    assert found(reviewing.dossier) == []
    assert reviewing.dossier.events.filter(position=None).count() == 0


def test_a_changed_event_is_found(walk, capsys):
    unguarded("UPDATE consult_event SET reason = %s WHERE dossier_id = %s AND position = 2", "khác", walk.dossier.pk)
    assert found(walk.dossier) == [("changed", 2)]
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_history")
    assert f"{walk.dossier.code}: event 2 was changed" in capsys.readouterr().err


def test_a_deleted_event_is_found_also_the_last(walk):
    unguarded("DELETE FROM consult_event WHERE dossier_id = %s AND position = 2", walk.dossier.pk)
    assert found(walk.dossier) == [("missing", 2)]


def test_an_inserted_event_is_found(walk):
    last = walk.dossier.events.order_by("position").last()
    event = Event(union=walk.dossier.union, dossier=walk.dossier, verb="accepted", position=3, previous=last.hash)
    event.hash = link_hash(event.previous, 3, event.facts)
    event.save()
    assert found(walk.dossier) == [("inserted", 3)]


@pytest.mark.parametrize(
    "claim", ["UPDATE consult_dossier SET stage = 'intake'", "UPDATE consult_dossier SET stage = 'draft'"]
)
def test_a_history_that_is_gone_with_its_head_is_found(walk, claim):
    unguarded("DELETE FROM consult_event WHERE dossier_id = %s", walk.dossier.pk)
    unguarded("DELETE FROM consult_historyhead WHERE dossier_id = %s", walk.dossier.pk)
    unguarded(claim)
    assert f"{walk.dossier.code}: its whole history is gone" in verified()


def test_a_draft_needs_no_history(office):
    draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Nháp")
    assert verified() == ""


def test_a_code_without_its_dossier_is_found(walk, new_walk):
    other = new_walk("Dự án khác")
    unguarded("UPDATE consult_dossier SET code = 'HS1999-0001' WHERE id = %s", walk.dossier.pk)
    year = clock.today().year
    assert f"LHH PTN {year}: number 1 is a dossier's that is not there" in verified()
    assert other.dossier.code not in verified()


def test_a_number_that_is_missing_in_a_register_is_found(office):
    for number in range(4):
        reserve_number(union=office.union, kind="QĐ", subject=f"Thử {number}", by=office.clerk)
        enter_incoming(
            union=office.union, by=office.clerk, arrived_on=clock.today(), sender="Sở Y tế", subject=f"Góp ý {number}"
        )
    assert verified() == ""
    unguarded("DELETE FROM consult_registerentry WHERE number IN (2, 3)")
    unguarded("DELETE FROM consult_incomingletter WHERE number = 4")
    said = verified()
    assert "QĐ" in said
    assert "numbers 2 to 3 are missing" in said
    assert "number 4 is missing" in said
    unguarded("UPDATE consult_register SET last = 3")
    assert "number 4 is beyond the last one given" in verified()


@guarded
def test_postgresql_refuses_to_change_or_delete_an_event(walk):
    event = walk.dossier.events.first()
    for act in (
        lambda: Event.objects.filter(pk=event.pk).update(reason="khác"),
        lambda: Event.objects.filter(pk=event.pk).update(hash=""),
        event.delete,
        walk.dossier.delete,
    ):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            act()


@guarded
@pytest.mark.django_db(transaction=True)
def test_postgresql_refuses_an_event_that_nobody_sealed(walk):
    with pytest.raises(IntegrityError, match="sealed in the transaction"), transaction.atomic():
        record(walk.dossier, "accepted", None)
    assert walk.dossier.events.filter(verb="accepted").count() == 0


@guarded
def test_postgresql_keeps_registers(walk):
    entry = RegisterEntry.objects.get()
    for act in (
        entry.delete,
        lambda: RegisterEntry.objects.filter(pk=entry.pk).update(number=9),
        lambda: RegisterEntry.objects.filter(pk=entry.pk).update(subject="khác"),
        lambda: Register.objects.filter(pk=entry.register_id).update(last=0),
        lambda: Register.objects.filter(pk=entry.register_id).update(first_day=date(2000, 1, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@guarded
def test_postgresql_lets_a_number_be_voided_once(office):
    entry = reserve_number(union=office.union, kind="QĐ", subject="Thử", by=office.clerk)
    void_number(entry=entry, by=office.clerk, reason="Viết nhầm")
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(voided_at=None)


@guarded
def test_postgresql_keeps_incoming_letters(office):
    letter = enter_incoming(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender="Sở Y tế", subject="Góp ý"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingLetter.objects.filter(pk=letter.pk).update(sender="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.delete()


# ---------------------------------------------------------------- written and shown, never asked
READERS = {
    "consult/actions/actor.py",  # writes it
    "consult/queries/history.py", "consult/queries/progress.py", "consult/queries/office_history.py",  # verify and show it
    "consult/queries/privacy.py", "consult/access/keeping.py",  # whose traces are in it
}  # fmt: skip


def test_the_history_decides_nothing():
    """What happens next is read from rows: a log whose wording somebody depends on cannot be reworded."""
    asks = re.compile(r"\.events\b|\bEvent\.objects\b|[\"']events[\"'_]")
    found = {
        str(path)
        for folder in ("consult", "workflows")
        for path in Path(folder).rglob("*.py")
        if "migrations" not in path.parts and "models" not in path.parts and asks.search(path.read_text())
    }
    assert found == READERS
