"""Where a dossier's own row and the rows of its steps say different things about where it stands.

The row holds stage, step and deadline so that lists need not look into the steps; the steps are what people act on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from viewflow.workflow import STATUS

from consult.models import Dossier, Stage, Task

BATCH = 500
OPEN = [STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED]


@dataclass(frozen=True)
class Difference:
    """What differs (``stage``, ``step``, ``due``, ``no_step``, ``two_steps``, ``still_open``), and the two values."""

    dossier: Dossier
    what: str
    row: Any = ""
    steps: Any = ""


def under_way() -> QuerySet[Dossier]:
    """The dossiers that somebody has, by key."""
    return Dossier.objects.exclude(stage__in=[Stage.DRAFT, Stage.CLOSED]).order_by("pk")


def ended_with_open_steps() -> QuerySet[Dossier]:
    """Drafts and closed dossiers that have a step open all the same, a reviewer's too."""
    open_steps = Task.objects.filter(status__in=OPEN).values("dossier")
    return Dossier.objects.filter(pk__in=open_steps, stage__in=[Stage.DRAFT, Stage.CLOSED]).order_by("pk")


def differences(dossiers: QuerySet[Dossier]) -> Iterator[Difference]:
    """What differs in each of ``dossiers``. Two queries for every 500."""
    rows = dossiers.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield from _of(batch)


def _of(batch: list[Dossier]) -> Iterator[Difference]:
    found = {one.pk: one for one in batch}
    steps: dict[int, list[Task]] = {pk: [] for pk in found}
    for task in Task.objects.filter(dossier__in=found, status__in=OPEN).select_related("process").order_by("pk"):
        # Of what is under way only the dossier's own step; single reviewers have theirs beside it.
        if task.process.review_id is None or found[task.dossier_id].stage in (Stage.DRAFT, Stage.CLOSED):
            steps[task.dossier_id].append(task)
    for pk, dossier in found.items():
        yield from _compared(dossier, steps[pk])


def _compared(dossier: Dossier, steps: list[Task]) -> Iterable[Difference]:
    if dossier.stage in (Stage.DRAFT, Stage.CLOSED):
        return [Difference(dossier, "still_open", dossier.stage, task.flow_task.name) for task in steps]
    if len(steps) != 1:
        return [
            Difference(dossier, "two_steps" if steps else "no_step", dossier.step, [t.flow_task.name for t in steps])
        ]
    task = steps[0]
    pairs = {
        "stage": (dossier.stage, task.flow_task.stage),
        "step": (dossier.step, task.flow_task.name),
        "due": (dossier.due_on, task.due_on),
    }
    return [Difference(dossier, what, row, step) for what, (row, step) in pairs.items() if row != step]
