"""Mails that did not arrive: the address corrected, and the mail sent again."""

from __future__ import annotations

from django.db import transaction

from consult.actions import accounts, jobs
from consult.models import Job, Person
from consult.refusals import gone

from .locking import decide, lock


@transaction.atomic
def correct_address(*, job_id: int, by: Person, email: str) -> None:
    """Correct the address of whomever a given-up mail was for, and send it again. Raises ``ActionError``."""
    job = Job.objects.select_related("notification__person").filter(pk=job_id, kind=Job.Kind.MAIL).first()
    if job is None or job.notification is None or job.dossier_id is None:
        raise gone()
    dossier = lock(job.dossier_id)
    actor = decide(by, "address.correct", dossier)
    accounts.correct_address(person=job.notification.person, by=actor, union=dossier.union, email=email)
    jobs.retry(job)
