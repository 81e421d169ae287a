"""What somebody did on paper, entered from an incoming letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.access import TABLE, check, check_entering, require, require_on
from consult.actions.entering import confirm_review as confirm
from consult.actions.entering import note_sent, require_to_look_at
from consult.actions.uploads import take_from_letter
from consult.commands import entering
from consult.forms.dossier import ReasonForm
from consult.forms.entering import DatesForm, ItemsForm, SentForm, VoteForm
from consult.forms.incoming import ChooseLetterForm
from consult.forms.steps import StepForm
from consult.models import Dossier, IncomingLetter, Meeting, PostalNotice, Review, Task
from consult.queries.letters import to_choose
from consult.queries.meeting import slot_rows
from consult.refusals import ActionError, gone, told_by

from .methods import changes, reads_and_changes
from .shared import DossierAccess, open_dossier, person_of, post_data
from .steps import PAGES


def _chosen(request: HttpRequest, dossier: Dossier) -> tuple[ChooseLetterForm, IncomingLetter | None]:
    """The letters to choose from, and the one that the address names."""
    form = ChooseLetterForm(request.GET if "letter" in request.GET else None, letters=to_choose(dossier))
    return form, form.letters[form.cleaned_data["letter"]] if form.is_valid() else None


def _page(request: HttpRequest, access: DossierAccess, title: str, chosen: Any, form: Any = None, **more: Any) -> Any:
    choose, letter = chosen
    context = {
        "dossier": access.dossier,
        "title": title,
        "choose": choose,
        "letter": letter,
        "form": form,
        "enter_first": reverse("incoming") + f"?union={access.dossier.union_id}&back={request.path}",
        **more,
    }
    wrong = (
        bool(choose.errors)
        or (form is not None and bool(form.errors))
        or any(getattr(one, "errors", None) for one in more.values())
    )
    return render(request, "pages/enter_from_letter.html", context, status=422 if wrong else 200)


def _task(request: HttpRequest, pk: int) -> tuple[Task, DossierAccess]:
    """An open step that this person may enter for whom it waits for; 404 to whoever may not know of it."""
    task = get_object_or_404(Task.objects.select_related("dossier", "process__review__seat"), pk=pk)
    access = open_dossier(request, task.dossier_id)
    task.dossier = task.process.dossier = access.dossier
    if task.node not in PAGES or f"enter.{task.node}" not in TABLE:
        raise Http404
    require(check_entering(access.person, task, access.capacities))
    if task.status != STATUS.NEW:
        raise ActionError("done_already", _("This step has already been done."))
    return task, access


def _blank(task: Task) -> None:
    """What the author has begun to write is theirs: the form begins empty."""
    review = task.process.review
    if review is not None:
        review.content, review.recommendation = {}, ""


@login_required
@reads_and_changes
def enter_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Do a step from a letter for whom it waits for."""
    task, access = _task(request, pk)
    chosen = _chosen(request, access.dossier)
    letter = chosen[1]
    title = str(task.title)
    begun = bool(task.process.review and task.process.review.revision)
    whose = task.assignee.titled_name if task.assignee else access.dossier.proposer.name
    if letter is None:
        return _page(request, access, title, chosen, whose=whose)
    _blank(task)
    initial = {"remarks": "[]"} if task.node == "write_review" else {}
    form: StepForm = PAGES[task.node].form(post_data(request), request.FILES or None, task=task, initial=initial)
    items = ItemsForm(post_data(request), letter=letter, dossier=access.dossier) if task.node == FILES_AT else None
    if request.method == "POST" and form.is_valid() and (items is None or items.is_valid()):
        with told_by(form):
            data = form.arguments
            if task.node == "write_review":
                # Of what the author wrote here nothing stays: the paper is the review.
                data |= {"remarks": "[]", "revision": None}
            entering.enter_step(
                task_id=pk, by=access.person, letter_id=letter.pk, files=items.chosen if items else {}, **data
            )
            messages.success(request, _("Entered from the letter."))
            return redirect("dossier", pk=access.dossier.pk)
    return _page(request, access, title, chosen, form, items=items, task=task, whose=whose, begun=begun)


FILES_AT = "supply_supplement"


