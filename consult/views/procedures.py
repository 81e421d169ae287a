"""Under Office: kinds of dossier, and the versions of their procedures."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, check_union, organisations_as
from consult.actions import procedures as actions
from consult.forms.procedures import ApprovalForm, BeginDayForm, KindFileForm, KindForm, NewKindForm
from consult.models import DossierKind, Organisation, Person, Procedure
from consult.problem_text import problem_text
from consult.queries.procedures import kind_with_versions, kinds_of
from consult.refusals import ActionError, NotAllowed, told_by
from consult.rules.procedure import procedure_problems
from consult.rules.procedure_file import KindFile, read_file, written_file

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .once import once
from .procedure_lines import lines_of, parts_of
from .shared import person_of, post_data


def union_of(person: Person) -> Organisation:
    """The union whose procedures this person reads. Raises ``NotAllowed``."""
    mine = organisations_as(person, *UNION_TABLE["procedure.read"])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_of_an_office", _("The procedures are read by the people of a union's office."))
    return union


def kind_for(request: HttpRequest, pk: int) -> DossierKind:
    """A kind of the person's union; 404 for everything else."""
    return get_object_or_404(DossierKind.objects.select_related("union"), pk=pk, union=union_of(person_of(request)))


def version_for(request: HttpRequest, pk: int) -> Procedure:
    """A version of a procedure of the person's union; 404 for everything else."""
    rows = Procedure.objects.select_related("kind__union")
    return get_object_or_404(rows, pk=pk, kind__union=union_of(person_of(request)))


def edits(person: Person, union: Organisation) -> bool:
    return bool(check_union(person, "procedure.edit", union.pk))


def require_editor(person: Person, union: Organisation) -> None:
    """Raises ``NotAllowed`` to who only reads."""
    if not edits(person, union):
        raise NotAllowed("role", _("Your role in this organisation does not allow this."))


@login_required
@reads_and_changes
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds with the version in force; and who puts versions in force, which a leader says."""
    person = person_of(request)
    union = union_of(person)
    may_approve = bool(check_union(person, "procedure.approve", union.pk))
    approval = ApprovalForm(post_data(request), initial={"leader_approves": union.leader_approves_procedures})
    if request.method == "POST" and approval.is_valid():
        actions.set_approval(union=union, by=person, leader_approves=approval.cleaned_data["leader_approves"])
        messages.success(request, _("Saved."))
        return redirect("office_kinds")
    return office_page(
        request, "kinds", union, kinds=kinds_of(union), edits=edits(person, union),
        approval=approval if may_approve else None,
    )  # fmt: skip


@login_required
@reads_and_changes
@once
def new_kind(request: HttpRequest) -> HttpResponse:
    """A kind of the union's own: its first draft begins as a copy of another's rules."""
    person = person_of(request)
    union = union_of(person)
    require_editor(person, union)
    form = NewKindForm(post_data(request), union=union)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            draft = actions.new_kind(union=union, by=person, **form.said)
            return redirect("office_procedure", pk=draft.pk)
    return office_page(request, "new_kind", union, form=form)


@login_required
@reads_and_changes
@once
def import_kind(request: HttpRequest) -> HttpResponse:
    """A procedure that another union has given, as a draft."""
    person = person_of(request)
    union = union_of(person)
    require_editor(person, union)
    form = KindFileForm(post_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with told_by(form, "file"):
            draft = actions.take_over(union=union, by=person, said=read_file(form.cleaned_data["file"]))
            messages.success(request, _("Taken over as a draft. Look it through, then put it in force."))
            return redirect("office_procedure", pk=draft.pk)
    problems = [(one.where, problem_text(one)) for one in form.problems[:40]]
    return office_page(request, "import_kind", union, form=form, problems=problems)


@login_required
@reads_and_changes
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds for a kind, and its versions."""
    person = person_of(request)
    row = kind_for(request, pk)
    form = KindForm.of(row, post_data(request))
    if request.method == "POST":
        require_editor(person, row.union)
        if form.is_valid():
            with told_by(form):
                actions.save_kind(kind=row, by=person, **form.cleaned_data)
                messages.success(request, _("Saved."))
                return redirect("office_kind", pk=pk)
    return office_page(
        request, "kind", row.union, form=form, kind=kind_with_versions(row), edits=edits(person, row.union)
    )


