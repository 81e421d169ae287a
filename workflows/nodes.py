"""What viewflow lacks here: a human step with an actor and a due date, and a step that waits for a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import now
from viewflow.workflow import STATUS, Activation, flow

from consult import clock
from consult.access import Capacity, check_task
from consult.actions.deadlines import calendar_of, due_date
from consult.actions.decisions import StepDecision
from consult.actions.notifications.notices import notify_actors
from consult.documents import DEFINITIONS
from consult.models import DocumentKind, Dossier, LegalGround, Person, Process, Seat, Stage
from consult.rules.reminders import next_reminder

from .viewflow_parts import AbstractJob, AbstractJobActivation, ViewActivation


class DossierLock:
    """A dossier's row is the lock of all its processes, so that no two of them ever wait for each other.

    ``select_for_update`` on PostgreSQL; on SQLite the IMMEDIATE transaction is the lock.
    """

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            owner = Process.objects.filter(pk=process_pk).values("dossier_id")
            Dossier.objects.select_for_update().filter(pk__in=owner).exists()
            yield


@dataclass(frozen=True)
class DecisionCondition:
    """A condition for gateways: the last human step was decided so. ``label`` is the decision in words."""

    decision: str
    label: str | Promise

    def __call__(self, activation: Activation) -> bool:
        return bool(activation.process.decision == self.decision)


def decided(decision: str, label: str | Promise = "") -> DecisionCondition:
    """The condition for one of the ``StepDecision`` words, or for a word of the step's own with its ``label``."""
    return DecisionCondition(decision, label or StepDecision(decision).label)


class Choice(flow.Switch):
    """A gateway with more than two ways; the last one, ``otherwise`` in words, is taken when no condition holds."""

    def __init__(self, *, title: str | Promise, otherwise: str | Promise) -> None:
        super().__init__()
        self.otherwise = otherwise
        self.Annotation(title=title)


class Submission(flow.StartHandle):
    """How a flow begins; ``actor`` is whose act that is, ``documents`` are the kinds of document made then."""

    def __init__(
        self,
        func: Any,
        *,
        title: str | Promise,
        actor: Capacity | None = None,
        documents: Sequence[DocumentKind] = (),
    ) -> None:
        super().__init__(func)
        self.actor = actor
        self.documents = tuple(documents)
        self.Annotation(title=title)


class HumanTaskActivation(ViewActivation):
    """A step that waits for a person until its due date."""

    @classmethod
    def create(
        cls, flow_task: HumanTask, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> HumanTaskActivation:
        process = prev_activation.process
        dossier = process.dossier
        due = due_date(dossier, flow_task.days)
        task = flow_task.flow_class.task_class(
            process=process,
            dossier=dossier,
            flow_task=flow_task,
            node=flow_task.name,
            token=token,
            actor=flow_task.actor,
            assignee=flow_task.assignee_of(process),
            due_on=due,
            opened_at=clock.now(),
            next_reminder_on=next_reminder(
                clock.today(), due, calendar_of(dossier.union_id), dossier.procedure.rules.reminders
            ),
            data=data or {},
        )
        task.save()
        task.previous.add(prev_activation.task)
        if flow_task.leads:
            dossier.stage = flow_task.stage
            dossier.step = flow_task.name
            dossier.due_on = due
            dossier.save(update_fields=["stage", "step", "due_on", "search_text"])
        acting = getattr(prev_activation.process, "acting", None)
        notify_actors(task, kind=flow_task.notice, besides=acting)
        return cls(task)

    @Activation.status.transition(source=[STATUS.NEW], target=STATUS.STARTED)
    def begin(self, person: Person | None) -> None:
        """Take the step in hand, ``person`` being None when the system closes it."""
        self.task.owner = person
        self.task.started = now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        self.task.next_reminder_on = None
        super().complete.original()

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW], target=STATUS.CANCELED)
    def cancel(self) -> None:
        self.task.finished = now()
        self.task.next_reminder_on = None
        self.task.save()

    def perform(self, person: Person | None, decision: str) -> None:
        """Close the step with what was decided, and move on."""
        self.process.decision = decision
        self.process.acting = person
        self.process.save(update_fields=["decision"])
        self.begin(person)
        self.execute()


