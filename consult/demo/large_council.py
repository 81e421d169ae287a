"""The demo's large council: a version of the planning procedure that asks for seventeen seats in thematic groups."""

from __future__ import annotations

from datetime import timedelta

from consult import clock
from consult.models import Organisation, Procedure

SEATS = {"least": 17, "most": 25, "groups": True, "least_reviewers": 6, "per_employer": 3}


def ask_for_large_councils(union: Organisation, code: str) -> Procedure:
    """The next version of the kind of this code, in force since three months ago; where it was made already, that one."""
    shipped = Procedure.objects.filter(kind__union=union, kind__code=code).latest("version")
    if not shipped.shipped:
        return shipped
    return Procedure.objects.create(
        kind=shipped.kind,
        version=shipped.version + 1,
        description=shipped.description,
        config={**shipped.config, "seats": SEATS, "least_reviews": 6},
        in_force_from=clock.today() - timedelta(days=90),
    )
