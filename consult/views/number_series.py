"""Under Office: how numbers are kept and symbols are written, shown on samples while somebody chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.actions.number_series import save_style
from consult.forms.number_series import UNIT, SeriesForm
from consult.models import Organisation
from consult.problem_text import problem_text
from consult.queries.number_series import next_numbers, style_of
from consult.refusals import ActionError
from consult.rules.number_series import NUMBERED, Style, style_problems
from consult.rules.numbering import NAMES

from .methods import changes, reads_and_changes
from .office import kept_by, office_page
from .shared import person_of, post_data


@dataclass(frozen=True)
class Sample:
    """The next document of a kind."""

    name: str
    symbol: str


def _samples(union: Organisation, style: Style) -> list[Sample]:
    following, year = next_numbers(union, style), clock.today().year
    return [Sample(NAMES[kind], style.written(following[kind], kind, union.symbol, UNIT, year)) for kind in NUMBERED]


def _form(request: HttpRequest, union: Organisation) -> SeriesForm:
    return SeriesForm(post_data(request), union=union, style=style_of(union), year=clock.today().year)


def _shown(union: Organisation, form: SeriesForm) -> dict[str, Any]:
    """What the samples show: of what was sent, where that can be."""
    if not form.is_bound:
        style = style_of(union)
        return {"samples": _samples(union, style), "together": style.together}
    if not form.is_valid():
        return {"samples": []}
    for one in style_problems(form.style, union.symbol, UNIT):
        form.add_error(form.field_of(one.where), problem_text(one))
    if form.errors:
        return {"samples": []}
    return {"samples": _samples(union, form.style), "together": form.style.together}


@login_required
@reads_and_changes
def series(request: HttpRequest) -> HttpResponse:
    """One series for each kind or for all, and how symbols are written; holds from the next number on."""
    person = person_of(request)
    union = kept_by(person)
    form = _form(request, union)
    shown = _shown(union, form)
    if request.method == "POST" and not form.errors:
        try:
            save_style(union=union, by=person, style=form.style)
        except ActionError as refusal:
            for part in refusal.parts:
                form.add_error(form.field_of(part.where), str(part.reason))
        else:
            messages.success(request, _("Saved. It holds from the next number on."))
            return redirect("office_series")
    return office_page(request, "series", union, form=form, **shown)


@login_required
@changes
def samples(request: HttpRequest) -> HttpResponse:
    """The samples of what is being chosen, before it is kept."""
    union = kept_by(person_of(request))
    form = _form(request, union)
    return render(request, "parts/series_samples.html", {**_shown(union, form), "form": form})
