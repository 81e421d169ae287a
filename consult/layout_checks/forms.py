"""Rules of form: who decides, annexes, hours, what stands first among recipients, what no line may part.

Nghị định 30/2020/NĐ-CP, Phụ lục I and III.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from .page import Faults, body_lines, first_of_body, signatures
from .reading import MM, NUMBER, PLACE_DATE, Line, Sheet

ANNEX_NOTE = re.compile(r"^\(Kèm theo .+ số \S+ ngày \d\d tháng (01|02|[3-9]|1[0-2]) năm \d{4} của .+\)$")
HOUR = re.compile(
    r"^(\d\d giờ \d\d phút, ngày (\d\d) tháng (01|02|[3-9]|1[0-2]) năm (\d{4}))( \((thứ \w+|Chủ nhật)\))?\.?$"
)
TIMES = ("Thời gian:", "Thời gian bắt đầu:")
# Between the number of a letter and its subject, in points from letters to letters.
ABOUT_GAP = (4, 14)
COMPOUNDS = (
    "PHẢN BIỆN", "TƯ VẤN", "CHỦ TỊCH", "HỘI ĐỒNG", "LIÊN HIỆP", "KHOA HỌC", "KỸ THUẬT", "TRƯỞNG BAN", "THƯ KÝ", "VĂN PHÒNG",
)  # fmt: skip


def _heading_names(sheet: Sheet) -> str:
    """The issuer's name in the heading, in one piece."""
    below = sheet.find(lambda line: bool(PLACE_DATE.match(line.text)))
    limit = below.top if below else 70 * MM
    lines = [line for line in sheet.on(1) if line.x1 < sheet.half and line.bottom < limit and line.bold]
    return " ".join(line.text for line in lines)


def deciding(sheet: Sheet) -> Faults:
    """A decision names its head or its body, with the issuer's whole name, above the grounds."""
    kind = sheet.find(lambda line: line.text == "QUYẾT ĐỊNH" and abs(line.centre - sheet.middle) < 12)
    says = sheet.find(lambda line: line.text == "QUYẾT ĐỊNH:")
    if kind is None:
        return
    if says is None:
        yield "no line “QUYẾT ĐỊNH:”"
        return
    between = [
        line for line in body_lines(sheet)
        if (kind.page, kind.top) < (line.page, line.top) < (says.page, says.top)
        and line.bold and line.text == line.text.upper() and abs(line.centre - sheet.middle) < 4 * MM
    ]  # fmt: skip
    named, issuer = " ".join(line.text for line in between), _heading_names(sheet)
    if not named.endswith(issuer) or named == issuer:
        yield f"“{named}” does not name who decides of “{issuer}”"


def annexes(sheet: Sheet) -> Faults:
    """Below an annex's name stands to which paper, of what number and day and of whom, it belongs."""
    lines = body_lines(sheet)
    for place, line in enumerate(lines):
        if line.text != "Phụ lục" or not line.bold:
            continue
        note: list[Line] = []
        for found in lines[place + 1 :]:
            if found.text.startswith("(Kèm theo") or note:
                note.append(found)
            if note and found.text.endswith(")"):
                break
        text = " ".join(found.text for found in note)
        if not ANNEX_NOTE.match(text):
            yield f"“{text[:60]}” is not written as “(Kèm theo Quyết định số … ngày … tháng … năm … của …)”"
        elif not all(found.italic for found in note):
            yield "the note is not italic"


def hours(sheet: Sheet) -> Faults:
    """Times are written out, and minutes are not older than their meeting."""
    dated = sheet.find(lambda line: bool(PLACE_DATE.match(line.text)))
    for line in body_lines(sheet):
        label = next((label for label in TIMES if line.text.startswith(label)), None)
        if label is None:
            continue
        told = line.text.removeprefix(label).strip()
        if told.startswith("từ "):
            continue
        found = HOUR.match(told)
        if found is None:
            yield f"“{line.text}” is not written as “08 giờ 00 phút, ngày 05 tháng 01 năm 2026 (thứ Hai)”"
            continue
        day = date(int(found[4]), int(found[3]), int(found[2]))
        if label == TIMES[1] and dated is not None and _day_of(dated) < day:
            yield f"minutes of {_day_of(dated)} of a meeting of {day}"


def _day_of(place_date: Line) -> date:
    day, month, year = (int(part) for part in re.findall(r"\d+", place_date.text)[-3:])
    return date(year, month, day)


def addressed(sheet: Sheet) -> Faults:
    """Whoever is addressed stands first among those who receive."""
    head = sheet.find(lambda line: line.text == "Nơi nhận:")
    if head is None or not sheet.find(lambda line: line.text.startswith("Kính gửi")):
        return
    below = [line for line in sheet.on(head.page) if line.top > head.top and abs(line.x0 - head.x0) < 3]
    first = min(below, key=lambda line: line.top, default=None)
    if first is None or first.text != "- Như trên;":
        yield "the list does not begin with “- Như trên;”"


def about(sheet: Sheet) -> Faults:
    """The subject of a letter stands just below its number, and names no code of ours."""
    subject = sheet.find(lambda line: line.text.startswith("V/v"))
    numbered = sheet.find(lambda line: line.text.startswith("Số:"))
    if subject is None or numbered is None:
        return
    gap = subject.top - numbered.bottom
    if not ABOUT_GAP[0] <= gap <= ABOUT_GAP[1]:
        yield f"{gap:.1f} pt below the number"
    head = " ".join(line.text for line in sheet.on(1) if subject.top - 1 <= line.top < first_of_body(sheet))
    if re.search(r"\bHS-?\d{4}-\d+", head):
        yield "the subject names a code instead of the project"


def heads(sheet: Sheet) -> Faults:
    """Heads within the text are bold and upright; only “Nơi nhận:” leans."""
    for line in body_lines(sheet):
        if line.bold and line.italic and line.text != "Nơi nhận:":
            yield f"“{line.text[:30]}” leans"


def _parted(above: Line, below: Line) -> str:
    joined = f"{above.text.rsplit(' ', 1)[-1]} {below.text.split(' ', 1)[0]}"
    return joined if joined.upper() in COMPOUNDS else ""


def together(sheet: Sheet) -> Faults:
    """No line of the heading or above a signature ends within a word of two; a name that fits is on one line."""
    first = [line for line in sheet.on(1) if line.top < first_of_body(sheet) and line.x1 < sheet.half]
    blocks = [[line for line in first if not NUMBER.match(line.text)], *(titles for _name, titles in signatures(sheet))]
    for block in blocks:
        for above, below in pairwise(block):
            if parted := _parted(above, below):
                yield f"“{parted}” is torn apart"
    for name, _titles in signatures(sheet):
        beneath = [
            line for line in sheet.on(name.page)
            if line.bold and 0 <= line.top - name.bottom < 6 and abs(line.centre - name.centre) < 3 * MM
        ]  # fmt: skip
        if beneath and len(f"{name.text} {beneath[0].text}") <= 28:
            yield f"“{name.text} {beneath[0].text}” is torn apart"
