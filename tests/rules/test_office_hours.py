from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.calendar import WorkingCalendar
from consult.rules.office_hours import TIME_TO_READ, OfficeHours, calm_moment
from consult.rules.reminders import after_quiet

CALENDAR = WorkingCalendar({date(2026, 1, 2): False, date(2026, 1, 10): True})
HOURS = OfficeHours(CALENDAR)
# The zone does not matter to the rule, only that all moments have one.
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
OFFICES = st.builds(OfficeHours, st.just(CALENDAR), st.times(), st.times(), st.booleans()).filter(
    lambda hours: hours.opens <= hours.closes
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@given(MOMENTS, OFFICES)
def test_the_next_opening_is_open_and_no_earlier(moment, hours):
    opens = hours.next_open(moment)
    assert opens >= moment
    assert hours.is_open(opens)
    assert hours.next_open(opens) == opens
    assert (opens == moment) == hours.is_open(moment)


@given(MOMENTS, OFFICES, st.times(), st.times())
def test_a_calm_moment_is_never_in_quiet_hours(moment, hours, begins, ends):
    told = calm_moment(moment, hours, begins, ends)
    assert told >= moment
    assert after_quiet(told, begins, ends) == told


@given(MOMENTS, OFFICES)
def test_without_quiet_hours_it_is_the_next_opening(moment, hours):
    assert calm_moment(moment, hours, None, None) == hours.next_open(moment)


@given(MOMENTS, OFFICES, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_happens_soon_is_said_in_time(moment, hours, ahead):
    told = calm_moment(moment, hours, None, None, moment + ahead)
    assert moment <= told <= max(moment, moment + ahead - TIME_TO_READ)


def test_by_default_nobody_is_woken():
    assert HOURS.next_open(at(11, 25, 0, 3)) == at(11, 25, 7)
    assert HOURS.next_open(at(11, 25, 23, 58)) == at(11, 26, 7)
    # Friday evening waits for Monday; New Year's Eve for the next working day of the office.
    assert HOURS.next_open(at(11, 27, 17)) == at(11, 30, 7)
    assert HOURS.next_open(at(1, 1, 0, 3)) == at(1, 5, 7)
    # The Saturday that is worked for the second of January.
    assert HOURS.next_open(at(1, 9, 17)) == at(1, 10, 7)


def test_the_same_time_twice_is_the_whole_day():
    hours = OfficeHours(CALENDAR, time(9), time(9))
    assert hours.is_open(at(11, 25, 3))
    assert hours.next_open(at(11, 28, 3)) == at(11, 30, 0)
    assert OfficeHours(CALENDAR, time(9), time(9), every_day=True).is_open(at(11, 28, 3))


def test_a_meeting_tomorrow_morning_is_told_this_evening():
    evening, early, late = at(11, 25, 18), at(11, 26, 8), at(11, 26, 14)
    assert calm_moment(evening, HOURS, None, None, early) == evening
    assert calm_moment(evening, HOURS, None, None, late) == at(11, 26, 7)
    assert calm_moment(evening, HOURS, time(17), time(5), early) == at(11, 26, 5)
    assert calm_moment(evening, HOURS, time(17), time(7), early) == evening


def test_the_last_hour_of_quiet_and_the_last_moment_to_read_it_count():
    """A reader whose quiet ends as the office opens is told then; two hours before is early enough, a minute less is not."""
    assert calm_moment(at(11, 25, 18), HOURS, time(18), time(7)) == at(11, 26, 7)
    assert calm_moment(at(11, 25, 18), HOURS, None, None, at(11, 26, 9)) == at(11, 26, 7)
    assert calm_moment(at(11, 25, 18), HOURS, None, None, at(11, 26, 8, 59)) == at(11, 25, 18)
    assert timedelta(hours=2) == TIME_TO_READ


def test_where_office_and_reader_never_meet_the_readers_hours_count():
    night = OfficeHours(CALENDAR, time(8), time(9))
    assert calm_moment(at(11, 25, 10), night, time(7), time(20)) == at(11, 25, 20)
