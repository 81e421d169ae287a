"""A draft as DOCX, to be written on in Word and brought back: its parts in content controls that tell which they are.

What is not to be changed here – heading, number, signers – stands around them in controls that are locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from lxml import html

from consult.rules.source_tags import OWN_LINK

from . import pdf
from . import word_styles as styles
from .word import Writer
from .word_lists import let_styles_count
from .word_package import begin, element
from .word_parts import page_numbers
from .word_styles import TEXT_WIDTH

# The headings above the parts; ``consult.libraries.word_reader`` knows them too.
HEADINGS = {"body": "Nội dung", "conclusion": "Kết luận"}
KINDS = {"opinion": "BÁO CÁO", "minutes": "BIÊN BẢN"}


@dataclass(frozen=True)
class DraftText:
    """A draft as it is taken out: of which dossier, the kind of text, the revision from which it is written on."""

    kind: str
    dossier: int
    revision: int
    body: str
    conclusion: str

    @property
    def key(self) -> str:
        """What the file says of itself."""
        return f"consult/{self.kind}/{self.dossier}/{self.revision}"


def render_draft(draft: DraftText, title: str, data: dict[str, Any], moment: datetime) -> bytes:
    """The draft as DOCX; ``data`` are heading, subject and signers as ``templates/documents/draft.html`` shows them."""
    parts = list(HEADINGS.items())
    lines = [line for line in draft.conclusion.splitlines() if line.strip()]
    shown = {**data, "parts": parts, "body": draft.body, "conclusion": lines, "kind_title": KINDS[draft.kind]}
    source = html.document_fromstring(pdf.to_html("draft", title, shown))
    document = begin(title, data["heading"]["issuer"], moment)
    document.core_properties.keywords = draft.key
    page_numbers(document)
    let_styles_count(document)
    writer = DraftWriter(document, draft.key)
    writer.block(source.body, document, TEXT_WIDTH)
    writer.lock_the_rest()
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class DraftWriter(Writer):
    """Writes a draft: parts into controls of their own, and of each point from which review it comes."""

    def __init__(self, document: Any, key: str) -> None:
        super().__init__(document)
        self.key = key
        self.controls = 0

    def one(self, element_: Any, into: Any, width: float, style: str) -> None:
        part = element_.get("data-part")
        if not part:
            super().one(element_, into, width, style)
            return
        body = self.document.element.body
        known = set(body)
        # LibreOffice makes one line without marks of the first paragraph in a control: it gets one that says nothing, and
        # bookmarks at both ends have places that nobody writes in.
        self.new(into, styles.RULE)
        self.block(element_, into, width)
        if len(body) == len(known) + 1:
            self.new(into, style or styles.BODY)
        self.new(into, styles.RULE)
        made = [child for child in body if child not in known]
        self._mark(made, f"{self.key}/{part}".replace("/", "_"))
        self._control(made, f"{self.key}/{part}", HEADINGS[part], "sdtLocked")

    def inline(self, element_: Any, paragraph: Any, marks: frozenset[str]) -> None:
        if element_.tag != "a" or not OWN_LINK.fullmatch(element_.get("href", "")):
            super().inline(element_, paragraph, marks)
            return
        known = set(paragraph._p)
        super().inline(element_, paragraph, marks)
        link = element("w:hyperlink", anchor=element_.get("href")[1:].replace("-", "_"), history="1")
        link.extend([run for run in paragraph._p if run not in known and run.tag == qn("w:r")])
        paragraph._p.append(link)

    def lock_the_rest(self) -> None:
        """Put whatever stands outside of the parts into controls whose text nobody changes."""
        stretch: list[Any] = []
        for child in [*self.document.element.body, None]:
            if child is not None and child.tag in (qn("w:p"), qn("w:tbl")):
                stretch.append(child)
            elif stretch:
                self._control(stretch, "", "", "sdtContentLocked")
                stretch = []

    def _control(self, blocks: list[Any], tag: str, name: str, lock: str) -> None:
        self.controls += 1
        control, properties, content = element("w:sdt"), element("w:sdtPr"), element("w:sdtContent")
        if name:
            properties.append(element("w:alias", val=name))
        if tag:
            properties.append(element("w:tag", val=tag))
        properties.append(element("w:id", val=str(self.controls)))
        properties.extend([element("w:lock", val=lock), element("w:richText")])
        blocks[0].addprevious(control)
        content.extend(blocks)
        control.extend([properties, content])

    def _mark(self, blocks: list[Any], name: str) -> None:
        """A bookmark around the blocks: programs that know no content controls keep it."""
        number = str(self.controls + 1)
        blocks[0].append(element("w:bookmarkStart", id=number, name=name))
        blocks[-1].append(element("w:bookmarkEnd", id=number))
