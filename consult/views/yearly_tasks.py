"""The year's list of tasks: shown, kept, printed, and each task made a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult import clock
from consult.access import UNION_TABLE, check_union, organisations_as, require
from consult.actions import yearly_tasks as actions
from consult.exports import yearly_tasks as exports
from consult.files import MEDIA_TYPES
from consult.forms.yearly_tasks import STATE_NAMES, BeginTaskForm, BindForm, GiveUpForm, TaskFilterForm, TaskForm
from consult.models import Organisation, Person, YearlyTask
from consult.queries.recipients import names_to_choose
from consult.queries.yearly_tasks import TaskFilters, rows_of, tasks_of, years_of_tasks
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import filters_asked, person_of, post_data, sheet_answer

PAGE_SIZE = 30


def keeping_tasks(person: Person) -> Organisation:
    """The union whose list of tasks this person keeps. Raises ``NotAllowed``."""
    mine = organisations_as(person, *UNION_TABLE["tasks.keep"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_keeping_tasks", _("The year's list is kept by officers and leaders."))
    return union


def _filters(request: HttpRequest) -> TaskFilterForm:
    return filters_asked(request, TaskFilterForm, *UNION_TABLE["tasks.view"])


def _asked(form: TaskFilterForm) -> TaskFilters:
    said = form.readable
    return TaskFilters(said.get("source", ""), said.get("state", ""), said.get("quarter"))


@login_required
@reads
def yearly_tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of a year with where each stands."""
    form = _filters(request)
    union, year = form.chosen_union, form.chosen_year
    person = person_of(request)
    page = Paginator(tasks_of(union.pk, year, _asked(form)), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": form,
        "union": union,
        "year": year,
        "years": years_of_tasks(union.pk),
        "page": page,
        "rows": [{"row": row, "state": STATE_NAMES[row.state]} for row in rows_of(page.object_list)],
        "query": query.urlencode(),
        "narrowed": _asked(form) != TaskFilters(),
        "may_keep": bool(check_union(person, "tasks.keep", union.pk)),
        "sees_money": bool(check_union(person, "payment.year", union.pk)),
    }
    return render(request, "pages/yearly_tasks.html", context)


@login_required
@reads
def tasks_file(request: HttpRequest, form: str) -> HttpResponse:
    """The list of a year: as a sheet, as a plan on paper, or as a report of what was done."""
    filters = _filters(request)
    union, year = filters.chosen_union, filters.chosen_year
    if filters.errors:
        return redirect(f"{reverse('yearly_tasks')}?{request.GET.urlencode()}")
    tasks = tasks_of(union.pk, year)
    if form == "sheet":
        content = exports.write_tasks(actions.entries_of(tasks), actions.vocabulary(union))
        return sheet_answer(f"nhiem-vu-{year}.xlsx", content)
    if form not in exports.TITLES:
        raise Http404
    if form == exports.REPORT:
        # It tells what was paid.
        require(check_union(person_of(request), "payment.year", union.pk))
    made = exports.as_pdf(form, union, year, rows_of(tasks))
    name = "ke-hoach" if form == exports.PLAN else "ket-qua"
    return HttpResponse(
        made.content,
        content_type=MEDIA_TYPES["pdf"],
        headers={
            "Content-Disposition": f'inline; filename="{name}-nhiem-vu-{year}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@reads_and_changes
@once
def add_task(request: HttpRequest) -> HttpResponse:
    """Enter a task."""
    union = keeping_tasks(person_of(request))
    form = TaskForm(
        post_data(request), instance=YearlyTask(union=union), union=union, initial={"year": clock.today().year}
    )
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            task = actions.save_task(task=form.save(commit=False), by=person_of(request))
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('yearly_tasks')}?union={union.pk}&year={task.year}")
    context = {"form": form, "names": names_to_choose(union.pk)}
    return render(request, "pages/yearly_task.html", context, status=422 if form.errors else 200)


def _task(request: HttpRequest, pk: int) -> YearlyTask:
    mine = organisations_as(person_of(request), *UNION_TABLE["tasks.view"])
    found: YearlyTask = get_object_or_404(
        YearlyTask.objects.select_related("union", "dossier", "responsible"), pk=pk, union__in=mine
    )
    require(check_union(person_of(request), "tasks.keep", found.union_id))
    return found


def _may_begin(request: HttpRequest, task: YearlyTask) -> bool:
    """Whether a task's dossier comes next and this person begins it; what bodies ask for is entered from letters."""
    enters = check_union(person_of(request), "letter.enter", task.union_id)
    return actions.may_begin(task) and (task.source == YearlyTask.Source.OWN or bool(enters))


def _page(request: HttpRequest, task: YearlyTask, **forms: Any) -> HttpResponse:
    union = task.union
    shown = {
        "form": TaskForm(instance=task, union=union),
        "bind_form": BindForm(initial={"code": task.dossier.code if task.dossier else ""}, auto_id="bind_%s"),
        "give_up_form": GiveUpForm(initial={"reason": task.given_up}, auto_id="up_%s"),
        "begin_form": BeginTaskForm(task=task, auto_id="begin_%s") if _may_begin(request, task) else None,
        **forms,
    }
    bad = any(form is not None and form.errors for form in shown.values())
    row = rows_of([task])[0]
    context = {
        **shown,
        "task": task,
        "row": row,
        "state": STATE_NAMES[row.state],
        "names": names_to_choose(union.pk),
        "is_draft": actions.is_draft(task.dossier),
    }
    return render(request, "pages/yearly_task.html", context, status=422 if bad else 200)


@login_required
@reads_and_changes
def yearly_task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what it says, and what becomes of it."""
    task = _task(request, pk)
    if request.method != "POST":
        return _page(request, task)
    form = TaskForm(post_data(request), instance=task, union=task.union)
    if form.is_valid():
        with told_by(form):
            actions.save_task(task=form.save(commit=False), by=person_of(request))
            messages.success(request, _("Saved."))
            return redirect("yearly_task", pk=pk)
    return _page(request, _task(request, pk), form=form)


@login_required
@changes
def bind_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which dossier a task became."""
    task = _task(request, pk)
    form = BindForm(post_data(request), auto_id="bind_%s")
    if form.is_valid():
        with told_by(form):
            actions.bind_dossier(task=task, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("yearly_task", pk=pk)
    return _page(request, task, bind_form=form)


@login_required
@changes
def give_up_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a task will not be done, or that it will be, after all."""
    task = _task(request, pk)
    form = GiveUpForm(post_data(request), auto_id="up_%s")
    if form.is_valid():
        with told_by(form):
            actions.give_up(task=task, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("yearly_task", pk=pk)
    return _page(request, task, give_up_form=form)


@login_required
@changes
@once
def begin_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the dossier of a task."""
    task = _task(request, pk)
    form = BeginTaskForm(post_data(request), task=task, auto_id="begin_%s")
    if form.is_valid():
        with told_by(form, otherwise="procedure"):
            dossier = actions.begin_dossier(task=task, by=person_of(request), **form.arguments)
            return redirect("describe", pk=dossier.pk)
    return _page(request, task, begin_form=form)


@login_required
@changes
def remove_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a slip off the list."""
    task = _task(request, pk)
    actions.remove_task(task=task, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect(f"{reverse('yearly_tasks')}?union={task.union_id}&year={task.year}")
