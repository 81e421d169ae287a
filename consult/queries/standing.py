"""Standing councils: those of an office, and those from which a dossier's council may be formed."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from consult import clock
from consult.access import Capacity
from consult.models import Dossier, Membership, Organisation, Person, StandingCouncil, StandingMember

from .candidates import active_experts


def standing_councils(union: Organisation) -> QuerySet[StandingCouncil]:
    """The union's standing councils, newest term first, each with the number of its people as ``size``."""
    return StandingCouncil.objects.filter(union=union).annotate(size=Count("members"))


def offered_for(dossier: Dossier) -> QuerySet[StandingCouncil]:
    """The standing councils whose term covers today, with their people."""
    members = StandingMember.objects.select_related("person__expert")
    found = StandingCouncil.objects.filter(union=dossier.union_id).in_term(clock.today())
    return found.prefetch_related(Prefetch("members", members))


def who_may_stand(union: Organisation) -> QuerySet[Person]:
    """The experts whom the union invites, and its own people, by name."""
    staff = Membership.objects.in_force().filter(
        organisation=union, role__in=[Capacity.OFFICER, Capacity.LEADER, Capacity.CLERK]
    )
    experts = active_experts(union.pk).order_by().prefetch_related(None).select_related(None)
    may = Q(pk__in=experts.values("person")) | Q(pk__in=staff.values("person"))
    return Person.objects.filter(may, is_active=True).select_related("expert").order_by("sort_key", "pk")
