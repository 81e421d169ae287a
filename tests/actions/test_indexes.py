"""The lists and the sweep are answered by indexes once there is much to look through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from consult import clock
from consult.actions import jobs
from consult.models import Dossier, Event, Job, Notification, RegisterEntry, Task
from consult.queries.dossiers import Filters, dossier_list
from consult.queries.inbox import tasks_for
from consult.queries.operations import failed_jobs
from consult.rules.chain import link_hash

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]

MANY = 4000


@pytest.fixture
def crowded(walk) -> Any:
    """A dossier among thousands that are closed, with jobs done, notices read and tasks finished."""
    dossier = walk.dossier
    rows = [
        Dossier(
            union=dossier.union, procedure=dossier.procedure, proposer=dossier.proposer, submitter=dossier.submitter,
            title=f"Hồ sơ {n}", stage="closed", outcome="archived", code=f"HS2020-{n:04d}", search_text=f"ho so {n}",
        )
        for n in range(MANY)
    ]  # fmt: skip
    Dossier.objects.bulk_create(rows)
    Job.objects.bulk_create(
        Job(kind="mail", key=f"x{n}", state="done", dossier=rows[n], finished_at=timezone.now() - timedelta(days=9))
        for n in range(MANY)
    )
    person = walk.office.officer
    Notification.objects.bulk_create(
        Notification(person=person, dossier=rows[n], kind="received", key=f"x{n}", read_at=timezone.now())
        for n in range(MANY)
    )
    open_task = walk.task("check_completeness")
    same = {
        "process": open_task.process,
        "flow_task": open_task.flow_task,
        "flow_task_type": "HUMAN",
        "token": open_task.token,
    }
    Task.objects.bulk_create(Task(dossier=row, actor="officer", node="x", status="DONE", **same) for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return walk


def plan_nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from plan_nodes(child)


def scans(queryset: Any) -> dict[str, set[str]]:
    """By table: the indexes that PostgreSQL uses for it, or "all" where it reads the whole table."""
    (plan,) = json.loads(queryset.explain(format="json"))
    found: dict[str, set[str]] = {}
    for node in plan_nodes(plan["Plan"]):
        if node["Node Type"] == "Bitmap Index Scan":
            found.setdefault(node["Index Name"].split("_")[0], set()).add(node["Index Name"])
        elif "Relation Name" in node:
            how = node.get("Index Name", "all" if node["Node Type"] == "Seq Scan" else "")
            found.setdefault(node["Relation Name"], set()).add(how)
    return found


def test_the_sweep_finds_due_jobs_by_their_index(crowded):
    due = jobs.due_jobs().order_by("run_after")[:200]
    assert "job_to_do" in scans(due)["consult_job"]


def test_given_up_jobs_are_found_by_their_index(crowded):
    used = scans(failed_jobs([crowded.office.union.pk]))["consult_job"]
    assert used == {"job_given_up"}


def test_unread_notices_are_counted_by_their_index(crowded):
    unread = Notification.objects.filter(person=crowded.office.officer, read_at=None)
    assert "all" not in scans(unread)["consult_notification"]


def test_a_dossiers_history_is_found_by_its_index(crowded):
    rows = Dossier.objects.filter(stage="closed")[:2000]
    Event.objects.bulk_create(
        Event(union_id=row.union_id, dossier=row, verb="submitted", position=1, hash=link_hash("", 1, {}))
        for row in rows
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consult_event")
    assert "all" not in scans(crowded.dossier.events.order_by("-pk"))["consult_event"]


def test_the_list_of_running_dossiers_does_not_read_the_closed_ones(crowded):
    stage = Filters(stage="intake")
    used = scans(dossier_list(crowded.office.officer, stage)[:25])["consult_dossier"]
    assert "all" not in used


def test_the_first_page_of_all_dossiers_does_not_read_them_all(crowded):
    used = scans(dossier_list(crowded.office.officer, Filters())[:25])["consult_dossier"]
    assert "all" not in used


def test_my_work_is_found_by_an_index(crowded):
    used = scans(tasks_for(crowded.office.officer))
    assert "all" not in used.get("consult_task", set())


def test_reminders_that_are_due_are_found_by_an_index(crowded):
    due = Task.objects.filter(next_reminder_on__lte=clock.today()).order_by("next_reminder_on")
    assert "all" not in scans(due)["consult_task"]


def test_a_register_of_a_year_is_read_by_its_index(crowded):
    entry = RegisterEntry.objects.get()
    RegisterEntry.objects.bulk_create(
        RegisterEntry(register=entry.register, number=n, symbol=f"{n}", subject="x", given_by=entry.given_by)
        for n in range(2, MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consult_registerentry")
    newest = RegisterEntry.objects.filter(register=entry.register).order_by("-number")[:25]
    assert scans(newest)["consult_registerentry"] == {"register_entry_one_per_number"}
