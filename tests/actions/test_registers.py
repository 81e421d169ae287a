from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from consult import clock
from consult.access import Refused
from consult.actions.registers import next_number, reserve_number, void_number
from consult.models import Register, RegisterEntry
from workflows import acts

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def give(office, kind="QĐ"):
    return next_number(union=office.union, kind=kind, unit="TVPB", subject="Thử", by=office.clerk)


def test_each_kind_has_a_series_of_its_own(office):
    assert [give(office).symbol, give(office).symbol, give(office, "").symbol] == [
        "01/QĐ-LHH", "02/QĐ-LHH", "01/LHH-TVPB",
    ]  # fmt: skip


def test_the_year_turns_at_midnight_in_vietnam(office):
    with clock.at(datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM)):
        give(office)
        assert give(office).number == 2
    with clock.at(datetime(2027, 1, 1, 0, 0, tzinfo=VIETNAM)):
        entry = give(office)
    assert (entry.number, entry.register.year) == (1, 2027)


def test_a_void_number_keeps_its_row_and_is_not_given_again(office):
    entry = reserve_number(union=office.union, kind="QĐ", subject="Viết tay", by=office.clerk)
    void_number(entry=entry, by=office.clerk, reason="Ghi nhầm")
    assert give(office).number == 2
    entry.refresh_from_db()
    assert (entry.void_reason, entry.voided_by) == ("Ghi nhầm", office.clerk)
    with pytest.raises(Refused):
        void_number(entry=entry, by=office.clerk, reason="Lần nữa")


def test_a_number_that_a_paper_carries_cannot_be_voided(walk):
    entry = walk.dossier.documents.get().entry
    with pytest.raises(Refused):
        void_number(entry=entry, by=walk.office.clerk, reason="Thử")


def test_only_the_clerk_voids_and_reserves_and_says_why(office):
    entry = give(office)
    with pytest.raises(Refused):
        void_number(entry=entry, by=office.officer, reason="Thử")
    with pytest.raises(Refused):
        void_number(entry=entry, by=office.clerk, reason="  ")
    with pytest.raises(Refused):
        reserve_number(union=office.union, kind="QĐ", subject="x", by=office.officer)


def test_a_number_taken_in_a_failed_act_is_not_skipped(in_council):
    before = RegisterEntry.objects.count()
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    task = in_council.task("approve_council")
    in_council.dossier.council.seats.filter(kind="chair").update(kind="member")
    with pytest.raises(Refused):
        acts.perform(task_id=task.pk, by=office.leader, decision="approve")
    assert RegisterEntry.objects.count() == before
    assert not Register.objects.filter(kind="QĐ").exists()
