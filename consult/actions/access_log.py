"""Who opened a confidential dossier."""

from __future__ import annotations

from consult import clock
from consult.models import ConfidentialAccess, Dossier, Person


def log_access(dossier: Dossier, person: Person, page: str, what: str = "") -> None:
    """Keep that ``person`` opened ``page`` of a confidential dossier, once an hour for each page and file.

    What is asked again and again, such as the page of a meeting, costs a look and no row.
    """
    if not dossier.confidential:
        return
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    opened = {"dossier": dossier, "person": person, "page": page[:60], "what": what[:60], "hour": hour}
    if not ConfidentialAccess.objects.filter(**opened).exists():
        # Somebody with two windows may be written down by both at once; one row stays.
        ConfidentialAccess.objects.bulk_create([ConfidentialAccess(**opened, at=now)], ignore_conflicts=True)
