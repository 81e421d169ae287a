"""The year's list of tasks: kept by the office, each task becomes a dossier or is bound to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check, check_union, require
from consult.models import Dossier, IncomingLetter, Organisation, Person, Procedure, SheetImport, Stage, YearlyTask
from consult.queries.bodies import bodies_called
from consult.queries.responsible import officers_of
from consult.refusals import ActionError, changed_meanwhile
from consult.rules.sheets import RowPlan
from consult.rules.text import normal, normalise_for_search
from consult.rules.yearly_tasks import TaskEntry, TaskVocabulary, letter_parts, plan_tasks

from . import sheet_imports
from .actor import Actor, chain_events, record_of_union
from .bodies import body_for
from .entering import open_dossier
from .intake import draft_dossier
from .recipients import say_giver

LANGUAGES = ("vi", "en")
FIELDS = ("year", "title", "source", "given_by", "letter", "quarter", "money", "responsible")
TEXTS = ("title", "given_by", "letter")


def _keeper(by: Person, union: Organisation) -> Actor:
    return Actor.allowed(by, require(check_union(by, "tasks.keep", union.pk)))


def _locked(task: YearlyTask) -> YearlyTask:
    found = YearlyTask.objects.select_for_update(of=("self",)).filter(pk=task.pk).select_related("union").first()
    if found is None:
        raise changed_meanwhile([task.title])
    return found


@transaction.atomic
def save_task(*, task: YearlyTask, by: Person) -> YearlyTask:
    """Enter a task, or keep what it now carries. Raises ``ActionError``."""
    actor = _keeper(by, task.union)
    _tidy(task)
    if not task.title:
        raise ActionError("title_missing", _("Write the title of the task."), where="title")
    if task.source != YearlyTask.Source.OWN and not task.given_by:
        raise ActionError("giver_missing", _("Say who gave or asked for the task."), where="given_by")
    _require_officer(task)
    _save(task, by)
    record_of_union(task.union, "yearly_task_saved", actor, title=task.title, year=task.year)
    return task


def _tidy(task: YearlyTask) -> None:
    for name in TEXTS:
        setattr(task, name, normal(getattr(task, name)))


def _require_officer(task: YearlyTask) -> None:
    who = task.responsible_id
    if who is not None and not officers_of([task.union_id]).filter(pk=who).exists():
        raise ActionError("not_officer", _("Choose an officer of your union."), where="responsible")


def _save(task: YearlyTask, by: Person) -> None:
    if task.pk is None:
        task.entered_by, task.entered_at = by, clock.now()
        task.save()
    else:
        # What becomes of it is another act's.
        task.save(update_fields=FIELDS)


@transaction.atomic
def remove_task(*, task: YearlyTask, by: Person) -> None:
    """Take a slip off the list. A task that became a dossier stays. Raises ``ActionError``."""
    actor = _keeper(by, task.union)
    task = _locked(task)
    if task.dossier_id is not None:
        raise ActionError("task_has_dossier", _("This task became a dossier: it stays on the list."))
    union, title, year = task.union, task.title, task.year
    task.delete()
    record_of_union(union, "yearly_task_removed", actor, title=title, year=year)


@transaction.atomic
def give_up(*, task: YearlyTask, by: Person, reason: str) -> None:
    """Say that a task will not be done, and why; without a reason that it will be, after all. Raises ``ActionError``."""
    actor = _keeper(by, task.union)
    task = _locked(task)
    reason = normal(reason)
    if reason and task.dossier_id is not None:
        raise ActionError("task_has_dossier", _("This task became a dossier: it stays on the list."))
    if not reason and not task.given_up:
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    task.given_up = reason
    task.save(update_fields=["given_up"])
    verb = "yearly_task_given_up" if reason else "yearly_task_taken_up"
    record_of_union(task.union, verb, actor, reason=reason, title=task.title, year=task.year)


@transaction.atomic
def bind_dossier(*, task: YearlyTask, code: str, by: Person) -> None:
    """Say which dossier of the union a task became; without a code, that it was none of them.

    What the list knows of giver, letter and money stands on the dossier from now on, where whoever binds it may say so there
    and nothing was said yet. Raises ``ActionError``.
    """
    actor = _keeper(by, task.union)
    task = _locked(task)
    dossier = None
    if code.strip():
        named = Dossier.objects.filter(union=task.union, code=code.strip().upper())
        dossier = named.select_for_update(of=("self",)).select_related("procedure", "union", "proposer").first()
        if dossier is None:
            raise ActionError("no_such_dossier", _("There is no dossier with this code."), where="code")
        if YearlyTask.objects.filter(dossier=dossier).exclude(pk=task.pk).exists():
            raise ActionError("dossier_bound", _("Another task of a year became this dossier."), where="code")
    elif task.dossier_id is None:
        raise ActionError("code_missing", _("Write the code of the dossier."), where="code")
    _bind(task, dossier, actor)
    if dossier is None:
        return
    on_dossier = check(by, "giver.say", dossier)
    if on_dossier:
        giver = bodies_called([task.given_by], [task.union_id]).get(task.given_by)
        _take_over(dossier, task, giver, None, Actor.allowed(by, on_dossier))
        chain_events(dossier)


def _take_over(
    dossier: Dossier, task: YearlyTask, giver: Organisation | None, letter: IncomingLetter | None, actor: Actor | None
) -> None:
    """Let the dossier say what the list knows of giver, letter and money, where it says nothing yet.

    A body that asked for itself is the proposer and no giver. A draft has no history yet: then ``actor`` is None.
    """
    given = dossier.given_by, dossier.given_letter, dossier.given_symbol, dossier.given_dated
    if task.source == YearlyTask.Source.GIVEN and giver is not None and not any(given):
        symbol, dated = letter_parts(task.letter)
        if dated is not None and dated > clock.today():
            dated = None
        given = (giver, None, symbol, dated) if letter is None else (giver, letter, "", None)
    granted = task.money if dossier.granted is None else dossier.granted
    now = dossier.given_by, dossier.given_letter, dossier.given_symbol, dossier.given_dated, dossier.granted
    if (*given, granted) == now:
        return
    if actor is not None:
        body, with_letter, symbol, dated = given
        say_giver(dossier=dossier, by=actor, body=body, letter=with_letter, symbol=symbol, dated=dated, granted=granted)
        return
    dossier.given_by, dossier.given_letter, dossier.given_symbol, dossier.given_dated = given
    dossier.granted = granted
    dossier.save(update_fields=["given_by", "given_letter", "given_symbol", "given_dated", "granted"])


def _bind(task: YearlyTask, dossier: Dossier | None, actor: Actor) -> None:
    task.dossier, task.given_up = dossier, ""
    task.save(update_fields=["dossier", "given_up"])
    said = (dossier.code or dossier.title) if dossier else "–"
    record_of_union(task.union, "yearly_task_bound", actor, title=task.title, year=task.year, dossier=said)


@transaction.atomic
def begin_dossier(
    *, task: YearlyTask, procedure: Procedure, by: Person, letter: IncomingLetter | None = None, body_kind: str = ""
) -> Dossier:
    """Begin the dossier of a task: a draft of the office.

    Of the union's own initiative it is the union's. What a body gave or asked for is opened on its behalf from the incoming
    ``letter``; a body that the union does not know is entered where its kind is said. Raises ``ActionError``.
    """
    actor = _keeper(by, task.union)
    task = _locked(task)
    if not may_begin(task):
        raise changed_meanwhile([task.title])
    if task.source == YearlyTask.Source.OWN:
        giver = None
        dossier = draft_dossier(procedure=procedure, proposer=task.union, by=by, title=task.title)
    else:
        if letter is None:
            raise ActionError("letter_missing", _("Choose the letter by which it came."), where="letter")
        giver = body_for(task.given_by, union=task.union, by=by, kind=body_kind, where="body_kind")
        dossier = open_dossier(letter=letter, by=by, procedure=procedure, proposer=giver)
        dossier.title = task.title
    dossier.responsible = task.responsible
    dossier.save(update_fields=["title", "responsible"])
    _take_over(dossier, task, giver, letter, None)
    _bind(task, dossier, actor)
    return dossier


def may_begin(task: YearlyTask) -> bool:
    """Whether ``begin_dossier`` is what comes next for a task."""
    return task.dossier_id is None and not task.given_up


def is_draft(dossier: Dossier | None) -> bool:
    """Whether a task's dossier has not been handed in yet."""
    return dossier is not None and dossier.stage == Stage.DRAFT


