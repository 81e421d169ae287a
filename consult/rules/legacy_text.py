"""Vietnamese as it was written before Unicode, in fonts ".Vn…" (TCVN3) and "VNI-…": recognised and turned into Unicode."""

from __future__ import annotations

import re
import unicodedata

TCVN3, VNI = "TCVN3", "VNI"
_TCVN3 = dict(zip(
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢£¤¥¦§",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂÊÔƠƯĐ",
    strict=True,
))  # fmt: skip
# VNI writes a letter and a mark behind it; these stand alone.
_VNI_LETTERS = {"ñ": "đ", "Ñ": "Đ", "ô": "ơ", "Ô": "Ơ", "ö": "ư", "Ö": "Ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị",
                "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "î": "ỵ", "Î": "Ỵ"}  # fmt: skip
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _BREVE, _CIRCUMFLEX = (
    "\u0301",
    "\u0300",
    "\u0309",
    "\u0303",
    "\u0323",
    "\u0306",
    "\u0302",
)
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT, "ê": _BREVE,
    "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_MARKED = re.compile(f"([aeouyAEOUYôÔöÖ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|oai|oao|oay|oeo|uay|uoi|uou|ieu|yeu|uai|ia|ie|iu|ua|ue|ui|uo|uy|oa|oe|oi|oo|eo|eu|ai|ao|au|ay|ya|ye|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
LETTERS_OF_NEITHER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def from_vni(text: str) -> str:
    def marked(found: re.Match[str]) -> str:
        base = _VNI_LETTERS.get(found[1], found[1])
        return unicodedata.normalize("NFC", base + _VNI_MARKS[found[2].lower()])

    joined = _VNI_MARKED.sub(lambda found: f"\0{marked(found)}\0", text)
    return "".join(
        part if index % 2 else "".join(_VNI_LETTERS.get(letter, letter) for letter in part)
        for index, part in enumerate(joined.split("\0"))
    )


def legacy_encoding(text: str) -> str:
    """``TCVN3`` or ``VNI`` where ``text`` is surely written in it, "" for Unicode and for what nothing tells."""
    if not text or text.isascii() or LETTERS_OF_NEITHER.search(text):
        return ""
    as_it_is = _likeness(text)
    best, encoding = max((_likeness(from_tcvn3(text)), TCVN3), (_likeness(from_vni(text)), VNI))
    return encoding if best > as_it_is and best >= len(text.split()) * 0.8 else ""


def to_unicode(text: str, encoding: str) -> str:
    """``text`` written in ``encoding``, in Unicode."""
    return {TCVN3: from_tcvn3, VNI: from_vni}.get(encoding, str)(text)


def _likeness(text: str) -> int:
    """How many words could be Vietnamese syllables."""
    return sum(bool(_SYLLABLE.fullmatch(_bare(word))) for word in re.split(r"[\s,;./()-]+", text) if word)


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    allowed = {_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _BREVE, _CIRCUMFLEX, "\u031b"}
    return "".join(part for part in parts if part not in allowed)
