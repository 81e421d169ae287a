from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.calendar import WorkingCalendar
from consult.rules.reminders import escalates, is_reminder_day, next_reminder

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_three_and_one_before_on_the_day_and_every_second_day_after():
    due = date(2026, 10, 15)
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(22)]
    reminded = [day for day in days if is_reminder_day(day, due, CALENDAR)]
    assert reminded == [date(2026, 10, d) for d in (12, 14, 15, 19, 21)]


@given(DAYS, st.integers(-30, 30))
def test_the_next_reminder_is_later_and_a_reminder_day(due_base, distance):
    due = CALENDAR.add(due_base, 1)
    after = due + timedelta(days=distance)
    day = next_reminder(after, due, CALENDAR)
    assert day > after
    assert is_reminder_day(day, due, CALENDAR)
    between = [after + timedelta(days=n) for n in range(1, (day - after).days)]
    assert not [d for d in between if is_reminder_day(d, due, CALENDAR)]


def test_the_leader_is_told_from_two_working_days_late():
    due = date(2026, 10, 15)
    assert not escalates(due, due, CALENDAR)
    assert not escalates(date(2026, 10, 16), due, CALENDAR)
    assert not escalates(date(2026, 10, 18), due, CALENDAR)
    assert escalates(date(2026, 10, 19), due, CALENDAR)
