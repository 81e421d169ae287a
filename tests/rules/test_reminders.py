from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.calendar import WorkingCalendar
from consult.rules.procedure import Reminders
from consult.rules.reminders import after_quiet, escalates, is_reminder_day, next_reminder

CALENDAR = WorkingCalendar()
USUAL = Reminders()
RULES = st.builds(
    Reminders, before=st.lists(st.integers(0, 20), max_size=4, unique=True).map(tuple), every_late=st.integers(1, 9),
    escalate_from=st.integers(1, 9),
)  # fmt: skip
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_three_and_one_before_on_the_day_and_every_second_day_after():
    due = date(2026, 10, 15)
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(22)]
    reminded = [day for day in days if is_reminder_day(day, due, CALENDAR, USUAL)]
    assert reminded == [date(2026, 10, d) for d in (12, 14, 15, 19, 21)]


def test_a_day_off_is_a_reminder_day_only_where_the_deadline_falls_on_it():
    sunday = date(2026, 10, 18)
    assert is_reminder_day(sunday, sunday, CALENDAR, USUAL) is True
    assert is_reminder_day(sunday, date(2026, 10, 19), CALENDAR, USUAL) is False
    assert is_reminder_day(sunday, sunday, CALENDAR, Reminders(before=(1,))) is False


@given(DAYS, st.integers(-30, 30), RULES)
def test_the_next_reminder_is_later_and_a_reminder_day(due_base, distance, rule):
    due = CALENDAR.add(due_base, 1)
    after = due + timedelta(days=distance)
    day = next_reminder(after, due, CALENDAR, rule)
    assert day > after
    assert is_reminder_day(day, due, CALENDAR, rule)
    between = [after + timedelta(days=n) for n in range(1, (day - after).days)]
    assert not [d for d in between if is_reminder_day(d, due, CALENDAR, rule)]


def test_the_leader_is_told_from_two_working_days_late():
    due = date(2026, 10, 15)
    assert not escalates(due, due, CALENDAR, USUAL)
    assert not escalates(date(2026, 10, 16), due, CALENDAR, USUAL)
    assert not escalates(date(2026, 10, 18), due, CALENDAR, USUAL)
    assert escalates(date(2026, 10, 19), due, CALENDAR, USUAL)


@given(DAYS, RULES)
def test_the_leader_is_told_on_a_day_on_which_people_are_reminded(due_base, rule):
    due = CALENDAR.add(due_base, 1)
    first = CALENDAR.add(due, rule.escalate_from)
    assert escalates(first, due, CALENDAR, rule)
    assert is_reminder_day(first, due, CALENDAR, rule)
    assert not escalates(CALENDAR.add(due, rule.escalate_from - 1), due, CALENDAR, rule)


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
