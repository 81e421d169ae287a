"""Standing councils: those of an office, and those from which a dossier's council may be formed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Prefetch, Q, QuerySet

from consult import clock
from consult.access import Capacity
from consult.models import Dossier, Membership, Organisation, Person, StandingCouncil, StandingMember

from .candidates import active_experts, pool_of


def standing_councils(union: Organisation) -> QuerySet[StandingCouncil]:
    """The union's standing councils, newest term first, each with the number of its people as ``size``."""
    return StandingCouncil.objects.filter(union=union).annotate(size=Count("members"))


def offered_for(dossier: Dossier) -> QuerySet[StandingCouncil]:
    """The standing councils whose term covers today, with their people."""
    members = StandingMember.objects.select_related("person__expert")
    found = StandingCouncil.objects.filter(union=dossier.union_id).in_term(clock.today())
    return found.prefetch_related(Prefetch("members", members))


def who_may_sit(union: int, people: Collection[int]) -> dict[int, Person]:
    """Of ``people`` those who can be put on a seat of the union's councils now: no closed account, no consent withdrawn."""
    found = pool_of(union, people).people
    return {
        pk: person for pk, person in found.items() if not getattr(getattr(person, "expert", None), "withdrawn_at", None)
    }


def who_may_stand(union: Organisation) -> QuerySet[Person]:
    """The experts whom the union invites, and its own people, by name; nobody who withdrew their consent."""
    staff = Membership.objects.in_force().filter(
        organisation=union, role__in=[Capacity.OFFICER, Capacity.LEADER, Capacity.CLERK]
    )
    experts = active_experts(union.pk).order_by().prefetch_related(None).select_related(None)
    may = Q(pk__in=experts.values("person")) | Q(pk__in=staff.values("person"))
    found = Person.objects.filter(may, is_active=True).exclude(expert__withdrawn_at__isnull=False)
    return found.select_related("expert").order_by("sort_key", "pk")
