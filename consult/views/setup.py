"""An office is set up in the browser by whoever holds the one-time code; afterwards, what is left to do."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.access import check_union
from consult.access.keeping import administered
from consult.actions import setting_up as actions
from consult.actions.mail_trial import try_mail
from consult.actions.office_setup import set_up_office
from consult.actions.passwords import set_password_url
from consult.documents import DEFINITIONS, example, pdf
from consult.documents.pictures import page_pictures
from consult.forms import setup as forms
from consult.models import DocumentKind, Membership, OfficeSetup, Organisation
from consult.queries.setup import left_to_do as items_left
from consult.queries.setup import union_exists
from consult.refusals import ActionError, NotAllowed
from consult.rules.numbering import DECISION, symbol
from consult.rules.office_setup import OfficeSetUp, read_set_up
from consult.rules.procedure_file import shipped_kinds
from consult.rules.provinces import province_named
from consult.rules.setup_pages import CHECK, PAGES, answers_of, page_to_answer, problems_of

from .accounts import JUST_SET_UP
from .limits import may_enter_setup_codes, may_try_mail
from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import person_of, post_data

MARK = "office_setup"
PREVIEW_DPI = 80
FORMS: Mapping[str, Any] = {
    "province": forms.ProvinceForm,
    "letterhead": forms.LetterheadForm,
    "numbers": forms.NumbersForm,
    "people": forms.PeopleFormSet,
    "work": forms.WorkForm,
    "mail": forms.MailForm,
}
View = Callable[..., HttpResponse]


@reads_and_changes
def setup(request: HttpRequest) -> HttpResponse:
    """Where the code is entered; whoever has entered it goes on with the first page that is not answered."""
    row = actions.open_set_up()
    if row is None and union_exists():
        raise Http404
    if row and actions.holds(row, request.session.get(MARK, "")):
        return redirect("setup_page", page_to_answer(row.answers))
    form = forms.CodeForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        if not may_enter_setup_codes(request, wrong=False):
            form.add_error("code", _("Too many wrong codes came from here. Try again in ten minutes."))
        elif _enter(request, form):
            return redirect("setup")
    context = {"form": form, "row": row, "begun": bool(row and row.holder_hash)}
    return render(request, "pages/setup/code.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, form: forms.CodeForm) -> bool:
    try:
        mark = actions.enter_code(form.cleaned_data["code"])
    except ActionError as refusal:
        may_enter_setup_codes(request, wrong=True)
        form.add_error("code", str(refusal.reason))
        return False
    request.session.cycle_key()
    request.session[MARK] = mark
    return True


def _held(view: View) -> View:
    """For whoever holds the set-up; others are led to where the code is entered."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = actions.open_set_up()
        if row is None and union_exists():
            raise Http404
        if row is None or not actions.holds(row, request.session.get(MARK, "")):
            if MARK in request.session:
                del request.session[MARK]
                messages.error(
                    request,
                    _("Somebody else has gone on with this set-up, or the code has lapsed. Enter the code again."),
                )
            return redirect("setup")
        return view(request, row, *args, **kwargs)

    return guarded


@_held
@reads_and_changes
def setup_page(request: HttpRequest, row: OfficeSetup, page: str) -> HttpResponse:
    """One page of questions; its answers are kept when it is sent."""
    if page not in PAGES:
        raise Http404
    # Each page rests on those before it.
    first = page_to_answer(row.answers)
    if list(PAGES).index(page) > list(PAGES).index(first):
        return redirect("setup_page", first)
    if page == CHECK:
        return redirect("setup_check")
    form = _form(request, row, page)
    if request.method == "POST" and form.is_valid():
        kept = {**row.answers, page: form.answers}
        if page != "people" or "more" not in request.POST:
            form.tell(problems_of(page, kept))
        if not _faults(form):
            return _keep(request, row, page, form)
    return _shown(request, row, page, form)


def _faults(form: Any) -> bool:
    return any(form.errors) or bool(getattr(form, "non_form_errors", list)())


def _form(request: HttpRequest, row: OfficeSetup, page: str) -> Any:
    answers = answers_of(row.answers)
    return FORMS[page](
        post_data(request),
        kept=row.answers.get(page, {}),
        province=province_named(answers.get("province", "")),
        union_symbol=answers.get("symbol") or "LHH",
    )


def _keep(request: HttpRequest, row: OfficeSetup, page: str, form: Any) -> HttpResponse:
    answers = form.answers
    if page == "mail" and "try" in request.POST and answers["address"]:
        if not may_try_mail(request):
            form.add_error("address", _("Too many mails were tried. Try again in ten minutes."))
            return _shown(request, row, page, form)
        answers = {"address": answers["address"], "fault": try_mail(answers["address"])}
    actions.save_answers(request.session[MARK], page, answers)
    if "more" in request.POST and page == "people":
        row.answers = {**row.answers, page: answers}
        return _shown(request, row, page, form.one_more())
    if "try" in request.POST:
        return redirect("setup_page", page)
    pages = list(PAGES)
    return redirect("setup_page", pages[pages.index(page) + 1])


