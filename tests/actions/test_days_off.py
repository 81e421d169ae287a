"""A day off entered later moves the deadlines that run across it, and the history says so."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult import clock
from consult.actions.days_off import save_days_off
from consult.actions.deadlines import calendar_of
from consult.actions.registry import propose_change
from consult.models import DayOff, Membership, Notification, Organisation, Person, Task
from consult.queries.history import history_faults
from consult.rules.calendar import WorkingCalendar, moved_deadline
from tests.refusals import refused

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
# DecisionCondition on 25/12/2025: Friday 02/01/2026 off, Saturday 10/01/2026 worked in its place.
OFF, WORKED = date(2026, 1, 2), date(2026, 1, 10)
DECIDED = datetime(2025, 12, 25, 9, tzinfo=VIETNAM)


@given(DAYS, st.integers(1, 30), st.dictionaries(DAYS, st.booleans(), max_size=6))
def test_a_deadline_never_comes_nearer_and_no_working_day_is_lost(opened, days, exceptions):
    after = WorkingCalendar(exceptions)
    due = WorkingCalendar().add(opened, days)
    moved = moved_deadline(opened, due, days, after)
    assert moved >= due
    assert moved_deadline(opened, moved, days, after) == moved
    assert after.between(opened, moved) >= days
    assert moved == due or after.is_working_day(moved)


@given(DAYS, st.integers(1, 30))
def test_an_unchanged_calendar_moves_nothing(opened, days):
    due = WorkingCalendar().add(opened, days)
    assert moved_deadline(opened, due, days, WorkingCalendar()) == due


def swap() -> list[DayOff]:
    return [DayOff(day=OFF, reason="Hoán đổi"), DayOff(day=WORKED, working=True, reason="Làm bù")]


def test_a_swap_decided_later_moves_what_ends_before_the_day_worked_and_nothing_after(new_walk, office):
    with clock.at(DECIDED):
        walk = new_walk()
        task = walk.task("check_completeness")
        other = new_walk("Dự án thứ hai").task("check_completeness")
        Task.objects.filter(pk=task.pk).update(due_on=date(2026, 1, 5))
        Task.objects.filter(pk=other.pk).update(due_on=date(2026, 1, 14))
        walk.dossier.due_on = date(2026, 1, 5)
        walk.dossier.save()
        assert save_days_off(union=office.union, kept=swap(), removed=[], by=office.officer) == 1
        task.refresh_from_db()
        other.refresh_from_db()
    assert (task.due_on, other.due_on) == (date(2026, 1, 6), date(2026, 1, 14))
    walk.dossier.refresh_from_db()
    assert walk.dossier.due_on == date(2026, 1, 6)
    assert calendar_of(office.union.pk).between(date(2025, 12, 31), date(2026, 1, 10)) == 6
    event = walk.dossier.events.get(verb="deadlines_moved")
    assert (event.person, event.capacity) == (office.officer, "officer")
    assert event.data["steps"] == [{"task": task.pk, "due_on": "2026-01-06"}]
    assert not other.dossier.events.filter(verb="deadlines_moved").exists()
    assert list(history_faults([walk.dossier])) == []
    told = Notification.objects.filter(kind="deadline_moved")
    assert [(one.task_id, one.person) for one in told] == [(task.pk, office.officer)]


def test_a_day_off_that_comes_and_goes_moves_a_deadline_once(walk, office):
    task = walk.task("check_completeness")
    between = WorkingCalendar()
    day = next(d for n in range(1, 9) if between.is_working_day(d := clock.today() + timedelta(days=n)))
    seen = []
    for _again in range(3):
        save_days_off(union=office.union, kept=[DayOff(day=day)], removed=[], by=office.officer)
        task.refresh_from_db()
        seen.append(task.due_on)
        save_days_off(union=office.union, kept=[], removed=list(office.union.days_off.all()), by=office.officer)
    assert len(set(seen)) == 1


def test_a_proposal_has_ten_working_days_also_when_a_day_off_is_entered_later(office):
    third = Organisation.objects.create(kind="union", name="LHH tỉnh thứ ba", symbol="LHHB")
    by = Person.objects.create_user("cv@ba.test", None, name="Chuyên viên ba")
    Membership.objects.create(person=by, organisation=third, role="officer")
    with clock.at(DECIDED):
        proposal = propose_change(expert=office.experts[0].expert, union=third, by=by, place="Huế")
        before = proposal.lapses_on
        save_days_off(union=third, kept=[DayOff(day=date(2025, 12, 26))], removed=[], by=by)
    proposal.refresh_from_db()
    assert proposal.lapses_on > before
    assert calendar_of(third.pk).between(clock.day_of(DECIDED), proposal.lapses_on) == 10


def test_days_of_years_past_those_entered_meanwhile_and_exchanged_ones_are_refused_in_words(office, as_person):
    """The page shows this year's days only, as they were when it was opened."""
    client, address = as_person(office.officer), reverse("office_days_off")
    today = clock.today()
    past = DayOff.objects.create(organisation=office.union, day=date(today.year - 1, 12, 30))
    one, two = (DayOff.objects.create(organisation=office.union, day=today + timedelta(days=n)) for n in (3, 4))
    shown = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 2, "form-0-id": one.pk, "form-1-id": two.pk}
    kept = {**shown, "form-0-day": str(one.day), "form-1-day": str(two.day)}
    assert client.post(address, {**kept, "form-2-day": str(past.day)}).status_code == 422
    new = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-day": str(two.day)}
    assert client.post(address, new).status_code == 422
    exchanged = client.post(address, {**shown, "form-0-day": str(two.day), "form-1-day": str(one.day)})
    assert exchanged.status_code == 302
    assert {row.pk: row.day for row in DayOff.objects.all()} == {one.pk: one.day, two.pk: two.day, past.pk: past.day}
    # A day that goes makes room for the same one in another row.
    again = client.post(address, {**kept, "form-0-DELETE": "on", "form-2-day": str(one.day), "form-2-reason": "Mới"})
    assert again.status_code == 302
    assert DayOff.objects.get(day=one.day).reason == "Mới"


