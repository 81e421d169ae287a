"""Which backups stay, and when one is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.backups import MONTHS, NIGHTS, is_due, is_missed, is_trial_due, kept_nights

NIGHT = st.dates(date(2025, 1, 1), date(2028, 1, 1))
SOME = st.sets(NIGHT, max_size=80)
NOW = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)


@given(SOME)
def test_the_newest_nights_and_the_first_of_each_of_the_newest_months_stay(nights):
    kept = kept_nights(nights)
    assert kept <= nights
    assert set(sorted(nights)[-NIGHTS:]) <= kept
    months = sorted({(night.year, night.month) for night in nights})[-MONTHS:]
    for month in months:
        assert min(night for night in nights if (night.year, night.month) == month) in kept
    assert len(kept) <= NIGHTS + MONTHS


@given(SOME)
def test_thinning_every_night_keeps_what_thinning_at_the_end_keeps(nights):
    there: frozenset[date] = frozenset()
    for night in sorted(nights):
        there = kept_nights({*there, night})
        assert night in there
    assert there == kept_nights(nights)
    assert kept_nights(there) == there


@given(st.integers(400, 900))
def test_whoever_backs_up_each_night_reaches_back_a_year(days):
    nights = {date(2026, 1, 1) + timedelta(days=day) for day in range(days)}
    kept = kept_nights(nights)
    assert max(nights) - min(kept) > timedelta(days=330)
    assert {max(nights) - timedelta(days=day) for day in range(14)} <= kept


@given(st.timedeltas(timedelta(0), timedelta(days=90)), st.integers(0, 23))
def test_one_is_due_each_night_and_after_a_day_off(since, hour):
    now = NOW.replace(hour=hour)
    due = is_due(now - since, now)
    assert due or since <= timedelta(hours=30)
    assert not due or since > timedelta(hours=20)
    assert is_due(None, now)
    # By a clock that was put back since.
    assert is_due(now + timedelta(days=1), now)
    tried = is_trial_due(now - since, now - timedelta(days=99), now)
    assert tried or since <= timedelta(days=31)
    assert not tried or (since > timedelta(days=30) and (hour in range(1, 6) or since > timedelta(days=31)))
    assert is_trial_due(None, now - since, now) is (since > timedelta(0) and hour in range(1, 6)) or since > timedelta(
        days=1
    )
    assert is_missed(now - since, now) is (since > timedelta(days=2))


def test_two_nights_in_a_row_are_both_taken():
    assert is_due(NOW.replace(hour=4, minute=59) - timedelta(days=1), NOW.replace(hour=1))
    assert not is_due(NOW.replace(hour=1), NOW.replace(hour=5))
