"""Two accounts of one person become one: nothing is lost, and nobody sees more than before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_facts, require
from consult.access.keeping import check_person
from consult.models import Dossier, Expert, Membership, Person, Seat
from consult.refusals import ActionError
from consult.rules.text import normal

from .accounts import end_access, tell_at_once
from .actor import Actor, record_of_union
from .joined_rows import MOVED, MOVED_UNLESS_THERE
from .notifications.notices import MAIL_TO
from .people import union_of

NOWHERE = "@joined.invalid"
DAY = timedelta(days=1)


@transaction.atomic
def join_accounts(*, remaining: Person, other: Person, by: Person, reason: str) -> None:
    """Join ``other`` into ``remaining``; ``other`` is closed and its address opens nothing. The person is told.

    Histories go on naming the account by which something was done. Raises ``ActionError`` for one's own account, where the
    two would meet in one council or in one dossier, hold a role at different times, or are two experts of whom another union
    keeps one; ``NotAllowed`` where one of them takes part in another union's work.
    """
    if by.pk in (remaining.pk, other.pk):
        raise ActionError("oneself", _("Your own accounts are joined by another administrator."))
    if remaining.pk == other.pk:
        raise ActionError("same_account", _("This is the same account."), where="email")
    require(check_person(by, other), known=False)
    actor = Actor.allowed(by, require(check_person(by, remaining), known=False))
    if not normal(reason):
        raise ActionError("reason_missing", _("Give the reason."), where="reason")
    locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=[remaining.pk, other.pk]).order_by("pk")
    found = {person.pk: person for person in locked}
    remaining, other = found[remaining.pk], found[other.pk]
    if not remaining.is_active or other.joined_into_id is not None or other.erased_at is not None:
        raise ActionError(
            "account_closed", _("One of the accounts is closed for good, or the one that remains is closed.")
        )
    _require_apart(remaining, other)
    _join_roles(remaining, other)
    _join_experts(remaining, other, by)
    _move_rows(remaining, other)
    address = other.email
    _close(remaining, other)
    _tell(remaining, address, other.name)
    union = union_of(by, remaining)
    if union is not None:
        whom = {"person": str(remaining.uid), "other": str(other.uid)}
        record_of_union(union, "accounts_joined", actor, reason=normal(reason), **whom)


def _require_apart(remaining: Person, other: Person) -> None:
    """Nobody sits twice in a council, or in one about what they submitted themselves."""
    seats = Seat.objects.filter(released_at=None)
    mine = seats.filter(person=remaining).values("council")
    if seats.filter(person=other, council__in=mine).exists():
        raise ActionError(
            "same_council", _("Both accounts have a seat in the same council. One of them has to leave it first.")
        )
    for one, submitter in ((remaining, other), (other, remaining)):
        sitting = seats.filter(person=one).values("council__dossier")
        if Dossier.objects.filter(submitter=submitter, pk__in=sitting).exists():
            raise ActionError(
                "submitted_and_sits", _("One account submitted a dossier in whose council the other sits.")
            )


def _join_roles(remaining: Person, other: Person) -> None:
    """One row for each role. Days that touch are put together; what ended long ago stays with the closed account."""
    held = {(row.organisation_id, row.role): row for row in remaining.memberships.all()}
    for row in other.memberships.select_related("organisation"):
        mine = held.get((row.organisation_id, row.role))
        if mine is None:
            row.person = remaining
            row.save(update_fields=["person"])
        elif _touch(mine, row):
            mine.since = min(mine.since, row.since) if mine.since and row.since else None
            mine.until = max(mine.until, row.until) if mine.until and row.until else None
            row.delete()
            mine.save(update_fields=["since", "until"])
        elif _is_past(mine):
            mine.since, mine.until, row.since, row.until = row.since, row.until, mine.since, mine.until
            row.save(update_fields=["since", "until"])
            mine.save(update_fields=["since", "until"])
        elif not _is_past(row):
            raise ActionError(
                "roles_apart",
                _("Both accounts hold the role %(role)s at different times. Change the days first, so that they touch.")
                % {"role": f"{row.get_role_display()} – {row.organisation}"},
            )


def _is_past(row: Membership) -> bool:
    return row.until is not None and row.until < clock.today()


def _touch(one: Membership, two: Membership) -> bool:
    return (one.since or date.min) <= _after(two.until) and (two.since or date.min) <= _after(one.until)


def _after(until: date | None) -> date:
    return date.max if until is None or until == date.max else until + DAY


def _require_own_facts(by: Person, *experts: Expert) -> None:
    """Facts that another union keeps are neither dropped nor added to. Whoever signs in keeps their own, in either account."""
    for expert in experts:
        decision = check_facts(by, expert)
        if not decision and decision.code != "keeps_own_data":
            raise ActionError(
                "another_unions_data",
                _(
                    "Both accounts are in the registry of experts, and another union manages the data of one of them. It has "
                    "to hand them over first."
                ),
            )


def _join_experts(remaining: Person, other: Person, by: Person) -> None:
    """One profile: what the remaining one lacks comes from the other; who withdrew with either account has withdrawn."""
    theirs = Expert.objects.filter(person=other).first()
    if theirs is None:
        return
    mine = Expert.objects.filter(person=remaining).first()
    if mine is None:
        theirs.person = remaining
        theirs.save()
        return
    _require_own_facts(by, mine, theirs)
    for name in ("degree", "employer", "employer_organisation", "place", "association", "biography", "keeper",
                 "consented_at", "withdrawn_at"):  # fmt: skip
        if not getattr(mine, name):
            setattr(mine, name, getattr(theirs, name))
    mine.subject_areas.add(*theirs.subject_areas.all())
    known = set(mine.ties.values_list("kind", "body", "union"))
    for tie in theirs.ties.all():
        if (tie.kind, tie.body, tie.union_id) not in known:
            tie.expert = mine
            tie.save(update_fields=["expert"])
    theirs.files.update(expert=mine)
    theirs.proposals.update(expert=mine)
    _join_judgements(mine, theirs)
    theirs.delete()
    mine.save()


def _join_judgements(mine: Expert, theirs: Expert) -> None:
    """What one union holds of both: it invites neither where it did not invite one."""
    own = {row.union_id: row for row in mine.judgements.all()}
    for row in theirs.judgements.all():
        kept = own.get(row.union_id)
        if kept is None:
            row.expert = mine
            row.save(update_fields=["expert"])
        else:
            kept.invited = kept.invited and row.invited
            kept.note = "\n".join(filter(None, (kept.note, row.note)))
            kept.save(update_fields=["invited", "note"])


def _column(label: str) -> tuple[Any, str]:
    model, _dot, column = label.rpartition(".")
    return apps.get_model(model), column


def _move_rows(remaining: Person, other: Person) -> None:
    for label in MOVED:
        model, column = _column(label)
        model._base_manager.filter(**{column: other}).update(**{column: remaining})
    for label, same in MOVED_UNLESS_THERE.items():
        model, column = _column(label)
        there = set(model._base_manager.filter(**{column: remaining}).values_list(*same or ("pk",)))
        for row in model._base_manager.filter(**{column: other}).order_by("pk"):
            what = tuple(getattr(row, model._meta.get_field(name).attname) for name in same)
            if what in there or (not same and there):
                continue
            model._base_manager.filter(pk=row.pk).update(**{column: remaining})
            there.add(what)


def _close(remaining: Person, other: Person) -> None:
    remaining.phone = remaining.phone or other.phone
    if remaining.quiet_from is None:
        remaining.quiet_from, remaining.quiet_until = other.quiet_from, other.quiet_until
    remaining.keeper = remaining.keeper or other.keeper
    remaining.save()
    Authenticator.objects.filter(user=other).delete()
    end_access(other)
    other.groups.clear()
    other.user_permissions.clear()
    other.email, other.phone, other.quiet_from, other.quiet_until = f"{other.pk}{NOWHERE}", "", None, None
    other.is_active, other.joined_into = False, remaining
    other.save()
    for expert in Expert.objects.filter(person=remaining):
        expert.save()


def _tell(remaining: Person, address: str | None, name: str) -> None:
    """The person is told at both addresses: somebody may have been taken for somebody else.

    An account without an ``address`` is called by its ``name``.
    """
    tell_at_once(remaining, "accounts_joined", {"address": address or name})
    if address is not None:
        tell_at_once(remaining, "address_left", {"address": address, MAIL_TO: address})
