"""The table of layout rules. Each looks at a read paper and says what is wrong, or nothing.

Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations, pairwise

from .layout import A4, COUNTRY, FACES, KINDS, MM, MOTTO, NEAR, NUMBER, PLACE_DATE, SLACK, Line, Sheet, read

Faults = Iterator[str]


def _is_page_number(line: Line, sheet: Sheet) -> bool:
    middle = sheet.sizes[line.page - 1][0] / 2
    return line.bottom < 20 * MM and line.text.isdigit() and abs(line.centre - middle) < 30 * MM


def _body(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if not _is_page_number(line, sheet)]


def _size(line: Line | None, what: str, least: float, most: float) -> Faults:
    if line is not None and not least <= line.size <= most:
        yield f"{what}: {line.size} pt, not {least:g} to {most:g}"


def paper(sheet: Sheet) -> Faults:
    for number, size in enumerate(sheet.sizes, start=1):
        if any(abs(real - wanted) > 1 for real, wanted in zip(size, A4, strict=True)):
            yield f"page {number} is {size[0] / MM:.0f} × {size[1] / MM:.0f} mm"


def margins(sheet: Sheet) -> Faults:
    for line in _body(sheet):
        width, height = sheet.sizes[line.page - 1]
        gaps = {
            "left": (line.x0, 30 * MM),
            "right": (width - line.x1, 15 * MM),
            "top": (line.top, 19 * MM),
            "bottom": (height - line.bottom, 19 * MM),
        }
        for side, (real, least) in gaps.items():
            if real < least - SLACK * MM:
                yield f"page {line.page}, {side}: {real / MM:.1f} mm at “{line.text[:30]}”"


def face(sheet: Sheet) -> Faults:
    for name in sorted({face for line in sheet.lines for face in line.faces}):
        if not name.startswith(FACES):
            yield f"{name} is not Times New Roman or its equal"


def colour(sheet: Sheet) -> Faults:
    for line in sheet.lines:
        if any(any(part > 0.05 for part in colour) for colour in line.colours):
            yield f"“{line.text[:30]}” is not black"


def page_numbers(sheet: Sheet) -> Faults:
    for number in range(1, len(sheet.sizes) + 1):
        found = [line for line in sheet.on(number) if _is_page_number(line, sheet)]
        if number == 1:
            if found:
                yield "the first page is numbered"
        elif [line.text for line in found] != [str(number)]:
            yield f"page {number} is not numbered so"
        else:
            yield from _size(found[0], f"number of page {number}", 13, 14)
            if abs(found[0].centre - (30 * MM + A4[0] - 15 * MM) / 2) > 6 * MM:
                yield f"number of page {number} is not centred"


def country(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: found.text == COUNTRY)
    if line is None:
        yield "missing or not in its words"
        return
    yield from _size(line, "size", 12, 13)
    if not line.bold:
        yield "not bold"
    if line.centre < A4[0] / 2:
        yield "not on the right"


def motto(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: found.text == MOTTO)
    above = sheet.find(lambda found: found.text == COUNTRY)
    if line is None or above is None:
        yield "missing or not in its words"
        return
    yield from _size(line, "size", 13, 14)
    if not line.bold:
        yield "not bold"
    if abs(line.centre - above.centre) > NEAR:
        yield "not centred below the country's name"
    rule = sheet.rule_below(line)
    if rule is None:
        yield "no rule below"
    elif abs(rule.width - line.width) > NEAR:
        yield f"rule of {rule.width / MM:.0f} mm below a line of {line.width / MM:.0f} mm"


def _heading_left(sheet: Sheet) -> list[Line]:
    below = sheet.find(lambda line: bool(PLACE_DATE.match(line.text)))
    limit = below.top if below else 70 * MM
    return [line for line in sheet.on(1) if line.x1 < A4[0] / 2 and line.bottom < limit]


def issuer(sheet: Sheet) -> Faults:
    lines = _heading_left(sheet)
    bold = [line for line in lines if line.bold]
    upper = [line for line in lines if not line.bold]
    if not bold:
        yield "missing or not bold"
        return
    for line in lines:
        yield from _size(line, "size", 12, 13)
        if line.text != line.text.upper():
            yield f"“{line.text}” is not in capitals"
        if not line.upright:
            yield f"“{line.text}” is not upright"
    if upper and max(line.bottom for line in upper) > min(line.bottom for line in bold):
        yield "the superior body does not stand above"
    rule = sheet.rule_below(bold[-1])
    longest = max(line.width for line in bold)
    if rule is None:
        yield "no rule below"
    elif not longest / 3 - NEAR <= rule.width <= longest / 2 + NEAR:
        yield f"rule of {rule.width / longest:.2f} of the line"


def number(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: found.text.startswith("Số:"))
    if line is None:
        return
    yield from _size(line, "size", 13, 13)
    if not NUMBER.match(line.text):
        yield f"“{line.text}” is not written as “Số: 05/QĐ-LHH”"
    if not line.upright or line.bold:
        yield "not upright and plain"


def place_and_date(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: ", ngày" in found.text and found.bottom < 80 * MM)
    if line is None:
        yield "missing"
        return
    yield from _size(line, "size", 13, 14)
    if not line.italic:
        yield "not italic"
    if not PLACE_DATE.match(line.text):
        yield f"“{line.text}” is not written as “…, ngày 05 tháng 01 năm 2026”"


def kind_and_subject(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: found.text.upper() in KINDS and abs(found.centre - _middle()) < 3 * MM)
    if line is None:
        letter = sheet.find(lambda found: found.text.startswith("V/v"))
        if letter is None:
            yield "neither a kind nor a subject"
        else:
            yield from _size(letter, "subject of the letter", 12, 13)
        return
    yield from _size(line, "kind", 13, 14)
    if not line.bold or line.text != line.text.upper():
        yield "kind not in bold capitals"
    subject = [
        found for found in sheet.on(1) if line.bottom < found.bottom < line.bottom + 40 * MM and found.bold
        and abs(found.centre - _middle()) < 4 * MM
    ]  # fmt: skip
    block: list[Line] = []
    for found in subject:
        if not block or found.top - block[-1].bottom < 4:
            block.append(found)
    if not block:
        yield "no subject"
        return
    for found in block:
        yield from _size(found, "subject", 13, 14)
    rule, longest = sheet.rule_below(block[-1]), max(found.width for found in block)
    if rule is None:
        yield "no rule below the subject"
    elif not longest / 3 - NEAR <= rule.width <= longest / 2 + NEAR:
        yield f"rule of {rule.width / longest:.2f} of the subject"


def _middle() -> float:
    return (30 * MM + A4[0] - 15 * MM) / 2


def grounds(sheet: Sheet) -> Faults:
    lines = sheet.on(1)
    cited = [n for n, line in enumerate(lines) if line.text.startswith(("Căn cứ ", "Xét "))]
    for place in cited:
        if not lines[place].italic:
            yield f"“{lines[place].text[:30]}” is not italic"
        yield from _size(lines[place], "size", 13, 14)
    for first, following in pairwise(cited):
        if not lines[following - 1].text.endswith(";"):
            yield f"“{lines[first].text[:30]}” does not end in a semicolon"
    if cited:
        last = next((line for line in lines[cited[-1] :] if not line.italic), None)
        before = lines[lines.index(last) - 1] if last else lines[-1]
        if not before.text.endswith("."):
            yield "the last ground does not end in a full stop"


def body_text(sheet: Sheet) -> Faults:
    small = {line.text for line in _recipients(sheet)}
    for line in _body(sheet):
        heading = line.page == 1 and line.bottom < 70 * MM
        if not heading and line.text not in small and not 13 <= line.size <= 14:
            yield f"{line.size} pt at “{line.text[:30]}”"


def _recipients(sheet: Sheet) -> list[Line]:
    head = sheet.find(lambda line: line.text == "Nơi nhận:")
    if head is None:
        return []
    below = [line for line in sheet.on(head.page) if line.top > head.top and line.x0 < A4[0] / 2 and line.size < 12.5]
    return [head, *(line for line in below if line.x1 < A4[0] / 2 + 10 * MM)]


def recipients(sheet: Sheet) -> Faults:
    lines = _recipients(sheet)
    if not lines:
        return
    head, *rest = lines
    yield from _size(head, "heading", 12, 12)
    if not (head.bold and head.italic):
        yield "heading not bold italic"
    for line in rest:
        yield from _size(line, "list", 11, 11)
    if not rest or not rest[-1].text.startswith("- Lưu: VT"):
        yield "the last line does not keep a copy: “- Lưu: VT, …”"


def signature(sheet: Sheet) -> Faults:
    head = sheet.find(lambda line: line.text == "Nơi nhận:")
    if head is None:
        return
    right = [line for line in sheet.on(head.page) if line.top >= head.top - 3 and line.x0 > A4[0] / 2 - 5 * MM]
    if len(right) < 2:
        yield "no title and name on the right"
        return
    for line in right:
        yield from _size(line, "size", 13, 14)
        if not line.bold:
            yield f"“{line.text}” is not bold"
    if any(line.text != line.text.upper() for line in right[:-1]):
        yield "title not in capitals"
    if abs(right[0].centre - right[-1].centre) > NEAR:
        yield "title and name not centred on each other"


def overlaps(sheet: Sheet) -> Faults:
    for page in range(1, len(sheet.sizes) + 1):
        for one, other in combinations(sheet.on(page), 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > 1 and down > min(one.size, other.size) * 0.5:
                yield f"page {page}: “{one.text[:20]}” and “{other.text[:20]}”"


def company(sheet: Sheet) -> Faults:
    """No heading ends a page, no signature stands alone on one."""
    head = sheet.find(lambda line: line.text == "Nơi nhận:")
    if head is not None and head.page > 1:
        before = [line for line in sheet.on(head.page) if line.bottom < head.top and not _is_page_number(line, sheet)]
        if not before:
            yield "the signature stands alone on its page"
    for page in range(1, len(sheet.sizes)):
        lines = [line for line in sheet.on(page) if not _is_page_number(line, sheet)]
        if lines and lines[-1].bold and lines[-1].text.endswith(":"):
            yield f"a heading ends page {page}"


@dataclass(frozen=True)
class LayoutRule:
    """One row of the table."""

    name: str
    check: Callable[[Sheet], Faults]


RULES = [
    LayoutRule("paper", paper),
    LayoutRule("margins", margins),
    LayoutRule("face", face),
    LayoutRule("colour", colour),
    LayoutRule("page numbers", page_numbers),
    LayoutRule("country", country),
    LayoutRule("motto", motto),
    LayoutRule("issuer", issuer),
    LayoutRule("number", number),
    LayoutRule("place and date", place_and_date),
    LayoutRule("kind and subject", kind_and_subject),
    LayoutRule("grounds", grounds),
    LayoutRule("body", body_text),
    LayoutRule("recipients", recipients),
    LayoutRule("signature", signature),
    LayoutRule("overlaps", overlaps),
    LayoutRule("company", company),
]


def check(stream: BytesIO) -> dict[str, list[str]]:
    """What each rule finds wrong with a PDF; empty lists mean that it stands."""
    sheet = read(stream)
    return {rule.name: list(rule.check(sheet)) for rule in RULES}
