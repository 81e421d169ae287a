"""What every page's frame shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from consult.access import OFFICE_ROLES, UNION_TABLE, organisations_as
from consult.access.keeping import administered
from consult.actions.uploads import too_large
from consult.models import Membership
from consult.queries.inbox import tasks_for, unread_count
from consult.queries.responsible import naming_unions


def shell(request: HttpRequest) -> dict[str, Any]:
    """The counters and the parts of the menu that this person has."""
    person = getattr(request, "user", None)
    of_all = {
        "demo": settings.DEMO,
        "file_limit": settings.UPLOAD_FILE_LIMIT,
        "file_limit_megabytes": settings.UPLOAD_FILE_LIMIT // settings.MEBIBYTE,
        "file_large": too_large().reason,
    }
    if person is None or not person.is_authenticated or request.headers.get("HX-Request"):
        return of_all
    return {
        **of_all,
        "work_count": tasks_for(person).count(),
        "unread_count": unread_count(person),
        "has_registers": bool(organisations_as(person, *OFFICE_ROLES)),
        "reads_received": bool(organisations_as(person, *UNION_TABLE["received.read"])),
        "proposes": bool(organisations_as(person, Membership.Role.PROPOSER)),
        "keeps_office": bool(organisations_as(person, "clerk", "administrator")),
        "keeps_hours": bool(organisations_as(person, *UNION_TABLE["hours.edit"])),
        "keeps_keys": bool(organisations_as(person, "clerk", "leader", "officer", "administrator")),
        "reads_office_history": bool(organisations_as(person, *UNION_TABLE["office.history"])),
        "calls_councils": bool(organisations_as(person, *UNION_TABLE["standing.edit"])),
        "represents": bool(organisations_as(person, *UNION_TABLE["upper.edit"])),
        "views_lowers": bool(organisations_as(person, *UNION_TABLE["lower.view"])),
        "divides": bool(organisations_as(person, *UNION_TABLE["division.edit"])),
        "hands_over": bool(naming_unions(person, *UNION_TABLE["responsible.hand_over"])),
        "administers": bool(administered(person)),
        "administration": settings.ADMIN and person.is_superuser,
    }
