from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.calendar import WorkingCalendar
from consult.rules.reminders import after_quiet, escalates, is_reminder_day, next_reminder

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_three_and_one_before_on_the_day_and_every_second_day_after():
    due = date(2026, 10, 15)
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(22)]
    reminded = [day for day in days if is_reminder_day(day, due, CALENDAR)]
    assert reminded == [date(2026, 10, d) for d in (12, 14, 15, 19, 21)]


def test_a_day_off_is_a_reminder_day_only_where_the_deadline_falls_on_it():
    sunday = date(2026, 10, 18)
    assert is_reminder_day(sunday, sunday, CALENDAR) is True
    assert is_reminder_day(sunday, date(2026, 10, 19), CALENDAR) is False


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


MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1))


@given(MOMENTS, st.times(), st.times())
def test_after_quiet_hours_it_is_loud_and_nothing_waits_longer_than_they_last(moment, begins, ends):
    told = after_quiet(moment, begins, ends)
    lasts = (datetime.combine(moment, ends) - datetime.combine(moment, begins)) % timedelta(days=1)
    assert after_quiet(told, begins, ends) == told
    assert timedelta(0) <= told - moment <= lasts
    assert told == moment or told.time() == ends


@given(MOMENTS, st.times())
def test_no_quiet_hours_hold_nothing_back(moment, hour):
    assert after_quiet(moment, hour, hour) == after_quiet(moment, None, hour) == moment


def test_quiet_hours_over_midnight():
    evening, night, morning = (datetime(2026, 3, 2, hour) for hour in (20, 23, 5))
    hours = (time(21), time(6, 30))
    assert after_quiet(evening, *hours) == evening
    assert after_quiet(night, *hours) == datetime(2026, 3, 3, 6, 30)
    assert after_quiet(morning, *hours) == datetime(2026, 3, 2, 6, 30)
