"""What an office keeps for its documents is changed by its clerk or administrator, and its history says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from consult.access import check_union, require
from consult.models import DocumentWording, LegalGround, Organisation, Person, Rate, Seal, Signatory, TaxTerms

from .actor import Actor, record_of_union
from .rows import save_rows
from .storing import forget_replaced, upload_in_store

ROWS_CHANGED = {LegalGround: "grounds_changed", Signatory: "signatories_changed"}


def require_keeper(union: Organisation, by: Person) -> Actor:
    """Who keeps this union's office data. Raises ``NotAllowed`` for everybody else."""
    return Actor.allowed(by, require(check_union(by, "office.edit", union.pk)))


@transaction.atomic
def save_heading(*, union: Organisation, by: Person) -> None:
    """Keep the names, symbol and place that ``union`` now carries."""
    actor = require_keeper(union, by)
    union.save()
    record_of_union(union, "heading_changed", actor)


def save_office_rows(
    model: type[Any], *, union: Organisation, kept: Sequence[Any], removed: Sequence[Any], by: Person
) -> None:
    """Keep and remove the union's legal grounds or its signatories. Raises ``ActionError`` (see ``save_rows``)."""
    actor = require_keeper(union, by)

    def note() -> None:
        record_of_union(union, ROWS_CHANGED[model], actor, kept=len(kept), removed=len(removed))

    if kept or removed:
        save_rows(union=union, owner="union", kept=kept, removed=removed, then=note)


@transaction.atomic
def save_wording(*, union: Organisation, kind: str, sentences: Mapping[str, str], recipients: str, by: Person) -> None:
    """Keep the union's own wording of a kind of document; without any it goes back to the default."""
    actor = require_keeper(union, by)
    if not sentences and not recipients.strip():
        DocumentWording.objects.filter(union=union, kind=kind).delete()
    else:
        DocumentWording.objects.update_or_create(
            union=union, kind=kind, defaults={"sentences": dict(sentences), "recipients": recipients.strip()}
        )
    record_of_union(union, "wording_changed", actor, document=kind)


@transaction.atomic
def set_rates(
    *, union: Organisation, amounts: Mapping[tuple[str, str], int], by: Person, terms: TaxTerms | None = None
) -> None:
    """Keep the table of rates, in đồng, and what is withheld as tax. Lists made before keep what they say."""
    actor = require_keeper(union, by)
    Rate.objects.bulk_create(
        [Rate(union=union, act=act, seat=seat, amount=amount) for (act, seat), amount in amounts.items()],
        update_conflicts=True,
        unique_fields=["union", "act", "seat"],
        update_fields=["amount"],
    )
    if terms is not None:
        kept = {"percent": terms.percent, "threshold": terms.threshold}
        TaxTerms.objects.update_or_create(union=union, defaults=kept)
    record_of_union(union, "rates_changed", actor)


def save_seal(*, union: Organisation, picture: ContentFile[Any], by: Person) -> None:
    """Keep the picture of the union's seal; the clerk answers for it. Raises ``FileFaultError`` when it is not kept."""
    require(check_union(by, "key.body", union.pk))
    new = Seal(union=union, picture=picture)
    with upload_in_store(new), transaction.atomic():
        actor = Actor.allowed(by, require(check_union(by, "key.body", union.pk)))
        seal, _created = Seal.objects.select_for_update().get_or_create(union=union, defaults={"picture": new.picture})
        seal.picture = new.picture
        forget_replaced(seal)
        seal.save()
        record_of_union(union, "seal_changed", actor)
