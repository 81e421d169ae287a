"""Money: what a council is to be paid, that it was paid, and what a union paid in a year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, require, require_on
from consult.access.keeping import check_payee
from consult.actions.payees import details_of, save_details
from consult.actions.payments import payment_lines
from consult.commands import payments
from consult.exports.payments import as_payment_sheet
from consult.exports.register import as_sheet
from consult.forms.filters import YearFilters
from consult.forms.payments import ExtraWorkForm, PayeeForm, PayoutForm
from consult.models import DocumentKind, PaymentLine, Person
from consult.queries.fees import fees_of_year, lines_in_force
from consult.refusals import told_by
from consult.rules.payment import BOUGHT, PayLine, in_words, total, total_tax

from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import DossierAccess, filters_asked, open_dossier, person_of, post_data, sheet_answer

YEAR_HEAD = ["STT", "Họ và tên", "Số hồ sơ", "Số lượt", "Số tiền (đồng)"]


def _opened(request: HttpRequest, pk: int) -> tuple[DossierAccess, list[PayLine]]:
    """The dossier, for who may read of its money, and what is to be paid by the rates of today."""
    access = open_dossier(request, pk)
    require_on(access.person, "payment.read", access.dossier)
    return access, payment_lines(access.dossier) if hasattr(access.dossier, "council") else []


@login_required
@reads_and_changes
@once
def fees(request: HttpRequest, pk: int) -> HttpResponse:
    """What the council is to be paid by the rates of today, before the list is made; what was paid of the newest list.

    Other work is entered, and payments are recorded, here.
    """
    access, lines = _opened(request, pk)
    made = list(lines_in_force(access.dossier))
    asked = request.POST.get("form", "")
    work_form = ExtraWorkForm(
        post_data(request) if asked == "work" else None, dossier=access.dossier, auto_id="work_%s"
    )
    payout_form = PayoutForm(post_data(request) if asked == "payout" else None, lines=made, auto_id="payout_%s")
    if request.method == "POST" and _entered(access, asked, work_form, payout_form):
        messages.success(request, _("Saved."))
        return redirect("fees", pk=pk)
    return render(
        request,
        "pages/fees.html",
        _context(access, lines, made) | {"work_form": work_form, "payout_form": payout_form, "asked": asked},
        status=422 if work_form.errors or payout_form.errors else 200,
    )


def _entered(access: DossierAccess, asked: str, work_form: ExtraWorkForm, payout_form: PayoutForm) -> bool:
    """Whether what was sent has been entered; what is wrong with it stands in the form."""
    acts: dict[str, Any] = {
        "work": ("payment.enter", work_form, payments.enter_work),
        "payout": ("payment.record", payout_form, payments.record_payout),
    }
    if asked not in acts:
        raise Http404
    may, form, act = acts[asked]
    require_on(access.person, may, access.dossier)
    if form.is_valid():
        with told_by(form):
            act(dossier_id=access.dossier.pk, by=access.person, **form.cleaned_data)
            return True
    return False


def _context(access: DossierAccess, lines: list[PayLine], made: list[PaymentLine]) -> dict[str, Any]:
    dossier = access.dossier
    may_see = access.may("payee.read")
    known = set(details_of({line.person for line in lines})) if may_see else set()
    missing = {line.person: line.name for line in lines if line.person and line.person not in known}
    return {
        "dossier": dossier,
        "lines": lines,
        "bought": BOUGHT,
        "total": total(lines),
        "tax": total_tax(lines),
        "net": total(lines) - total_tax(lines),
        "in_words": in_words(total(lines), get_language() or ""),
        "missing": missing if may_see else {},
        "keeps_payees": access.may("payment.record") or access.may("payment.enter"),
        "made": made,
        "extra": list(dossier.extra_work.all()),
        "lists": dossier.documents.filter(kind=DocumentKind.PAYMENT_LIST, revoked_at=None),
        "may_pay": access.may("payment.make"),
        "may_enter": access.may("payment.enter") and hasattr(dossier, "council"),
        "may_record": access.may("payment.record") and bool(made),
    }


@login_required
@changes
def remove_extra_work(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take other work off the list that is to be made."""
    access = open_dossier(request, pk)
    require_on(access.person, "payment.enter", access.dossier)
    payments.remove_work(dossier_id=pk, row=row, by=access.person)
    messages.success(request, _("Removed."))
    return redirect("fees", pk=pk)


@login_required
@reads
def fees_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as XLSX, with amounts as numbers and a column to sign in."""
    access, lines = _opened(request, pk)
    people = {line.person for line in lines}
    payees = details_of(people) if access.may("payee.read") else {}
    code, issuer = access.dossier.code, access.dossier.union.name
    sheet = as_payment_sheet(lines, payees, code=code, issuer=issuer)
    return sheet_answer(f"bang-ke-{code}.xlsx", sheet)


@login_required
@reads_and_changes
def payee(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's tax code and account, for them and for who pays them."""
    person, about = person_of(request), get_object_or_404(Person, pk=pk)
    require(check_payee(person, about), known=False)
    form = PayeeForm(post_data(request), initial=details_of([pk]).get(pk))
    if request.method == "POST" and form.is_valid():
        save_details(person=about, by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("payee", pk=pk)
    context = {"form": form, "about": about, "own": about.pk == person.pk}
    return render(request, "pages/payee.html", context, status=422 if form.errors else 200)


@login_required
@reads
def fees_of_a_year(request: HttpRequest) -> HttpResponse:
    """By person, what the lists made in a year come to; with ``?xlsx`` as a sheet."""
    filters = filters_asked(request, YearFilters, *UNION_TABLE["payment.year"])
    union, year = filters.chosen_union, filters.chosen_year
    lines = fees_of_year(union.pk, year)
    if "xlsx" in request.GET and not filters.errors:
        sums: list[list[str | int]] = [
            [n, line.name, line.dossiers, line.acts, line.amount] for n, line in enumerate(lines, start=1)
        ]
        sheet = as_sheet(f"Chi tiền năm {year}", YEAR_HEAD, sums, issuer=union.name)
        return sheet_answer(f"chi-tien-{year}.xlsx", sheet)
    context = {
        "filters": filters,
        "union": union,
        "year": year,
        "lines": lines,
        "total": sum(line.amount for line in lines),
    }
    return render(request, "pages/fees_year.html", context)
