"""What is used of viewflow beyond its documented interface is there, behaves as expected, and is used in one module."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from viewflow.workflow import STATUS, Activation, Flow, Node

from workflows import nodes
from workflows.dossier import DossierFlow
from workflows.review import ReviewFlow
from workflows.viewflow_parts import AbstractJob, AbstractJobActivation, ViewActivation, next_nodes, nodes_of

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "workflows" / "viewflow_parts.py"
# Modules that viewflow documents as what one imports.
DOCUMENTED = {"viewflow", "viewflow.workflow", "viewflow.workflow.models"}


def sources() -> Iterator[Path]:
    for folder in ("config", "consult", "workflows", "tools", "tests"):
        yield from (ROOT / folder).rglob("*.py")


def of_viewflow(module: str | None) -> bool:
    return module is not None and module.split(".")[0] == "viewflow"


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and of_viewflow(node.module):
            found.add(str(node.module))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if of_viewflow(alias.name))
    return found


def private_names() -> set[str]:
    """The names with an underscore that viewflow gives to flows, nodes and activations, and to nothing of others."""
    found: set[str] = set()
    for base in (
        type(DossierFlow.instance),
        *map(type, nodes_of(DossierFlow).values()),
        AbstractJobActivation,
        ViewActivation,
    ):
        for owner in base.__mro__:
            if of_viewflow(owner.__module__):
                found.update(name for name in vars(owner) if name.startswith("_") and not name.endswith("__"))
    found.update(name for name in vars(DossierFlow) if name.startswith("_") and not name.endswith("__"))
    for node in nodes_of(DossierFlow).values():
        found.update(name for name in vars(node) if name.startswith("_"))
    return found


def test_nothing_undocumented_is_used_elsewhere():
    private = private_names()
    assert {"_outgoing", "_resolve", "_nodes_by_name", "_next"} <= private
    for path in sources():
        if path in (PARTS, Path(__file__)) or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        assert imported(tree) <= DOCUMENTED, path
        if imported(tree) or "workflows" in path.read_text():
            called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert not (called | defined) & private, path


def test_nodes_are_known_by_name_and_lead_on():
    for flow in (DossierFlow, ReviewFlow):
        found = nodes_of(flow)
        assert all(isinstance(node, Node) and getattr(flow, name) is not None for name, node in found.items())
    dossier = nodes_of(DossierFlow)
    after = {name: [node.name for node in next_nodes(node)] for name, node in dossier.items()}
    assert after["submit"] == ["check_completeness"]
    assert after["completeness_checked"] == ["supply_supplement", "close_refused", "propose_council"]
    assert after["council_approved"] == ["council_decision", "open_reviews", "propose_council"]
    assert after["council_decision"] == ["open_reviews"]
    assert after["archived"] == []


@pytest.mark.parametrize("activation", [ViewActivation, AbstractJobActivation, nodes.HumanTaskActivation])
def test_a_step_is_made_from_what_came_before(activation):
    given = list(inspect.signature(activation.create).parameters)
    assert given == ["flow_task", "prev_activation", "token", "data", "seed"]
    assert issubclass(activation, Activation)


def moves(activation: type[Activation], name: str) -> dict[str, str | None]:
    """From which states a transition starts, and where it ends."""
    descriptor = inspect.getattr_static(activation, name)
    return {str(source): transition.target for source, transition in descriptor._transitions.items()}


def test_the_states_of_a_step_for_a_person():
    assert moves(ViewActivation, "complete") == {STATUS.STARTED: STATUS.DONE}
    assert moves(nodes.HumanTaskActivation, "complete") == {STATUS.STARTED: STATUS.DONE}


def test_the_states_of_a_step_that_waits_for_a_document():
    assert moves(AbstractJobActivation, "start")[STATUS.SCHEDULED] == STATUS.STARTED
    assert moves(AbstractJobActivation, "complete") == {STATUS.STARTED: STATUS.DONE}
    assert set(moves(nodes.DocumentJobActivation, "cancel")) == {STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED}
    assert issubclass(AbstractJob, Node)


def test_a_flow_is_cancelled_through_its_instance():
    assert list(inspect.signature(Flow.cancel).parameters) == ["self", "process"]
    assert isinstance(DossierFlow.instance, Flow)
