"""Where a dossier stands: stages, steps, who has it, what was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from viewflow.workflow import STATUS

from consult.access import CAPACITY_LABELS, OFFICE_ROLES, Capacity, Decision, check, check_task
from consult.models import (
    Attachment,
    Document,
    DocumentVersion,
    Dossier,
    Event,
    IncomingLetter,
    Meeting,
    Organisation,
    Outcome,
    Person,
    SampleFile,
    Seat,
    Stage,
    Task,
    files_that_stand,
)
from consult.rules.questions import ChecklistItem
from consult.texts import OPEN_VERBS, acted_by, entered_text, event_text

from .responsible import responsible_of
from .reviews import may_read_review

OPEN = (STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED)
STEPPER = [Stage.INTAKE, Stage.COUNCIL, Stage.REVIEW, Stage.OPINION]


@dataclass(frozen=True)
class StageMark:
    """One of the four stages on the stepper."""

    label: str
    state: str  # done, current, ahead, stopped


def stepper(dossier: Dossier) -> list[StageMark]:
    """The four stages with the dossier's place among them."""
    order = [Stage.DRAFT, *STEPPER, Stage.RESPONSE, Stage.CLOSED]
    place = order.index(Stage(dossier.stage))
    broken_off = dossier.outcome in (Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.CANCELLED)
    marks = []
    for number, stage in enumerate(STEPPER, start=1):
        if broken_off:
            state = "stopped"
        elif number < place:
            state = "done"
        else:
            state = "current" if number == place else "ahead"
        marks.append(StageMark(str(stage.label), state))
    return marks


@dataclass(frozen=True)
class OpenStep:
    """A step that waits, for whom, until when, and whether the person who looks may do it."""

    task: Task
    who: str
    decision: Decision


