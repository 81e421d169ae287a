"""A pasted list is tried first, and says which deadlines and reminders it would move; then it moves exactly those."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from consult import clock
from consult.actions.days_off import save_list, try_list
from consult.models import DayOff, Event, Job, Notification, Task
from consult.rules.days_list import read_days
from tests.refusals import refused

pytestmark = pytest.mark.django_db
# A Monday, without national holidays in the weeks that follow.
MONDAY = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def rows() -> dict[str, list[object]]:
    return {
        "days": list(DayOff.objects.order_by("pk").values_list("day", "working", "reason")),
        "tasks": list(Task.objects.order_by("pk").values_list("due_on", "next_reminder_on", "term")),
        "events": list(Event.objects.order_by("pk").values_list("verb")),
        "told": [Notification.objects.count(), Job.objects.count()],
    }


@pytest.fixture
def two_tasks(new_walk):
    """One step due on Friday 12 June and one on Tuesday 9 June, both opened on 1 June."""
    with clock.at(MONDAY):
        first, second = new_walk(), new_walk("Dự án thứ hai")
        for walk, due, reminder in (
            (first, date(2026, 6, 12), date(2026, 6, 9)),
            (second, date(2026, 6, 9), date(2026, 6, 4)),
        ):
            task = walk.task("check_completeness")
            Task.objects.filter(pk=task.pk).update(due_on=due, next_reminder_on=reminder)
        yield first.task("check_completeness"), second.task("check_completeness")


def test_it_is_tried_without_leaving_anything_and_then_moves_what_it_said(two_tasks, office):
    early, late = two_tasks[1], two_tasks[0]
    listed, problems = read_days("10/06/2026 nghỉ\n11/06/2026 nghỉ\n13/06/2026 làm bù", 2026)
    assert problems == []
    before = rows()
    tried = try_list(union=office.union, listed=listed, by=office.officer)
    assert rows() == before
    # Due on Friday: two days off, of which the Saturday gives one back. The other is due before them.
    assert [(move.task.pk, move.due_before, move.due) for move in tried] == [
        (late.pk, date(2026, 6, 12), date(2026, 6, 15))
    ]
    done = save_list(union=office.union, listed=listed, by=office.officer)
    assert [(move.task.pk, move.due, move.reminder) for move in done] == [
        (move.task.pk, move.due, move.reminder) for move in tried
    ]
    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.due_on, early.due_on) == (date(2026, 6, 15), date(2026, 6, 9))
    assert Notification.objects.filter(kind="deadline_moved").count() == 1


def test_a_reminder_moves_where_only_the_days_before_the_deadline_change(two_tasks, office):
    late = two_tasks[0]
    # Sent since the beginning: the term of ten days ends on 15 June, whatever is off; the step has until the 12th.
    Task.objects.filter(pk=late.pk).update(term=3)
    listed, _problems = read_days("10/06/2026 nghỉ", 2026)
    (moved,) = try_list(union=office.union, listed=listed, by=office.officer)
    assert (moved.task.pk, moved.due, moved.due_before) == (late.pk, date(2026, 6, 12), date(2026, 6, 12))
    assert (moved.reminder_before, moved.reminder) == (date(2026, 6, 9), date(2026, 6, 8))
    save_list(union=office.union, listed=listed, by=office.officer)
    late.refresh_from_db()
    assert late.next_reminder_on == date(2026, 6, 8)
    assert not Notification.objects.filter(kind="deadline_moved").exists()
    event = Event.objects.filter(union=office.union, dossier=None).latest("position")
    assert (event.verb, event.data["count"]) == ("days_off_changed", 0)


def test_a_day_that_is_there_is_as_the_list_says_and_others_stay(office):
    DayOff.objects.create(organisation=office.union, day=date(2026, 7, 1), reason="Cũ")
    DayOff.objects.create(organisation=office.union, day=date(2026, 7, 2), reason="Giữ")
    listed, _problems = read_days("01/07/2026 làm bù\n03/07/2026 nghỉ", 2026)
    save_list(union=office.union, listed=listed, by=office.clerk)
    assert list(DayOff.objects.order_by("day").values_list("day", "working", "reason")) == [
        (date(2026, 7, 1), True, "làm bù"), (date(2026, 7, 2), False, "Giữ"), (date(2026, 7, 3), False, "nghỉ"),
    ]  # fmt: skip
    with refused("role"):
        save_list(union=office.union, listed=listed, by=office.leader)


def test_the_page_shows_what_would_move_saves_nothing_then_saves(two_tasks, office, as_person):
    client, address = as_person(office.officer), reverse("days_list")
    text = "10/06/2026 nghỉ\n07/06/2026 nghỉ chủ nhật"
    page = client.post(address, {"text": text, "step": "try"})
    assert page.status_code == 200
    assert [move.task for move in page.context["deadlines"]] == [two_tasks[0]]
    assert [one["idle"] for one in page.context["days"]] == [True, False]
    assert f'data-moved="{two_tasks[0].pk}"' in page.content.decode()
    assert not DayOff.objects.exists()
    wrong = client.post(address, {"text": "không có ngày nào\n31/06/2026", "step": "take"})
    assert (wrong.status_code, len(wrong.context["form"].errors["text"])) == (422, 2)
    assert "không có ngày nào" in wrong.content.decode()
    assert client.post(address, {"text": text, "step": "take"}).status_code == 302
    assert DayOff.objects.count() == 2
