"""What people are paid, as the payment lists that were made say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from consult.models import DocumentKind, DocumentVersion, Dossier, Person


@dataclass(frozen=True)
class Fee:
    """One line of a payment list; ``amount`` in đồng."""

    dossier: Dossier
    person: int
    name: str
    reason: str
    amount: int


def _fees(**narrowed: object) -> Iterator[Fee]:
    """The lines of the newest version of each list. Lists from before lines named their people have none."""
    versions = (
        DocumentVersion.objects.filter(document__kind=DocumentKind.PAYMENT_LIST, document__revoked_at=None, **narrowed)
        .select_related("document__dossier")
        .order_by("document__dossier", "-document", "-version")
    )
    seen: set[int] = set()
    for version in versions:
        dossier = version.document.dossier
        if dossier.pk in seen:
            continue
        seen.add(dossier.pk)
        for line in version.data.get("lines", []):
            if line.get("person"):
                yield Fee(dossier, line["person"], line["name"], line["reason"], line["dong"])


def own_fees(person: Person) -> list[Fee]:
    """What ``person`` is paid, newest dossier first."""
    mine = _fees(document__dossier__council__seats__person=person)
    return sorted((fee for fee in mine if fee.person == person.pk), key=lambda fee: -fee.dossier.pk)


@dataclass
class YearLine:
    """What one person is paid in one year; ``amount`` in đồng."""

    name: str
    dossiers: set[str]
    acts: int
    amount: int


def fees_of_year(union_id: int, year: int) -> list[YearLine]:
    """By person, the most first: the lists of dossiers of ``union_id`` that were made in ``year``."""
    found: dict[int, YearLine] = defaultdict(lambda: YearLine("", set(), 0, 0))
    for fee in _fees(document__dossier__union=union_id, document__made_at__year=year):
        line = found[fee.person]
        line.name = fee.name
        line.dossiers.add(fee.dossier.code)
        line.acts += 1
        line.amount += fee.amount
    return sorted(found.values(), key=lambda line: (-line.amount, line.name))
