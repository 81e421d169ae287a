"""Sheets of experts, people, bodies and tasks of a year: read, shown row by row, taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.actions import body_import, expert_import, people_import, yearly_tasks
from consult.actions import sheet_imports as actions
from consult.exports.expert_table import HEADS, read_table
from consult.exports.people_table import BODY_HEADS, PEOPLE_HEADS, read_bodies, read_people
from consult.exports.sheet_reader import LINE
from consult.exports.yearly_tasks import HEADS as TASK_HEADS
from consult.exports.yearly_tasks import read_tasks
from consult.files import FileFaultError
from consult.forms.experts import TableForm
from consult.models import Expert, Organisation, Person, SheetImport
from consult.problem_text import problem_text
from consult.refusals import ActionError
from consult.rules.sheets import RowPlan, count
from consult.rules.text import whole_number

from .experts import keeping
from .methods import reads_and_changes
from .office_people import kept_union
from .shared import person_of, post_data
from .yearly_tasks import keeping_tasks

Choices = Mapping[int, int]


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet: who keeps what it lists, how it is read, planned and taken over, and what its pages say.

    ``chooses`` says that a row may be taken for one of several, of whom ``names`` are the names.
    ``listed`` is the page of the list, ``read`` the one that takes a file, ``shown`` the one of a sheet that was read.
    """

    keeper: Callable[[Person], Organisation]
    heads: Mapping[str, str]
    rows: Callable[[IO[bytes]], list[dict[str, str]]]
    plan: Callable[[SheetImport, Person, Choices], list[RowPlan]]
    apply: Callable[..., dict[str, int]]
    listed: str
    read: str
    shown: str
    title: str | Promise
    hint: str | Promise
    names: Callable[[], dict[int, str]] = field(default=dict)
    chooses: bool = False


SHEETS = {
    SheetImport.What.EXPERTS: Sheet(
        keeping, HEADS, read_table,
        lambda table, _by, choices: expert_import.plan_of(table, choices),
        expert_import.apply_import,
        "experts", "read_experts", "expert_import",
        gettext_lazy("Import a sheet of experts"),
        gettext_lazy("People are recognised by their e-mail address or by their name, with or without accents and titles."),
        lambda: dict(Expert.objects.values_list("pk", "person__name")),
        chooses=True,
    ),
    SheetImport.What.PEOPLE: Sheet(
        kept_union, PEOPLE_HEADS, read_people,
        lambda table, by, _choices: people_import.plan_of(table, by),
        people_import.apply_import,
        "people", "read_people", "people_import",
        gettext_lazy("Import a sheet of people"),
        gettext_lazy(
            "People are recognised by their e-mail address. Somebody with two roles has two rows. New people, and people "
            "who are given a role, get an invitation by mail when you confirm."
        ),
    ),
    SheetImport.What.BODIES: Sheet(
        kept_union, BODY_HEADS, read_bodies,
        lambda table, by, _choices: body_import.plan_of(table, by),
        body_import.apply_import,
        "bodies", "read_bodies", "body_import",
        gettext_lazy("Import a sheet of bodies"),
        gettext_lazy("Bodies are recognised by their name, with or without accents."),
    ),
    SheetImport.What.TASKS: Sheet(
        keeping_tasks, TASK_HEADS, read_tasks,
        lambda table, _by, _choices: yearly_tasks.plan_of(table),
        yearly_tasks.apply_import,
        "yearly_tasks", "read_tasks", "task_import",
        gettext_lazy("Import a sheet of tasks"),
        gettext_lazy("Tasks are recognised by their year and title. Rows without a year are of this year."),
    ),
}  # fmt: skip


@login_required
@reads_and_changes
def read(request: HttpRequest, what: str) -> HttpResponse:
    """Read a sheet; nothing changes yet."""
    person = person_of(request)
    sheet = SHEETS[SheetImport.What(what)]
    union = sheet.keeper(person)
    form = TableForm(post_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            rows = sheet.rows(upload.file)
        except FileFaultError as fault:
            form.add_error("upload", str(fault.reason))
        else:
            kept = actions.save_import(union=union, by=person, name=upload.name, rows=rows, what=what)
            return redirect(sheet.shown, pk=kept.pk)
    context = {"form": form, "sheet": sheet, "heads": sheet.heads.values()}
    return render(request, "pages/sheet_read.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def take_over(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """What a sheet would change, row by row; taken over when that is wanted."""
    person = person_of(request)
    sheet = SHEETS[SheetImport.What(what)]
    kept = get_object_or_404(SheetImport, pk=pk, what=what, union=sheet.keeper(person), read_by=person)
    if kept.applied_at:
        messages.info(request, _("This sheet has already been imported."))
        return redirect(sheet.listed)
    if request.method == "POST" and "convert" in request.POST:
        actions.convert_import(table=kept, by=person)
        messages.success(request, _("Converted. Check the names before you import them."))
        return redirect(sheet.shown, pk=pk)
    choices = _choices(request)
    refused = ""
    if request.method == "POST" and "apply" in request.POST:
        digest = request.POST.get("digest", "")
        try:
            chosen = {"choices": choices} if sheet.chooses else {}
            counts = sheet.apply(table=kept, by=person, digest=digest, **chosen)
        except ActionError as refusal:
            refused = str(refusal.reason)
        else:
            said = _("%(add)s added, %(change)s changed, %(same)s unchanged, %(fault)s skipped.")
            messages.success(request, said % counts)
            return redirect(sheet.listed)
    plans = sheet.plan(kept, person, choices)
    names = sheet.names()
    context = {
        "table": kept,
        "rows": [
            {**_row(plan, sheet.heads, names, choices), "line": kept.rows[plan.row - 1].get(LINE, plan.row)}
            for plan in plans
        ],
        "counts": count(plans),
        "digest": actions.digest_of(plans),
        "refused": refused,
        "old_encodings": actions.old_encodings(kept),
    }
    return render(request, "pages/sheet_import.html", context, status=422 if refused else 200)


def _choices(request: HttpRequest) -> dict[int, int]:
    """Whom the officer took each row for."""
    found = {}
    for name, value in request.POST.items():
        chosen = str(value)
        row, whom = whole_number(name.removeprefix("row_")), whole_number(chosen.removeprefix("-"))
        if name.startswith("row_") and row is not None and whom is not None:
            found[row] = -whom if chosen.startswith("-") else whom
    return found


def _row(plan: RowPlan, heads: Mapping[str, str], names: dict[int, str], choices: Choices) -> dict[str, Any]:
    others = [(key, names.get(key, _("row %(row)s of this table") % {"row": -key})) for key in plan.alikes]
    return {
        "plan": plan,
        "changes": [(heads[column], old, new) for column, (old, new) in plan.changes.items()],
        "problems": [(heads.get(problem.where, ""), problem_text(problem)) for problem in plan.problems],
        "others": others,
        "chosen": choices.get(plan.row, plan.target or 0),
    }
