"""How work falls on the experts: load, acceptance, lateness, each figure explained."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.access import UNION_TABLE
from consult.actions.deadlines import calendar_of
from consult.forms.filters import ORDER_NAMES, FairnessFilters
from consult.queries.fairness import shares_of, summary_of

from .methods import reads
from .shared import filters_asked

PAGE_SIZE = 50


@login_required
@reads
def fairness(request: HttpRequest) -> HttpResponse:
    """Every expert's year, and what it comes to as a whole."""
    filters = filters_asked(request, FairnessFilters, *UNION_TABLE["expert.view"])
    union, year = filters.chosen_union, filters.chosen_year
    order = filters.readable.get("order") or "seats"
    shares = shares_of(union.pk, year, calendar_of(union.pk), order)
    context = {
        "filters": filters,
        "union": union,
        "year": year,
        "before": year - 1,
        "order": order,
        "orders": ORDER_NAMES,
        "summary": summary_of(shares),
        "page": Paginator(shares, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": f"year={year}&order={order}&union={union.pk}",
    }
    return render(request, "pages/fairness.html", context)
