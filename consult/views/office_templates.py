"""Under Office: an office's own Word template of a kind of document, examined, tried, used and left again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult import clock
from consult.actions import templates as actions
from consult.documents import DEFINITIONS
from consult.documents.template_fields import FIELDS, WITHOUT_TEMPLATE, TemplateValues, missing_fields, values_of
from consult.files import MEDIA_TYPES, FileFaultError
from consult.forms.templates import TemplateForm
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import DocumentKind, DocumentTemplate, Job, Organisation, TemplateRendering
from consult.queries.reading import has_converter
from consult.texts import LAYOUT_RULES, PLACE_FAULTS

from .files import serve
from .methods import changes, reads, reads_and_changes
from .office import kept_by, office_page
from .once import once
from .shared import person_of

MOST_SHOWN = 160


@login_required
@reads_and_changes
@once
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The template of a kind: what may stand in it, the newest one and how the example came out, and a new one."""
    person = person_of(request)
    union = kept_by(person)
    if kind not in DEFINITIONS or kind in WITHOUT_TEMPLATE:
        raise Http404
    form = TemplateForm(request.POST or None, request.FILES or None)
    faults: list[actions.TemplateFault] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.bring_template(
                union=union, kind=kind, upload=form.cleaned_data["upload"], by=person, day=clock.today()
            )
            messages.success(request, _("The template has been saved. It is being tried on an example."))
            return redirect("office_template", kind=kind)
        except actions.TemplateFaultyError as fault:
            faults = fault.faults
            form.add_error("upload", str(fault.reason))
        except FileFaultError as fault:
            form.add_error("upload", str(fault.reason))
    return office_page(request, "template", union, form=form, faults=faults, **_shown(union, kind))


def _shown(union: Organisation, kind: str) -> dict[str, Any]:
    newest = DocumentTemplate.objects.filter(union=union, kind=kind).order_by("-version").first()
    used = actions.template_in_use(union.pk, kind)
    tried = TemplateRendering.objects.filter(template=newest, version=None).first() if newest else None
    if newest is not None and tried is None:
        tried = actions.ask_rendering(newest)
    job = Job.objects.filter(rendering=tried).first() if tried else None
    values = values_of(DEFINITIONS[kind], str(DocumentKind(kind).label), actions.sample_of(union, kind, clock.today()))
    needed = {one.name for one in missing_fields(DEFINITIONS[kind], values, [])}
    return {
        "kind": kind,
        "label": DocumentKind(kind).label,
        "newest": newest,
        "used": used,
        "tried": tried,
        "job": job,
        "converter": has_converter(),
        "pictures": _pictures(tried),
        "places": [_(PLACE_FAULTS[code]) for code in tried.lost if code in PLACE_FAULTS] if tried else [],
        "lost": [word for word in tried.lost if word not in PLACE_FAULTS] if tried else [],
        "warnings": [LAYOUT_RULES.get(name, name) for name in tried.warnings] if tried else [],
        "fields": [
            {"field": one, "needed": one.name in needed, "example": _example(values, one.name)} for one in FIELDS
        ],
    }


def _example(values: TemplateValues, name: str) -> str:
    text = " ".join(values.words.get(name, "").split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def _pictures(tried: TemplateRendering | None) -> list[str]:
    """The first pages of the example as data addresses; none where they cannot be drawn."""
    if tried is None or not tried.file:
        return []
    try:
        with tried.file.open("rb") as stream:
            pages = read_confined("consult.libraries.pdf_reading:pictures", stream)
    except (ConfinedError, FileNotFoundError):
        return []
    return [f"data:image/png;base64,{page}" for page in pages]


def _own(request: HttpRequest, pk: int) -> DocumentTemplate:
    """A template of the union whose data this person keeps. Raises ``Http404`` for another's."""
    return get_object_or_404(DocumentTemplate, pk=pk, union=kept_by(person_of(request)))


@login_required
@reads
def template_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A template as it was brought."""
    found = _own(request, pk)
    return serve(request, found.file, found.name, MEDIA_TYPES["docx"], inline=False)


@login_required
@changes
def use_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Make documents of this kind with the template from now on."""
    found = _own(request, pk)
    actions.use_template(template=found, by=person_of(request))
    messages.success(request, _("Documents made from now on will use it."))
    return redirect("office_template", kind=found.kind)


@login_required
@changes
def leave_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Go back to the built-in form."""
    union = kept_by(person_of(request))
    if kind not in DEFINITIONS or kind in WITHOUT_TEMPLATE:
        raise Http404
    actions.leave_template(union=union, kind=kind, by=person_of(request))
    messages.success(request, _("Documents made from now on have the built-in form."))
    return redirect("office_template", kind=kind)
