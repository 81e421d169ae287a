"""The flow, the access table, the pages and the procedure's days agree with each other."""

from consult.access import CAPACITY_LABELS, TABLE, Capacity
from consult.models import DocumentKind
from consult.rules.procedure import Days
from consult.texts import EVENTS, OPEN_VERBS
from consult.views.steps import PAGES
from workflows.dossier import DossierFlow
from workflows.nodes import HumanTask
from workflows.review import ReviewFlow
from workflows.viewflow_parts import nodes_of

HUMAN = [node for flow in (DossierFlow, ReviewFlow) for node in nodes_of(flow).values() if isinstance(node, HumanTask)]


def test_every_human_step_has_a_row_in_the_table_a_page_and_days():
    for node in HUMAN:
        assert f"task.{node.name}" in TABLE, node.name
        assert hasattr(Days(), node.days), node.name
        assert (node.name in PAGES) == (node.act is not None), node.name
    assert {f"task.{node.name}" for node in HUMAN} == {action for action in TABLE if action.startswith("task.")}


def test_whoever_a_step_waits_for_may_do_it():
    for node in HUMAN:
        if node.act is not None:
            granted = {who for grant in TABLE[f"task.{node.name}"] for who in grant.capacities}
            assert node.actor in granted, node.name
            assert any(node.stage in grant.stages for grant in TABLE[f"task.{node.name}"]), node.name


def test_every_paper_has_a_row_in_the_table():
    papers = {f"paper.{kind}" for kind in DocumentKind.values}
    assert papers == {action for action in TABLE if action.startswith("paper.")}


def test_every_capacity_has_a_name():
    assert set(CAPACITY_LABELS) == set(Capacity)


def test_the_open_part_of_the_history_is_part_of_it():
    assert EVENTS.keys() >= OPEN_VERBS
