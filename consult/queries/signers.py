"""Who is expected to sign what is not signed yet."""

from __future__ import annotations

from consult.access import Capacity
from consult.models import Organisation, Signatory
from consult.models.organisation import in_force


def likely_signatory(union: Organisation) -> Signatory | None:
    """Who will probably sign an opinion: a leader of the union who has a title there, else whoever has one."""
    known = Signatory.objects.select_related("person").filter(union=union)
    leads = {"person__memberships__organisation": union, "person__memberships__role": Capacity.LEADER}
    return known.filter(in_force("person__memberships__"), **leads).first() or known.first()
