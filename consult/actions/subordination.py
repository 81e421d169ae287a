"""A union asks to be under another, says what the upper one sees, and leaves; the upper one confirms or refuses."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_union, members_of, require
from consult.models import Membership, Notification, Organisation, Person, Subordination
from consult.refusals import ActionError, gone
from consult.rules.text import normalise_for_search

from .actor import Actor, record_of_union
from .notifications.notices import notify_separately

# Who is told by a stranger's hand is not told without end: requests of one union to another.
A_DAY = 5


@transaction.atomic
def ask_upper(*, union: Organisation, name: str, by: Person) -> Subordination:
    """Ask the union of this name, however it is spelt, to be under it. Nothing is shown before it confirms, and what is shown
    then says ``set_shows``. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "upper.edit", union.pk)))
    upper = Organisation.objects.filter(kind=Organisation.Kind.UNION, search_text=normalise_for_search(name)).first()
    if upper is None:
        raise ActionError("unknown_union", _("There is no union of this name here."), where="name")
    _lock(union, upper)
    if Subordination.objects.filter(lower=union).exists():
        raise ActionError("has_upper", _("This union is under another, or has asked, already."), where="name")
    _require_no_circle(union, upper)
    leaders = _leaders(upper)
    _require_not_told_enough(union, leaders)
    row = Subordination.objects.create(lower=union, upper=upper, asked_by=by)
    record_of_union(union, "upper_asked", actor, body=str(upper.uid))
    notify_separately(
        leaders, "lower_asked", key=f"{row.pk}:{row.asked_at.timestamp()}", union_id=upper.pk, union=union.name,
        lower=union.pk,
    )  # fmt: skip
    return row


def _require_not_told_enough(lower: Organisation, leaders: list[Person]) -> None:
    told = Notification.objects.filter(
        person__in=leaders, kind="lower_asked", data__lower=lower.pk, created_at__gt=clock.now() - timedelta(days=1)
    )
    if any(row["times"] >= A_DAY for row in told.values("person").order_by().annotate(times=Count("pk"))):
        raise ActionError("asked_enough", _("Your union has asked this one often enough for today."), where="name")


@transaction.atomic
def set_shows(*, union: Organisation, shows: str, by: Person) -> None:
    """Say what the upper union sees from now on. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "upper.edit", union.pk)))
    row = _taken(lower=union)
    if row.shows == shows:
        return
    row.shows = shows
    row.save(update_fields=["shows"])
    record_of_union(union, "upper_shows_changed", actor, body=str(row.upper.uid), shows=shows)


@transaction.atomic
def leave_upper(*, union: Organisation, by: Person) -> None:
    """Be under no union any more, or take the request back. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "upper.edit", union.pk)))
    row = _taken(lower=union)
    key = f"{row.pk}:{row.asked_at.timestamp()}"
    upper, confirmed = row.upper, row.confirmed_at is not None
    row.delete()
    record_of_union(union, "upper_left", actor, body=str(upper.uid))
    if confirmed:
        notify_separately(_leaders(upper), "lower_left", key=key, union_id=upper.pk, union=union.name)


@transaction.atomic
def confirm_lower(*, row: Subordination, by: Person) -> None:
    """Let a union that has asked be under this one. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "lower.decide", row.upper_id)))
    row = _taken(pk=row.pk)
    if row.confirmed_at is not None:
        raise ActionError("confirmed_already", _("This has been confirmed already."))
    _lock(row.lower, row.upper)
    _require_no_circle(row.lower, row.upper)
    row.confirmed_at, row.confirmed_by = clock.now(), by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record_of_union(row.upper, "lower_confirmed", actor, body=str(row.lower.uid))
    record_of_union(row.lower, "upper_confirmed", None, body=str(row.upper.uid))
    _answer("upper_confirmed", row)


@transaction.atomic
def drop_lower(*, row: Subordination, by: Person) -> None:
    """Refuse a request, or have a union under this one no longer. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "lower.decide", row.upper_id)))
    row = _taken(pk=row.pk)
    kept, pk = row, row.pk
    row.delete()
    kept.pk = pk
    record_of_union(kept.upper, "lower_dropped", actor, body=str(kept.lower.uid))
    record_of_union(kept.lower, "upper_dropped", None, body=str(kept.upper.uid))
    _answer("upper_dropped", kept)


def _answer(kind: str, row: Subordination) -> None:
    """Tell those who lead and administer the lower union."""
    leaders = members_of(row.lower_id, Capacity.LEADER) | members_of(row.lower_id, Membership.Role.ADMINISTRATOR)
    people = Person.objects.filter(pk__in=leaders)
    key, union = f"{row.pk}:{row.asked_at.timestamp()}", row.lower_id
    if kind == "upper_confirmed":
        notify_separately(people, "upper_confirmed", key=key, union_id=union, union=row.upper.name)
    else:
        notify_separately(people, "upper_dropped", key=key, union_id=union, union=row.upper.name)


def _taken(**of: object) -> Subordination:
    """The row, locked. Raises ``ActionError`` when there is none, or no longer."""
    row = Subordination.objects.select_for_update(of=("self",)).select_related("lower", "upper").filter(**of).first()
    if row is None and "lower" in of:
        # Whoever is under no union asks for one on the same page: nothing of theirs is gone.
        raise ActionError("no_upper", gone().reason)
    if row is None:
        raise gone()
    return row


def _lock(*unions: Organisation) -> None:
    """Two unions that ask for each other at the same moment wait for each other here."""
    list(Organisation.objects.select_for_update().filter(pk__in=[one.pk for one in unions]).order_by("pk"))


def _require_no_circle(lower: Organisation, upper: Organisation) -> None:
    if lower.pk == upper.pk:
        raise ActionError("itself", _("A union is not under itself."), where="name")
    seen: set[int] = {lower.pk}
    above: int | None = upper.pk
    while above is not None and above not in seen:
        seen.add(above)
        row = Subordination.objects.filter(lower=above, confirmed_at__isnull=False).values_list("upper", flat=True)
        above = row.first()
    if above == lower.pk:
        raise ActionError("circle", _("That union is under this one."), where="name")


def _leaders(union: Organisation) -> list[Person]:
    return list(Person.objects.filter(pk__in=members_of(union.pk, Capacity.LEADER)))
