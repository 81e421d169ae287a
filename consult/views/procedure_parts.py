"""One part of a draft on its own page, changed and kept by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.actions import procedures as actions
from consult.forms.procedure_parts import FORMS
from consult.forms.procedure_rows import ROWS
from consult.models import Procedure
from consult.refusals import ActionError
from consult.rules.text import whole_number
from consult.texts import PROCEDURE_PARTS

from .methods import reads_and_changes
from .office import office_page
from .procedures import require_editor, version_for
from .shared import person_of, post_data


@login_required
@reads_and_changes
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """General, questions, checklist, review form, days, reminders, council or meeting of a draft."""
    if part not in (*FORMS, *ROWS):
        raise Http404
    row = version_for(request, pk)
    require_editor(person_of(request), row.union)
    actions.require_draft(row)
    begun = whole_number(request.POST.get("revision", ""))
    return (_rows if part in ROWS else _form)(request, row, part, row.revision if begun is None else begun)


def _keep(request: HttpRequest, row: Procedure, part: str, form: Any, revision: int) -> int | None:
    """None where it was kept. Otherwise the form says what stood in the way, and the page goes on from this revision."""
    try:
        actions.save_part(
            procedure=row, by=person_of(request), part=part, changes=form.changes, description=form.description,
            revision=revision,
        )  # fmt: skip
    except ActionError as refusal:
        form.tell(refusal)
        # Having been told that somebody else changed it, who sends again sends on purpose.
        return row.revision if refusal.code == "changed_meanwhile" else revision
    messages.success(request, _("Saved."))
    return None


def _context(row: Procedure, part: str, revision: int) -> dict[str, Any]:
    return {"procedure": row, "part": part, "label": _(PROCEDURE_PARTS[part]), "revision": revision}


def _form(request: HttpRequest, row: Procedure, part: str, revision: int) -> HttpResponse:
    form = FORMS[part](post_data(request), procedure=row)
    if request.method == "POST" and form.is_valid():
        going_on = _keep(request, row, part, form, revision)
        if going_on is None:
            return redirect("office_procedure", pk=row.pk)
        revision = going_on
    return office_page(request, "procedure_part", row.union, form=form, **_context(row, part, revision))


def _rows(request: HttpRequest, row: Procedure, part: str, revision: int) -> HttpResponse:
    formset = ROWS[part]
    rows = formset.of(row, request.POST if request.method == "POST" else None)
    if rows.asked:
        # Nothing is kept yet: the rows come back as the button says.
        rows = rows.as_asked()
    elif rows.is_bound and rows.is_valid():
        going_on = _keep(request, row, part, rows, revision)
        if going_on is None:
            return redirect("office_procedure", pk=row.pk)
        revision = going_on
    return office_page(
        request, "procedure_rows", row.union, rows=rows, pressed=rows.pressed, **_context(row, part, revision)
    )