def open_steps(dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> list[OpenStep]:
    """The dossier's open steps. Single reviewers' steps are shown only to themselves and to whoever manages them."""
    tasks = (
        Task.objects.filter(dossier=dossier, status__in=[STATUS.NEW, STATUS.SCHEDULED])
        .select_related("assignee", "process")
        .order_by("due_on", "pk")
    )
    steps = []
    responsible = responsible_of(dossier) if capacities & set(OFFICE_ROLES) else None
    for task in tasks:
        task.dossier = dossier
        personal = task.process.review_id is not None
        if personal and task.assignee_id != person.pk:
            continue
        decision = check_task(person, task, capacities) if task.actor and task.flow_task.act else Decision(False)
        who = _who(task, person, capacities)
        if responsible is not None and task.actor == Capacity.OFFICER and task.assignee_id is None:
            who = responsible.name
        steps.append(OpenStep(task, who, decision))
    return steps


def _who(task: Task, person: Person, capacities: frozenset[Capacity]) -> str:
    if not task.actor:
        return ""
    outside = capacities <= {Capacity.PROPOSER}
    if task.assignee is not None and not outside:
        return task.assignee.name
    return str(CAPACITY_LABELS[task.actor])


@dataclass(frozen=True)
class KeptFile:
    """One file of an attachment: its newest version, and those that it replaced, newest first."""

    newest: Attachment
    older: list[Attachment]


@dataclass(frozen=True)
class ChecklistRow:
    """One attachment of the checklist with all versions of its files: file by file, of each the newest first.

    It is not ``asked`` for where it was brought before an answer changed. ``only_after`` says on which answers it hangs
    where that is told.
    """

    item: ChecklistItem
    files: list[Attachment]
    asked: bool = True
    only_after: str = ""
    sample: SampleFile | None = None

    @property
    def standing(self) -> list[Attachment]:
        """The files that count, in the order in which they were first brought."""
        return files_that_stand(self.files)

    @property
    def kept(self) -> list[KeptFile]:
        """The files that count, each with what it replaced."""
        return [
            KeptFile(newest, [one for one in self.files if one.file_number == newest.file_number and one != newest])
            for newest in self.standing
        ]


def checklist_rows(dossier: Dossier, *, samples: bool = False) -> list[ChecklistRow]:
    """What the dossier's procedure asks for after its answers, and what was handed in.

    ``samples`` adds what the office lays out for each.
    """
    files: dict[str, list[Attachment]] = {}
    for attachment in dossier.attachments.select_related("uploaded_by").order_by("file_number", "-version"):
        files.setdefault(attachment.item, []).append(attachment)
    asked = {item.code for item in dossier.asked_items()}
    laid_out = {one.item: one for one in dossier.procedure.kind.samples.all()} if samples else {}
    return [
        ChecklistRow(item, files.get(item.code, []), asked=item.code in asked, sample=laid_out.get(item.code))
        for item in dossier.asked_items(files)
    ]


def newer_version(attachment: Attachment) -> Attachment | None:
    """The newest version of the same file, where ``attachment`` is an earlier one."""
    same = Attachment.objects.filter(
        dossier=attachment.dossier_id, item=attachment.item, file_number=attachment.file_number
    )
    newest = same.order_by("-version").first()
    return newest if newest != attachment else None


def unsorted_files(dossier: Dossier) -> list[Attachment]:
    """The files of which nobody has said yet which attachment they are."""
    return list(dossier.attachments.filter(item="").order_by("file_number"))


def documents(dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> list[Document]:
    """The documents that this person may read, each with its versions and jobs."""
    versions = DocumentVersion.objects.select_related("job").order_by("-version")
    found = (
        dossier.documents.select_related("entry", "review__seat")
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("pk")
    )
    return [document for document in found if may_read(document, dossier, person, capacities)]


def may_read(document: Document, dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> bool:
    """Whether a document is open to this person: a review's like the review itself, a letter to whom it is addressed."""
    if document.addressee_id == person.pk:
        return True
    if document.review is not None:
        may_see = check(person, "document.review", dossier, capacities)
        return bool(may_see) and may_read_review(document.review, dossier, person, capacities)
    return bool(check(person, f"document.{document.kind}", dossier, capacities))


def seats(dossier: Dossier) -> QuerySet[Seat]:
    found = Seat.objects.filter(council__dossier=dossier).select_related("person__expert", "group")
    return found.prefetch_related("reviews")


def called_meeting(dossier: Dossier) -> Meeting | None:
    """The meeting that is called, in session or interrupted."""
    if dossier.step != "hold_meeting":
        return None
    return Meeting.objects.filter(council__dossier=dossier, state__in=Meeting.LIVE).last()


def review_tasks(dossier: Dossier) -> dict[int, Task]:
    """The open step of each review, for its deadline."""
    open_ = Task.objects.filter(dossier=dossier, process__review__isnull=False, status=STATUS.NEW)
    return {
        task.process.review_id: task for task in open_.select_related("process", "assignee") if task.process.review_id
    }


# Their reasons, in older histories, are what somebody declared of themselves.
DECLARED_VERBS = ("review_conflicted", "review_declined")


def timeline(dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> list[dict[str, Any]]:
    """The history in words, newest first; those outside the office read the open part of it."""
    events = dossier.events.select_related("person").order_by("-pk")
    full = bool(check(person, "timeline.full", dossier, capacities))
    if not full:
        events = events.filter(verb__in=OPEN_VERBS)
    reads_declarations = bool(check(person, "declaration.read", dossier, capacities))
    found = list(events)
    papers, names = _named_in(found)
    return [
        {
            "event": event,
            "text": event_text(event),
            "entered": entered_text(event, papers, names if full else {}),
            "reason": event.reason if reads_declarations or event.verb not in DECLARED_VERBS else "",
            **_by(event, full, names),
        }
        for event in found
    ]


def _named_in(events: list[Event]) -> tuple[dict[str, IncomingLetter], dict[str, str]]:
    """The papers from which events were entered, and the people and bodies for whom somebody acted, by ``uid``.

    No query where none did.
    """
    papers = {event.data["paper"] for event in events if "paper" in event.data}
    letters = IncomingLetter.objects.filter(uid__in=papers).prefetch_related("corrections") if papers else ()
    whose = {event.data[key] for event in events for key in ("entered_for", "stood_in_for") if key in event.data}
    names: dict[str, str] = {}
    for rows in (Person, Organisation) if whose else ():
        names |= {str(uid): name for uid, name in rows.objects.filter(uid__in=whose).values_list("uid", "name")}
    return {str(one.uid): one for one in letters}, names


def _by(event: Event, full: bool, names: Mapping[str, str]) -> dict[str, str]:
    capacity = str(CAPACITY_LABELS.get(event.capacity, ""))
    named = full or event.capacity == Capacity.PROPOSER
    return {"who": acted_by(event, names) if named else "", "capacity": capacity}


@dataclass(frozen=True)
class DossierPath:
    """How often a dossier passed each step and each edge of its own flow, where it stands, where it was broken off."""

    steps: Counter[str] = field(default_factory=Counter)
    edges: Counter[tuple[str, str]] = field(default_factory=Counter)
    current: frozenset[str] = frozenset()
    broken_off_at: str = ""

    def state(self, step: str) -> str:
        """What the picture shows of a step: stopped, current, done, or nothing."""
        if self.broken_off_at and step == self.broken_off_at:
            return "stopped"
        return "current" if step in self.current else "done" if self.steps[step] else ""


def passed(dossier: Dossier) -> DossierPath:
    """The dossier's way so far, in two queries."""
    tasks = list(Task.objects.filter(dossier=dossier, process__review=None).order_by("pk"))
    names = {task.pk: task.flow_task.name for task in tasks if task.flow_task is not None}
    before = Task.previous.through.objects.filter(from_task__dossier=dossier).values_list("to_task", "from_task")
    stopped = [task for task in tasks if task.pk in names and task.status == STATUS.CANCELED]
    broken_off = dossier.outcome in (Outcome.WITHDRAWN, Outcome.CANCELLED)
    return DossierPath(
        Counter(names[task.pk] for task in tasks if task.pk in names and task.status == STATUS.DONE),
        Counter((names[src], names[dst]) for src, dst in before if src in names and dst in names),
        frozenset(names[task.pk] for task in tasks if task.pk in names and task.status in OPEN),
        names[stopped[-1].pk] if stopped and broken_off else "",
    )
