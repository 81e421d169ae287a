"""What people are paid, as the payment lists that were made say it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet, Sum

from consult.models import Document, DocumentKind, PaymentLine, Person


def _in_force(**narrowed: object) -> QuerySet[PaymentLine]:
    """The lines of each dossier's newest list that is not revoked."""
    lists = Document.objects.filter(kind=DocumentKind.PAYMENT_LIST, revoked_at=None, **narrowed)
    newest = lists.order_by().values("dossier").annotate(newest=Max("pk")).values("newest")
    return PaymentLine.objects.filter(document__in=newest)


def own_fees(person: Person) -> list[PaymentLine]:
    """What ``person`` is paid, newest dossier first."""
    mine = _in_force(dossier__council__seats__person=person).filter(person=person)
    return list(mine.select_related("document__dossier").order_by("-document__dossier", "position"))


@dataclass(frozen=True)
class YearLine:
    """What one person is paid in one year for so many acts in so many dossiers; ``amount`` in đồng."""

    name: str
    dossiers: int
    acts: int
    amount: int


def fees_of_year(union_id: int, year: int) -> list[YearLine]:
    """By person, the most first: the lists of dossiers of ``union_id`` that were made in ``year``."""
    sums = (
        _in_force(union=union_id, made_at__year=year)
        .order_by()
        .values("person")
        .annotate(
            called=Max("name"), dossiers=Count("document__dossier", distinct=True), acts=Count("pk"), paid=Sum("amount")
        )
    )
    lines = [YearLine(one["called"], one["dossiers"], one["acts"], one["paid"]) for one in sums]
    return sorted(lines, key=lambda line: (-line.amount, line.name))
