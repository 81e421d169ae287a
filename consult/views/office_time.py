"""Under Office: when the office speaks, and on which days it works."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult import clock
from consult.access import UNION_TABLE, organisations_as
from consult.actions.days_off import save_days_off, save_list, try_list
from consult.actions.deadlines import calendar_of
from consult.actions.timing import set_hours
from consult.forms.office_time import DayOffFormSet, DaysListForm, HoursForm
from consult.models import DayOff, Organisation, Person
from consult.refusals import NotAllowed

from .methods import reads_and_changes
from .office import office_page
from .shared import person_of, post_data


def timed_by(person: Person) -> Organisation:
    """The union whose hours and days off this person keeps. Raises ``ActionError``."""
    mine = organisations_as(person, *UNION_TABLE["hours.edit"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed(
            "not_keeping_hours", _("The office's hours are set by its officers, its clerk and its administrator.")
        )
    return union


@login_required
@reads_and_changes
def hours(request: HttpRequest) -> HttpResponse:
    """When mails and reminders go out."""
    person = person_of(request)
    union = timed_by(person)
    form = HoursForm(post_data(request), instance=union)
    if request.method == "POST" and form.is_valid():
        set_hours(union=form.instance, by=person)
        messages.success(request, _("The hours have been saved. They apply to notices from now on."))
        return redirect("office_hours")
    return office_page(request, "hours", union, form=form)


@login_required
@reads_and_changes
def days_off(request: HttpRequest) -> HttpResponse:
    """Days off and days worked in their place, from this year on. What runs across a change gets a later deadline."""
    person = person_of(request)
    union = timed_by(person)
    entered = DayOff.objects.filter(organisation=union).order_by("day")
    shown = entered.filter(day__year__gte=clock.today().year)
    rows = DayOffFormSet(post_data(request), queryset=shown, owned=entered)
    if request.method == "POST" and rows.is_valid():
        kept = rows.save(commit=False)
        moved = save_days_off(union=union, kept=kept, removed=rows.deleted_objects, by=person)
        said = ngettext(
            "The days have been saved; %(count)s deadline moved.",
            "The days have been saved; %(count)s deadlines moved.",
            moved,
        )
        messages.success(request, said % {"count": moved})
        return redirect("office_days_off")
    return office_page(request, "days_off", union, rows=rows)


# Steps that the page names; of the rest it says how many there are.
SHOWN = 100


@login_required
@reads_and_changes
def days_list(request: HttpRequest) -> HttpResponse:
    """A year's list pasted as text: first what it would move, then the days themselves."""
    person = person_of(request)
    union = timed_by(person)
    form = DaysListForm(post_data(request))
    if request.method != "POST" or not form.is_valid():
        return office_page(request, "days_list", union, form=form)
    if request.POST.get("step") == "take":
        moves = save_list(union=union, listed=form.listed, by=person)
        moved = sum(move.due != move.due_before for move in moves)
        said = ngettext(
            "The days have been saved; %(count)s deadline moved.",
            "The days have been saved; %(count)s deadlines moved.",
            moved,
        )
        messages.success(request, said % {"count": moved})
        return redirect("office_days_off")
    before = calendar_of(union.pk)
    moves = try_list(union=union, listed=form.listed, by=person)
    entered = {row.day: row for row in DayOff.objects.filter(organisation=union, day__in=[d.day for d in form.listed])}
    days = [
        {"listed": one, "there": one.day in entered, "idle": before.is_working_day(one.day) is one.working}
        for one in form.listed
    ]
    deadlines = [move for move in moves if move.due != move.due_before]
    reminders = [move for move in moves if move.due == move.due_before]
    return office_page(
        request,
        "days_list",
        union,
        form=form,
        days=days,
        deadlines=deadlines[:SHOWN],
        more_deadlines=max(0, len(deadlines) - SHOWN),
        reminders=reminders[:SHOWN],
        more_reminders=max(0, len(reminders) - SHOWN),
    )
