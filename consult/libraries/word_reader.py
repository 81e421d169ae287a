"""A draft that comes back from Word, told in the few tags that our texts have. To be called within ``read_confined``.

Its parts are found by their content controls, else by bookmarks, else by the headings above them; whatever a person or another
program took away, one of the three is mostly left.
"""

from __future__ import annotations

from typing import IO, Any

from .word_blocks import TAG, Block, BlockReader, flat
from .word_package import TooLargeError, W, WordPackage, open_package, value

# The headings above the parts, as a file of ours has them.
HEADINGS = {"nội dung": "body", "kết luận": "conclusion"}
PARTS = ("body", "conclusion")


def read(stream: IO[bytes]) -> dict[str, Any]:
    """The parts of a draft and what it says of itself.

    ``{"body": HTML, "conclusion": lines, "origin": [kind, dossier, revision] or None, "lost": [[kind, count, places]]}``,
    or ``{"fault": "parts_missing" | "too_large" | "not_word"}``.
    """
    try:
        package = open_package(stream)
    except TooLargeError:
        return {"fault": "too_large"}
    if package.body is None:
        return {"fault": "not_word"}
    blocks = flat(package.body)
    parts = {part: _of_part(part, blocks, package) for part in PARTS}
    if not all(parts.values()):
        return {"fault": "parts_missing"}
    reader = BlockReader(package)
    body = reader.html_of(parts["body"])
    conclusion = reader.lines_of(parts["conclusion"])
    losses = reader.runs.losses
    lost = [[kind, losses.counts[kind], losses.places.get(kind, [])] for kind in losses.counts]
    return {"body": body, "conclusion": conclusion, "origin": _origin(blocks, package), "lost": lost}


def _of_part(part: str, blocks: list[Block], package: WordPackage) -> list[Any]:
    """The blocks of one part; none where nothing tells which they are."""
    tagged = [block.element for block in blocks if (told := TAG.fullmatch(block.tag)) and told[4] == part]
    return tagged or _marked(part, blocks) or _below_heading(part, blocks, package)


def _marked(part: str, blocks: list[Block]) -> list[Any]:
    """What lies between the ends of the part's bookmark; some programs write it several times."""
    places, numbers = [], set()
    for place, block in enumerate(blocks):
        for mark in block.element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            told = TAG.fullmatch(mark.get(f"{W}name", ""))
            if told and told[4] == part:
                numbers.add(mark.get(f"{W}id", ""))
                places.append(place)
            elif mark.tag == f"{W}bookmarkEnd" and mark.get(f"{W}id") in numbers:
                places.append(place - _is_before_text(block.element, mark))
    return [block.element for block in blocks[places[0] : max(places) + 1]] if places else []


def _is_before_text(block: Any, mark: Any) -> bool:
    """Whether a mark stands before all text of its paragraph: programs let a range end where the next paragraph begins."""
    if block.tag != f"{W}p" or mark.getparent() is not block:
        return False
    runs = [place for place, child in enumerate(block) if child.tag == f"{W}r"]
    return bool(runs) and list(block).index(mark) < runs[0]


def _below_heading(part: str, blocks: list[Block], package: WordPackage) -> list[Any]:
    inside, found = "", []
    for block in blocks:
        element = block.element
        if element.tag == f"{W}p":
            names = [style.name for style in package.chain(value(element, "pPr/pStyle"))]
            words = " ".join("".join(node.text or "" for node in element.iter(f"{W}t")).split()).lower().rstrip(":")
            if words in HEADINGS and "heading 1" in names:
                inside = HEADINGS[words]
                continue
        elif inside == "conclusion":
            # What follows a conclusion is the table of the signatures.
            inside = ""
        if inside == part:
            found.append(element)
    return found


def _origin(blocks: list[Block], package: WordPackage) -> list[Any] | None:
    told = [block.tag for block in blocks]
    told += [mark.get(f"{W}name", "") for block in blocks for mark in block.element.iter(f"{W}bookmarkStart")]
    for text in (*told, package.words):
        if found := TAG.fullmatch(text):
            return [found[1], int(found[2]), int(found[3])]
    return None
