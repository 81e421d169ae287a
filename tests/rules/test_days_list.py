"""A list of days off as it stands in a decision: what is read of it, and what is said of what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.days_list import LONGEST_SPAN, MOST_DAYS, read_days


def read(text: str) -> list[tuple[date, bool, str]]:
    days, problems = read_days(text, 2026)
    assert problems == []
    return [(one.day, one.working, one.reason) for one in days]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("02/01/2026 nghỉ hoán đổi", [(date(2026, 1, 2), False, "nghỉ hoán đổi")]),
        ("10/01/2026: làm bù cho 02/01", [(date(2026, 1, 10), True, "làm bù cho 02/01")]),
        ("Thứ 2, ngày 2-1-2026 - Nghỉ", [(date(2026, 1, 2), False, "Nghỉ")]),
        ("1. 30/4 Giải phóng miền Nam", [(date(2026, 4, 30), False, "Giải phóng miền Nam")]),
        ("3) 30.4.2026", [(date(2026, 4, 30), False, "")]),
        ("10/01/2026\tĐI LÀM", [(date(2026, 1, 10), True, "ĐI LÀM")]),
        ("31/12/2026 – 01/01/2027 Tết dương lịch", [
            (date(2026, 12, 31), False, "Tết dương lịch"), (date(2027, 1, 1), False, "Tết dương lịch"),
        ]),
        ("Từ ngày 16/02/2026 đến ngày 17/02/2026 (Tết)", [
            (date(2026, 2, 16), False, "Tết"), (date(2026, 2, 17), False, "Tết"),
        ]),
        ("16/2 đến 17/2/2026", [(date(2026, 2, 16), False, ""), (date(2026, 2, 17), False, "")]),
    ],
)  # fmt: skip
def test_a_line_is_read_as_offices_write_it(line, expected):
    assert read(line) == expected


def test_days_come_in_order_and_empty_lines_are_nothing():
    assert [day for day, _working, _reason in read("02/03/2026 b\n\n  \n01/03/2026 a\r\n")] == [
        date(2026, 3, 1),
        date(2026, 3, 2),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Danh sách ngày nghỉ", "line_unclear", 1),
        ("01/01/2026\n30/02/2026 nghỉ", "no_such_day", 2),
        ("05/01/2026 – 02/01/2026", "span_wrong", 1),
        (f"01/01/2026 – {LONGEST_SPAN + 1 - 31:02}/02/2026", "span_wrong", 1),
        ("01/05/2026\n\n01/05/2026 làm bù", "day_twice", 3),
        ("30/12/2025", "year_past", 1),
        ("30/12/0000", "no_such_day", 1),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text, code, line):
    _days, problems = read_days(text, 2026)
    assert [(one.code, one.values["line"]) for one in problems] == [(code, line)]


def test_a_list_that_is_no_years_is_refused():
    text = "\n".join(f"{day}/{month}/2026" for month in range(1, 8) for day in range(1, 29))
    _days, problems = read_days(text, 2026)
    assert [one.code for one in problems] == ["list_too_long"]
    assert len(_days) > MOST_DAYS


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    days, _problems = read_days(text, 2026)
    assert len({one.day for one in days}) == len(days)
    assert all(len(one.reason) <= 200 for one in days)
