"""The faces of documents: packaged ones alone, each letter with a shape, each licence free."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pdfplumber
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from consult.documents import faces, pdf, word_scripts
from consult.layout_checks.reading import FACES, FALLBACKS
from consult.layout_checks.rules import check
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.samples import content

NO_SHAPE = "\U00013000"


def faces_in(content: bytes) -> set[str]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return {char["fontname"].split("+")[-1] for page in document.pages for char in page.chars}


def test_no_font_of_the_machine_is_used():
    html = (
        "<html lang=\"vi\"><p style=\"font-family: 'DejaVu Sans', 'Liberation Sans', sans-serif\">Chữ 中 ⇒</p></html>"
    )
    used = faces_in(pdf.typesetter().set(html).content)
    assert used
    assert [face for face in used if not face.startswith(FACES[:1] + FALLBACKS)] == []


@pytest.mark.parametrize("family", faces.FALLBACKS)
def test_each_fallback_is_there_for_letters_that_no_face_before_it_has(family):
    names = list(faces.FALLBACKS)
    files = faces.fonts()
    before = [files[name] for name in faces.FACES] + [
        files[faces.address(name)] for name in names[: names.index(family)]
    ]
    known = set().union(*(TTFont(path, lazy=True).getBestCmap() for path in before))
    own = sorted(set(TTFont(files[faces.address(family)], lazy=True).getBestCmap()) - known)
    letter = next(chr(code) for code in own if chr(code).isprintable())
    made = pdf.typesetter().set(f'<html lang="vi"><p>{letter}</p></html>').content
    assert [face for face in faces_in(made) if face.startswith(family.replace(" ", "-"))], hex(ord(letter))


def test_the_packages_of_faces_are_free_and_named_in_the_lock():
    locked = json.loads((Path(settings.BASE_DIR) / "package-lock.json").read_text())["packages"]
    for path in (*faces.FACES.values(), *faces.FALLBACKS.values()):
        package = locked[f"node_modules/{faces.PACKAGES}/{path.split('/')[0]}"]
        assert "OFL-1.1" in package["license"], path


def test_what_no_face_has_is_found_with_its_place_and_what_needs_no_shape_is_not():
    assert faces.missing_letters(f"a{NO_SHAPE}b{NO_SHAPE}") == [1, 3]
    assert faces.missing_letters("Đắk Lắk\u200b\u2060\xad\u202f\t\n❤\ufe0f 👩\u200d🔬 e\u0302\u0301 10⁻³") == []
    [named] = faces.named_missing(f"Ký hiệu {NO_SHAPE} và {NO_SHAPE}")
    assert named.startswith(f"{NO_SHAPE} (U+13000: “Ký hiệu")
    assert faces.with_stand_ins(f"<p>{NO_SHAPE}</p>") == "<p>[U+13000]</p>"


def test_raised_letters_and_other_faces_break_no_rule_of_layout(office):
    body = HARD_TEXTS["units"] + HARD_TEXTS["points"] + HARD_TEXTS["far names"] + HARD_TEXTS["merged cells"]
    data = {**content("opinion", office.union, "ordinary"), "body": body, "title": "Hợp tác 中國水利"}
    found = check(io.BytesIO(pdf.render("opinion", "x", data).content))
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_word_is_told_a_face_for_each_script_and_keeps_each_letter():
    text = "Chữ 中国 한국 ジャ ไทย ⇒ ☑ 👍🏽 hết"
    parts = word_scripts.parts(text)
    assert "".join(part for part, _script in parts) == text
    named = {word_scripts.SCRIPTS[script][1] for _part, script in parts if script >= 0}
    assert named == {
        "SimSun",
        "Batang",
        "MS Mincho",
        "Leelawadee UI",
        "Cambria Math",
        "Segoe UI Symbol",
        "Segoe UI Emoji",
    }
