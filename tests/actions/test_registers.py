from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consult import clock
from consult.actions.documents import number_for
from consult.actions.register_notes import note_dispatch, note_passing
from consult.actions.registers import (
    enter_incoming,
    enter_late,
    next_number,
    reserve_number,
    void_number,
)
from consult.commands import steps
from consult.documents import DEFINITIONS
from consult.models import DocumentKind, NumberedKind, Register, RegisterEntry
from consult.queries.history import register_faults
from consult.queries.number_series import series_on
from consult.queries.registers import OUTGOING_HEAD, incoming_table, outgoing_table
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


def test_a_number_that_a_document_carries_cannot_be_voided(walk):
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


def test_documents_numbered_by_hand_are_entered_in_order(office):
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


def test_only_the_clerk_gives_numbers_and_officers_enter_what_comes_in_too(office):
    with refused("role"):
        enter_late(union=office.union, kind="QĐ", number=1, day=clock.today(), subject="x", by=office.officer)
    come = {"union": office.union, "arrived_on": clock.today(), "sender": "Sở", "subject": "x"}
    assert enter_incoming(by=office.officer, **come).number == 1
    with refused("role"):
        enter_incoming(by=office.leader, **come)


def test_incoming_letters_have_a_series_of_their_own_by_year_of_arrival(office):
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
    ((_symbol, day, *_rest),) = outgoing_table(office.union, any_hour.year, None).rows
    assert (day.day, day.month, day.year) == (any_hour.day, any_hour.month, any_hour.year)


# ---------------------------------------------------------------- numbers with a letter, and the columns of the decree
def test_a_late_number_with_a_letter_stands_beside_its_number_and_the_series_goes_on(office):
    with clock.at(datetime(2026, 6, 15, 9, tzinfo=VIETNAM)):
        today = clock.today()
        give(office), give(office)
        for wrong, values in {
            "suffix_wrong": {"suffix": "7"},
            "number_not_given": {"suffix": "a"},
            "day_future": {"suffix": "a"},
            "older_than_before": {"suffix": "a"},
            "reason_missing": {"suffix": "a", "reason": " "},
        }.items():
            number = 3 if wrong == "number_not_given" else 1
            away = {"day_future": 1, "older_than_before": -1}.get(wrong, 0)
            with refused(wrong):
                late(office, number, today + timedelta(days=away), **{"reason": "Ghi thêm trên sổ giấy", **values})
        for letter in "ba":
            entry = late(office, 1, today, suffix=letter, reason="Ghi thêm trên sổ giấy")
        assert (entry.symbol, entry.register.last) == ("01a/QĐ-LHH", 2)
        with refused("number_given", number="1a"):
            late(office, 1, today, suffix="a", reason="Lần nữa")
        assert give(office).symbol == "03/QĐ-LHH"
        rows = outgoing_table(office.union, 2026, None).rows
        assert [row[0] for row in rows] == ["01/QĐ-LHH", "01a/QĐ-LHH", "01b/QĐ-LHH", "02/QĐ-LHH", "03/QĐ-LHH"]
        assert "Ghi thêm trên sổ giấy" in rows[1][-1]
        assert list(register_faults()) == []
    assert list(office.union.events.filter(verb="number_beside").values_list("data__symbol", flat=True)) == [
        "01b/QĐ-LHH", "01a/QĐ-LHH",
    ]  # fmt: skip


def test_a_letter_that_came_late_stands_beside_its_number_too(office):
    def come(**values):
        return enter_incoming(
            union=office.union, by=office.clerk, arrived_on=clock.today(), sender="Sở", subject="Về việc", **values
        )

    come(), come()
    beside = come(number=1, suffix="a", reason="Đến sau giờ")
    assert (beside.written, come().written) == ("01a", "03")
    with refused("suffix_incomplete"):
        come(suffix="a")
    with refused("number_given"):
        come(number=1, suffix="a", reason="x")
    with refused("reason_missing"):
        come(number=1, suffix="b")
    assert [row[1] for row in incoming_table(office.union, clock.today().year).rows] == ["01", "01a", "02", "03"]


def test_the_register_has_the_decrees_columns_from_the_document_until_the_clerk_says_otherwise(issued):
    office, entry = issued.office, issued.dossier.documents.get(kind="council_decision").entry

    def row():
        table = outgoing_table(office.union, entry.register.year, "QĐ")
        return dict(zip(table.head, next(row for row in table.rows if row[0] == entry.symbol), strict=True))

    found = row()
    assert found["Tên loại và trích yếu nội dung"].startswith("Quyết định thành lập hội đồng")
    assert found["Người ký"] == entry.document.signer.name
    assert found["Đơn vị, người nhận bản lưu"].startswith("VT")
    assert found["Nơi nhận"]
    assert not any("Lưu" in str(cell) for cell in found.values())
    day = clock.today()
    with refused("sent_before_given"):
        note_dispatch(entry=entry, by=office.clerk, passed_on=day - timedelta(days=9))
    with refused("role"):
        note_dispatch(entry=entry, by=office.officer, copies=5)
    note_dispatch(entry=entry, by=office.clerk, recipients="UBND tỉnh", copies=5, passed_on=day, remark="Bản giấy")
    found = row()
    assert (found["Nơi nhận"], found["Số lượng bản"], found["Ngày chuyển"]) == ("UBND tỉnh", 5, day)
    assert found["Ghi chú"] == "Bản giấy"
    assert office.union.events.get(verb="register_completed").data == {"symbol": entry.symbol}


