"""Who answers for a dossier in its office: taken by oneself, named by a colleague or leader, handed over with a note."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from consult.access import Capacity, members_of
from consult.models import Dossier, Event, Organisation, Person
from consult.queries.responsible import responsible_of
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, chain_events, record
from .notifications.notices import notify, notify_separately


def require_naming(union: Organisation) -> None:
    """Raises ``ActionError`` where steps of the office wait for all officers."""
    if not union.names_responsible:
        raise ActionError("not_naming", _("In this office, steps wait for all officers."))


def take(*, dossier: Dossier, by: Actor) -> None:
    """Answer for a dossier for which nobody does. Raises ``ActionError``, also where somebody was quicker."""
    require_naming(dossier.union)
    held = responsible_of(dossier)
    if held is not None and held.pk == by.person.pk:
        raise ActionError("yours_already", _("You are responsible for this dossier already."))
    if held is not None:
        raise ActionError(
            "taken_meanwhile", _("%(name)s has taken this dossier in the meantime.") % {"name": held.name}
        )
    _require_officer(dossier, by.person)
    _keep(dossier, by.person)
    record(dossier, "responsible_taken", by)


def name_responsible(*, dossier: Dossier, to: Person | None, seen: int | None, note: str, by: Actor) -> Event:
    """Let ``to`` answer for a dossier, or all officers (None). ``seen`` is who did by the page that was looked at.

    Whoever takes over from somebody gets a note. Nobody is told yet. Raises ``ActionError``.
    """
    require_naming(dossier.union)
    if dossier.responsible_id != seen:
        name = dossier.responsible.name if dossier.responsible else _("all officers")
        raise ActionError(
            "changed_meanwhile",
            _("Somebody has changed who is responsible in the meantime (%(dossier)s: %(name)s). Look again.")
            % {"dossier": dossier.code, "name": name},
            where="to",
        )
    held = responsible_of(dossier)
    if to == held:
        raise ActionError("unchanged", _("This is so already (%(dossier)s).") % {"dossier": dossier.code}, where="to")
    if to is not None:
        _require_officer(dossier, to)
    if held is not None and not normal(note):
        raise ActionError("note_missing", _("Write a note for whoever takes over."), where="note")
    _keep(dossier, to)
    if to is None:
        return record(dossier, "responsible_released", by, reason=normal(note))
    return record(dossier, "responsible_named", by, reason=normal(note), name=to.name)


def tell(*, dossier: Dossier, before: Person | None, event: Event, by: Actor) -> None:
    """Tell who answers for one dossier now, and who did ``before``."""
    key = f"e{event.pk}"
    after = [dossier.responsible] if dossier.responsible else []
    said = {"name": by.person.name, "reason": event.reason}
    notify(after, "made_responsible", dossier=dossier, key=key, besides=by.person, **said)
    if before is not None:
        notify([before], "responsibility_ended", dossier=dossier, key=key, besides=by.person, **said)


def hand_over(*, dossiers: Iterable[tuple[Dossier, int | None]], to: Person | None, note: str, by: Actor) -> int:
    """Name one officer for several dossiers, each with who answered for it when it was looked at; all or none.

    The dossiers' rows are locked. Everybody concerned is told once. Raises ``ActionError``.
    """
    lost: dict[Person, int] = {}
    event: Event | None = None
    count = 0
    for dossier, seen in dossiers:
        before = responsible_of(dossier)
        event = name_responsible(dossier=dossier, to=to, seen=seen, note=note, by=by)
        chain_events(dossier)
        count += 1
        if before is not None:
            lost[before] = lost.get(before, 0) + 1
    if event is None:
        return 0
    said = {"name": by.person.name, "reason": normal(note)}
    key = f"e{event.pk}"
    if to is not None and to.pk != by.person.pk:
        notify_separately([to], "dossiers_handed_over", key=key, union_id=event.union_id, count=count, **said)
    for person, number in lost.items():
        if person.pk != by.person.pk:
            notify_separately([person], "dossiers_taken_over", key=key, union_id=event.union_id, count=number, **said)
    return count


def _require_officer(dossier: Dossier, person: Person) -> None:
    if person.pk not in members_of(dossier.union_id, Capacity.OFFICER):
        raise ActionError(
            "not_an_officer", _("%(name)s is not an officer of this union.") % {"name": person.name}, where="to"
        )


def _keep(dossier: Dossier, person: Person | None) -> None:
    dossier.responsible = person
    dossier.save(update_fields=["responsible", "search_text"])
