"""What people are paid, as the payment lists that were made say it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Count, Max, Prefetch, QuerySet, Sum, Value, When

from consult.models import Document, DocumentKind, Dossier, PaymentLine, Payout, Person
from consult.rules.text import sort_key_of_person


def _in_force(**narrowed: object) -> QuerySet[PaymentLine]:
    """The lines of each dossier's newest list that is not revoked; ``narrowed`` says of which dossiers."""
    lists = Document.objects.filter(kind=DocumentKind.PAYMENT_LIST, revoked_at=None, **narrowed)
    newest = lists.order_by().values("dossier").annotate(newest=Max("pk")).values("newest")
    return PaymentLine.objects.filter(document__in=newest)


def lines_in_force(dossier: Dossier) -> QuerySet[PaymentLine]:
    """The lines of the dossier's newest list, with what was recorded of their payment, oldest first."""
    payouts = Payout.objects.select_related("recorded_by").order_by("pk")
    return _in_force(dossier=dossier).prefetch_related(Prefetch("payouts", payouts)).order_by("position")


def own_fees(person: Person) -> list[PaymentLine]:
    """What ``person`` is paid, newest dossier first."""
    mine = _in_force(dossier__council__seats__person=person).filter(person=person)
    return list(mine.select_related("document__dossier").order_by("-document__dossier", "position"))


def spent_on(dossiers: Collection[int]) -> dict[int, int]:
    """What the lists in force of ``dossiers`` come to, in đồng; dossiers without a list are missing."""
    if not dossiers:
        return {}
    sums = _in_force(dossier__in=dossiers).order_by().values("document__dossier").annotate(spent=Sum("amount"))
    return {row["document__dossier"]: row["spent"] for row in sums}


@dataclass(frozen=True)
class YearLine:
    """What one person is paid in one year for so many acts in so many dossiers; ``amount`` in đồng."""

    name: str
    dossiers: int
    acts: int
    amount: int


def fees_of_year(union_id: int, year: int) -> list[YearLine]:
    """By person, the most first: the lists of dossiers of ``union_id`` that were made in ``year``.

    Who has no account, such as a guest or whoever let a hall, goes by their name.
    """
    sums = (
        # A list made anew after New Year counts in its own year; the one before it counts no more.
        _in_force(union=union_id)
        .filter(document__made_at__year=year)
        .order_by()
        .values("person", stranger=Case(When(person=None, then="name"), default=Value("")))
        .annotate(
            called=Max("name"), dossiers=Count("document__dossier", distinct=True), acts=Count("pk"), paid=Sum("amount")
        )
    )
    lines = [YearLine(one["called"], one["dossiers"], one["acts"], one["paid"]) for one in sums]
    return sorted(lines, key=lambda line: (-line.amount, sort_key_of_person(line.name)))
