"""Layout rules of whole pages: format, margins, face, numbers, what stands with what.

Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from .reading import A4, COPIES, FACES, FALLBACKS, KINDS, MM, PLACE_DATE, SAME_LINE, SLACK, Line, Sheet

Faults = Iterator[str]


def middle_of(width: float) -> float:
    """The middle of the text between the margins of a page of this width."""
    return (30 * MM + width - 15 * MM) / 2


# The space between title and name, where the signature goes.
SIGNING_GAP = (18 * MM, 60 * MM)


def is_page_number(line: Line, sheet: Sheet) -> bool:
    middle = sheet.sizes[line.page - 1][0] / 2
    return line.bottom < 20 * MM and line.text.isdigit() and abs(line.centre - middle) < 30 * MM


def body_lines(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if not is_page_number(line, sheet)]


def size_faults(line: Line | None, what: str, least: float, most: float) -> Faults:
    if line is not None and not least <= line.size <= most:
        yield f"{what}: {line.size} pt, not {least:g} to {most:g}"


def paper(sheet: Sheet) -> Faults:
    for number, size in enumerate(sheet.sizes, start=1):
        # All of a payment list lies on its side, and another document's later page for a table wider than one upright.
        if sheet.lists_money or (
            number > 1 and size[0] > size[1] and any(side.page == number for side in sheet.uprights)
        ):
            size = size[::-1]  # noqa: PLW2901
        if any(abs(real - wanted) > 1 for real, wanted in zip(size, A4, strict=True)):
            yield f"page {number} is {size[0] / MM:.0f} × {size[1] / MM:.0f} mm"


def margins(sheet: Sheet) -> Faults:
    for line in body_lines(sheet):
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
        if not name.startswith(FACES + FALLBACKS):
            yield f"{name} is not Times New Roman or its equal"


def colour(sheet: Sheet) -> Faults:
    for line in sheet.lines:
        if any(any(part > 0.05 for part in colour) for colour in line.colours):
            yield f"“{line.text[:30]}” is not black"


def page_numbers(sheet: Sheet) -> Faults:
    for number in range(1, len(sheet.sizes) + 1):
        found = [line for line in sheet.on(number) if is_page_number(line, sheet)]
        if number == 1:
            if found:
                yield "the first page is numbered"
        elif [line.text for line in found] != [str(number)]:
            yield f"page {number} is not numbered so"
        else:
            yield from size_faults(found[0], f"number of page {number}", 13, 14)
            if abs(found[0].centre - middle_of(sheet.sizes[number - 1][0])) > 6 * MM:
                yield f"number of page {number} is not centred"


def cells(sheet: Sheet) -> Faults:
    """No word of a table runs over its cell."""
    for page, text in sheet.crossed:
        yield f"page {page}: “{text[:30]}” is wider than its cell"


def overlaps(sheet: Sheet) -> Faults:
    for page in range(1, len(sheet.sizes) + 1):
        for one, other in combinations(sheet.on(page), 2):
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > 1 and down > min(one.size, other.size) * 0.5:
                yield f"page {page}: “{one.text[:20]}” and “{other.text[:20]}”"


def company(sheet: Sheet) -> Faults:
    """No heading ends a page, no signature stands alone on one."""
    for name, titles in signatures(sheet):
        first = titles[0]
        # Whatever belongs to the closing keeps no signature company.
        before = [
            line for line in body_lines(sheet)
            if line.page == first.page and line.bottom < first.top + 1 and line.text != "Nơi nhận:"
        ]  # fmt: skip
        if first.page > 1 and not before:
            yield f"the signature of {name.text} stands alone on page {first.page}"
    for page in range(1, len(sheet.sizes)):
        lines = [line for line in body_lines(sheet) if line.page == page]
        last = max(lines, key=lambda line: line.bottom, default=None)
        if last is not None and last.bold and last.x0 < sheet.half - 10 * MM:
            yield f"“{last.text[:30]}” ends page {page}"


def first_of_body(sheet: Sheet) -> float:
    """Where the heading of the first page ends: at the kind of document or at whom it addresses; of a copy at its day."""
    if sheet.find(lambda line: line.text in COPIES):
        day = sheet.find(lambda line: bool(PLACE_DATE.match(line.text)))
        return day.top if day else 0.0
    first = sheet.find(
        lambda line: (
            line.page == 1
            and (line.text.upper() in KINDS or line.text.startswith("Kính gửi"))
            and abs(line.centre - sheet.middle) < 12 * MM
        )
    )
    return first.top if first else 70 * MM


def signatures(sheet: Sheet) -> list[tuple[Line, list[Line]]]:
    """Each name below its title: the name's line, and the lines of authority and title above it."""
    found = []
    begins = first_of_body(sheet)
    for name in sheet.lines:
        in_a_table = sheet.lists_money and name.size < 13
        if not name.bold or name.text == name.text.upper() or in_a_table:
            continue
        above = [
            line for line in sheet.on(name.page)
            if (line.page > 1 or line.top > begins + SAME_LINE)
            and line.bold and line.text == line.text.upper() and abs(line.centre - name.centre) < 6 * MM
            and SIGNING_GAP[0] < name.top - line.bottom < SIGNING_GAP[1]
        ]  # fmt: skip
        nearest = max(above, key=lambda line: line.bottom, default=None)
        if nearest is not None:
            titles = [line for line in above if nearest.bottom - line.bottom < 30 * MM]
            found.append((name, sorted(titles, key=lambda line: line.top)))
    return found
