"""Who has to be told what, by the procedure alone: whatever rows there are of notices and jobs, these mails must have come.

For dossiers that go straight through, as those of the drill do: the officer is the council's secretary, and nobody is told of
what they have just brought about themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from consult.access import Capacity
from consult.actions.notifications.notices import office, proposers, seated
from consult.models import Dossier, Job, Notification, Person, Seat


def _seats(kind: str) -> Callable[[Dossier], Iterable[Person]]:
    def found(dossier: Dossier) -> list[Person]:
        seats = Seat.objects.filter(council__dossier=dossier, kind=kind, released_at=None).select_related("person")
        return [seat.person for seat in seats]

    return found


def _office(role: Capacity) -> Callable[[Dossier], Iterable[Person]]:
    return lambda dossier: office(dossier, role)


@dataclass(frozen=True)
class ExpectedNotice:
    """One thing that is told to everybody whom ``people`` gives, ``times`` times; ``step`` is the step that waits for them."""

    kind: str
    people: Callable[[Dossier], Iterable[Person]]
    step: str = ""
    times: int = 1


PROCEDURE = (
    ExpectedNotice("received", proposers),
    ExpectedNotice("task", _office(Capacity.OFFICER), "check_completeness"),
    ExpectedNotice("accepted", proposers),
    ExpectedNotice("task", _office(Capacity.LEADER), "approve_council"),
    ExpectedNotice("appointed", seated),
    ExpectedNotice("invitation", _seats(Seat.Kind.REVIEWER), "answer_invitation"),
    ExpectedNotice("task", _office(Capacity.OFFICER), "collect_reviews"),
    ExpectedNotice("review_handed_in", _office(Capacity.OFFICER), times=2),
    ExpectedNotice("reviews_in", _office(Capacity.OFFICER)),
    ExpectedNotice("task", _office(Capacity.OFFICER), "call_meeting"),
    ExpectedNotice("meeting", seated),
    ExpectedNotice("task", _seats(Seat.Kind.CHAIR), "approve_opinion"),
    ExpectedNotice("task", _office(Capacity.LEADER), "sign_opinion"),
    ExpectedNotice("task", _office(Capacity.CLERK), "issue_opinion"),
    ExpectedNotice("issued", proposers),
    ExpectedNotice("issued", _office(Capacity.OFFICER)),
    ExpectedNotice("task", proposers, "respond"),
    ExpectedNotice("responded", _office(Capacity.OFFICER)),
    ExpectedNotice("task", _office(Capacity.OFFICER), "archive_dossier"),
)


def not_told(dossier: Dossier, received: Callable[[Notification], bool]) -> list[str]:
    """What somebody should have been told of an ended dossier and was not. ``received`` says whether a notice's mail came."""
    notices: dict[tuple[str, str, int], list[Notification]] = {}
    for notice in Notification.objects.filter(dossier=dossier).select_related("task", "job"):
        node = notice.task.node if notice.task else ""
        notices.setdefault((notice.kind, node, notice.person_id), []).append(notice)
    missing = []
    for told in PROCEDURE:
        for person in told.people(dossier):
            found = notices.get((told.kind, told.step, person.pk), [])
            if len(found) < told.times:
                missing.append(f"{dossier.title}: {told.kind} {told.step} to {person.pk}: {len(found)} of {told.times}")
            missing += [
                f"{notice.key} ({notice.job.state})"
                for notice in found
                if not received(notice) and not was_overtaken(notice)
            ]
    return missing


def was_overtaken(notice: Notification) -> bool:
    """Whether a mail that did not come was rightly not sent: it told of a step that was over by then."""
    task, job = notice.task, notice.job
    if task is None or job.state != Job.State.CANCELLED or task.finished is None:
        return False
    return job.finished_at is not None and task.finished <= job.finished_at
