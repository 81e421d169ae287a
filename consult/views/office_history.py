"""Under Office: what was changed there, by whom and when."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from consult.access import UNION_TABLE
from consult.queries.office_history import office_history
from consult.rules.text import whole_number

from .methods import reads
from .office import office_page
from .shared import union_asked


@login_required
@reads
def history(request: HttpRequest) -> HttpResponse:
    """The union's own history, newest first; ``?before=`` a place in it."""
    union = union_asked(request, *UNION_TABLE["office.history"])
    page = office_history(union, whole_number(request.GET.get("before", "")))
    return office_page(request, "history", union, page=page)