def test_the_register_names_whom_a_document_addresses_and_who_signs_minutes(issued):
    documents = {document.kind: document for document in issued.dossier.documents.select_related("entry")}
    rows = {row[0]: row for row in outgoing_table(issued.office.union, clock.today().year, None).rows}
    signers, recipients = OUTGOING_HEAD.index("Người ký"), OUTGOING_HEAD.index("Nơi nhận")
    opinion = rows[documents["opinion"].entry.symbol]
    assert opinion[recipients].split("; ")[0] == issued.dossier.proposer.name
    said = documents["minutes"].versions.latest("version").data
    minutes = rows[documents["minutes"].entry.symbol]
    assert minutes[signers] == f"{said['presider']}; {said['secretary']}"
    assert all((said["presider"], said["secretary"]))
    assert not any("Như trên" in row[recipients] for row in rows.values())


def test_who_an_incoming_letter_was_passed_to_is_completed(office):
    letter = enter_incoming(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender="Sở", subject="Về việc", handler="Ban A"
    )
    with refused("passed_before_arrived"):
        note_passing(letter=letter, by=office.clerk, passed_on=clock.today() - timedelta(days=1))
    with refused("role"):
        note_passing(letter=letter, by=office.officer, remark="x")
    note_passing(letter=letter, by=office.clerk, passed_on=clock.today())
    note_passing(letter=letter, by=office.clerk, handler="Ban B", passed_on=clock.today())
    ((*_first, handler, passed, _signed, _remark),) = incoming_table(office.union, clock.today().year).rows
    assert (handler, passed) == ("Ban B", clock.today())


# ---------------------------------------------------------------- series
def test_the_next_series_goes_on_as_the_one_before(office):
    with clock.at(datetime(2026, 12, 31, 10, tzinfo=VIETNAM)):
        old = give(office, "QĐ").register
    Register.objects.filter(pk=old.pk).update(form="{number}/{year}/{kind}-{union}")
    NumberedKind.objects.filter(register=old).delete()
    NumberedKind.objects.create(register=old, document="refusal")
    with clock.at(datetime(2027, 1, 1, 0, 3, tzinfo=VIETNAM)):
        entry = give(office, "QĐ")
        assert series_on(office.union, "TB", clock.today(), "refusal") == "QĐ"
    new = entry.register
    assert (new.pk != old.pk, entry.number, entry.symbol) == (True, 1, "01/2027/QĐ-LHH")
    assert (new.first_day, new.last_day) == (date(2027, 1, 1), date(2027, 12, 31))
    assert list(new.numbered.values_list("document", flat=True)) == ["refusal"]


def test_a_series_that_ends_early_is_followed_from_the_next_day(office):
    with clock.at(datetime(2026, 6, 30, 10, tzinfo=VIETNAM)):
        old = give(office, "BC").register
    Register.objects.filter(pk=old.pk).update(last_day=date(2026, 6, 30))
    with clock.at(datetime(2026, 9, 1, 10, tzinfo=VIETNAM)):
        new = give(office, "BC").register
    assert (new.first_day, new.last_day, new.last) == (date(2026, 7, 1), date(2026, 12, 31), 1)
    late = enter_late(union=office.union, kind="BC", number=2, day=date(2026, 6, 30), subject="Cũ", by=office.clerk)
    assert late.register_id == old.pk


def test_one_series_may_number_several_kinds_of_document(office, walk):
    number_for(DocumentKind.REFUSAL, walk.dossier, office.clerk)
    register = Register.objects.get(kind="TB")
    NumberedKind.objects.create(register=register, document="council_decision")
    entry = number_for(DocumentKind.COUNCIL_DECISION, walk.dossier, office.clerk)
    assert (entry.register_id, entry.number, entry.symbol) == (register.pk, 2, "02/QĐ-LHH")


def test_every_numbered_kind_has_its_series_from_the_first_number(office, walk):
    for kind, definition in DEFINITIONS.items():
        if definition.symbol is not None:
            entry = number_for(
                kind, walk.dossier, office.clerk, addressee="x", department="x", work="x", form_name="x", name="x"
            )
            assert entry.register.kind == definition.symbol
            assert entry.register.numbered.filter(document=kind).exists()
