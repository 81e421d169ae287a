"""Which words of a document count as lost in the pages made of it: letters are compared tolerantly, words as a whole."""

from __future__ import annotations

import pytest
from lxml import html

from consult.documents.lost_words import lost_words_of
from consult.documents.template_fields import _text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("110\u2011KV", "110-KV"), ("110\u2011KV", "110KV"), ("Thông\u00adtin", "Thôngtin"), ("a\u200bb\u200d \u2060c", "ab c"),
        ("oﬃce", "office"), ("\u202etxt\u202c", "txt"), ("NH₄⁺", "NH\n+\n4"), ("Trưởng ban", "TRƯỞNG BAN"), ("m²", "m2"),
        ("a-rất-dài", "a-rất-\ndài"), ("dài" * 9, "dài" * 4 + "\n" + "dài" * 5), ("(5/A-B)", "(5/A-B)"), ("5/A", "Số:5/A."),
    ],
)  # fmt: skip
def test_what_only_looks_otherwise_is_there(written: str, read: str):
    assert lost_words_of(written, [read]) == []
    assert lost_words_of(written, ["other", read]) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [("5/A-B", "15/A-BC"), ("ba", "ban"), ("một một", "một"), ("5/A", ""), ("Hòa", "Hoà bình".replace("à", "a"))],
)
def test_what_is_not_there_whole_and_as_often_is_lost(written: str, read: str):
    assert lost_words_of(written, [read]) == written.split(maxsplit=1)[:1]


def test_lowered_letters_do_not_part_a_word():
    element = html.fromstring("<div><p>NH<sub>4</sub><sup>+</sup></p><p>và</p></div>")
    assert _text(element).split() == ["NH4+", "và"]
