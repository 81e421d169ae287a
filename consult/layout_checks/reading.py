"""Reads a document's real positions, sizes, weights and faces from its PDF and holds them against the rules of layout.

Nghị định 30/2020/NĐ-CP, Phụ lục I. Lengths are in points (pt) where not said otherwise; a page's origin is its top left.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pdfplumber

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
FACES = ("Tinos", "TimesNewRoman", "LiberationSerif", "NimbusRoman")
# For letters that these lack, in one weight; they say nothing of a line's own.
FALLBACKS = ("Noto", "Nanum")
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Above a certified copy's block stands its original, with the country's name.
COPIES = ("SAO Y", "TRÍCH SAO", "SAO LỤC")
PAYMENT_LIST = "BẢNG KÊ THANH TOÁN"
KINDS = (
    "QUYẾT ĐỊNH", "BÁO CÁO", "BIÊN BẢN", "THÔNG BÁO", "GIẤY MỜI", "PHIẾU TIẾP NHẬN", "PHIẾU NHẬN XÉT",
    "PHIẾU BIỂU QUYẾT", "DANH SÁCH", "BẢNG KÊ", PAYMENT_LIST, "HỒ SƠ", "MỤC LỤC VĂN BẢN",
)  # fmt: skip
NUMBER = re.compile(r"^Số: (0[1-9]|[1-9]\d+)/(\w+-\w+)$")
PLACE_DATE = re.compile(r"^.+, ngày (0[1-9]|[12]\d|3[01]) tháng (01|02|[3-9]|1[0-2]) năm \d{4}$")
CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")
COLUMN_GAP = 14.0
SAME_LINE = 3.0
NEAR = 2 * MM
SLACK = 0.6
# So far in pt a letter may overhang the side of its cell.
CROSSING = 1.0
# Letters smaller than this part of those that they touch, as near in pt, are raised or lowered.
RAISED, TOUCHING = 0.75, 1.5


@dataclass(frozen=True)
class Line:
    """A run of text on one line, in one column."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    faces: frozenset[str]
    colours: frozenset[tuple[float, ...]]

    @property
    def own_faces(self) -> frozenset[str]:
        """The faces without those that stand in for letters, if there are others."""
        return frozenset(face for face in self.faces if not face.startswith(FALLBACKS)) or self.faces

    @property
    def bold(self) -> bool:
        return all("Bold" in face for face in self.own_faces)

    @property
    def italic(self) -> bool:
        return all("Italic" in face for face in self.own_faces)

    @property
    def upright(self) -> bool:
        return not any("Italic" in face for face in self.faces)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True)
class Stroke:
    """A thin horizontal rule."""

    page: int
    x0: float
    x1: float
    top: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Upright:
    """A thin vertical rule: a side of a table's cell."""

    page: int
    x: float
    top: float
    bottom: float

    def beside(self, height: float) -> bool:
        return self.top <= height <= self.bottom


@dataclass(frozen=True)
class Sheet:
    """A whole document as it was read. ``crossed`` are the words through which a side of a cell goes, with their pages."""

    sizes: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]
    uprights: tuple[Upright, ...] = ()
    crossed: tuple[tuple[int, str], ...] = ()

    @property
    def lists_money(self) -> bool:
        """Whether this is a payment list, whose twelve columns need paper that lies across."""
        return self.find(lambda line: line.page == 1 and line.text == PAYMENT_LIST) is not None

    @property
    def half(self) -> float:
        """The middle of the paper of the first page, which may lie across."""
        return self.sizes[0][0] / 2

    @property
    def middle(self) -> float:
        """The middle of the text between the margins of 30 and 15 mm."""
        return (30 * MM + self.sizes[0][0] - 15 * MM) / 2

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]

    def find(self, condition: Callable[[Line], bool]) -> Line | None:
        return next((line for line in self.lines if condition(line)), None)

    def in_table(self, line: Line) -> bool:
        """Whether the sides of cells stand on both sides of ``line``."""
        height = (line.top + line.bottom) / 2
        sides = [side.x for side in self.uprights if side.page == line.page and side.beside(height)]
        return any(x <= line.x0 for x in sides) and any(x >= line.x1 for x in sides)

    def rule_below(self, line: Line) -> Stroke | None:
        """The rule that lies just below ``line`` and is centred on it."""
        below = [
            stroke
            for stroke in self.strokes
            if stroke.page == line.page
            and -1 <= stroke.top - line.bottom <= 4 * MM
            and abs(stroke.centre - line.centre) <= 2 * NEAR
        ]
        return min(below, key=lambda stroke: stroke.top, default=None)


