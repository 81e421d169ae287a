"""How work falls on the experts: load, acceptance, lateness, each figure explained."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consult.access import UNION_TABLE
from consult.actions.deadlines import calendar_of
from consult.queries.fairness import ORDERS, shares_of, summary_of

from .methods import reads
from .shared import union_asked, year_asked

PAGE_SIZE = 50
ORDER_NAMES = {
    "seats": _("Most seats"),
    "open": _("Most open seats"),
    "acceptance": _("Least acceptance"),
    "late": _("Most late"),
    "never": _("Least asked"),
}


@login_required
@reads
def fairness(request: HttpRequest) -> HttpResponse:
    """Every expert's year, and what it comes to as a whole."""
    union, year = union_asked(request, *UNION_TABLE["expert.view"]), year_asked(request)
    order = request.GET.get("order", "seats")
    order = order if order in ORDERS else "seats"
    shares = shares_of(union.pk, year, calendar_of(union.pk), order)
    context = {
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
