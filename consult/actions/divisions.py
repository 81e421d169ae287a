"""The model of an office: its divisions, and whether steps wait for one officer of each dossier or for all."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.access import Capacity, check_union, members_of, require
from consult.access.keeping import check_role
from consult.models import Division, Membership, Organisation, Person
from consult.refusals import ActionError

from .actor import Actor, record_of_union
from .rows import save_rows


def save_divisions(*, union: Organisation, kept: Sequence[Division], by: Person) -> None:
    """Keep the union's divisions. Raises ``ActionError`` (see ``save_rows``)."""
    actor = Actor.allowed(by, require(check_union(by, "division.edit", union.pk)))

    def note() -> None:
        record_of_union(union, "divisions_changed", actor, kept=len(kept))

    if kept:
        save_rows(union=union, owner="union", kept=kept, removed=[], then=note)


@transaction.atomic
def set_naming(*, union: Organisation, names_responsible: bool, by: Person) -> None:
    """Let steps of the office wait for the responsible officer of each dossier, or for all. Raises ``ActionError``.

    Who was named stays on the rows, and counts again if the office names officers again.
    """
    actor = Actor.allowed(by, require(check_union(by, "division.edit", union.pk)))
    union = Organisation.objects.select_for_update().get(pk=union.pk)
    if union.names_responsible == names_responsible:
        return
    if names_responsible and len(members_of(union.pk, Capacity.OFFICER)) < 2:
        raise ActionError(
            "one_officer",
            _("This office has one officer: everything waits for them anyway."),
            where="names_responsible",
        )
    union.names_responsible = names_responsible
    union.save(update_fields=["names_responsible"])
    if names_responsible:
        record_of_union(union, "officers_named", actor)
    else:
        record_of_union(union, "officers_pooled", actor)


@transaction.atomic
def set_division(*, membership: Membership, division: Division | None, by: Person) -> None:
    """Let somebody's role be in a division of the same union, or in none. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_role(by, membership.person, membership.organisation), known=False))
    require_of_union(division, membership.organisation)
    if membership.division == division:
        return
    membership.division = division
    membership.save(update_fields=["division"])
    record_division(membership, actor)


def record_division(membership: Membership, actor: Actor) -> None:
    """Write into the union's history in which division a role is."""
    record_of_union(
        membership.organisation,
        "division_given",
        actor,
        person=str(membership.person.uid),
        division=membership.division.name if membership.division else "–",
    )


def require_of_union(division: Division | None, organisation: Organisation) -> None:
    """Raises ``ActionError`` for a division of another body."""
    if division is not None and division.union_id != organisation.pk:
        raise ActionError("another_division", _("Choose a division of the same union."), where="division")
