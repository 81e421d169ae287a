from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.calendar import WorkingCalendar

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(1, 60)
EXCEPTIONS = st.dictionaries(DAYS, st.booleans(), max_size=20)


@given(DAYS)
def test_a_day_is_worked_as_the_holidays_package_says(day):
    assert WorkingCalendar().is_working_day(day) == holidays.country_holidays("VN").is_working_day(day)


@given(DAYS, COUNTS)
def test_adding_agrees_with_the_holidays_package(day, count):
    assert WorkingCalendar().add(day, count) == holidays.country_holidays("VN").get_nth_working_day(day, count)


@given(DAYS, COUNTS, EXCEPTIONS)
def test_adding_then_counting_gives_the_number_back(day, count, exceptions):
    calendar = WorkingCalendar(exceptions)
    later = calendar.add(day, count)
    assert calendar.is_working_day(later)
    assert calendar.between(day, later) == count


@given(DAYS, COUNTS)
def test_going_back_undoes_going_forward_from_a_working_day(day, count):
    calendar = WorkingCalendar()
    start = calendar.add(day, 1)
    assert calendar.add(calendar.add(start, count), -count) == start


@given(DAYS, st.integers(0, 90), EXCEPTIONS)
def test_counting_is_antisymmetric(day, distance, exceptions):
    calendar = WorkingCalendar(exceptions)
    other = day + timedelta(days=distance)
    assert calendar.between(day, other) == -calendar.between(other, day)


def test_culture_day_and_lunar_new_year_are_off():
    calendar = WorkingCalendar()
    assert not calendar.is_working_day(date(2026, 11, 24))
    assert not calendar.is_working_day(date(2026, 2, 17))


def test_a_saturday_worked_for_a_monday_off():
    calendar = WorkingCalendar({date(2026, 3, 7): True, date(2026, 3, 9): False})
    assert calendar.add(date(2026, 3, 6), 1) == date(2026, 3, 7)
    assert calendar.add(date(2026, 3, 7), 1) == date(2026, 3, 10)
