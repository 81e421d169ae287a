"""What an office keeps for its papers is changed by its clerk or administrator."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction

from consult.access import check_union, require
from consult.models import Organisation, PaperText, Person, Rate, Seal

from .storing import forget_replaced, upload_in_store


def require_keeper(union: Organisation, by: Person) -> None:
    """Raises ``ActionError`` unless ``by`` keeps this union's office data."""
    require(check_union(by, "office.edit", union.pk))


@transaction.atomic
def word_paper(*, union: Organisation, kind: str, sentences: Mapping[str, str], recipients: str, by: Person) -> None:
    """Keep the union's own wording of a kind of paper; without any it goes back to the default."""
    require_keeper(union, by)
    if not sentences and not recipients.strip():
        PaperText.objects.filter(union=union, kind=kind).delete()
        return
    PaperText.objects.update_or_create(
        union=union, kind=kind, defaults={"sentences": dict(sentences), "recipients": recipients.strip()}
    )


@transaction.atomic
def set_rates(*, union: Organisation, amounts: Mapping[tuple[str, str], int], by: Person) -> None:
    """Keep the table of rates, in đồng. Lists made before keep what they say."""
    require_keeper(union, by)
    for (act, seat), amount in amounts.items():
        Rate.objects.update_or_create(union=union, act=act, seat=seat, defaults={"amount": amount})


def save_seal(*, union: Organisation, picture: ContentFile, by: Person) -> None:
    """Keep the picture of the union's seal; the clerk answers for it. Raises ``FileFaultError`` when it is not kept."""
    require(check_union(by, "key.body", union.pk))
    new = Seal(union=union, picture=picture)
    with upload_in_store(new), transaction.atomic():
        require(check_union(by, "key.body", union.pk))
        seal, _created = Seal.objects.select_for_update().get_or_create(union=union, defaults={"picture": new.picture})
        seal.picture = new.picture
        forget_replaced(seal)
        seal.save()
