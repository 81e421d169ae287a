"""The flow as BPMN 2.0, for whoever draws or reads procedures with other programs. Viewflow writes it, our layout places it."""

from __future__ import annotations

from viewflow.workflow import chart

from .diagram import Step
from .dossier import DossierFlow, steps
from .picture import arrange


def to_bpmn(found: list[Step]) -> str:
    """The XML of DossierFlow, of which ``found`` are the steps. Names are in the language of the moment."""
    layout, drawing = arrange(found)
    grid = chart.Grid(steps())
    grid.flow_class = DossierFlow
    by_name = {step.name: step for step in found}
    for cell in grid.cells:
        name = cell.node.name
        cell.title = str(by_name[name].title)
        cell.shape.x, cell.shape.y = (round(part) for part in drawing.corners[name])
        cell.shape.width, cell.shape.height = layout.boxes[name].width, layout.boxes[name].height
    for edge in grid.edges:
        src, dst = edge.src.name, edge.dst.name
        edge.label = next(str(way.label) for way in by_name[src].ways if way.end == dst)
        edge.segments = [(round(x), round(y)) for x, y in drawing.lines[src, dst]]
    return str(chart.grid_to_bpmn(grid))
