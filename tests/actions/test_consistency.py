"""Where a dossier's row and its steps differ, it is said which and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from viewflow.workflow import STATUS

from consult.demo.walk import Walk
from consult.models import Dossier, Task
from consult.queries.consistency import differences, ended_with_open_steps, under_way


def of(walk: Walk, **values: object) -> None:
    Dossier.objects.filter(pk=walk.dossier.pk).update(**values)


def open_steps(walk: Walk):
    return Task.objects.filter(dossier=walk.dossier, process__review=None, status=STATUS.NEW)


def one_more(walk: Walk) -> None:
    step = open_steps(walk).get()
    Task.objects.create(process=step.process, dossier=step.dossier, flow_task=step.flow_task, node="approve_council")


WRONG: dict[str, Callable[[Walk], object]] = {
    "stage": lambda walk: of(walk, stage="opinion"),
    "step": lambda walk: of(walk, step="approve_council"),
    "due": lambda walk: of(walk, due_on=date(2031, 1, 1)),
    "no_step": lambda walk: open_steps(walk).update(status=STATUS.DONE),
    "two_steps": one_more,
    "still_open": lambda walk: of(walk, stage="closed", outcome="archived"),
}


def found() -> set[str]:
    return {one.what for query in (under_way(), ended_with_open_steps()) for one in differences(query)}


@pytest.mark.parametrize("what", WRONG)
def test_each_difference_is_named(reviewing, what):
    assert found() == set()
    WRONG[what](reviewing)
    assert found() == {what}
    with pytest.raises(CommandError):
        call_command("check_consistency")


def test_two_queries_for_all(reviewing, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert not list(differences(under_way()))
