"""The lint that keeps days and hours Việt Nam's."""

import pytest

from tools.time_lint import faults, faults_in


@pytest.mark.parametrize(
    "line",
    [
        "day = row.created_at.date()",
        "day = timezone.now().date()",
        "text = f'{self.at:%d/%m/%Y}'",
        "text = row.given_at.strftime('%d/%m')",
        "year = dossier.submitted_at.year",
    ],
)
def test_a_day_taken_from_a_moment_in_its_own_zone_is_found(line):
    assert [number for number, _wrong in faults_in(line)] == [1]


@pytest.mark.parametrize(
    "line", ["day = clock.day_of(row.created_at)", "text = clock.written(self.at)", "text = f'{row.due_on:%d/%m/%Y}'"]
)
def test_days_by_the_clock_of_the_project_are_not(line):
    assert list(faults_in(line)) == []


def test_the_project_holds_to_it():
    assert faults() == []
