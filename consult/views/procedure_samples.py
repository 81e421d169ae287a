"""Sample files of a kind of dossier: laid out by the office, fetched by whoever submits such dossiers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.access import check_union
from consult.actions import samples as actions
from consult.actions.uploads import too_large
from consult.files import FileFaultError
from consult.forms.uploads import SampleForm
from consult.models import DossierKind, SampleFile
from consult.queries.kinds import submits_as

from .files import serve
from .methods import changes, reads
from .office import office_page
from .procedures import edits, kind_for, require_editor
from .shared import person_of
from .uploading import TOO_LARGE


@login_required
@reads
def samples(request: HttpRequest, pk: int) -> HttpResponse:
    """The attachments of a kind with their samples."""
    return _page(request, kind_for(request, pk))


def _page(request: HttpRequest, kind: DossierKind, item: str = "", form: SampleForm | None = None) -> HttpResponse:
    laid_out = {one.item: one for one in kind.samples.all()}
    items = [
        {"item": one, "sample": laid_out.get(one.code), "form": form if form and one.code == item else SampleForm()}
        for one in actions.items_of(kind)
    ]
    return office_page(
        request, "samples", kind.union, kind=kind, items=items, form=form, edits=edits(person_of(request), kind.union)
    )


@login_required
@changes
def set_sample(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take one file as the sample of an attachment; the page again, with an error at it, if it cannot be taken."""
    kind = kind_for(request, pk)
    require_editor(person_of(request), kind.union)
    form = SampleForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            if request.META.get(TOO_LARGE):
                raise too_large()
            actions.set_sample(kind=kind, item_code=item, upload=form.cleaned_data["file"], by=person_of(request))
        except FileFaultError as fault:
            form.add_error("file", str(fault.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("samples", pk=pk)
    return _page(request, kind, item, form)


@login_required
@changes
def remove_sample(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take a sample away."""
    kind = kind_for(request, pk)
    actions.remove_sample(kind=kind, item_code=item, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("samples", pk=pk)


@login_required
@reads
def sample_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A sample, for the union's people and for whoever submits dossiers of its kind; 404 for everybody else."""
    sample = get_object_or_404(SampleFile.objects.select_related("kind"), pk=pk)
    person = person_of(request)
    if not (check_union(person, "procedure.read", sample.kind.union_id) or submits_as(sample.kind, person)):
        raise Http404
    return serve(request, sample.file, sample.name, sample.media_type, inline=False)
