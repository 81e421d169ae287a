"""Finding a date: possible times are asked, everybody with a seat answers by a tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from consult import clock
from consult.actions.actor import Actor, record
from consult.actions.notifications.notices import notify
from consult.models import Availability, Dossier, Review, Seat, Slot
from consult.refusals import ActionError

MOST_SLOTS = 24


def ask_dates(*, dossier: Dossier, by: Actor, moments: Sequence[datetime]) -> None:
    """Ask the council when it can meet. Times asked before stay, with their answers. Raises ``ActionError``."""
    coming = sorted({moment for moment in moments if moment > clock.now()})
    if not coming:
        raise ActionError("dates_missing", _("Choose at least one time in the future."))
    if dossier.council.slots.exclude(starts_at__in=coming).count() + len(coming) > MOST_SLOTS:
        raise ActionError(
            "too_many_dates", _("At most %(most)s times can be proposed; remove some first.") % {"most": MOST_SLOTS}
        )
    made = [Slot.objects.get_or_create(council=dossier.council, starts_at=moment)[1] for moment in coming]
    if not any(made):
        return
    record(dossier, "dates_asked", by)
    newest = dossier.council.slots.order_by("-id").values_list("id", flat=True).first()
    people = [seat.person for seat in _seats(dossier)]
    notify(people, "dates", dossier=dossier, key=f"s{dossier.pk}:{newest}", besides=by.person, dates=True)


def _seats(dossier: Dossier) -> list[Seat]:
    """Seats whose people see the dossier: not those who are still to answer their invitation."""
    asked = Review.objects.filter(seat=OuterRef("pk"), round=dossier.round, state=Review.State.INVITED)
    return list(dossier.council.seats.filter(~Exists(asked), released_at=None).select_related("person"))


def drop_date(*, dossier: Dossier, by: Actor, slot: int) -> None:
    """Take a possible time back."""
    dossier.council.slots.filter(pk=slot).delete()


def answer_date(*, dossier: Dossier, by: Actor, slot: int, answer: str) -> None:
    """Say whether one can come. Raises ``ActionError``."""
    seat = dossier.council.seats.filter(person=by.author, released_at=None).first()
    found = dossier.council.slots.filter(pk=slot).first()
    if seat is None or found is None or answer not in Availability.Answer.values:
        raise ActionError("date_not_asked", _("This time is no longer proposed."))
    Availability.objects.update_or_create(slot=found, seat=seat, defaults={"answer": answer})
