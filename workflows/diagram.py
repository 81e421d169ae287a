"""DossierFlow as lanes of steps, read from the flow itself, for the page that shows the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from viewflow.workflow import flow

from consult.access import CAPACITY_LABELS
from consult.models import Procedure, Stage

from .dossier import steps
from .nodes import HumanTask, PaperJob
from .viewflow_parts import next_nodes


@dataclass(frozen=True)
class Step:
    """One step of the picture. ``ways`` are the titles of the steps that may follow, where there is a choice."""

    title: Any
    shape: str  # human, paper, system, choice, start, end
    who: Any
    days: int | None
    state: str
    ways: list[tuple[Any, bool]]


@dataclass(frozen=True)
class Lane:
    """One stage."""

    label: Any
    steps: list[Step]


def _shape(node: Any) -> str:
    if isinstance(node, HumanTask):
        return "human"
    if isinstance(node, PaperJob):
        return "paper"
    if isinstance(node, flow.StartHandle):
        return "start"
    if isinstance(node, flow.End):
        return "end"
    if isinstance(node, (flow.If, flow.Switch)):
        return "choice"
    return "system"


def _ways(node: Any, order: list[str]) -> list[tuple[Any, bool]]:
    """Where a choice leads, and whether that is a way back."""
    if _shape(node) != "choice":
        return []
    place = order.index(node.name)
    return [(after.task_title, order.index(after.name) < place) for after in next_nodes(node)]


def lanes(states: Mapping[str, str], procedure: Procedure | None) -> list[Lane]:
    """The stages with their steps in the order of the flow; ``states`` maps a step to done or current."""
    nodes = steps()
    order = [node.name for node in nodes]
    days = vars(procedure.rules.days) if procedure else {}
    found: list[Lane] = []
    stage = Stage.INTAKE
    for node in nodes:
        at = getattr(node, "stage", stage)
        if not found or at != stage:
            found.append(Lane(Stage(at).label, []))
        stage = at
        found[-1].steps.append(
            Step(
                title=node.task_title,
                shape=_shape(node),
                who=CAPACITY_LABELS.get(getattr(node, "actor", ""), ""),
                days=days.get(getattr(node, "days", ""), None),
                state=states.get(node.name, ""),
                ways=_ways(node, order),
            )
        )
    return found