@login_required
@changes
@once
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the next version: a copy of the newest."""
    made = actions.draft_version(kind=kind_for(request, pk), by=person_of(request))
    return redirect("office_procedure", pk=made.pk)


def _version_page(request: HttpRequest, row: Procedure, **context: Any) -> HttpResponse:
    person = person_of(request)
    problems = procedure_problems(row.config)
    is_draft = actions.is_draft(row)
    begins = actions.begins_procedures(person, row.union)
    versions = kind_with_versions(row.kind)
    in_force = versions.in_force
    context = {
        "form": BeginDayForm() if is_draft and begins and not problems else None, **context,
        "procedure": row,
        "state": next(one.state for one in versions.versions if one.procedure.pk == row.pk),
        "parts": parts_of(row, problems),
        "problems": bool(problems),
        "is_draft": is_draft,
        "used": row.dossiers.exists(),
        "edits": edits(person, row.union),
        "begins": begins,
        "compared": in_force.procedure if in_force and in_force.procedure.pk != row.pk else None,
    }  # fmt: skip
    return office_page(request, "procedure", row.union, **context)


@login_required
@reads
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version in words, part by part, and what can be done with it."""
    return _version_page(request, version_for(request, pk))


@login_required
@changes
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version in force from a day."""
    row = version_for(request, pk)
    if not actions.begins_procedures(person_of(request), row.union):
        raise NotAllowed("role", _("Your role in this organisation does not allow this."))
    form = BeginDayForm(request.POST)
    if form.is_valid():
        with told_by(form):
            actions.put_in_force(procedure=row, by=person_of(request), day=form.cleaned_data["day"])
            messages.success(request, _("The version is in force from the chosen day on."))
            return redirect("office_procedure", pk=pk)
    return _version_page(request, row, form=form)


@login_required
@changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a version with which no dossier began a draft again."""
    actions.withdraw_version(procedure=version_for(request, pk), by=person_of(request))
    messages.success(request, _("Withdrawn: the version is a draft again."))
    return redirect("office_procedure", pk=pk)


@login_required
@changes
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = version_for(request, pk)
    actions.discard_version(procedure=row, by=person_of(request))
    messages.success(request, _("The draft of the procedure has been removed."))
    return redirect("office_kind", pk=row.kind_id)


@login_required
@reads
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A version beside the one in force, line by line."""
    row = version_for(request, pk)
    in_force = kind_with_versions(row.kind).in_force
    if in_force is None or in_force.procedure.pk == row.pk:
        raise ActionError("nothing_to_compare", _("There is no other version in force to compare with."))
    other = Procedure.objects.select_related("kind__union").get(pk=in_force.procedure.pk)
    return office_page(
        request, "compare_procedure", row.union, procedure=row, other=other,
        changed=lines_of(other).changes_to(lines_of(row)),
    )  # fmt: skip


@login_required
@reads
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as a file that another union can take over; schema: docs/procedure.schema.json."""
    row = version_for(request, pk)
    kind = row.kind
    said = KindFile(
        kind.code, kind.name, row.description, tuple(kind.consultations), tuple(kind.submitters), _with_samples(row)
    )
    text = json.dumps(written_file(said), ensure_ascii=False, indent=2)
    name = f"{kind.code}-{row.version}.json"
    return HttpResponse(
        text, content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _with_samples(row: Procedure) -> dict[str, Any]:
    """The rules of a version, in which each attachment names its sample file: the file itself does not travel."""
    names = dict(row.kind.samples.values_list("item", "name"))
    checklist = [
        {**item, "sample": names[item["code"]]} if item.get("code") in names else item
        for item in row.config.get("checklist", [])
    ]
    return {**row.config, "checklist": checklist} if names else row.config
