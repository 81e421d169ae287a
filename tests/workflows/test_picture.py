"""The picture and the lists of the procedure show the flow's own nodes and edges, and nothing lies over anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.queries.progress import DossierPath
from tools.procedure import PAGE, page
from workflows.bpmn import to_bpmn
from workflows.diagram import listed, steps_of
from workflows.dossier import DossierFlow, steps
from workflows.layout import Box, Layout
from workflows.picture import BROKEN_OFF, arrange, draw, with_end
from workflows.review import ReviewFlow
from workflows.viewflow_parts import next_nodes

pytestmark = pytest.mark.once

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FLOWS = (DossierFlow, ReviewFlow)


def edges_of(flow_class) -> set[tuple[str, str]]:
    return {(node.name, after.name) for node in steps(flow_class) for after in next_nodes(node)}


@pytest.mark.parametrize("flow_class", FLOWS)
def test_the_picture_has_the_flows_nodes_and_edges_and_no_others(flow_class):
    picture = draw(steps_of(flow_class))
    assert [node.name for node in picture.nodes] == [node.name for node in steps(flow_class)]
    assert {(arrow.src, arrow.dst) for arrow in picture.arrows} == edges_of(flow_class)
    assert len(picture.arrows) == len(edges_of(flow_class))


def test_a_supplement_leads_back_to_the_check_and_nowhere_else():
    assert {dst for src, dst in edges_of(DossierFlow) if src == "supply_supplement"} == {"check_completeness"}
    found = draw(steps_of())
    assert [arrow.dst for arrow in found.arrows if arrow.src == "supply_supplement"] == ["check_completeness"]


def test_the_list_tells_every_edge_that_does_not_go_on_to_the_next_step():
    found = steps_of()
    choices = {step.name for step in found if step.shape == "choice"}
    told = {(one.step.name, way.end) for one in listed(found) for way in one.ways}
    number = {step.name: step.number for step in found}
    after = {src: dst for src, dst in edges_of(DossierFlow) if dst in choices}
    origin = {choice: step for step, choice in after.items()}
    for src, dst in edges_of(DossierFlow):
        step = origin.get(src, src)
        assert dst in choices or (step, dst) in told or number[dst] == number[step] + 1, (src, dst)
    back = {way.end for one in listed(found) for way in one.ways if way.back}
    answers = {"check_completeness", "respond"}
    assert back == {*answers, "propose_council", "call_meeting", "hold_meeting", "draft_opinion"}


def test_every_way_out_of_a_choice_has_a_label_of_its_own():
    for flow_class in FLOWS:
        for step in steps_of(flow_class):
            if step.shape == "choice":
                labels = [str(way.label) for way in step.ways]
                assert all(labels), step.name
                assert len(set(labels)) == len(labels), step.name


# ------------------------------------------------------------ where things lie


def pictures():
    yield from ((flow_class.__name__, steps_of(flow_class), DossierPath()) for flow_class in FLOWS)
    for step in steps_of():
        if step.shape in ("human", "document"):
            yield step.name, steps_of(), DossierPath(broken_off_at=step.name)


def parts(drawing):
    """The straight parts of each line."""
    for edge, points in drawing.lines.items():
        for one, other in pairwise(points):
            yield edge, one, other


def crosses(one, other, corner, box) -> bool:
    (x, y), (left, right), (top, bottom) = corner, sorted((one[0], other[0])), sorted((one[1], other[1]))
    return left < x + box.width - 1 and right > x + 1 and top < y + box.height - 1 and bottom > y + 1


@pytest.mark.parametrize(("found", "passed"), [pytest.param(*rest, id=name) for name, *rest in pictures()])
def test_no_line_crosses_a_box_and_no_two_lines_lie_on_each_other(found, passed):
    layout, drawing = arrange(with_end(found, passed, "Đã rút"))
    for _edge, one, other in parts(drawing):
        assert one[0] == other[0] or one[1] == other[1]
        for name, box in layout.boxes.items():
            assert not crosses(one, other, drawing.corners[name], box), (_edge, name)
        for x, y in (one, other):
            assert 0 < x < drawing.width
            assert 0 < y < drawing.height
    for (edge, *first), (other_edge, *second) in combinations(parts(drawing), 2):
        if edge == other_edge:
            continue
        for across, along in ((0, 1), (1, 0)):
            level = {point[across] for point in (*first, *second)}
            begins = max(min(point[along] for point in line) for line in (first, second))
            ends = min(max(point[along] for point in line) for line in (first, second))
            assert len(level) > 1 or ends <= begins, (edge, other_edge)


@st.composite
def flows(draw_from):
    """Any flow: each node but the first is reached from an earlier one; other edges lead anywhere."""
    count = draw_from(st.integers(2, 12))
    names = [f"n{number}" for number in range(count)]
    bands = sorted(draw_from(st.lists(st.sampled_from("abc"), min_size=count, max_size=count)))
    boxes = [
        Box(name, band, draw_from(st.integers(100, 300)), draw_from(st.integers(40, 90)))
        for name, band in zip(names, bands, strict=True)
    ]
    edges = {(names[draw_from(st.integers(0, number - 1))], names[number]) for number in range(1, count)}
    others = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda edge: edge[0] != edge[1])
    return boxes, sorted(edges | draw_from(st.sets(others, max_size=6)))


@given(flows())
def test_boxes_never_overlap_and_lines_begin_and_end_at_their_boxes(flow):
    boxes, edges = flow
    layout = Layout(boxes, edges)
    drawing = layout.draw()
    for one, other in combinations(boxes, 2):
        (x, y), (u, v) = drawing.corners[one.name], drawing.corners[other.name]
        assert x + one.width <= u or u + other.width <= x or y + one.height <= v or v + other.height <= y
    for box in boxes:
        top, height = drawing.bands[box.band]
        y = drawing.corners[box.name][1]
        assert top <= y
        assert y + box.height <= top + height
    assert set(drawing.lines) == set(edges)
    for (src, dst), points in drawing.lines.items():
        for name, (px, py) in ((src, points[0]), (dst, points[-1])):
            (x, y), box = drawing.corners[name], layout.boxes[name]
            assert px in (x, x + box.width) or py in (y, y + box.height)
            assert x <= px <= x + box.width
            assert y <= py <= y + box.height
    for src, dst in edges:
        assert layout.is_back((src, dst)) or layout.layer[src] < layout.layer[dst]


def test_text_is_broken_and_never_cut():
    for step, node in zip(steps_of(), draw(steps_of()).nodes, strict=True):
        said = " ".join(line.text for line in node.lines)
        assert str(step.title) in said
        for document in step.documents:
            assert str(document.label) in said
        assert all(node.y < line.y < node.y + node.height for line in node.lines)


def test_a_dossier_that_was_broken_off_has_one_end_more():
    picture = draw(steps_of(), DossierPath(broken_off_at="draft_opinion"), "Đã rút")
    assert [(arrow.src, arrow.css) for arrow in picture.arrows if arrow.dst == BROKEN_OFF] == [
        ("draft_opinion", "stopped")
    ]
    assert {node.name for node in picture.nodes if node.state == "stopped"} == {"draft_opinion", BROKEN_OFF}


# ------------------------------------------------------------ files


def test_the_bpmn_file_has_every_node_and_edge_and_its_ends_exist():
    process = ElementTree.fromstring(to_bpmn(steps_of()).encode()).find(f"{BPMN}process")
    elements = {one.get("id"): one for one in process if one.tag != f"{BPMN}sequenceFlow"}
    assert set(elements) == {f"id_node_{node.name}" for node in steps()}
    ways = {(one.get("sourceRef"), one.get("targetRef")) for one in process.iter(f"{BPMN}sequenceFlow")}
    assert ways == {(f"id_node_{src}", f"id_node_{dst}") for src, dst in edges_of(DossierFlow)}
    kinds = {"human": "userTask", "choice": "exclusiveGateway", "start": "startEvent", "end": "endEvent"}
    for step in steps_of():
        element = elements[f"id_node_{step.name}"]
        assert element.get("name") == str(step.title)
        assert element.tag == BPMN + kinds.get(step.shape, element.tag.removeprefix(BPMN))
    ids = [one.get("id") for one in ElementTree.fromstring(to_bpmn(steps_of()).encode()).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_the_page_of_the_procedure_says_what_the_flow_does():
    """A change of the flow that was meant: ``python -m tools.write_docs``, and read what changed."""
    assert PAGE.read_text() == page()
