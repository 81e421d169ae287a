"""The picture of the procedure: the flow's own nodes and edges, laid out, as what an SVG is written from.

Text in an SVG does not wrap by itself, so it is broken here by counting letters, with room to spare for wider fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.queries.progress import DossierPath

from .diagram import Step, Way
from .layout import Box, Drawing, Layout, Point

WIDTH = {"choice": 190, "start": 250, "end": 220}
STEP_WIDTH = 320
PADDING = 14
TITLE_LINE, LINE = 19, 17
# Widths of a letter with room to spare: titles are 14 px and bold, the rest 12 px.
TITLE_LETTER, LETTER = 8.4, 7.0
HEXAGON = 16
BROKEN_OFF = "broken_off"


@dataclass(frozen=True)
class Line:
    """A line of text in a node, from its left upper corner of the picture."""

    text: str
    x: float
    y: float
    css: str


@dataclass(frozen=True)
class Node:
    """A node as it is drawn. ``times`` is how often the dossier passed it; a choice's is not shown."""

    name: str
    shape: str
    state: str
    x: float
    y: float
    width: float
    height: float
    lines: list[Line]
    times: int
    points: str  # of a choice's hexagon

    @property
    def corner(self) -> float:
        """Where the number of passages stands."""
        return self.x + self.width

    @property
    def baseline(self) -> float:
        """Of that number's text."""
        return self.y + 4


@dataclass(frozen=True)
class Arrow:
    """An edge as it is drawn, with its label's place."""

    src: str
    dst: str
    path: str
    css: str
    label: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Band:
    """One stage of the picture."""

    label: str
    y: float
    height: float

    @property
    def baseline(self) -> float:
        """Of the label."""
        return self.y + 24


@dataclass(frozen=True)
class Picture:
    """Everything that the SVG shows, in pixels."""

    width: float
    height: float
    bands: list[Band]
    nodes: list[Node]
    arrows: list[Arrow]

    @property
    def inner(self) -> float:
        """The width without the border."""
        return self.width - 2


def _texts(step: Step) -> tuple[list[str], list[str]]:
    """Title and further lines, broken to the node's width."""
    room = WIDTH.get(step.shape, STEP_WIDTH) - 2 * PADDING - (HEXAGON if step.shape == "choice" else 0)
    title = f"{step.number}. {step.title}" if step.number else str(step.title)
    more = []
    if step.who:
        term = ngettext("%(days)s working day", "%(days)s working days", step.days or 0) % {"days": step.days}
        more.append(f"{step.who} · {term}" if step.days else str(step.who))
    more += [
        _("→ %(document)s, numbered") % {"document": document.label} if document.numbered else f"→ {document.label}"
        for document in step.documents
    ]
    return wrap(title, int(room / TITLE_LETTER)), [part for text in more for part in wrap(text, int(room / LETTER))]


def _box(step: Step) -> Box:
    title, more = _texts(step)
    height = 2 * PADDING + TITLE_LINE * len(title) + LINE * len(more) - 4
    return Box(step.name, step.stage, WIDTH.get(step.shape, STEP_WIDTH), height)


def with_end(found: Sequence[Step], passed: DossierPath, outcome: str) -> list[Step]:
    """The steps with one end more, where the dossier was withdrawn or cancelled."""
    steps = list(found)
    for place, step in enumerate(found):
        if step.name == passed.broken_off_at:
            steps[place] = replace(step, ways=[*step.ways, Way("", BROKEN_OFF, outcome, 0, False)])
            last = max(at for at, other in enumerate(found) if other.stage == step.stage)
            steps.insert(last + 1, Step(BROKEN_OFF, 0, outcome, "end", step.stage, "", None, [], None, []))
    return steps


def arrange(steps: Sequence[Step]) -> tuple[Layout, Drawing]:
    """The boxes of the steps and where they come to lie."""
    layout = Layout([_box(step) for step in steps], [(step.name, way.end) for step in steps for way in step.ways])
    return layout, layout.draw()


def draw(found: Sequence[Step], passed: DossierPath | None = None, outcome: str = "") -> Picture:
    """The picture of the steps, with what a dossier has passed. ``outcome`` says how it was broken off, if it was."""
    passed = passed or DossierPath()
    steps = with_end(found, passed, outcome)
    layout, drawing = arrange(steps)
    labels = {str(step.stage): str(step.stage.label) for step in steps}
    return Picture(
        drawing.width,
        drawing.height,
        [Band(labels[stage], y, height) for stage, (y, height) in drawing.bands.items()],
        [_node(step, layout.boxes[step.name], drawing.corners[step.name], passed) for step in steps],
        [_arrow(step, way, drawing.lines[step.name, way.end], passed) for step in steps for way in step.ways],
    )


def _node(step: Step, box: Box, corner: Point, passed: DossierPath) -> Node:
    x, y = corner
    times = passed.steps[step.name] if step.number else 0
    state = "stopped" if step.name == BROKEN_OFF else passed.state(step.name)
    title, more = _texts(step)
    at, lines = y + PADDING - 4, []
    for text in title:
        at += TITLE_LINE
        lines.append(Line(text, x + box.width / 2, at - 3, "picture-title"))
    for text in more:
        at += LINE
        lines.append(Line(text, x + box.width / 2, at - 2, "picture-more"))
    far, low, middle = x + box.width, y + box.height, y + box.height / 2
    corners = [
        (x, middle),
        (x + HEXAGON, y),
        (far - HEXAGON, y),
        (far, middle),
        (far - HEXAGON, low),
        (x + HEXAGON, low),
    ]
    points = " ".join(f"{one:g},{other:g}" for one, other in corners)
    return Node(step.name, step.shape, state, x, y, box.width, box.height, lines, times, points)


def _arrow(step: Step, way: Way, line: list[Point], passed: DossierPath) -> Arrow:
    path = "M" + " L".join(f"{x:g},{y:g}" for x, y in line)
    (x, y), (further, _y) = line[0], line[1]
    if x == further:
        label = x + 8, y + 16, "start"
    else:
        label = x + (8 if further > x else -8), y - 6, "start" if further > x else "end"
    css = "stopped" if way.end == BROKEN_OFF else "passed" if passed.edges.get((step.name, way.end)) else ""
    return Arrow(step.name, way.end, path, css, str(way.label), *label)