@login_required
@reads_and_changes
def withdraw_by_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposer took the dossier back by a letter."""
    access = open_dossier(request, pk)
    require_on(access.person, "enter.withdraw", access.dossier)
    chosen = _chosen(request, access.dossier)
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid() and chosen[1] is not None:
        with told_by(form):
            entering.withdraw(dossier_id=pk, by=access.person, letter_id=chosen[1].pk, **form.cleaned_data)
            messages.success(request, _("The dossier has been withdrawn."))
            return redirect("dossier", pk=pk)
    return _page(
        request, access, _("Withdraw the dossier"), chosen, form if chosen[1] else None, danger=True,
        whose=access.dossier.proposer.name,
    )  # fmt: skip


@login_required
@reads_and_changes
def dates_by_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody with a seat wrote when they can meet."""
    access = open_dossier(request, pk)
    require_on(access.person, "enter.date_answer", access.dossier)
    chosen = _chosen(request, access.dossier)
    form = DatesForm(post_data(request), dossier=access.dossier, slots=[row.slot for row in slot_rows(access.dossier)])
    if request.method == "POST" and form.is_valid() and chosen[1] is not None:
        with told_by(form):
            entering.answer_dates(
                dossier_id=pk, by=access.person, letter_id=chosen[1].pk, person=form.person_chosen, answers=form.answers
            )
            messages.success(request, _("Entered from the letter."))
            return redirect("dates", pk=pk)
    return _page(request, access, _("When they can meet"), chosen, form if chosen[1] else None)


@login_required
@reads_and_changes
def vote_by_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody with a seat voted by a letter in a written round."""
    meeting = get_object_or_404(Meeting.objects.select_related("council"), pk=pk)
    access = open_dossier(request, meeting.council.dossier_id)
    require(access.may("council.view"), known=False)
    require_on(access.person, "enter.vote", access.dossier)
    chosen = _chosen(request, access.dossier)
    form = VoteForm(post_data(request), dossier=access.dossier)
    if request.method == "POST" and form.is_valid() and chosen[1] is not None:
        with told_by(form):
            entering.vote(
                meeting_id=pk, by=access.person, letter_id=chosen[1].pk, person=form.person_chosen,
                choice=form.cleaned_data["choice"],
            )  # fmt: skip
            messages.success(request, _("Entered from the letter."))
            return redirect("meeting", pk=pk)
    return _page(request, access, _("Vote in writing"), chosen, form if chosen[1] else None)


@login_required
@changes
def take_letter_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Put files of the letter from which a draft is entered to its attachments."""
    access = open_dossier(request, pk)
    require_on(access.person, "file.add", access.dossier)
    letter = access.dossier.entered_from
    if letter is None:
        raise Http404
    form = ItemsForm(request.POST, letter=letter, dossier=access.dossier)
    if form.is_valid():
        with told_by(form):
            count = take_from_letter(dossier_id=pk, items=form.chosen, by=access.person)
            if count:
                messages.success(request, _("Files put to the attachments: %(count)s") % {"count": count})
            return redirect("attachments", pk=pk)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("attachments", pk=pk)


@login_required
@changes
def reopen_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that no supplement or no response came."""
    access = open_dossier(request, pk)
    require_on(access.person, "answer.reopen", access.dossier)
    entering.reopen_answer(dossier_id=pk, by=access.person)
    messages.success(request, _("The step is open again. Enter the letter there."))
    return redirect("dossier", pk=pk)


@login_required
@changes
def postal_sent(request: HttpRequest, pk: int, notice: int) -> HttpResponse:
    """The office says when it sent the proposer something by letter."""
    access = open_dossier(request, pk)
    require_on(access.person, "postal.send", access.dossier)
    found = PostalNotice.objects.filter(pk=notice, dossier=access.dossier).first()
    if found is None:
        raise gone()
    form = SentForm(request.POST)
    if form.is_valid():
        with told_by(form):
            note_sent(notice=found, by=access.person, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(reverse("dossier", args=[pk]) + "#by-letter")
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(reverse("dossier", args=[pk]) + "#by-letter")


def _own_review(request: HttpRequest, pk: int) -> Review:
    """A review of this person's own, which they may still look at. Raises ``Http404``."""
    own = Review.objects.select_related("dossier", "seat__person__expert")
    review = get_object_or_404(own, pk=pk, seat__person=person_of(request))
    if not check(person_of(request), "dossier.view", review.dossier):
        raise Http404
    return review


def _at_review(review: Review) -> HttpResponse:
    return redirect(reverse("dossier", args=[review.dossier_id]) + f"#review-{review.pk}")


@login_required
@changes
def confirm_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The author says that their review was entered as they wrote it."""
    review = _own_review(request, pk)
    confirm(review=review, by=person_of(request))
    messages.success(request, _("Thank you."))
    return _at_review(review)


@login_required
@reads_and_changes
def dispute_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The author says what was entered otherwise than they wrote it."""
    review = _own_review(request, pk)
    require_to_look_at(review=review, by=person_of(request))
    form = ReasonForm(post_data(request))
    form.fields["reason"].label = _("What is not as you wrote it")
    form.fields["reason"].error_messages["required"] = _("Say what is not as you wrote it.")
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            entering.dispute_review(review_id=pk, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("The office has been told."))
            return _at_review(review)
    context = {"form": form, "review": review, "dossier": review.dossier, "title": _("This is not what I wrote")}
    return render(request, "pages/reviewer.html", context, status=422 if form.errors else 200)
