"""Money: what a council is to be paid, and what a union paid in a year. For those who make, sign and audit the lists."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.access import UNION_TABLE, require_on
from consult.actions.letters import payment_lines
from consult.exports.register import as_sheet
from consult.forms.filters import YearFilters
from consult.models import DocumentKind
from consult.queries.fees import fees_of_year
from consult.rules.payment import in_words, total

from .methods import reads
from .shared import filters_asked, open_dossier, sheet_answer

HEAD = ["TT", "Họ và tên", "Nội dung", "Số tiền (đồng)", "Ký nhận"]
YEAR_HEAD = ["TT", "Họ và tên", "Số hồ sơ", "Số lượt", "Số tiền (đồng)"]


@login_required
@reads
def fees(request: HttpRequest, pk: int) -> HttpResponse:
    """What the council is to be paid by the rates of today, before the list is made."""
    access = open_dossier(request, pk)
    require_on(access.person, "payment.read", access.dossier)
    lines = payment_lines(access.dossier) if hasattr(access.dossier, "council") else []
    context = {
        "dossier": access.dossier,
        "lines": lines,
        "total": total(lines),
        "in_words": in_words(total(lines)),
        "lists": access.dossier.documents.filter(kind=DocumentKind.PAYMENT_LIST, revoked_at=None),
        "may_pay": access.may("payment.make"),
    }
    return render(request, "pages/fees.html", context)


@login_required
@reads
def fees_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as XLSX, with amounts as numbers and a column to sign in."""
    access = open_dossier(request, pk)
    require_on(access.person, "payment.read", access.dossier)
    lines = payment_lines(access.dossier) if hasattr(access.dossier, "council") else []
    rows: list[list[str | int]] = [
        [n, line.name, line.reason, line.amount, ""] for n, line in enumerate(lines, start=1)
    ]
    rows.append(["", "Cộng", in_words(total(lines)), total(lines), ""])
    return sheet_answer(f"bang-ke-{access.dossier.code}.xlsx", as_sheet("Bảng kê chi tiền", HEAD, rows))


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
        return sheet_answer(f"chi-tien-{year}.xlsx", as_sheet(f"Chi tiền năm {year}", YEAR_HEAD, sums))
    context = {
        "filters": filters,
        "union": union,
        "year": year,
        "lines": lines,
        "total": sum(line.amount for line in lines),
    }
    return render(request, "pages/fees_year.html", context)
