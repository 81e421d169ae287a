"""The table of layout rules. Each looks at a read document and says what is wrong, or nothing.

Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from .forms import about, addressed, annexes, deciding, heads, hours, together
from .page import (
    Faults,
    body_lines,
    cells,
    colour,
    company,
    face,
    first_of_body,
    margins,
    overlaps,
    page_numbers,
    paper,
    signatures,
    size_faults,
)
from .reading import CODE, COPIES, COUNTRY, KINDS, MM, MOTTO, NEAR, NUMBER, PLACE_DATE, Line, Sheet, read


def _copy(sheet: Sheet) -> Line | None:
    """The form of a certified copy, where the sheet is the block of one."""
    return sheet.find(lambda found: found.text in COPIES)


def copy_form(sheet: Sheet) -> Faults:
    line = _copy(sheet)
    if line is None:
        return
    yield from size_faults(line, "size", 13, 14)
    if not (line.bold and line.upright):
        yield "not bold and upright"
    if line.centre < sheet.half:
        yield "not on the right"
    issuing = [found for found in _heading_left(sheet) if found.bold]
    if issuing and abs(issuing[0].top - line.top) > 30 * MM:
        yield "not beside the issuing body"


def country(sheet: Sheet) -> Faults:
    if _copy(sheet):
        return
    line = sheet.find(lambda found: found.text == COUNTRY)
    if line is None:
        yield "missing or not in its words"
        return
    yield from size_faults(line, "size", 12, 13)
    if not line.bold:
        yield "not bold"
    if line.centre < sheet.half:
        yield "not on the right"


def motto(sheet: Sheet) -> Faults:
    if _copy(sheet):
        return
    line = sheet.find(lambda found: found.text == MOTTO)
    above = sheet.find(lambda found: found.text == COUNTRY)
    if line is None or above is None:
        yield "missing or not in its words"
        return
    yield from size_faults(line, "size", 13, 14)
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
    return [line for line in sheet.on(1) if line.x1 < sheet.half and line.bottom < limit]


def issuer(sheet: Sheet) -> Faults:
    lines = _heading_left(sheet)
    bold = [line for line in lines if line.bold]
    upper = [line for line in lines if not line.bold]
    if not bold:
        yield "missing or not bold"
        return
    for line in lines:
        yield from size_faults(line, "size", 12, 13)
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
    yield from size_faults(line, "size", 13, 13)
    by_hand = line.text == "Số:" and sheet.find(
        lambda found: found.page == line.page and abs(found.top - line.top) < 2 and found.text.startswith("/")
    )
    if not by_hand and not NUMBER.match(line.text):
        yield f"“{line.text}” is not written as “Số: 05/QĐ-LHH”"
    if not line.upright or line.bold:
        yield "not upright and plain"


def place_and_date(sheet: Sheet) -> Faults:
    line = sheet.find(lambda found: ", ngày" in found.text and found.bottom < 80 * MM)
    if line is None:
        yield "missing"
        return
    yield from size_faults(line, "size", 13, 14)
    if not line.italic:
        yield "not italic"
    if not PLACE_DATE.match(line.text):
        yield f"“{line.text}” is not written as “…, ngày 05 tháng 01 năm 2026”"


def kind_and_subject(sheet: Sheet) -> Faults:
    if _copy(sheet):
        return
    line = sheet.find(lambda found: found.text.upper() in KINDS and abs(found.centre - sheet.middle) < 3 * MM)
    if line is None:
        letter = sheet.find(lambda found: found.text.startswith("V/v"))
        if letter is None:
            yield "neither a kind nor a subject"
        else:
            yield from size_faults(letter, "subject of the letter", 12, 13)
        return
    yield from size_faults(line, "kind", 13, 14)
    if not line.bold or line.text != line.text.upper():
        yield "kind not in bold capitals"
    subject = [
        found for found in sheet.on(1) if line.bottom < found.bottom < line.bottom + 40 * MM and found.bold
        and abs(found.centre - sheet.middle) < 4 * MM
    ]  # fmt: skip
    block: list[Line] = []
    for found in subject:
        if not block or found.top - block[-1].bottom < 4:
            block.append(found)
    if not block:
        yield "no subject"
        return
    for found in block:
        yield from size_faults(found, "subject", 13, 14)
    rule, longest = sheet.rule_below(block[-1]), max(found.width for found in block)
    if rule is None:
        yield "no rule below the subject"
    elif not longest / 3 - NEAR <= rule.width <= longest / 2 + NEAR:
        yield f"rule of {rule.width / longest:.2f} of the subject"


GROUNDS = ("Căn cứ ", "Xét hồ sơ ", "Xét Văn bản ", "Xét đề nghị ", "Theo đề nghị của ")


def grounds(sheet: Sheet) -> Faults:
    lines = body_lines(sheet)
    cited = [n for n, line in enumerate(lines) if line.text.startswith(GROUNDS)]
    for place in cited:
        if not lines[place].italic:
            yield f"“{lines[place].text[:30]}” is not italic"
        yield from size_faults(lines[place], "size", 13, 14)
    for first, following in pairwise(cited):
        if not lines[following - 1].text.endswith(";"):
            yield f"“{lines[first].text[:30]}” does not end in a semicolon"
    if cited:
        last = next((line for line in lines[cited[-1] :] if not line.italic), None)
        before = lines[lines.index(last) - 1] if last else lines[-1]
        if not before.text.endswith("."):
            yield "the last ground does not end in a full stop"


# A wide table is set in smaller type.
SMALLEST_IN_TABLE = 10


def body_text(sheet: Sheet) -> Faults:
    begins = first_of_body(sheet)
    small = {id(line) for line in [*_recipients(sheet), *_code_lines(sheet)]}
    for line in body_lines(sheet):
        heading = line.page == 1 and line.top < begins
        # Neither do a payment list's twelve columns fit in larger letters.
        small_table = sheet.lists_money or (line.size < 13 and sheet.in_table(line))
        least = SMALLEST_IN_TABLE if small_table else 13
        if not heading and id(line) not in small and not least <= line.size <= 14:
            yield f"{line.size} pt at “{line.text[:30]}”"


def _code_lines(sheet: Sheet) -> list[Line]:
    """The words beside the QR: what it is, the code, where to ask."""
    head = sheet.find(lambda line: line.text == "Mã xác thực:")
    if head is None:
        return []
    near = [
        line for line in sheet.on(head.page)
        if abs(line.x0 - head.x0) < 3 and -1 < line.top - head.top < 15 * MM
    ]  # fmt: skip
    return sorted(near, key=lambda line: line.top)


def verification(sheet: Sheet) -> Faults:
    lines = _code_lines(sheet)
    if not lines:
        return
    for line in lines:
        yield from size_faults(line, "size", 9, 11)
    if len(lines) < 2 or not CODE.match(lines[1].text):
        yield "the code is not written in four groups of four"
    if len(lines) < 3:
        yield "no address to ask at"


def _recipients(sheet: Sheet) -> list[Line]:
    head = sheet.find(lambda line: line.text == "Nơi nhận:")
    if head is None:
        return []
    below = [
        line for line in sheet.on(head.page) if line.top > head.top and line.x0 < sheet.half and 10 < line.size < 12.5
    ]
    return [head, *(line for line in below if line.x1 < sheet.half + 10 * MM)]


def recipients(sheet: Sheet) -> Faults:
    lines = _recipients(sheet)
    if not lines:
        return
    head, *rest = lines
    yield from size_faults(head, "heading", 12, 12)
    if not (head.bold and head.italic):
        yield "heading not bold italic"
    for line in rest:
        yield from size_faults(line, "list", 11, 11)
    if not rest or not rest[-1].text.startswith("- Lưu: VT"):
        yield "the last line does not keep a copy: “- Lưu: VT, …”"


# Below the title of who signs by hand, and writes their name there.
BY_HAND = ("(Ký, ghi rõ họ tên)", "(Ký, họ tên, đóng dấu)")


def signature(sheet: Sheet) -> Faults:
    found = signatures(sheet)
    if not found and sheet.find(lambda line: line.text == "Nơi nhận:"):
        yield "no bold name below a bold title in capitals"
    for name, titles in found:
        for line in [*titles, name]:
            yield from size_faults(line, "size", 13, 14)
            if abs(line.centre - name.centre) > NEAR:
                yield f"“{line.text}” is not centred above “{name.text}”"
    # Who signs on the right by hand writes their name there, too.
    by_hand = sheet.find(lambda line: line.text in BY_HAND and line.centre > sheet.half)
    if found and not by_hand and max(name.centre for name, _titles in found) < sheet.half:
        yield "the signature is not on the right"


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
    LayoutRule("form of a copy", copy_form),
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
    LayoutRule("verification", verification),
    LayoutRule("who decides", deciding),
    LayoutRule("annexes", annexes),
    LayoutRule("hours", hours),
    LayoutRule("whom it addresses", addressed),
    LayoutRule("subject of a letter", about),
    LayoutRule("heads", heads),
    LayoutRule("words kept whole", together),
    LayoutRule("cells", cells),
    LayoutRule("overlaps", overlaps),
    LayoutRule("company", company),
]


def check(stream: BytesIO) -> dict[str, list[str]]:
    """What each rule finds wrong with a PDF; empty lists mean that it stands."""
    sheet = read(stream)
    return {rule.name: list(rule.check(sheet)) for rule in RULES}
