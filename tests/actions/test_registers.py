from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consult import clock
from consult.actions.registers import enter_incoming, enter_late, next_number, reserve_number, void_number
from consult.commands import steps
from consult.models import Register, RegisterEntry
from consult.queries.registers import outgoing_rows
from tests.refusals import refused

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
    with refused("void_already"):
        void_number(entry=entry, by=office.clerk, reason="Lần nữa")


def test_a_number_that_a_paper_carries_cannot_be_voided(walk):
    entry = walk.dossier.documents.get().entry
    with refused("number_in_use"):
        void_number(entry=entry, by=walk.office.clerk, reason="Thử")


def test_only_the_clerk_voids_and_reserves_and_says_why(office):
    entry = give(office)
    with refused("role"):
        void_number(entry=entry, by=office.officer, reason="Thử")
    with refused("reason_missing"):
        void_number(entry=entry, by=office.clerk, reason="  ")
    with refused("role"):
        reserve_number(union=office.union, kind="QĐ", subject="x", by=office.officer)


def test_a_number_taken_in_a_failed_act_is_not_skipped(in_council):
    before = RegisterEntry.objects.count()
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    task = in_council.task("approve_council")
    in_council.dossier.council.seats.filter(kind="chair").update(kind="member")
    with refused("one_chair"):
        steps.perform(task_id=task.pk, by=office.leader, decision="approve")
    assert RegisterEntry.objects.count() == before
    assert not Register.objects.filter(kind="QĐ").exists()


def late(office, number, day, **values):
    return enter_late(
        union=office.union, kind="QĐ", number=number, day=day, subject="Viết trên giấy", by=office.clerk, **values
    )


def test_papers_numbered_by_hand_are_entered_in_order(office):
    # In the middle of a year: tomorrow's register is today's.
    with clock.at(datetime(2026, 6, 15, 9, tzinfo=VIETNAM)):
        _enter_in_order(office)


def _enter_in_order(office):
    today = clock.today()
    assert late(office, 1, today).symbol == "01/QĐ-LHH"
    with refused("numbers_missing", first=2, last=3):
        late(office, 4, today)
    with refused("number_given"):
        late(office, 1, today)
    with refused("day_future"):
        late(office, 2, today + timedelta(days=1))
    assert give(office).number == 2
    assert late(office, 3, today).handwritten
    assert give(office).number == 4


def test_a_late_entry_goes_into_the_year_of_its_day_and_keeps_the_order_of_days(office):
    with clock.at(datetime(2026, 12, 30, 9, tzinfo=VIETNAM)):
        give(office)
    with clock.at(datetime(2027, 1, 4, 9, tzinfo=VIETNAM)):
        entry = late(office, 2, date(2026, 12, 31))
        assert entry.register.year == 2026
        assert (clock.day_of(entry.given_at), clock.day_of(entry.entered_at)) == (
            date(2026, 12, 31), date(2027, 1, 4),
        )  # fmt: skip
        with refused("older_than_before"):
            late(office, 3, date(2026, 12, 29))
        assert give(office).register.year == 2027


def test_only_the_clerk_enters(office):
    with refused("role"):
        enter_late(union=office.union, kind="QĐ", number=1, day=clock.today(), subject="x", by=office.officer)
    with refused("role"):
        enter_incoming(union=office.union, by=office.officer, arrived_on=clock.today(), sender="Sở", subject="x")


def test_incoming_papers_have_a_series_of_their_own_by_year_of_arrival(office):
    def come(day, **values):
        return enter_incoming(
            union=office.union, by=office.clerk, arrived_on=day, sender="Sở  Xây dựng", subject="Về việc", **values
        )

    with clock.at(datetime(2027, 1, 4, 9, tzinfo=VIETNAM)):
        give(office, "")
        assert [come(date(2026, 12, 31)).number, come(date(2027, 1, 4)).number, come(date(2027, 1, 4)).number] == [
            1,
            1,
            2,
        ]
        assert come(date(2027, 1, 4)).sender == "Sở Xây dựng"
        assert give(office, "").number == 2
        with refused("day_future"):
            come(date(2027, 1, 5))
        with refused("arrived_before_dated"):
            come(date(2027, 1, 3), dated=date(2027, 1, 4))


def test_the_register_says_what_each_number_was_for(issued):
    entry = issued.dossier.documents.get(kind="opinion").entry
    assert entry.subject.startswith("Báo cáo kết quả")
    assert issued.dossier.title in entry.subject


def test_a_number_belongs_to_the_day_and_year_of_viet_nam(office, any_hour):
    entry = give(office)
    assert entry.register.year == any_hour.year
    ((_symbol, day, *_rest),) = outgoing_rows(office.union, any_hour.year, None)
    assert (day.day, day.month, day.year) == (any_hour.day, any_hour.month, any_hour.year)
