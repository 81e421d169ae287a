"""A table of experts taken into the registry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.actions import expert_import as actions
from consult.exports.expert_table import HEADS, read_table
from consult.files import FileFaultError
from consult.forms.experts import TableForm
from consult.models import Expert, ExpertImport
from consult.problem_text import problem_text
from consult.refusals import ActionError
from consult.rules.text import whole_number

from .experts import keeping
from .methods import reads_and_changes
from .shared import person_of, post_data


@login_required
@reads_and_changes
def read(request: HttpRequest) -> HttpResponse:
    """Read a sheet; nothing changes yet."""
    person = person_of(request)
    union = keeping(person)
    form = TableForm(post_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            rows = read_table(upload.file)
        except FileFaultError as fault:
            form.add_error("upload", str(fault.reason))
        else:
            kept = actions.save_import(union=union, by=person, name=upload.name, rows=rows)
            return redirect("expert_import", pk=kept.pk)
    return render(request, "pages/expert_read.html", {"form": form, "heads": HEADS.values()},
                  status=422 if form.errors else 200)  # fmt: skip


@login_required
@reads_and_changes
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What a table would change, row by row; taken over when that is wanted."""
    person = person_of(request)
    kept = get_object_or_404(ExpertImport, pk=pk, union=keeping(person), read_by=person)
    if kept.applied_at:
        messages.info(request, _("This sheet has already been imported."))
        return redirect("experts")
    if request.method == "POST" and "convert" in request.POST:
        actions.convert_import(table=kept, by=person)
        messages.success(request, _("Converted. Check the names before you import them."))
        return redirect("expert_import", pk=pk)
    choices = _choices(request)
    refused = ""
    if request.method == "POST" and "apply" in request.POST:
        digest = request.POST.get("digest", "")
        try:
            counts = actions.apply_import(table=kept, by=person, choices=choices, digest=digest)
        except ActionError as refusal:
            refused = str(refusal.reason)
        else:
            said = _("%(add)s added, %(change)s changed, %(same)s unchanged, %(fault)s skipped.")
            messages.success(request, said % counts)
            return redirect("experts")
    plans = actions.plan_of(kept, choices)
    names = dict(Expert.objects.values_list("pk", "person__name"))
    context = {
        "table": kept,
        "rows": [_row(plan, names, choices) for plan in plans],
        "counts": {
            action: sum(plan.action == action for plan in plans) for action in ("add", "change", "same", "fault")
        },
        "digest": actions.digest_of(plans),
        "refused": refused,
        "old_encodings": actions.old_encodings(kept),
    }
    return render(request, "pages/expert_import.html", context, status=422 if refused else 200)


def _choices(request: HttpRequest) -> dict[int, int]:
    """Whom the officer took each row for."""
    found = {}
    for name, value in request.POST.items():
        chosen = str(value)
        row, whom = whole_number(name.removeprefix("row_")), whole_number(chosen.removeprefix("-"))
        if name.startswith("row_") and row is not None and whom is not None:
            found[row] = -whom if chosen.startswith("-") else whom
    return found


def _row(plan: Any, names: dict[int, str], choices: dict[int, int]) -> dict[str, Any]:
    others = [(key, names.get(key, _("row %(row)s of this table") % {"row": -key})) for key in plan.alikes]
    return {
        "plan": plan,
        "who": names.get(plan.target, "") if plan.target else "",
        "changes": [(HEADS[column], old, new) for column, (old, new) in plan.changes.items()],
        "problems": [problem_text(problem) for problem in plan.problems],
        "others": others,
        "chosen": choices.get(plan.row, plan.target or 0),
    }
