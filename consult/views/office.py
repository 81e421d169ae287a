"""Where an office keeps what its documents need: heading, grounds, signers, wording, rates."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.access import organisations_as
from consult.actions import office as actions
from consult.actions.payments import tax_terms
from consult.documents import DEFINITIONS, example, pdf
from consult.documents.definition import DocumentDefinition
from consult.documents.pictures import page_pictures
from consult.documents.template_fields import WITHOUT_TEMPLATE
from consult.forms.office import GroundFormSet, HeadingForm, RatesForm, SignatoryFormSet, WordingForm
from consult.models import DocumentKind, DocumentWording, LegalGround, Organisation, Person, Signatory
from consult.refusals import NotAllowed
from consult.rules.procedure import Rules

from .methods import changes, reads, reads_and_changes
from .shared import person_of, post_data

PREVIEW_DPI = 80
KEEPERS = ("clerk", "administrator")


def kept_by(person: Person) -> Organisation:
    """The union whose data this person keeps. Raises ``ActionError``."""
    mine = organisations_as(person, *KEEPERS)
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_keeping_office", _("The office's data are managed by its clerk and its administrator."))
    return union


def office_page(request: HttpRequest, section: str, union: Organisation, **context: Any) -> HttpResponse:
    """A page under Office; 422 when what was typed cannot be kept."""
    wrong = any(getattr(context.get(name), "errors", None) and any(context[name].errors) for name in ("form", "rows"))
    rows = context.get("rows")
    # What is wrong with the rows together is no error of any of them.
    wrong = wrong or bool(rows is not None and rows.is_bound and rows.non_form_errors())
    return render(
        request,
        f"pages/office/{section}.html",
        {"section": section, "union": union, **context},
        status=422 if wrong else 200,
    )


@login_required
@reads_and_changes
def heading(request: HttpRequest) -> HttpResponse:
    """Names, symbol and place."""
    person = person_of(request)
    union = kept_by(person)
    form = HeadingForm(post_data(request), instance=union)
    if request.method == "POST" and form.is_valid():
        actions.save_heading(union=form.instance, by=person)
        messages.success(request, _("Saved. Documents made from now on will use it."))
        return redirect("office")
    return office_page(request, "heading", union, form=form)


@login_required
@reads_and_changes
def grounds(request: HttpRequest) -> HttpResponse:
    """The legal texts that documents cite, with their days of validity."""
    union = kept_by(person_of(request))
    rows = GroundFormSet(post_data(request), queryset=LegalGround.objects.filter(union=union))
    if request.method == "POST" and rows.is_valid():
        _save_rows(LegalGround, rows, union, request)
        messages.success(request, _("Saved. Documents made from now on will use it."))
        return redirect("office_grounds")
    return office_page(request, "grounds", union, rows=rows)


@login_required
@reads_and_changes
def signers(request: HttpRequest) -> HttpResponse:
    """Who signs, by which authority, under which title."""
    union = kept_by(person_of(request))
    known = Signatory.objects.filter(union=union).select_related("person")
    rows = SignatoryFormSet(
        post_data(request), request.FILES or None, queryset=known, owned=known, form_kwargs={"union": union}
    )
    if request.method == "POST" and rows.is_valid():
        _save_rows(Signatory, rows, union, request)
        messages.success(request, _("Saved. Documents made from now on will use it."))
        return redirect("office_signers")
    return office_page(request, "signers", union, rows=rows)


def _save_rows(model: type[Any], rows: Any, union: Organisation, request: HttpRequest) -> None:
    kept = rows.save(commit=False)
    actions.save_office_rows(model, union=union, kept=kept, removed=rows.deleted_objects, by=person_of(request))


@login_required
@reads_and_changes
def rates(request: HttpRequest) -> HttpResponse:
    """The table of rates."""
    person = person_of(request)
    union = kept_by(person)
    kept = {(rate.act, rate.seat): rate.amount for rate in union.rates.all()}
    form = RatesForm(post_data(request), rates=kept, terms=tax_terms(union))
    if request.method == "POST" and form.is_valid():
        actions.set_rates(union=union, amounts=form.amounts, terms=form.terms, by=person)
        messages.success(request, _("The rates have been saved."))
        return redirect("office_rates")
    return office_page(request, "rates", union, form=form)


@login_required
@reads
def wordings(request: HttpRequest) -> HttpResponse:
    """Every kind of document, and which the union words itself."""
    union = kept_by(person_of(request))
    own = set(DocumentWording.objects.filter(union=union).values_list("kind", flat=True))
    documents = [{"kind": kind, "label": DocumentKind(kind).label, "own": kind in own} for kind in DEFINITIONS]
    return office_page(request, "wordings", union, documents=documents)


def _definition(kind: str) -> DocumentDefinition:
    if kind not in DEFINITIONS:
        raise Http404
    return DEFINITIONS[kind]


def _wording(union: Organisation, kind: str) -> dict[str, str]:
    kept = DocumentWording.objects.filter(union=union, kind=kind).first()
    return {**kept.sentences, "recipients": kept.recipients} if kept else {}


@login_required
@reads_and_changes
def wording(request: HttpRequest, kind: str) -> HttpResponse:
    """One document's standing sentences and recipients, with a picture of how it looks."""
    person = person_of(request)
    union, definition = kept_by(person), _definition(kind)
    form = WordingForm(post_data(request), definition=definition, initial=_wording(union, kind))
    if request.method == "POST" and form.is_valid():
        actions.save_wording(
            union=union, kind=kind, sentences=form.sentences, recipients=form.recipient_lines, by=person
        )
        messages.success(request, _("Saved. Documents made from now on will use it."))
        return redirect("office_wording", kind=kind)
    return office_page(
        request, "wording", union, form=form, definition=definition, label=DocumentKind(kind).label,
        may_have_template=kind not in WITHOUT_TEMPLATE,
        picture=example_picture(union, definition, None),
    )  # fmt: skip


@login_required
@changes
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The document with what is being typed, before it is kept."""
    union, definition = kept_by(person_of(request)), _definition(kind)
    form = WordingForm(request.POST, definition=definition)
    picture = example_picture(union, definition, form) if form.is_valid() else ""
    return render(request, "parts/document_preview.html", {"form": form, "picture": picture})


def example_picture(
    union: Organisation, definition: DocumentDefinition, form: WordingForm | None, rules: Rules | None = None
) -> str:
    """The first page of an example as a data address; under ``rules`` of a procedure, where given."""
    data = (
        example(definition, union, clock.today(), rules=rules)
        if form is None
        else example(definition, union, clock.today(), form.sentences, form.recipient_lines)
    )
    made = pdf.render(definition.kind, str(DocumentKind(definition.kind).label), data)
    first = next(page_pictures(made.content, dpi=PREVIEW_DPI, at_most=1))
    return f"data:image/png;base64,{base64.b64encode(first).decode()}"
