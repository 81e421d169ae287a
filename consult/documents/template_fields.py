"""The fields that an office's own Word template may use, and what of a document's data stands in each.

They are the parts of the built-in form: heading and closing one by one, what is between as one block, so that every kind of
document has the same fields and what the built-in form says is what a template has to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import html

from consult.models import DocumentKind

from . import pdf, word, word_styles
from .definition import DocumentDefinition
from .lost_words import lost_words_of


@dataclass(frozen=True)
class TemplateField:
    """A field: its name, what it is for, whether it is a block of paragraphs, and whether a template must have it.

    A field that must be there must only where the document has something for it: without it, that would be lost.
    """

    name: str
    label: str | Promise
    block: bool = False
    required: bool = True

    @property
    def written(self) -> str:
        """How it stands in a template."""
        return "{{p " + self.name + " }}" if self.block else "{{ " + self.name + " }}"


SIGNATURE, SEAL, NAME = "cho_ky", "cho_dau", "ho_ten_nguoi_ky"
# Bookmarks by which the places are found in the PDF.
MARKS = {SIGNATURE: "chuky", SEAL: "chodau", NAME: "hotennguoiky"}
FIELDS = (
    TemplateField("co_quan_chu_quan", _("Superior body"), required=False),
    TemplateField("co_quan", _("Issuing body"), required=False),
    TemplateField("so_ky_hieu", _("Number and symbol")),
    TemplateField("dia_danh_ngay", _("Place and day")),
    TemplateField("trich_yeu", _("Subject of a letter")),
    TemplateField("noi_dung", _("The whole text, from title to last paragraph"), block=True),
    TemplateField("phu_luc", _("Annex"), block=True),
    TemplateField("noi_nhan", _("Recipients, one per line")),
    TemplateField("chuc_vu_ky", _("Authority and title of the signer")),
    TemplateField("ghi_chu_ky", _("Note above the name of the signer")),
    TemplateField(SIGNATURE, _("Where the signature stands; nothing is printed")),
    TemplateField(SEAL, _("Where the seal stands; nothing is printed"), required=False),
    TemplateField(NAME, _("Name of the signer")),
    TemplateField("chuc_vu_ky_trai", _("Title of the second signer, on the left")),
    TemplateField("ho_ten_ky_trai", _("Name of the second signer, on the left")),
    TemplateField("xac_thuc", _("Code and QR by which the document is checked"), block=True),
    TemplateField("ma_ho_so", _("Code of the dossier"), required=False),
    TemplateField("ten_ho_so", _("Title of the dossier"), required=False),
    TemplateField("don_vi_trinh", _("Proposer"), required=False),
)
# The closings of the first have more signatures than there are fields for, and its data are encrypted, which a converter cannot
# open; the second stands behind the pages of its original.
WITHOUT_TEMPLATE = frozenset({DocumentKind.PAYMENT_LIST, DocumentKind.CERTIFIED_COPY})
# Marks of a text that do not end a word: H<sub>2</sub>O is one.
WITHIN_WORDS = frozenset({"sub", "sup", "b", "strong", "i", "em", "u", "s", "a"})
BY_NAME = {one.name: one for one in FIELDS}


@dataclass(frozen=True)
class TemplateValues:
    """What stands in each field: plain texts, and blocks as DOCX; ``words`` are those of each field."""

    texts: Mapping[str, str]
    blocks: Mapping[str, bytes]
    words: Mapping[str, str]
    marks: Mapping[str, str] = field(default_factory=dict)


def values_of(definition: DocumentDefinition, title: str, data: dict[str, Any]) -> TemplateValues:
    """What a document says, by field."""
    source = html.document_fromstring(pdf.to_html(definition.kind, title, data))
    wide = "landscape" in (source.body.get("class") or "")
    body, closing, annex = _parted(source.body)
    heading, signature = data["heading"], data.get("signature") or {}
    left = data.get("left_signature") or {}
    texts = {
        "co_quan_chu_quan": heading.get("superior", ""),
        "co_quan": heading["issuer"],
        "so_ky_hieu": heading.get("number", ""),
        "dia_danh_ngay": heading["place_date"],
        "trich_yeu": data.get("about", ""),
        "noi_nhan": "\n".join(data.get("recipients") or []),
        "chuc_vu_ky": "\n".join(signature.get("lines", [])),
        "ghi_chu_ky": "\n".join(filter(None, (signature.get("hint"), signature.get("confirmed")))),
        NAME: signature.get("name", ""),
        "chuc_vu_ky_trai": "\n".join(left.get("lines", [])),
        "ho_ten_ky_trai": left.get("name", ""),
        "ma_ho_so": data.get("code", ""),
        "ten_ho_so": data.get("title", ""),
        "don_vi_trinh": data.get("proposer", ""),
        SIGNATURE: "",
        SEAL: "",
    }
    verify = closing.xpath(".//table[contains(@class, 'verify')]")
    parts = {"noi_dung": body, "phu_luc": annex, "xac_thuc": verify}
    width = word.WIDE_TEXT_WIDTH if wide else word_styles.TEXT_WIDTH
    blocks = {name: word.fragment(elements, width) for name, elements in parts.items() if elements}
    words = {name: " ".join(_text(one) for one in elements) for name, elements in parts.items()}
    marks = MARKS if definition.sealed and signature else {}
    return TemplateValues(texts, blocks, {**texts, **words}, marks)


def _parted(body: Any) -> tuple[list[Any], Any, list[Any]]:
    """What is between heading and closing, the closing, and what comes after it."""
    before: list[Any] = []
    after: list[Any] = []
    closing = html.Element("div")
    for element in list(body):
        names = (element.get("class") or "").split() if isinstance(element.tag, str) else []
        if "heading" in names or not isinstance(element.tag, str):
            continue
        if "closing" in names or "verify" in names:
            closing.append(element)
        else:
            (after if len(closing) else before).append(element)
    return before, closing, after


def _text(element: Any) -> str:
    """What an element says: what only looks otherwise within a word does not part it."""
    parts: list[str] = [element.text or ""]
    for child in element:
        apart = "" if child.tag in WITHIN_WORDS else " "
        parts += [apart, _text(child) if isinstance(child.tag, str) else "", apart, child.tail or ""]
    return "".join(parts)


def missing_fields(definition: DocumentDefinition, values: TemplateValues, used: Iterable[str]) -> list[TemplateField]:
    """The fields without which something of this document would be lost, or it would have no place for its signature."""
    known = set(used)
    wanted = [one for one in FIELDS if one.required and values.words.get(one.name, "").strip()]
    if values.marks:
        wanted.append(BY_NAME[SIGNATURE])
    return [one for one in wanted if one.name not in known]


def lost_words(values: TemplateValues, *texts: str) -> list[str]:
    """Words of a document that its PDF does not hold as often as the document does; ``texts`` are readings of that PDF."""
    required = " ".join(values.words[one.name] for one in FIELDS if one.required and one.name in values.words)
    return lost_words_of(required, texts)