class HumanTask(flow.View):
    """A step for a person.

    ``act`` is the action that does it; ``actor`` the role or seat for which it waits; ``days`` the field of the
    procedure's ``Days`` that gives its working days; ``stage`` where the dossier stands meanwhile. ``assignee`` finds the
    one person for whom it waits where the seat alone does not say. ``leads`` says that the step is the dossier's own, not a
    single reviewer's. ``prepare`` does what is slow of the step before the dossier's row is taken: a context that turns the
    form's data into what ``act`` is given, and puts away what it made when the step fails. ``documents`` are the kinds of
    document that its action may make; ``basis`` is the key of the union's legal ground on which the step rests.
    ``rehearsed`` steps are refused while a document that they lead to could not be made; said by ``documents`` unless told.
    ``ahead`` makes, in the rehearsal only, a document of later steps from what this one has decided.
    """

    activation_class = HumanTaskActivation

    def __init__(
        self,
        act: Callable[..., str] | None,
        *,
        actor: Capacity,
        days: str,
        stage: Stage,
        title: Any,
        assignee: Callable[[Dossier], Person] | None = None,
        leads: bool = True,
        notice: str = "task",
        prepare: Callable[..., AbstractContextManager[dict[str, Any]]] | None = None,
        documents: Sequence[DocumentKind] = (),
        basis: LegalGround.Key | None = None,
        rehearsed: bool | None = None,
        ahead: Callable[..., None] | None = None,
    ) -> None:
        super().__init__(view=None)
        self.act = act
        self.ahead = ahead
        self.rehearsed = any(DEFINITIONS[kind].authored for kind in documents) if rehearsed is None else rehearsed
        self.prepare = prepare
        self.actor = actor
        self.find_assignee = assignee
        self.days = days
        self.stage = stage
        self.leads = leads
        self.notice = notice
        self.documents = tuple(documents)
        self.basis = basis
        self.Annotation(title=title)

    def assignee_of(self, process: Process) -> Person | None:
        """The one person for whom the step waits, when it waits for a seat."""
        if process.review is not None:
            reviewer: Person = process.review.seat.person
            return reviewer
        if self.find_assignee is not None:
            return self.find_assignee(process.dossier)
        if self.actor in (Capacity.CHAIR, Capacity.SECRETARY):
            seat = Seat.objects.select_related("person").get(
                council__dossier_id=process.dossier_id, kind=self.actor, released_at=None
            )
            return seat.person
        return None

    def can_execute(self, user: Person, task: Any) -> bool:
        return bool(check_task(user, task))

    def can_assign(self, user: Person, task: Any) -> bool:
        return False

    def can_unassign(self, user: Person, task: Any) -> bool:
        return False


class AwaitReviewsActivation(HumanTaskActivation):
    """A step that the officer watches and the system closes."""

    def arrive(self) -> None:
        """Everything that was awaited is here."""
        self.perform(None, "arrived")


class AwaitReviews(HumanTask):
    """Waits until the procedure has its reviews; the officer sees it among their work and may replace reviewers."""

    activation_class = AwaitReviewsActivation


class SystemStep(flow.Function):
    """A step that the system takes by itself, at ``stage``. ``documents`` and ``basis`` as of a ``HumanTask``."""

    def __init__(
        self,
        func: Any,
        *,
        stage: Stage,
        title: Any,
        documents: Sequence[DocumentKind] = (),
        basis: LegalGround.Key | None = None,
    ) -> None:
        super().__init__(func)
        self.stage = stage
        self.documents = tuple(documents)
        self.basis = basis
        self.Annotation(title=title)


class DocumentJobActivation(AbstractJobActivation):
    """A step that waits until a worker has made a document.

    The row of the job and the row of this task are the truth; the message to the worker may be lost.
    """

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        self.task.started = now()
        self.task.save()
        dossier = self.process.dossier
        dossier.step, dossier.due_on = self.flow_task.name, None
        dossier.save(update_fields=["step", "due_on", "search_text"])
        self.flow_task.make(dossier=dossier, task=self.task)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Go on. A failure takes the transaction back and the job is tried again."""
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        self.task.finished = now()
        self.task.save()


class DocumentJob(AbstractJob):
    """Asks for a document of the kind ``document`` with ``make(dossier=…, task=…)``; goes on once it is made and kept."""

    activation_class = DocumentJobActivation

    def __init__(
        self, make: Callable[..., Any], *, stage: Stage, title: Any, document: DocumentKind, basis: LegalGround.Key
    ) -> None:
        super().__init__()
        self.make = make
        self.stage = stage
        self.documents = (document,)
        self.basis = basis
        self.Annotation(title=title)
