"""One incoming letter: its files, whose work it is, corrections, and what is entered from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.access import OFFICE_ROLES, check, check_union, organisations_as, require
from consult.actions import incoming
from consult.actions.entering import open_dossier as open_from
from consult.actions.uploads import too_large
from consult.commands import entering
from consult.forms.dossier import ReasonForm
from consult.forms.incoming import CorrectForm, FileLetterForm, FilesForm, GiveForm, OpenForm
from consult.models import Dossier, IncomingFile, IncomingLetter, Organisation, Procedure, Stage
from consult.queries.bodies import BodyFilters, body_list
from consult.refusals import told_by

from .files import serve
from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import log_accesses, person_of, post_data
from .uploading import TOO_LARGE

FOUND_BODIES = 12


def require_whole(request: HttpRequest) -> None:
    """Raises ``FileFaultError`` where a file that was sent was let go of as too large."""
    if request.META.get(TOO_LARGE):
        raise too_large()


def _letter(request: HttpRequest, pk: int) -> IncomingLetter:
    """A letter of a union whose register this person reads."""
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    found = IncomingLetter.objects.select_related(
        "register__union", "entered_by", "received_by", "dossier", "passing__given_to", "void__voided_by", "mail"
    ).prefetch_related("corrections__corrected_by", "files")
    return get_object_or_404(found, pk=pk, register__union__in=mine)


def _note_look(request: HttpRequest, letter: IncomingLetter) -> None:
    """Note a look at the confidential dossiers with which a letter lies, or that were entered from it."""
    of_letter = Q(incoming=letter) | Q(paper_entries__letter=letter) | Q(entered_from=letter) | Q(given_letter=letter)
    log_accesses(request, Dossier.objects.filter(of_letter, confidential=True).distinct())


def _show(request: HttpRequest, letter: IncomingLetter, **forms: Any) -> HttpResponse:
    """The letter's page; of ``forms`` one may be bound."""
    person, union = person_of(request), letter.register.union
    passing = getattr(letter, "passing", None)
    initial = {"given_to": passing.given_to_id, "due_on": passing.due_on} if passing else None
    shown = {
        "files_form": FilesForm(),
        "give_form": GiveForm(union=union, initial=initial),
        "file_form": FileLetterForm(union=union),
        **forms,
    }
    may_enter = bool(check_union(person, "letter.enter", union.pk)) and not hasattr(letter, "void")
    entries = letter.entries.select_related("dossier", "person", "entered_by")
    context = {
        "letter": letter,
        "passing": passing,
        "corrections": list(letter.corrections.all()),
        "copied_in": _copied_in(request, letter),
        "entries": [entry for entry in entries if entry.dossier.stage != Stage.DRAFT],
        "drafts": letter.opened.filter(stage=Stage.DRAFT) if may_enter else [],
        "may_enter": may_enter,
        "may_correct": bool(check_union(person, "register.void", union.pk)) and not hasattr(letter, "void"),
        "may_settle": passing is not None
        and (passing.given_to_id or passing.due_on)
        and passing.settled_at is None
        and (may_enter or passing.given_to_id == person.pk),
        **shown,
    }
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "pages/incoming_letter.html", context, status=status)


def _copied_in(request: HttpRequest, letter: IncomingLetter) -> Dossier | None:
    """The dossier with which the letter lies, where this person orders certified copies of what lies there."""
    found = letter.dossier or letter.opened.exclude(stage=Stage.DRAFT).first()
    return found if found is not None and check(person_of(request), "copy.certify", found) else None


@login_required
@reads
def incoming_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What came, when, its files, whose work it is, and what was entered from it."""
    letter = _letter(request, pk)
    _note_look(request, letter)
    return _show(request, letter)


@login_required
@changes
@once
def add_letter_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep more scans and files with a letter."""
    letter = _letter(request, pk)
    require(check_union(person_of(request), "letter.enter", letter.register.union_id))
    form = FilesForm(request.POST, request.FILES)
    with told_by(form, otherwise="scans"):
        require_whole(request)
        if form.is_valid():
            said = form.cleaned_data
            count = incoming.add_files(
                letter=letter, by=person_of(request), files=said["scans"], as_pages=said["as_pages"]
            )
            messages.success(request, _("Files kept with the letter: %(count)s") % {"count": count})
            return redirect("incoming_letter", pk=pk)
    return _show(request, letter, files_form=form)