# ---------------------------------------------------------------- sheets
def vocabulary(union: Organisation) -> TaskVocabulary:
    """Origins in every language that a sheet may be written in, and the officers of the union."""
    sources = {str(one.value): str(one.value) for one in YearlyTask.Source}
    for language in LANGUAGES:
        with translation.override(language):
            sources |= {normalise_for_search(str(one.label)): str(one.value) for one in YearlyTask.Source}
    names = dict(officers_of([union.pk]).values_list("pk", "name"))
    labels = {str(one.value): str(one.label) for one in YearlyTask.Source}
    officers = {normalise_for_search(name): pk for pk, name in names.items()}
    return TaskVocabulary(sources, labels, officers, names, clock.today().year)


def entry_of(task: YearlyTask) -> TaskEntry:
    """A task as a row of the sheet."""
    values: dict[str, Any] = {name: getattr(task, name) for name in FIELDS if name != "responsible"}
    return TaskEntry(**values, responsible=task.responsible_id or 0)


def entries_of(tasks: QuerySet[YearlyTask]) -> Iterator[TaskEntry]:
    """The rows of an exported sheet."""
    return (entry_of(task) for task in tasks)


def plan_of(table: SheetImport) -> list[RowPlan]:
    """What the sheet would change now, row by row."""
    existing = {task.pk: entry_of(task) for task in YearlyTask.objects.filter(union=table.union)}
    return plan_tasks(table.rows, existing, vocabulary(table.union))


def apply_import(*, table: SheetImport, by: Person, digest: str) -> dict[str, int]:
    """Take the sheet over. Returns how many rows did what. Raises ``ActionError`` (see ``take_over``)."""
    done: list[RowPlan] = []

    def do(plan: RowPlan) -> None:
        kept = YearlyTask.objects.filter(union=table.union)
        task = YearlyTask(union=table.union) if plan.target is None else kept.get(pk=plan.target)
        for column in FIELDS:
            if column != "responsible":
                setattr(task, column, getattr(plan.entry, column))
        task.responsible_id = plan.entry.responsible or None
        _tidy(task)
        _save(task, by)
        done.append(plan)

    with transaction.atomic():
        counts = sheet_imports.take_over(table=table, by=by, digest=digest, plans=plan_of, do=do)
        if done:
            record_of_union(table.union, "yearly_tasks_imported", _keeper(by, table.union), count=len(done))
    return counts
