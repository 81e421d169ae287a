"""A flow as numbered steps with their ways, read from the flow itself, for whatever shows the procedure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import flow

from consult.access import CAPACITY_LABELS
from consult.documents import DEFINITIONS
from consult.models import DocumentKind, LegalGround, Stage
from consult.rules.procedure import Days, Rules

from .dossier import DossierFlow, steps
from .nodes import Choice, DecisionCondition, DocumentJob, HumanTask
from .viewflow_parts import conditions_of, next_nodes

Text = str | Promise


@dataclass(frozen=True)
class Way:
    """One way out of a step: the decision that takes it, where it leads, and whether that is back."""

    label: Text
    end: str
    title: Text
    number: int
    back: bool


@dataclass(frozen=True)
class DocumentOfStep:
    """A kind of document that a step makes, and whether it gets a number of the register."""

    label: Text
    numbered: bool


@dataclass(frozen=True)
class Step:
    """One node of a flow. A choice has no ``number`` of its own; ``days`` are working days."""

    name: str
    number: int
    title: Text
    shape: str  # human, document, system, choice, start, end
    stage: Stage
    who: Text
    days: int | None
    documents: list[DocumentOfStep]
    basis: LegalGround.Key | None
    ways: list[Way]


@dataclass(frozen=True)
class ListedStep:
    """A numbered step with the question that follows it, and where the answers lead."""

    step: Step
    question: Text
    ways: list[Way]


def _shape(node: Any) -> str:
    if isinstance(node, HumanTask):
        return "human"
    if isinstance(node, DocumentJob):
        return "document"
    if isinstance(node, flow.StartHandle):
        return "start"
    if isinstance(node, flow.End):
        return "end"
    if isinstance(node, (flow.If, flow.Switch)):
        return "choice"
    return "system"


def _who(node: Any) -> Text:
    if actor := getattr(node, "actor", None):
        return CAPACITY_LABELS[actor]
    return "" if _shape(node) in ("choice", "end") else _("the system")


def _labels(node: Any) -> list[Text]:
    """The words of each way out, in the order of the node's edges."""
    if isinstance(node, flow.If):
        return [_("Yes"), _("No")]
    if isinstance(node, Choice):
        return [
            condition.label if isinstance(condition, DecisionCondition) else node.otherwise
            for condition in conditions_of(node)
        ]
    return [""]


def steps_of(flow_class: type[flow.Flow] = DossierFlow, days: Days | None = None) -> list[Step]:
    """The nodes of a flow in the order in which it is written, with the working days of ``days`` or else the defaults."""
    nodes = steps(flow_class)
    order = [node.name for node in nodes]
    working = vars(days or Rules().days)
    numbers: dict[str, int] = {}
    for node in nodes:
        if _shape(node) != "choice":
            numbers[node.name] = len(numbers) + 1
    found: list[Step] = []
    stage = Stage.INTAKE
    for place, node in enumerate(nodes):
        stage = Stage(getattr(node, "stage", stage))
        ends = next_nodes(node)
        found.append(
            Step(
                name=node.name,
                number=numbers.get(node.name, 0),
                title=node.task_title,
                shape=_shape(node),
                stage=stage,
                who=_who(node),
                days=working.get(getattr(node, "days", "")),
                documents=[
                    DocumentOfStep(DocumentKind(kind).label, DEFINITIONS[kind].symbol is not None)
                    for kind in getattr(node, "documents", ())
                ],
                basis=getattr(node, "basis", None),
                ways=[
                    Way(label, dst.name, dst.task_title, numbers.get(dst.name, 0), order.index(dst.name) <= place)
                    for label, dst in zip(_labels(node), ends, strict=False)
                ],
            )
        )
    return found


def listed(found: list[Step]) -> list[ListedStep]:
    """The numbered steps, each with the choice that follows it. A way that only goes on to the next step is not told."""
    by_name = {step.name: step for step in found}
    rows = []
    for step in found:
        if step.shape == "choice":
            continue
        question: Text = ""
        ways = step.ways
        if len(ways) == 1:
            then = by_name[ways[0].end]
            if then.shape == "choice":
                question, ways = then.title, then.ways
            elif ways[0].number == step.number + 1:
                ways = []
        rows.append(ListedStep(step, question, ways))
    return rows