@login_required
@reads
def letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One file of a letter."""
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    file = get_object_or_404(IncomingFile.objects.select_related("letter"), pk=pk, letter__register__union__in=mine)
    _note_look(request, file.letter)
    return serve(request, file.file, file.name, file.media_type, inline="inline" in request.GET)


@login_required
@changes
def give_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose work a letter is, and by when."""
    letter = _letter(request, pk)
    require(check_union(person_of(request), "letter.enter", letter.register.union_id))
    form = GiveForm(request.POST, union=letter.register.union)
    if form.is_valid():
        with told_by(form):
            incoming.give_letter(letter=letter, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("incoming_letter", pk=pk)
    return _show(request, letter, give_form=form)


@login_required
@changes
def settle_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter asks for is done."""
    incoming.settle_letter(letter=_letter(request, pk), by=person_of(request))
    messages.success(request, _("Saved."))
    return redirect("incoming_letter", pk=pk)


@login_required
@changes
def file_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a letter into the dossier that it belongs to."""
    letter = _letter(request, pk)
    require(check_union(person_of(request), "letter.enter", letter.register.union_id))
    form = FileLetterForm(request.POST, union=letter.register.union)
    if form.is_valid():
        dossier = form.cleaned_data["dossier"]
        with told_by(form):
            entering.file_letter(dossier_id=dossier.pk, by=person_of(request), letter_id=pk)
            messages.success(request, _("The letter lies with the dossier now."))
            return redirect("dossier", pk=dossier.pk)
    return _show(request, letter, file_form=form)


@login_required
@reads_and_changes
def correct_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Say again what a letter says; what stood there before stays."""
    letter = _letter(request, pk)
    require(check_union(person_of(request), "register.void", letter.register.union_id))
    said = letter.said
    kept = {name: getattr(said, name) for name in ("sender", "symbol", "dated", "subject")}
    form = CorrectForm(post_data(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            incoming.correct_letter(letter=letter, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("incoming_letter", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "pages/correct_letter.html", {"form": form, "letter": letter}, status=status)


@login_required
@reads_and_changes
def void_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a letter that was entered by mistake."""
    letter = _letter(request, pk)
    require(check_union(person_of(request), "register.void", letter.register.union_id))
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            incoming.void_letter(letter=letter, by=person_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("Number %(symbol)s has been voided.") % {"symbol": letter.written})
            return redirect("incoming_letter", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "pages/void_letter.html", {"form": form, "letter": letter}, status=status)


@login_required
@reads_and_changes
@once
def open_from_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a dossier from a letter, for a body that is known here or is entered now; no account is needed."""
    letter = _letter(request, pk)
    union, person = letter.register.union, person_of(request)
    require(check_union(person, "letter.enter", union.pk))
    text = str(request.GET.get("body", letter.said.sender))
    found = _bodies(text, union) or _bodies("", union)
    procedures = Procedure.objects.offered(clock.today()).filter(kind__union=union, kind__offered=True)
    procedures = procedures.select_related("kind__union").order_by("kind__position", "kind")
    form = OpenForm(post_data(request), found=found, procedures=procedures, letter=letter)
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="proposer"):
            dossier = open_from(letter=letter, by=person, **form.arguments)
            return redirect("describe", pk=dossier.pk)
    context = {"form": form, "letter": letter, "text": text, "found": found}
    return render(request, "pages/open_from_letter.html", context, status=422 if form.errors else 200)


def _bodies(text: str, union: Organisation) -> list[Organisation]:
    """The bodies that the union knows by a name like this one, most alike first."""
    return list(body_list(BodyFilters(text=text), [union.pk])[:FOUND_BODIES])
