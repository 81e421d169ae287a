"""Under Office: what was changed there, by whom and when."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from consult.access import UNION_TABLE
from consult.forms.filters import OfficeHistoryFilters
from consult.queries.office_history import office_history

from .methods import reads
from .office import office_page
from .shared import filters_asked


@login_required
@reads
def history(request: HttpRequest) -> HttpResponse:
    """The union's own history, newest first; ``?before=`` a place in it."""
    filters = filters_asked(request, OfficeHistoryFilters, *UNION_TABLE["office.history"])
    page = office_history(filters.chosen_union, filters.readable.get("before"))
    return office_page(request, "history", filters.chosen_union, page=page, filters=filters)
