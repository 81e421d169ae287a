"""Faces in Word for letters that Times New Roman lacks: those that come with Word, so that it shows what the PDF shows."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from .word_package import element, put

# A script's letters, its face, and by which of Word's four kinds of face it asks for it.
SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff", "Batang", ("eastAsia",)),
    ("\u3040-\u30ff\u31f0-\u31ff", "MS Mincho", ("eastAsia",)),
    ("\u2e80-\u303f\u3100-\u312f\u31a0-\u31ef\u3200-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff",
     "SimSun", ("eastAsia",)),
    ("\u0e00-\u0eff\u1780-\u17ff\u19e0-\u19ff", "Leelawadee UI", ("cs",)),
    ("\uaa00-\uaa5f", "Noto Sans Cham", ("cs", "ascii", "hAnsi")),
    ("\uaa80-\uaadf", "Noto Sans Tai Viet", ("cs", "ascii", "hAnsi")),
    ("\u2190-\u22ff\u27c0-\u27ff\u2900-\u2aff\U0001d400-\U0001d7ff", "Cambria Math", ("ascii", "hAnsi", "eastAsia")),
    ("\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff", "Segoe UI Symbol", ("ascii", "hAnsi", "eastAsia")),
    ("\U0001f000-\U0001faff", "Segoe UI Emoji", ("ascii", "hAnsi", "eastAsia")),
)  # fmt: skip
# What proofing tools take these letters for; the others are read as Vietnamese.
LANGUAGES = {"Batang": "ko-KR", "MS Mincho": "ja-JP", "SimSun": "zh-CN"}
# A mark, a joiner or a variant belongs to the letter before it.
_PARTS = re.compile("|".join(f"((?:[{letters}][\u200d\ufe00-\ufe0f]*)+)" for letters, _face, _kinds in SCRIPTS))


def parts(text: str) -> list[tuple[str, int]]:
    """``text`` in pieces, each with the place of its script in ``SCRIPTS``; -1 is what Times New Roman has."""
    if text.isascii():
        return [(text, -1)]
    found: list[tuple[str, int]] = []
    done = 0
    for match in _PARTS.finditer(text):
        if match.start() > done:
            found.append((text[done : match.start()], -1))
        found.append((match[0], (match.lastindex or 1) - 1))
        done = match.end()
    return found + ([(text[done:], -1)] if done < len(text) else [])


def dress(run: Any, script: int) -> None:
    """Give a run the face of its script."""
    _letters, face, kinds = SCRIPTS[script]
    faces = run._r.get_or_add_rPr().get_or_add_rFonts()
    for kind in kinds:
        faces.set(qn(f"w:{kind}"), face)
    if kinds == ("eastAsia",):
        faces.set(qn("w:hint"), "eastAsia")
    if face in LANGUAGES:
        put(run._r.rPr, element("w:lang", eastAsia=LANGUAGES[face]))
    if "cs" in kinds:
        put(run._r.rPr, element("w:cs"))