def test_a_reminder_of_today_is_not_passed_over(new_walk, office):
    with clock.at(DECIDED):
        task = new_walk().task("check_completeness")
        Task.objects.filter(pk=task.pk).update(due_on=date(2025, 12, 29), next_reminder_on=date(2025, 12, 25))
        save_days_off(union=office.union, kept=[DayOff(day=date(2025, 12, 26))], removed=[], by=office.officer)
    task.refresh_from_db()
    # One working day before the new deadline is the 29th; three before, today's, is not gone by.
    assert (task.due_on, task.next_reminder_on) == (date(2025, 12, 30), date(2025, 12, 29))


def test_what_is_over_or_anothers_does_not_move(issued, office):
    task = issued.dossier.tasks.filter(node="check_completeness").get()
    before = task.due_on
    save_days_off(union=office.union, kept=[DayOff(day=before)], removed=[], by=office.clerk)
    task.refresh_from_db()
    assert task.due_on == before


def test_who_may_not_keep_the_hours_may_not_keep_the_days(office):
    for person in (office.leader, office.investor_person, office.experts[0]):
        with refused("role"):
            save_days_off(union=office.union, kept=[DayOff(day=OFF)], removed=[], by=person)
    assert not DayOff.objects.exists()


def test_an_officer_enters_a_day_off_on_the_page(walk, office, as_person):
    task = walk.task("check_completeness")
    client, address = as_person(office.officer), reverse("office_days_off")
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-day": str(task.due_on), "form-0-reason": "Đại hội"}
    twice = {**row, "form-TOTAL_FORMS": 2, "form-1-day": str(task.due_on), "form-1-reason": "Lần nữa"}
    refused = client.post(address, twice)
    assert refused.status_code == 422
    assert "Lần nữa" in refused.content.decode()
    assert client.post(address, row).status_code == 302
    due = task.due_on
    task.refresh_from_db()
    assert task.due_on > due
    assert "Đại hội" in client.get(address).content.decode()


def test_the_page_asks_as_little_for_a_year_of_days_off(office, as_person, django_assert_num_queries):
    client, address = as_person(office.officer), reverse("office_days_off")
    today = clock.today()
    add = [DayOff(organisation=office.union, day=today + timedelta(days=number), reason="Nghỉ") for number in range(41)]
    add[0].save()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    DayOff.objects.bulk_create(add[1:])
    with django_assert_num_queries(len(few)):
        assert client.get(address).status_code == 200
    assert len(few) < 24
