"""The year's list of tasks: where a task stands, when it is late, and what a sheet of tasks would change."""

from __future__ import annotations

from datetime import date

import pytest

from consult.rules.yearly_tasks import TaskEntry, TaskVocabulary, is_late, last_day, plan_tasks, state_of

KNOWN = TaskVocabulary(
    {"duoc giao": "given", "own": "own"}, {"given": "Được giao", "own": "Tự đề xuất"}, {"nguyen mau": 7},
    {7: "Nguyễn Mẫu"}, 2026,
)  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "outcome", "given_up", "state"),
    [
        ("", "", "", "open"),
        ("draft", "", "", "under_way"),
        ("opinion", "", "", "under_way"),
        ("response", "", "", "done"),
        ("closed", "archived", "", "done"),
        ("closed", "refused", "", "ended"),
        ("closed", "withdrawn", "", "ended"),
        ("", "", "Hết kinh phí", "given_up"),
    ],
)
def test_where_a_task_stands(stage, outcome, given_up, state):
    assert state_of(stage, outcome, given_up) == state


@pytest.mark.parametrize(
    ("quarter", "day"), [(1, (3, 31)), (2, (6, 30)), (3, (9, 30)), (4, (12, 31)), (None, (12, 31))]
)
def test_a_task_is_due_on_the_last_day_of_its_quarter(quarter, day):
    last = date(2026, *day)
    assert last_day(2026, quarter) == last
    assert not is_late("open", 2026, quarter, last)
    assert is_late("under_way", 2026, quarter, date.fromordinal(last.toordinal() + 1))
    assert not is_late("done", 2026, quarter, date(2030, 1, 1))


def plan(*rows, existing=None):
    return plan_tasks(rows, existing or {}, KNOWN)


def test_a_row_is_read_as_offices_write_it():
    row = {"title": "Quy hoạch", "source": "Được giao", "quarter": "Quý II", "money": "150.000.000"}
    row["responsible"] = "nguyễn mẫu"
    [found] = plan(row)
    assert (found.action, found.entry) == (
        "add", TaskEntry(2026, "Quy hoạch", "given", quarter=2, money=150_000_000, responsible=7)
    )  # fmt: skip


def test_what_cannot_be_read_is_said_at_its_column():
    rows = [
        {"title": "", "source": "own"},
        {"title": "A", "source": "trên trời"},
        {"title": "B", "source": "own", "quarter": "5"},
        {"title": "C", "source": "own", "money": "nhiều"},
        {"title": "D", "source": "own", "responsible": "Ai Đó"},
        {"title": "E", "source": "own", "year": "26"},
        {"title": "F"},
        {"title": "G", "source": "own"},
        {"title": "g", "source": "own"},
    ]
    codes = [[problem.code for problem in one.problems] for one in plan(*rows)]
    assert codes == [
        ["title_missing"], ["no_such_source"], ["no_quarter"], ["no_amount"], ["no_such_officer"], ["no_year"],
        ["source_missing"], [], ["row_twice"],
    ]  # fmt: skip


def test_a_row_changes_the_task_of_its_year_and_title_and_leaves_what_it_does_not_say():
    existing = {3: TaskEntry(2026, "Quy hoạch", "own", quarter=1, money=5), 4: TaskEntry(2025, "Quy hoạch", "own")}
    changed, same = plan({"title": "quy hoach", "quarter": "4"}, {"title": "Khác", "source": "own"}, existing=existing)
    assert (changed.action, changed.target, changed.changes) == ("change", 3, {"quarter": ("1", "4")})
    assert changed.entry == TaskEntry(2026, "Quy hoạch", "own", quarter=4, money=5)
    assert same.action == "add"
    [again] = plan({"title": "Quy hoạch", "money": "5"}, existing=existing)
    assert again.action == "same"
