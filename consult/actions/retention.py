"""Throwing away what no law asks to keep, when the union's period for it is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import transaction

from consult import clock
from consult.access import check_union, require
from consult.models import (
    ConfidentialAccess,
    Dossier,
    Job,
    Notification,
    OfficeSetup,
    Organisation,
    Person,
    ReceivedMail,
    Retention,
    Stage,
)

from . import access_requests, previews
from .actor import Actor, record_of_union
from .intake import discard_draft
from .passwords import KIND as PASSWORD

What = Retention.What
# Days; 0 keeps for ever. Dossiers, documents, registers and histories are archives and are never thrown away here.
DEFAULT_DAYS: dict[str, int] = {What.NOTICES: 3 * 365, What.DRAFTS: 0, What.ACCESS_LOG: 10 * 365}
AT_MOST = 1000
UNFINISHED_DAYS = 30


def periods(union: Organisation) -> dict[str, int]:
    """The union's periods in days, by what they are for."""
    own = dict(Retention.objects.filter(union=union).values_list("what", "days"))
    return {what: own.get(what, days) for what, days in DEFAULT_DAYS.items()}


@transaction.atomic
def set_periods(*, union: Organisation, days: Mapping[str, int], by: Person) -> None:
    """Keep the union's periods, in days. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "retention.edit", union.pk)))
    for what, period in days.items():
        Retention.objects.update_or_create(union=union, what=what, defaults={"days": period})
    record_of_union(union, "retention_changed", actor, periods=dict(days))


def purge() -> int:
    """Throw away whatever is past its period, at most ``AT_MOST`` rows of a kind and union. Returns how many went."""
    gone = sum(_of(union) for union in Organisation.objects.filter(kind=Organisation.Kind.UNION))
    # Mails of a day and links that set a password belong to no dossier.
    before = clock.now() - timedelta(days=DEFAULT_DAYS[What.NOTICES])
    gone += _delete(Notification.objects.filter(dossier=None, created_at__lt=before))
    # Links that were asked for are counted by the day.
    yesterday = clock.now() - timedelta(days=1)
    over = (Job.State.DONE, Job.State.CANCELLED)
    gone += _delete(Job.objects.filter(key__startswith=f"{PASSWORD}:", created_at__lt=yesterday, state__in=over))
    # Answers of a set-up that nobody went on with name people.
    long_ago = clock.now() - timedelta(days=UNFINISHED_DAYS)
    gone += _delete(OfficeSetup.objects.filter(finished_at=None, code_made_at__lt=long_ago))
    call_command("clearsessions")
    previews.throw_away()
    gone += access_requests.throw_away()
    for session in UserSession.objects.all().iterator():
        if not session.exists():
            session.delete()
            gone += 1
    return gone


def _of(union: Organisation) -> int:
    """Throw away what is past the union's own periods; its history says how much of each kind."""
    gone = dict.fromkeys(DEFAULT_DAYS, 0)
    for what, days in periods(union).items():
        if not days:
            continue
        before = clock.now() - timedelta(days=days)
        if what == What.NOTICES:
            gone[what] += _delete(Notification.objects.filter(dossier__union=union, created_at__lt=before))
            # Letters that came by mail are archives; what programs wrote is not.
            written_by_programs = ReceivedMail.objects.filter(union=union, received_at__lt=before)
            gone[what] += _delete(written_by_programs.exclude(kind=ReceivedMail.Kind.LETTER))
        elif what == What.ACCESS_LOG:
            gone[what] += _delete(ConfidentialAccess.objects.filter(dossier__union=union, at__lt=before))
        else:
            drafts = Dossier.objects.filter(union=union, stage=Stage.DRAFT, created_at__lt=before)[:AT_MOST]
            for dossier in drafts:
                discard_draft(dossier=dossier)
                gone[what] += 1
    if any(gone.values()):
        record_of_union(
            union, "rows_destroyed", None,
            notices=gone[What.NOTICES], drafts=gone[What.DRAFTS], entries=gone[What.ACCESS_LOG],
        )  # fmt: skip
    return sum(gone.values())


def _delete(rows: object) -> int:
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_MOST])  # type: ignore[attr-defined]
    rows.model.objects.filter(pk__in=chosen).delete()  # type: ignore[attr-defined]
    return len(chosen)