def _segments(words: Sequence[dict], page: int) -> Iterator[Line]:
    """Words on the same height and near each other, as lines."""
    rows: list[list[dict]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if rows and abs(rows[-1][-1]["bottom"] - word["bottom"]) <= SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda w: w["x0"])
        part = [row[0]]
        for before, word in pairwise(row):
            if word["x0"] - before["x1"] > COLUMN_GAP:
                yield _line(part, page)
                part = []
            part.append(word)
        yield _line(part, page)


def _with_raised(words: list[dict]) -> list[dict]:
    """The words of a page, those raised or lowered in a line with the height and size of what they belong to.

    Such a word is a good deal smaller than one that it touches, or touches another such.
    """
    hosts = list(words)
    small = max((word["size"] for word in words), default=0) * RAISED
    found = []
    for word in sorted(words, key=lambda w: w["x0"]):
        near = hosts if word["size"] < small else []
        host = next((one for one in near if _is_raised_beside(word, one)), None)
        taken = {**word, **{name: host[name] for name in ("top", "bottom", "size")}} if host else word
        if host:
            hosts.append({**taken, "x0": word["x0"], "x1": word["x1"]})
        found.append(taken)
    return found


def _is_raised_beside(word: dict, host: dict) -> bool:
    touches = min(abs(host["x1"] - word["x0"]), abs(host["x0"] - word["x1"])) < TOUCHING
    level = word["top"] < host["bottom"] and word["bottom"] > host["top"]
    return touches and level and word["size"] < host["size"] * RAISED


def _crossed(words: Sequence[dict], sides: Sequence[Upright]) -> Iterator[str]:
    """The words through which one of ``sides`` goes; these are in order from left to right."""
    places = [side.x for side in sides]
    for word in words:
        within = sides[bisect(places, word["x0"] + CROSSING) : bisect(places, word["x1"] - CROSSING)]
        if any(side.beside((word["top"] + word["bottom"]) / 2) for side in within):
            yield word["text"]


def _line(words: list[dict], page: int) -> Line:
    return Line(
        page=page,
        text=" ".join(word["text"] for word in words),
        x0=min(word["x0"] for word in words),
        x1=max(word["x1"] for word in words),
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        size=round(max(word["size"] for word in words), 1),
        faces=frozenset(word["fontname"].split("+")[-1] for word in words),
        colours=frozenset(tuple(word["non_stroking_color"] or (0,)) for word in words),
    )


def read(stream: BytesIO) -> Sheet:
    """Read a PDF. Raises whatever the reader raises when it is none."""
    sizes, lines, strokes, uprights, crossed = [], [], [], [], []
    with pdfplumber.open(stream) as document:
        for number, page in enumerate(document.pages, start=1):
            sizes.append((float(page.width), float(page.height)))
            words = page.extract_words(
                x_tolerance=1.5, use_text_flow=False, extra_attrs=["fontname", "size", "non_stroking_color"]
            )
            lines += list(_segments(_with_raised(words), number))
            strokes += [
                Stroke(number, rect["x0"], rect["x1"], rect["top"]) for rect in page.rects if rect["height"] < 1.5
            ]
            sides = [Upright(number, one["x0"], one["top"], one["bottom"]) for one in page.lines if one["width"] < 1.5]
            uprights += sides
            crossed += [(number, text) for text in _crossed(words, sorted(sides, key=lambda side: side.x))]
    return Sheet(tuple(sizes), tuple(lines), tuple(strokes), tuple(uprights), tuple(crossed))