def _shown(request: HttpRequest, row: OfficeSetup, page: str, form: Any) -> HttpResponse:
    server = getattr(settings, "EMAIL_HOST", "") if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") else ""
    context = {"form": form, "tried": row.answers.get("mail", {}), "server": server, **_place(row, page)}
    wrong = form.is_bound and _faults(form)
    return render(request, f"pages/setup/{page}.html", context, status=422 if wrong else 200)


def _place(row: OfficeSetup, page: str) -> dict[str, Any]:
    """Where one is among the pages: each with its number, whether it is the present one, and whether it may be opened."""
    names = list(PAGES)
    reached = names.index(page_to_answer(row.answers))
    steps = [
        {"page": name, "number": number + 1, "current": name == page, "open": number <= reached}
        for number, name in enumerate(names)
    ]
    before = names[names.index(page) - 1] if page != names[0] else ""
    return {"page": page, "steps": steps, "number": names.index(page) + 1, "count": len(names), "before": before}


@once
@_held
@reads_and_changes
def setup_check(request: HttpRequest, row: OfficeSetup) -> HttpResponse:
    """All answers and the letterhead, and the one button."""
    first = page_to_answer(row.answers)
    if first != CHECK:
        return redirect("setup_page", first)
    answers = read_set_up(answers_of(row.answers))
    people = row.answers["people"]["people"]
    form = forms.FinishForm(post_data(request), people=people)
    if request.method == "POST" and form.is_valid():
        return _finish(request, form.cleaned_data["myself"])
    context = {
        "form": form, "office": answers, "picture": _picture(answers), "tried": row.answers.get("mail", {}),
        "people": [{**one, "roles": [Membership.Role(role).label for role in one["roles"]]} for one in people],
        "symbols": [symbol(last + 1, kind, answers.symbol, forms.UNIT) for kind, last in answers.numbers.items()],
        "kinds": [one.name for one in shipped_kinds().values() if one.code in answers.kinds],
        **_place(row, CHECK),
    }  # fmt: skip
    return render(request, "pages/setup/check.html", context, status=422 if form.errors else 200)


def _finish(request: HttpRequest, address: str) -> HttpResponse:
    begun = actions.finish(request.session[MARK], address)
    del request.session[MARK]
    if begun.first is None:
        messages.success(request, _("The office is set up. Everybody gets a mail by which they set their password."))
        return redirect("account_login")
    request.session[JUST_SET_UP] = True
    return redirect(set_password_url(begun.first).removeprefix(settings.SITE_URL))


def _picture(answers: OfficeSetUp) -> str:
    """The first page of an example as a data address, in the dress of an office that is not there yet."""
    definition = DEFINITIONS[DocumentKind.COUNCIL_DECISION]
    try:
        with transaction.atomic():
            union = set_up_office(answers)
            data = example(definition, union, clock.today())
            transaction.set_rollback(True)
    except ActionError:
        # There is a union of this name: the button says so.
        return ""
    data["heading"]["number"] = symbol(answers.numbers.get(DECISION, 0) + 1, DECISION, answers.symbol, forms.UNIT)
    made = pdf.render(definition.kind, str(DocumentKind(definition.kind).label), data)
    first = next(page_pictures(made.content, dpi=PREVIEW_DPI, at_most=1))
    return f"data:image/png;base64,{base64.b64encode(first).decode()}"


def _administered(request: HttpRequest) -> Organisation:
    person = person_of(request)
    mine = [union for union in administered(person) if check_union(person, "setup.tick", union)]
    if not mine:
        raise NotAllowed("not_administrator", _("This page is for administrators."))
    set_up = OfficeSetup.objects.filter(union__in=mine).order_by("pk").values_list("union_id", flat=True).first()
    return Organisation.objects.get(pk=set_up or mine[0])


@login_required
@reads
def left_to_do(request: HttpRequest) -> HttpResponse:
    """What an office does before its first dossier, with what is done already."""
    union = _administered(request)
    row = OfficeSetup.objects.filter(union=union).first()
    items = items_left(union, person_of(request), row.ticked if row else [])
    return render(
        request, "pages/setup/left.html", {"union": union, "items": items, "left": sum(not i.done for i in items)}
    )


@login_required
@changes
def tick(request: HttpRequest, item: str) -> HttpResponse:
    """Something is done, or not after all."""
    actions.tick(union=_administered(request), item=item, done="undo" not in request.POST, by=person_of(request))
    return redirect("left_to_do")
