"""Whatever somebody types into a field stands whole in every document that shows the field, as PDF and as DOCX."""

from __future__ import annotations

import random
from collections import Counter
from html import escape

import pytest

from consult.documents import DEFINITIONS, pdf, word
from consult.models import Organisation
from tests.documents.fields import Place, plain, with_text, written_fields
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.meaning import Letter, of_docx, of_html, of_pdf
from tests.documents.samples import dressed
from tests.documents.test_meaning import KHMER

pytestmark = pytest.mark.django_db


def letters(said: list[Letter]) -> str:
    """The letters alone: a heading is set in capitals, and where they are raised is a rich text's affair."""
    return "".join(letter for letter, _how in said).casefold()


def of_plain(text: str) -> str:
    return letters(of_html(escape(text)))


def data_with(kind: str, union: Organisation, texts: dict[Place, str]) -> dict[str, object]:
    definition = DEFINITIONS[kind]
    return dressed(definition, union, with_text(dict(definition.sample), texts), "")


def shown_fields(kind: str, union: Organisation) -> list[Place]:
    """The fields that a kind of document shows, told by a word of its own in each; the same as PDF and as DOCX."""
    words = {place: f"Dấu số {number:03d} ở đây" for number, place in enumerate(written_fields(kind))}
    data = data_with(kind, union, words)
    in_word, on_paper = (
        letters(of_docx(word.render(kind, "x", data))),
        letters(of_pdf(pdf.render(kind, "x", data).content)),
    )
    shown = [place for place, text in words.items() if of_plain(text) in in_word]
    assert shown == [place for place, text in words.items() if of_plain(text) in on_paper], kind
    assert shown, kind
    return shown


def assert_fields_whole(kind: str, name: str, union: Organisation) -> None:
    text = plain(HARD_TEXTS[name])
    # Lines of a list end as the form has it: what somebody wrote at their end gives way to its semicolon.
    wanted = of_plain(text).rstrip(".;")
    places = shown_fields(kind, union)
    data = data_with(kind, union, dict.fromkeys(places, text))
    in_word = letters(of_docx(word.render(kind, "x", data)))
    assert in_word.count(wanted) >= len(places), (kind, name)
    missing = Counter(wanted * len(places)) - Counter(letters(of_pdf(pdf.render(kind, "x", data).content)))
    assert not [letter for letter in missing if not KHMER.match(letter)], (kind, name, missing)


SAMPLE = random.Random(11).sample([(kind, name) for kind in DEFINITIONS for name in HARD_TEXTS], 6)


@pytest.mark.parametrize(("kind", "name"), SAMPLE)
def test_a_field_is_said_whole(kind, name, office):
    assert_fields_whole(kind, name, office.union)
